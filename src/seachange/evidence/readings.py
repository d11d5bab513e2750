"""Where metrics stand in a log: each metric's own question asked, and kept as a measurement."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from seachange.errors import BadQuestion
from seachange.events.log import EventLog
from seachange.measure.answering.score import ScoreAnswer
from seachange.measure.answering.share import ShareAnswer
from seachange.measure.answers import Answer, Estimate
from seachange.measure.ask import ask
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.values import Level


def take_readings(
    metrics: Iterable[Metric], log: EventLog, *, as_of: date, days: int
) -> tuple[Measurement, ...]:
    """Measure every metric in use that holds a question, over the days up to and with one day.

    A question that names its own period keeps it. What cannot be known (nobody was there, too
    few) gives no measurement rather than a zero. Raises BadQuestion at the metric's id.
    """
    starts = as_of - timedelta(days=days)
    taken = (
        _reading(metric, log, starts=starts, ends=as_of)
        for metric in metrics
        if metric.question and metric.state != "deprecated"
    )
    return tuple(reading for reading in taken if reading is not None)


def _reading(metric: Metric, log: EventLog, *, starts: date, ends: date) -> Measurement | None:
    question = {"from": starts, "to": ends + timedelta(days=1), **_question(metric)}
    moment = datetime.combine(ends, time.max, tzinfo=UTC)
    try:
        answered = ask(question, log, as_of=moment)
    except BadQuestion as error:
        where = f"{metric.id}: {error.place}" if error.place else metric.id
        raise BadQuestion(error.what, place=where, remedy=error.remedy) from None
    level = _level(answered, starts=starts, ends=ends, version=metric.version)
    if level is None:
        return None
    source = f"{', '.join(answered.source.names)} ({answered.source.fingerprint[:12]})"
    return Measurement(
        id=f"reading:{metric.id}", metric=metric.id, level=level, source=source, measured_on=ends
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


def _level(answered: Answer, *, starts: date, ends: date, version: int) -> Level | None:
    """Return the level an answer tells; none where it is unknown or no single number."""
    when: dict[str, Any] = {"starts": starts, "ends": ends, "version": version}
    estimate = getattr(answered, "estimate", None)
    if not isinstance(estimate, Estimate):
        return None
    if isinstance(answered, ShareAnswer) and answered.question.get("entry") == "first":
        return Level(did=answered.did, people=answered.people, **when)
    if isinstance(answered, ScoreAnswer) and answered.promoters is not None:
        tally = (answered.promoters, answered.passives, answered.detractors)
        return Level(promoters=tally[0], passives=tally[1], detractors=tally[2], **when)
    return Level(value=estimate.value, people=answered.people, **when)
