"""Whether a difference of medians is as sure as it says, by counting and by simulation."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist
from statistics import median as middle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.experiments.medians import (
    FEW,
    Median,
    difference,
    median,
    spots,
)

values = st.lists(st.integers(0, 10**9), min_size=FEW, max_size=60, unique=True)


def at(numbers, *, known=None):
    """Give the values at the ranks that are asked for, of those that got there in time."""
    ordered = sorted(numbers)[:known]
    return {rank: ordered[rank - 1] for rank in spots(len(numbers)).all if rank <= len(ordered)}


def slow_error(numbers):
    """The error by the formula as it is printed: order statistics and a sum of binomials."""
    n, ordered = len(numbers), sorted(numbers)
    c = max(1, round((n + 1) / 2 - math.sqrt(n)))
    outside = sum(math.comb(n, i) for i in range(c)) / 2**n
    return (ordered[n - c] - ordered[c - 1]) / (2 * NormalDist().inv_cdf(1 - outside))


@given(values)
def test_a_median_is_the_middle_and_its_error_that_of_the_printed_formula(numbers):
    found = median(len(numbers), at=at(numbers))
    assert found.value == middle(Fraction(each) for each in numbers)
    assert found.error == pytest.approx(slow_error(numbers), rel=1e-9)


@given(values, st.integers(1, 1000), st.integers(-(10**6), 10**6))
def test_a_median_moves_and_stretches_with_its_values(numbers, times, by):
    found = median(len(numbers), at=at(numbers))
    other = [times * each + by for each in numbers]
    told = median(len(other), at=at(other))
    assert told.value == times * found.value + by
    assert told.error == pytest.approx(times * found.error)


@given(values)
def test_how_long_the_last_ones_took_changes_nothing(numbers):
    late = spots(len(numbers)).late
    ordered = sorted(numbers)
    slower = ordered[:late] + [each + 10**12 for each in ordered[late:]]
    assert median(len(slower), at=at(slower)) == median(len(numbers), at=at(numbers))
    assert median(len(numbers), at=at(numbers, known=late)) == median(len(numbers), at=at(numbers))


@pytest.mark.parametrize(("known", "why"), [
    (49, "fewer than half got there in time"),
    (50, "fewer than half got there in time"),
    (51, "too few got there in time to tell how sure"),
])  # fmt: skip
def test_a_median_that_nobody_saw_is_unknown(known, why):
    assert why in median(100, at=at(range(100), known=known)).why


def test_few_values_have_no_median_with_an_error():
    assert spots(FEW - 1) is None
    assert isinstance(median(FEW - 1, at={}), Unknown)


def test_values_that_are_all_alike_tell_no_error():
    assert "tells no error" in median(40, at=dict.fromkeys(spots(40).all, 7)).why


def test_a_difference_has_the_error_of_both():
    found = difference(Median(Fraction(30), 3.0), minus=Median(Fraction(20), 4.0), critical=2.0)
    assert found == Estimate(10.0, 0.0, 20.0, "price_bonett")


def covered(draw, *, people, worlds, shift):
    """Return how often the interval held the true difference."""
    held = 0
    for _ in range(worlds):
        both = [draw(people) * 1e6, (draw(people) + shift) * 1e6]
        told = [median(people, at=at([int(x) for x in side])) for side in both]
        found = difference(told[1], minus=told[0], critical=1.95996)
        held += found.low <= shift * 1e6 <= found.high
    return held / worlds


@pytest.mark.parametrize("people", [50, 400])
@pytest.mark.parametrize("shape", ["exponential", "lognormal", "normal"])
def test_the_interval_holds_the_true_difference_about_as_often_as_it_says(shape, people):
    dice = np.random.default_rng(11)
    draw = {
        "exponential": lambda n: dice.exponential(5.0, n),
        "lognormal": lambda n: dice.lognormal(1.0, 1.5, n),
        "normal": lambda n: dice.normal(50.0, 5.0, n),
    }[shape]
    # 400 worlds: 0.95 ± 4 errors of 0.011; the method errs on the careful side.
    assert 0.905 <= covered(draw, people=people, worlds=400, shift=2.0) <= 0.995


@pytest.mark.nightly
@pytest.mark.parametrize("people", [30, 100, 1000])
@pytest.mark.parametrize("sigma", [0.5, 1.0, 2.0])
def test_the_interval_holds_over_many_worlds(people, sigma):
    dice = np.random.default_rng(12)
    found = covered(lambda n: dice.lognormal(1.0, sigma, n), people=people, worlds=5000, shift=3.0)
    assert 0.94 <= found <= 0.985
