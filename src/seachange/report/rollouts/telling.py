"""A roll-out in words: what came with the change, and how much that proves."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.measure.answering.rollout_parts import (
    BETTER,
    CONSISTENT,
    INCONCLUSIVE,
    NO_MEANINGFUL_EFFECT,
    NOT_SHOWN,
    UNKNOWN,
    WORSE,
    RolloutAnswer,
)
from seachange.measure.answers import Estimate, Unknown
from seachange.report import words

READINGS = {
    BETTER: "better",
    WORSE: "worse",
    NO_MEANINGFUL_EFFECT: "no meaningful effect",
    CONSISTENT: "consistent with an effect",
    INCONCLUSIVE: "inconclusive",
    NOT_SHOWN: "not shown",
    UNKNOWN: "unknown",
}
BESIDE = {
    "staggered roll-out": "beside segments not reached yet",
    "difference in differences": "beside segments without it",
    "synthetic control": "beside a mix of other segments",
    "interrupted series": "beyond its own past",
    "before and after": "after than before",
}
CHECKS = {
    "alike_before": "Alike before",
    "placebo_in_time": "Earlier days",
    "placebo_in_space": "Other segments",
    "compared": "Compared",
}


def title(answer: RolloutAnswer) -> str:
    """Return what a page about it is called."""
    return f"Roll-out: {answer.metric}"


def headline(answer: RolloutAnswer) -> str:
    """Return the sentence that a reader should take away."""
    if isinstance(answer.effect, Unknown):
        return f"Unknown: {answer.effect.why}."
    said = f"{words.change(answer.effect, answer.unit)} {BESIDE[answer.comparison]}"
    if answer.reading == NOT_SHOWN:
        return f"{said}, which by itself shows nothing (grade {answer.grade})."
    return f"{READINGS[answer.reading].capitalize()}: {said} (grade {answer.grade})."


def facts(answer: RolloutAnswer) -> Iterator[tuple[str, str]]:
    """Yield what stands beside the sentence on a page."""
    yield "Grade", f"{answer.grade}: {answer.why}"
    seen, expected = after(answer)
    if answer.comparison == "staggered roll-out":
        seen = None  # the mean of all, treated already or not, would look like a smaller effect
    if seen is not None and expected is not None:
        level = words.quantity(seen, answer.unit)
        yield "Seen after", f"{level}, expected {words.quantity(expected, answer.unit)}"
    if answer.p is not None:
        yield "p", words.chance(answer.p)
    yield "Compared", f"{_spans(answer)}, {answer.comparison}"
    yield "Would more days help", more(answer)


def after(answer: RolloutAnswer) -> tuple[float | None, float | None]:
    """Return the mean of the periods with the change, as seen and as expected without it."""
    known = [
        (p.treated, p.expected)
        for p in answer.series
        if p.after and p.treated is not None and p.expected is not None
    ]
    if not known:
        return None, None
    seen, expected = zip(*known, strict=True)
    return sum(seen) / len(seen), sum(expected) / len(expected)


def more(answer: RolloutAnswer) -> str:
    """Say how many days more would tell."""
    days = answer.more_days
    if isinstance(days, Unknown):
        return days.why
    if not days:
        return "it is told already" if isinstance(answer.effect, Estimate) else "no"
    about = "the smallest worthwhile change" if _least(answer) else "an effect as large as found"
    if isinstance(answer.effect, Unknown):
        return f"{words.plural(days, 'more day')} with the change are needed to tell anything"
    return f"{words.plural(days, 'more day')} with the change would tell {about}"


def _least(answer: RolloutAnswer) -> bool:
    return answer.question["smallest_worthwhile"] is not None


def _spans(answer: RolloutAnswer) -> str:
    before = words.plural(answer.before, answer.each)
    return f"{before} before and {words.count(answer.after)} after"
