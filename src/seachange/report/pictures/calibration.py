"""What was forecast against what came true: on the line, beliefs meet their verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.planning.rules.power import Count, wilson
from seachange.planning.rules.programme import Bin
from seachange.report.pictures.drawing import Drawing
from seachange.report.words import NARROW

_LEFT, _TOP, _FOOT = 52.0, 14.0, 44.0


def calibration(bins: Sequence[Bin], *, width: float = 420) -> str:
    """Draw the share that came true over the chance that was said; empty without forecasts."""
    if not bins:
        return ""
    side = width - _LEFT - 24
    told = "; ".join(
        f"said {each.said:.2f}: {each.came_true.count} of {each.came_true.of} came true"
        for each in bins
    )
    drawing = Drawing(width, _TOP + side + _FOOT, f"Forecasts and what came true. {told}")

    def at(said: float, came: float) -> tuple[float, float]:
        return _LEFT + side * said, _TOP + side * (1 - came)

    for level in (0.0, 0.25, 0.5, 0.75, 1.0):
        (x, y), percent = at(level, level), f"{100 * level:.0f}{NARROW}%"
        drawing.line(*at(0, level), *at(1, level), classes="grid")
        drawing.line(*at(level, 0), *at(level, 1), classes="grid")
        drawing.text(_LEFT - 8, y + 4, percent, size=11, anchor="end", classes="soft")
        drawing.text(x, _TOP + side + 17, percent, size=11, anchor="middle", classes="soft")
    drawing.line(*at(0, 0), *at(1, 1), classes="goal")
    middle = _LEFT + side / 2
    drawing.text(middle, _TOP + side + 36, "the chance we gave it", size=11.5, anchor="middle")
    drawing.text(_LEFT + 8, _TOP + 16, "came true", size=11.5)
    for each in bins:
        _point(drawing, each, at(each.said, each.came_true.count / each.came_true.of), side)
    return drawing.svg()


def _point(drawing: Drawing, each: Bin, at: tuple[float, float], side: float) -> None:
    counted = each.came_true
    own = wilson(Count(counted.count, counted.of))
    x, y = at
    top, bottom = _TOP + side * (1 - own.high), _TOP + side * (1 - own.low)
    shape = Drawing(0, 0, "")
    shape.rect(x - 4, top, 8, bottom - top, classes="band", radius=4)
    shape.circle(x, y, min(4 + counted.of**0.5, 12), classes="dot")
    drawing.hint(f"{counted.count} of {counted.of} came true, {each.said:.2f} said", shape.parts)
