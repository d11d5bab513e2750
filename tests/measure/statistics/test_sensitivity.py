"""E-values: the examples their inventors published, and what they mean."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate
from seachange.measure.statistics.sensitivity import (
    EValue,
    e_value,
    of_ratio,
    risk_ratio_of_difference,
)


def ratio(value, low, high):
    return Estimate(value=value, low=low, high=high, method="published")


def test_smoking_and_lung_cancer_has_the_published_e_values():
    """Hammond and Horn (1958), as the R package EValue prints it: 20.94777 and 15.52336."""
    found = e_value(ratio(10.73, 8.02, 14.36))
    assert (found.estimate, found.limit) == pytest.approx((20.94777, 15.52336), abs=5e-6)


def test_formula_feeding_and_infant_deaths_has_the_published_e_values():
    """VanderWeele and Ding (2017): a ratio of 3.9 (1.8 to 8.7) has 7.26, its limit 3.0."""
    found = e_value(ratio(3.9, 1.8, 8.7))
    assert (round(found.estimate, 2), round(found.limit, 2)) == (7.26, 3.0)


def test_a_protective_ratio_is_inverted_first():
    """VanderWeele and Ding (2017), leukaemia: 0.80 (0.71 to 0.91) has 1.81 and 1.43."""
    found = e_value(ratio(0.80, 0.71, 0.91))
    assert (round(found.estimate, 2), round(found.limit, 2)) == (1.81, 1.43)
    assert of_ratio(0.8) == pytest.approx(of_ratio(1 / 0.8))


def test_nothing_is_needed_to_explain_away_what_may_be_nothing():
    assert e_value(ratio(1.5, 0.9, 2.5)).limit == 1.0
    assert e_value(ratio(1.0, 0.5, 2.0)) == EValue(estimate=1.0, limit=1.0)


@given(st.floats(1.0, 1e3))
def test_a_trait_of_this_strength_is_just_enough_by_the_bounding_factor(observed):
    """Ding and VanderWeele (2016): a trait can bias by at most RR_eu·RR_ud/(RR_eu + RR_ud − 1)."""
    e = of_ratio(observed)
    assert e * e / (e + e - 1) == pytest.approx(observed, rel=1e-9)


def test_a_difference_of_means_is_a_ratio_by_the_published_conversion():
    """VanderWeele and Ding (2017), table 2: exp(0.91 d), limits exp(0.91 d ∓ 1.78 s)."""
    found = risk_ratio_of_difference(ratio(0.5, 0.5 - 1.96 * 0.1, 0.5 + 1.96 * 0.1))
    assert found.value == pytest.approx(math.exp(0.455))
    assert found.low == pytest.approx(math.exp(0.455 - 0.178))
    assert found.high == pytest.approx(math.exp(0.455 + 0.178))


def test_risks_cannot_be_in_a_negative_ratio():
    with pytest.raises(ImpossibleCounts):
        e_value(ratio(-0.5, -1.0, 0.5))
