"""Checks of journeys: can each step be observed, and what predicts success there?"""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, points, quoted
from seachange.planning.rules.plan.learning import AssumptionTest
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
)
from seachange.planning.rules.signals import told
from seachange.planning.rules.vocabulary import ActorKind


def _steps(survey: Survey) -> Iterator[JourneyStep]:
    for step in survey.plan.journey_steps:
        journey = survey.plan.get(JourneyMap, step.journey)
        if journey is None or journey.state != "archived":
            yield step


def step_not_observable(survey: Survey) -> Iterator[Hit]:
    """Find steps without behaviours, and behaviours without an actor or an event."""
    for step in _steps(survey):
        behaviours = survey.plan.of(Behaviour, step.id)
        if not behaviours:
            yield Hit(step.id, ("no behaviour", *quoted(step.name)))
        for behaviour in behaviours:
            lacks = {"actor": not behaviour.actor, "event": not behaviour.event_rule}
            missing = [f"no {name}" for name, is_missing in lacks.items() if is_missing]
            if missing:
                yield Hit(behaviour.id, (*missing, *quoted(behaviour.act)))


def step_without_signal(survey: Survey) -> Iterator[Hit]:
    """Find steps where nobody looked for what predicts success or failure."""
    for step in _steps(survey):
        behaviours = survey.plan.of(Behaviour, step.id)
        if not any(survey.plan.of(BehaviourSignal, b.id) for b in behaviours):
            yield Hit(step.id, ("no booster, no blocker", *quoted(step.name)))


def signal_that_predicts_nothing(survey: Survey) -> Iterator[Hit]:
    """Find signals that may make no difference."""
    for signal in (told(survey.plan, each) for each in survey.plan.signals):
        if signal.low is None or signal.high is None:
            continue
        if signal.low <= 0 <= signal.high:
            interval = f"interval {points(signal.low)} to {points(signal.high)}"
            yield Hit(signal.id, (interval, signal.behaviour))


def journey_without_employees(survey: Survey) -> Iterator[Hit]:
    """Find journeys on which nobody of ours does anything."""
    for journey in survey.plan.journeys:
        if journey.state == "archived":
            continue
        kinds = {lane.actor_kind for lane in journey.lanes}
        for step in survey.plan.of(JourneyStep, journey.id):
            kinds |= {b.actor_kind for b in survey.plan.of(Behaviour, step.id)}
        if ActorKind.EMPLOYEE not in kinds:
            lanes = tuple(lane.actor for lane in journey.lanes)
            yield Hit(journey.id, quoted(*lanes) or ("no lanes",))


def signal_taken_for_cause(survey: Survey) -> Iterator[Hit]:
    """Find links that rest on a signal no test has shown to be a cause."""
    for link in survey.plan.driver_links:
        signal = survey.plan.get(BehaviourSignal, link.signal)
        if signal is None or link.state == "refuted" or _is_tested(survey, signal):
            continue
        if not any(e.assumption_test for e in survey.evidence_about(link.id)):
            yield Hit(signal.id, (link.id, f"signal is {signal.state}", f"link is {link.state}"))


def _is_tested(survey: Survey, signal: BehaviourSignal) -> bool:
    test = survey.plan.get(AssumptionTest, signal.assumption_test)
    return signal.state == "tested" or (test is not None and test.state == "analysed")


CHECKS = (
    Check(
        id="JM01",
        severity=Severity.WARNING,
        message="Nothing to observe here.",
        condition="A step has no behaviour, or a behaviour lacks its actor or its event.",
        why=("A step nobody can see in the log cannot be measured. The map stays a drawing."),
        mend="Name who does what at this step, and the event that records it.",
        look=step_not_observable,
    ),
    Check(
        id="JM02",
        severity=Severity.INFO,
        message="Ask the two questions for this step.",
        condition="A step has neither a booster nor a blocker.",
        why=(
            "At every step something predicts success and something predicts failure. Where "
            "neither is known nobody asked."
        ),
        mend="Ask: what do those do here who succeed, and what do those do who fail?",
        look=step_without_signal,
    ),
    Check(
        id="JM03",
        severity=Severity.WARNING,
        message="Not a predictor yet.",
        condition="A signal's interval includes zero.",
        why=(
            "Those who behave so may fare no better than the others. Work on it may be work on "
            "noise."
        ),
        mend="Wait for more people, or leave it out of the ranking.",
        look=signal_that_predicts_nothing,
        needs_events=True,
    ),
    Check(
        id="JM04",
        severity=Severity.INFO,
        message="Employees behave too.",
        condition="A journey has no lane for employees.",
        why=(
            "Much of what customers experience is what somebody here does or leaves undone. A map "
            "without them cannot show it."
        ),
        mend="Add a lane for those who answer, serve and deliver along the way.",
        look=journey_without_employees,
    ),
    Check(
        id="JM05",
        severity=Severity.WARNING,
        message="Prediction is not proof.",
        condition="A signal is used as a cause and no test has shown that it is one.",
        why=(
            "Happy people may do it because they are happy. Pushing others to do it may change "
            "nothing, or harm."
        ),
        mend="Test it: cause more of the behaviour in one group and compare.",
        look=signal_taken_for_cause,
    ),
)
