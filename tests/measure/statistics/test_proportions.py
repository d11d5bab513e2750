"""Shares of people and their differences: published tables, statsmodels, and laws."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.proportions import difference, difference_of, share

tallies = st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


# Newcombe (1998), Two-sided confidence intervals for the single proportion, Statistics in
# Medicine 17, 857-872, table I, method 3 (Wilson without continuity correction).
@pytest.mark.parametrize(
    ("did", "people", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_wilson_interval_of_newcombes_table(did, people, low, high):
    found = share(did, people=people)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert (found.value, found.method) == (did / people, "wilson")


# Newcombe (1998), Interval estimation for the difference between independent proportions,
# Statistics in Medicine 17, 873-890, table II (a)-(h), method 10.
@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_has_the_interval_of_newcombes_table(counts, low, high):
    found = _difference(*counts)
    assert found.low == pytest.approx(low, abs=0.6e-4)
    assert found.high == pytest.approx(high, abs=0.6e-4)
    assert found.method == "newcombe"


# The six trials of the walk-through company, in percentage points.
@pytest.mark.parametrize(
    ("treatment", "control", "expected"),
    [
        ((1068, 3000), (930, 3000), (4.60, 2.22, 6.98)),
        ((117, 300), (96, 300), (7.00, -0.65, 14.54)),
        ((396, 600), (312, 600), (14.00, 8.45, 19.43)),
        ((756, 3600), (88, 400), (-1.00, -5.51, 3.02)),
        ((82, 130), (48, 120), (23.08, 10.70, 34.49)),
        ((584, 2000), (560, 2000), (1.20, -1.60, 4.00)),
    ],
)
def test_the_trials_of_the_walk_through_have_their_printed_intervals(treatment, control, expected):
    found = _difference(*treatment, *control)
    assert [round(100 * x, 2) for x in (found.value, found.low, found.high)] == list(expected)


@given(tallies, levels)
def test_a_share_agrees_with_statsmodels(tally, level):
    found = share(tally[0], people=tally[1], level=level)
    low, high = proportion_confint(*tally, alpha=1 - level, method="wilson")
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9, abs=1e-15)


@given(tallies, tallies, levels)
def test_a_difference_agrees_with_statsmodels(a, b, level):
    found = _difference(*a, *b, level=level)
    theirs = confint_proportions_2indep(*a, *b, method="newcomb", alpha=1 - level)
    assert (found.low, found.high) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@given(tallies, levels)
def test_an_interval_holds_its_share_and_stays_between_nobody_and_everybody(tally, level):
    found = share(tally[0], people=tally[1], level=level)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (found.low == 0) == (tally[0] == 0)
    assert found.high < 1 or tally[0] == tally[1] or tally[1] > 10**8


def test_nobody_ends_at_exactly_zero_and_everybody_at_exactly_one():
    nobody, everybody = share(0, people=7), share(7, people=7)
    assert (nobody.value, nobody.low) == (0.0, 0.0)
    assert (everybody.value, everybody.high) == (1.0, 1.0)
    assert nobody.high == pytest.approx(1 - everybody.low, abs=1e-15)


@given(tallies)
def test_those_who_did_not_have_the_mirrored_interval(tally):
    did, people = tally
    done, left = share(did, people=people), share(people - did, people=people)
    assert (left.value, left.low, left.high) == pytest.approx(
        (1 - done.value, 1 - done.high, 1 - done.low), abs=1e-14
    )


@given(tallies, st.integers(2, 100))
def test_more_people_at_the_same_share_never_widen_the_interval(tally, times):
    few, many = share(tally[0], people=tally[1]), share(times * tally[0], people=times * tally[1])
    assert many.high - many.low <= few.high - few.low + 1e-15


@given(tallies, st.sampled_from([(0.5, 0.8), (0.8, 0.95), (0.95, 0.99)]))
def test_a_surer_interval_is_never_narrower(tally, levels):
    less, more = (share(tally[0], people=tally[1], level=level) for level in levels)
    assert more.low <= less.low
    assert less.high <= more.high


@given(tallies, tallies)
def test_swapping_the_sides_flips_the_difference(a, b):
    ab, ba = _difference(*a, *b), _difference(*b, *a)
    assert (ba.value, ba.low, ba.high) == (-ab.value, -ab.high, -ab.low)


@given(tallies, tallies)
def test_a_difference_stays_between_minus_one_and_one(a, b):
    found = _difference(*a, *b)
    assert -1 - 1e-12 <= found.low <= found.value <= found.high <= 1 + 1e-12


def test_a_share_of_nobody_is_unknown_and_so_is_a_difference_from_it():
    assert share(0, people=0) == Unknown("nobody was there to do it")
    assert _difference(0, 0, 3, 4) == _difference(3, 4, 0, 0) == share(0, people=0)


def test_the_difference_of_other_estimates_says_which_method_joined_them():
    after = Estimate(value=0.5, low=0.4, high=0.7, method="log-log")
    before = Estimate(value=0.3, low=0.0, high=0.4, method="log-log")
    found = difference_of(after, minus=before)
    assert (found.value, found.method) == (pytest.approx(0.2), "mover")
    assert (found.low, found.high) == pytest.approx((0.2 - 0.02**0.5, 0.2 + 0.13**0.5))


@pytest.mark.parametrize(
    ("did", "people", "why"),
    [
        (5, 3, "5 of 3 people"),
        (-1, 3, "-1 is less than no people"),
        (0, -1, "-1 is less than no people"),
        (1.0, 3, "1.0 is not a whole number"),
        (True, 3, "True is not a whole number"),
        ("1", 3, "'1' is not a whole number"),
    ],
)
def test_counts_that_cannot_be_are_refused(did, people, why):
    assert isinstance(share(1, people=3), Estimate)
    with pytest.raises(ImpossibleCounts, match=why):
        share(did, people=people)
    with pytest.raises(ImpossibleCounts, match=why):
        _difference(1, 3, did, people)


@pytest.mark.parametrize("level", [0.0, 1.0, 95, -0.5])
def test_an_interval_of_an_impossible_level_is_refused(level):
    with pytest.raises(BadQuestion, match="no interval has level"):
        share(1, people=3, level=level)


def test_shares_do_not_pay_for_loading_scipy():
    program = (
        "import sys; from seachange.measure.statistics.proportions import share; "
        "share(1, people=3); sys.exit('scipy' in sys.modules)"
    )
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", program], env=os.environ | paths, check=False)
    assert run.returncode == 0


def _difference(did_a, people_a, did_b, people_b, level=0.95):
    return difference(did_a=did_a, people_a=people_a, did_b=did_b, people_b=people_b, level=level)
