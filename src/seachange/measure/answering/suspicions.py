"""What looks wrong in a log: what was seen, and what to do if it is not as it should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from seachange.events.documents import spoken
from seachange.measure.answering.asked import Asked
from seachange.measure.answering.column_doubts import column_doubts
from seachange.measure.answering.tracking import (
    EXPECTED,
    LISTED,
    Days,
    actors_of,
    at_once,
    coming_and_going,
    day_of,
    events_of,
    hardly_any,
    named,
    spelt_alike,
)
from seachange.measure.answers import Caveat
from seachange.measure.counts import NameTotals
from seachange.measure.questions.description import Description
from seachange.measure.sql import description as sql

# Ids that programs write when they know nobody: one actor who is many.
NOBODIES = (
    "", "0", "-1", "null", "nil", "none", "undefined", "nan", "n/a", "na", "unknown", "anonymous",
    "anon", "guest", "(not set)", "not set", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip

NUMBERS = ("0", "-1")

_A_LOT = 1_000
"""Events of one actor in one day; also so many actors make one per cent of them a lot."""
_RHYTHM = 50
_AWAKE = 240
"""Events from which on each hour of a robot's day has some: ten of them, were they even."""
_MINUTE = 60 * sql.SECOND
_HOUR = 60 * _MINUTE


def suspicions(
    question: Description, asked: Asked, *, names: Sequence[NameTotals], days: Days, actors: int
) -> Iterator[Caveat]:
    """Yield what looks wrong, each with its evidence and what to do about it."""
    yield from _of_the_intake(asked)
    yield from _of_the_clock(question, asked, days)
    yield from _of_actors(question, asked, days, actors=actors, kinds=len(names))
    yield from spelt_alike(names)
    times = asked.rows(sql.at_once(asked.writer(question), least=EXPECTED))
    yield from at_once(times, names, codes=asked.log.names)
    yield from coming_and_going(names, days)
    yield from hardly_any(days)


def _of_the_intake(asked: Asked) -> Iterator[Caveat]:
    intake = asked.log.intake
    if intake.duplicates:
        share = intake.duplicates / intake.rows
        yield Caveat(
            "duplicates",
            f"{intake.duplicates:,} of {intake.rows:,} rows ({share:.2%}) have an id that was "
            "there before; they count once. Some is usual where sending is retried; much is a "
            "sender that sends everything twice.",
            "loud" if share > 0.01 else "note",
        )
    naive = [note for note in intake.notes if "without zone" in note]
    if naive:
        yield Caveat(
            "naive_times",
            f"{'; '.join(naive)}. If the clock that wrote them stood elsewhere, days and hours "
            "are shifted: name its zone with --source-timezone.",
            "loud",
        )


def _of_the_clock(question: Description, asked: Asked, days: Days) -> Iterator[Caveat]:
    for events, last in asked.rows(sql.unread(asked.writer(question))):
        yield Caveat(
            "future",
            f"Not read: {events_of(events)} after the moment asked of, the latest on "
            f"{day_of(last // sql.DAY)}. Clocks that run ahead: look who sent them, and take the "
            "time of arrival where the client's is impossible.",
            "loud",
        )
    yield from _far_away(days)
    if asked.log.has_received:
        for events, lead in asked.rows(sql.ahead(asked.writer(question), tolerance=_MINUTE)):
            yield Caveat(
                "ahead_of_arrival",
                f"{events_of(events)} happened more than a minute after they were received, by up "
                f"to {_span(lead)}. Clocks that run ahead: correct them by the time of sending.",
                "loud",
            )
    yield from _backwards(question, asked)


def _far_away(days: Days) -> Iterator[Caveat]:
    first, last = days.bulk()
    for far, side in (
        ([d for d in days.events if d < first], "before"),
        ([d for d in days.events if d > last], "after"),
    ):
        if far:
            events = sum(days.events[d] for d in far)
            edge = day_of(first if side == "before" else last)
            furthest = day_of(min(far) if side == "before" else max(far))
            yield Caveat(
                "far_away",
                f"Far {side} all the others, which {'begin' if side == 'before' else 'end'} on "
                f"{edge}: {events_of(events)}, the furthest on {furthest}. "
                "A clock never set, or a time in another unit: mend them, or leave them out "
                "with `from` and `to`.",
                "loud",
            )


