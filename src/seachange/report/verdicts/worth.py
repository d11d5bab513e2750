"""What a further experiment would be worth, by its size, below what certainty would be worth."""

from __future__ import annotations

from math import log10

from seachange.planning.rules.cases import Case
from seachange.planning.rules.vocabulary import Scale
from seachange.report.pictures.drawing import Axis, Drawing, text_width, ticks
from seachange.report.verdicts import telling
from seachange.report.words import NARROW

_LEFT, _RIGHT, _TOP, _FOOT, _HEIGHT = 64.0, 16.0, 40.0, 44.0, 230.0
_NARROW = 560


def worth(case: Case, *, width: float = 920) -> str:
    """Draw the rising curve of value by people in each group; empty where no size is known."""
    told = case.further
    if told is None or len(told.curve) < 2 or told.certainty <= 0:
        return ""
    drawing = Drawing(width, _HEIGHT, telling.further(case) or "What an experiment would be worth")
    levels = ticks(0.0, told.certainty * 1.02, about=5)
    up = Axis(_HEIGHT - _FOOT, _TOP, levels)
    sizes = [people for people, _ in told.curve]
    across = Axis(_LEFT, width - _RIGHT, [log10(sizes[0]), log10(sizes[-1])])
    for level in levels:
        drawing.line(_LEFT, up.at(level), width - _RIGHT, up.at(level), classes="grid")
        said = _tick(level, case)
        drawing.text(_LEFT - 8, up.at(level) + 4, said, size=11, anchor="end", classes="soft")
    drawing.text(0, 14, "what another experiment is expected to be worth", size=12.5)
    drawing.line(
        _LEFT, up.at(told.certainty), width - _RIGHT, up.at(told.certainty), classes="goal"
    )
    said = f"to know for certain: {telling.worth(told.certainty, case.scale)}"
    drawing.text(_LEFT + 6, up.at(told.certainty) - 6, said, size=11.5, classes="goal-ink")
    points = [(across.at(log10(people)), up.at(value)) for people, value in told.curve]
    drawing.polyline(points, classes="line")
    _steps(drawing, case, across, up)
    _sizes(drawing, across, sizes, is_narrow=width < _NARROW)
    return drawing.svg()


def _tick(level: float, case: Case) -> str:
    if not level:
        return "0"
    return f"{100 * level:g}{NARROW}pp" if case.scale is Scale.RATE else f"{level:g}"


def _steps(drawing: Drawing, case: Case, across: Axis, up: Axis) -> None:
    """Mark the steps that have a size, and name the one that is next."""
    told = case.further
    for each in told.steps if told else ():
        if each.people is None:
            continue
        x, y = across.at(log10(each.people)), up.at(each.value)
        is_next = told is not None and each is told.best
        shape = Drawing(0, 0, "")
        shape.circle(x, y, 6 if is_next else 4, classes="boost" if is_next else "dot")
        value = telling.worth(each.value, case.scale)
        drawing.hint(f"{telling.step(each)}: {value}", shape.parts)
        if is_next:
            name = f"next: {each.what}"
            is_cut = x + 10 + text_width(name, 12) > drawing.width - _RIGHT
            end, place = ("end", x - 10) if is_cut else ("start", x + 10)
            drawing.text(place, y + 16, name, size=12, anchor=end, classes="boost-ink strong")


def _sizes(drawing: Drawing, across: Axis, sizes: list[int], *, is_narrow: bool) -> None:
    foot = _HEIGHT - _FOOT
    for power in range(1, 9):
        for times in (1,) if is_narrow else (1, 3):
            people = times * 10**power
            if sizes[0] <= people <= sizes[-1]:
                x = across.at(log10(people))
                drawing.line(x, foot, x, foot + 4, classes="zero")
                drawing.text(x, foot + 18, f"{people:,}", size=11, anchor="middle", classes="soft")
    middle = (across.start + across.end) / 2
    said = "people in each of two groups"
    drawing.text(middle, _HEIGHT - 6, said, size=11, anchor="middle", classes="soft")
