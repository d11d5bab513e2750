"""Idle experiments of every shape err as often as stated, or the product says they may not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.experiments.calibration import (
    Cubes,
    Shape,
    fit,
    share_fit,
)
from seachange.measure.statistics.experiments.effects import share_difference
from tests.measure.statistics.experiments.idle import MEANS, RATIOS, SHARES, idle
from tests.measure.statistics.experiments.worlds import sums_of

wholes = st.lists(st.tuples(st.integers(0, 99), st.integers(1, 9)), min_size=3, max_size=40)


@given(wholes)
def test_the_shape_from_sums_is_that_of_the_units(pairs):
    y, x = np.array(pairs, dtype=float).T
    sums, cubes = sums_of(np.array(pairs)), Cubes(yyy=int((y**3).sum()))
    found, measured = Shape.of_values(sums, cubes=cubes), Shape.measured(y)
    assert (found.second, found.third) == pytest.approx((measured.second, measured.third), abs=1e-6)
    cubes = Cubes(
        yyy=int((y**3).sum()),
        yyx=int((y * y * x).sum()),
        yxx=int((y * x * x).sum()),
        xxx=int((x**3).sum()),
    )
    found, measured = Shape.of_ratio(sums, cubes=cubes), Shape.measured(y, over=x)
    assert (found.second, found.third, found.effective) == pytest.approx(
        (measured.second, measured.third, measured.effective), rel=1e-6, abs=1e-6
    )


@given(st.integers(10, 5000), st.integers(10, 5000), st.floats(0, 5))
def test_the_skewness_of_a_difference_adds_up_third_moments(n_t, n_c, skewness):
    """Σκ₃ᵢ/nᵢ² over V^1.5, for units of unit variance and one skewness."""
    shapes = [Shape(units=n, second=n * 1.0, third=n * skewness, effective=n) for n in (n_t, n_c)]
    found = fit(shapes[0], control=shapes[1])
    variance = 1 / n_t + 1 / n_c
    expected = abs(skewness / n_t**2 - skewness / n_c**2) / variance**1.5
    near_one = ((n_t + n_c) / (n_t + n_c - 2)) ** -1.5
    assert found.lopsided == pytest.approx(expected * near_one, rel=1e-9, abs=1e-12)


def test_halves_stand_more_skewness_than_tenths():
    skewed = stats.expon.ppf((np.arange(900) + 0.5) / 900)
    assert fit(Shape.measured(skewed), control=Shape.measured(skewed)).holds
    assert not fit(Shape.measured(skewed), control=Shape.measured(skewed[::9])).holds


def test_one_large_customer_is_named_as_the_reason():
    values = np.r_[np.ones(999), 1e6]
    found = fit(Shape.measured(values), control=Shape.measured(np.arange(1000.0)))
    assert "handful" in found.why


def test_few_unequal_clusters_are_named_as_the_reason():
    sizes = np.r_[np.full(300, 2.0), 900.0]
    found = fit(Shape.measured(sizes, over=sizes + 1), control=Shape.measured(sizes, over=sizes))
    assert "unequal" in found.why


@pytest.mark.parametrize(
    ("counts", "holds"),
    [
        ((9, 500, 30, 500), False),
        ((491, 500, 400, 500), False),
        ((50, 100, 50, 100), False),
        ((70, 140, 70, 140), True),
        ((90, 900, 12, 100), True),
    ],
)
def test_shares_need_ten_of_each_and_steps_that_are_not_too_wide(counts, holds):
    did, units, did_control, units_control = counts
    effect = share_difference(
        did=did, units=units, did_control=did_control, units_control=units_control
    )
    assert share_fit(effect).holds is holds


def test_units_that_never_vary_have_no_skewness():
    flat = Shape.measured(np.ones(50))
    assert (fit(flat, control=flat).lopsided, fit(flat, control=flat).heavy) == (0, 0)
    with pytest.raises(ImpossibleCounts):
        fit(Shape.measured(np.ones(1)), control=flat)
    with pytest.raises(ImpossibleCounts):
        Shape.of_values(sums_of(np.array([[1]])).__class__.tally(0, units=0), cubes=Cubes(yyy=0))


# ---------------------------------------------------------------------------------------------
# Ten thousand idle experiments a cell

BANDS = {0.05: (0.0428, 0.0572), 0.01: (0.0067, 0.0133)}
SPLITS = (0.5, 0.9)


def judged(kind, *, units, treated, runs, seed):
    """Return the cell's figures, and whether it is inside its bands, or flagged if outside."""
    p, vouched = idle(kind, units=units, treated=treated, runs=runs, seed=seed).T
    rates = {alpha: float((p < alpha).mean()) for alpha in BANDS}
    room = math.sqrt(10_000 / runs)
    inside = all(
        alpha - room * (alpha - low) <= rates[alpha] <= alpha + room * (high - alpha)
        for alpha, (low, high) in BANDS.items()
    )
    uniform = kind in SHARES or stats.kstest(p, "uniform").pvalue > 1e-4
    flagged = 1 - float(vouched.mean())
    unflagged_errors = float(((p < 0.05) & (vouched > 0)).mean())
    print(
        f"C1 {kind:20} n={units:<7} {treated:.0%}: {rates[0.05]:.4f} {rates[0.01]:.4f} "
        f"flagged {flagged:.3f}, errors not flagged {unflagged_errors:.4f}"
    )
    return (inside and uniform) or (flagged > 0.5 and unflagged_errors < BANDS[0.05][1])


@pytest.mark.parametrize("treated", SPLITS)
@pytest.mark.parametrize("kind", [*MEANS, *RATIOS, *SHARES])
def test_an_idle_experiment_errs_as_stated_or_is_flagged(kind, treated):
    assert judged(kind, units=400, treated=treated, runs=300, seed=1)


# A hundred thousand units of a ratio take long to draw, and lie well inside by ten thousand.
CELLS = [(kind, units) for kind in MEANS | SHARES for units in (200, 1000, 10_000, 100_000)]
CELLS += [(kind, units) for kind in RATIOS for units in (200, 1000, 10_000)]


@pytest.mark.nightly
@pytest.mark.parametrize("treated", SPLITS)
@pytest.mark.parametrize(("kind", "units"), CELLS)
def test_ten_thousand_idle_experiments_err_as_stated_or_are_flagged(kind, treated, units):
    assert judged(kind, units=units, treated=treated, runs=10_000, seed=units)
