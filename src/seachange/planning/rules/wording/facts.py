"""All that the rules of wording look at, and the answer they give."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.wording.deeds import deeds
from seachange.planning.rules.wording.heads import Opening, opening
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.phrases import Phrase, phrase_from
from seachange.planning.rules.wording.predicates import Deed, Sort
from seachange.planning.rules.wording.sentence import Sentence


class Label(StrEnum):
    """What a goal is."""

    OUTCOME = "outcome"
    UNMEASURED = "outcome, unmeasured"
    OUTPUT = "output"
    IMPACT = "impact"
    ACTIVITY = "activity"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules look at: the opening verb, the deeds, and what the goal is about."""

    sentence: Sentence
    start: Opening | None
    deeds: tuple[Deed, ...]
    phrase: Phrase

    @property
    def acts(self) -> tuple[Deed, ...]:
        """Return the deeds one can watch."""
        return tuple(deed for deed in self.deeds if deed.sort is Sort.ACT)

    def first(self, sort: Sort) -> Deed | None:
        """Return the first deed of a sort, or nothing."""
        return next((deed for deed in self.deeds if deed.sort is sort), None)

    def governor(self, deed: Deed) -> str:
        """Return the word that governs the people's name: *for*, *with*, *that*."""
        return self.sentence.norm(deed.governor)

    def has_rate(self) -> bool:
        """Tell whether any rate stands in the goal."""
        return bool(self.sentence.of(Amount.RATE))


@dataclass(frozen=True, slots=True)
class Ruling:
    """A label with the positions of the words that led to it, and the deed if there is one."""

    label: Label
    decided: tuple[int, ...] = ()
    deed: Deed | None = None
    is_sure: bool = False  # by a rule so narrow that no weight overrules it
    by: str = ""  # the rule that said so


def gather(sentence: Sentence) -> Facts:
    """Collect what the rules look at."""
    start = opening(sentence)
    phrase = start.phrase if start else phrase_from(sentence, sentence.start)
    return Facts(sentence, start, deeds(sentence), phrase)
