"""Where metrics stand in a log: each metric's own question asked, and kept as a measurement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from seachange.errors import BadQuestion
from seachange.events.log import EventLog
from seachange.measure.answering.score import ScoreAnswer
from seachange.measure.answering.share import ShareAnswer
from seachange.measure.answers import Answer, Estimate, Unknown
from seachange.measure.ask import ask
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.values import Level


@dataclass(frozen=True, slots=True)
class Readings:
    """What was measured, and of which metrics nothing could be known, and why."""

    taken: tuple[Measurement, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)


def take_readings(
    metrics: Iterable[Metric], log: EventLog, *, since: date, until: date
) -> Readings:
    """Measure every metric in use that holds a question, from one day up to and with another.

    A question that names its own period keeps it. What cannot be known (nobody was there, too
    few) gives no measurement rather than a zero, and says why. Raises BadQuestion at the
    metric's id.
    """
    taken: list[Measurement] = []
    unknown: dict[str, str] = {}
    for metric in metrics:
        if metric.question and metric.state != "deprecated":
            reading = _reading(metric, log, since=since, until=until)
            if isinstance(reading, Measurement):
                taken.append(reading)
            else:
                unknown[metric.id] = reading.why
    return Readings(tuple(taken), unknown)


def _reading(metric: Metric, log: EventLog, *, since: date, until: date) -> Measurement | Unknown:
    question = {"from": since, "to": until + timedelta(days=1), **_question(metric)}
    moment = datetime.combine(until, time.max, tzinfo=UTC)
    try:
        answered = ask(question, log, as_of=moment)
    except BadQuestion as error:
        where = f"{metric.id}: {error.place}" if error.place else metric.id
        raise BadQuestion(error.what, place=where, remedy=error.remedy) from None
    level = level_of(answered, starts=since, ends=until, version=metric.version)
    if isinstance(level, Unknown):
        return level
    source = f"{', '.join(answered.source.names)} ({answered.source.fingerprint[:12]})"
    return Measurement(
        id=f"reading:{metric.id}", metric=metric.id, level=level, source=source, measured_on=until
    )


def _question(metric: Metric) -> dict[str, Any]:
    try:
        held = json.loads(metric.question)
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise BadQuestion(
            "its question is not a JSON object",
            place=metric.id,
            remedy='Such as {"kind": "share", "of": …, "did": …, "within": "7 days"}.',
        )
    return held


def level_of(answered: Answer, *, starts: date, ends: date, version: int) -> Level | Unknown:
    """Return the level an answer tells; unknown where it is, or is no single number.

    Where one person may enter more than once, entries are no people: the share is told with
    the people behind it, not as so many of so many.
    """
    when: dict[str, Any] = {"starts": starts, "ends": ends, "version": version}
    estimate = getattr(answered, "estimate", None)
    if isinstance(estimate, Unknown):
        return estimate
    if not isinstance(estimate, Estimate):
        return Unknown(f"a question of the kind {answered.kind} has no single number")
    if isinstance(answered, ShareAnswer):
        if answered.question.get("entry") == "first":
            return Level(did=answered.did, people=answered.people, **when)
        return Level(value=estimate.value, people=answered.actors, **when)
    if isinstance(answered, ScoreAnswer) and answered.promoters is not None:
        tally = (answered.promoters, answered.passives, answered.detractors)
        return Level(promoters=tally[0], passives=tally[1], detractors=tally[2], **when)
    return Level(value=estimate.value, people=answered.people, **when)
