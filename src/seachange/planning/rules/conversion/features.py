"""Features that nobody has said what for, and the three questions to ask of each."""

from __future__ import annotations

from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea, Problem
from seachange.planning.rules.plan.learning import Hypothesis

# The magic questions (domain: Seiden, Outcomes Over Output).
WHICH = "Which behaviours drive results?"
HOW = "How can we get more of them?"
KNOW = "How will we know we are right?"

Feature = Output | Idea

_OVER = frozenset({"removed", "killed"})


def unasked(survey: Survey) -> list[Feature]:
    """Return the outputs and ideas that no hypothesis ties to an outcome, in the plan's order.

    What was removed or killed is over. An idea that became an output is asked about there.
    """
    plan = survey.plan
    made = {output.idea for output in plan.outputs if output.state not in _OVER}
    outputs = [
        output
        for output in plan.outputs
        if output.state not in _OVER and not _is_tied(survey.hypotheses_of(output))
    ]
    ideas = [
        idea
        for idea in plan.ideas
        if idea.state not in _OVER
        and idea.id not in made
        and not _is_tied(list(plan.of(Hypothesis, idea.id)))
    ]
    return [*outputs, *ideas]


def _is_tied(hypotheses: list[Hypothesis]) -> bool:
    return any(hypothesis.outcome for hypothesis in hypotheses)


def likely_outcome(survey: Survey, feature: Feature) -> str:
    """Return the outcome that a feature, its idea or its problem is said to be for, or nothing."""
    if isinstance(feature, Output):
        return next(iter(survey.outcomes_of(feature)), "")
    problem = survey.plan.get(Problem, feature.problem)
    return feature.outcome or (problem.outcome if problem else None) or ""


def called(feature: Feature) -> str:
    """Return what a feature is called, on one line."""
    return feature.name or " ".join(feature.text.split())[:80] or feature.id
