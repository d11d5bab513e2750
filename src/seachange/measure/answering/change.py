"""From two answers to the change between them: a baseline and what came after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seachange.errors import BadQuestion
from seachange.measure.answering.share import ShareAnswer
from seachange.measure.answers import Json, Reading, plain
from seachange.measure.statistics.proportions import difference_of

# What may differ between two answers that are compared: when, and how it is laid out.
_MAY_DIFFER = ("from", "to", "trend", "by", "name")


@dataclass(frozen=True, slots=True)
class Change:
    """How a share differs from an earlier one: `after` − `before`, −1..1.

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


def change(before: ShareAnswer, after: ShareAnswer) -> Change:
    """Return the change of a share from one period, or one log, to another.

    The interval is Newcombe's for single entries and, for `entry: every`, the same
    squaring and adding of two clustered intervals. Raises BadQuestion when the answers
    are not to one question: a difference of definitions is no change of behaviour.
    """
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
    return Change(
        before=before.estimate,
        after=after.estimate,
        difference=difference_of(after.estimate, minus=before.estimate),
    )


def _said(answer: ShareAnswer, key: str) -> Any:
    return answer.question.get(key)
