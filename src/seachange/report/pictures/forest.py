"""Boosters to the right, blockers to the left: each effect a point in its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seachange.measure.answering.driver_parts import (
    BLOCKER,
    BOOSTER,
    NOT_SHOWN,
    PROXY,
    DriversAnswer,
    Finding,
)
from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.drivers import telling
from seachange.report.pictures.drawing import Axis, Drawing, text_width, ticks, wrapped

_NARROW = 560
_MOST_DIM, _MOST_DIM_NARROW = 10, 6
_TOP, _HEAD, _FOOT = 26, 30, 42
_GROUPS = {BOOSTER: "Boosters", BLOCKER: "Blockers", "": "Looked at, and not among them"}


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    effect: Estimate
    kind: str  # a booster, a blocker, or "" for what is no finding
    said: str


def forest(answer: DriversAnswer, *, width: float = 920) -> str:
    """Draw the findings, and dimmed below them the likeliest of what was not shown."""
    is_narrow = width < _NARROW
    groups = _groups(answer, most=_MOST_DIM_NARROW if is_narrow else _MOST_DIM)
    rows = [row for _, own in groups for row in own]
    if not rows:
        return ""
    pitch = 44.0 if is_narrow else 30.0
    more = _unshown(answer) - sum(row.kind == "" for row in rows)
    height = _TOP + sum(_HEAD + pitch * len(own) for _, own in groups) + _FOOT
    drawing = Drawing(width, height + (24 if more > 0 else 0), _title(answer))
    name_room = 12.0 if is_narrow else min(250.0, width * 0.27)
    scale = Axis(name_room, width - (16 if is_narrow else 190), _levels(rows, narrow=is_narrow))
    foot = height - _FOOT + 4
    _ground(drawing, answer, scale, foot)
    y = float(_TOP)
    for kind, own in groups:
        title = _GROUPS[kind] if kind or answer.findings else "Looked at"
        drawing.text(0, y + 18, title, size=12.5, classes=f"strong {_ink(kind)}")
        y += _HEAD
        for row in own:
            _draw(drawing, row, scale, y=y, pitch=pitch, unit=_unit(answer), narrow=is_narrow)
            y += pitch
    if more > 0:
        said = f"and {words.count(more)} more that {'was' if more == 1 else 'were'} not shown"
        drawing.text(0, height + 12, f"{said}; the table has them all", size=11.5, classes="soft")
    return drawing.svg()


def _groups(answer: DriversAnswer, *, most: int) -> list[tuple[str, list[_Row]]]:
    unit = _unit(answer)
    found = [
        (kind, [_row(f, unit) for f in telling.of_kind(answer, kind)])
        for kind in (BOOSTER, BLOCKER)
    ]
    dim = [
        _Row(t.behaviour.label, t.effect, "", telling.VERDICTS[t.verdict])
        for t in answer.tested
        if t.verdict in (NOT_SHOWN, PROXY) and isinstance(t.effect, Estimate)
    ][:most]
    return [(kind, own) for kind, own in (*found, ("", dim)) if own]


def _row(finding: Finding, unit: str) -> _Row:
    name, effect = finding.behaviour.label, finding.effect
    return _Row(name, effect, finding.kind, words.change(effect, unit))


def _unshown(answer: DriversAnswer) -> int:
    return sum(t.verdict in (NOT_SHOWN, PROXY) for t in answer.tested)


def _levels(rows: Sequence[_Row], *, narrow: bool) -> list[float]:
    """Span every finding's interval and every point; a dim interval may run off the side."""
    strong = [r.effect for r in rows if r.kind] or [r.effect for r in rows]
    low = min(0.0, *(e.low for e in strong), *(r.effect.value for r in rows))
    high = max(0.0, *(e.high for e in strong), *(r.effect.value for r in rows))
    return ticks(low, high, about=4 if narrow else 7)


