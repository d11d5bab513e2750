"""From two answers to the change between them: a baseline and what came after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from seachange.errors import BadQuestion
from seachange.measure.answering.score import ScoreAnswer, difference
from seachange.measure.answering.share import ShareAnswer
from seachange.measure.answers import Answer, Json, Reading, plain
from seachange.measure.statistics.proportions import difference_of

# What may differ between two answers that are compared: when, and how it is laid out.
_MAY_DIFFER = ("from", "to", "trend", "by", "name")

Compared = TypeVar("Compared", ShareAnswer, ScoreAnswer)


@dataclass(frozen=True, slots=True)
class Change:
    """How a share or a score differs from an earlier one: `after` − `before`, in its unit.

    `difference` is unknown where either side is. People who entered in both periods count
    in both, as if they were different ones: a person is usually alike in both, which
    makes the interval wider than it need be, not narrower.
    """

    before: Reading
    after: Reading
    difference: Reading

    def to_dict(self) -> Json:
        """Return the change as plain JSON values."""
        return {
            "before": plain(self.before),
            "after": plain(self.after),
            "difference": plain(self.difference),
        }


def change(before: Compared, after: Compared) -> Change:
    """Return the change of a share or a score from one period, or one log, to another.

    The interval of a share is Newcombe's for single entries and, for `entry: every`, the
    same squaring and adding of two clustered intervals; that of a score is the one of
    `answering.score.difference`. Raises BadQuestion when the answers
    are not to one question: a difference of definitions is no change of behaviour.
    """
    for answer in (before, after):
        if not isinstance(answer, ShareAnswer | ScoreAnswer):
            raise BadQuestion(
                f"a {answer.kind} has no single rate that could change",
                remedy="Compare two answers to a question of kind share or score.",
            )
    differing = sorted(
        key
        for key in before.question.keys() | after.question.keys()
        if key not in _MAY_DIFFER and _said(before, key) != _said(after, key)
    )
    if differing:
        raise BadQuestion(
            f"the two answers differ in {', '.join(differing)}, so they cannot be compared",
            remedy="Ask one question twice, of two periods (`from`, `to`) or two logs.",
        )
    if isinstance(before, ScoreAnswer) and isinstance(after, ScoreAnswer):
        changed = difference(after, minus=before)
    else:
        changed = difference_of(after.estimate, minus=before.estimate)
    return Change(before=before.estimate, after=after.estimate, difference=changed)


def _said(answer: Answer, key: str) -> Any:
    return answer.question.get(key)
