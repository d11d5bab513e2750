"""The numbers behind one finding: who succeeded with it, and people alike without, by landmark."""

from __future__ import annotations

from seachange.measure.answering.driver_parts import Explanation
from seachange.report import words
from seachange.report.drivers.alike import compared, moment, together
from seachange.report.pictures.drawing import Drawing, ticks

_ROW, _TOP, _FOOT = 34, 40, 34
_NARROW = 560


def arms(explanation: Explanation, *, width: float = 760) -> str:
    """Draw one row a landmark: a disc with the behaviour, a ring without it."""
    landmarks = compared(explanation.arms)
    if not landmarks:
        return ""
    rows = [together(landmarks), *landmarks]
    told = "; ".join(
        f"{moment(row)}: {words.quantity(row.share_with, 'share')} with, "
        f"{words.quantity(row.share_without, 'share')} alike without"
        for row in rows
    )
    drawing = Drawing(width, _TOP + _ROW * len(rows) + _FOOT, f"Share who succeeded: {told}")
    is_narrow = width < _NARROW
    left, right = (114.0, width - 24) if is_narrow else (230.0, width - 30)
    shares = [share for row in rows for share in (row.share_with, row.share_without)]
    levels = ticks(min(shares), max(shares))

    def across(share: float) -> float:
        return left + (right - left) * (share - levels[0]) / (levels[-1] - levels[0])

    foot = _TOP + _ROW * len(rows)
    for level in levels:
        drawing.line(across(level), _TOP - 6, across(level), foot, classes="grid")
        drawing.text(
            across(level),
            foot + 18,
            words.quantity(level, "share"),
            size=11,
            anchor="middle",
            classes="soft",
        )
    _key(drawing, left)
    for line, row in enumerate(rows):
        y = _TOP + _ROW * (line + 0.5)
        people = "" if is_narrow else f", {words.plural(row.people, 'person', 'people')}"
        drawing.text(
            left - 14,
            y + 4,
            f"{moment(row)}{people}",
            size=12,
            anchor="end",
            classes="" if line else "strong",
        )
        shape = Drawing(0, 0, "")
        x1, x2 = across(row.share_without), across(row.share_with)
        shape.line(x1, y, x2, y, classes="edge")
        shape.circle(x1, y, 5, classes="hollow")
        shape.circle(x2, y, 5.5, classes="dot")
        said = f"{words.quantity(row.share_with, 'share')} of {words.count(row.people)} with it, "
        said += f"{words.quantity(row.share_without, 'share')} of people alike without"
        drawing.hint(said, shape.parts)
    return drawing.svg()


def _key(drawing: Drawing, left: float) -> None:
    drawing.circle(left + 6, 12, 5.5, classes="dot")
    drawing.text(left + 17, 16, "did it", size=12)
    drawing.circle(left + 76, 12, 5, classes="hollow")
    drawing.text(left + 87, 16, "people alike who had not", size=12)
