"""From an experiment to its answer."""

from __future__ import annotations

from seachange.measure.answering.asked import Asked
from seachange.measure.answering.experiment_counting import exposed
from seachange.measure.answering.experiment_parts import ExperimentAnswer
from seachange.measure.questions.experiment import Experiment


def answer(question: Experiment, asked: Asked) -> ExperimentAnswer:
    """Compare every variant with the control, and say whether that may be believed."""
    # Loading scipy takes longer than most questions: only those that need it pay for it.
    from seachange.measure.answering.experiment_comparing import compared

    with exposed(question, asked) as shown:
        return compared(shown)
