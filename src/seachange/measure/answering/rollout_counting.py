"""Counting a roll-out: which segments there are, and each one's days."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from seachange.events.documents import micros
from seachange.measure.answering.asked import Asked
from seachange.measure.periods import Period
from seachange.measure.questions.rollout import Rollout
from seachange.measure.rollout_counts import DayCount, day_counts
from seachange.measure.sql import rollout as sql

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Followed:
    """Everything counted: `segments` that are compared, treated ones first, by day of `cut`.

    `cut` are the whole days on which all are judged. `elsewhere` and `without` are the
    people of other segments and of none; `pending` those of days not judged yet. Of `units`
    each counted once, `moved` were in a treated segment and in one beside.
    """

    question: Rollout
    asked: Asked
    segments: tuple[str, ...]
    treated: int
    cut: tuple[Period, ...]
    counts: tuple[DayCount, ...]
    elsewhere: int = 0
    without: int = 0
    pending: int = 0
    units: int = 0
    moved: int = 0

    def released(self, segment: int) -> int:
        """Return the index in `cut` of the first day with the change; its length: not yet.

        Segments beside are split where the change first came to anybody.
        """
        day = self.question.waves.get(self.segments[segment], self.question.first)
        return bisect_left([period.label for period in self.cut], day.isoformat())

    def people(self, segment: int) -> int:
        """Return how many came, once a day, over the days judged."""
        return sum(c.people for c in self.counts if c.segment == segment)


def followed(question: Rollout, asked: Asked) -> Followed:
    """Count every segment that is compared, day by day."""
    cut = asked.cut(question.scope, "day")
    named = (*question.waves, *question.control) or (EVERYBODY,)
    if not cut:
        return Followed(question, asked, named, max(1, len(question.waves)), (), ())
    segments = named if question.control or not question.waves else _found(question, asked, cut)
    writer = asked.writer(question)
    wanted = segments if question.segment else None
    found = day_counts(asked.rows(sql.by_day(question, writer, cut=cut, segments=wanted)))
    judged = _judged(question, asked, cut)
    size = len(segments)
    units, moved = _moved(question, asked, cut, segments)
    inside = [c for c in found if c.day in judged]
    return Followed(
        question=question,
        asked=asked,
        segments=segments,
        treated=max(1, len(question.waves)),
        cut=cut[judged.start : judged.stop],
        counts=tuple(
            DayCount(c.segment, c.day - judged.start, c.people, c.y, c.x)
            for c in inside
            if c.segment < size
        ),
        elsewhere=sum(c.people for c in inside if c.segment == size),
        without=sum(c.people for c in inside if c.segment > size),
        pending=sum(c.people for c in found if c.day >= judged.stop and c.segment < size),
        units=units,
        moved=moved,
    )


def _moved(
    question: Rollout, asked: Asked, cut: tuple[Period, ...], segments: tuple[str, ...]
) -> tuple[int, int]:
    """Return the units of the segments, and how many were on both sides of the comparison."""
    if not question.waves:
        return 0, 0
    query = sql.movers(question, asked.writer(question), cut=cut, segments=segments)
    ((units, moved),) = asked.rows(query)
    return int(units), int(moved)


def _found(question: Rollout, asked: Asked, cut: tuple[Period, ...]) -> tuple[str, ...]:
    """Return the treated segments, and all others that the log has."""
    writer = asked.writer(question)
    tables = sql.opened(question, writer, cut=cut)
    others = [v for v in asked.groups(writer, question.segment, tables) if v not in question.waves]
    return (*question.waves, *sorted(others))


def _judged(question: Rollout, asked: Asked, cut: tuple[Period, ...]) -> range:
    """Return the whole days whose windows are all over, without the days before anybody came."""
    window = micros(question.metric.within)
    good = [
        index
        for index, day in enumerate(cut)
        if asked.is_whole(day, question.scope) and day.end + window <= asked.as_of + 1
    ]
    return range(good[0], good[-1] + 1) if good else range(0)
