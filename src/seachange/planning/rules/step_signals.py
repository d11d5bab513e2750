"""What predicts success and failure at each step of a plan's journeys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
    SignalEstimate,
)
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.signals import standing, told
from seachange.planning.rules.vocabulary import Grade, SignalStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalShown:
    """A signal as a page tells it: with the figures of its newest cohort, and how it fared.

    `cohorts` are oldest first; `status` is none for what somebody suspects and no cohort tells.
    `addressable` is the successes a month to be gained at most, by the newest cohort. `outcomes`
    and `hypotheses` are what it became, or what rests on it.
    """

    signal: BehaviourSignal
    behaviour: Behaviour
    status: SignalStatus | None
    grade: Grade
    wanting: str
    cohorts: tuple[SignalEstimate, ...]
    addressable: float | None
    proof_per_arm: int | None
    outcomes: tuple[Outcome, ...]
    hypotheses: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSignals:
    """A step of a journey with its signals, those first by which the most might be gained."""

    journey: JourneyMap
    step: JourneyStep
    signals: tuple[SignalShown, ...]


def at_steps(plan: Plan, *, journey: str | None = None) -> Iterator[StepSignals]:
    """Walk the steps of a plan's journeys that are not archived, with their signals."""
    for held in plan.journeys:
        if held.state == "archived" or journey not in {None, held.id}:
            continue
        for step in sorted(plan.of(JourneyStep, held.id), key=attrgetter("position", "id")):
            found = [
                _shown(plan, signal, behaviour)
                for behaviour in plan.of(Behaviour, step.id)
                for signal in plan.of(BehaviourSignal, behaviour.id)
            ]
            yield StepSignals(journey=held, step=step, signals=tuple(sorted(found, key=_order)))


def _shown(plan: Plan, signal: BehaviourSignal, behaviour: Behaviour) -> SignalShown:
    stands = standing(plan, signal)
    newest = stands.newest
    return SignalShown(
        signal=told(plan, signal),
        behaviour=behaviour,
        status=stands.status,
        grade=stands.grade,
        wanting=stands.wanting,
        cohorts=stands.cohorts,
        addressable=newest.addressable if newest else None,
        proof_per_arm=newest.proof_per_arm if newest else None,
        outcomes=plan.of(Outcome, signal.id),
        hypotheses=plan.of(Hypothesis, signal.id),
    )


def _order(shown: SignalShown) -> tuple[bool, float, str]:
    """Those that faded come last; what nobody counted comes after what was."""
    return shown.status is SignalStatus.FADED, -(shown.addressable or 0.0), shown.signal.id
