"""From how long people took, or have waited, to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

import numpy as np

from seachange.events.documents import micros, spoken
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.groups import labelled
from seachange.measure.answers import Answer, Caveat, Reading
from seachange.measure.counts import WaitCounts
from seachange.measure.periods import Period
from seachange.measure.questions.duration import Duration
from seachange.measure.sql import duration as sql
from seachange.measure.sql.entries import entries
from seachange.measure.statistics import durations
from seachange.measure.statistics.durations import SECOND, Curve, Quartiles

# So many points draw the curve; more would not be seen.
_POINTS = 60


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The share who do it within a length of time, the edge included."""

    within: str
    seconds: float
    estimate: Reading


@dataclass(frozen=True, slots=True)
class DurationPeriod:
    """How long it takes those who entered in one period: the median, in seconds.

    `partial` while some are pending or the period runs, and where `from` or `to` cuts a
    piece off it.
    """

    period: str
    people: int
    did: int
    pending: int
    estimate: Reading
    partial: bool


@dataclass(frozen=True, slots=True)
class DurationGroup:
    """How long it takes those who entered with one value of the breakdown."""

    value: str
    people: int
    did: int
    pending: int
    estimate: Reading
    quartiles: Quartiles


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the curve: the share who had done it by then."""

    seconds: float
    estimate: Reading


@dataclass(frozen=True, kw_only=True)
class DurationAnswer(Answer):
    """How long it takes: `estimate` is the median in seconds, by Kaplan and Meier.

    `people` entered, `did` of them did it, and `pending` have not but may still: they
    count for as long as they have been watched. `within` are the shares at the cut-offs,
    `curve` some points of the whole curve.
    """

    kind: ClassVar[str] = "duration"

    did: int
    estimate: Reading
    quartiles: Quartiles
    within: tuple[Cutoff, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    series: tuple[DurationPeriod, ...] = ()
    breakdown: tuple[DurationGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class _Watched:
    """The curve of some people and their numbers."""

    curve: Curve
    people: int
    did: int
    pending: int


def answer(question: Duration, asked: Asked) -> DurationAnswer:
    """Count how long people take and have waited, and say how sure the middle is."""
    cut = asked.cut(question.scope, question.trend)
    counts = _counts(question, asked, cut=cut)
    watched = _watched(counts)
    quartiles = durations.quartiles(watched.curve)
    return DurationAnswer(
        **asked.frame(question),
        people=watched.people,
        pending=watched.pending,
        did=watched.did,
        estimate=quartiles.median,
        quartiles=quartiles,
        within=tuple(_cutoff(watched.curve, span) for span in question.cutoffs),
        curve=_points(watched.curve),
        series=_series(question, asked, cut, counts),
        breakdown=_breakdown(question, asked) if question.by else (),
        caveats=tuple(_caveats(question, asked, watched)),
        derivation=_derivation(question),
    )


def _counts(
    question: Duration,
    asked: Asked,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> WaitCounts:
    query = sql.query(question, asked.writer(question), cut=cut, groups=groups)
    return WaitCounts.of(asked.engine.table(query, width=6))


def _watched(counts: WaitCounts) -> _Watched:
    curve = durations.curve(counts.seconds * SECOND, did=counts.did, waiting=counts.waiting)
    did, waiting, pending = (int(c.sum()) for c in (counts.did, counts.waiting, counts.pending))
    return _Watched(curve, people=did + waiting, did=did, pending=pending)


def _cutoff(curve: Curve, span: timedelta) -> Cutoff:
    estimate = durations.share_within(curve, cutoff=micros(span))
    return Cutoff(spoken(span), span.total_seconds(), estimate)


def _points(curve: Curve) -> tuple[CurvePoint, ...]:
    """Return at most so many of the times at which somebody did it, evenly among people."""
    if not curve.times.size:
        return ()
    shares = np.linspace(curve.left[0], curve.left[-1], _POINTS)
    chosen = np.searchsorted(-curve.left, -shares, side="left").clip(0, curve.times.size - 1)
    # The limits of a last point with nobody left are learnt from the point before it.
    ends = [max(0, curve.times.size - 2), curve.times.size - 1]
    rows = np.union1d(chosen, ends)
    thin = replace(
        curve,
        times=curve.times[rows],
        left=curve.left[rows],
        at_risk=curve.at_risk[rows],
        spread=curve.spread[rows],
    )
    return tuple(
        CurvePoint(time / SECOND, durations.share_within(thin, cutoff=time))
        for time in map(int, thin.times)
    )


def _series(
    question: Duration, asked: Asked, cut: Sequence[Period], counts: WaitCounts
) -> tuple[DurationPeriod, ...]:
    """Return each period from that of the first entry on; one without entries is unknown."""
    first = int(counts.period.min()) if counts.period.size else len(cut)
    series = []
    for index in range(first, len(cut)):
        watched = _watched(counts.those(counts.period == index))
        series.append(
            DurationPeriod(
                cut[index].label,
                watched.people,
                watched.did,
                watched.pending,
                durations.quartiles(watched.curve).median,
                partial=watched.pending > 0 or not asked.is_whole(cut[index], question.scope),
            )
        )
    return tuple(series)


def _breakdown(question: Duration, asked: Asked) -> tuple[DurationGroup, ...]:
    writer = asked.writer(question)
    tables = entries(writer, question.of, question.scope, by=question.by)
    groups = asked.groups(writer, question.by, tables)
    counts = _counts(question, asked, groups=groups)
    shown = []
    for index, value in labelled(groups):
        watched = _watched(counts.those(counts.group == index))
        if watched.people:
            quartiles = durations.quartiles(watched.curve)
            shown.append(
                DurationGroup(
                    value,
                    watched.people,
                    watched.did,
                    watched.pending,
                    quartiles.median,
                    quartiles,
                )
            )
    return tuple(shown)


def _caveats(question: Duration, asked: Asked, watched: _Watched) -> list[Caveat]:
    return [
        *unseen(asked.log, question.rules, scope=question.scope, by=question.by),
        *base_caveats(people=watched.people, pending=0),
        *log_caveats(asked.log),
    ]


def _derivation(question: Duration) -> tuple[str, ...]:
    unit = question.scope.unit
    most = f"for {spoken(question.within)}, but " if question.within else ""
    return (
        f"Entries: each {unit}’s first event matching “{question.of.label}”.",
        f"Done: the first event matching “{question.did.label}” from the entry on, the entry "
        f"itself left out; watched {most}no later than the moment asked of.",
        "Times: whole seconds, those taken rounded up and those waited rounded down; who has "
        "not done it counts for as long as they were watched (Kaplan–Meier).",
        "Interval: log-log 95 %.",
    )
