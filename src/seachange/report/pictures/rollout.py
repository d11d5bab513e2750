"""A roll-out's days: with the change, beside it, expected without it; and what placebos find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from seachange.measure.answering.rollout_parts import LEFT_OUT, RolloutAnswer, RolloutPeriod
from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.pictures.drawing import Drawing, text_width, ticks
from seachange.report.rollouts import telling

_NARROW = 560
_LEFT, _RIGHT, _TOP, _FOOT = 54.0, 14.0, 54.0, 30.0
_PANEL, _STRIP = 300.0, 112.0
_MOST_DOTS = 130

Place = Callable[[float], float]


def rollout(answer: RolloutAnswer, *, width: float = 920) -> str:
    """Draw the lines day by day with the day of the change, and the placebos below."""
    known = [p for p in answer.series if p.treated is not None]
    if len(known) < 2:
        return ""
    effect = answer.effect if isinstance(answer.effect, Estimate) else None
    strip = _STRIP if answer.placebos and effect is not None else 0.0
    drawing = Drawing(width, _PANEL + strip, telling.headline(answer))
    frame = _framed(answer, width)
    _ground(drawing, answer, frame)
    if effect is not None and not _in_waves(answer):
        _band(drawing, answer, frame, effect)
    _lines(drawing, answer, frame)
    _legend(drawing, answer)
    if strip and effect is not None:
        _placebos(drawing, answer, effect)
    return drawing.svg()


@dataclass(frozen=True, slots=True)
class _Frame:
    levels: Sequence[float]
    across: Place
    up: Place


def _framed(answer: RolloutAnswer, width: float) -> _Frame:
    values = [v for p in answer.series for v in (p.treated, p.beside, p.expected) if v is not None]
    if isinstance(answer.effect, Estimate) and not _in_waves(answer):
        below, above = _reach(answer.effect)
        known = [p.expected for p in answer.series if p.expected is not None]
        values += [e + reach for e in known for reach in (below, above)]
    if answer.unit == "share":
        values = [min(max(v, 0.0), 1.0) for v in values]
    levels = ticks(min(values), max(values), about=5)
    step = (width - _LEFT - _RIGHT) / max(len(answer.series) - 1, 1)
    rise = _PANEL - _TOP - _FOOT

    def up(value: float) -> float:
        share = (value - levels[0]) / (levels[-1] - levels[0])
        return _TOP + rise * (1 - min(max(share, 0.0), 1.0))

    return _Frame(levels, lambda index: _LEFT + step * index, up)


def _ground(drawing: Drawing, answer: RolloutAnswer, frame: _Frame) -> None:
    for level in frame.levels:
        y = frame.up(level)
        drawing.line(_LEFT, y, drawing.width - _RIGHT, y, classes="grid")
        drawing.text(
            _LEFT - 7, y + 4, _tick(level, answer.unit), size=11, anchor="end", classes="soft"
        )
    room = frame.across(1) - frame.across(0)
    wide = text_width(answer.series[0].period, 11) + 16
    every = max(1, int(wide / max(room, 1e-9)) + 1)
    for index in range(0, len(answer.series), every):
        x = frame.across(index)
        if x + wide <= drawing.width + 16:
            drawing.text(x, _PANEL - 10, answer.series[index].period, size=11, classes="soft")
    first = next((n for n, p in enumerate(answer.series) if p.after), None)
    if first is not None:
        x = frame.across(first - 0.5)
        drawing.line(x, _TOP - 18, x, _PANEL - _FOOT, classes="zero")
        _waves(drawing, answer, frame)
        said = f"{'first ' if _in_waves(answer) else ''}released {answer.series[first].period}"
        fits = x + text_width(said, 11.5) + 6 < drawing.width
        place, anchor = (x + 5, "start") if fits else (x - 5, "end")
        drawing.text(place, _TOP - 9, said, size=11.5, anchor=anchor, classes="soft strong")


def _waves(drawing: Drawing, answer: RolloutAnswer, frame: _Frame) -> None:
    """Mark on the axis when each segment got the change, where they did not at once."""
    if not _in_waves(answer):
        return
    start = date.fromisoformat(answer.series[0].period)
    for segment in answer.segments:
        if segment.released is None or segment.role == LEFT_OUT:
            continue
        weeks = (date.fromisoformat(segment.released) - start).days / 7 - 0.5
        if 0 <= weeks < len(answer.series):
            shape = Drawing(0, 0, "")
            shape.circle(frame.across(weeks), _PANEL - _FOOT, 4.5, classes="hollow")
            drawing.hint(f"{segment.segment}: released {segment.released}", shape.parts)


def _in_waves(answer: RolloutAnswer) -> bool:
    """Say whether segments got it one after another: then no one band fits all their weeks."""
    return answer.comparison == "staggered roll-out"


def _band(drawing: Drawing, answer: RolloutAnswer, frame: _Frame, effect: Estimate) -> None:
    """Shade where the treated would be without the change, as far as the interval says."""
    known = [(n, p.expected) for n, p in enumerate(answer.series) if p.expected is not None]
    if len(known) < 2:
        return
    below, above = _reach(effect)
    over = [(frame.across(n), frame.up(e + above)) for n, e in known]
    under = [(frame.across(n), frame.up(e + below)) for n, e in known]
    drawing.polygon([*over, *reversed(under)], classes="boost-band")


def _reach(effect: Estimate) -> tuple[float, float]:
    """Return how far below and above what is expected the treated would be without the change."""
    return effect.value - effect.high, effect.value - effect.low


def _lines(drawing: Drawing, answer: RolloutAnswer, frame: _Frame) -> None:
    kinds: tuple[tuple[Callable[[RolloutPeriod], float | None], str], ...] = (
        (lambda p: p.beside, "base"),
        (lambda p: p.expected, "goal"),
        (lambda p: p.treated, "line"),
    )
    for value, classes in kinds:
        for run in _runs([value(p) for p in answer.series]):
            drawing.polyline([(frame.across(n), frame.up(v)) for n, v in run], classes=classes)
    if len(answer.series) > _MOST_DOTS * drawing.width / 920:
        return
    for index, period in enumerate(answer.series):
        if period.treated is None:
            continue
        shape = Drawing(0, 0, "")
        shape.circle(frame.across(index), frame.up(period.treated), 2.4, classes="dot")
        drawing.hint(_said(period, answer.unit), shape.parts)


def _said(period: RolloutPeriod, unit: str) -> str:
    parts = [f"{period.period}: {words.plural(period.people, 'unit')}"]
    for name, value in (
        ("level", period.treated),
        ("beside", period.beside),
        ("expected", period.expected),
    ):
        if value is not None:
            parts.append(f"{name} {words.quantity(value, unit)}")
    return ", ".join(parts)


def _legend(drawing: Drawing, answer: RolloutAnswer) -> None:
    entries = [("with the change", "line", "")]
    if any(p.beside is not None for p in answer.series):
        entries.append(("beside it", "base", "base-ink"))
    if any(p.expected is not None for p in answer.series):
        is_narrow = drawing.width < _NARROW
        entries.append(("expected" if is_narrow else "expected without", "goal", "goal-ink"))
    x, size = 2.0, 11.5 if drawing.width < _NARROW else 12.5
    for said, line, ink in entries:
        drawing.line(x, 11, x + 20, 11, classes=line)
        drawing.text(x + 25, 15, said, size=size, classes=f"strong {ink}".strip())
        x += 25 + text_width(said, size) + 12


def _placebos(drawing: Drawing, answer: RolloutAnswer, effect: Estimate) -> None:
    """Draw what the same sum finds where nothing changed, and the effect among it."""
    values = [p.effect for p in answer.placebos]
    levels = ticks(min(*values, effect.low, 0.0), max(*values, effect.high, 0.0), about=5)
    start, end = _LEFT, drawing.width - _RIGHT - 10
    middle, foot = _PANEL + 58.0, _PANEL + _STRIP - 28

    def across(value: float) -> float:
        return start + (end - start) * (value - levels[0]) / (levels[-1] - levels[0])

    kind = "segments without the change" if answer.each == "week" else "earlier days"
    what = "" if drawing.width < _NARROW else "What the same sum finds: "
    said = f"{what}{len(values)} {kind}, and the change"
    size = 11.5 if drawing.width < _NARROW else 12.5
    drawing.text(0, _PANEL + 20, said, size=size, classes="strong")
    for level in levels:
        drawing.line(across(level), _PANEL + 34, across(level), foot, classes="grid")
        drawing.text(
            across(level),
            foot + 15,
            _tick(level, answer.unit, plus=True),
            size=11,
            anchor="middle",
            classes="soft",
        )
    drawing.line(across(0), _PANEL + 30, across(0), foot, classes="zero")
    for index, placebo in enumerate(answer.placebos):
        shape = Drawing(0, 0, "")
        y = middle + (-14, -7, 0, 7, 14)[index % 5]
        shape.circle(across(placebo.effect), y, 3, classes="dim")
        drawing.hint(
            f"{placebo.where}: {_tick(placebo.effect, answer.unit, plus=True)}", shape.parts
        )
    shape = Drawing(0, 0, "")
    shape.rect(
        across(effect.low),
        middle - 4,
        across(effect.high) - across(effect.low),
        8,
        classes="band",
        radius=4,
    )
    shape.circle(across(effect.value), middle, 5.5, classes="dot")
    drawing.hint(f"The change: {words.change(effect, answer.unit)}", shape.parts)


def _tick(level: float, unit: str, *, plus: bool = False) -> str:
    said = f"{level * 100:.3g}{words.NARROW}%" if unit == "share" else f"{level:.4g}"
    if plus:
        said = said.replace(f"{words.NARROW}%", f"{words.NARROW}pp")
        said = f"+{said}" if level > 0 else said
    return said.replace("-", words.MINUS)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Part a line where it is not known."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if len(run) > 1]
