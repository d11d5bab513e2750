"""A planned test: the smallest change it could show, week by week, and when that is enough."""

from __future__ import annotations

from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer
from seachange.report import words
from seachange.report.experiments import planned
from seachange.report.pictures.drawing import Drawing, ticks

_LEFT, _RIGHT, _TOP, _FOOT = 64.0, 16.0, 34.0, 44.0


def sizes(answer: ExperimentPlanAnswer, *, width: float = 920) -> str:
    """Draw the falling curve of what could be seen, and the change that is asked for."""
    curve, change = answer.curve, answer.question["change"]
    if len(curve) < 2:
        return ""
    drawing = Drawing(width, 260, planned.headline(answer))
    smallest = sorted(point.smallest for point in curve)
    levels = ticks(0.0, max(change * 1.3, smallest[-2]), about=4)
    span, rise = width - _LEFT - _RIGHT, drawing.height - _TOP - _FOOT
    first, last = curve[0].weeks, curve[-1].weeks

    def across(weeks: float) -> float:
        return _LEFT + span * (weeks - first) / (last - first)

    def up(level: float) -> float:
        return _TOP + rise * (1 - min(level / levels[-1], 1.0))

    for level in levels:
        drawing.line(_LEFT, up(level), width - _RIGHT, up(level), classes="grid")
        said = planned.change(level, answer.unit) if level else "0"
        drawing.text(_LEFT - 8, up(level) + 4, said, size=11, anchor="end", classes="soft")
    drawing.text(0, 14, "smallest change seen", size=12.5, classes="strong")
    drawing.polyline([(across(p.weeks), up(p.smallest)) for p in curve], classes="line")
    drawing.line(_LEFT, up(change), width - _RIGHT, up(change), classes="goal")
    said = f"asked for: {planned.change(change, answer.unit)}"
    drawing.text(width - _RIGHT, up(change) - 6, said, size=11.5, anchor="end", classes="goal-ink")
    every = max(1, round(len(curve) * 34 / span + 0.5))
    for number, point in enumerate(curve):
        shape = Drawing(0, 0, "")
        enough = point.smallest <= change
        shape.circle(
            across(point.weeks), up(point.smallest), 4, classes="boost" if enough else "dot"
        )
        drawing.hint(
            f"{words.plural(point.weeks, 'week')} of entry, {words.plural(point.days, 'day')} in "
            f"all: {words.plural(point.units, 'unit')}, sees "
            f"{planned.change(point.smallest, answer.unit)} or more; power {point.power:.0%}",
            shape.parts,
        )
        if number % every == 0:
            drawing.text(
                across(point.weeks),
                drawing.height - 24,
                str(point.weeks),
                size=11,
                anchor="middle",
                classes="soft",
            )
    middle = _LEFT + span / 2
    drawing.text(
        middle, drawing.height - 6, "weeks of entry", size=11, anchor="middle", classes="soft"
    )
    return drawing.svg()
