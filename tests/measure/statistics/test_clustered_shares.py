"""Shares of entries where one actor may enter often: statsmodels, simulation and laws."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.proportions import clustered_share, share

actor = st.integers(1, 12).flatmap(lambda x: st.tuples(st.integers(0, x), st.just(x)))
crowds = st.lists(actor, min_size=2, max_size=40)


def sums(crowd):
    """What an engine returns for actors given as (deeds, entries)."""
    return {
        "sum_did": sum(y for y, _ in crowd),
        "sum_entries": sum(x for _, x in crowd),
        "actors": len(crowd),
        "sum_did2": sum(y * y for y, _ in crowd),
        "sum_did_entries": sum(x * y for y, x in crowd),
        "sum_entries2": sum(x * x for _, x in crowd),
    }


@given(crowds)
def test_it_is_wilson_at_the_size_that_cluster_robust_least_squares_gives(crowd):
    did, entries = sums(crowd)["sum_did"], sums(crowd)["sum_entries"]
    found = clustered_share(**sums(crowd))
    if did in (0, entries):
        return
    each = np.repeat(np.arange(len(crowd)), [x for _, x in crowd])
    done = np.concatenate([np.arange(x) < y for y, x in crowd]).astype(float)
    fit = sm.OLS(done, np.ones_like(done)).fit(cov_type="cluster", cov_kwds={"groups": each})
    variance, p = fit.cov_params()[0, 0], did / entries
    size = min(entries, p * (1 - p) / variance * entries / (entries - 1)) if variance else entries
    size *= (stats.t.ppf(0.975, entries - 1) / stats.t.ppf(0.975, len(crowd) - 1)) ** 2
    size = max(1.0, size)
    expected = proportion_confint(p * size, size, method="wilson")
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-7)
    assert (found.value, found.method) == (p, "wilson-clustered")


@given(st.integers(2, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_one_entry_for_each_actor_is_the_plain_share(tally):
    did, people = tally
    crowd = [(1, 1)] * did + [(0, 1)] * (people - did)
    found, plain = clustered_share(**sums(crowd)), share(did, people=people)
    assert (found.value, found.low, found.high) == pytest.approx(
        (plain.value, plain.low, plain.high), rel=1e-12
    )


@given(crowds)
def test_entries_of_few_actors_never_tell_more_than_as_many_of_different_ones(crowd):
    found = clustered_share(**sums(crowd))
    plain = share(sums(crowd)["sum_did"], people=sums(crowd)["sum_entries"])
    assert found.low <= plain.low + 1e-15
    assert found.high >= plain.high - 1e-15


@given(crowds, st.randoms(use_true_random=False))
def test_the_order_of_the_actors_changes_nothing(crowd, chance):
    shuffled = chance.sample(crowd, len(crowd))
    assert clustered_share(**sums(shuffled)) == clustered_share(**sums(crowd))


@given(crowds)
def test_those_that_were_not_followed_have_the_mirrored_interval(crowd):
    found = clustered_share(**sums(crowd))
    mirrored = clustered_share(**sums([(x - y, x) for y, x in crowd]))
    assert (mirrored.low, mirrored.high) == pytest.approx(
        (1 - found.high, 1 - found.low), abs=1e-12
    )


def test_where_all_agree_each_actor_counts_as_one_however_often_they_entered():
    ten_people = share(0, people=10)
    found = clustered_share(**sums([(0, 100)] * 10))
    assert (found.value, found.low, found.high) == (0.0, 0.0, pytest.approx(ten_people.high))
    alone, one = clustered_share(**sums([(9, 9)])), share(1, people=1)
    assert (alone.low, alone.high) == pytest.approx((one.low, one.high))


def test_the_interval_covers_where_the_plain_one_does_not():
    """1,000 worlds of 60 actors whose own rates scatter (beta 1, 3) and who enter 1 to 20 times."""
    chance = np.random.default_rng(20260630)
    covered = plainly = 0
    for _ in range(1000):
        x = chance.integers(1, 21, 60)
        y = chance.binomial(x, chance.beta(1, 3, 60))
        crowd = list(zip(y.tolist(), x.tolist(), strict=True))
        found = clustered_share(**sums(crowd))
        plain = share(int(y.sum()), people=int(x.sum()))
        covered += found.low <= 0.25 <= found.high
        plainly += plain.low <= 0.25 <= plain.high
    assert 0.93 <= covered / 1000 <= 0.97
    assert plainly / 1000 < 0.75


def test_no_entries_are_unknown():
    assert clustered_share(**sums([])) == Unknown("nobody was there to do it")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sum_did": 8},
        {"sum_did": -1},
        {"actors": 8},
        {"actors": 0},
        {"sum_did2": 2},
        {"sum_did_entries": 4},
        {"sum_entries2": 16},
        {"sum_entries2": 25.0},
    ],
)
def test_sums_that_no_actors_can_have_are_refused(wrong):
    possible = sums([(1, 3), (2, 4)])
    assert clustered_share(**possible).value == 3 / 7
    with pytest.raises(ImpossibleCounts):
        clustered_share(**(possible | wrong))
