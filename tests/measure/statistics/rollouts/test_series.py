"""Steps in daily series: statsmodels' estimate, laws, and how often idle changes are found."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.rollouts.grades import Comparison, Grade, graded
from seachange.measure.statistics.rollouts.interrupted import interrupted, pretended
from seachange.measure.statistics.rollouts.series import (
    Daily,
    shrinking,
    step,
    trend_before,
    without_step,
)
from tests.measure.statistics.rollouts.worlds import AFTER, BEFORE, daily_rates

seeds = st.integers(0, 2**32 - 1)


def drawn(seed: int, **world) -> Daily:
    own, other = daily_rates(np.random.default_rng(seed), **world)
    return Daily(values=own - other, before=BEFORE)


def design(days: int, before: int) -> np.ndarray:
    t = np.arange(days)
    weekdays = [(t % 7 == day) * 1.0 for day in range(1, 7)]
    return np.column_stack([np.ones(days), (t >= before) * 1.0, (t - before) / days, *weekdays])


@pytest.mark.parametrize("cases", [20, pytest.param(2000, marks=pytest.mark.nightly)])
def test_a_step_is_that_of_statsmodels_cochrane_and_orcutt(cases):
    for seed in range(cases):
        series = drawn(seed, effect=0.02)
        model = sm.GLSAR(series.values, design(BEFORE + AFTER, BEFORE), rho=1)
        theirs = model.iterative_fit(8, rtol=0)
        ours = step(series)
        assert ours.value == pytest.approx(theirs.params[1], rel=1e-9)
        assert ours.error == pytest.approx(theirs.bse[1], rel=1e-9)
        assert (ours.freedom, ours.p) == (theirs.df_resid, pytest.approx(theirs.pvalues[1]))


@given(seeds, st.floats(-5, 5), st.floats(0.01, 100))
def test_shift_and_unit_move_a_step_and_no_chance(seed, shift, scale):
    series = drawn(seed)
    plain, moved = step(series), step(Daily(values=series.values * scale + shift, before=BEFORE))
    assert moved.value == pytest.approx(plain.value * scale, rel=1e-6, abs=1e-9 * scale)
    assert moved.p == pytest.approx(plain.p, rel=1e-5, abs=1e-12)


@given(seeds)
def test_swapping_the_segments_flips_the_step(seed):
    series = drawn(seed)
    plain, swapped = step(series), step(Daily(values=-series.values, before=BEFORE))
    assert (swapped.value, swapped.p) == (pytest.approx(-plain.value), pytest.approx(plain.p))


@given(seeds, st.floats(-0.001, 0.001))
def test_a_trend_is_no_step(seed, slope):
    series = drawn(seed)
    tilted = Daily(values=series.values + slope * np.arange(BEFORE + AFTER), before=BEFORE)
    assert step(tilted).value == pytest.approx(step(series).value, abs=1e-9)
    assert trend_before(tilted).value == pytest.approx(trend_before(series).value + slope, abs=1e-9)


def without_days(series: Daily, days: list[int]) -> Daily:
    values = series.values.copy()
    values[days] = np.nan
    return Daily(values=values, before=series.before)


def test_days_without_a_figure_are_left_out_and_so_is_what_follows_them():
    """Cochrane and Orcutt written out day by day, over days that have a day before them."""
    series = without_days(drawn(8, effect=0.02), [3, 4, 20, 55, 60, 61])
    y, x = series.values, design(BEFORE + AFTER, BEFORE)
    there = [day for day in range(y.size) if not np.isnan(y[day])]
    both = [day for day in there if day - 1 in there]
    rho = 0.0
    for turn in range(8):
        left = np.array([y[day] - rho * y[day - 1] for day in both])
        right = np.array([x[day] - rho * x[day - 1] for day in both])
        fit = sm.OLS(left, right).fit()
        if turn == 7:
            break
        rest = {day: y[day] - x[day] @ fit.params for day in there}
        middle = sum(rest.values()) / len(there)
        whole = sum((rest[day] - middle) ** 2 for day in there) / len(there)
        shared = sum((rest[day] - middle) * (rest[day - 1] - middle) for day in both)
        rho = shared / len(both) / whole
    found = step(series)
    assert (found.value, found.error) == pytest.approx((fit.params[1], fit.bse[1]), rel=1e-9)
    assert found.freedom == fit.df_resid


def test_every_other_day_missing_leaves_no_day_to_resemble_the_one_before():
    series = without_days(drawn(8), list(range(0, BEFORE + AFTER, 2)))
    assert "too many days are missing" in step(series).why


@pytest.mark.nightly
def test_idle_changes_with_a_tenth_of_the_days_missing_are_found_no_more_often():
    draw, runs, called = np.random.default_rng(21), 1000, 0
    for _ in range(runs):
        own, other = daily_rates(draw)
        days = draw.choice(BEFORE + AFTER, 8, replace=False).tolist()
        called += step(without_days(Daily(values=own - other, before=BEFORE), days)).p < 0.05
    assert called / runs <= 0.08 + 2 * (0.08 * 0.92 / runs) ** 0.5


def test_what_is_expected_is_what_weekdays_and_trend_alone_make():
    days = np.arange(BEFORE + AFTER)
    plain = 0.2 + 0.001 * days + np.array([0, 1, 0, -1, 0, 2, 1])[days % 7] * 0.01
    series = Daily(values=plain + 0.05 * (days >= BEFORE), before=BEFORE)
    assert without_step(series, step=0.05) == pytest.approx(plain, abs=1e-12)


@pytest.mark.parametrize("after", [14, AFTER, 56, 365])
def test_an_error_shrinks_with_days_as_least_squares_has_it(after):
    """statsmodels' standard error of the same step with as many days, noise of the same size."""
    series, draw = drawn(3), np.random.default_rng(4)

    def error(days: int) -> float:
        found = sm.OLS(draw.normal(size=BEFORE + days), design(BEFORE + days, BEFORE)).fit()
        return float(found.bse[1] / np.sqrt(found.scale))

    assert shrinking(series, after=after) == pytest.approx(error(after) / error(AFTER), rel=1e-9)


