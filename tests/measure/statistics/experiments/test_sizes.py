"""Sizes of tests: printed ones, statsmodels', and what must follow from each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from seachange.errors import BadQuestion
from seachange.measure.statistics.experiments.sizes import (
    Aim,
    Traffic,
    power_by_change,
    power_for_mean,
    power_for_share,
    seen_by_day,
    share_error,
    smallest_seen,
    units_for_mean,
    units_for_share,
    watching,
)

splits = st.sampled_from([0.1, 0.5, 0.7])
shares = st.integers(2, 98).map(lambda percent: percent / 100)


@pytest.mark.parametrize(
    ("before", "after", "per_arm"),
    # R: power.prop.test(p1 = .10, p2 = .11, power = .8); and the walk-through's two.
    [(0.10, 0.11, 14_750.8), (0.22, 0.19, 2841), (0.31, 0.34, 3825)],
)
def test_units_for_a_share_are_the_printed_ones(before, after, per_arm):
    assert units_for_share(before, after=after) / 2 == pytest.approx(per_arm, abs=0.5)


@given(shares, shares, st.integers(20, 100_000), splits)
def test_the_power_for_a_share_is_statsmodels(before, after, units, treated):
    treated_units = units * treated
    theirs = power_proportions_2indep(
        after - before, before, treated_units, ratio=(units - treated_units) / treated_units
    ).power
    ours = power_for_share(before, after=after, units=units, aim=Aim(treated=treated))
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(st.floats(0.01, 2), st.integers(20, 100_000), splits)
def test_the_power_for_a_mean_is_statsmodels(effect, units, treated):
    treated_units = units * treated
    theirs = NormalIndPower().power(
        effect, treated_units, 0.05, ratio=(units - treated_units) / treated_units
    )
    ours = power_for_mean(3 * effect, deviation=3.0, units=units, aim=Aim(treated=treated))
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(shares, shares.filter(lambda s: s > 0.05), splits)
def test_the_units_that_are_needed_have_the_power_that_is_wanted(before, after, treated):
    if before == after:
        return
    aim = Aim(treated=treated)
    units = round(units_for_share(before, after=after, aim=aim))
    if units > 1000:
        assert power_for_share(before, after=after, units=units, aim=aim) == pytest.approx(
            0.8, abs=0.01
        )
    change = after - before
    units = round(units_for_mean(change, deviation=0.4, aim=aim))
    if units > 1000:
        found = power_for_mean(change, deviation=0.4, units=units, aim=aim)
        assert found == pytest.approx(0.8, abs=0.01)


def test_the_smallest_change_seen_is_two_point_eight_errors():
    assert smallest_seen(1.0) == pytest.approx(2.8016, abs=1e-4)
    error = share_error(0.31, units=600)
    assert 100 * smallest_seen(error) == pytest.approx(10.6, abs=0.05)
    holdback = share_error(0.22, units=4000, aim=Aim(treated=0.9))
    assert 100 * smallest_seen(holdback) == pytest.approx(6.1, abs=0.05)


def test_looking_five_times_costs_three_percent_and_saves_a_fifth():
    """Jennison and Turnbull (2000), tables 2.4 and 2.7: O'Brien-Fleming, K = 5, power .8."""
    found = watching(5)
    assert found.inflation == pytest.approx(1.028, abs=0.004)
    assert found.inflation * found.expected == pytest.approx(0.818, abs=0.02)
    assert watching(1).inflation == pytest.approx(1, abs=1e-4)
    assert watching(1).expected == pytest.approx(1)


def test_twenty_eight_looks_need_a_twentieth_more():
    assert watching(28).inflation == pytest.approx(1.04, abs=0.015)


def test_traffic_is_counted_in_whole_weeks_and_windows():
    traffic = Traffic(per_day=100, taking_part=0.5, window_days=7)
    assert traffic.days_for(1) == 14
    assert traffic.days_for(350) == 14
    assert traffic.days_for(351) == 21
    assert traffic.units_in(14) == 350
    assert traffic.units_in(3) == 0


def test_curves_are_made_of_the_same_figures():
    traffic = Traffic(per_day=100, window_days=2)
    by_day = dict(seen_by_day(traffic, deviation=0.4, days=30))
    assert min(by_day) == 3
    assert by_day[30] == pytest.approx(smallest_seen(0.4 * (4 / 2800) ** 0.5))
    assert by_day[6] == pytest.approx(2 * by_day[18], rel=1e-9)
    curve = power_by_change([0.0, 0.02, -0.02], deviation=0.4, units=2000)
    assert curve[0][1] == pytest.approx(0.05)
    assert curve[1][1] == curve[2][1] == power_for_mean(0.02, deviation=0.4, units=2000)


def test_tests_that_cannot_be_planned_are_refused():
    for wrong in (
        lambda: units_for_share(0.2, after=0.2),
        lambda: units_for_share(20, after=25),
        lambda: units_for_mean(0.0, deviation=1.0),
        lambda: units_for_mean(1.0, deviation=0.0),
        lambda: power_for_mean(1.0, deviation=0.0, units=9),
        lambda: smallest_seen(0.0),
        lambda: share_error(0.0, units=9),
        lambda: watching(0),
        lambda: Aim(alpha=0.0),
        lambda: Aim(treated=1.0),
        lambda: Traffic(per_day=0),
    ):
        with pytest.raises(BadQuestion):
            wrong()


def test_a_share_that_nobody_has_scatters_not_at_all():
    assert power_for_share(0.0, after=1.0, units=100) == 1.0
