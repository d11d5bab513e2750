"""How a column of times is to be read: with zones or without, or as numbers since 1970.

Decided once for each column of each file, from all of it, and said in a note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from seachange.errors import BadMapping, UnreadableSource

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
DAY = 86_400 * SECOND

# What a written time looks like, in the regular expressions that all engines share: date, time
# with up to nine decimals, and zone. Whether there is such a day is asked afterwards. Not \d:
# that is a digit of any script to some engines.
MOMENT = (
    r"^ *([1-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.]([0-9]{1,9}))?)?"
    r" ?(Z|UTC|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?)? *$"
)
NUMBER = r"^ *-?[0-9]{1,19}(?:[.][0-9]{1,9})? *$"
NOTHING = r"^[ \t\n\r\v\f]*$"

FORMS = (
    "Understood are 2024-07-01T09:30:00Z, 2024-07-01 09:30:00.25+02:00, 2024-07-01 09:30:00, "
    "2024-07-01, and seconds, milli- or microseconds since 1970."
)

# The forms of a written time, as engines number them.
BLANK, UNREADABLE, LOCAL, ZONED, NUMERIC = range(5)

# Below these, numbers are seconds, milliseconds, microseconds; above, nanoseconds. Each unit
# reaches from 1973 to the year 5138, so that no plausible time could be in two of them.
_UNITS: tuple[tuple[float, int, str], ...] = (
    (1e11, 1_000_000_000, "seconds"),
    (1e14, 1_000_000, "milliseconds"),
    (1e17, 1_000, "microseconds"),
    (float("inf"), 1, "nanoseconds"),
)

# Seconds below this lie before March 1973: sooner days of a spreadsheet (45,292) than moments.
_SMALL = 1e8

# Zones are known between these years; earlier and later their first and last offset holds.
_KNOWN = (-130 * 365 * DAY, 230 * 365 * DAY)


@dataclass(frozen=True, slots=True)
class Tally:
    """What is in a column of times: how many of each form, and one of each as (row, text).

    `least` is the smallest number, `largest` the greatest size among them; `first` and `last`
    are the earliest and latest local time, in microseconds since 1970 by a clock without zone.
    """

    zoned: int = 0
    local: int = 0
    numbers: int = 0
    unreadable: int = 0
    least: float = 0.0
    largest: float = 0.0
    first: int = 0
    last: int = 0
    zoned_example: tuple[int, str] = (0, "")
    local_example: tuple[int, str] = (0, "")
    number_example: tuple[int, str] = (0, "")
    unreadable_example: tuple[int, str] = (0, "")


@dataclass(frozen=True, slots=True)
class Shift:
    """Local times before `until` (None: all later ones too) are `offset` ahead of UTC."""

    until: int | None
    offset: int


UTC_THROUGHOUT = (Shift(None, 0),)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a column is read: what one number is in nanoseconds, and how local times shift.

    `twice` and `skipped` are the spans of local times (from, until) that occurred twice
    when the clock fell back, or never when it sprang forward.
    """

    nanoseconds: int = 1_000
    shifts: tuple[Shift, ...] = UTC_THROUGHOUT
    twice: tuple[tuple[int, int], ...] = ()
    skipped: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()


def zone_named(timezone: str | None) -> ZoneInfo | None:
    """Return the zone a caller named, or refuse a name that no zone has."""
    if timezone is None:
        return None
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadMapping(
            f"{timezone!r} is not a time zone",
            place="timezone",
            remedy="Write a name such as Europe/Berlin, or UTC.",
        ) from None


def decide(tally: Tally, *, column: str, place: str, timezone: str | None) -> Reading:
    """Decide how a column is read, or refuse it where that would be a guess.

    Times without zone are UTC unless a zone is named. Some with and some without are
    refused then too: half of them would be hours off and nobody could tell which.
    """
    zone = zone_named(timezone)
    dated = tally.zoned + tally.local
    if tally.unreadable > 99 * (dated + tally.numbers):
        raise _hopeless(tally, column=column, place=place)
    if tally.numbers and dated:
        raise _two_forms(tally, column=column, place=place)
    if tally.numbers:
        return _numeric(tally, column=column, place=place)
    if tally.zoned and tally.local and zone is None:
        raise _two_clocks(tally, column=column, place=place)
    if not tally.local:
        return Reading()
    if zone is None:
        return Reading(notes=(f"{column}: times without zone, read as UTC",))
    return local_reading(
        zone,
        first=tally.first,
        last=tally.last,
        notes=(f"{column}: times without zone, read as {zone.key}",),
    )


def _numeric(tally: Tally, *, column: str, place: str) -> Reading:
    if 19_000_101 <= tally.largest <= 22_001_231:
        raise UnreadableSource(
            f"{column} holds numbers like {tally.largest:.0f}: a date, or seconds of 1970?",
            place=place,
            remedy=f"{FORMS} Dates are written with hyphens.",
        )
    nanoseconds, unit = next((n, unit) for most, n, unit in _UNITS if tally.largest < most)
    notes = [f"{column}: {unit} since 1970 UTC"]
    if 0 < tally.largest < _SMALL:
        notes.append(
            f"{column}: so small that all are moments before 1973; are they days of a "
            "spreadsheet, or a clock that begins elsewhere?"
        )
    return Reading(nanoseconds, notes=tuple(notes))


