"""The one door: a question and a log in, an answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn, get_type_hints

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.log import EventLog
from seachange.events.rules import Rule
from seachange.measure.answering import description as answering_description
from seachange.measure.answering import drivers as answering_drivers
from seachange.measure.answering import duration as answering_duration
from seachange.measure.answering import experiment as answering_experiment
from seachange.measure.answering import experiment_plan as answering_experiment_plan
from seachange.measure.answering import frequency as answering_frequency
from seachange.measure.answering import funnel as answering_funnel
from seachange.measure.answering import journey_map as answering_journey_map
from seachange.measure.answering import retention as answering_retention
from seachange.measure.answering import rollout as answering_rollout
from seachange.measure.answering import score as answering_score
from seachange.measure.answering import share as answering_share
from seachange.measure.answering.asked import Asked
from seachange.measure.answering.moments import moment_caveats
from seachange.measure.answers import Answer
from seachange.measure.engines.choose import engine_for
from seachange.measure.questions import (
    description,
    drivers,
    duration,
    experiment,
    experiment_plan,
    frequency,
    funnel,
    journey_map,
    retention,
    rollout,
    score,
    share,
)
from seachange.measure.sql import description as sql_of_log
from seachange.measure.sql.entries import micros_of
from seachange.measure.sql.query import Writer

_KINDS: dict[str, tuple[Callable[[Field], Any], Callable[[Any, Asked], Answer]]] = {
    "share": (share.parse, answering_share.answer),
    "frequency": (frequency.parse, answering_frequency.answer),
    "duration": (duration.parse, answering_duration.answer),
    "funnel": (funnel.parse, answering_funnel.answer),
    "journey_map": (journey_map.parse, answering_journey_map.answer),
    "retention": (retention.parse, answering_retention.answer),
    "score": (score.parse, answering_score.answer),
    "drivers": (drivers.parse, answering_drivers.answer),
    "experiment": (experiment.parse, answering_experiment.answer),
    "rollout": (rollout.parse, answering_rollout.answer),
    "experiment_plan": (experiment_plan.parse, answering_experiment_plan.answer),
    "description": (description.parse, answering_description.answer),
}
KINDS = tuple(_KINDS)


def answer_types() -> tuple[type[Answer], ...]:
    """Return the class of answer that each kind of question has."""
    return tuple(get_type_hints(answer)["return"] for _, answer in _KINDS.values())


class _Named(Exception):
    """The keys that a parser names before it reads any."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__(keys)


class _Listening(Field):
    """A question that is not read: it listens for the keys it might have."""

    __slots__ = ()

    def keys(self, known: Iterable[str], **_: str) -> NoReturn:
        raise _Named(tuple(known))


def keys_of(kind: str) -> tuple[str, ...]:
    """Return the keys a question of a kind may have: asked of its parser, who refuses others."""
    try:
        _KINDS[kind][0](_Listening({"kind": kind}))
    except _Named as told:
        return told.keys
    raise LookupError(f"the parser of {kind} reads before it names its keys")


def parse(document: Any) -> Any:
    """Read a question from a mapping as it stands in a file; errors name the key at fault."""
    field = document if isinstance(document, Field) else Field(document)
    if not isinstance(field.value, dict) or "kind" not in field.value:
        raise field.wrong("a question needs a `kind`", remedy=f"One of: {', '.join(KINDS)}.")
    kind = Field(field.value["kind"], (*field.path, "kind")).one_of(KINDS)
    try:
        return _KINDS[kind][0](field)
    except BadQuestion as error:
        if error.place and error.path[: len(field.path)] == field.path:
            raise
        # Refused by the question itself, which does not know in which document it stands.
        key = Field(None, (*field.path, *error.path))
        raise key.wrong(error.what, remedy=error.remedy) from None


def ask(question: Any, log: EventLog, *, as_of: datetime | None = None) -> Answer:
    """Answer a question (or its document) from a log.

    `as_of` bounds everything: nothing later is read. Its default is the newest arrival
    in the log, so that the same question on the same events has the same answer always.
    """
    asked_question = question if hasattr(question, "kind") else parse(question)
    if as_of is not None and as_of.tzinfo is None:
        raise BadQuestion("as_of needs a zone", place="as_of", remedy="Write …Z for UTC.")
    moment = micros_of(as_of) if as_of else log.newest
    if moment is None:
        moment = micros_of(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(0))
    asked = Asked(log, engine_for(log), moment)
    answer: Answer = _KINDS[asked_question.kind][1](asked_question, asked)
    doubts = tuple(moment_caveats(log, as_of=moment, is_said=as_of is not None))
    return replace(answer, caveats=(*answer.caveats, *doubts)) if doubts else answer


def picked(rule: Rule, log: EventLog) -> tuple[int, int]:
    """Return how many events of a log a rule picks, and of how many actors: no more than that."""
    moment = log.newest or 0
    rows = engine_for(log).rows(sql_of_log.picked(Writer(log, as_of=moment), rule))
    return int(rows[0][0]), int(rows[0][1])
