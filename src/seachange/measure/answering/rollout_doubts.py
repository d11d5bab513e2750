"""What else could explain a roll-out's effect, what a reader must know, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from seachange.events.documents import nearest, spoken
from seachange.measure.answering.asked import log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.rollout_counting import Followed
from seachange.measure.answering.rollout_found import Found
from seachange.measure.answers import Caveat
from seachange.measure.questions.metrics import Metric
from seachange.measure.questions.rollout import Rollout
from seachange.measure.rollout_counts import Panel
from seachange.measure.sql import metrics as metrics_sql
from seachange.measure.statistics.rollouts.grades import Comparison
from seachange.measure.statistics.rollouts.synthetic import LEAST_DONORS

_DAY = timedelta(days=1)
_MANY = 0.1
_MOVED = 0.05
_LOUD_SHARE = 0.01
_MONTH = 28

_ELSE = {
    Comparison.DIFFERENCE_IN_DIFFERENCES: "Anything else that happened to the treated segments "
    "alone at that time, such as a campaign, a holiday or an outage there, would look the same.",
    Comparison.STAGGERED: "Anything else that came to each segment together with the change would "
    "look the same; so would choosing when a segment gets it by how well it was about to do.",
    Comparison.SYNTHETIC_CONTROL: "Anything else that happened to the treated segment alone after "
    "the change would look the same.",
    Comparison.INTERRUPTED_SERIES: "Anything else that happened on that day would look the same: "
    "in simulation, with something else on the same day, an effect is found in a quarter of "
    "changes that have none.",
    Comparison.BEFORE_AND_AFTER: "The trend, the season, the weekdays, anything else that happened "
    "since: each alone makes before and after differ.",
}


def explanations(followed: Followed, found: Found, counted: Panel) -> tuple[str, ...]:
    """Return what else could explain the effect, the likeliest last word first."""
    told = [_ELSE[found.comparison]]
    if found.alike is False:
        told.insert(0, "The segments were drifting apart before: they may just have gone on to.")
    arrived = _arrivals(followed, counted)
    if arrived is not None and abs(arrived) > _MANY:
        way = "more" if arrived > 0 else "fewer"
        told.append(
            f"{abs(arrived):.0%} {way} units a day came to be judged after the change than before"
            f"{' beside the others' if found.comparison not in _ALONE else ''}: if they are of "
            "another kind, the level moves without anybody behaving otherwise."
        )
    if found.comparison not in _ALONE:
        told.append(
            f"{_movers(followed)} units that talk to each other carry the change along and make "
            "the effect look smaller."
        )
    return tuple(told)


def _movers(followed: Followed) -> str:
    """Tell how many were on both sides, as the beginning of a sentence about them."""
    moved, units = followed.moved, followed.units
    if not moved:
        return "No unit was on both sides of the comparison; but"
    was = "unit was" if moved == 1 else "units were"
    return f"{moved:,} {was} on both sides of the comparison, {moved / units:.1%} of all: they, and"


_ALONE = (Comparison.INTERRUPTED_SERIES, Comparison.BEFORE_AND_AFTER)


def _arrivals(followed: Followed, counted: Panel) -> float | None:
    """Return by which share the treated segments' daily units changed, beside the others'."""
    split = min((followed.released(s) for s in range(followed.treated)), default=0)
    growths = []
    for part in (range(followed.treated), range(followed.treated, len(followed.segments))):
        people = counted.people[list(part)].sum(axis=0)
        own, then = people[:split][-_MONTH:], people[split:][:_MONTH]
        if len(own) and len(then) and sum(own) and sum(then):
            growths.append((sum(then) / len(then)) / (sum(own) / len(own)))
    if not growths:
        return None
    return float(growths[0] / (growths[1] if len(growths) > 1 else 1.0) - 1)


def caveats(followed: Followed, found: Found, used: Sequence[int]) -> Iterator[Caveat]:
    """Yield what a reader must know before relying on the numbers."""
    question, asked = followed.question, followed.asked
    yield from unseen(
        asked.log, question.rules, scope=question.scope, by=question.segment, key="segment"
    )
    yield from _unseen_segments(followed)
    people = sum(followed.people(s) for s in used)
    yield from base_caveats(people=people, pending=followed.pending, window=question.metric.within)
    yield from _not_compared(followed, used)
    if question.metric.within > _DAY and found.each == "week":
        yield Caveat(
            "window_over_release",
            f"Units of the last {spoken(question.metric.within)} before the change had it for a "
            "part of their time and count as before: the effect looks smaller than it is. "
            "A window of a day hardly suffers from that.",
            "loud",
        )
    beside = any(p.beside is not None for p in found.series)
    lacking = sum(p.treated is None or (beside and p.beside is None) for p in found.series)
    if found.each == "day" and lacking:
        yield Caveat(
            "days_left_out",
            f"{lacking} of {len(found.series)} days are left out: nobody came in one of the "
            "segments.",
        )
    if question.waves and found.comparison in _ALONE:
        yield Caveat(
            "no_control",
            "No segment without the change was found: nothing stands beside those that got it.",
            "loud",
        )
    if followed.moved > _MOVED * followed.units:
        yield Caveat(
            "moved_between_segments",
            f"{followed.moved:,} of {followed.units:,} units were both in a segment that got the "
            "change and in one that it is compared with: the segments hardly stand apart, and "
            "the effect looks smaller than it is.",
            "loud",
        )
    yield from _unread(followed, question.metric)
    yield from log_caveats(asked.log)


def _unseen_segments(followed: Followed) -> Iterator[Caveat]:
    question = followed.question
    by = question.segment
    if by is None or not followed.cut:
        return
    seen = {s for s in range(len(followed.segments)) if followed.people(s)}
    known = [followed.segments[s] for s in sorted(seen)]
    for index, name in enumerate(followed.segments):
        if index not in seen:
            near = ", ".join(nearest(name, known) or known[:8]) or "none at all"
            yield Caveat(
                "unseen_segment",
                f"Nobody judged has {by.name} {name!r}. Compared are: {near}.",
                "wrong" if index < followed.treated else "loud",
            )


def _not_compared(followed: Followed, used: Sequence[int]) -> Iterator[Caveat]:
    whole = sum(c.people for c in followed.counts) + followed.elsewhere + followed.without
    for people, who in (
        (followed.elsewhere, "are in segments that are not compared"),
        (followed.without, "are in no segment"),
    ):
        if people:
            share = people / whole
            text = f"{people:,} units ({share:.1%}), counted once a day, {who} and count nowhere."
            yield Caveat("not_compared", text, "note" if share < 0.5 else "loud")
    gaps = [
        name for s, name in enumerate(followed.segments) if s not in used and followed.people(s)
    ]
    if gaps:
        listed = ", ".join(gaps[:5]) + (" …" if len(gaps) > 5 else "")
        yield Caveat(
            "segments_left_out",
            f"Left out, since there are weeks in which nobody came: {listed}.",
            "loud",
        )


def _unread(followed: Followed, metric: Metric) -> Iterator[Caveat]:
    asked = followed.asked
    if metric.value is None or metric.value not in asked.log.properties:
        return
    ((events, unread),) = asked.rows(metrics_sql.unread(metric, asked.writer(followed.question)))
    if unread:
        yield Caveat(
            "no_number",
            f"{unread:,} of {events:,} events matching “{metric.did.label}” have no number in "
            f"“{metric.value}” that can be read; they count nowhere.",
            "loud" if unread / events > _LOUD_SHARE else "note",
        )


def blurred_days(question: Rollout) -> int:
    """Return how many of the last days before the change have windows that reach into it."""
    return -(-question.metric.within // _DAY)


def derivation(followed: Followed, found: Found) -> tuple[str, ...]:
    """Return the sentences that tell how each number was counted."""
    question = followed.question
    metric, unit = question.metric, question.scope.unit
    by = question.segment
    told = [
        f"Judged: each {unit} with an event matching “{question.of.label}”, once a day, if its "
        f"{spoken(metric.within)} were over.",
        f"Measured: {metric.label}.",
    ]
    if by is not None:
        whose = {"event": "the event's own", "actor": "its latest", "account": "its account's"}
        told.append(f"Segment: {whose[by.level]} “{by.name}” when it was judged.")
    if found.each == "day":
        days = blurred_days(question)
        last = "The last day" if days == 1 else f"The last {days} days"
        told.append(f"{last} before the change: left out, since windows reach into it.")
    return (*told, _HOW[found.comparison])


_HOW = {
    Comparison.DIFFERENCE_IN_DIFFERENCES: "Effect: the step in the daily difference between the "
    "treated and the others, each side taken together, beside a straight trend and weekdays, with "
    "errors that resemble the day before's (Cochrane and Orcutt); Student's t.",
    Comparison.STAGGERED: "Effect: each treated segment's change since its last four weeks before, "
    "less the same change of segments not reached yet, the mean over segments and weeks (Callaway "
    "and Sant'Anna); chance is judged by dealing out the order of the segments 999 times.",
    Comparison.SYNTHETIC_CONTROL: "Effect: the gap, week by week, to the mix of other segments "
    "nearest to it before (Abadie, Diamond and Hainmueller); chance is judged by its rank among "
    f"the same gap of at least {LEAST_DONORS} segments that got nothing.",
    Comparison.INTERRUPTED_SERIES: "Effect: the step in the daily level beside a straight trend "
    "and weekdays; it counts where it stands out from its own errors and from the steps that the "
    "same sum finds on days when nothing happened; the wider interval of the two is shown.",
    Comparison.BEFORE_AND_AFTER: "Effect: the mean of up to 28 days after less that of up to 28 "
    "days before (Welch), as if days did not resemble each other, which they do.",
}
