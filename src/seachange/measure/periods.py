"""Days, weeks, months and quarters of a zone, cut so that none is missed or doubled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from seachange.errors import BadQuestion

LENGTHS = ("day", "week", "month", "quarter")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its label and its bounds in microseconds since 1970 UTC, `end` outside."""

    label: str
    start: int
    end: int


def periods(*, length: str, first: int, last: int, timezone: str) -> tuple[Period, ...]:
    """Return every period of a zone from the one that holds `first` to the one with `last`.

    Bounds are local midnights, so that a day of a clock change has 23 or 25 hours and
    appears once. Weeks are ISO weeks (Monday first). Labels: `2024-03-31`, `2024-W13`,
    `2024-03`, `2024-Q1`. A local midnight that does not exist starts at the first
    moment that does (zoneinfo's fold=0 reading lies before the gap, hence the repair).
    """
    zone = ZoneInfo(timezone)
    day = _start(local_day(first, zone), length)
    cut: list[Period] = []
    start = midnight(day, zone)
    while start <= last:
        following = _next(day, length)
        end = midnight(following, zone)
        if end > start:  # Samoa had no 30 December 2011
            cut.append(Period(_label(day, length), start, end))
        if len(cut) > _MOST:
            raise BadQuestion(
                f"more than {_MOST:,} {length}s lie between the first and the last event",
                remedy="Name a shorter period with `from` and `to`, or a longer `trend`.",
            )
        day, start = following, end
    return tuple(cut)


def period_bounds(cut: Sequence[Period]) -> list[int]:
    """Return the starts of adjoining periods and the end of the last one."""
    return [p.start for p in cut] + [cut[-1].end] if cut else []


def local_day(moment: int, zone: ZoneInfo) -> date:
    """Return the calendar day on which a moment (microseconds) falls in a zone."""
    return (_EPOCH + timedelta(microseconds=moment)).astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo) -> int:
    """Return the first moment of a local day, in microseconds since 1970 UTC.

    Where clocks go back over midnight, a wall time occurs twice and the day starts at
    the earlier one; where they jump over it, at the moment of the jump.
    """
    naive = datetime.combine(day, time(), tzinfo=zone)
    moment = naive.astimezone(UTC)
    if moment.astimezone(zone).date() < day:  # in a gap: the reading fell back a day
        moment = _first_moment(day, zone, moment)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _first_moment(day: date, zone: ZoneInfo, before: datetime) -> datetime:
    """Find the jump by halving: `before` is still yesterday, a day later is not."""
    low, high = before, before + timedelta(days=1)
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).date() < day else (low, middle)
    return high


def _start(day: date, length: str) -> date:
    if length == "week":
        return day - timedelta(days=day.weekday())
    if length == "month":
        return day.replace(day=1)
    if length == "quarter":
        return date(day.year, day.month - (day.month - 1) % 3, 1)
    return day


def _next(day: date, length: str) -> date:
    if length in ("day", "week"):
        return day + timedelta(days=1 if length == "day" else 7)
    months = day.year * 12 + day.month - 1 + (1 if length == "month" else 3)
    return date(months // 12, months % 12 + 1, 1)


def _label(day: date, length: str) -> str:
    if length == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    if length == "month":
        return f"{day.year}-{day.month:02d}"
    if length == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.isoformat()
