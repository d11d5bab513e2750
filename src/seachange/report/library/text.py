"""The learning library as text: the lessons found, or the whole programme."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from seachange.planning.rules.library import Lesson
from seachange.planning.rules.programme import Programme
from seachange.report.library import telling

_WIDTH = 96


def found(lessons: Sequence[Lesson], *, of: int) -> str:
    """Write the lessons that were looked for, the newest first."""
    lines = [line for each in lessons for line in _lesson(each)]
    return "\n".join([*lines, f"{len(lessons)} of {of} lessons."]) + "\n"


def text(told: Programme) -> str:
    """Write the whole programme: what it comes to, every lesson, what stopped, the forecasts."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Programme) -> Iterator[str]:
    yield telling.headline(told)
    yield ""
    for name, value in telling.facts(told):
        yield f"  {name:<27} {value}"
    if told.totals:
        yield "\nWhat all winners did together"
        for each in told.totals:
            yield from _wrapped(f"{each.outcome.id}  {each.outcome.text}", 2)
            yield from _wrapped(telling.total(each), 6)
    if told.lessons:
        yield "\nWhat was learnt"
        for lesson in told.lessons:
            yield from _lesson(lesson)
    if told.killed:
        yield "\nWhat was stopped"
        for gone in told.killed:
            title = f" “{gone.title}”" if gone.title else ""
            why = gone.why or "nobody wrote down why"
            yield from _wrapped(f"{gone.record}{title} {gone.how}: {why}", 2)
    yield "\nHow beliefs met their verdicts"
    for forecasts in told.forecasts:
        yield from _wrapped(f"{forecasts.team or 'All'}: {telling.score(forecasts)}", 2)
    for part in told.forecasts[0].bins if told.forecasts else ():
        yield (
            f"    said {part.low:g} to {part.high:g} (on average {part.said:.2f}): "
            f"{telling.share(part.came_true)} came true"
        )
    if told.forecasts:
        yield from _wrapped(telling.mended(told.forecasts[0]), 2)


def _lesson(each: Lesson) -> Iterator[str]:
    yield from _wrapped(f"{each.case.hypothesis.id} “{each.title}”", 2)
    yield from _wrapped(telling.lesson(each), 6)
    if each.case.outcome is not None:
        yield from _wrapped(f"{each.case.outcome.id}: {each.case.outcome.text}", 6)
    yield from _wrapped(f"→ {telling.decided(each)}", 6)


def _wrapped(words: str, indent: int) -> list[str]:
    lead = " " * indent
    return textwrap.wrap(words, _WIDTH, initial_indent=lead, subsequent_indent=lead)