def _ground(drawing: Drawing, answer: DriversAnswer, scale: Axis, foot: float) -> None:
    unit = _unit(answer)
    band = _least(answer)
    if band is not None:
        x1, x2 = scale.at(band[0]), scale.at(band[1])
        shape = Drawing(0, 0, "")
        shape.rect(x1, _TOP, x2 - x1, foot - _TOP, classes="wait")
        least = answer.question["min_odds_ratio"]
        drawing.hint(f"Smaller than anybody's time is worth: odds ratio {least:g}", shape.parts)
    for level in scale.levels:
        drawing.line(scale.at(level), _TOP, scale.at(level), foot, classes="grid")
        drawing.text(
            scale.at(level), foot + 16, _tick(level, unit), size=11, anchor="middle", classes="soft"
        )
    drawing.line(scale.at(0), _TOP - 4, scale.at(0), foot, classes="zero")
    _sides(drawing, scale, answer)
    unit_words = "percentage points" if unit == "share" else "points of the scale"
    if band is not None:
        unit_words += f" (grey: odds ratio below {answer.question['min_odds_ratio']:g})"
    middle = (scale.start + scale.end) / 2
    drawing.text(middle, foot + 33, unit_words, size=11, anchor="middle", classes="soft")


def _sides(drawing: Drawing, scale: Axis, answer: DriversAnswer) -> None:
    """Say which side is which; words that find no room beside the zero move off it."""
    zero, y = scale.at(0), _TOP - 8
    right, left = (
        f"with {telling.goes_with(answer, BOOSTER)} →",
        f"← with {telling.goes_with(answer, BLOCKER)}",
    )
    after, before = (text_width(said, 11.5) + 2 for said in (right, left))
    starts = min(zero + 6, drawing.width - after)
    ends = max(min(zero - 6, starts - 10), before)
    starts = max(starts, ends + 10)
    drawing.text(starts, y, right, size=11.5, classes="soft")
    drawing.text(ends, y, left, size=11.5, anchor="end", classes="soft")


def _draw(
    drawing: Drawing,
    row: _Row,
    scale: Axis,
    *,
    y: float,
    pitch: float,
    unit: str,
    narrow: bool,
) -> None:
    line = y + (pitch - 12 if narrow else pitch / 2)
    ink = "" if row.kind else "soft"
    room = drawing.width * 0.55 if narrow else scale.start - 26
    name = wrapped(row.name, width=room, size=12.5, most=1 if narrow else 2)
    first = y + 16 if narrow else line + 4 - 6 * (len(name) - 1)
    for index, part in enumerate(name):
        size = 12.5 if len(name) == 1 else 11.5
        drawing.text(12, first + 13 * index, part, size=size, classes=f"{ink} over".strip())
    value = words.change(row.effect, unit)
    shown = value.split(" [")[0] if narrow or not row.kind else value
    drawing.text(
        drawing.width,
        y + 16 if narrow else line + 4,
        shown if row.kind else row.said,
        size=12.5 if row.kind else 11.5,
        anchor="end",
        classes="strong" if row.kind else "soft",
    )
    shape = Drawing(0, 0, "")
    side = {BOOSTER: "boost", BLOCKER: "block"}.get(row.kind, "dim")
    low, high = scale.at(row.effect.low), scale.at(row.effect.high)
    thick = 9 if row.kind else 4
    shape.rect(low, line - thick / 2, high - low, thick, classes=f"{side}-band", radius=thick / 2)
    shape.circle(scale.at(row.effect.value), line, 5 if row.kind else 3.2, classes=side)
    drawing.hint(f"{row.name}: {value}" + ("" if row.kind else f", {row.said}"), shape.parts)


def _least(answer: DriversAnswer) -> tuple[float, float] | None:
    """Return the smallest effects worth anybody's time, where the share is as it is on average."""
    if telling.is_scored(answer) or not isinstance(answer.base, Estimate):
        return None
    share = answer.base.value
    if not 0 < share < 1:
        return None
    odds, least = share / (1 - share), answer.question["min_odds_ratio"]
    return _share(odds / least) - share, _share(odds * least) - share


def _share(odds: float) -> float:
    return odds / (1 + odds)


def _tick(level: float, unit: str) -> str:
    said = f"{level * 100:.6g}" if unit == "share" else f"{level:g}"
    return said.replace("-", words.MINUS) if level <= 0 else f"+{said}"


def _ink(kind: str) -> str:
    return {BOOSTER: "boost-ink", BLOCKER: "block-ink"}.get(kind, "soft")


def _unit(answer: DriversAnswer) -> str:
    return "number" if telling.is_scored(answer) else "share"


def _title(answer: DriversAnswer) -> str:
    told = [
        f"{finding.behaviour.label} {telling.change_of(answer, finding.effect)}"
        for finding in answer.findings
    ]
    return "; ".join([telling.headline(answer).rstrip("."), *told])
