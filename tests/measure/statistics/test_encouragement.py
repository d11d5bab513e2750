"""A nudge by chance: a scan of every effect, two-stage least squares, and the planning number."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.encouragement import Nudged, encouragement, people_per_arm

answer = st.integers(0, 5)
moved = st.lists(st.tuples(st.sampled_from([0, 1, 1, 1, 1, 1]), answer), min_size=60, max_size=80)
unmoved = st.lists(st.tuples(st.sampled_from([0, 0, 0, 0, 1]), answer), min_size=60, max_size=80)


def arm(pairs):
    return Nudged(
        people=len(pairs),
        sum_b=sum(b for b, _ in pairs),
        sum_y=sum(y for _, y in pairs),
        sum_bb=sum(b * b for b, _ in pairs),
        sum_yy=sum(y * y for _, y in pairs),
        sum_by=sum(b * y for b, y in pairs),
    )


def counted(people, *, did, reached, both):
    return Nudged(people=people, sum_b=did, sum_y=reached, sum_bb=did, sum_yy=reached, sum_by=both)


def is_refused(pairs_1, pairs_0, theta):
    """Test by the textbook whether outcome less θ·behaviour still differs between the arms."""
    e1, e0 = (np.array([y - theta * b for b, y in pairs]) for pairs in (pairs_1, pairs_0))
    error = math.sqrt(e1.var(ddof=1) / e1.size + e0.var(ddof=1) / e0.size)
    return abs(e1.mean() - e0.mean()) > stats.norm.ppf(0.975) * error


@given(moved, unmoved)
def test_the_interval_holds_just_the_effects_that_a_test_does_not_refuse(nudged, others):
    found = encouragement(arm(nudged), others=arm(others))
    assume(not isinstance(found.effect, Unknown))
    low, high = found.effect.low, found.effect.high
    width = max(high - low, 1e-6)
    for theta in np.linspace(low - width, high + width, 31):
        near_an_end = min(abs(theta - low), abs(theta - high)) < 1e-6 * width
        assert near_an_end or is_refused(nudged, others, theta) == (not low <= theta <= high)


@given(moved, unmoved)
def test_the_effect_is_that_of_instrumental_variables(nudged, others):
    found = encouragement(arm(nudged), others=arm(others))
    assume(not isinstance(found.effect, Unknown))
    z = np.repeat([1.0, 0.0], [len(nudged), len(others)])
    b, y = np.array(nudged + others, dtype=float).T
    assert found.effect.value == pytest.approx(np.cov(z, y)[0, 1] / np.cov(z, b)[0, 1])


def test_when_everybody_obeys_it_is_the_plain_difference():
    found = encouragement(
        counted(500, did=500, reached=150, both=150),
        others=counted(500, did=0, reached=100, both=0),
    )
    assert found.strength == math.inf
    assert found.effect.value == pytest.approx(0.1)
    assert found.effect.low == pytest.approx(found.on_outcome.low)
    assert found.effect.high == pytest.approx(found.on_outcome.high)


def test_a_nudge_that_moves_few_people_shows_nothing():
    found = encouragement(
        counted(500, did=60, reached=150, both=30),
        others=counted(500, did=50, reached=100, both=20),
    )
    assert found.strength < 10
    assert found.effect == Unknown(
        "the nudge moves too few people towards the behaviour (F = 1.0, below 10)"
    )


def test_a_behaviour_nobody_shows_is_a_nudge_that_moved_nobody():
    nobody = counted(10, did=0, reached=5, both=0)
    assert isinstance(encouragement(nobody, others=nobody).effect, Unknown)


@pytest.mark.nightly
def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(7)
    held = []
    for _ in range(4000):
        nudge = np.repeat([1, 0], 1000)
        would, intent = rng.random(2000) < 0.12, rng.random(2000)
        b = (intent < 0.2) | (would & (nudge == 1))
        y = rng.random(2000) < 0.2 + 0.4 * (intent < 0.2) + 0.3 * (b & (intent >= 0.2))
        pairs = list(zip(b.astype(int).tolist(), y.astype(int).tolist(), strict=True))
        effect = encouragement(arm(pairs[:1000]), others=arm(pairs[1000:])).effect
        if not isinstance(effect, Unknown):
            held.append(effect.low <= 0.3 <= effect.high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.012)


def test_a_nudge_that_moves_a_tenth_needs_a_hundred_thousand_people():
    """2·2.8²·0.2·0.8/(0.05·0.1)² = 100,352 with z rounded to 1.96 + 0.84."""
    assert people_per_arm(0.05, uptake=0.1, control_risk=0.2) == pytest.approx(100_352, rel=0.0015)


def test_the_planning_number_is_that_of_a_plain_test_when_everybody_is_moved():
    """n = 2(1.959964 + 0.841621)²·0.25/0.1² = 392.44: Fleiss et al. (2003), section 4.2."""
    assert people_per_arm(-0.1, uptake=1.0, control_risk=0.5) == 393


def test_nothing_to_show_needs_no_number_of_people():
    assert isinstance(people_per_arm(0.0, uptake=0.1, control_risk=0.2), Unknown)
    assert isinstance(people_per_arm(0.1, uptake=0.0, control_risk=0.2), Unknown)
    assert isinstance(people_per_arm(0.1, uptake=0.1, control_risk=0.0), Unknown)


@pytest.mark.parametrize("wrong", [{"uptake": 1.1}, {"control_risk": -0.1}, {"power": 80}])
def test_what_is_no_share_is_refused(wrong):
    with pytest.raises(BadQuestion, match="from 0 to 1"):
        people_per_arm(0.05, **{"uptake": 0.1, "control_risk": 0.2, **wrong})


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ImpossibleCounts, match="fewer than two"):
        counted(1, did=1, reached=1, both=1)
    with pytest.raises(ImpossibleCounts, match="squares"):
        Nudged(people=4, sum_b=4, sum_y=2, sum_bb=2, sum_yy=2, sum_by=2)
