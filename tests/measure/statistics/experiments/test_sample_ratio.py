"""The split of units: scipy's chi-square, a Bayes factor written out, and who cries wolf."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.experiments.sample_ratio import Split, sample_ratio, watched

halves = (0.5, 0.5)
CASES = [100, pytest.param(10_000, marks=pytest.mark.nightly)]


@pytest.mark.parametrize("cases", CASES)
def test_the_chance_of_a_split_is_scipys(cases):
    draw = np.random.default_rng(1)
    for _ in range(cases):
        weights = draw.integers(1, 9, int(draw.integers(2, 6))).astype(float)
        planned = weights / weights.sum()
        units = draw.multinomial(int(draw.integers(1, 10_000)), draw.dirichlet(20 * planned))
        ours = sample_ratio([Split(units=tuple(units.tolist()), planned=tuple(planned))])
        theirs = stats.chisquare(units, units.sum() * planned)
        assert ours.p == pytest.approx(theirs.pvalue, rel=1e-6 if theirs.pvalue < 1e-12 else 1e-9)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([halves, (0.9, 0.1)]))
def test_the_bayes_factor_is_that_of_scipys_dirichlet_multinomial(a, b, planned):
    found = sample_ratio([Split(units=(a, b), planned=planned)]).bayes_factor
    alpha = 1000 * np.array(planned)
    any_other = stats.dirichlet_multinomial.logpmf([a, b], alpha, a + b)
    as_planned = stats.multinomial.logpmf([a, b], a + b, planned)
    assert math.log(found) == pytest.approx(any_other - as_planned, abs=1e-8)


def test_phases_add_their_chi_squares_and_multiply_their_factors():
    ramp = [Split(units=(970, 30), planned=(0.98, 0.02)), Split(units=(520, 480), planned=halves)]
    together, first, second = sample_ratio(ramp), sample_ratio(ramp[:1]), sample_ratio(ramp[1:])
    chi = sum(stats.chi2.isf(check.p, 1) for check in (first, second))
    assert together.p == pytest.approx(stats.chi2.sf(chi, 2), rel=1e-9)
    assert together.bayes_factor == pytest.approx(first.bayes_factor * second.bayes_factor)


def test_an_outgrown_loss_is_not_forgotten():
    lossy = [Split(units=(1300, 1000), planned=halves)]
    healed = [Split(units=(100_000, 99_900), planned=halves)]
    assert sample_ratio(healed).is_healthy_today
    assert not watched([lossy, healed]).is_healthy_today
    assert watched([lossy, healed]).p == sample_ratio(healed).p


def test_nobody_yet_is_nothing_amiss():
    check = sample_ratio([Split(units=(0, 0), planned=halves)])
    assert (check.p, check.is_healthy_today, check.is_healthy_at_the_end) == (1.0, True, True)


def test_a_loss_too_large_for_numbers_is_still_a_number():
    check = sample_ratio([Split(units=(10**9, 0), planned=halves)])
    assert math.isfinite(check.bayes_factor)
    assert (check.p, check.is_healthy_today, check.is_healthy_at_the_end) == (0.0, False, False)


@pytest.mark.parametrize(
    ("units", "planned"),
    [
        ((5,), (1.0,)),
        ((5, 5), (1.0, 0.0)),
        ((5, 5), (0.5, 0.6)),
        ((5, -1), halves),
        ((5, 5, 5), halves),
    ],
)
def test_a_split_that_cannot_be_is_refused(units, planned):
    with pytest.raises(ImpossibleCounts):
        Split(units=units, planned=planned)
    with pytest.raises(ImpossibleCounts):
        sample_ratio([])


def watch_daily(*, share: float, runs: int, seed: int, daily: int = 1000, days: int = 28):
    """Return whether each of many experiments alarmed on some day, and at the end."""
    draw = np.random.default_rng(seed)
    first = np.cumsum(draw.binomial(daily, share, (runs, days)), axis=1)
    ever = np.zeros(runs, bool)
    for run in range(runs):
        looks = [
            [Split(units=(int(a), daily * (day + 1) - int(a)), planned=halves)]
            for day, a in enumerate(first[run])
        ]
        ever[run] = not watched(looks).is_healthy_today
    return ever


@pytest.mark.nightly
def test_a_healthy_experiment_alarms_in_one_of_a_hundred_at_most_however_often_one_looks():
    assert watch_daily(share=0.5, runs=10_000, seed=5).mean() <= 0.01


@pytest.mark.nightly
def test_a_split_of_48_to_52_is_found_while_the_experiment_runs():
    assert watch_daily(share=0.48, runs=1000, seed=6).mean() >= 0.99


@pytest.mark.nightly
def test_the_last_look_rarely_cries_wolf_and_finds_51_to_49_of_a_hundred_thousand():
    draw = np.random.default_rng(7)
    for share, least, most in ((0.5, 0.0, 0.002), (0.51, 0.99, 1.0)):
        units = draw.binomial(100_000, share, 20_000)
        found = [
            not sample_ratio(
                [Split(units=(int(a), 100_000 - int(a)), planned=halves)]
            ).is_healthy_at_the_end
            for a in units
        ]
        assert least <= np.mean(found) <= most
