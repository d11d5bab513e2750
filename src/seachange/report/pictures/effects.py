"""An experiment's effects: each in its interval, and how they came out of the funnel of chance."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.answering.experiment_parts import EffectLook, ExperimentAnswer
from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.experiments import telling
from seachange.report.pictures.drawing import Axis, Drawing, text_width, ticks, wrapped

_NARROW = 560
_TOP, _ROW, _AXIS = 30.0, 40.0, 46.0
_PANEL, _LEFT, _RIGHT = 230.0, 58.0, 16.0
_MOST_PANELS = 4


def effects(answer: ExperimentAnswer, *, width: float = 920) -> str:
    """Draw every variant's effect with zero and what is worthwhile, and its looks below."""
    known = [e for e in answer.effects if isinstance(e.absolute, Estimate)]
    if not known:
        return ""
    panels = _panels(answer)
    head = _TOP + _ROW * len(known) + _AXIS
    height = head + sum(_PANEL for _ in panels)
    drawing = Drawing(width, height, telling.headline(answer))
    _intervals(drawing, answer)
    for number, (name, own) in enumerate(panels):
        _funnel(drawing, answer, name, own, top=head + _PANEL * number)
    return drawing.svg()


def _intervals(drawing: Drawing, answer: ExperimentAnswer) -> None:
    known = [(e, e.absolute) for e in answer.effects if isinstance(e.absolute, Estimate)]
    is_narrow = drawing.width < _NARROW
    least = answer.question["smallest_worthwhile"]
    ends = [x for _, a in known for x in (a.low, a.high)] + [0.0]
    ends += [-least, least] if least else []
    name_room = 12.0 if is_narrow else min(200.0, drawing.width * 0.22)
    right = drawing.width - (16.0 if is_narrow else 200.0)
    scale = Axis(name_room, right, _levels(ends, answer.unit, about=4 if is_narrow else 6))
    foot = _TOP + _ROW * len(known)
    _ground(drawing, answer, scale, foot=foot)
    for number, (effect, absolute) in enumerate(known):
        y = _TOP + _ROW * (number + (0.72 if is_narrow else 0.5))
        said = telling.difference(absolute, answer.unit)
        room = drawing.width - text_width(said, 12.5) - 16 if is_narrow else name_room - 14
        (name,) = wrapped(effect.variant, width=room, size=13, most=1)
        drawing.text(0, y - 14 if is_narrow else y + 5, name, size=13, classes="strong")
        drawing.text(
            drawing.width,
            y - 14 if is_narrow else y + 5,
            said,
            size=12.5,
            anchor="end",
            classes="strong",
        )
        shape = Drawing(0, 0, "")
        x1, x2 = scale.at(absolute.low), scale.at(absolute.high)
        shape.rect(x1, y - 5, x2 - x1, 10, classes=f"{_side(effect.reading)}-band", radius=5)
        shape.circle(scale.at(absolute.value), y, 5, classes=_side(effect.reading))
        drawing.hint(f"{effect.variant}: {said}", shape.parts)


def _ground(drawing: Drawing, answer: ExperimentAnswer, scale: Axis, *, foot: float) -> None:
    least = answer.question["smallest_worthwhile"]
    if least:
        shape = Drawing(0, 0, "")
        x1, x2 = scale.at(-least), scale.at(least)
        shape.rect(x1, _TOP - 6, x2 - x1, foot - _TOP + 6, classes="wait")
        drawing.hint(f"Not worthwhile: less than {_level(least, answer.unit)}", shape.parts)
    for level in scale.levels:
        x = scale.at(level)
        drawing.line(x, _TOP - 6, x, foot, classes="grid")
        drawing.text(
            x, foot + 16, _tick(level, answer.unit), size=11, anchor="middle", classes="soft"
        )
    drawing.line(scale.at(0), _TOP - 10, scale.at(0), foot, classes="zero")
    better = answer.question["metric"]["better"]
    side = "better →" if better == "more" else "← better"
    x, anchor = (scale.end, "end") if better == "more" else (scale.start, "start")
    drawing.text(x, _TOP - 14, side, size=11.5, anchor=anchor, classes="soft")
    unit = f"against {answer.question['control']}, {_UNITS[answer.unit]}"
    unit += " (grey: not worthwhile)" if least else ""
    middle = (scale.start + scale.end) / 2
    drawing.text(middle, foot + 33, unit, size=11, anchor="middle", classes="soft")


def _panels(answer: ExperimentAnswer) -> list[tuple[str, list[EffectLook]]]:
    """Return each variant's looks, where there are at least two to be joined by a line."""
    names = [e.variant for e in answer.effects][:_MOST_PANELS]
    found = [(name, [k for k in answer.looks if k.variant == name]) for name in names]
    return [(name, own) for name, own in found if len(own) > 1]


