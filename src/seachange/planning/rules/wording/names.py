"""The names a plan gives to people, acts and things made, found in a text in whichever form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from seachange.planning.rules.wording import verbs
from seachange.planning.rules.wording.tokens import Kind, Token, tokenise

Span = tuple[int, int]


class Names:
    """Names, stemmed once, so that a text takes as long to read among thousands as among few."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._words: set[tuple[str, ...]] = set()
        self._lengths: dict[str, set[int]] = {}  # first word → how long its names are
        for name in dict.fromkeys(names):
            words = stems_of(t for t in tokenise(name) if t.kind is Kind.WORD)
            if words:
                self._words.add(words)
                self._lengths.setdefault(words[0], set()).add(len(words))

    def spans_in(self, stems: tuple[str, ...]) -> tuple[Span, ...]:
        """Return (first, last) position of every name in a text, the longest at each place."""
        if not self._words:
            return ()
        found: list[Span] = []
        for at, first in enumerate(stems):
            there = (stems[at : at + length] for length in self._lengths.get(first, ()))
            longest = max((len(words) for words in there if words in self._words), default=0)
            if longest:
                found.append((at, at + longest - 1))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What a plan calls the people in it, what they do, and what we make."""

    actors: Names
    behaviours: Names
    outputs: Names

    @classmethod
    def of(
        cls,
        *,
        actors: Iterable[str] = (),
        behaviours: Iterable[str] = (),
        outputs: Iterable[str] = (),
    ) -> PlanNames:
        """Gather names from wherever a plan holds them; twice or empty does no harm."""
        return cls(Names(actors), Names(behaviours), Names(outputs))


NO_NAMES = PlanNames.of()


def stems_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return the stem of each piece of a text, to look names up in."""
    return tuple(stem(token.norm) for token in tokens)


@lru_cache(maxsize=verbs.REMEMBERED)
def stem(norm: str) -> str:
    """Return what forms of one word share, as far as matching a plan's own names needs it."""
    if verbs.readings(norm):
        return verbs.base_form(norm)
    if len(norm) > 3 and norm.endswith("ies"):
        return norm[:-3] + "y"
    return norm[:-1] if len(norm) > 2 and norm.endswith("s") and not norm.endswith("ss") else norm
