"""From a share's counts to its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import ClassVar

from seachange.events.documents import spoken
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answers import Answer, Caveat, Reading
from seachange.measure.counts import ShareCount, ShareSums, share_counts
from seachange.measure.periods import Period
from seachange.measure.questions.share import Share
from seachange.measure.sql import share as sql
from seachange.measure.sql.entries import entries
from seachange.measure.statistics import proportions

OTHER, NONE = "(other)", "(not set)"


@dataclass(frozen=True, slots=True)
class SharePeriod:
    """A share among the entries of one period; `partial` while some are pending."""

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
    whole = _counts(question, asked)
    mature, pending = _sum(whole, mature=True), _sum(whole, mature=False)
    cut = asked.cut(question.scope, question.trend)
    return ShareAnswer(
        **asked.frame(question),
        people=mature.entries,
        pending=pending.entries,
        did=mature.did,
        did_pending=pending.did,
        actors=mature.actors,
        estimate=_estimate(question, mature),
        series=_series(question, asked, cut) if cut else (),
        breakdown=_breakdown(question, asked) if question.by else (),
        caveats=tuple(_caveats(question, asked, mature, pending)),
        derivation=_derivation(question),
    )


def _counts(
    question: Share, asked: Asked, *, cut: Sequence[Period] = (), groups: Sequence[str] = ()
) -> list[ShareCount]:
    return share_counts(
        asked.rows(sql.query(question, asked.writer(question), cut=cut, groups=groups))
    )


def _sum(counts: Sequence[ShareCount], *, mature: bool) -> ShareSums:
    return reduce(ShareSums.__add__, (c.sums for c in counts if c.mature is mature), ShareSums())


def _estimate(question: Share, sums: ShareSums) -> Reading:
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


def _series(question: Share, asked: Asked, cut: Sequence[Period]) -> tuple[SharePeriod, ...]:
    counts = _counts(question, asked, cut=cut)
    series = []
    for index, period in enumerate(cut):
        own = [c for c in counts if c.period == index]
        mature, pending = _sum(own, mature=True), _sum(own, mature=False)
        # A period still running will have more entries than it has today.
        partial = pending.entries > 0 or period.end > asked.as_of
        series.append(
            SharePeriod(
                period.label,
                mature.entries,
                mature.did,
                pending.entries,
                _estimate(question, mature),
                partial,
            )
        )
    return tuple(series)


def _breakdown(question: Share, asked: Asked) -> tuple[ShareGroup, ...]:
    writer = asked.writer(question)
    tables = entries(
        writer, question.of, question.scope, every=question.entry == "every", by=question.by
    )
    groups = asked.groups(writer, question.by, tables)
    counts = _counts(question, asked, groups=groups)
    shown = []
    for index, value in enumerate((*groups, OTHER, NONE)):
        own = [c for c in counts if c.group == index]
        if not own:
            continue
        mature, pending = _sum(own, mature=True), _sum(own, mature=False)
        shown.append(
            ShareGroup(
                value, mature.entries, mature.did, pending.entries, _estimate(question, mature)
            )
        )
    return tuple(shown)


def _caveats(
    question: Share, asked: Asked, mature: ShareSums, pending: ShareSums
) -> list[Caveat]:
    caveats = unseen(asked.log, question.rules) + log_caveats(asked.log)
    if not mature.entries and pending.entries:
        caveats.append(
            Caveat(
                "no_mature_entries",
                f"All {pending.entries:,} entries are younger than {spoken(question.within)}; "
                "none can be judged yet. Ask later, or of a shorter window.",
                "wrong",
            )
        )
    elif not mature.entries:
        caveats.append(
            Caveat("no_entries", "Nobody entered in this period and population.", "wrong")
        )
    return caveats


def _derivation(question: Share) -> tuple[str, ...]:
    each = "each actor's first" if question.entry == "first" else "every"
    return (
        f"Entries: {each} event matching “{question.of.label}”.",
        f"Done: an event matching “{question.did.label}” from the entry until "
        f"{spoken(question.within)} after it, the edge included.",
        f"Judged: entries at least {spoken(question.within)} before the moment asked of; "
        "younger ones are pending.",
        "Interval: Wilson 95 %"
        + (", widened for the entries of one actor being alike." if question.entry != "first"
           else "."),
    )
