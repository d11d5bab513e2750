"""Rates side by side, each a point in its interval, so that overlap is seen at once."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.answers import Estimate, Reading
from seachange.report import words
from seachange.report.pictures.drawing import Drawing, ticks, wrapped

_ROW, _TOP = 28, 10


def ranges(
    groups: Sequence[tuple[str, Reading]], *, unit: str, title: str, width: float = 720
) -> str:
    """Draw one row a group: name, point, interval; an unknown one says why."""
    drawing = Drawing(width, _TOP + _ROW * len(groups) + 30, title)
    left = min(180.0, width * 0.32)
    known = [r for _, r in groups if isinstance(r, Estimate)]
    low = min((r.low for r in known), default=0.0)
    high = max((r.high for r in known), default=1.0)
    levels = ticks(low, high)
    room = width - left - 24

    def across(value: float) -> float:
        return left + room * (value - levels[0]) / (levels[-1] - levels[0])

    foot = _TOP + _ROW * len(groups)
    for level in levels:
        drawing.line(across(level), _TOP, across(level), foot, classes="grid")
        drawing.text(
            across(level),
            foot + 18,
            words.quantity(level, unit),
            size=11,
            anchor="middle",
            classes="soft",
        )
    for line, (name, reading) in enumerate(groups):
        y = _TOP + _ROW * (line + 0.5)
        (text,) = wrapped(name, width=left - 14, size=12.5, most=1)
        drawing.text(left - 12, y + 4, text, size=12.5, anchor="end")
        if isinstance(reading, Estimate):
            shape = Drawing(0, 0, "")
            x = across(reading.low)
            shape.rect(x, y - 5, across(reading.high) - x, 10, classes="band", radius=5)
            shape.circle(across(reading.value), y, 4.5, classes="dot")
            drawing.hint(f"{name}: {words.estimate(reading, unit)}", shape.parts)
        else:
            drawing.text(left + 4, y + 4, f"unknown: {reading.why}", size=11.5, classes="soft")
    return drawing.svg()
