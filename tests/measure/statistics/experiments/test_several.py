"""Several variants against one control: the published constant, scipy's, and simulations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.statistics.experiments import group_sequential
from seachange.measure.statistics.experiments.effects import Effect
from seachange.measure.statistics.experiments.group_sequential import Plan
from seachange.measure.statistics.experiments.looks import Look
from seachange.measure.statistics.experiments.several import (
    adjusted_p,
    alpha_each,
    critical,
    loadings,
)
from seachange.measure.statistics.experiments.sides import Side

HALF = math.sqrt(0.5)


def side(variance: float) -> Side:
    return Side(value=0.0, variance=variance, freedom=math.inf, method="welch")


@pytest.mark.parametrize(
    ("variants", "published"), [(1, 1.96), (2, 2.21), (3, 2.35), (4, 2.44), (9, 2.69)]
)
def test_the_constants_are_those_of_dunnetts_table(variants, published):
    """Dunnett (1964), Biometrics 20, 482–491, table II: two-sided .05, infinite freedom."""
    assert critical([HALF] * variants) == pytest.approx(published, abs=0.0051)


def test_as_many_units_everywhere_load_by_half_each():
    assert loadings([side(2.0), side(2.0)], control=side(2.0)) == pytest.approx((HALF, HALF))
    assert loadings([side(6.0)], control=side(2.0)) == pytest.approx((0.5,))


@given(st.lists(st.floats(0, 0.95), min_size=1, max_size=5), st.floats(0.1, 4))
def test_the_chance_is_that_of_scipys_multivariate_normal(shares, z):
    lam = np.array(shares)
    cov = np.outer(lam, lam)
    np.fill_diagonal(cov, 1.0)
    normal = stats.multivariate_normal(cov=cov, allow_singular=True, abseps=1e-7, releps=1e-7)
    inside = normal.cdf(np.full(lam.size, z), lower_limit=np.full(lam.size, -z), rng=1)
    assert adjusted_p([z] * lam.size, shares=shares)[0] == pytest.approx(1 - inside, abs=3e-4)


def test_with_many_units_it_is_scipys_dunnett():
    draw = np.random.default_rng(1)
    arms = [draw.normal(m, 1.0, 4000) for m in (0.0, 0.05, 0.02, -0.06)]
    theirs = stats.dunnett(*arms[1:], control=arms[0], rng=draw)
    error = math.sqrt(2 / 4000) * np.sqrt(np.mean([a.var(ddof=1) for a in arms]))
    z = [(a.mean() - arms[0].mean()) / error for a in arms[1:]]
    assert adjusted_p(z, shares=[HALF] * 3) == pytest.approx(theirs.pvalue, abs=2e-3)


@given(st.lists(st.floats(0, 0.99), min_size=1, max_size=5), st.sampled_from([0.01, 0.05]))
def test_what_all_may_err_each_pays_for(shares, alpha):
    each = alpha_each(shares, alpha=alpha)
    assert alpha / len(shares) * (1 - 1e-9) <= each <= alpha * (1 + 1e-6)
    limit = critical(shares, alpha=alpha)
    assert adjusted_p([limit] * len(shares), shares=shares)[0] == pytest.approx(alpha, rel=1e-6)


def test_tiny_chances_keep_their_digits():
    assert adjusted_p([12.0], shares=[HALF])[0] == pytest.approx(2 * stats.norm.sf(12), rel=1e-6)


def test_comparisons_that_cannot_be_are_refused():
    with pytest.raises(BadQuestion):
        critical([HALF], alpha=0)
    for wrong in (
        lambda: critical([]),
        lambda: critical([1.2]),
        lambda: adjusted_p([1.0, 2.0], shares=[HALF]),
        lambda: loadings([], control=side(1.0)),
        lambda: loadings([side(0.0)], control=side(0.0)),
    ):
        with pytest.raises(ImpossibleCounts):
            wrong()


@pytest.mark.nightly
def test_four_idle_variants_watched_weekly_call_any_of_them_in_five_percent():
    """Each follows a sequential plan at the level Dunnett leaves it."""
    draw, runs, looks, each = np.random.default_rng(8), 20_000, 4, alpha_each([HALF] * 4)
    steps = draw.normal(size=(runs, looks, 5))
    paths = np.cumsum(steps, axis=1)
    z = (paths[:, :, 1:] - paths[:, :, :1]) / np.sqrt(2 * np.arange(1, looks + 1))[:, None]
    plan = Plan(units=4000, alpha=each)
    limits = [
        stage.critical
        for stage in group_sequential.watch(
            [
                Look(
                    units=1000 * (k + 1),
                    effect=Effect(value=0.0, error=1.0, freedom=math.inf, method="m"),
                )
                for k in range(looks)
            ],
            plan=plan,
        )[0]
    ]
    any_called = (np.abs(z) > np.array(limits)[:, None]).any(axis=(1, 2)).mean()
    print(f"four variants, four looks: any called {any_called:.4f}")
    assert 0.04 <= any_called <= 0.0535
