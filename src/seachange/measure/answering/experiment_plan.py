"""From who comes and what they do to how large a test must be."""

from __future__ import annotations

from seachange.measure.answering.asked import Asked
from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer
from seachange.measure.questions.experiment_plan import ExperimentPlan


def answer(question: ExperimentPlan, asked: Asked) -> ExperimentPlanAnswer:
    """Measure who comes and what they do, and plan a test of it."""
    # Loading scipy takes longer than most questions: only those that need it pay for it.
    from seachange.measure.answering.experiment_sizes import sized

    return sized(question, asked)
