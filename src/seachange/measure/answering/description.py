"""From what a log holds to its description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import ClassVar

from seachange.measure.answering.asked import Asked, log_caveats
from seachange.measure.answering.suspicions import suspicions
from seachange.measure.answering.tracking import Days, day_of, week_of
from seachange.measure.answers import Answer, Caveat
from seachange.measure.counts import NameTotals
from seachange.measure.questions.description import Description
from seachange.measure.questions.scope import iso
from seachange.measure.sql import description as sql

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATELY = 7
_TOP = 5
_MOST_DAYS = 92
_MOST_PERIODS = 1_000
MOST_HOLDERS = 200


@dataclass(frozen=True, slots=True)
class DescribedName:
    """An event name: events, people, first and last time, and events a day.

    `per_day` is over the log's whole span, `lately` over its last seven days and `before`
    over the days before those (None where there are none).
    """

    name: str
    events: int
    people: int
    first: str
    last: str
    per_day: float
    lately: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class Top:
    """A value and how many events have it."""

    value: str
    events: int


@dataclass(frozen=True, slots=True)
class Holder:
    """An event name and how many of its events have a property."""

    name: str
    events: int


@dataclass(frozen=True, slots=True)
class DescribedProperty:
    """A property: events that have it and their share of all, values, the commonest ones.

    `held_by` are the names of events that have it, those with most first, at most 200 of them.
    """

    name: str
    events: int
    share: float
    values: int
    top: tuple[Top, ...]
    held_by: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class EventsIn:
    """How many events lie in a UTC day or an ISO week."""

    period: str
    events: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without any event between days with some: the first and the last of them."""

    from_: str
    to: str
    days: int


@dataclass(frozen=True, kw_only=True)
class DescriptionAnswer(Answer):
    """What a log holds: `people` are its actors; what looks wrong is among the caveats.

    `days` are the UTC days from the first event's to the last's, both counted;
    `series` has days, or ISO weeks where there are more than 92.
    """

    kind: ClassVar[str] = "description"

    events: int
    first: str | None
    last: str | None
    days: int
    per_day: float | None
    names: tuple[DescribedName, ...] = ()
    properties: tuple[DescribedProperty, ...] = ()
    series: tuple[EventsIn, ...] = ()
    gaps: tuple[Gap, ...] = ()


def answer(question: Description, asked: Asked) -> DescriptionAnswer:
    """Look over a log."""
    rows = asked.rows(sql.totals(asked.writer(question)))
    if not rows:
        return _nothing(question, asked)
    events, actors, first, last = map(int, rows[0])
    names = _names(question, asked, last=last)
    by_day = _by_day(question, asked, first=first)
    days = by_day.last - by_day.first + 1
    return DescriptionAnswer(
        **asked.frame(question),
        people=actors,
        pending=0,
        events=events,
        first=_moment(first),
        last=_moment(last),
        days=days,
        per_day=events / days,
        names=_described(names, days=days),
        properties=_properties(question, asked, events=events),
        series=_series(by_day),
        gaps=_gaps(by_day),
        caveats=(
            *log_caveats(asked.log),
            *suspicions(question, asked, names=names, days=by_day, actors=actors),
        ),
        derivation=_DERIVATION,
    )


def _nothing(question: Description, asked: Asked) -> DescriptionAnswer:
    nothing = Caveat("no_events", "There is no event before the moment asked of.", "wrong")
    return DescriptionAnswer(
        **asked.frame(question),
        people=0,
        pending=0,
        events=0,
        first=None,
        last=None,
        days=0,
        per_day=None,
        caveats=(*log_caveats(asked.log), nothing),
        derivation=_DERIVATION,
    )


def _names(question: Description, asked: Asked, *, last: int) -> list[NameTotals]:
    texts = {code: name for name, code in asked.log.names.items()}
    rows = asked.rows(sql.names(asked.writer(question), recent=last - _LATELY * sql.DAY))
    totals = [NameTotals(texts[row[0]], *map(int, row[1:])) for row in rows]
    return sorted(totals, key=lambda n: (-n.events, n.name))


def _described(names: Sequence[NameTotals], *, days: int) -> tuple[DescribedName, ...]:
    longer = days > _LATELY
    return tuple(
        DescribedName(
            n.name,
            n.events,
            n.actors,
            _moment(n.first),
            _moment(n.last),
            n.events / days,
            n.lately / _LATELY if longer else None,
            (n.events - n.lately) / (days - _LATELY) if longer else None,
        )
        for n in names
    )


def _properties(
    question: Description, asked: Asked, *, events: int
) -> tuple[DescribedProperty, ...]:
    described, holders = [], _holders(question, asked)
    for name, column in sorted(asked.log.properties.items()):
        rows = asked.rows(sql.values(asked.writer(question), column, most=_TOP))
        top = sorted(((-int(n), str(value)) for value, n, _, _ in rows))
        there, values = (int(rows[0][3]), int(rows[0][2])) if rows else (0, 0)
        described.append(
            DescribedProperty(
                name,
                there,
                there / events,
                values,
                tuple(Top(v, -n) for n, v in top),
                holders.get(column, ())[:MOST_HOLDERS],
            )
        )
    return tuple(described)


def _holders(question: Description, asked: Asked) -> dict[str, tuple[Holder, ...]]:
    """Return by the column of a property which events have it, in one look over the log."""
    columns = sorted(asked.log.properties.values())
    if not columns:
        return {}
    texts = {code: name for name, code in asked.log.names.items()}
    rows = asked.rows(sql.holders(asked.writer(question), columns))
    return {
        column: tuple(
            sorted(
                (Holder(texts[row[0]], int(row[at])) for row in rows if row[at]),
                key=lambda holder: (-holder.events, holder.name),
            )
        )
        for at, column in enumerate(columns, 1)
    }


def _by_day(question: Description, asked: Asked, *, first: int) -> Days:
    start = first // sql.DAY
    rows = asked.rows(sql.days(asked.writer(question), origin=start * sql.DAY))
    return Days({start + int(day): int(n) for day, n in rows})


def _series(days: Days) -> tuple[EventsIn, ...]:
    """Return days or weeks, those without events too unless that would be a thousand rows."""
    weekly = days.last - days.first >= _MOST_DAYS
    label = week_of if weekly else day_of
    counts: dict[str, int] = {}
    if (days.last - days.first) // (7 if weekly else 1) < _MOST_PERIODS:
        counts = {label(day): 0 for day in range(days.first, days.last + 1)}
    for day, events in days.events.items():
        counts[label(day)] = counts.get(label(day), 0) + events
    return tuple(EventsIn(period, events) for period, events in counts.items())


def _gaps(days: Days) -> tuple[Gap, ...]:
    there = sorted(days.events)
    return tuple(
        Gap(day_of(before + 1), day_of(after - 1), after - before - 1)
        for before, after in pairwise(there)
        if after - before > 1
    )


def _moment(micros: int) -> str:
    return iso(_EPOCH + timedelta(microseconds=micros))


_DERIVATION = (
    "Everything up to the moment asked of; days are UTC days.",
    "Lately: the seven days up to the last event, and before: the days before those.",
    "What looks wrong may be right: each remark says what was seen, and what to do if it is not.",
)
