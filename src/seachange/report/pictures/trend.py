"""A rate over time: its interval as a band, what is still pending, baseline and target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.pictures.drawing import Drawing, text_width, ticks
from seachange.report.pictures.places import Point, along, free_place

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 18, 30
_SAID = 11.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A level drawn across a trend, such as a baseline or a target, with its words."""

    value: float
    words: str
    kind: str  # "base" or "goal"


def trend(
    series: Sequence[Any],
    *,
    unit: str,
    title: str,
    marks: Sequence[Mark] = (),
    width: float = 720,
    height: float = 250,
) -> str:
    """Draw a series of periods with estimates; periods without one leave a gap."""
    drawing = Drawing(width, height, title)
    known = [(i, p) for i, p in enumerate(series) if isinstance(p.estimate, Estimate)]
    if not known:
        drawing.text(
            width / 2, height / 2, "No period can be judged yet.", anchor="middle", classes="soft"
        )
        return drawing.svg()
    levels = _levels([p for _, p in known], marks, unit)
    across, up = _scales(len(series), levels, width, height)
    _axes(drawing, series, levels, across=across, up=up, unit=unit)
    _waiting(drawing, series, across)
    _band(drawing, known, across, up)
    _line(drawing, known, across, up)
    for index, period in known:
        _point(drawing, period, across(index), up, unit)
    taken = [p for run in _runs(known) for p in along(_path(run, across, up))]
    for mark in sorted(marks, key=lambda m: m.value):
        taken += _mark(drawing, mark, up, taken=taken)
    return drawing.svg()


def sparkline(series: Sequence[Any], *, title: str, width: float = 230, height: float = 36) -> str:
    """Draw a series small enough to stand beside a number."""
    drawing = Drawing(width, height, title)
    known = [(i, p) for i, p in enumerate(series) if isinstance(p.estimate, Estimate)]
    if len(known) < 2:
        return ""
    values = [p.estimate.value for _, p in known]
    low, high = min(values), max(values)
    spread = (high - low) or 1.0

    def at(index: int, value: float) -> tuple[float, float]:
        x = 4 + (width - 8) * index / max(len(series) - 1, 1)
        return x, height - 5 - (height - 10) * (value - low) / spread

    drawing.polyline([at(i, p.estimate.value) for i, p in known], classes="line")
    drawing.circle(*at(known[-1][0], values[-1]), 3, classes="dot")
    return drawing.svg()


def _levels(known: Sequence[Any], marks: Sequence[Mark], unit: str) -> list[float]:
    """Span the estimates and marks, and most of the intervals: a wild one may run off."""
    values = [p.estimate.value for p in known] + [m.value for m in marks]
    reach = sorted(p.estimate.high - p.estimate.low for p in known)[int(0.8 * (len(known) - 1))]
    low, high = min(values) - reach / 2, max(values) + reach / 2
    if unit == "share":
        low, high = max(low, 0.0), min(high, 1.0)
    elif unit in ("number", "seconds"):
        low = max(low, 0.0) if min(values) >= 0 else low
    return ticks(low, high)


def _scales(
    periods: int, levels: Sequence[float], width: float, height: float
) -> tuple[Callable[[float], float], Callable[[float], float]]:
    span, rise = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    step = span / max(periods, 1)

    def up(value: float) -> float:
        share = (value - levels[0]) / (levels[-1] - levels[0])
        return _TOP + rise * (1 - min(max(share, 0.0), 1.0))

    return (lambda index: _LEFT + step * (index + 0.5)), up


