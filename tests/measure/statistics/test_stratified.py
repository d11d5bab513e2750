"""Two arms inside strata: published tables, a second library, and the laws of arms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.stratified import Arms, risk_difference, risk_ratio, score

# Admitted and rejected men, then women, by department: R's `UCBAdmissions`.
BERKELEY = [
    [[512, 313], [89, 19]],
    [[353, 207], [17, 8]],
    [[120, 205], [202, 391]],
    [[138, 279], [131, 244]],
    [[53, 138], [94, 299]],
    [[22, 351], [24, 317]],
]
# Deaths and survivors under tolbutamide, then placebo, by age: Rothman et al. (2008), table 15-1.
UGDP = [[[8, 98], [5, 115]], [[22, 76], [16, 69]]]

counts = st.integers(0, 40)
tables = st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=12)


def arms_of(found):
    t = np.array(found, dtype=float).reshape(-1, 2, 2)
    return Arms(n1=t[:, 0].sum(1), y1=t[:, 0, 0], n0=t[:, 1].sum(1), y0=t[:, 1, 0])


def swapped(arms):
    return Arms(n1=arms.n0, y1=arms.y0, n0=arms.n1, y0=arms.y1)


def test_berkeley_has_the_chi_square_that_r_prints():
    """R: mantelhaen.test(UCBAdmissions, correct = FALSE) gives 1.5246."""
    found = score(arms_of(BERKELEY))
    assert found.u**2 / found.v == pytest.approx(1.5246, abs=5e-5)


def test_tolbutamide_has_the_published_risk_difference_and_ratio():
    """R: metafor's rma.mh(level = 90) gives 0.0349, −0.0176 to 0.0874, and log ratio 0.2818."""
    found = risk_difference(arms_of(UGDP))
    reach = 1.6448536 * math.sqrt(found.variance)
    assert found.value == pytest.approx(0.0349, abs=5e-5)
    assert (found.value - reach, found.value + reach) == pytest.approx((-0.0176, 0.0874), abs=5e-5)
    assert math.log(risk_ratio(arms_of(UGDP))) == pytest.approx(0.2818, abs=5e-5)


@given(tables)
def test_the_chi_square_is_that_of_a_second_library(found):
    ours = score(arms_of(found))
    filled = [np.array(t, dtype=float).reshape(2, 2) for t in found if sum(t) > 1]
    if ours.v <= 0:
        assert math.isnan(ours.log_odds_ratio)
        return
    theirs = StratifiedTable(filled).test_null_odds(correction=False).statistic
    assert ours.u**2 / ours.v == pytest.approx(theirs, rel=1e-9, abs=1e-9)
    assert ours.log_odds_ratio**2 / ours.variance == pytest.approx(theirs, rel=1e-9, abs=1e-9)


@given(tables)
def test_exchanging_the_arms_turns_effects_round_and_leaves_how_sure_they_are(found):
    arms = arms_of(found)
    there, back = score(arms), score(swapped(arms))
    assert back.u == pytest.approx(-there.u, abs=1e-9)
    assert back.v == pytest.approx(there.v, rel=1e-12)
    there, back = risk_difference(arms), risk_difference(swapped(arms))
    assert back.value == pytest.approx(-there.value, abs=1e-12, nan_ok=True)
    assert back.variance == pytest.approx(there.variance, abs=1e-12, nan_ok=True)


@given(tables, counts, counts)
def test_a_stratum_with_one_arm_only_says_nothing(found, did, did_not):
    more = [*found, (did, did_not, 0, 0)]
    alone, without = (risk_difference(arms_of(each)) for each in (more, found))
    for name in ("value", "variance"):
        told, expected = getattr(alone, name), getattr(without, name)
        assert told == pytest.approx(expected, abs=1e-12, nan_ok=True), name
    assert score(arms_of(more)).u == pytest.approx(score(arms_of(found)).u, abs=1e-9)


def test_one_stratum_is_the_plain_difference_of_two_shares():
    found = risk_difference(arms_of([[30, 70, 10, 90]]))
    assert found.value == pytest.approx(0.20)
    assert found.control_risk == pytest.approx(0.10)
    assert risk_ratio(arms_of([[30, 70, 10, 90]])) == pytest.approx(3.0)


def test_many_comparisons_at_once_are_the_same_as_one_by_one():
    each = [arms_of(BERKELEY), swapped(arms_of(BERKELEY))]
    both = Arms(**{k: np.stack([getattr(a, k) for a in each]) for k in ("n1", "y1", "n0", "y0")})
    assert score(both).u.tolist() == [score(a).u for a in each]
    assert risk_difference(both).variance.tolist() == [risk_difference(a).variance for a in each]


@pytest.mark.nightly
@pytest.mark.parametrize("people", [4, 400])
def test_the_variance_is_that_of_many_repetitions_in_small_and_in_large_strata(people):
    rng = np.random.default_rng(people)
    risk = rng.uniform(0.1, 0.5, 2400 // people)
    n1 = np.full((20_000, risk.size), people // 4)
    n0 = np.full((20_000, risk.size), people - people // 4)
    y1, y0 = rng.binomial(n1, risk + 0.1), rng.binomial(n0, risk)
    found = risk_difference(Arms(n1=n1 * 1.0, y1=y1 * 1.0, n0=n0 * 1.0, y0=y0 * 1.0))
    assert found.value.mean() == pytest.approx(0.1, abs=0.001)
    assert found.variance.mean() == pytest.approx(found.value.var(), rel=0.03)


def test_more_successes_than_people_are_refused():
    one, two = np.ones(1), np.full(1, 2.0)
    with pytest.raises(ImpossibleCounts):
        Arms(n1=one, y1=two, n0=one, y0=one)
