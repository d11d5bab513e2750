"""Periods as a wall calendar has them: the local day of a moment, and the label of its period."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.measure.oracle.reading import micros

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(t: int, zone: str) -> date:
    """Return the day that a calendar in the zone shows at a moment."""
    return (_EPOCH + timedelta(microseconds=t)).astimezone(ZoneInfo(zone)).date()


def label(day: date, length: str) -> str:
    """Return the label of the period that a day is in."""
    week = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{week.year}-W{week.week:02d}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month - 1) // 3 + 1}",
    }[length]


def labels(length: str, *, first: int, last: int, zone: str) -> list[str]:
    """Return the labels from the period of one moment to that of another, in order."""
    day, end, found = day_of(first, zone), day_of(last, zone), []
    while day <= end:
        found.append(label(day, length))
        day += timedelta(days=1)
    return list(dict.fromkeys(found))


def bounds(name: str, length: str, *, near: int, zone: str) -> tuple[int, int]:
    """Return the first moment of a period and that of the next, walking days from near it."""
    day = day_of(near, zone)
    while label(day, length) > name:
        day -= timedelta(days=1)
    while label(day, length) < name:
        day += timedelta(days=1)
    start = end = day
    while label(start - timedelta(days=1), length) == name:
        start -= timedelta(days=1)
    while label(end, length) == name:
        end += timedelta(days=1)
    return _midnight(start, zone), _midnight(end, zone)


def limits(document: dict[str, Any]) -> tuple[int | None, int | None]:
    """Return a question's `from` and `to` as moments."""
    zone = document.get("timezone", "UTC")
    given = (document.get("from"), document.get("to"))
    start, end = (
        None if day is None else _midnight(date.fromisoformat(day), zone) for day in given
    )
    return start, end


def is_whole(name: str, document: dict[str, Any], *, length: str, at: int) -> bool:
    """Say whether a period is over and inside the question's own."""
    zone = document.get("timezone", "UTC")
    first, after = bounds(name, length, near=at, zone=zone)
    start, end = limits(document)
    inside = (start is None or start <= first) and (end is None or after <= end)
    return inside and after <= at


def _midnight(day: date, zone: str) -> int:
    return micros(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))
