"""The four horizons of a roadmap: where each ends, and how precise a date there can be meant."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from seachange.planning.rules.vocabulary import Precision

_FROM_FINE = (
    Precision.DAY,
    Precision.MONTH,
    Precision.QUARTER,
    Precision.HALF_YEAR,
    Precision.YEAR,
)

# Months ahead → the finest a date there is known (check RM05).
FINEST: Mapping[int, Precision] = MappingProxyType(
    {3: Precision.DAY, 6: Precision.MONTH, 9: Precision.QUARTER, 12: Precision.QUARTER}
)


def end_of(months: int, today: date) -> date:
    """Return the last day of a horizon: so many months from today, in a month that has the day."""
    at = today.year * 12 + today.month - 1 + months
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def coarser(one: Precision | None, other: Precision) -> Precision:
    """Return the coarser of two precisions; no precision said is a day."""
    return max(one or Precision.DAY, other, key=_FROM_FINE.index)


def span_of(due: date, precision: Precision | None) -> tuple[date, date]:
    """Return the first and the last day that a date may mean: the whole quarter it names."""
    months = {
        Precision.MONTH: 1,
        Precision.QUARTER: 3,
        Precision.HALF_YEAR: 6,
        Precision.YEAR: 12,
    }.get(precision or Precision.DAY, 0)
    if not months:
        return due, due
    first = date(due.year, (due.month - 1) // months * months + 1, 1)
    last_month = first.month + months - 1
    return first, date(due.year, last_month, calendar.monthrange(due.year, last_month)[1])


def said(due: date, precision: Precision | None) -> str:
    """Write a date as precisely as it is meant: 30 June 2026, June 2026, Q2 2026, H1 2026, 2026."""
    return {
        Precision.MONTH: f"{due:%B %Y}",
        Precision.QUARTER: f"Q{(due.month - 1) // 3 + 1} {due.year}",
        Precision.HALF_YEAR: f"H{(due.month - 1) // 6 + 1} {due.year}",
        Precision.YEAR: f"{due.year}",
    }.get(precision or Precision.DAY, f"{due.day} {due:%B %Y}")