def test_no_pretended_change_sees_a_day_of_the_true_one():
    series = drawn(5)
    moved = series.values + 100.0 * (np.arange(BEFORE + AFTER) >= BEFORE)
    found = pretended(series)
    assert found == pretended(Daily(values=moved, before=BEFORE))
    assert [day for day, _ in found] == list(range(21, BEFORE - 13))


def test_segments_that_drift_apart_before_are_seen():
    own, other = daily_rates(np.random.default_rng(1))
    drift = Daily(values=own - other + 0.002 * np.arange(BEFORE + AFTER), before=BEFORE)
    found = trend_before(drift)
    assert found.p < 0.001
    assert found.interval().low < 0.002 < found.interval().high


def test_too_short_or_idle_series_are_unknown():
    flat = Daily(values=np.zeros(84), before=56)
    assert isinstance(step(flat), Unknown)
    for short in (
        Daily(values=np.arange(40.0), before=20),
        Daily(values=np.arange(60.0), before=56),
    ):
        assert isinstance(step(short), Unknown)
        assert isinstance(trend_before(short), Unknown)
    assert isinstance(interrupted(drawn(1).__class__(values=np.arange(80.0), before=40)), Unknown)
    assert isinstance(interrupted(flat), Unknown)
    for wrong in (
        lambda: Daily(values=np.array([1.0, np.inf]), before=1),
        lambda: Daily(values=np.zeros((2, 2)), before=1),
        lambda: Daily(values=np.zeros(3), before=4),
    ):
        with pytest.raises(ImpossibleCounts):
            wrong()


def test_a_step_far_beyond_the_past_s_is_agreed_upon():
    own, _ = daily_rates(np.random.default_rng(3), effect=0.10)
    assert interrupted(Daily(values=own, before=BEFORE)).agrees()
    idle, _ = daily_rates(np.random.default_rng(3))
    assert not interrupted(Daily(values=idle, before=BEFORE)).agrees()


def test_before_and_after_is_never_above_d_and_says_why():
    for told in (None, True, False):
        found = graded(Comparison.BEFORE_AND_AFTER, alike_before=told, agrees=told)
        assert (found.grade, "more than half" in found.why) == (Grade.D, True)
    assert graded(Comparison.INTERRUPTED_SERIES, agrees=True).grade is Grade.D_PLUS
    assert graded(Comparison.INTERRUPTED_SERIES, agrees=False).grade is Grade.D
    assert graded(Comparison.INTERRUPTED_SERIES).grade is Grade.D
    assert graded(Comparison.DIFFERENCE_IN_DIFFERENCES, alike_before=True).grade is Grade.B
    assert graded(Comparison.DIFFERENCE_IN_DIFFERENCES, alike_before=False).grade is Grade.C
    assert graded(Comparison.PERCENTAGE, alike_before=False).grade is Grade.A


@pytest.mark.nightly
@pytest.mark.parametrize("world", [{}, {"shock": True}], ids=["trend", "shock"])
def test_an_idle_change_beside_another_segment_is_found_in_eight_percent_at_most(world):
    """Acceptance E6, and that a plain comparison of before and after would be no good."""
    draw, runs, called, plain, alone = np.random.default_rng(11), 2000, 0, 0, 0
    for _ in range(runs):
        own, other = daily_rates(draw, **world)
        called += step(Daily(values=own - other, before=BEFORE)).p < 0.05
        alone += interrupted(Daily(values=own, before=BEFORE)).agrees()
        days = [own[BEFORE - AFTER : BEFORE], own[BEFORE:]]
        error = np.sqrt(sum(d.var(ddof=1) / AFTER for d in days))
        plain += abs(days[1].mean() - days[0].mean()) > 1.96 * error
    print(
        f"E6 {world}: beside another segment {called / runs:.4f}, alone with its past "
        f"{alone / runs:.4f}, before and after {plain / runs:.4f}"
    )
    assert called / runs <= 0.08
    assert plain / runs > 0.5


@pytest.mark.nightly
def test_two_points_more_beside_another_segment_are_mostly_found_and_held():
    draw, runs, called, held = np.random.default_rng(12), 1000, 0, 0
    for _ in range(runs):
        own, other = daily_rates(draw, effect=0.02)
        effect = step(Daily(values=own - other, before=BEFORE))
        called += effect.p < 0.05
        held += effect.interval().low <= 0.02 <= effect.interval().high
    print(f"E6 power at +2 points {called / runs:.3f}, interval holds {held / runs:.3f}")
    assert called / runs >= 0.75
    assert held / runs >= 0.92
