"""A roadmap along a year: what is meant when, as precisely as it is known, and what slipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from seachange.report.pictures.drawing import Drawing, wrapped

_ROW, _TOP, _LABEL = 34.0, 34.0, 250.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """One line of it: its words, the days it may mean, those it was meant for before.

    `is_dated` is whether anybody said a date; else the days are those of its horizon.
    """

    words: str
    starts: date
    ends: date
    before: tuple[date, ...] = ()
    is_dated: bool = False
    is_feature: bool = False


def timeline(stretches: Sequence[Stretch], *, today: date, width: float, title: str) -> str:
    """Draw stretches one below the other from today on, over twelve months and a little more."""
    label = _LABEL if width > 600 else 0.0
    row = _ROW if label else _ROW + 16
    drawing = Drawing(width, _TOP + row * len(stretches) + 12, title)
    months = 13
    left, right = label + 12, width - 12

    def across(day: date) -> float:
        ahead = (day - today).days / 30.44
        return left + (right - left) * min(max(ahead, -0.15), months) / months

    _months(drawing, today, across, bottom=drawing.height - 8, about=3 if label else 6)
    for at, stretch in enumerate(stretches):
        _stretch(drawing, stretch, across, y=_TOP + row * at, label=label, row=row)
    return drawing.svg()


def _months(
    drawing: Drawing, today: date, across: Callable[[date], float], *, bottom: float, about: int
) -> None:
    for ahead in range(0, 13, about):
        at = today.year * 12 + today.month - 1 + ahead
        first = date(at // 12, at % 12 + 1, 1) if ahead else today
        x = across(first)
        drawing.line(x, 22, x, bottom, classes="grid" if ahead else "zero")
        words = f"{first:%b %Y}" if ahead else "today"
        anchor = "start" if ahead < 12 else "end"
        drawing.text(x, 14, words, size=12, classes="soft", anchor=anchor)


def _stretch(
    drawing: Drawing,
    stretch: Stretch,
    across: Callable[[date], float],
    *,
    y: float,
    label: float,
    row: float,
) -> None:
    start, end = across(stretch.starts), across(stretch.ends)
    words = stretch.words
    if label:
        lines = wrapped(words, width=label, size=12)
        first = y + row / 2 + 4 - 7 * (len(lines) - 1)
        for index, line in enumerate(lines):
            drawing.text(0, first + 14 * index, line, size=12)
        top = y + 8
    else:
        room = drawing.width - 24
        line = wrapped(words, width=room, size=12, most=1)[0]
        drawing.text(0, y + 13, line, size=12, classes="over")
        top = y + 19
    kind = "bar" if stretch.is_dated else "river"
    drawing.rect(start, top, max(end - start, 6), 18, classes=kind, radius=6)
    if stretch.is_feature:
        drawing.rect(start, top, 5, 18, classes="leave", radius=2)
    for day in stretch.before:
        drawing.circle(across(day), top + 9, 4, classes="hollow")
