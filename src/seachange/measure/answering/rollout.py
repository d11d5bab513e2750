"""From a roll-out to its answer."""

from __future__ import annotations

from seachange.measure.answering.asked import Asked
from seachange.measure.answering.rollout_counting import followed
from seachange.measure.answering.rollout_parts import RolloutAnswer
from seachange.measure.questions.rollout import Rollout


def answer(question: Rollout, asked: Asked) -> RolloutAnswer:
    """Count every segment's days, and compare them as well as they can be compared."""
    # Loading scipy takes longer than most questions: only those that need it pay for it.
    from seachange.measure.answering.rollout_comparing import compared

    return compared(followed(question, asked))
