"""What was believed of a change before and after, as two hills, with what was measured below."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from seachange.planning.rules.belief import Belief
from seachange.planning.rules.cases import Case
from seachange.planning.rules.vocabulary import Scale
from seachange.report.pictures.drawing import Axis, Drawing, text_width, ticks
from seachange.report.verdicts import telling
from seachange.report.words import MINUS, NARROW

_TOP, _HILL, _ROW, _FOOT = 46.0, 150.0, 34.0, 40.0
_NARROW = 560
_STEPS = 120


def believed(case: Case, *, width: float = 920) -> str:
    """Draw the change as the metric moves, zero and what is worth it; empty before criteria."""
    told = case.told
    if told.prior is None or told.belief is None:
        return ""
    height = _TOP + _HILL + _ROW * len(told.measured) + _FOOT
    drawing = Drawing(width, height, telling.sentence(case))
    scale = _scale(case, told.prior, told.belief, width=width)
    ground = _TOP + _HILL
    worth = told.sign * told.prior.smallest_worthwhile
    _grid(drawing, scale, case, foot=height - _FOOT)
    peak = 1 / min(told.prior.spread, told.belief.spread)
    after = _hill(told.belief, told.sign, peak, scale)
    before = _hill(told.prior, told.sign, peak, scale)
    _fill(drawing, after, ground, classes="band")
    beyond = _hill(told.belief, told.sign, peak, scale, beyond=worth)
    _fill(drawing, beyond, ground, classes="boost-band")
    drawing.polyline(before, classes="base")
    drawing.polyline(after, classes="line")
    drawing.line(scale.at(0), _TOP - 8, scale.at(0), height - _FOOT, classes="zero")
    drawing.line(scale.at(worth), _TOP - 8, scale.at(worth), height - _FOOT, classes="goal")
    _words(drawing, case, scale, worth)
    _results(drawing, case, scale, top=ground)
    return drawing.svg()


def _scale(case: Case, before: Belief, now: Belief, *, width: float) -> Axis:
    sign = case.told.sign
    ends = [0.0, sign * before.smallest_worthwhile]
    ends += [sign * before.mean + side * 2.2 * before.spread for side in (-1, 1)]
    ends += [sign * now.mean + side * 3.2 * now.spread for side in (-1, 1)]
    ends += [end for each in case.told.measured for end in (each.interval.low, each.interval.high)]
    about = 4 if width < _NARROW else 8
    return Axis(14.0, width - 14.0, ticks(min(ends), max(ends), about=about))


def _hill(
    belief: Belief, sign: int, peak: float, scale: Axis, *, beyond: float | None = None
) -> list[tuple[float, float]]:
    """Return the points of a belief's density, of its tallest `peak` in height; or a side of it."""
    low, high = scale.levels[0], scale.levels[-1]
    if beyond is not None:
        low, high = (beyond, high) if sign > 0 else (low, beyond)
    points = []
    for step in range(_STEPS + 1):
        value = low + (high - low) * step / _STEPS
        z = (value - sign * belief.mean) / belief.spread
        tall = exp(-z * z / 2) / belief.spread / peak
        points.append((scale.at(value), _TOP + _HILL * (1 - 0.94 * tall)))
    return points


def _fill(
    drawing: Drawing, points: Sequence[tuple[float, float]], ground: float, *, classes: str
) -> None:
    if len(points) > 1:
        around = [(points[0][0], ground), *points, (points[-1][0], ground)]
        drawing.polygon(around, classes=classes)


def _grid(drawing: Drawing, scale: Axis, case: Case, *, foot: float) -> None:
    for level in scale.levels:
        x = scale.at(level)
        drawing.line(x, _TOP, x, foot, classes="grid")
        drawing.text(x, foot + 16, _tick(level, case), size=11, anchor="middle", classes="soft")
    unit = "change of the share, in percentage points" if case.scale is Scale.RATE else "change"
    drawing.text(scale.end, foot + 34, unit, size=11, anchor="end", classes="soft")


def _tick(level: float, case: Case) -> str:
    value = 100 * level if case.scale is Scale.RATE else level
    return f"{value:+g}".replace("-", MINUS) if value else "0"


def _words(drawing: Drawing, case: Case, scale: Axis, worth: float) -> None:
    drawing.line(scale.start, 10, scale.start + 22, 10, classes="base")
    drawing.text(scale.start + 28, 14, "believed before", size=12, classes="base-ink")
    start = scale.start + 28 + text_width("believed before", 12) + 14
    drawing.line(start, 10, start + 22, 10, classes="line")
    drawing.text(start + 28, 14, "believed now", size=12)
    said = f"worth it from {telling.amount(worth, case.scale)}"
    is_right = case.told.sign > 0
    x = scale.at(worth) + (6 if is_right else -6)
    is_cut = x + text_width(said, 12) > drawing.width if is_right else x < text_width(said, 12)
    anchor = "start" if is_right != is_cut else "end"
    x = scale.at(worth) + (6 if anchor == "start" else -6)
    drawing.text(x, _TOP - 8, said, size=12, anchor=anchor, classes="goal-ink")


def _results(drawing: Drawing, case: Case, scale: Axis, *, top: float) -> None:
    for number, each in enumerate(case.told.measured):
        y = top + _ROW * number + 20
        said = f"{telling.amount(each.change, case.scale)} {telling.interval(each, case.scale)}"
        name = each.evidence.assumption_test or each.evidence.id
        shape = Drawing(0, 0, "")
        x1, x2 = scale.at(each.interval.low), scale.at(each.interval.high)
        shape.rect(x1, y - 5, x2 - x1, 10, classes="dim-band", radius=5)
        shape.circle(scale.at(each.change), y, 5, classes="dot")
        drawing.hint(f"{name} measured {said}", shape.parts)
        label = f"{name}{NARROW}measured"
        room = text_width(label, 11.5)
        if x1 - 8 - room > scale.start:
            drawing.text(x1 - 8, y + 4, label, size=11.5, anchor="end", classes="soft")
        elif x2 + 8 + room < scale.end:
            drawing.text(x2 + 8, y + 4, label, size=11.5, classes="soft")
