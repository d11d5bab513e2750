"""Scores inside strata: the test for shares, a slow count, and answers that are missing."""

from __future__ import annotations

from statistics import mean, variance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.stratified import Arms, score
from seachange.measure.statistics.stratified_scores import ScoredArms, mean_score

answers = st.lists(st.integers(0, 10), max_size=8)
strata = st.lists(st.tuples(answers, answers), min_size=1, max_size=8)


def arms_of(found, *, asked=None):
    """Put (scores of the exposed, scores of controls) a stratum into sums."""
    sums = {}
    for arm, place in (("1", 0), ("0", 1)):
        scores = [np.array(s[place], dtype=float) for s in found]
        sums[f"n{arm}"] = np.array([s.size for s in scores], dtype=float)
        sums[f"y{arm}"] = np.array([s.sum() for s in scores])
        sums[f"yy{arm}"] = np.array([(s**2).sum() for s in scores])
        sums[f"asked{arm}"] = sums[f"n{arm}"] if asked is None else np.array(asked)[:, place]
    return ScoredArms(**sums)


@given(strata)
def test_the_test_is_the_slow_count_over_every_stratum(found):
    u = v = 0.0
    for exposed, others in found:
        everybody = exposed + others
        if exposed and others:
            u += sum(exposed) - len(exposed) * mean(everybody)
            v += len(exposed) * len(others) / len(everybody) * variance(everybody)
    ours = mean_score(arms_of(found))
    assert (ours.u, ours.v) == pytest.approx((u, v), abs=1e-9)


@given(st.lists(st.tuples(*[st.lists(st.integers(0, 1), max_size=9)] * 2), min_size=1, max_size=8))
def test_for_scores_of_nought_and_one_it_is_the_test_of_shares(found):
    scored = arms_of(found)
    shares = score(Arms(n1=scored.n1, y1=scored.y1, n0=scored.n0, y0=scored.y0))
    ours = mean_score(scored)
    assert (ours.u, ours.v) == pytest.approx((shares.u, shares.v), abs=1e-9)


def test_one_stratum_is_close_to_the_t_test():
    rng = np.random.default_rng(5)
    exposed, others = rng.integers(4, 11, 500).tolist(), rng.integers(3, 11, 700).tolist()
    ours = mean_score(arms_of([(exposed, others)]))
    theirs = stats.ttest_ind(exposed, others)
    assert ours.difference == pytest.approx(mean(exposed) - mean(others))
    assert ours.u / np.sqrt(ours.v) == pytest.approx(theirs.statistic, rel=0.01)
    assert ours.difference / np.sqrt(ours.variance) == pytest.approx(theirs.statistic, rel=0.01)


@given(strata, st.integers(-5, 5))
def test_moving_the_whole_scale_changes_nothing(found, by):
    moved = [tuple([y + by for y in arm] for arm in stratum) for stratum in found]
    one, other = mean_score(arms_of(found)), mean_score(arms_of(moved))
    for name in ("u", "v", "difference", "variance", "spread"):
        expected = pytest.approx(getattr(one, name), abs=1e-7, nan_ok=True)
        assert getattr(other, name) == expected


def test_a_stratum_in_which_few_answer_speaks_for_all_who_were_asked():
    # The difference is 2 where half answer and 0 where a tenth does; as many were asked of both.
    often, seldom = ([8, 10] * 25, [6, 8] * 25), ([7, 9] * 5, [7, 9] * 5)
    asked = [[100, 100], [100, 100]]
    assert mean_score(arms_of([often, seldom], asked=asked)).difference == pytest.approx(1.0)
    assert mean_score(arms_of([often, seldom])).difference == pytest.approx(2 * 50 / 60)


def test_where_nobody_differs_nothing_is_known_of_the_spread():
    assert np.isnan(mean_score(arms_of([([5], [5])])).spread)
    assert np.isnan(mean_score(arms_of([([5, 6], [])])).difference)


def test_more_answers_than_surveys_are_refused():
    with pytest.raises(ImpossibleCounts):
        arms_of([([5], [5])], asked=[[0, 1]])


@pytest.mark.nightly
def test_the_interval_holds_the_truth_where_heavy_users_do_more_and_are_happier():
    rng, held, naive = np.random.default_rng(3), [], []
    for _ in range(600):
        activity = rng.integers(0, 5, 6000)
        b = rng.random(6000) < 1 / (1 + np.exp(1 - 0.5 * (activity - 2)))
        y = 7 + 0.4 * (activity - 2) + 0.3 * b + rng.normal(0, 1.5, 6000)
        answered = rng.random(6000) < 0.15 + 0.05 * activity
        groups = [(b & (activity == k), ~b & (activity == k)) for k in range(5)]
        found = [(y[answered & x].tolist(), y[answered & o].tolist()) for x, o in groups]
        ours = mean_score(arms_of(found, asked=[[x.sum(), o.sum()] for x, o in groups]))
        held.append(abs(ours.difference - 0.3) <= 1.96 * np.sqrt(ours.variance))
        t = stats.ttest_ind(y[answered & b], y[answered & ~b], equal_var=False)
        naive.append(t.confidence_interval().low <= 0.3 <= t.confidence_interval().high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.025)
    assert np.mean(naive) < 0.3
