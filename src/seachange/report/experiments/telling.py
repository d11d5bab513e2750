"""An experiment in words: what its effects are, and what to do now."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.measure.answering.experiment_parts import (
    BETTER,
    HIDDEN,
    INCONCLUSIVE,
    NO_MEANINGFUL_EFFECT,
    TOO_EARLY,
    WORSE,
    ExperimentAnswer,
    VariantEffect,
)
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.report import words

READINGS = {
    BETTER: "better",
    WORSE: "worse",
    NO_MEANINGFUL_EFFECT: "no meaningful effect",
    TOO_EARLY: "too early",
    INCONCLUSIVE: "inconclusive",
    HIDDEN: "hidden",
}
CHANGES = {"share": "pp", "number": "gain", "seconds": "later", "points": "points gained"}
"""The unit of a difference, for each unit of a level."""


def headline(answer: ExperimentAnswer) -> str:
    """Return the sentence that a reader should take away, with the effect if there is one."""
    known = [e for e in answer.effects if isinstance(e.absolute, Estimate)]
    if len(known) != 1 or len(answer.effects) != 1:
        return answer.sentence
    return f"{answer.sentence.rstrip('.')}: {effect(answer, known[0])}."


def effect(answer: ExperimentAnswer, shown: VariantEffect) -> str:
    """Write a variant's effect: `+4.6 pp [2.2, 7.0]`, and relative to the control."""
    said = difference(shown.absolute, answer.unit)
    if isinstance(shown.relative, Estimate):
        share = words.quantity(shown.relative.value, "share")
        plus = "+" if shown.relative.value > 0 else ""
        said += f", {plus}{share} of the control’s"
    return said


def difference(reading: Reading, unit: str) -> str:
    """Write a difference in the unit of a level; an unknown one as its reason."""
    if isinstance(reading, Unknown):
        return f"unknown: {reading.why}"
    return words.change(reading, unit)


def facts(answer: ExperimentAnswer) -> Iterator[tuple[str, str]]:
    """Yield what stands beside the sentence on a page."""
    yield "Metric", answer.metric
    plan = answer.question["plan"]
    judged = words.count(answer.people)
    yield "Judged", f"{judged} of {words.count(plan['units'])} units" if plan else f"{judged} units"
    check = answer.sample_ratio
    if check.p is not None:
        yield "Split", f"{'as planned' if check.ok else 'broken'}, p {words.chance(check.p)}"
    if answer.set_aside:
        yield "Set aside", words.plural(answer.set_aside, "unit")
    yield "Reading", READINGS[answer.verdict]