def of_other_units(tally: Tally, reading: Reading) -> dict[str, tuple[int, int]]:
    """Return, by unit, from which to below which a number of a column must not lie, and its own.

    The unit goes by the largest number. One that is a moment of the years 2001 to 2096 in a
    smaller unit would become one of early 1970: it is of that unit, and the largest is a slip
    or belongs to another sender. Empty where all are too large for that.
    """
    at = next(i for i, (_, size, _) in enumerate(_UNITS) if size == reading.nanoseconds)
    begins = int(_UNITS[at - 1][0]) if at else 0
    if not tally.numbers or tally.least >= begins:
        return {}
    smaller = {unit: 10**9 * (10**9 // size) for _, size, unit in _UNITS[:at]}
    spans = {unit: (least, 4 * least) for unit, least in smaller.items()}
    return spans | {_UNITS[at][2]: (begins, 10**19)}


def two_units(column: str, place: str, *found: tuple[str, int, str]) -> UnreadableSource:
    """Return the refusal of a column in which numbers are of several units: (unit, row, text)."""
    each = " and ".join(f"{unit} ({text!r} in row {row})" for unit, row, text in found)
    return UnreadableSource(
        f"{column} mixes {each}", place=place, remedy=f"{FORMS} One unit a file."
    )


def _two_clocks(tally: Tally, *, column: str, place: str) -> UnreadableSource:
    (row, text), (other_row, other) = tally.zoned_example, tally.local_example
    return UnreadableSource(
        f"{column} mixes times with a zone ({text!r} in row {row}) "
        f"and without one ({other!r} in row {other_row})",
        place=place,
        remedy="Name the zone of those without: --source-timezone Europe/Berlin, "
        "in Python timezone='Europe/Berlin'.",
    )


def _two_forms(tally: Tally, *, column: str, place: str) -> UnreadableSource:
    row, text = tally.zoned_example if tally.zoned else tally.local_example
    other_row, other = tally.number_example
    return UnreadableSource(
        f"{column} mixes dates ({text!r} in row {row}) and numbers ({other!r} in row {other_row})",
        place=place,
        remedy=f"{FORMS} One form a file.",
    )


def _hopeless(tally: Tally, *, column: str, place: str) -> UnreadableSource:
    row, text = tally.unreadable_example
    return UnreadableSource(
        f"{column} holds no times: {text!r} in row {row} cannot be read as one",
        place=place,
        remedy=f"{FORMS} Is it another column? Say --time COLUMN, in Python time='COLUMN'.",
    )


def local_reading(zone: ZoneInfo, *, first: int, last: int, notes: tuple[str, ...] = ()) -> Reading:
    """Return how local times from `first` to `last` become UTC, as Python has it (PEP 495).

    A local time that occurred twice is its first occurrence; one that was skipped is
    read with the offset from before the skip, and so lands just behind it.
    """
    edges = _edges(zone, max(first, _KNOWN[0]) - 2 * DAY, min(last, _KNOWN[1]) + 2 * DAY)
    shifts: list[Shift] = []
    twice: list[tuple[int, int]] = []
    skipped: list[tuple[int, int]] = []
    for (_, before), (at, after) in pairwise(edges):
        # Where the clock springs, skipped times keep the old offset; where it falls back, the
        # first pass does. Either way the old offset rules up to the later of the two readings.
        span = (at + min(before, after), at + max(before, after))
        shifts.append(Shift(span[1], before))
        (skipped if after > before else twice).append(span)
    return Reading(
        shifts=(*shifts, Shift(None, edges[-1][1])),
        twice=tuple(twice),
        skipped=tuple(skipped),
        notes=notes,
    )


def _edges(zone: ZoneInfo, first: int, last: int) -> list[tuple[int, int]]:
    """Return (moment, offset from then on) in microseconds, beginning with `first`."""
    at = first // SECOND * SECOND
    edges = [(at, _offset(zone, at))]
    while at < last:
        ahead = at + DAY
        if _offset(zone, ahead) != edges[-1][1]:
            low, high = at, ahead
            while high - low > SECOND:
                middle = (low + high) // 2 // SECOND * SECOND
                low, high = (middle, high) if _same(zone, low, middle) else (low, middle)
            edges.append((high, _offset(zone, high)))
        at = ahead
    return edges


def _same(zone: ZoneInfo, moment: int, other: int) -> bool:
    return _offset(zone, moment) == _offset(zone, other)


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


def within(local: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return SQL for whether a local time falls into one of these spans."""
    inside = [f"({local} >= {begin} AND {local} < {end})" for begin, end in spans]
    return f"({' OR '.join(inside)})" if inside else "(1 = 0)"


def doubts(column: str, *, twice: int, skipped: int) -> tuple[str, ...]:
    """Return what to say of local times that the zone's clock showed twice, or never."""
    said = []
    if twice:
        said.append(f"{column}: {twice:,} times occurred twice as the clock fell back; first taken")
    if skipped:
        said.append(f"{column}: {skipped:,} times were skipped by the clock; moved behind the skip")
    return tuple(said)
