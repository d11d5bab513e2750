"""What stands beside the form of an outcome: how it reads, and what the events say of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from seachange.evidence.reading_back import answer_from
from seachange.evidence.readings import level_of
from seachange.measure.answers import Unknown
from seachange.people.access import Viewer
from seachange.planning.reads.ids import free_id
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import ActorKind, Direction
from seachange.planning.rules.wording.agreement import agreeing
from seachange.report import words
from seachange.web.answers import Shown, shown

Json = dict[str, Any]


def goal_text(told: Mapping[str, Any]) -> str:
    """Return the goal as one would say it, from what was typed so far."""
    actor = str(told.get("actor") or "")
    said = f"{actor} {agreeing(actor, str(told.get('behaviour') or ''))}".strip()
    base, target, by = _base(told), _share(told.get("target")), str(told.get("by") or "").strip()
    if said and base and target:
        said += f": from {base} to {target}"
    elif said and target:
        said += f" to {target}"
    return f"{said} by {by}" if said and by else said


def _base(told: Mapping[str, Any]) -> str:
    try:
        did, people = int(str(told.get("did"))), int(str(told.get("people")))
    except ValueError:
        return ""
    return words.quantity(did / people, "share") if 0 <= did <= people and people else ""


def _share(typed: object) -> str:
    """Write a target as typed with its unit: 0.45 and 45 % are the same."""
    said = str(typed or "").strip()
    try:
        value = float(said)
    except ValueError:
        return said
    return words.quantity(value, "share") if 0 <= value <= 1 else said


def asked_of_events(
    question: Json | None, *, starts: date | None, ends: date | None
) -> Json | None:
    """Return a metric's question over one period, both days counted."""
    if question is None or starts is None or ends is None or ends < starts:
        return None
    return question | {
        "from": starts.isoformat(),
        "to": (ends + timedelta(days=1)).isoformat(),
    }


def counted(question: Json, viewer: Viewer | None) -> Shown:
    """Return what the events say of a question, as far as they were counted."""
    return shown(question, viewer, title="As the events have it")


def level_from(told: Shown, *, starts: date, ends: date, version: int) -> Level | str:
    """Return the level that was counted, or why there is none yet."""
    if told.is_ready:
        level = level_of(answer_from(told.answer), starts=starts, ends=ends, version=version)
        return f"The events do not tell: {level.why}." if isinstance(level, Unknown) else level
    if told.state == "waiting":
        return "It is still being counted. Send it again in a moment; nothing you wrote is lost."
    return f"{told.why} {told.remedy}".strip()


def stated(told: Mapping[str, Any], *, metric: str | None, baseline: Level | None) -> Outcome:
    """Return the outcome that a form states, its verb bent to how many they are."""
    return Outcome(
        id=told["id"],
        actor=told["actor"],
        actor_kind=ActorKind(told.get("actor_kind") or ActorKind.CUSTOMER),
        behaviour=agreeing(told["actor"], told["behaviour"]),
        direction=Direction(told.get("direction") or Direction.MORE),
        metric=metric,
        baseline=baseline,
        target=told.get("target"),
        by=told.get("by"),
        owners=tuple(told.get("owners") or ()),
        journey_step=told.get("step") or None,
    )


def metric_of(told: Mapping[str, Any], question: Json) -> Metric:
    """Return the new metric of an outcome: a share between two events."""
    return Metric(
        id=free_id(f"M-{told['id']}"),
        numerator=told["did_event"],
        denominator=told["of_event"],
        window=str(question["within"]),
        source="events",
        question=json.dumps(question),
    )


def driver_of(told: Mapping[str, Any]) -> tuple[DriverLink, ...]:
    """Return the claim that an outcome drives an impact, where one was named."""
    if not told.get("impact"):
        return ()
    link = free_id(f"{told['id']}-{told['impact']}")
    theory = told.get("theory") or ""
    return (DriverLink(id=link, outcome=told["id"], impact=told["impact"], theory=theory),)
