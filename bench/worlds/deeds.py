"""What people leave in the log: every deed of a life, as rows of person, moment and event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.worlds.lives import SLICES, Chance, Lives, People, chance_of_deeds
from bench.worlds.planted import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PACE = 0.6  # events a slice without a meaning of their own
HOT_PACE, HOT_INTENT = 1.8, 5.0
SEGMENT_TIMES, SKILL_EXPONENT = 6.0, 0.6
FIRST_WAIT, WAIT_TIMES = 20, 3.0
BEFORE_SUCCESS, CONSEQUENCE, AFTER_SUCCESS = 0.97, 0.25, 16
FOLLOWS = 0.7
HISTORY_SLICES = 28 * 12
SECOND = 1 / 7200  # of a slice, which is two hours long


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """Rows: who, when in slices since their entry, and which behaviour (−1: any other event)."""

    person: Ints
    moment: Floats
    behaviour: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paces:
    """Deeds a slice of each person and behaviour, before what the moment adds."""

    deed: Floats
    other: Floats


def deeds_of(
    world: World, people: People, chance: Chance, lives: Lives, rng: np.random.Generator
) -> Deeds:
    """Write down what people did: before entry, until they succeeded or left, and after."""
    paces = _paces(world, people)
    acting = chance_of_deeds(world, people)
    parts = [_history(people, rng)]
    for slice_ in range(1, SLICES + 1):
        here = np.flatnonzero(lives.last >= slice_)
        done = _done(world, paces, lives, here, slice_=slice_, rng=rng)
        done[:, world.has_effect] = chance.deeds[slice_ - 1, here] < acting[here]
        now = lives.succeeded[here] == slice_
        parts.append(_rows(world, done, here, slice_=slice_, succeeds=now, rng=rng))
        parts.append(_others(paces, lives, here, slice_, rng))
    for slice_ in range(2, AFTER_SUCCESS + 1):
        gone = np.flatnonzero(lives.succeeded < slice_)
        done = _done_after(world, paces, gone, rng)
        done[:, world.has_effect] = rng.random((gone.size, acting.shape[1])) < acting[gone]
        person, behaviour = np.nonzero(done)
        moment = slice_ - 1 + 0.98 * rng.random(person.size)
        parts.append((gone[person], moment, behaviour))
        parts.append(_others(paces, lives, gone, slice_, rng))
    person, moment, behaviour = (np.concatenate([p[i] for p in parts]) for i in range(3))
    return Deeds(person=person, moment=moment, behaviour=behaviour)


_Rows = tuple[Ints, Floats, Ints]


def _paces(world: World, people: People) -> _Paces:
    classes = world.classes
    deed = world.rate * np.exp(people.log_activity[:, None] * world.follows_activity)
    deed[:, classes == "segment"] *= np.where(people.segment == 1, SEGMENT_TIMES, 1.0)[:, None]
    deed[:, classes == "skill"] *= np.exp(SKILL_EXPONENT * people.skill)[:, None]
    deed[:, classes == "cohort"] *= (people.cohort >= 2)[:, None]
    deed[:, classes == "conseq"] *= 0.15
    deed[:, classes == "trivial"] *= 0.05
    return _Paces(deed=deed, other=PACE * np.exp(people.log_activity))


def _history(people: People, rng: np.random.Generator) -> _Rows:
    person = np.repeat(np.arange(people.size), people.before)
    moment = -HISTORY_SLICES * (1e-6 + 0.99 * rng.random(person.size))
    return person, moment, np.full(person.size, -1)


def _done(
    world: World,
    paces: _Paces,
    lives: Lives,
    here: Ints,
    *,
    slice_: int,
    rng: np.random.Generator,
) -> Flags:
    pace = paces.deed[here]
    pace[:, world.classes == "wait"] *= WAIT_TIMES if slice_ >= FIRST_WAIT else 0.0
    hot = np.where(lives.heated[here] <= slice_, HOT_INTENT, 1.0)
    pace[:, world.classes == "intent"] *= hot[:, None]
    return np.asarray(rng.random(pace.shape) < 1 - np.exp(-pace))


def _done_after(world: World, paces: _Paces, gone: Ints, rng: np.random.Generator) -> Flags:
    pace = paces.deed[gone]
    pace[:, world.classes == "wait"] = 0.0
    pace[:, world.classes == "conseq"] = CONSEQUENCE
    return np.asarray(rng.random(pace.shape) < 1 - np.exp(-pace))


def _rows(
    world: World,
    done: Flags,
    here: Ints,
    *,
    slice_: int,
    succeeds: Flags,
    rng: np.random.Generator,
) -> _Rows:
    """Put moments to the deeds of one slice; what fires together lies seconds apart."""
    moment = slice_ - 1 + 0.98 * rng.random(done.shape)
    for follower in np.flatnonzero(world.leader >= 0):
        lead = world.leader[follower]
        fires = done[:, lead] & (rng.random(here.size) < FOLLOWS)
        after = moment[:, lead] + SECOND * rng.uniform(1, 30, here.size)
        moment[:, follower] = np.where(fires, after, moment[:, follower])
        done[:, follower] |= fires
    for trivial in np.flatnonzero(world.classes == "trivial"):
        presses = succeeds & (rng.random(here.size) < BEFORE_SUCCESS)
        just_before = moment_of_success(slice_) - SECOND * rng.uniform(1, 20, here.size)
        moment[:, trivial] = np.where(presses, just_before, moment[:, trivial])
        done[:, trivial] |= presses
    person, behaviour = np.nonzero(done)
    return here[person], moment[person, behaviour], behaviour


def moment_of_success(slice_: int) -> float:
    """Return when in slices those succeed who succeed in a slice: after all else in it."""
    return slice_ - 1 + 0.99


def _others(
    paces: _Paces, lives: Lives, here: Ints, slice_: int, rng: np.random.Generator
) -> _Rows:
    hot = np.where(lives.heated[here] <= slice_, HOT_PACE, 1.0)
    person = np.repeat(here, rng.poisson(paces.other[here] * hot))
    return person, slice_ - 1 + 0.98 * rng.random(person.size), np.full(person.size, -1)
