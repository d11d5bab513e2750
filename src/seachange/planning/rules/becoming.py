"""What a signal becomes: an outcome to move, or a hypothesis to test, its baseline filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from seachange.errors import BadPlan, BadQuestion, Refused
from seachange.events.documents import Field
from seachange.events.rules import parse_rule
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    Metric,
    SignalEstimate,
)
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.values import Criteria
from seachange.planning.rules.signals import standing, told
from seachange.planning.rules.vocabulary import (
    Design,
    Direction,
    SignalKind,
    SignalStance,
    SignalStatus,
    Stage,
)
from seachange.planning.rules.worth import way_of, worth_of, worth_said

# What a nudge moves, where nothing better is known: one in ten (statistics.md §6).
UPTAKE = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What somebody says besides when a signal becomes an outcome: how far, and by when."""

    target: float | None = None
    by: date | None = None


def check_worth(plan: Plan, signal: BehaviourSignal, *, why: str) -> None:
    """Raise `Refused` for a signal that has faded or is to be left alone, and no reason given."""
    doubts = {
        "the last cohort that says something denies it: it has faded": (
            standing(plan, signal).status is SignalStatus.FADED
        ),
        "its stance is to leave it": signal.stance is SignalStance.LEAVE,
    }
    doubt = next((says for says, is_so in doubts.items() if is_so), "")
    if doubt and not why:
        raise Refused(
            doubt,
            place=signal.id,
            remedy="leave it; or say why it is worth it all the same",
            invariant="cohort",
        )


def as_outcome(plan: Plan, signal: BehaviourSignal, record_id: str, aim: Aim) -> tuple[Record, ...]:
    """Return the outcome of moving a signal's behaviour, and the metric it is measured by.

    The metric is the question of who does it at the signal's step, in the signal's window; the
    baseline is what the newest cohort did. More of a booster is wanted, less of a blocker.
    """
    behaviour = _behaviour(plan, signal)
    newest = _newest(plan, signal)
    asked = _asked(signal)
    less = told(plan, signal).signal is SignalKind.BLOCKER
    if newest.doing is None:
        raise BadPlan(
            f"how many do it was not counted in {newest.id}",
            place=signal.id,
            remedy="find the signal again in a log",
        )
    metric = Metric(
        id=f"M-{record_id}",
        numerator=behaviour.act or behaviour.name,
        denominator=_people_at(asked),
        window=str(asked["within"]),
        source="events",
        question=json.dumps(_share(asked, rule_of(behaviour.event_rule))),
        state="live",
    )
    outcome = Outcome(
        id=record_id,
        actor=behaviour.actor,
        actor_kind=behaviour.actor_kind,
        behaviour=_act(behaviour),
        direction=Direction.LESS if less else Direction.MORE,
        metric=metric.id,
        baseline=replace(newest.doing, version=metric.version),
        target=aim.target,
        by=aim.by,
        owners=(signal.owner,) if signal.owner else (),
        journey_step=behaviour.journey_step,
        signals=(signal.id,),
        state="baselined",
    )
    return metric, outcome


def as_hypothesis(
    plan: Plan,
    signal: BehaviourSignal,
    record_id: str,
    *,
    outcome: str | None = None,
    uptake: float = UPTAKE,
    worthwhile: float | None = None,
) -> tuple[Record, ...]:
    """Return the hypothesis that moving a signal's behaviour moves success, and what would test it.

    It is put to an experiment that nudges chosen people towards a booster, or away from a
    blocker: predicted is the effect times the share that a nudge moves (`uptake`), and the test
    is planned with the number of people it needs. From which change on it is worth it somebody
    says (`worthwhile`), or the outcome's way to its target does (`worth_of`); else that stays
    open. Without an outcome of the plan it gets its own: success at the signal's step, its
    baseline that of the newest cohort.
    """
    if not 0 < uptake <= 1:
        raise BadPlan("the uptake of a nudge is a share above 0, at most 1", place=signal.id)
    newest = _newest(plan, signal)
    asked = _asked(signal)
    behaviour = _behaviour(plan, signal)
    made: list[Record] = []
    moved = plan.get(Outcome, outcome)
    if outcome is None:
        metric, moved = _success(signal, behaviour, newest, asked, f"OC-{record_id}")
        made += metric, moved
    if moved is None:
        raise BadPlan(f"there is no outcome {outcome}", place=signal.id)
    worth = worth_of(moved)
    if worthwhile is not None:
        worth = worth_said(plan, worthwhile, moved, place=signal.id)
    less = told(plan, signal).signal is SignalKind.BLOCKER
    hypothesis = Hypothesis(
        id=record_id,
        statement=f"If {'fewer' if less else 'more'} {_people_at(asked)} {_act(behaviour)}, "
        f"more of them succeed: “{signal.success_label}”",
        outcome=moved.id,
        criteria=_criteria(newest, worth, uptake=uptake, sign=way_of(moved) * (-1 if less else 1)),
        signals=(signal.id,),
    )
    test = AssumptionTest(
        id=f"T-{record_id}",
        name=f"nudge {'away from' if less else 'towards'} it: {behaviour.act or behaviour.name}",
        hypothesis=hypothesis.id,
        method="encouragement",
        stage=Stage.EXPERIMENT,
        design=Design.RANDOMISED,
        planned_people=people_for(newest, uptake=uptake),
    )
    return (*made, hypothesis, test, replace(signal, assumption_test=test.id))


