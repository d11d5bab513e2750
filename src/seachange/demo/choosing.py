"""Choosing who does a thing: by the planted odds, yet exactly as many as were stated.

Each person's log-odds get logistic noise of their own, and the highest are taken. That is a
logistic model whose intercept is whatever makes the count come out, so every planted effect
stays what it is while the total is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seachange.demo.days import Chance, Floats, Mask
from seachange.errors import ImpossibleCounts


@dataclass(frozen=True)
class Exactly:
    """So many of this group do it."""

    who: Mask
    people: int

    def count(self, _eligible: int) -> int:
        return self.people


@dataclass(frozen=True)
class About:
    """This share of the eligible in the group does it."""

    who: Mask
    share: float

    def count(self, eligible: int) -> int:
        return round(self.share * eligible)


def choose(
    chance: Chance, log_odds: Floats, quotas: Sequence[Exactly | About], *, eligible: Mask
) -> Mask:
    """Choose among the eligible; a person belongs to the first quota whose group holds them.

    Raises ImpossibleCounts where a group has fewer eligible people than its quota asks for.
    """
    noisy = log_odds + chance.logistic(size=log_odds.size)
    chosen = np.zeros(log_odds.size, dtype=np.bool_)
    free = eligible.copy()
    for quota in quotas:
        group = np.flatnonzero(quota.who & free)
        people = quota.count(group.size)
        if not 0 <= people <= group.size:
            raise ImpossibleCounts(f"{people} of {group.size} people cannot be chosen")
        if people:
            chosen[group[np.argpartition(-noisy[group], people - 1)[:people]]] = True
        free &= ~quota.who
    return chosen


def everybody(people: int) -> Mask:
    """Return the group that nobody is left out of."""
    return np.ones(people, dtype=np.bool_)


def expit(log_odds: Floats) -> Floats:
    """Turn log-odds into probabilities."""
    odds: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return odds


def intercept(log_odds: Floats, share: float) -> float:
    """Find what must be added to the log-odds for their mean probability to be `share`."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        if float(expit(log_odds + middle).mean()) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