def _funnel(
    drawing: Drawing,
    answer: ExperimentAnswer,
    name: str,
    looks: Sequence[EffectLook],
    *,
    top: float,
) -> None:
    """Draw the effect by look, and how far from zero it had to be: chance stays inside."""
    up, down = _reach(looks, above=True), _reach(looks, above=False)
    values = [k.effect.value for k in looks if isinstance(k.effect, Estimate)]
    levels = _span(values, up, down, unit=answer.unit)
    scale = Axis(top + _PANEL - 42, top + 34, levels)
    step = (drawing.width - _LEFT - _RIGHT) / max(len(looks) - 1, 1)
    xs = [_LEFT + step * number for number in range(len(looks))]
    drawing.text(0, top + 14, f"{name}, look by look", size=13, classes="strong")
    for level in levels:
        drawing.line(
            _LEFT, scale.at(level), drawing.width - _RIGHT, scale.at(level), classes="grid"
        )
        drawing.text(
            _LEFT - 8,
            scale.at(level) + 4,
            _tick(level, answer.unit),
            size=11,
            anchor="end",
            classes="soft",
        )
    rim = [(x, scale.at(v)) for x, v in zip(xs, up, strict=True)]
    under = [(x, scale.at(v)) for x, v in zip(xs, down, strict=True)]
    drawing.polygon([*rim, *reversed(under)], classes="wait")
    for side in (rim, under):
        drawing.polyline(side, classes="base")
    drawing.line(_LEFT, scale.at(0), drawing.width - _RIGHT, scale.at(0), classes="zero")
    points = [(x, scale.at(v)) for x, v in zip(xs, values, strict=True)]
    crossed = (n for n, k in enumerate(looks) if k.tested and abs(k.z) >= k.boundary)
    # Without a plan there is no end after which nothing counts.
    last = next(crossed, len(looks) - 1) if answer.question["plan"] else len(looks) - 1
    drawing.polyline(points[: last + 1], classes="line")
    if last + 1 < len(points):
        drawing.polyline(points[last:], classes="pending")
    _marks(drawing, answer, looks, points)
    _dates(drawing, looks, xs, y=top + _PANEL - 22)


def _marks(
    drawing: Drawing,
    answer: ExperimentAnswer,
    looks: Sequence[EffectLook],
    points: Sequence[tuple[float, float]],
) -> None:
    for look, (x, y) in zip(looks, points, strict=True):
        shape = Drawing(0, 0, "")
        crossed = look.tested and abs(look.z) >= look.boundary
        counts = look.tested or not answer.question["plan"]
        shape.circle(x, y, 5 if crossed else 2.8, classes="dot" if counts else "hollow")
        said = (
            f"{look.period}: {telling.difference(look.effect, answer.unit)}, "
            f"{words.plural(look.people, 'unit')}; z {look.z:.2f}, boundary {look.boundary:.2f}"
        )
        drawing.hint(said, shape.parts)


def _dates(drawing: Drawing, looks: Sequence[EffectLook], xs: Sequence[float], *, y: float) -> None:
    room = 112.0
    every = max(1, round(room / max(xs[1] - xs[0], 1e-9) + 0.5))
    for number in range(0, len(looks), every):
        anchor = "start" if number == 0 else "middle"
        if xs[number] + room / 2 <= drawing.width or number == 0:
            drawing.text(
                xs[number], y, looks[number].period, size=11, anchor=anchor, classes="soft"
            )
    said = "grey: where chance alone keeps it"
    drawing.text(drawing.width - _RIGHT, y + 16, said, size=11, anchor="end", classes="soft")


def _reach(looks: Sequence[EffectLook], *, above: bool) -> list[float]:
    """Return how far from zero each look's effect had to be to stand out."""
    found = []
    for look in looks:
        held = look.effect
        if not isinstance(held, Estimate):
            found.append(0.0)
            continue
        found.append(held.value - held.low if above else held.value - held.high)
    return found


def _levels(ends: Sequence[float], unit: str, *, about: int) -> list[float]:
    """Return round levels that span these; of times, round numbers of days, hours or minutes."""
    size = 1
    if unit == "seconds":
        size = next((s for s, _ in _SPANS if max(map(abs, ends)) >= 2 * s), 1)
    return [level * size for level in ticks(min(ends) / size, max(ends) / size, about=about)]


def _span(
    values: Sequence[float], up: Sequence[float], down: Sequence[float], *, unit: str
) -> list[float]:
    """Span the effects and the later half of the funnel; its wide mouth may run off."""
    half = len(up) // 2
    ends = [*values[half:], *up[half:], *down[half:], 0.0]
    return _levels(ends, unit, about=5)


_SPANS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_UNITS = {
    "share": "percentage points",
    "number": "in the metric’s unit",
    "seconds": "time",
    "points": "points",
}


def _tick(level: float, unit: str) -> str:
    if unit == "seconds":
        fits = (pair for pair in _SPANS if 2 * abs(level) % pair[0] == 0)
        size, name = next(fits, _SPANS[-1])
        said = f"{abs(level) / size:g} {name}" if level else "0"
    else:
        said = f"{abs(level) * 100:.6g}" if unit == "share" else f"{abs(level):g}"
    sign = words.MINUS if level < 0 else ("+" if level > 0 else "")
    return f"{sign}{said}"


def _level(least: float, unit: str) -> str:
    return f"{least * 100:g} percentage points" if unit == "share" else words.quantity(least, unit)


def _side(reading: str) -> str:
    return {"better": "boost", "worse": "block"}.get(reading, "dim")
