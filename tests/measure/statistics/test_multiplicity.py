"""Many tests at once: the published example, scipy and statsmodels, and the laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.multiplicity import (
    benjamini_hochberg,
    benjamini_yekutieli,
    holm,
)

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(np.array)
ADJUSTMENTS = [benjamini_hochberg, benjamini_yekutieli, holm]

# Fifteen endpoints of a trial of thrombolysis: Benjamini and Hochberg (1995), section 3.2.
THROMBOLYSIS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
THROMBOLYSIS += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]


def test_the_published_trial_has_four_findings_where_bonferroni_has_three():
    p = np.array(THROMBOLYSIS)
    assert (benjamini_hochberg(p) <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert (p <= 0.05 / 15).sum() == 3


@pytest.mark.broad
@given(probabilities)
def test_adjusted_p_values_are_those_of_other_libraries(p):
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), rel=1e-12)
    by = stats.false_discovery_control(p, method="by")
    assert benjamini_yekutieli(p) == pytest.approx(by, rel=1e-12)
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], rel=1e-12)


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
@given(p=probabilities, places=st.lists(st.integers(0, 60), max_size=10))
def test_a_test_not_made_stays_unknown_and_costs_the_others_nothing(adjust, p, places):
    places = sorted(min(place, p.size) for place in places)
    with_gaps = np.insert(p, places, np.nan)
    adjusted = adjust(with_gaps)
    assert np.isnan(adjusted).tolist() == np.isnan(with_gaps).tolist()
    assert adjusted[~np.isnan(adjusted)].tolist() == adjust(p).tolist()


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
@given(p=probabilities, seed=st.integers(0, 99))
def test_the_order_of_tests_changes_nothing(adjust, p, seed):
    order = np.random.default_rng(seed).permutation(p.size)
    assert adjust(p[order]).tolist() == adjust(p)[order].tolist()


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
def test_no_tests_have_no_findings(adjust):
    assert adjust(np.array([])).tolist() == []
    assert np.isnan(adjust(np.array([np.nan]))).all()


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
def test_what_is_no_probability_is_refused(adjust):
    with pytest.raises(ImpossibleCounts, match="from 0 to 1"):
        adjust(np.array([0.5, 1.5]))
