"""What becomes of people in a world: who succeeds, who leaves, and what they did until then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.worlds.planted import World

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SLICES = 60
NEVER = SLICES + 1
HOT_RATE, HOT_HELPS = 0.008, np.log(3.0)
SLOW_SEGMENT, LATER_COHORT = np.log(0.55), 0.15
SKILL_HELPS = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One entry a person: hidden log activity and skill, segment 0/1, cohort 0–3, past events."""

    log_activity: Floats
    skill: Floats
    segment: Ints
    cohort: Ints
    before: Ints

    @property
    def size(self) -> int:
        """How many there are."""
        return self.segment.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The dice of each slice and person, thrown once, so that a life can be lived again.

    `deeds` has a third axis: the behaviours that do anything.
    """

    deeds: Singles
    success: Singles
    leaving: Singles
    heat: Singles


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """The slice (from 1) in which each person succeeded, left and became hot; `NEVER` if not."""

    succeeded: Ints
    left: Ints
    heated: Ints

    @property
    def last(self) -> Ints:
        """The last slice in which a person was there and had not succeeded before."""
        return np.minimum(np.minimum(self.succeeded, self.left), SLICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """One behaviour's deeds up to a moment do not count for `who`; a deed done later does.

    `column` numbers the behaviours that do anything; `moment` is in slices since entry,
    and may lie inside one.
    """

    column: int
    who: Ints
    moment: Floats

    def begins(self, here: Ints, slice_: int) -> Ints:
        """Return who of `here` forgets just before a slice."""
        moment = self.moment[here]
        now = (np.floor(moment) == slice_ - 1) | (np.ceil(moment) == slice_ - 1)
        return np.asarray(here[now])


def populate(world: World, people: int, rng: np.random.Generator) -> People:
    """Draw people."""
    log_activity = rng.normal(0, world.activity, people)
    before = rng.poisson(5 * np.exp(log_activity) * rng.gamma(4, 1 / 4, people))
    before[rng.random(people) < 0.15] = 0
    return People(
        log_activity=log_activity,
        skill=rng.normal(0, 1, people) * ("skill" in world.classes),
        segment=(rng.random(people) < 0.5).astype(np.int64),
        cohort=rng.integers(0, 4, people),
        before=before if world.history else np.zeros_like(before),
    )


def throw(world: World, people: int, rng: np.random.Generator) -> Chance:
    """Throw all dice of a world."""
    shape = (SLICES, people)
    return Chance(
        deeds=rng.random((*shape, int(world.has_effect.sum())), dtype=np.float32),
        success=rng.random(shape, dtype=np.float32),
        leaving=rng.random(shape, dtype=np.float32),
        heat=rng.random(shape, dtype=np.float32),
    )


def chance_of_deeds(world: World, people: People) -> Floats:
    """Return the probability a slice of each person doing each behaviour that does anything."""
    does = world.has_effect
    pace = people.log_activity[:, None] * world.follows_activity[does]
    return np.asarray(1 - np.exp(-world.rate[does] * np.exp(pace)))


def live(
    world: World, people: People, chance: Chance, *, forgetting: Forgetting | None = None
) -> Lives:
    """Let people live; with `forgetting`, only those it names, in its order."""
    who = np.arange(people.size) if forgetting is None else forgetting.who
    does = world.has_effect
    on_success, on_leaving = world.on_success[does], world.on_leaving[does]
    doing = chance_of_deeds(world, people)[who]
    succeeding, leaving = _rates(world, people)
    here = np.arange(who.size)
    counts = np.zeros((who.size, int(does.sum())), dtype=np.int64)
    lives = Lives(**{k: np.full(who.size, NEVER) for k in ("succeeded", "left", "heated")})
    for slice_ in range(1, SLICES + 1):
        now = who[here]
        if forgetting is not None:
            counts[forgetting.begins(here, slice_), forgetting.column] = 0
        dice = slice_ - 1
        hot = chance.heat[dice, now] < HOT_RATE
        lives.heated[here[hot]] = np.minimum(lives.heated[here[hot]], slice_)
        enough = (counts[here] >= world.threshold[does]).astype(np.float64)
        heat = HOT_HELPS * (lives.heated[here] <= slice_)
        rate = np.exp(succeeding[now] + enough @ on_success + heat)
        succeeds = chance.success[dice, now] < 1 - np.exp(-rate)
        goes = chance.leaving[dice, now] < 1 - np.exp(-leaving[now] * np.exp(enough @ on_leaving))
        goes &= ~succeeds
        counts[here] += chance.deeds[dice, now] < doing[here]
        lives.succeeded[here[succeeds]] = slice_
        lives.left[here[goes]] = slice_
        here = here[~(succeeds | goes)]
    return lives


def _rates(world: World, people: People) -> tuple[Floats, Floats]:
    """Return each person's log rate of success and rate of leaving a slice."""
    succeeding = (
        np.log(world.success_rate)
        + SKILL_HELPS * people.skill
        + world.activity_helps * people.log_activity
        + SLOW_SEGMENT * people.segment
        + LATER_COHORT * people.cohort
    )
    return succeeding, world.leaving_rate * np.exp(-0.3 * people.log_activity)