def _backwards(question: Description, asked: Asked) -> Iterator[Caveat]:
    rows = asked.rows(sql.steps_back(asked.writer(question), least=_HOUR))
    for steps, back, jumps, actors, longest in rows:
        if back * 2 > steps:
            yield Caveat(
                "newest_first",
                f"The rows run from new to old ({back / steps:.0%} of steps between one actor's "
                "rows go back in time). Events of one moment are taken in the order of rows; if "
                "that order is turned round too, sort the rows by time, oldest first.",
            )
        elif jumps:
            yield Caveat(
                "clock_jumps",
                f"{jumps:,} of {steps:,} times an actor's next event to arrive lay an hour or "
                f"more before the one that had arrived already, by up to {_span(-longest)}, for "
                f"{actors_of(actors)}. Late sending, or clocks set back; times are taken as "
                "they are.",
                "loud" if jumps * 100 > steps else "note",
            )


def _of_actors(
    question: Description, asked: Asked, days: Days, *, actors: int, kinds: int
) -> Iterator[Caveat]:
    total = sum(days.events.values())
    yield from column_doubts(question, asked, events=total, actors=actors, kinds=kinds)
    called_so = asked.rows(sql.named_like(asked.writer(question), NOBODIES))
    # Where ids are numbers, somebody may well be number 0.
    nobodies = [
        (who, n) for who, n in called_so if who.strip() not in NUMBERS or n * actors > 10 * total
    ]
    if nobodies:
        events = sum(n for _, n in nobodies)
        yield Caveat(
            "nobody",
            f"Of nobody in particular: {events_of(events)} ({events / total:.1%}) by "
            f"{named(nobodies)}. Such ids stand for many and count as one person; leave them out "
            "at the source.",
            "loud",
        )
    if actors > _A_LOT:
        large = asked.rows(
            sql.large_shares(asked.writer(question), least=total // 100, most=LISTED)
        )
        if large:
            yield Caveat(
                "large_share",
                f"More than one event in a hundred comes from one of {actors:,} actors: "
                f"{named(large)}. A machine, a test account, or an id that many share?",
                "loud",
            )
    busy = asked.rows(
        sql.busy_days(
            asked.writer(question), origin=days.first * sql.DAY, least=_A_LOT, most=LISTED
        )
    )
    if busy:
        yield Caveat(
            "busy_days",
            f"{actors_of(busy[0][3])} had more than {_A_LOT:,} events in one day, the busiest "
            f"{named([(who, n) for who, n, _, _ in busy])}. People seldom do: look for robots, "
            "and keep them out with `population: {not: …}`.",
            "loud",
        )
    yield from _sleepless(question, asked, days)
    regular = asked.rows(sql.clockwork(asked.writer(question), least=_RHYTHM, most=LISTED))
    if regular:
        listed = ", ".join(f"{who!r} every {_span(s * sql.SECOND)}" for who, s, *_ in regular)
        yield Caveat(
            "clockwork",
            f"{actors_of(regular[0][4])} acted like clockwork, nine pauses in ten of the same "
            f"length: {listed}. Machines, most likely: keep them out with "
            "`population: {not: …}`.",
            "loud",
        )


def _sleepless(question: Description, asked: Asked, days: Days) -> Iterator[Caveat]:
    """Tell actors who are at it in every hour of the day, as nobody is who has to sleep."""
    awake = asked.rows(
        sql.sleepless(
            asked.writer(question), origin=days.first * sql.DAY, least=_AWAKE, most=LISTED
        )
    )
    if awake:
        yield Caveat(
            "sleepless",
            f"{actors_of(awake[0][2])} never slept, with half of an even share of events or more "
            f"in each of the 24 hours of the day: {named([(who, n) for who, n, _ in awake])}. "
            "Robots, or many who count as one: keep them out with `population: {not: …}`.",
            "loud",
        )


def _span(micros: int) -> str:
    """Write a span in the largest unit of which it is at least two."""
    seconds = micros // sql.SECOND
    for unit in (86_400, 3_600, 60):
        if seconds >= 2 * unit:
            seconds -= seconds % unit
            break
    return spoken(timedelta(seconds=seconds))
