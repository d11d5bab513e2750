"""From a share's counts to its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import ClassVar

from seachange.events.documents import spoken
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.groups import labelled
from seachange.measure.answers import Answer, Caveat, Reading, Unknown
from seachange.measure.counts import ShareCount, ShareSums, share_counts
from seachange.measure.periods import Period
from seachange.measure.questions.share import Share
from seachange.measure.sql import share as sql
from seachange.measure.sql.entries import entries
from seachange.measure.statistics import proportions

TOO_NEW = Unknown("all of them are too new to judge")


@dataclass(frozen=True, slots=True)
class SharePeriod:
    """A share among the entries of one period.

    `partial` while some are pending, while the period runs, and where `from` or `to`
    cuts a piece off it.
    """

    period: str
    people: int
    did: int
    pending: int
    estimate: Reading
    partial: bool


@dataclass(frozen=True, slots=True)
class ShareGroup:
    """A share among the entries with one value of the breakdown."""

    value: str
    people: int
    did: int
    pending: int
    estimate: Reading


@dataclass(frozen=True, kw_only=True)
class ShareAnswer(Answer):
    """`did` of `people` mature entries did it in time; `pending` are too new to judge.

    `did_pending` of the pending have done it already; they are judged when they are due.
    With `entry: every`, `people` and `did` count entries, `actors` those who made them.
    """

    kind: ClassVar[str] = "share"

    did: int
    did_pending: int
    actors: int
    estimate: Reading
    series: tuple[SharePeriod, ...] = ()
    breakdown: tuple[ShareGroup, ...] = ()


def answer(question: Share, asked: Asked) -> ShareAnswer:
    """Count a share and say how sure it is."""
    cut = asked.cut(question.scope, question.trend)
    counts = _counts(question, asked, cut=cut)
    together = question.entry == "first" or not cut
    mature, pending = _both(counts if together else _counts(question, asked))
    return ShareAnswer(
        **asked.frame(question),
        people=mature.entries,
        pending=pending.entries,
        did=mature.did,
        did_pending=pending.did,
        actors=mature.actors,
        estimate=_estimate(question, mature, pending=pending),
        series=_series(question, asked, cut, counts),
        breakdown=_breakdown(question, asked) if question.by else (),
        caveats=tuple(_caveats(question, asked, mature, pending)),
        derivation=_derivation(question),
    )


def _counts(
    question: Share,
    asked: Asked,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> list[ShareCount]:
    return share_counts(
        asked.rows(sql.query(question, asked.writer(question), cut=cut, groups=groups))
    )


def _both(counts: Sequence[ShareCount]) -> tuple[ShareSums, ShareSums]:
    """Return the mature and the pending sums, each over all these periods or groups.

    Sums over different actors add up; with `entry: every` an actor may be in several
    periods, and their sums of squares do not.
    """
    mature = (c.sums for c in counts if c.mature)
    pending = (c.sums for c in counts if not c.mature)
    return reduce(add, mature, ShareSums()), reduce(add, pending, ShareSums())


def _estimate(question: Share, sums: ShareSums, *, pending: ShareSums) -> Reading:
    if pending.entries and not sums.entries:
        return TOO_NEW
    if question.entry == "first":
        return proportions.share(sums.did, people=sums.entries)
    return proportions.clustered_share(
        sum_did=sums.did,
        sum_entries=sums.entries,
        actors=sums.actors,
        sum_did2=sums.did_did,
        sum_did_entries=sums.did_entries,
        sum_entries2=sums.entries_entries,
    )


def _series(
    question: Share, asked: Asked, cut: Sequence[Period], counts: Sequence[ShareCount]
) -> tuple[SharePeriod, ...]:
    """Return each period from that of the first entry on; one without entries is unknown."""
    own: dict[int, list[ShareCount]] = {}
    for count in counts:
        own.setdefault(count.period, []).append(count)
    series = []
    for index in range(min(own, default=len(cut)), len(cut)):
        mature, pending = _both(own.get(index, []))
        series.append(
            SharePeriod(
                cut[index].label,
                mature.entries,
                mature.did,
                pending.entries,
                _estimate(question, mature, pending=pending),
                partial=pending.entries > 0 or not asked.is_whole(cut[index], question.scope),
            )
        )
    return tuple(series)


def _breakdown(question: Share, asked: Asked) -> tuple[ShareGroup, ...]:
    writer, every = asked.writer(question), question.entry == "every"
    tables = entries(writer, question.of, question.scope, every=every, by=question.by)
    groups = asked.groups(writer, question.by, tables)
    counts = _counts(question, asked, groups=groups)
    shown = []
    for index, value in labelled(groups):
        own = [c for c in counts if c.group == index]
        if own:
            mature, pending = _both(own)
            estimate = _estimate(question, mature, pending=pending)
            shown.append(ShareGroup(value, mature.entries, mature.did, pending.entries, estimate))
    return tuple(shown)


def _caveats(question: Share, asked: Asked, mature: ShareSums, pending: ShareSums) -> list[Caveat]:
    return [
        *unseen(asked.log, question.rules, scope=question.scope, by=question.by),
        *base_caveats(people=mature.actors, pending=pending.entries, window=question.within),
        *log_caveats(asked.log),
    ]


def _derivation(question: Share) -> tuple[str, ...]:
    first, window = question.entry == "first", spoken(question.within)
    return (
        f"Entries: {f'each {question.scope.unit}’s first' if first else 'every'} event "
        f"matching “{question.of.label}”.",
        f"Done: an event matching “{question.did.label}” from the entry until {window} after "
        "it, the edge included; the entry itself does not count.",
        f"Judged: entries at least {window} before the moment asked of; younger ones are pending, "
        "those that did it already too: to count the quick ones early would flatter the newest.",
        "A funnel of the same people counts those quick ones as reached, and only the others among "
        "the younger as pending: it shows more who reached it, and judges the same people.",
        "Interval: Wilson 95 %"
        + ("." if first else f", widened because entries of one {question.scope.unit} are alike."),
    )
