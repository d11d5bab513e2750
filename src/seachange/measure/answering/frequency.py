"""From a frequency's counts to its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.groups import labelled
from seachange.measure.answers import Answer, Caveat, Reading, Unknown
from seachange.measure.counts import ActivitySums, PeriodCount
from seachange.measure.periods import Period
from seachange.measure.questions.frequency import Frequency
from seachange.measure.sql import frequency as sql
from seachange.measure.sql.entries import entries
from seachange.measure.statistics import means, proportions


@dataclass(frozen=True, slots=True)
class FrequencyPeriod:
    """What the active people of one period did in it.

    `partial` while the period runs, and where `from` or `to` cuts a piece off it: then
    its numbers are not those of a period, and the question's estimate leaves them out.
    """

    period: str
    people: int
    did: int
    events: int
    estimate: Reading
    partial: bool


@dataclass(frozen=True, slots=True)
class FrequencyGroup:
    """What the active people did in whole periods, at whose start they had one value."""

    value: str
    people: int
    did: int
    events: int
    pending: int
    estimate: Reading


@dataclass(frozen=True, kw_only=True)
class FrequencyAnswer(Answer):
    """What active people do in a period, over all whole periods of the question.

    `people` were active in at least one whole period and `did` of them did it in one;
    `active_periods` are their periods added up, `events` their events in them; `pending`
    were active in no whole period. `estimate` is events (`per_active`), or periods with
    an event (`share_active`), for each active period of a person.
    """

    kind: ClassVar[str] = "frequency"

    did: int
    events: int
    active_periods: int
    estimate: Reading
    series: tuple[FrequencyPeriod, ...] = ()
    breakdown: tuple[FrequencyGroup, ...] = ()


def answer(question: Frequency, asked: Asked) -> FrequencyAnswer:
    """Count what active people do, and say how sure it is."""
    cut = asked.cut(question.scope, question.period)
    sums = _sums(question, asked, cut).get(0, ActivitySums())
    return FrequencyAnswer(
        **asked.frame(question),
        people=sums.people,
        pending=sums.waiting,
        did=sums.did,
        events=sums.events,
        active_periods=sums.periods,
        estimate=_estimate(question, sums),
        series=_series(question, asked, cut),
        breakdown=_breakdown(question, asked, cut),
        caveats=tuple(_caveats(question, asked, sums)),
        derivation=_derivation(question),
    )


def _sums(
    question: Frequency, asked: Asked, cut: Sequence[Period], groups: Sequence[str] | None = None
) -> dict[int, ActivitySums]:
    """Return the sums over actors, for each group."""
    if not cut:
        return {}
    # Only the first and the last periods can be less than whole, so whole ones adjoin.
    whole = [index for index, p in enumerate(cut) if asked.is_whole(p, question.scope)]
    judged = range(whole[0], whole[-1] + 1) if whole else range(0)
    writer = asked.writer(question)
    query = sql.by_actor(question, writer, cut=cut, judged=judged, groups=groups)
    return {row[0]: ActivitySums(*map(int, row[1:])) for row in asked.rows(query)}


def _estimate(question: Frequency, sums: ActivitySums) -> Reading:
    if not sums.people:
        whole = f"no {question.period} is over and whole yet"
        return Unknown(whole if sums.waiting else "nobody was active")
    if question.measure == "share_active":
        return proportions.clustered_share(
            sum_did=sums.kept,
            sum_entries=sums.periods,
            actors=sums.people,
            sum_did2=sums.kept_kept,
            sum_did_entries=sums.kept_periods,
            sum_entries2=sums.periods_periods,
        )
    return means.ratio(
        sums.people,
        sum_y=sums.events,
        sum_x=sums.periods,
        sum_yy=sums.events_events,
        sum_xx=sums.periods_periods,
        sum_xy=sums.events_periods,
        least=0.0,
    )


def _series(
    question: Frequency, asked: Asked, cut: Sequence[Period]
) -> tuple[FrequencyPeriod, ...]:
    """Return each period from the first with anybody active on; one with nobody is unknown."""
    if not cut:
        return ()
    rows = asked.rows(sql.by_period(question, asked.writer(question), cut=cut))
    counts = {row[0]: PeriodCount(*map(int, row)) for row in rows}
    series = []
    for index in range(min(counts, default=len(cut)), len(cut)):
        count = counts.get(index, PeriodCount(index, 0, 0, 0, 0))
        series.append(
            FrequencyPeriod(
                cut[index].label,
                count.people,
                count.did,
                count.events,
                _estimate_of(question, count),
                partial=not asked.is_whole(cut[index], question.scope),
            )
        )
    return tuple(series)


def _estimate_of(question: Frequency, count: PeriodCount) -> Reading:
    if not count.people:
        return Unknown("nobody was active")
    if question.measure == "share_active":
        return proportions.share(count.did, people=count.people)
    return means.mean(
        count.people, total=count.events, total_squares=count.events_events, least=0.0
    )


def _breakdown(
    question: Frequency, asked: Asked, cut: Sequence[Period]
) -> tuple[FrequencyGroup, ...]:
    if question.by is None or not cut:
        return ()
    writer = asked.writer(question)
    tables = entries(writer, question.active, question.scope, by=question.by, cut=cut)
    groups = asked.groups(writer, question.by, tables)
    found = _sums(question, asked, cut, groups)
    return tuple(
        FrequencyGroup(
            value,
            found[index].people,
            found[index].did,
            found[index].events,
            found[index].waiting,
            _estimate(question, found[index]),
        )
        for index, value in labelled(groups)
        if index in found
    )


def _caveats(question: Frequency, asked: Asked, sums: ActivitySums) -> list[Caveat]:
    return [
        *unseen(asked.log, question.rules, scope=question.scope, by=question.by),
        *base_caveats(people=sums.people, pending=sums.waiting),
        *log_caveats(asked.log),
    ]


def _derivation(question: Frequency) -> tuple[str, ...]:
    unit, period = question.scope.unit, question.period
    counted = {
        "per_active": f"Counted: events matching “{question.did.label}” for each active {unit}.",
        "share_active": f"Counted: the share of active {unit}s with at least one event "
        f"matching “{question.did.label}”.",
    }
    shared = question.measure == "share_active"
    return (
        f"Active: each {unit} with an event matching “{question.active.label}” in the {period}.",
        counted[question.measure],
        f"Estimate: over all whole {period}s; the one still running is left out.",
        f"Interval: {'Wilson' if shared else 'delta method'} 95 %, {unit}s as the sample: "
        f"what one {unit} does in several {period}s belongs together.",
    )
