"""A funnel counted on any engine: by its SQL, or by a kernel where its steps are plain."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from seachange.events.documents import micros
from seachange.events.log import EventLog
from seachange.measure.counts import (
    FunnelCounts,
    FunnelNext,
    FunnelPeople,
    FunnelScore,
    FunnelTimes,
)
from seachange.measure.engines import funnel_kernel as kernel
from seachange.measure.engines import funnel_tallies as tallies
from seachange.measure.engines.engine import Engine, Row
from seachange.measure.engines.funnel_kernel import Journeys
from seachange.measure.periods import Period
from seachange.measure.questions.funnel import Funnel
from seachange.measure.sql import funnel as sql
from seachange.measure.sql import funnel_meetings
from seachange.measure.sql.entries import micros_of
from seachange.measure.sql.funnel_meetings import Meetings
from seachange.measure.sql.query import Writer

Write = Callable[[], Writer]

# So many events are read at a time, some 35 MB.
_READ = 2_000_000
_LONG_AGO = -(2**62)


@dataclass(frozen=True, slots=True)
class View:
    """What one counting is parted by: the periods of entry, or a breakdown's values, or none."""

    cut: tuple[Period, ...] = ()
    groups: tuple[str, ...] | None = None


def count(
    question: Funnel, engine: Engine, *, write: Write, views: Sequence[View]
) -> list[FunnelCounts]:
    """Count a funnel once for each view; `write` gives a fresh writer of SQL each time."""
    counted = by_kernel(question, engine, write=write, views=views)
    return counted or by_sql(question, engine, write=write, views=views)


def by_kernel(
    question: Funnel, engine: Engine, *, write: Write, views: Sequence[View]
) -> list[FunnelCounts]:
    """Count in one pass over the sorted rows, or return nothing where that would not be right.

    It is where actors are counted, steps have an order, other events may lie between, and
    no event can be two of the steps.
    """
    meetings = Meetings.of(question)
    is_plain = question.order == "ordered" and not question.exclusions and not question.survey
    is_plain = is_plain and len(meetings.rules) == len(question.steps) and not meetings.may_meet
    if not engine.feeds_kernels or question.scope.unit != "actor" or not is_plain:
        return []
    journeys = _walked(question, engine, write=write)
    if journeys is None:
        return []
    latest = write().as_of - micros(question.window)
    return [
        tallies.tally(
            journeys,
            _parted(question, engine, journeys, write=write, view=view),
            steps=len(question.steps),
            latest=latest,
        )
        for view in views
    ]


def _walked(question: Funnel, engine: Engine, *, write: Write) -> Journeys | None:
    """Walk everybody's events, some actors at a time; None where they do not lie in order."""
    log, scope, threads = write().log, question.scope, engine.threads
    course = kernel.Course(
        steps=len(question.steps),
        window=micros(question.window),
        start=micros_of(scope.start) if scope.start else _LONG_AGO,
        end=micros_of(scope.end) if scope.end else -_LONG_AGO,
        kinds=_kinds(question, log),
    )
    marked = course.kinds is None
    walking: deque[Future[Journeys]] = deque()
    walked: list[Journeys] = []
    parts = log.intake.events // _READ + 1
    try:
        with ThreadPoolExecutor(threads) as workers:
            for part in range(parts):
                span = (log.actors * part // parts, log.actors * (part + 1) // parts)
                query = sql.sorted_events(question, write(), actors=span, marked=marked)
                batches = engine.batches(query)
                # While these are walked the next are read, and not yet those after.
                walked += [walking.popleft().result() for _ in range(len(walking))]
                for bite in kernel.bites(batches):
                    walking.append(workers.submit(kernel.walk, bite, course))
            walked += [each.result() for each in walking]
        return kernel.joined(walked, steps=len(question.steps))
    except kernel.OutOfOrder:
        return None


def _kinds(question: Funnel, log: EventLog) -> NDArray[np.int8] | None:
    """Return the step that events of each name are, −1 for none; None if names do not tell.

    To look a name up is several times quicker than to have the engine tell steps apart.
    """
    kinds = np.full(max(log.names.values(), default=0) + 1, -1, dtype=np.int8)
    for k, step in enumerate(question.steps):
        for pick in step.rule.picks:
            if pick.names is None or pick.where:
                return None
            for name in pick.names & log.names.keys():
                kinds[log.names[name]] = k
    return kinds


def _parted(
    question: Funnel, engine: Engine, journeys: Journeys, *, write: Write, view: View
) -> tallies.Parting:
    """Say for each journey in which period and group it counts, if in any."""
    period = np.zeros(journeys.actor.size, dtype=np.int64)
    if view.cut:
        starts = np.array([each.start for each in view.cut])
        period = np.searchsorted(starts, journeys.entry, side="right") - 1
    if not question.scope.population and view.groups is None:
        return tallies.Parting(period, np.zeros_like(period))
    groups = np.full(write().log.actors, -1, dtype=np.int64)
    inside = engine.columns(sql.population(question, write(), groups=view.groups))
    groups[inside["actor"]] = inside["grouped"]
    return tallies.Parting(period, groups.take(journeys.actor))


def by_sql(
    question: Funnel, engine: Engine, *, write: Write, views: Sequence[View]
) -> list[FunnelCounts]:
    """Count by the canonical text."""
    meetings = Meetings.of(question)
    if meetings.may_meet:
        masks = engine.rows(funnel_meetings.query(meetings, write()))
        meetings = Meetings.of(question, (int(mask) for (mask,) in masks))
    meetings.refuse_knots()
    counted = []
    for view in views:
        query = sql.query(question, write(), meetings, cut=view.cut, groups=view.groups)
        counts = _counts(engine.rows(query))
        if question.survey:
            query = sql.scores(
                question, question.survey, write(), meetings, cut=view.cut, groups=view.groups
            )
            counts = replace(counts, scores=_scores(engine.rows(query)))
        counted.append(counts)
    return counted


def _counts(rows: Iterable[Row]) -> FunnelCounts:
    people: list[FunnelPeople] = []
    times: list[FunnelTimes] = []
    nexts: list[FunnelNext] = []
    for row in rows:
        what, period, group, step, a, b, *ranked = map(int, row)
        if what == sql.PEOPLE:
            people.append(FunnelPeople(period, group, step, bool(a), b))
        elif what == sql.TIMES:
            q1, q2, m1, m2, t1, t2 = ranked
            times.append(FunnelTimes(period, group, step, a, b, (q1, q2, m1, m2, t1, t2)))
        else:
            nexts.append(FunnelNext(period, group, step, a, b))
    return FunnelCounts(tuple(people), tuple(times), tuple(nexts))


def _scores(rows: Iterable[Row]) -> tuple[FunnelScore, ...]:
    return tuple(
        FunnelScore(int(period), int(group), int(step), str(score), int(people))
        for period, group, step, score, people in rows
    )
