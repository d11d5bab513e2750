"""What customers would feel with and without a feature, and so what sort of feature it is.

Kano, Seraku, Takahashi, Tsuji (1984); coefficients by Berger et al. (1993).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from seachange.errors import ImpossibleCounts


class Feeling(StrEnum):
    """An answer to *how would you feel if you had it*, or *if you did not have it*."""

    LIKE = "like"
    MUST_BE = "must-be"
    NEUTRAL = "neutral"
    LIVE_WITH = "live-with"
    DISLIKE = "dislike"


class KanoClass(StrEnum):
    """What sort of feature it is for somebody."""

    ATTRACTIVE = "attractive"
    ONE_DIMENSIONAL = "one-dimensional"
    MUST_BE = "must-be"
    INDIFFERENT = "indifferent"
    REVERSE = "reverse"
    QUESTIONABLE = "questionable"


_LETTERS = {
    "A": KanoClass.ATTRACTIVE,
    "O": KanoClass.ONE_DIMENSIONAL,
    "M": KanoClass.MUST_BE,
    "I": KanoClass.INDIFFERENT,
    "R": KanoClass.REVERSE,
    "Q": KanoClass.QUESTIONABLE,
}
# Rows: how they feel with it; columns: how they feel without it, in the order of Feeling.
_ROWS = {
    Feeling.LIKE: "QAAAO",
    Feeling.MUST_BE: "RIIIM",
    Feeling.NEUTRAL: "RIIIM",
    Feeling.LIVE_WITH: "RIIIM",
    Feeling.DISLIKE: "RRRRQ",
}
TABLE = MappingProxyType(
    {
        (having, lacking): _LETTERS[letter]
        for having, row in _ROWS.items()
        for lacking, letter in zip(Feeling, row, strict=True)
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kano:
    """How many people a feature is what for."""

    attractive: int = 0
    one_dimensional: int = 0
    must_be: int = 0
    indifferent: int = 0
    reverse: int = 0
    questionable: int = 0

    def __post_init__(self) -> None:
        if min(self._counts().values()) < 0:
            raise ImpossibleCounts("a count of people is never below zero")

    def _counts(self) -> dict[KanoClass, int]:
        return {
            KanoClass.ATTRACTIVE: self.attractive,
            KanoClass.ONE_DIMENSIONAL: self.one_dimensional,
            KanoClass.MUST_BE: self.must_be,
            KanoClass.INDIFFERENT: self.indifferent,
            KanoClass.REVERSE: self.reverse,
            KanoClass.QUESTIONABLE: self.questionable,
        }

    @property
    def people(self) -> int:
        """Everybody who answered both questions."""
        return sum(self._counts().values())

    @property
    def kind(self) -> KanoClass | None:
        """What it is for most people; nothing on a tie or without answers."""
        counts = sorted(self._counts().items(), key=lambda each: -each[1])
        return counts[0][0] if counts[0][1] > counts[1][1] else None

    @property
    def better(self) -> float | None:
        """How much satisfaction having it would add, 0..1; nothing if nobody cares either way."""
        return self._share(self.attractive + self.one_dimensional)

    @property
    def worse(self) -> float | None:
        """How much satisfaction lacking it would cost, −1..0; nothing if nobody cares."""
        share = self._share(self.one_dimensional + self.must_be)
        return None if share is None else -share

    def _share(self, people: int) -> float | None:
        told = self.attractive + self.one_dimensional + self.must_be + self.indifferent
        return people / told if told else None


def classify(*, having: Feeling, lacking: Feeling) -> KanoClass:
    """Return what a feature is for somebody who gave these two answers."""
    return TABLE[having, lacking]


def tally(answers: Iterable[tuple[Feeling, Feeling]]) -> Kano:
    """Count answers, each a feeling about having it and one about lacking it."""
    counted = Counter(TABLE[having, lacking] for having, lacking in answers)
    return Kano(
        attractive=counted[KanoClass.ATTRACTIVE],
        one_dimensional=counted[KanoClass.ONE_DIMENSIONAL],
        must_be=counted[KanoClass.MUST_BE],
        indifferent=counted[KanoClass.INDIFFERENT],
        reverse=counted[KanoClass.REVERSE],
        questionable=counted[KanoClass.QUESTIONABLE],
    )
