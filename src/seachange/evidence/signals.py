"""Signals found in a log: at each step of a plan's journeys, cohort after cohort."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any

from seachange.errors import BadPlan, BadQuestion
from seachange.events.log import EventLog
from seachange.evidence.cohorts import Cohort, asked, definition_of, rule_text, window_of
from seachange.measure.answering.driver_parts import BOOSTER, Finding
from seachange.measure.answering.driver_parts import Behaviour as Seen
from seachange.measure.ask import parse
from seachange.planning.rules.becoming import rule_of
from seachange.planning.rules.conversion.answers import free_id
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
    SignalEstimate,
)
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.signals import cohorts_of
from seachange.planning.rules.vocabulary import SignalStance, Stance

Kept = tuple[Behaviour, BehaviourSignal]

NOBODY = Seen("", "")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a step is asked that holds no signal yet, and of whom.

    `target` is next, last or any later step of the journey; `properties` are those whose values
    are looked at below found events (None: all); `since` and `until` bound the
    cohort, both included (None: from where the last one ended, or the log begins, to the last
    day whose entries had all their time).
    """

    target: str = "next"
    within: str = "7 days"
    entry: str = "first"
    segments: tuple[str, ...] = ()
    properties: tuple[str, ...] | None = None
    step: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A signal with what a cohort says of it: new to the plan, or looked at again.

    `behaviour` and `signal` are as the plan holds them, or as it would; `label` is what the
    behaviour is called by those who read the log, empty where nobody did it.
    """

    behaviour: Behaviour
    signal: BehaviourSignal
    estimate: SignalEstimate
    is_new: bool
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A step that was looked at: what was found there, or why nothing could be asked.

    `passed_over` are findings that are rather a part of the way than a signal, and why.
    """

    step: JourneyStep
    starts: date | None = None
    ends: date | None = None
    found: tuple[Found, ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()
    tested: int = 0
    why: str = ""


def look(plan: Plan, log: EventLog, *, as_of: date, wanted: Wanted) -> Iterator[Look]:
    """Ask a log at every step of a plan's journeys, or at the one wanted.

    A step that holds signals is asked their own questions again, of the people who came since
    their last cohort ended; any other the question that is `wanted`. Nothing is written. Raises
    BadQuestion at the step's id.
    """
    if wanted.step is not None and plan.get(JourneyStep, wanted.step) is None:
        raise BadQuestion(f"the plan has no journey step {wanted.step}", place="--step")
    for step in _steps(plan):
        if wanted.step in {None, step.id}:
            for each in _looks(plan, step, log, as_of=as_of, wanted=wanted):
                plan = plan.changed(put=records(each))
                yield each


def records(looked: Look) -> list[Record]:
    """Return what the plan would hold besides, behaviours before signals before cohorts.

    A cohort that tells nothing of any signal is not kept: its people count in the next.
    """
    made: dict[str, Record] = {}
    if not any(each.estimate.is_known for each in looked.found):
        return []
    for each in looked.found:
        if each.is_new:
            made |= {each.behaviour.id: each.behaviour, each.signal.id: each.signal}
        made[each.estimate.id] = each.estimate
    return list(made.values())


def as_held_by(plan: Plan, found: Found) -> Found | None:
    """Return a finding as a plan would hold it that was changed while the log was counted.

    What others wrote meanwhile keeps its ids, and a behaviour they stated is not stated again;
    None where the plan holds the signal by now.
    """
    rule = rule_of(found.behaviour.event_rule)
    at_step = plan.of(Behaviour, found.behaviour.journey_step)
    known = next((each for each in at_step if _is(each, rule)), None)
    if known is not None and plan.of(BehaviourSignal, known.id):
        return None
    behaviour = known or replace(found.behaviour, id=_free(plan, found.behaviour.id, "BE"))
    signal = replace(found.signal, id=_free(plan, found.signal.id, "SG"), behaviour=behaviour.id)
    of_it = replace(found.estimate, id=f"{signal.id}-{found.estimate.ends}", signal=signal.id)
    return replace(found, behaviour=behaviour, signal=signal, estimate=of_it)


def _free(plan: Plan, wanted: str, prefix: str) -> str:
    return free_id(plan, prefix) if wanted in plan.by_id else wanted


def _steps(plan: Plan) -> Iterator[JourneyStep]:
    for journey in plan.journeys:
        if journey.state != "archived":
            yield from sorted(plan.of(JourneyStep, journey.id), key=attrgetter("position", "id"))


def _looks(
    plan: Plan, step: JourneyStep, log: EventLog, *, as_of: date, wanted: Wanted
) -> Iterator[Look]:
    kept = [
        (behaviour, signal)
        for behaviour in plan.of(Behaviour, step.id)
        for signal in plan.of(BehaviourSignal, behaviour.id)
        if signal.question
    ]
    questions = list(dict.fromkeys(signal.question for _, signal in kept))
    try:
        if not questions:
            question = _question(plan, step, wanted)
            if isinstance(question, str):
                yield Look(step=step, why=question)
                return
            questions = [json.dumps(question, ensure_ascii=False)]
        for text in questions:
            mine = [each for each in kept if each[1].question == text]
            yield _look(plan, step, log, mine, json.loads(text), as_of=as_of, wanted=wanted)
    except BadQuestion as error:
        where = f"{step.id}: {error.place}" if error.place else step.id
        raise BadQuestion(error.what, place=where, remedy=error.remedy) from None


def _look(
    plan: Plan,
    step: JourneyStep,
    log: EventLog,
    kept: list[Kept],
    question: Mapping[str, Any],
    *,
    as_of: date,
    wanted: Wanted,
) -> Look:
    definition = definition_of(question)
    last = [c.ends for _, s in kept for c in cohorts_of(plan, s) if c.definition == definition]
    begins = max(last) + timedelta(days=1) if last else _first_day(log)
    starts = max(filter(None, (begins, wanted.since)), default=None)
    # Whoever came later has not had all their time, and belongs to the next cohort.
    over = as_of - timedelta(days=-(-window_of(question) // timedelta(days=1)))
    ends = min(over, wanted.until or over)
    if starts is None or ends < starts:
        since = f" since {starts}" if starts else ""
        return Look(step=step, why=f"nobody{since} has had all their time yet")
    cohort = asked(question, log, starts=starts, ends=ends, as_of=as_of)
    looked = Look(step=step, starts=starts, ends=ends, tested=len(cohort.answer.tested))
    if cohort.answer.unknown and not kept:
        return replace(looked, why=cohort.answer.unknown)
    again = tuple(_again(behaviour, signal, cohort) for behaviour, signal in kept)
    fresh, passed_over = _fresh(plan, step, cohort)
    return replace(looked, found=(*again, *fresh), passed_over=passed_over)


def _again(behaviour: Behaviour, signal: BehaviourSignal, cohort: Cohort) -> Found:
    rule = rule_of(behaviour.event_rule)
    same = (each.behaviour for each in cohort.answer.tested)
    seen = next((each for each in same if rule_of(rule_text(each)) == rule), NOBODY)
    estimate = cohort.estimate(signal.id, rule, seen)
    return Found(
        behaviour=behaviour, signal=signal, estimate=estimate, is_new=False, label=seen.label
    )


def _fresh(
    plan: Plan, step: JourneyStep, cohort: Cohort
) -> tuple[list[Found], tuple[tuple[str, str], ...]]:
    """Return the findings that the step does not hold yet, and those that are part of the way."""
    out: list[Found] = []
    passed_over = []
    for finding in cohort.answer.findings:
        if finding.looks_like:
            label = finding.behaviour.label
            passed_over.append((label, f"it looks like a {finding.looks_like} of the journey"))
            continue
        rule = rule_of(rule_text(finding.behaviour))
        known = next((b for b in plan.of(Behaviour, step.id) if _is(b, rule)), None)
        if known is not None and plan.of(BehaviourSignal, known.id):
            continue
        behaviour = known or _behaviour(plan, step, finding)
        made = _signal(plan, behaviour, finding, cohort)
        plan = plan.changed(put=[behaviour, made])
        estimate = cohort.estimate(made.id, rule, finding.behaviour)
        label = finding.behaviour.label
        found = Found(behaviour=behaviour, signal=made, estimate=estimate, is_new=True, label=label)
        out.append(found)
    return out, tuple(passed_over)


def is_seen_as(behaviour: Behaviour, seen: Seen) -> bool:
    """Tell whether a behaviour of the plan is one that was seen in the log, by its rule."""
    try:
        return _is(behaviour, rule_of(rule_text(seen)))
    except (BadPlan, BadQuestion):  # a rule that cannot be read is of nothing
        return False


def _is(behaviour: Behaviour, rule: Mapping[str, Any]) -> bool:
    return bool(behaviour.event_rule) and rule_of(behaviour.event_rule) == rule


def _behaviour(plan: Plan, step: JourneyStep, finding: Finding) -> Behaviour:
    journey = plan.get(JourneyMap, step.journey)
    lane = journey.lanes[0] if journey and journey.lanes else None
    made = Behaviour(
        id=free_id(plan, "BE"),
        journey_step=step.id,
        actor=lane.actor if lane else "people",
        act=finding.behaviour.label,
        event_rule=rule_text(finding.behaviour),
        stance=Stance.ENCOURAGE if finding.kind == BOOSTER else Stance.ELIMINATE,
    )
    return replace(made, actor_kind=lane.actor_kind) if lane else made


def _signal(plan: Plan, of: Behaviour, finding: Finding, cohort: Cohort) -> BehaviourSignal:
    is_booster = finding.kind == BOOSTER
    return BehaviourSignal(
        id=free_id(plan, "SG"),
        behaviour=of.id,
        state="observed",
        success_label=cohort.answer.target,
        question=json.dumps(dict(cohort.question), ensure_ascii=False),
        stance=SignalStance.ENCOURAGE if is_booster else SignalStance.ELIMINATE,
    )


def _question(plan: Plan, step: JourneyStep, wanted: Wanted) -> dict[str, Any] | str:
    """Return the question that a step is asked first; or why it cannot be asked."""
    if not step.entry_event:
        return "no event says when people come to it"
    way = [
        each
        for each in sorted(plan.of(JourneyStep, step.journey), key=attrgetter("position", "id"))
        if each.entry_event
    ]
    if way[-1].id == step.id:
        return "it is the last of its journey: no step follows it"
    document = {
        "kind": "drivers",
        "journey": [
            {**rule_of(each.entry_event), **({"name": each.name} if each.name else {})}
            for each in way
        ],
        "step": way.index(step) + 1,
        "target": wanted.target,
        "within": wanted.within,
        "entry": wanted.entry,
        "segments": list(wanted.segments),
        "properties": None if wanted.properties is None else list(wanted.properties),
    }
    told = parse(document).to_dict()
    return {name: told[name] for name in document}


def _first_day(log: EventLog) -> date | None:
    return None if log.first is None else (_EPOCH + timedelta(microseconds=log.first)).date()
