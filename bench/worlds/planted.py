"""Worlds of which the truth is known: what each behaviour does, and what only seems to.

A world is one step of a journey: people enter, do things, and succeed or silently leave.
Each behaviour is of one class:

- boost, block: raises or lowers the rate of success after it was done (the last blocker
  of a world makes people leave instead): true effects;
- null: nothing;
- active: done more by active people, who also succeed more;
- segment: done by one segment, which succeeds less;
- cohort: exists for late cohorts only, which succeed more;
- wait: happens to those who have stayed long (a reminder);
- conseq: follows success;
- trivial: seconds before success ("pressed the button");
- follow: fires with a true booster or blocker;
- intent: done by people in a hot state that passes and that nothing in the log shows;
- skill: done by people with a second hidden trait that raises success.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TRUE = ("boost", "block")
DEFAULT = {"boost": 4, "block": 4, "null": 12, "active": 12, "segment": 3, "cohort": 2, "wait": 3}
DEFAULT |= {"conseq": 3, "trivial": 2, "follow": 4, "intent": 2}
TRAPS = {"segment": 2, "cohort": 2, "wait": 2, "conseq": 2, "trivial": 2, "follow": 4, "intent": 2}
RATE_OF_SUCCESS = {"low": 0.0008, "mid": 0.0045, "high": 0.020}
BASES = tuple(RATE_OF_SUCCESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """How many behaviours of each class, and what is special about its people.

    `strength` scales true effects; `activity` and `activity_helps` fix the spread of
    hidden activity and its effect on success where a world would draw them; `history`
    says whether anything is known from before; `threshold` is how often a booster must
    be done to help.
    """

    classes: Mapping[str, int]
    strength: float = 1.0
    activity: float | None = None
    activity_helps: float | None = None
    history: bool = True
    threshold: int = 1


SCENARIOS = {
    "default": Scenario(classes=DEFAULT),
    "null": Scenario(
        classes={"null": 20, "active": 16, "segment": 3, "cohort": 2, "wait": 3}
        | {"conseq": 3, "trivial": 2, "intent": 2}
    ),
    "dense": Scenario(classes={"boost": 10, "block": 10, "null": 8, "active": 8} | TRAPS),
    "few": Scenario(
        classes={"boost": 2, "block": 2, "null": 3, "active": 3, "wait": 1, "trivial": 1}
    ),
    "newusers": Scenario(classes=DEFAULT, activity=1.2, activity_helps=0.8, history=False),
    "weak": Scenario(classes=DEFAULT, strength=0.5),
    "skill": Scenario(
        classes={"boost": 4, "block": 4, "null": 12, "active": 8, "skill": 6, "segment": 3}
        | {"cohort": 2, "wait": 3, "conseq": 3, "trivial": 2, "follow": 4}
    ),
    "dose": Scenario(classes={"boost": 2, "null": 10, "active": 8}, threshold=3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The truth of one world; arrays hold one entry a behaviour, in the order of `classes`.

    `rate` is how often a behaviour is done a slice, times activity to the power
    `follows_activity`; `on_success` and `on_leaving` add to the log rate of success and
    of leaving from the slice after it was done `threshold` times; `leader` is the
    behaviour it fires with, −1 for none. The rest are the people's: spread of log
    activity, what it does for success, how fast people succeed and leave.
    """

    classes: NDArray[np.str_]
    names: tuple[str, ...]
    rate: Floats
    follows_activity: Floats
    on_success: Floats
    on_leaving: Floats
    leader: Ints
    threshold: Ints
    success_rate: float
    leaving_rate: float
    activity: float
    activity_helps: float
    history: bool

    @property
    def has_effect(self) -> NDArray[np.bool_]:
        """Which behaviours do anything."""
        return np.asarray((self.on_success != 0) | (self.on_leaving != 0))


def draw(scenario: Scenario, *, base: str, rng: np.random.Generator) -> World:
    """Draw a world; `base` is how many succeed: low (4 %), mid (15 %) or high (37 %)."""
    classes = np.repeat(list(scenario.classes), list(scenario.classes.values()))
    names = tuple(f"{c}_{n}" for c, k in scenario.classes.items() for n in range(1, k + 1))
    size, true = classes.size, np.isin(classes, TRUE)
    boost, block = np.flatnonzero(classes == "boost"), np.flatnonzero(classes == "block")
    rate = np.exp(rng.uniform(np.log(0.004), np.log(0.06), size))
    rate[true] = np.exp(rng.uniform(np.log(0.008), np.log(0.05), int(true.sum())))
    on_success, on_leaving, follows = np.zeros(size), np.zeros(size), np.zeros(size)
    on_success[boost] = scenario.strength * np.log(rng.uniform(1.4, 2.5, boost.size))
    on_success[block] = scenario.strength * np.log(rng.uniform(0.4, 0.7, block.size))
    if block.size:
        on_success[block[-1]] = 0.0
        on_leaving[block[-1]] = scenario.strength * np.log(rng.uniform(2.0, 3.5))
    follows[true] = rng.choice([0.0, 0.5], int(true.sum()))
    active = classes == "active"
    follows[active] = rng.uniform(0.6, 1.2, int(active.sum()))
    threshold = np.ones(size, dtype=np.int64)
    if scenario.threshold > 1:
        threshold[boost] = scenario.threshold
        on_success[boost] = np.log(rng.uniform(1.8, 2.5, boost.size))
        rate[:] = np.exp(rng.uniform(np.log(0.02), np.log(0.10), size))
        rate[boost] = rng.uniform(0.06, 0.12, boost.size)
    leader = _leaders(classes)
    rate[leader >= 0] = 0.004
    activity, helps = rng.uniform(0.5, 1.0), rng.uniform(0.3, 0.8)
    return World(
        classes=classes,
        names=names,
        rate=rate,
        follows_activity=follows,
        on_success=on_success,
        on_leaving=on_leaving,
        leader=leader,
        threshold=threshold,
        success_rate=RATE_OF_SUCCESS[base] * float(np.exp(rng.uniform(-0.2, 0.2))),
        leaving_rate=rng.uniform(0.02, 0.06),
        activity=scenario.activity or activity,
        activity_helps=scenario.activity_helps or helps,
        history=scenario.history,
    )


def _leaders(classes: NDArray[np.str_]) -> Ints:
    """Let followers take turns to fire with the first two boosters and blockers."""
    leader = np.full(classes.size, -1)
    leads = [*np.flatnonzero(classes == "boost")[:2], *np.flatnonzero(classes == "block")[:2]]
    if len(leads) == 4:
        for turn, follower in enumerate(np.flatnonzero(classes == "follow")):
            leader[follower] = leads[turn % 4]
    return leader