def _axes(
    drawing: Drawing,
    series: Sequence[Any],
    levels: Sequence[float],
    *,
    across: Callable[[float], float],
    up: Callable[[float], float],
    unit: str,
) -> None:
    for level in levels:
        drawing.line(_LEFT, up(level), drawing.width - _RIGHT, up(level), classes="grid")
        drawing.text(
            _LEFT - 7, up(level) + 4, _tick(level, unit), size=11.5, anchor="end", classes="soft"
        )
    room = across(1) - across(0)
    every = max(1, -(-int(text_width(series[0].period, 11.5) + 14) // max(int(room), 1)))
    for index in range(0, len(series), every):
        drawing.text(
            across(index),
            drawing.height - 9,
            series[index].period,
            size=11.5,
            anchor="middle",
            classes="soft",
        )


def _tick(level: float, unit: str) -> str:
    if unit == "share":
        percent = level * 100
        return f"{percent:.{0 if percent == round(percent) else 1}f}{words.NARROW}%"
    return words.span(level) if unit == "seconds" else f"{level:g}".replace("-", words.MINUS)


def _waiting(drawing: Drawing, series: Sequence[Any], across: Callable[[float], float]) -> None:
    """Shade the periods some of whose entries are too new to judge, and say how many."""
    waits = [i for i, p in enumerate(series) if getattr(p, "pending", 0)]
    if not waits:
        return
    half = (across(1) - across(0)) / 2
    foot = drawing.height - _BOTTOM
    for index in waits:
        shape = Drawing(0, 0, "")
        shape.rect(across(index) - half, _TOP, 2 * half, foot - _TOP, classes="wait")
        said = f"{series[index].period}: {words.count(series[index].pending)} too new to judge"
        drawing.hint(said, shape.parts)
    total = sum(series[i].pending for i in waits)
    words_ = f"{words.count(total)} pending"
    x = min(across(waits[0]) - half + 4, drawing.width - _RIGHT - text_width(words_, 11))
    drawing.text(x, _TOP - 6, words_, size=11, classes="soft")


def _band(drawing: Drawing, known: Sequence[Any], across: Any, up: Any) -> None:
    for run in _runs(known):
        over = [(across(i), up(p.estimate.high)) for i, p in run]
        under = [(across(i), up(p.estimate.low)) for i, p in reversed(run)]
        if len(run) == 1:  # a lone period still shows how sure it is
            (x, top), (_, low) = over[0], under[0]
            drawing.rect(x - 4, top, 8, low - top, classes="band")
        else:
            drawing.polygon(over + under, classes="band")


def _line(drawing: Drawing, known: Sequence[Any], across: Any, up: Any) -> None:
    for run in _runs(known):
        for (i, before), (j, after) in pairwise(run):
            drawing.line(
                across(i),
                up(before.estimate.value),
                across(j),
                up(after.estimate.value),
                classes="pending" if after.partial else "line",
            )


def _point(drawing: Drawing, period: Any, x: float, up: Any, unit: str) -> None:
    said = f"{period.period}: {words.estimate(period.estimate, unit)}, "
    said += words.plural(period.people, "person", "people")
    waiting = getattr(period, "pending", 0)
    if waiting:
        said += f", {words.count(waiting)} pending"
    shape = Drawing(0, 0, "")
    shape.circle(x, up(period.estimate.value), 3.2, classes="hollow" if period.partial else "dot")
    drawing.hint(said, shape.parts)


def _mark(
    drawing: Drawing, mark: Mark, up: Callable[[float], float], *, taken: Sequence[Point]
) -> list[Point]:
    """Draw a level with its words off what is there already; return where they stand."""
    y, right = up(mark.value), drawing.width - _RIGHT
    drawing.line(_LEFT, y, right, y, classes=mark.kind)
    place = free_place(mark.words, taken, y=y, left=_LEFT + 4, right=right, size=_SAID)
    drawing.text(
        place.x,
        place.foot,
        mark.words,
        size=_SAID,
        anchor=place.anchor,
        classes=f"{mark.kind}-ink strong",
    )
    return place.corners()


def _path(run: Sequence[tuple[int, Any]], across: Any, up: Any) -> list[Point]:
    return [(across(i), up(p.estimate.value)) for i, p in run]


def _runs(known: Sequence[tuple[int, Any]]) -> list[list[tuple[int, Any]]]:
    """Part the known periods where one between them is unknown."""
    runs: list[list[tuple[int, Any]]] = []
    for index, period in known:
        if runs and runs[-1][-1][0] == index - 1:
            runs[-1].append((index, period))
        else:
            runs.append([(index, period)])
    return runs
