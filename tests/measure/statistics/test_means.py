"""Means, ratios and their differences: Student's data, scipy, and laws of shift and scale."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.critical import student
from seachange.measure.statistics.means import mean, mean_difference, ratio

values = st.lists(st.integers(-1000, 1000), min_size=2, max_size=50)
people = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=2, max_size=40)

# Extra hours of sleep with two drugs, ten people: Student (1908), Biometrika 6, p. 20; R's `sleep`.
DEXTRO = [Decimal(tenths) / 10 for tenths in (7, -16, -2, -12, -1, 34, 37, 8, 0, 20)]
LAEVO = [Decimal(tenths) / 10 for tenths in (19, 8, 11, 1, -1, 44, 55, 16, 46, 34)]


def mean_of(ys, **options):
    return mean(len(ys), total=sum(ys), total_squares=sum(y * y for y in ys), **options)


def difference_of(a, b):
    return mean_difference(
        n_a=len(a),
        total_a=sum(a),
        total_squares_a=sum(y * y for y in a),
        n_b=len(b),
        total_b=sum(b),
        total_squares_b=sum(y * y for y in b),
    )


def ratio_of(pairs, **options):
    return ratio(
        len(pairs),
        sum_y=sum(y for y, _ in pairs),
        sum_x=sum(x for _, x in pairs),
        sum_yy=sum(y * y for y, _ in pairs),
        sum_xx=sum(x * x for _, x in pairs),
        sum_xy=sum(x * y for y, x in pairs),
        **options,
    )


def test_students_own_mean_has_the_interval_that_r_prints():
    """R: t.test(extra2 - extra1) gives 1.58, 0.7001142 to 2.4598858."""
    found = mean_of([b - a for a, b in zip(DEXTRO, LAEVO, strict=True)])
    assert (found.value, found.method) == (1.58, "t")
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


def test_students_two_drugs_differ_as_r_prints():
    """R: t.test(extra ~ group, data = sleep) gives 0.75 - 2.33, -3.3654832 to 0.2054832."""
    found = difference_of(DEXTRO, LAEVO)
    assert (found.value, found.method) == (-1.58, "welch")
    assert (found.low, found.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_students_t_has_its_closed_forms_and_ends_in_the_normal(level):
    """One, two and four degrees of freedom: Shaw (2006), J. Computational Finance 9(4), 37-73."""
    p = (1 + level) / 2
    a = 4 * p * (1 - p)
    q = math.cos(math.acos(math.sqrt(a)) / 3) / math.sqrt(a)
    assert student(level, freedom=1) == pytest.approx(math.tan(math.pi * (p - 0.5)), rel=1e-12)
    assert student(level, freedom=2) == pytest.approx((2 * p - 1) * math.sqrt(2 / a), rel=1e-12)
    assert student(level, freedom=4) == pytest.approx(2 * math.sqrt(q - 1), rel=1e-12)
    assert student(level, freedom=1e14) == pytest.approx(stats.norm.ppf(p), rel=1e-12)


@given(values, st.sampled_from([0.8, 0.95, 0.99]))
def test_a_mean_agrees_with_scipy(ys, level):
    assume(len(set(ys)) > 1)
    found = mean_of(ys, level=level)
    expected = stats.t.interval(level, len(ys) - 1, loc=np.mean(ys), scale=stats.sem(ys))
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(values, values)
def test_a_difference_of_means_agrees_with_scipy(a, b):
    assume(len(set(a)) > 1 and len(set(b)) > 1)
    found = difference_of(a, b)
    theirs = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), rel=1e-9, abs=1e-9)


@given(people)
def test_a_ratio_agrees_with_the_delta_method_on_numpy_covariances(pairs):
    y, x = np.array(pairs, dtype=float).T
    assume(x.sum() > 0)
    r, n = y.sum() / x.sum(), len(pairs)
    c = np.cov(y, x)
    variance = (c[0, 0] - 2 * r * c[0, 1] + r * r * c[1, 1]) / (n * x.mean() ** 2)
    assume(np.ptp(y - r * x) > 1e-9)
    found, reach = ratio_of(pairs), stats.t.ppf(0.975, n - 1) * math.sqrt(variance)
    assert (found.value, found.method) == (pytest.approx(r), "delta")
    assert (found.low, found.high) == pytest.approx((r - reach, r + reach), rel=1e-6, abs=1e-9)


@given(values)
def test_a_ratio_to_one_for_everybody_is_the_mean(ys):
    assume(len(set(ys)) > 1)
    found, plain = ratio_of([(y, 1) for y in ys]), mean_of(ys)
    assert (found.value, found.low, found.high) == (plain.value, plain.low, plain.high)


@given(values, st.sampled_from([10**4, 10**8, -(10**8), 10**15]))
def test_shifting_every_value_shifts_the_interval_and_nothing_else(ys, shift):
    assume(len(set(ys)) > 1)
    found, moved = mean_of(ys), mean_of([y + shift for y in ys])
    assert (moved.value, moved.low, moved.high) == pytest.approx(
        (found.value + shift, found.low + shift, found.high + shift), rel=1e-9
    )
    # What floats can still hold beside the shift is the only loss.
    room = 8 * math.ulp(abs(shift) + 1000.0)
    assert moved.high - moved.low == pytest.approx(found.high - found.low, rel=1e-9, abs=room)


@given(values, st.sampled_from([Fraction(1, 10**6), Fraction(10**6), Fraction(10**12)]))
def test_scaling_every_value_scales_the_interval(ys, scale):
    assume(len(set(ys)) > 1)
    found, scaled = mean_of(ys), mean_of([y * scale for y in ys])
    assert (scaled.value, scaled.low, scaled.high) == pytest.approx(
        tuple(float(scale) * part for part in (found.value, found.low, found.high)), rel=1e-9
    )


@given(values)
def test_negating_every_value_flips_the_interval(ys):
    assume(len(set(ys)) > 1)
    found, negated = mean_of(ys), mean_of([-y for y in ys])
    assert (negated.value, negated.low, negated.high) == (-found.value, -found.high, -found.low)


@given(values, values)
def test_swapping_the_sides_flips_the_difference(a, b):
    assume(len(set(a)) > 1 or len(set(b)) > 1)
    ab, ba = difference_of(a, b), difference_of(b, a)
    assert (ba.value, ba.low, ba.high) == (-ab.value, -ab.high, -ab.low)


@given(values)
def test_twice_the_people_never_widen_the_interval(ys):
    assume(len(set(ys)) > 1)
    found, doubled = mean_of(ys), mean_of(ys * 2)
    assert doubled.value == found.value
    assert doubled.high - doubled.low < found.high - found.low


def test_a_billion_values_far_from_zero_keep_their_spread():
    """Half 10⁸ and half 10⁸ + 2: the standard deviation is 1, lost in sums of floats."""
    n, low, high = 10**9, 10**8, 10**8 + 2
    total, squares = n // 2 * (low + high), n // 2 * (low * low + high * high)
    found = mean(n, total=total, total_squares=squares)
    assert found.value == 100_000_001.0
    assert found.high - found.value == pytest.approx(1.9599639845 / math.sqrt(n), rel=2e-4)
    assert float(squares) - float(total) ** 2 / n != pytest.approx(n, rel=0.1)


def test_an_interval_stops_where_values_stop():
    plain, stars = mean_of([5, 5, 4]), mean_of([5, 5, 4], least=1, most=5)
    assert (plain.high > 5, stars.high, stars.low) == (True, 5, plain.low)
    calls = [(1, 1), (0, 1), (0, 1), (0, 1)]
    assert (ratio_of(calls).low < 0, ratio_of(calls, least=0).low) == (True, 0)


def test_nothing_one_thing_and_things_that_never_vary_are_unknown():
    assert mean_of([]) == Unknown("there is nothing to average")
    assert mean_of([4]) == Unknown("one observation has no spread")
    assert mean_of([4, 4, 4]) == Unknown("all 3 values are 4, so nothing shows how they vary")
    assert difference_of([1, 2], [3]) == mean_of([3])
    assert difference_of([], [3, 4]) == mean_of([])
    assert isinstance(difference_of([1, 1], [3, 3]), Unknown)
    assert ratio_of([]) == mean_of([])
    assert ratio_of([(1, 2)]) == mean_of([4])
    assert ratio_of([(1, 0), (2, 0)]) == Unknown("there is nothing to divide by")
    assert ratio_of([(2, 4), (1, 2)]) == Unknown(
        "all 2 ratios are 0.5, so nothing shows how they vary"
    )


@pytest.mark.parametrize(
    ("n", "total", "squares", "why"),
    [
        (3, 9, 26, "cannot have squares"),
        (0, 1, 1, "cannot have squares"),
        (0, 0, 1, "cannot have squares"),
        (1, 2, 5, "cannot have squares"),
        (-1, 0, 0, "less than no"),
        (2.0, 3, 5, "not a whole number"),
        (2, 3.0, 5, "not exact"),
        (2, 3, math.nan, "not exact"),
        (2, 3, Decimal("Infinity"), "is Infinity"),
        (2, True, 5, "True is not"),
        (2, "3", 5, "'3' is not"),
    ],
)
def test_sums_that_cannot_be_are_refused(n, total, squares, why):
    assert mean(2, total=3, total_squares=5).value == 1.5
    with pytest.raises(ImpossibleCounts, match=why):
        mean(n, total=total, total_squares=squares)


@pytest.mark.parametrize("products", [3, 6])
def test_products_that_go_with_no_people_are_refused(products):
    possible = {"sum_y": 3, "sum_x": 3, "sum_yy": 5, "sum_xx": 5, "sum_xy": 4}
    assert ratio(2, **possible).value == 1.0
    with pytest.raises(ImpossibleCounts, match=f"products adding up to {products}"):
        ratio(2, **(possible | {"sum_xy": products}))
