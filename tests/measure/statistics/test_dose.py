"""How often is enough: the curse of searching, its cure, and what changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.dose import DoseCounts, Leftover, dose_response
from seachange.measure.statistics.stratified import Arms, risk_difference

SURE = Leftover(tau=0.0)


def world(seed, *, people=6000, at_least=3, effect=0.0, landmarks=4):
    """People of five strata; those of higher ones do it more and succeed more anyway."""
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, 5, people)
    pace = rng.poisson((0.15 + 0.1 * stratum)[:, None], (people, landmarks)).cumsum(axis=1)
    success = rng.random(people) < 0.1 + 0.05 * stratum + effect * (pace[:, -2] >= at_least)
    searching = rng.random(people) < 0.5
    return DoseCounts(
        landmark=np.tile(np.arange(landmarks), people),
        searching=np.repeat(searching, landmarks),
        stratum=np.repeat(stratum, landmarks),
        crude=np.zeros(people * landmarks, dtype=int),
        times=pace.ravel(),
        people=np.ones(people * landmarks),
        successes=np.repeat(success, landmarks) * 1.0,
    )


def found_in(counts, **options):
    return dose_response(counts, direction=1, leftover=SURE, **options)


def test_the_planted_threshold_is_on_the_plateau_and_its_effect_is_found():
    found = found_in(world(1, people=30_000, effect=0.15))
    cells = {(t.at_least, t.landmark): t for t in found.plateau}
    assert (3, 2) in cells
    assert cells[3, 2].effect.low <= 0.15 <= cells[3, 2].effect.high
    assert cells[3, 2].effect.low > 0.05


def test_the_plateau_is_all_within_one_standard_error_of_the_best():
    plateau = found_in(world(2, people=30_000, effect=0.15)).plateau
    assert all(plateau[0].z - 1 <= t.z <= plateau[0].z for t in plateau)


def test_the_effect_is_that_of_the_half_which_was_not_searched():
    counts = world(3, effect=0.15)
    best = found_in(counts).plateau[0]
    half = counts.at(best.landmark, searching=False)
    done = half.times >= best.at_least
    n1, n0, y1, y0 = (
        np.array([(column[rows & (half.stratum == k)]).sum() for k in range(5)])
        for column in (half.people, half.successes)
        for rows in (done, ~done)
    )
    expected = risk_difference(Arms(n1=n1, y1=y1, n0=n0, y0=y0)).value
    assert best.effect.value == pytest.approx(expected)
    assert best.people == n1.sum()


def test_the_curve_rises_to_the_threshold_and_counts_everybody_once():
    counts = world(4, people=60_000, effect=0.2)
    found = found_in(counts)
    half = counts.at(found.plateau[0].landmark, searching=False)
    assert found.never + sum(d.people for d in found.curve) == half.people.sum()
    assert [(d.times, d.or_more) for d in found.curve] == [
        (1, False),
        (2, False),
        (3, False),
        (4, False),
        (5, True),
    ]
    values = [d.effect.value for d in found.curve]
    assert max(values[:2]) < min(values[2:])


def test_what_confounding_left_is_taken_off_and_makes_the_interval_wider():
    counts = world(5, effect=0.15)
    plain = found_in(counts).plateau[0].effect
    leftover = Leftover(mu=0.1, kappa=0.0, tau=0.1)
    mended = dose_response(counts, direction=1, leftover=leftover).plateau[0].effect
    assert mended.value < plain.value
    assert mended.high - mended.low > plain.high - plain.low


def test_rows_in_another_order_or_cut_in_two_change_nothing():
    counts = world(6, effect=0.15)
    order = np.random.default_rng(0).permutation(counts.times.size)
    columns = {name: getattr(counts, name) for name in DoseCounts.__slots__}
    shuffled = DoseCounts(**{name: column[order] for name, column in columns.items()})
    halved = DoseCounts(
        **{
            name: np.concatenate([column / 2, column / 2])
            if name in ("people", "successes")
            else np.concatenate([column, column])
            for name, column in columns.items()
        }
    )
    assert found_in(shuffled) == found_in(counts)
    assert found_in(halved) == found_in(counts)


def test_a_blocker_is_searched_in_its_own_direction():
    counts = world(7, people=20_000, effect=-0.15)
    found = dose_response(counts, direction=-1, leftover=SURE)
    assert found.plateau[0].z > 3
    assert found.plateau[0].effect.high < 0


def test_too_few_people_say_nothing():
    few = found_in(world(8, people=60))
    assert isinstance(few, Unknown)
    assert "how often is enough" in few.why


def test_a_level_that_few_reached_is_unknown_and_not_nothing():
    found = found_in(world(9, people=2000, effect=0.15), levels=(1, 2, 60))
    assert isinstance(found.curve[-1].effect, Unknown)
    assert found.curve[-1].people == 0


def test_columns_that_cannot_be_are_refused():
    counts = world(1, people=10)
    with pytest.raises(ImpossibleCounts, match="length"):
        replace(counts, times=counts.times[1:])
    with pytest.raises(ImpossibleCounts, match="succeeded"):
        replace(counts, successes=counts.people + 1)


@pytest.mark.nightly
def test_searching_flatters_and_the_other_half_does_not():
    searched, held_out, covered = [], [], []
    for seed in range(300):
        found = found_in(world(seed))
        if isinstance(found, Unknown):
            continue
        searched.append(found.plateau[0].z)
        effect = found.plateau[0].effect
        if isinstance(effect, Estimate):
            held_out.append(effect.value)
            covered.append(effect.low <= 0 <= effect.high)
    assert np.mean(searched) > 1.0
    assert np.mean(held_out) == pytest.approx(0.0, abs=0.01)
    assert np.mean(covered) > 0.92
