"""The journey, left to right: as wide as the people in it, with where they left and to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.pictures.drawing import Drawing, wrapped

_NARROW = 560
_TOP, _TALL, _UNDER = 78, 190, 150
_LAST = 110  # room for the last step's words
_NOTE, _ABOVE_NOTES = 34, 30
_NOTES = "What goes with going on (▲) and with leaving (▼)"


@dataclass(frozen=True, slots=True)
class StepNote:
    """What is known at a step beside its numbers: a booster (`boost`), a blocker (`block`)."""

    words: str
    effect: str
    kind: str  # "boost", "block", or "" for what is neither


Notes = Mapping[int, Sequence[StepNote]]


def journey(answer: Any, *, width: float = 960, notes: Notes | None = None) -> str:
    """Draw a funnel's answer; below 560 units wide it runs from top to bottom.

    `notes` stand at their step, counted from 1.
    """
    steps = answer.steps
    title = "Journey: " + ", ".join(f"{s.name} {words.count(s.reached)}" for s in steps)
    notes = notes or {}
    for number, own in sorted(notes.items()):
        told = ", ".join(f"{note.words} {note.effect}".strip() for note in own)
        title += f"; goes with going on from {steps[number - 1].name}: {told}"
    draw = _downwards if width < _NARROW else _rightwards
    return draw(steps, title, width, notes).svg()


def _rightwards(steps: Sequence[Any], title: str, width: float, notes: Notes) -> Drawing:
    lines = max(map(len, notes.values()), default=0)
    under = _UNDER + (_ABOVE_NOTES + _NOTE * lines if lines else 0)
    drawing = Drawing(width, _TOP + _TALL + under, title)
    most = max((s.reached for s in steps), default=0) or 1
    pitch = (width - 24 - _LAST) / max(len(steps) - 1, 1)
    bar = min(30.0, pitch * 0.2)
    middle = _TOP + _TALL / 2

    def half(people: int) -> float:
        return max(people / most * _TALL / 2, 1.0 if people else 0.0)

    for index, step in enumerate(steps):
        x = 12 + index * pitch
        if index + 1 < len(steps):
            _river(
                drawing, step, steps[index + 1], x1=x + bar, x2=x + pitch, middle=middle, half=half
            )
        reach = half(step.reached)
        drawing.rect(x, middle - reach, bar, 2 * reach, classes="bar", radius=3)
        for line, text in enumerate(wrapped(step.name, width=min(pitch - 12, width - x), size=14)):
            drawing.text(x, 16 + 17 * line, text, size=13, classes="strong")
        drawing.text(x, 57, words.count(step.reached), size=20, classes="strong")
        if index:
            drawing.text(x, 72, _of_first(step), size=11.5, classes="soft")
        if index + 1 < len(steps):
            _left(drawing, step, steps[index + 1], x, pitch)
        if lines and not index:
            y = _TOP + _TALL + _UNDER + _ABOVE_NOTES - 20
            drawing.text(x, y, _NOTES, size=11.5, classes="soft")
        for line, note in enumerate(notes.get(index + 1, ())):
            y = _TOP + _TALL + _UNDER + _ABOVE_NOTES + _NOTE * line
            _note(drawing, note, x, y, pitch - 14)
    return drawing


def _river(
    drawing: Drawing, step: Any, after: Any, *, x1: float, x2: float, middle: float, half: Any
) -> None:
    """The people who went on, and, hanging below them, those who left."""
    top, stay = half(step.reached), half(after.reached)
    bend = (x1 + x2) / 2
    drawing.path(
        f"M{x1:.1f},{middle - stay:.1f} L{x2:.1f},{middle - stay:.1f} "
        f"L{x2:.1f},{middle + stay:.1f} L{x1:.1f},{middle + stay:.1f} Z",
        classes="river",
    )
    if top > stay:
        end = x1 + (x2 - x1) * 0.42
        for sign in (-1, 1):
            inner, outer = middle + sign * stay, middle + sign * top
            drawing.path(
                f"M{x1:.1f},{inner:.1f} L{x1:.1f},{outer:.1f} "
                f"Q{(x1 + end) / 2:.1f},{outer:.1f} {end:.1f},{inner:.1f} Z",
                classes="leave-soft",
            )
    rate = after.from_previous
    shown = words.quantity(rate.value, "share") if isinstance(rate, Estimate) else "unknown"
    label_x = bend + 8
    drawing.text(label_x, middle - 3, shown, size=16, anchor="middle", classes="strong")
    if isinstance(rate, Estimate):
        drawing.text(
            label_x,
            middle + 13,
            words.interval(rate, "share"),
            size=11,
            anchor="middle",
        )
    median = after.seconds_from_previous.median if after.seconds_from_previous else None
    if median is not None:
        drawing.text(label_x, middle + 28, f"in {words.span(median)}", size=11, anchor="middle")


def _left(drawing: Drawing, step: Any, after: Any, x: float, pitch: float) -> None:
    gone = step.reached - after.reached
    y = _TOP + _TALL + 26
    if not gone:
        drawing.text(x, y, "nobody left", size=12, classes="soft")
        return
    drawing.text(x, y, f"{words.count(gone)} left", size=13.5, classes="leave strong")
    if waiting := _still_may(step, after):
        drawing.text(
            x, y + 15, f"{words.count(waiting)} of them still may", size=11, classes="soft"
        )
    room = pitch - 14
    for line, (name, share) in enumerate(_next(step, gone)):
        row = y + 36 + 22 * line
        (text,) = wrapped(f"{share:.0%} {name}", width=room, size=11.5, most=1)
        drawing.text(x, row, text, size=11.5, classes="soft")
        drawing.rect(x, row + 4, max(1.5, room * share), 3, classes="leave", radius=1.5)


def _note(drawing: Drawing, note: StepNote, x: float, y: float, room: float) -> None:
    sign = {"boost": "▲ ", "block": "▼ "}.get(note.kind, "")
    (text,) = wrapped(f"{sign}{note.words}", width=room, size=11.5, most=1)
    drawing.text(x, y, text, size=11.5, classes=f"{note.kind}-ink strong" if sign else "soft")
    drawing.text(x, y + 14, note.effect, size=11, classes="soft")


def _downwards(steps: Sequence[Any], title: str, width: float, notes: Notes) -> Drawing:
    heights = [
        70
        + (17 * len(_next(s, 1)) + 34 if i + 1 < len(steps) else 0)
        + _NOTE * len(notes.get(i + 1, ()))
        for i, s in enumerate(steps)
    ]
    drawing = Drawing(width, sum(heights) + 8, title)
    most = max((s.reached for s in steps), default=0) or 1
    y = 0.0
    for index, step in enumerate(steps):
        (name,) = wrapped(step.name, width=width - 90, size=15, most=1)
        drawing.text(0, y + 18, name, size=15, classes="strong")
        drawing.text(
            width, y + 18, words.count(step.reached), size=17, anchor="end", classes="strong"
        )
        drawing.rect(0, y + 26, width, 12, classes="leave-soft", radius=3)
        drawing.rect(0, y + 26, width * step.reached / most, 12, classes="bar", radius=3)
        if index:
            drawing.text(0, y + 55, _rate_line(step), size=12.5, classes="soft")
        if index + 1 < len(steps):
            after = steps[index + 1]
            gone = step.reached - after.reached
            below = y + (78 if index else 60)
            drawing.text(
                0,
                below,
                f"{words.count(gone)} went no further{_told(step, after)}; next they did",
                size=12.5,
                classes="leave",
            )
            for line, (name, share) in enumerate(_next(step, max(gone, 1))):
                drawing.text(
                    12, below + 17 * (line + 1), f"{share:.0%} {name}", size=12.5, classes="soft"
                )
            foot = below + 17 * len(_next(step, 1)) + 24
            for line, note in enumerate(notes.get(index + 1, ())):
                _note(drawing, note, 0, foot + _NOTE * line, width)
        y += heights[index]
    return drawing


def _rate_line(step: Any) -> str:
    rate = step.from_previous
    if not isinstance(rate, Estimate):
        return f"unknown: {rate.why}" if rate is not None else ""
    line = f"{words.estimate(rate, 'share')} of the step before"
    median = step.seconds_from_previous.median if step.seconds_from_previous else None
    return line + (f", in {words.span(median)}" if median is not None else "")


def _of_first(step: Any) -> str:
    rate = step.from_first
    if not isinstance(rate, Estimate):
        return ""
    return f"{words.quantity(rate.value, 'share')} of all judged"


def _still_may(step: Any, after: Any) -> int:
    """How many of those who are at a step may yet go on; who may yet come to it are not there."""
    return int(after.pending - step.pending)


def _told(step: Any, after: Any) -> str:
    waiting = _still_may(step, after)
    return f" ({words.count(waiting)} still may)" if waiting else ""


def _next(step: Any, gone: int) -> list[tuple[str, float]]:
    """The three commonest next events of those who left, as shares of them."""
    return [(n.name, n.people / gone) for n in step.next_events[:3]] if gone else []
