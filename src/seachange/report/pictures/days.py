"""How many events there were, day by day or week by week: bars in which gaps can be seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from seachange.report import words
from seachange.report.pictures.drawing import Drawing

_TALL, _TOP, _UNDER = 96.0, 20.0, 24.0


def days(answer: Any, *, width: float) -> str:
    """Draw a description's events over time; nothing where there is one period alone."""
    series = answer.series
    if len(series) < 2:
        return ""
    most = max(each.events for each in series) or 1
    length = "week" if "W" in series[0].period else "day"
    drawing = Drawing(width, _TOP + _TALL + _UNDER, f"Events a {length}, at most {most:,}")
    pitch = width / len(series)
    drawing.text(0, 12, f"{words.count(most)} events in the fullest {length}", size=11.5)
    for index, each in enumerate(series):
        tall = _TALL * each.events / most
        bar = max(pitch * 0.78, 0.6)
        drawing.rect(index * pitch, _TOP + _TALL - tall, bar, tall, classes="bar")
    floor = _TOP + _TALL
    drawing.line(0, floor, width, floor, classes="grid")
    drawing.text(0, floor + 16, said(series[0].period), size=11.5, classes="soft")
    end = said(series[-1].period)
    drawing.text(width, floor + 16, end, size=11.5, anchor="end", classes="soft")
    return drawing.svg()


def said(period: str) -> str:
    """Write a day or an ISO week as people say it.

    >>> said("2026-06-30"), said("2025-W27")
    ('30 June 2026', 'week of 30 June 2025')
    """
    try:
        first = words.day(date.fromisoformat(period))
    except ValueError:  # a year of three or five digits is told as it was counted
        return period
    return f"week of {first}" if "W" in period else first
