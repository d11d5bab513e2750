"""Choosing: exactly as many as stated, by the planted odds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.demo.choosing import About, Exactly, choose, everybody, expit, intercept
from seachange.errors import ImpossibleCounts


@given(st.integers(1, 200), st.data())
def test_exactly_as_many_are_chosen_and_only_the_eligible(people: int, data: st.DataObject) -> None:
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    eligible = chance.random(people) < 0.7
    wanted = data.draw(st.integers(0, int(eligible.sum())))
    chosen = choose(
        chance, np.zeros(people), [Exactly(everybody(people), wanted)], eligible=eligible
    )
    assert int(chosen.sum()) == wanted
    assert not np.any(chosen & ~eligible)


def test_a_person_belongs_to_the_first_quota_that_holds_them() -> None:
    chance = np.random.default_rng(1)
    first = np.array([True] * 10 + [False] * 10)
    quotas = [Exactly(first, 0), About(everybody(20), 1.0)]
    chosen = choose(chance, np.zeros(20), quotas, eligible=everybody(20))
    assert chosen.tolist() == [False] * 10 + [True] * 10


def test_nobody_is_chosen_twice_to_fill_a_quota() -> None:
    with pytest.raises(ImpossibleCounts, match="3 of 2"):
        choose(
            np.random.default_rng(1),
            np.zeros(2),
            [Exactly(everybody(2), 3)],
            eligible=everybody(2),
        )


def test_whoever_has_better_odds_is_chosen_more_often_by_just_that_much() -> None:
    """An exact count keeps the log odds ratio: 1 planted, 1 found, within three standard errors."""
    chance = np.random.default_rng(7)
    keen = chance.random(200_000) < 0.5
    chosen = choose(
        chance, 1.0 * keen, [Exactly(everybody(keen.size), 60_000)], eligible=everybody(keen.size)
    )
    table = [
        np.sum(chosen & keen),
        np.sum(~chosen & keen),
        np.sum(chosen & ~keen),
        np.sum(~chosen & ~keen),
    ]
    found = np.log(table[0] * table[3] / (table[1] * table[2]))
    error = np.sqrt(sum(1 / cell for cell in table))
    assert abs(found - 1.0) < 3 * error


@given(st.floats(0.02, 0.98), st.integers(0, 2**32 - 1))
def test_the_intercept_makes_the_mean_probability_what_it_should_be(
    share: float, seed: int
) -> None:
    odds = np.random.default_rng(seed).normal(size=500)
    assert expit(odds + intercept(odds, share)).mean() == pytest.approx(share, abs=1e-9)
