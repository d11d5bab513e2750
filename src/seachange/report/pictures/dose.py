"""How often is enough: the effect by how often it was done, and the plateau as a shade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from seachange.measure.answering.driver_parts import DosePoint, Finding, HowOften
from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.drivers.tables import times
from seachange.report.pictures.drawing import Drawing, ticks

_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 10, 22, 44


def dose(finding: Finding, *, unit: str, width: float = 420, height: float = 190) -> str:
    """Draw a finding's dose–response curve; one without a curve has no picture."""
    often = finding.how_often
    if not isinstance(often, HowOften):
        return ""
    places = [k for k, point in enumerate(often.curve) if isinstance(point.effect, Estimate)]
    if not places:
        return ""
    # Levels that nobody reached would only squeeze those that somebody did; the table has them.
    often = replace(often, curve=often.curve[: places[-1] + 1])
    known = [often.curve[k] for k in places]
    drawing = Drawing(width, height, _title(finding, often, unit))
    ends = [0.0, *(end for p in known for end in _ends(p))]
    levels = ticks(min(ends), max(ends), about=3)
    step = (width - _LEFT - _RIGHT) / (len(often.curve) + 1)
    rise = height - _TOP - _BOTTOM

    def across(place: float) -> float:
        return _LEFT + step * (place + 0.5)

    def up(value: float) -> float:
        return _TOP + rise * (levels[-1] - value) / (levels[-1] - levels[0])

    _plateau(drawing, often, across, step)
    _axes(drawing, often, across, up, levels=levels, unit=unit)
    side = "boost" if finding.kind == "booster" else "block"
    points = [(across(0), up(0.0))]
    for place, point in enumerate(often.curve, start=1):
        if isinstance(point.effect, Estimate):
            points.append((across(place), up(point.effect.value)))
    drawing.polyline(points, classes=f"{side}-line")
    drawing.circle(*points[0], 3.5, classes="hollow")
    for place, point in enumerate(often.curve, start=1):
        if isinstance(point.effect, Estimate):
            _point(drawing, point, point.effect, across(place), up, unit=unit, side=side)
    return drawing.svg()


def _ends(point: DosePoint) -> tuple[float, ...]:
    effect = point.effect
    return (effect.low, effect.high) if isinstance(effect, Estimate) else ()


def _plateau(
    drawing: Drawing, often: HowOften, across: Callable[[float], float], step: float
) -> None:
    """Shade the numbers of times that show about as much as any."""
    good = {each.times for each in often.plateau}
    places = [
        place
        for place, point in enumerate(often.curve, start=1)
        if point.times in good or (point.or_more and max(good) >= point.times)
    ]
    if not places:
        return
    x1, x2 = across(places[0]) - step / 2, across(places[-1]) + step / 2
    drawing.rect(x1, _TOP - 4, x2 - x1, drawing.height - _TOP - _BOTTOM + 8, classes="wait")
    said = "shaded: at least this often shows as much as any"
    drawing.text(drawing.width - _RIGHT, _TOP - 9, said, size=10.5, anchor="end", classes="soft")


def _axes(
    drawing: Drawing,
    often: HowOften,
    across: Callable[[float], float],
    up: Callable[[float], float],
    *,
    levels: list[float],
    unit: str,
) -> None:
    for level in levels:
        kind = "zero" if level == 0 else "grid"
        drawing.line(_LEFT, up(level), drawing.width - _RIGHT, up(level), classes=kind)
        drawing.text(
            _LEFT - 7, up(level) + 4, _tick(level, unit), size=11, anchor="end", classes="soft"
        )
    foot = drawing.height - _BOTTOM + 18
    labels = [(0, "never", often.never)]
    labels += [
        (place, f"{p.times}{'+' if p.or_more else ''}×", p.people)
        for place, p in enumerate(often.curve, start=1)
    ]
    for place, label, people in labels:
        drawing.text(across(place), foot, label, size=11.5, anchor="middle")
        drawing.text(
            across(place),
            foot + 15,
            words.count(people),
            size=10.5,
            anchor="middle",
            classes="soft",
        )


def _point(
    drawing: Drawing,
    point: DosePoint,
    effect: Estimate,
    x: float,
    up: Callable[[float], float],
    *,
    unit: str,
    side: str,
) -> None:
    shape = Drawing(0, 0, "")
    shape.rect(x - 4, up(effect.high), 8, up(effect.low) - up(effect.high), classes=f"{side}-band")
    shape.circle(x, up(effect.value), 3.8, classes=side)
    said = f"{times(point.times, or_more=point.or_more)}: {words.change(effect, unit)}, "
    drawing.hint(said + words.plural(point.people, "person", "people"), shape.parts)


def _tick(level: float, unit: str) -> str:
    said = f"{level * 100:.6g}" if unit == "share" else f"{level:g}"
    signed = said.replace("-", words.MINUS) if level <= 0 else f"+{said}"
    return f"{signed}{words.NARROW}pp" if unit == "share" and level else signed


def _title(finding: Finding, often: HowOften, unit: str) -> str:
    told = [
        f"{times(p.times, or_more=p.or_more)} {words.change(p.effect, unit)}"
        for p in often.curve
        if isinstance(p.effect, Estimate)
    ]
    return f"By how often {finding.behaviour.label} was done: {'; '.join(told)}"
