"""How a plan file writes tallies and periods: `899/2900`, `2025-Q4`, `2026-03`, `2026`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_TALLY = re.compile(r"\s*([0-9]{1,15})\s*/\s*([0-9]{1,15})\s*\Z")
_PERIOD = re.compile(r"([0-9]{4})(?:-(?:(Q)([1-4])|(H)([12])|([0-9]{2})))?\Z")


def tally(text: str) -> tuple[int, int] | None:
    """Read k of n.

    >>> tally("899/2900")
    (899, 2900)
    """
    match = _TALLY.match(text)
    return (int(match[1]), int(match[2])) if match else None


def period(text: str) -> tuple[date, date] | None:
    """Read a year, half, quarter or month as its first and last day.

    >>> period("2025-Q4")
    (datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
    """
    match = _PERIOD.match(text)
    if match is None or match[1] == "0000":
        return None
    months, number = 12, 1
    if match[2]:
        months, number = 3, int(match[3])
    elif match[4]:
        months, number = 6, int(match[5])
    elif match[6]:
        months, number = 1, int(match[6])
    first, last = months * (number - 1) + 1, months * number
    if not 1 <= last <= 12:
        return None
    year = int(match[1])
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def period_text(starts: date, ends: date) -> str | None:
    """Write a period the short way, where there is one.

    >>> period_text(date(2026, 4, 1), date(2026, 6, 30))
    '2026-Q2'
    """
    year, month = starts.year, starts.month
    shapes = [f"{year:04}", f"{year:04}-H{(month + 5) // 6}", f"{year:04}-Q{(month + 2) // 3}"]
    shapes.append(f"{year:04}-{month:02}")
    return next((text for text in shapes if period(text) == (starts, ends)), None)
