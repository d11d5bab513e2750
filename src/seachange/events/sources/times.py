"""How a column of times is to be read: with zones or without, or as numbers since 1970.

Decided once for a column, from what is in all of it, and said in a note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from seachange.errors import BadMapping, UnreadableSource

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400_000_000

FORMS = (
    "Understood are 2024-07-01T09:30:00Z, 2024-07-01 09:30:00.25+02:00, 2024-07-01 09:30:00, "
    "2024-07-01, and seconds, milli- or microseconds since 1970."
)

# Up to here numbers are seconds, milliseconds, microseconds, nanoseconds: each unit reaches
# from 1973 to the year 5138, so that no plausible time could be two of them.
_UNITS = ((10**11, 1_000_000, "seconds"), (10**14, 1_000, "milliseconds"))
_UNITS += ((10**17, 1, "microseconds"),)
_NANOS = "nanoseconds"


@dataclass(frozen=True, slots=True)
class Tally:
    """What is in a column of times: how many of each form, and where an example stands.

    `largest` is the greatest size among numbers, `first` and `last` the local times
    (microseconds) of those without zone. Examples are (row, text).
    """

    zoned: int = 0
    naive: int = 0
    numbers: int = 0
    unreadable: int = 0
    largest: float | None = None
    first: int | None = None
    last: int | None = None
    zoned_example: tuple[int, str] | None = None
    naive_example: tuple[int, str] | None = None
    unreadable_example: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Local times before `until` (exclusive; None: all later ones) are `offset` ahead of UTC."""

    until: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How a column is read: what one number is in nanoseconds, and how local times shift."""

    nanoseconds: int = 1_000
    shifts: tuple[Shift, ...] = (Shift(None, 0),)
    notes: tuple[str, ...] = ()


def zone_named(timezone: str | None) -> ZoneInfo | None:
    """Return the zone a caller named, or refuse a name nobody gave to a zone."""
    if timezone is None:
        return None
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadMapping(
            f"{timezone!r} is not a time zone",
            place="timezone",
            remedy="Write Europe/Berlin or UTC.",
        ) from None


def decide(tally: Tally, *, column: str, place: str, timezone: str | None) -> Reading:
    """Decide how a column is read, or refuse it where that would be a guess.

    Times without zone are UTC unless a zone is named. Some with and some without are
    refused then too: half of them would be hours off and nobody could tell which.
    """
    zone = zone_named(timezone)
    readable = tally.zoned + tally.naive + tally.numbers
    if tally.unreadable and tally.unreadable > 99 * readable:
        raise _hopeless(tally, column=column, place=place)
    if tally.numbers and tally.zoned + tally.naive:
        raise UnreadableSource(
            f"{column} holds both numbers and dates",
            place=place,
            remedy=f"{FORMS} One form a file.",
        )
    if tally.numbers:
        return _numeric(tally, column=column, place=place)
    if tally.zoned and tally.naive and zone is None:
        raise _mixed(tally, column=column, place=place)
    if not tally.naive:
        return Reading()
    if zone is None:
        return Reading(notes=(f"{column}: times without zone, read as UTC",))
    shifts = local_shifts(zone, first=tally.first or 0, last=tally.last or 0)
    return Reading(shifts=shifts, notes=(f"{column}: times without zone, read as {zone.key}",))


def _numeric(tally: Tally, *, column: str, place: str) -> Reading:
    largest = tally.largest or 0
    if 19_000_101 <= largest <= 22_001_231:
        raise UnreadableSource(
            f"{column} holds numbers like {largest:.0f}: a date, or seconds of 1970?",
            place=place,
            remedy=FORMS,
        )
    for most, micros, unit in _UNITS:
        if largest < most:
            return Reading(micros * 1_000, notes=(f"{column}: {unit} since 1970 UTC",))
    return Reading(1, notes=(f"{column}: {_NANOS} since 1970 UTC",))


def _mixed(tally: Tally, *, column: str, place: str) -> UnreadableSource:
    (with_row, with_text), (row, text) = (
        tally.zoned_example or (0, ""),
        tally.naive_example or (0, ""),
    )
    return UnreadableSource(
        f"{column} mixes times with a zone ({with_text!r} in row {with_row}) "
        f"and without ({text!r} in row {row})",
        place=place,
        remedy="Name the zone of those without: --timezone Europe/Berlin, "
        "in Python timezone='Europe/Berlin'.",
    )


def _hopeless(tally: Tally, *, column: str, place: str) -> UnreadableSource:
    row, text = tally.unreadable_example or (0, "")
    return UnreadableSource(
        f"{column} holds no times: {text!r} in row {row} cannot be read as one",
        place=place,
        remedy=f"{FORMS} Is it another column? Say --time COLUMN, in Python time='COLUMN'.",
    )


def local_shifts(zone: ZoneInfo, *, first: int, last: int) -> tuple[Shift, ...]:
    """Return how local times from `first` to `last` become UTC, by Python's own rules (PEP 495).

    A local time that occurred twice is its first occurrence; one that was skipped is
    read with the offset from before the skip, so it lands just behind it.
    """
    edges = _transitions(zone, first - DAY, last + DAY)
    shifts = []
    for (_, before), (at, after) in pairwise(edges):
        # Both where the clock springs (local times up to the far edge keep the old offset)
        # and where it falls back (the first pass keeps it), the old offset rules longest.
        shifts.append(Shift(at + max(before, after), before))
    return (*shifts, Shift(None, edges[-1][1]))


def _transitions(zone: ZoneInfo, first: int, last: int) -> list[tuple[int, int]]:
    """Return (moment, offset from then on) in microseconds, the first at or before `first`."""
    step = 7 * DAY
    found = [(first, _offset(zone, first))]
    at = first
    while at < last:
        ahead = min(at + step, last)
        found += _changes(zone, at, ahead)
        at = ahead
    return found


def _changes(zone: ZoneInfo, low: int, high: int) -> list[tuple[int, int]]:
    before, after = _offset(zone, low), _offset(zone, high)
    if before == after:
        return []
    while high - low > 1_000_000:
        middle = (low + high) // 2 // 1_000_000 * 1_000_000
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    high = high // 1_000_000 * 1_000_000
    return [(high, after)]


def _offset(zone: ZoneInfo, moment: int) -> int:
    ahead = (EPOCH + timedelta(microseconds=moment)).astimezone(zone).utcoffset()
    return (ahead or timedelta()) // timedelta(microseconds=1)


def shifted(local: str, shifts: Sequence[Shift]) -> str:
    """Return SQL for the UTC moment of a local time in SQL: a short tree of comparisons."""
    if len(shifts) == 1:
        return f"({local} - ({shifts[0].offset}))" if shifts[0].offset else local
    half = len(shifts) // 2
    border = shifts[half - 1].until
    earlier, later = shifted(local, shifts[:half]), shifted(local, shifts[half:])
    return f"CASE WHEN {local} < {border} THEN {earlier} ELSE {later} END"
