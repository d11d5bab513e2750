"""What is seen of a goal when its words are weighed, and in which words it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from seachange.planning.rules.wording import nouns, people, results, verbs, wares
from seachange.planning.rules.wording.facts import Facts
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

Sign = tuple[str, tuple[int, ...]]  # what is seen, and the positions of the words it is seen in
Piece = tuple[str, tuple[str, ...], int]  # a word or a measure, its sorts, and where it stands

_SHORTEST, _LONGEST = 3, 5  # letters in a row worth a sign
_LONGEST_WORD = 40  # what is longer is no word
_APART = 12  # pieces over which two sorts are still seen together


def signs(facts: Facts) -> Iterator[Sign]:
    """Yield every sign of a goal once: words, their letters, sorts, places and neighbours."""
    seen: dict[str, tuple[int, ...]] = {}
    pieces = list(_pieces(facts.sentence))
    for found in (_of_words(pieces), _of_letters(pieces), _of_pairs(pieces), _of_facts(facts)):
        for sign, at in found:
            seen.setdefault(sign, at)
    yield from seen.items()


def _of_words(pieces: list[Piece]) -> Iterator[Sign]:
    for number, (word, sorts, at) in enumerate(pieces):
        yield f"w {word}", (at,)
        yield f"w {word.rstrip('s')}", (at,)
        for sort in sorts:
            yield f"c {sort}", (at,)
        place = {0: "1", 1: "2"}.get(number, "L" if number == len(pieces) - 1 else "")
        for name in (word, *sorts) if place else ():
            yield f"{place} {name}", (at,)


def _of_letters(pieces: list[Piece]) -> Iterator[Sign]:
    """Three to five letters in a row, the ends of the word among them: *^re*, *ship$*."""
    for word, _sorts_of, at in pieces:
        if len(word) <= _LONGEST_WORD and word[:1] != "<" and any(map(str.isalpha, word)):
            letters = f"^{word}$"
            for length in range(_SHORTEST, _LONGEST + 1):
                for first in range(len(letters) - length + 1):
                    yield f"g {letters[first : first + length]}", (at,)


def _of_pairs(pieces: list[Piece]) -> Iterator[Sign]:
    """Neighbours by sort and word, and two sorts one behind the other."""
    for (word, sorts, at), (after, others, behind) in pairwise(pieces):
        for one in sorts or (word,):
            for other in others or (after,):
                yield f"b {one} {other}", (at, behind)
        for other in others:
            yield f"ws {word} {other}", (at, behind)
        for one in sorts:
            yield f"sw {one} {after}", (at, behind)
    kinds = [(sorts or ((word,) if word[:1] == "<" else ()), at) for word, sorts, at in pieces]
    for number, (ones, at) in enumerate(kinds):
        for others, behind in kinds[number + 1 : number + 1 + _APART] if ones else ():
            for one in ones:
                for other in others:
                    yield f"P {one} {other}", (at, behind)


def _pieces(sentence: Sentence) -> Iterator[Piece]:
    """Yield the words with their sorts; a measure is one piece, whatever its numbers."""
    for at in range(sentence.start, len(sentence.tokens)):
        token, measure = sentence.tokens[at], sentence.measure_at.get(at)
        if measure is not None and measure.first == at:
            yield f"<{measure.amount.value}>", (), at
        elif measure is None and token.kind is Kind.WORD:
            yield token.norm, tuple(_sorts(token.norm, sentence.norm(at + 1))), at
        elif measure is None:
            yield token.text if token.kind is Kind.BREAK else token.kind.value, (), at


def _sorts(norm: str, behind: str = "") -> Iterator[str]:
    """Yield the sorts of a word; *rolled* before *out* is a verb of making, as *re-fitted* is."""
    base = verbs.base_form(norm)
    known = {base, verbs.base_form(norm, behind) if behind in verbs.PARTICLES else base}
    if base not in verbs.EVERY:
        known.add(base.removeprefix("re").removeprefix("-"))
    for sort, verbs_of in _VERBS.items():
        if known & verbs_of:
            yield sort
    for sort, nouns_of in _NOUNS.items():
        if norm in nouns_of:
            yield sort
    if results.is_result(norm):
        yield "result"
    if people.group_of_many(norm) is not None:
        yield "many"
    elif people.group_of_one(norm) is not None:
        yield "one"
    if nouns.is_abstract(norm):
        yield "abstract"
    if norm.endswith(("ed", "ing")):
        yield "-ed" if norm.endswith("ed") else "-ing"


_VERBS = {
    "make": verbs.MAKE,
    "act": verbs.ACT,
    "toil": verbs.TOIL,
    "move": verbs.RAISE | verbs.LOWER,
    "reach": verbs.REACH,
}
_NOUNS = {
    "thing": nouns.THING | wares.WARES,
    "act-noun": nouns.ACT_NOUN,
    "measured": nouns.MEASURED,
}


def _of_facts(facts: Facts) -> Iterator[Sign]:
    sentence, start, phrase = facts.sentence, facts.start, facts.phrase
    head = start.head.value if start is not None else "none"
    opens = (start.first,) if start is not None else ()
    yield f"S {head}", opens
    if phrase.head >= 0:
        for sort in tuple(_sorts(sentence.norm(phrase.head))) or ("plain",):
            yield f"H {sort}", (phrase.head,)
            yield f"SH {head} {sort}", (*opens, phrase.head)
        yield f"He {sentence.norm(phrase.end)}", ()
    for deed in facts.deeds:
        yield f"D {deed.sort.value} {deed.is_counted}", deed.said.positions
    yield f"R {sentence.is_rated()}", ()
    yield f"R {sentence.is_rated()} {bool(facts.acts)} {head}", ()
    yield "bias", ()
