"""Who there is: clients and when they come, what they hide from the log, and the advisers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.demo.days import (
    DAY,
    START,
    TURN,
    VIRAL,
    Chance,
    Codes,
    Floats,
    Mask,
    Moments,
    arrivals,
    day,
    day_weights,
    midnights,
    within,
)
from seachange.demo.ledger import VOCABULARY, Ledger


@dataclass(frozen=True)
class Wave:
    """People who come in one period; those who do not sign up did so before the log begins.

    `slope` is how much busier the last day is than the first, as a factor.
    """

    name: str
    people: int
    since: int
    until: int
    slope: float = 1.0
    is_home: bool = True
    signs_up: bool = True


END = day("2026-07-01")
LAST_WEEK = day("2026-06-24")  # entries from here on are pending at AS_OF, with a 7-day window
SUMMER = day("2026-06-10")
ABROAD = day("2026-02-09")  # Parley opens in other countries; nobody is there before

WAVES = (
    Wave("back in 2025", 400, START, TURN, signs_up=False),
    Wave("back in 2026", 400, TURN, END, signs_up=False),
    Wave("home 2025-H2", 2900, START, TURN),
    # The British tax year ends in April: winter is busy, early summer is quiet.
    Wave("home 2026-H1", 3100, TURN, LAST_WEEK, slope=0.45),
    Wave("home, last week", 70, LAST_WEEK, END),
    Wave("abroad, first campaign", 6000, ABROAD, day("2026-04-23"), slope=1.9, is_home=False),
    Wave("abroad, pause", 500, day("2026-04-23"), day("2026-05-18"), is_home=False),
    Wave("abroad, second campaign", 5150, day("2026-05-18"), SUMMER, slope=0.8, is_home=False),
    Wave("abroad, after", 500, SUMMER, END, is_home=False),
)


@dataclass(frozen=True)
class Clients:
    """Clients by number, oldest first; arrays of the same length.

    `intent` is what nobody can see: how much this person wants advice. `topic` is seen.
    """

    first: int  # the actor's number of the first one
    wave: NDArray[np.int8]
    start: Moments  # when they sign up, or come back
    intent: Floats
    topic: Codes
    channel: Codes
    market: Codes

    def __len__(self) -> int:
        return int(self.start.size)

    @property
    def actor(self) -> Codes:
        return np.arange(self.first, self.first + len(self), dtype=np.int32)

    @property
    def at_home(self) -> Mask:
        home: Mask = self.market == 0
        return home

    @property
    def signs_up(self) -> Mask:
        return np.array([wave.signs_up for wave in WAVES])[self.wave]

    def of(self, name: str) -> Mask:
        """Return who came in the named wave."""
        names = [wave.name for wave in WAVES]
        came: Mask = self.wave == names.index(name)
        return came


def gather_clients(chance: Chance, ledger: Ledger, *, scale: int) -> Clients:
    """Let all clients of the year in, numbered in the order in which they signed up."""
    people = [wave.people * scale for wave in WAVES]
    start = np.concatenate(
        [_arrivals(chance, wave, many) for wave, many in zip(WAVES, people, strict=True)]
    )
    waves = np.repeat(np.arange(len(WAVES), dtype=np.int8), people)
    signs_up = np.array([wave.signs_up for wave in WAVES])[waves]
    order = np.lexsort((start, signs_up))
    start, waves = start[order], waves[order]
    total = start.size
    at_home = np.array([wave.is_home for wave in WAVES])[waves]
    market = np.where(at_home, 0, chance.choice([1, 2, 3], size=total, p=[0.4, 0.25, 0.35]))
    # Crowds that a video brings are curious rather than in need.
    intent = chance.normal(size=total) - 0.7 * within(start, VIRAL)
    return Clients(
        first=ledger.cast.admit("client", market.astype(np.int32), digits=5),
        wave=waves,
        start=start,
        intent=intent,
        topic=_words(chance, "topic", total, [0.3, 0.3, 0.22, 0.18]),
        channel=_words(chance, "channel", total, [0.38, 0.22, 0.2, 0.12, 0.08]),
        market=market.astype(np.int32),
    )


def _arrivals(chance: Chance, wave: Wave, people: int) -> Moments:
    days = midnights(wave.since, wave.until)
    weights = day_weights(days, viral=3.0 if wave.is_home else 1.4)
    weights *= np.linspace(1.0, wave.slope, days.size)
    return arrivals(chance, people, days=days, weights=weights)


def _words(chance: Chance, name: str, people: int, shares: list[float]) -> Codes:
    return chance.choice(len(VOCABULARY[name]), size=people, p=shares).astype(np.int32)


@dataclass(frozen=True)
class Advisers:
    """Advisers by number. The first asked take turns; the stand-ins take what is asked again."""

    first: int
    market: Codes
    stands_in: Mask
    responsive: Floats  # log-odds of answering within a day; a few hardly ever do
    diligent: Floats  # log-odds of sending a summary

    def pool(self, *, at_home: bool, stands_in: bool) -> Codes:
        """Return the numbers, counted from 0, of those who share out one kind of request."""
        chosen = ((self.market == 0) == at_home) & (self.stands_in == stands_in)
        return np.flatnonzero(chosen).astype(np.int32)


def gather_advisers(chance: Chance, ledger: Ledger, *, scale: int) -> Advisers:
    """Let the advisers in: 280 at home and 1310 abroad for each unit of scale."""
    pools = [many * scale for many in (250, 30, 1250, 60)]
    total = sum(pools)
    abroad = np.repeat([False, False, True, True], pools)
    market = np.where(abroad, chance.choice([1, 2, 3], size=total, p=[0.4, 0.25, 0.35]), 0)
    responsive = chance.normal(0.0, 0.7, total) - 3.0 * (chance.random(total) < 0.06)
    return Advisers(
        first=ledger.cast.admit("adviser", market.astype(np.int32), digits=3),
        market=market.astype(np.int32),
        stands_in=np.repeat([False, True, False, True], pools),
        responsive=responsive,
        diligent=chance.normal(0.0, 0.8, total),
    )


def in_turn(chance: Chance, times: Moments, pool: Codes) -> Codes:
    """Share requests out in turns, so that nobody gets two within days of each other.

    The order changes a little from round to round; at least 80 % of the pool comes between two
    requests to the same adviser. That is what keeps `a reply within 24 h` the reply to this
    request and to no other.
    """
    rounds = -(-times.size // pool.size) or 1
    place = chance.permutation(pool.size) / pool.size
    order = np.argsort(place + chance.uniform(0.0, 0.2, (rounds, pool.size)), axis=1)
    turns = pool[order.reshape(-1)[: times.size]]
    assigned = np.empty(times.size, dtype=np.int32)
    assigned[np.argsort(times, kind="stable")] = turns
    return assigned


def days_since(moments: Moments, since: int) -> Floats:
    """Count days since a moment, none before it."""
    days: Floats = np.maximum(moments - since, 0) / DAY
    return days