def rule_of(text: str) -> dict[str, Any]:
    """Return the rule of a behaviour's events: the name of an event, or a rule as JSON."""
    told: Any = text
    if text.startswith("{"):
        try:
            told = json.loads(text)
        except ValueError as error:
            raise BadPlan(f"its event rule is no valid JSON: {error}", place=text) from None
    return parse_rule(Field(told)).to_dict()


def step_rule(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the rule of the step that a question of drivers asks about."""
    return _bare(asked["journey"][asked["step"] - 1])


def _act(behaviour: Behaviour) -> str:
    """Return what people do as a verb; an event's own name is none, and is said to be done."""
    act = behaviour.act
    is_event = any(act == name or act.startswith(f"{name} (") for name in _events(behaviour))
    return act if act and not is_event else f"do “{act or behaviour.name}”"


def _events(behaviour: Behaviour) -> frozenset[str]:
    """Return the names of a behaviour's events; a rule that cannot be read names none."""
    try:
        rule = rule_of(behaviour.event_rule) if behaviour.event_rule else None
    except (BadPlan, BadQuestion):
        return frozenset()
    return (rule and parse_rule(Field(rule)).names) or frozenset()


def _share(asked: dict[str, Any], did: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "share",
        "of": step_rule(asked),
        "did": did,
        "within": asked["within"],
        "entry": asked["entry"],
    }


def _success(
    signal: BehaviourSignal,
    behaviour: Behaviour,
    newest: SignalEstimate,
    asked: dict[str, Any],
    record_id: str,
) -> tuple[Metric, Outcome]:
    """Return the metric of succeeding at a signal's step, and its outcome."""
    targets = [_bare(asked["journey"][number - 1]) for number in asked["target"] or ()]
    if not targets or newest.succeeding is None:
        raise BadPlan(
            "its success is a score, and which outcome that is the plan has to say",
            place=signal.id,
            remedy="name the outcome",
        )
    did = targets[0] if len(targets) == 1 else {"any": targets}
    metric = Metric(
        id=f"M-{record_id}",
        numerator=signal.success_label,
        denominator=_people_at(asked),
        window=str(asked["within"]),
        source="events",
        question=json.dumps(_share(asked, did)),
        state="live",
    )
    outcome = Outcome(
        id=record_id,
        actor=behaviour.actor,
        actor_kind=behaviour.actor_kind,
        behaviour=signal.success_label,
        metric=metric.id,
        baseline=replace(newest.succeeding, version=metric.version),
        owners=(signal.owner,) if signal.owner else (),
        journey_step=behaviour.journey_step,
        signals=(signal.id,),
        state="baselined",
    )
    return metric, outcome


def _criteria(newest: SignalEstimate, worth: float | None, *, uptake: float, sign: int) -> Criteria:
    """Return what a nudge is predicted to change, as the outcome's metric moves by what helps."""
    ends = sorted(
        round(sign * each * uptake, 6)
        for each in (newest.low, newest.effect, newest.high)
        if each is not None
    )
    low, predicted, high = ends
    return Criteria(
        predicted_low=low,
        predicted=predicted,
        predicted_high=high,
        smallest_worthwhile=worth,
    )


def people_for(newest: SignalEstimate, *, uptake: float) -> int | None:
    """Return how many people both arms need; the estimate tells it for a nudge of one in ten."""
    if newest.proof_per_arm is None:
        return None
    return 2 * round(newest.proof_per_arm * (UPTAKE / uptake) ** 2)


def _behaviour(plan: Plan, signal: BehaviourSignal) -> Behaviour:
    behaviour = plan.get(Behaviour, signal.behaviour)
    if behaviour is None:
        raise BadPlan(f"there is no behaviour {signal.behaviour}", place=signal.id)
    return behaviour


def _newest(plan: Plan, signal: BehaviourSignal) -> SignalEstimate:
    newest = standing(plan, signal).newest
    if newest is None:
        raise BadPlan(
            "no cohort tells of it: there is no baseline to fill in",
            place=signal.id,
            remedy="find it in a log first",
        )
    return newest


def _asked(signal: BehaviourSignal) -> dict[str, Any]:
    try:
        asked = json.loads(signal.question)
        known = isinstance(asked, dict) and {"journey", "step", "within"} <= asked.keys()
    except ValueError:
        known = False
    if not known:
        raise BadPlan(
            "it holds no question of drivers: nobody knows how it was found",
            place=signal.id,
            remedy="find it in a log first",
        )
    return {"entry": "first", "target": None, **asked}


def _people_at(asked: dict[str, Any]) -> str:
    step = asked["journey"][asked["step"] - 1]
    return f"people at the step “{step.get('name') or parse_rule(Field(_bare(step))).label}”"


def _bare(step: dict[str, Any]) -> dict[str, Any]:
    return {key: held for key, held in step.items() if key != "name"}
