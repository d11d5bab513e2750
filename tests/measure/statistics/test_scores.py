"""NPS, satisfaction and response rates: the printed examples, plain arithmetic, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.means import mean
from seachange.measure.statistics.proportions import share
from seachange.measure.statistics.scores import (
    Wave,
    nps,
    nps_difference,
    response_rate,
    satisfaction,
)

Z = 1.959963984540054
counts = st.integers(0, 400)
waves = st.builds(Wave, promoters=counts, passives=counts, detractors=counts).filter(
    lambda wave: wave.people > 0
)

Q4 = Wave(promoters=168, passives=155, detractors=97)
Q2 = Wave(promoters=209, passives=160, detractors=91)


def test_the_walk_throughs_two_waves_have_their_printed_intervals():
    """Printed: 16.90, SE 3.79, 9.48 to 24.33; 25.65, SE 3.57, 18.65 to 32.65."""
    for wave, value, error, low, high in (
        (Q4, 16.90, 3.79, 9.48, 24.33),
        (Q2, 25.65, 3.57, 18.65, 32.65),
    ):
        found = nps(wave)
        assert [round(x, 2) for x in (found.value, found.low, found.high)] == [value, low, high]
        assert round((found.high - found.low) / 2 / Z, 2) == error
        assert found.method == "wald"


def test_the_walk_throughs_two_waves_have_not_been_shown_to_differ():
    """Printed: +8.75, -1.45 to +18.95."""
    found = nps_difference(Q2, minus=Q4)
    assert [round(x, 2) for x in (found.value, found.low, found.high)] == [8.75, -1.45, 18.95]
    assert found.method == "wald"


@given(waves)
def test_the_interval_is_that_of_a_mean_of_plus_and_minus_hundreds(wave):
    more = (0.75, 1.5, 0.75) if wave.is_small else (0, 0, 0)
    weights = np.array([wave.promoters, wave.passives, wave.detractors]) + np.array(more)
    scores = np.array([100.0, 0.0, -100.0])
    centre = np.average(scores, weights=weights)
    reach = Z * math.sqrt(np.average((scores - centre) ** 2, weights=weights) / weights.sum())
    found = nps(wave)
    assert found.value == pytest.approx(100 * (wave.promoters - wave.detractors) / wave.people)
    assert found.low == pytest.approx(max(-100, centre - reach), abs=1e-6)
    assert found.high == pytest.approx(min(100, centre + reach), abs=1e-6)


@pytest.mark.parametrize(
    ("wave", "method"),
    [
        (Wave(promoters=10, passives=10, detractors=9), "adjusted-wald"),
        (Wave(promoters=10, passives=10, detractors=10), "wald"),
        (Wave(promoters=900, passives=90, detractors=0), "adjusted-wald"),
        (Wave(promoters=0, passives=90, detractors=900), "adjusted-wald"),
        (Wave(promoters=900, passives=0, detractors=90), "adjusted-wald"),
    ],
)
def test_few_answers_and_empty_groups_get_the_adjusted_interval(wave, method):
    assert nps(wave).method == nps_difference(wave, minus=Q4).method == method
    assert nps_difference(Q4, minus=wave).method == method


def test_five_promoters_are_not_certain_of_a_hundred():
    found = nps(Wave(promoters=5, passives=0, detractors=0))
    assert (found.value, found.high) == (100, 100)
    assert found.low < 50


@given(waves)
def test_promoters_turned_detractors_flip_the_score(wave):
    flipped = Wave(promoters=wave.detractors, passives=wave.passives, detractors=wave.promoters)
    found, other = nps(wave), nps(flipped)
    assert (other.value, other.low, other.high) == (-found.value, -found.high, -found.low)


@given(waves, waves)
def test_swapping_the_waves_flips_the_difference(a, b):
    ab, ba = nps_difference(a, minus=b), nps_difference(b, minus=a)
    assert (ba.value, ba.low, ba.high) == (-ab.value, -ab.high, -ab.low)
    assert -200 <= ab.low <= ab.value <= ab.high <= 200


@given(waves)
def test_twice_the_answers_never_widen_the_interval(wave):
    doubled = Wave(
        promoters=2 * wave.promoters, passives=2 * wave.passives, detractors=2 * wave.detractors
    )
    few, many = nps(wave), nps(doubled)
    assert many.value == few.value
    assert many.high - many.low <= few.high - few.low + 1e-9


def test_answers_sort_into_the_three_groups():
    one_each = dict.fromkeys(range(11), 1)
    assert Wave.of(one_each) == Wave(promoters=2, passives=2, detractors=7)
    assert Wave.of({}).people == 0


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 50)))
def test_satisfaction_is_the_top_two_and_the_mean_of_every_single_answer(answers):
    each = [score for score, n in answers.items() for _ in range(n)]
    found = satisfaction(answers)
    if not each:
        assert found.satisfied == found.mean == Unknown("nobody answered")
        return
    assert found.satisfied == share(sum(score >= 4 for score in each), people=len(each))
    squares = sum(score * score for score in each)
    assert found.mean == mean(len(each), total=sum(each), total_squares=squares, least=1, most=5)


def test_all_promoters_against_all_detractors_are_at_most_two_hundred_apart():
    best, worst = (Wave(promoters=p, passives=0, detractors=5 - p) for p in (5, 0))
    found = nps_difference(best, minus=worst)
    assert (found.value, found.high) == (200, 200)


def test_the_shortest_scale_has_three_points():
    assert satisfaction({1: 1, 2: 2, 3: 1}, highest=3).satisfied.value == 0.75
    with pytest.raises(ImpossibleCounts, match="from 4 to 5 everybody is satisfied"):
        satisfaction({4: 3}, lowest=4, highest=5)


def test_seven_point_scales_have_their_own_top_two():
    found = satisfaction({5: 6, 6: 3, 7: 1}, lowest=1, highest=7)
    assert (found.satisfied.value, found.mean.value) == (0.4, 5.5)


def test_a_response_rate_is_a_share_of_those_asked():
    assert response_rate(97, asked=420) == share(97, people=420)
    assert response_rate(0, asked=0) == Unknown("nobody was asked")


def test_a_score_of_no_answers_is_unknown():
    nobody = Wave(promoters=0, passives=0, detractors=0)
    assert nps(nobody) == Unknown("nobody answered")
    assert nps_difference(Q4, minus=nobody) == nps_difference(nobody, minus=Q4) == nps(nobody)


def test_answers_that_cannot_be_are_refused():
    assert isinstance(nps(Wave(promoters=1, passives=1, detractors=1)), Estimate)
    with pytest.raises(ImpossibleCounts, match="-1 is less than no promoters"):
        Wave(promoters=-1, passives=1, detractors=1)
    with pytest.raises(ImpossibleCounts, match="5 is not a whole number of passives"):
        Wave(promoters=1, passives=0.5, detractors=1)
    with pytest.raises(ImpossibleCounts, match="score 11 is not on the scale 0–10"):
        Wave.of({11: 1})
    with pytest.raises(ImpossibleCounts, match="5 is not a whole number of points"):
        Wave.of({9.5: 1})
    with pytest.raises(ImpossibleCounts, match="score 0 is not on the scale 1–5"):
        satisfaction({0: 3})
    with pytest.raises(ImpossibleCounts, match="-3 is less than no answers"):
        satisfaction({4: -3})
    with pytest.raises(ImpossibleCounts, match="everybody is satisfied"):
        satisfaction({1: 3}, lowest=0, highest=1)
    with pytest.raises(ImpossibleCounts, match="5 of 3 people"):
        response_rate(5, asked=3)
