"""The roadmap that is safe to hand out: no features, no dates, what we want to change or learn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import LearningQuestion, Problem
from seachange.planning.rules.plan.intent import Outcome, VisionMilestone
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import HORIZONS, Function, RoadmapKind


@dataclass(frozen=True, kw_only=True)
class SafeLine:
    """A line of the roadmap that promises nothing: what we want to change or learn."""

    kind: RoadmapKind
    text: str


@dataclass(frozen=True, kw_only=True)
class SafeHorizon:
    """The lines at a horizon."""

    months: int
    lines: tuple[SafeLine, ...]


def safe_of(plan: Plan, *, audience: Function | None = None) -> tuple[SafeHorizon, ...]:
    """Return the roadmap with no features on it: what we want to change, learn or reach.

    An output or hypothesis stands as the outcome it is for, or not at all; a title that names
    one of our outputs is left out too. No dates, no ids, no efforts. With an `audience`, only
    items for everybody or for that audience.
    """
    names_one = _naming({name for o in plan.outputs for name in (o.name, o.text) if name.strip()})
    return tuple(
        SafeHorizon(
            months=months,
            lines=tuple(
                dict.fromkeys(
                    line
                    for item in plan.roadmap
                    if item.is_open and item.horizon == months and _is_for(item, audience)
                    if (line := _line(plan, item)) and not names_one(line.text)
                )
            ),
        )
        for months in HORIZONS
    )


def _is_for(item: RoadmapItem, audience: Function | None) -> bool:
    return audience is None or not item.audience or audience in item.audience


def _naming(names: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a text names one of these, in whole words, one or several of it.

    An output called App is not named where somebody is appointed. Letters without capitals end
    a word at either side: many who write so put no space between words, or write what belongs
    to a word onto it, and write names of other scripts among them.
    """
    hidden = {name.strip().casefold() for name in names}

    def names_one(text: str) -> bool:
        said = text.casefold()
        # One pattern of thousands of names would be tried at every letter.
        return any(name in said and _stands_alone(name, said) for name in hidden)

    return names_one


def _stands_alone(name: str, said: str) -> bool:
    several = re.compile(rf"(?={re.escape(name)}(?P<more>e?s)?)")
    for found in several.finditer(said):
        ends = found.start() + len(name)
        begins_word = not _goes_on(name[0], said[found.start() - 1 : found.start()])
        after = {said[end : end + 1] for end in (ends, ends + len(found["more"] or ""))}
        if begins_word and not all(_goes_on(name[-1], letter) for letter in after):
            return True
    return False


def _goes_on(of_name: str, beside: str) -> bool:
    """Tell whether a name is part of a longer word by the letter that stands beside it."""
    letters = (of_name, beside)
    return bool(re.match(r"\w", beside)) and not any(map(_has_no_capital, letters))


def _has_no_capital(letter: str) -> bool:
    return letter.isalpha() and letter.upper() == letter.lower()


def _line(plan: Plan, item: RoadmapItem) -> SafeLine | None:
    if item.item_kind in {RoadmapKind.OUTPUT, RoadmapKind.HYPOTHESIS}:
        outcome = _outcome_behind(plan, item)
        return SafeLine(kind=RoadmapKind.OUTCOME, text=outcome.text) if outcome else None
    text = _text(plan, item)
    return SafeLine(kind=item.item_kind, text=text) if text else None


def _text(plan: Plan, item: RoadmapItem) -> str:
    outcome = plan.get(Outcome, item.outcome)
    question = plan.get(LearningQuestion, item.question)
    problem = plan.get(Problem, item.problem)
    milestone = plan.get(VisionMilestone, item.milestone)
    told = {
        RoadmapKind.OUTCOME: outcome.text if outcome else "",
        RoadmapKind.QUESTION: question.text if question else "",
        RoadmapKind.PROBLEM: problem.statement if problem else "",
        RoadmapKind.MILESTONE: milestone.text if milestone else "",
    }
    return told.get(item.item_kind, "") or item.title or item.name


def _outcome_behind(plan: Plan, item: RoadmapItem) -> Outcome | None:
    hypothesis = plan.get(Hypothesis, item.hypothesis)
    if hypothesis is not None:
        return plan.get(Outcome, hypothesis.outcome)
    output = plan.get(Output, item.output)
    if output is None:
        return None
    behind = [output.outcome, *(h.outcome for h in plan.of(Hypothesis, output.id))]
    return plan.get(Outcome, next(filter(None, behind), None))
