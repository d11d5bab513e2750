"""A world lived through: its log of events, and the true effect of each behaviour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.worlds.deeds import Deeds, deeds_of, moment_of_success
from bench.worlds.lives import (
    NEVER,
    SLICES,
    Chance,
    Forgetting,
    Lives,
    People,
    live,
    populate,
    throw,
)
from bench.worlds.planted import BASES, SCENARIOS, World, draw

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SLICE = 7_200_000_000  # microseconds: two hours
DAY = 86_400_000_000
WITHIN = SLICES * SLICE
START = 1_767_571_200_000_000  # 2026-01-05, a Monday
ENTRY, SUCCESS, OTHER = "enter", "succeed", "page_view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a behaviour does to those who did it first in an interval and were there at its end.

    `effect` is the risk difference for these `people`, by living their lives again
    without what they had done of it; `succeeded` is their share of success.
    """

    effect: float
    people: int
    succeeded: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """A world, its people, their dice, lives and deeds; times in microseconds."""

    world: World
    people: People
    chance: Chance
    lives: Lives
    deeds: Deeds
    entered: Ints

    @property
    def events(self) -> int:
        """How many events the log has."""
        return (
            self.deeds.person.size + self.entered.size + int((self.lives.succeeded < NEVER).sum())
        )

    @property
    def as_of(self) -> int:
        """A moment at which everybody's time is over, in microseconds since 1970."""
        return START + (28 + 28) * DAY + WITHIN

    def log(self) -> pa.Table:
        """Return the log: actor, time, event and, on the entry, the segment."""
        done = np.flatnonzero(self.lives.succeeded < NEVER)
        everybody = np.arange(self.entered.size)
        names = [*self.world.names, OTHER, ENTRY, SUCCESS]
        person = np.concatenate([self.deeds.person, everybody, done])
        moment = np.concatenate([self.deeds.moment, np.zeros(everybody.size), self._success(done)])
        event = np.concatenate(
            [
                np.where(self.deeds.behaviour < 0, len(names) - 3, self.deeds.behaviour),
                np.full(everybody.size, len(names) - 2),
                np.full(done.size, len(names) - 1),
            ]
        )
        segment = np.where(event == len(names) - 2, self.people.segment[person], 2)
        time = self.entered[person] + (moment * SLICE).astype(np.int64)
        order = np.argsort(time, kind="stable")
        actors = pa.array([f"a{n}" for n in range(everybody.size)])
        return pa.table(
            {
                "actor": actors.take(pa.array(person[order])),
                "time": pa.array(time[order], pa.timestamp("us", "UTC")),
                "event": pa.array(names).take(pa.array(event[order])),
                "segment": pa.array(["a", "b", None]).take(pa.array(segment[order])),
            }
        )

    def truth(self, landmarks: Floats) -> dict[str, Truth]:
        """Return what each behaviour does that does anything, by landmarks in slices.

        A behaviour that nobody did in time is left out. Lives are lived again with the
        same dice, so that what chance does is the same in both.
        """
        found = {}
        for column, behaviour in enumerate(np.flatnonzero(self.world.has_effect)):
            who, moment = self._exposed(int(behaviour), landmarks)
            if who.size == 0:
                continue
            again = live(
                self.world,
                self.people,
                self.chance,
                forgetting=Forgetting(column=column, who=who, moment=moment),
            )
            did = self.lives.succeeded[who] < NEVER
            found[self.world.names[behaviour]] = Truth(
                effect=float(did.mean() - (again.succeeded < NEVER).mean()),
                people=who.size,
                succeeded=float(did.mean()),
            )
        return found

    def _exposed(self, behaviour: int, landmarks: Floats) -> tuple[Ints, Floats]:
        """Return who did it first in an interval, with another event there, and its end."""
        people = self.entered.size
        success = self._success(np.arange(people))
        kept = (self.deeds.moment > 0) & (self.deeds.moment <= landmarks[-1])
        kept &= self.deeds.moment < success[self.deeds.person]
        person, moment = self.deeds.person[kept], self.deeds.moment[kept]
        own = self.deeds.behaviour[kept] == behaviour
        first = np.full(people, np.inf)
        np.minimum.at(first, person[own], moment[own])
        interval = np.searchsorted(landmarks, first)
        end = np.append(landmarks, np.inf)[interval]
        same = np.searchsorted(landmarks, moment) == interval[person]
        others = np.bincount(person[same & ~own], minlength=people)
        who = np.flatnonzero(np.isfinite(first) & (success > end) & (others > 0))
        return who, end[who]

    def _success(self, who: Ints) -> Floats:
        at = self.lives.succeeded[who]
        return np.where(at < NEVER, moment_of_success(0) + at, np.inf)


def simulate(name: str, *, people: int, seed: int) -> Simulated:
    """Live through the world of a scenario and a seed; the seed also says how many succeed."""
    rng = np.random.default_rng(seed)
    return live_through(draw(SCENARIOS[name], base=BASES[seed % 3], rng=rng), people, rng)


def live_through(world: World, people: int, rng: np.random.Generator) -> Simulated:
    """Let people live in a world."""
    everybody = populate(world, people, rng)
    chance = throw(world, people, rng)
    lives = live(world, everybody, chance)
    entered = START + 28 * DAY + everybody.cohort * 7 * DAY
    return Simulated(
        world=world,
        people=everybody,
        chance=chance,
        lives=lives,
        deeds=deeds_of(world, everybody, chance, lives, rng),
        entered=entered + (rng.random(people) * 7 * DAY).astype(np.int64),
    )
