"""One planted world put to Seachange through its own door, and to the rivals beside it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from bench.worlds.planted import SCENARIOS, TRUE
from bench.worlds.rivals import Verdicts, rivals
from bench.worlds.simulation import (
    ENTRY,
    OTHER,
    SLICE,
    SUCCESS,
    WITHIN,
    Simulated,
    simulate,
)
from seachange.events.sources.open import open_log
from seachange.measure.answering.driver_parts import DriversAnswer
from seachange.measure.answers import Estimate
from seachange.measure.ask import ask

Floats = NDArray[np.float64]

OURS = "Seachange"
GRID = np.array([1, 2, 3, 4, 6, 8, 11, 16, 22, 32], dtype=float)
HOURS_A_SLICE = 2
EARLY = timedelta(hours=16 * HOURS_A_SLICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Which world is asked: scenario, how many people enter, seed."""

    scenario: str
    people: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was said of each behaviour of a world, and what is true; arrays run over behaviours.

    `estimate`, `low` and `high` are our risk differences (NaN: none given), `truth` the
    true one; `right` is the true sign. `classes` ends with "other", the event without a
    meaning that everybody does.
    """

    case: Case
    classes: NDArray[np.str_]
    right: Floats
    truth: Floats
    verdicts: dict[str, Verdicts]
    estimate: Floats
    low: Floats
    high: Floats
    calibration: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_true(self) -> NDArray[np.bool_]:
        """Which behaviours have an effect."""
        return np.isin(self.classes, TRUE)


def judge(case: Case) -> Judged:
    """Live through a world, ask everybody about its log, and look the truth up."""
    world = simulate(case.scenario, people=case.people, seed=case.seed)
    began = time.perf_counter()
    answer = asked(world)
    seconds = time.perf_counter() - began
    names = [*world.world.names, OTHER]
    classes = np.array([*world.world.classes, "other"])
    said = rivals(
        world.log(),
        names,
        entry=ENTRY,
        success=SUCCESS,
        within=timedelta(microseconds=WITHIN),
        early=EARLY,
    )
    # The event without a meaning has no name that a rival would be blamed for.
    for verdicts in said.values():
        verdicts.shown[-1] = False
    estimate, low, high = _effects(answer, names)
    return Judged(
        case=case,
        classes=classes,
        right=np.select([classes == "boost", classes == "block"], [1.0, -1.0], 0.0),
        truth=_truth(world, names, answer),
        verdicts={OURS: _verdicts(answer, names), **said},
        estimate=estimate,
        low=low,
        high=high,
        calibration=_calibration(answer),
        seconds=seconds,
    )


def question() -> dict[str, object]:
    """Return the question every world is asked."""
    within = f"{WITHIN // SLICE * HOURS_A_SLICE} hours"
    return {
        "kind": "drivers",
        "step": ENTRY,
        "target": SUCCESS,
        "within": within,
        "segments": ["segment"],
    }


def asked(world: Simulated) -> DriversAnswer:
    """Ask about a world's log through the real door."""
    log = open_log(world.log(), actor="actor", time="time", event="event", threads=1)
    try:
        as_of = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=world.as_of)
        answer = ask(question(), log, as_of=as_of)
    finally:
        log.close()
    if not isinstance(answer, DriversAnswer):
        raise TypeError(f"asked for drivers, and told {answer.kind}")
    return answer


def cases(scenario: str, *, people: int, seeds: range) -> list[Case]:
    """Return the cases of a scenario; an unknown scenario is a KeyError."""
    SCENARIOS[scenario]
    return [Case(scenario=scenario, people=people, seed=seed) for seed in seeds]


def _verdicts(answer: DriversAnswer, names: list[str]) -> Verdicts:
    sign = dict.fromkeys(names, 0.0)
    for finding in answer.findings:
        if finding.behaviour.property is None:
            sign[finding.behaviour.event] = 1.0 if finding.kind == "booster" else -1.0
    signs = np.array([sign[name] for name in names])
    return Verdicts(shown=signs != 0, sign=signs)


def _effects(answer: DriversAnswer, names: list[str]) -> tuple[Floats, Floats, Floats]:
    found = np.full((3, len(names)), np.nan)
    for tested in answer.tested:
        effect, name = tested.effect, tested.behaviour.event
        if tested.behaviour.property is None and isinstance(effect, Estimate) and name in names:
            found[:, names.index(name)] = effect.value, effect.low, effect.high
    estimate, low, high = found
    return estimate, low, high


def _truth(world: Simulated, names: list[str], answer: DriversAnswer) -> Floats:
    hours = 3600 * HOURS_A_SLICE
    landmarks = np.array(answer.design.landmarks) / hours if answer.design else GRID
    known = world.truth(landmarks)
    true = np.append(world.world.has_effect, False)
    return np.array(
        [
            known[name].effect if name in known else np.nan if is_true else 0.0
            for name, is_true in zip(names, true, strict=True)
        ]
    )


def _calibration(answer: DriversAnswer) -> dict[str, float]:
    found = answer.calibration
    if found is None:
        return {}
    return {"mu": found.mu, "kappa": found.kappa, "tau": found.tau, "deff": found.design_effect}
