"""Results told as a tally: a sum collected, a prize, a crowd that passes a number."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.measures import Amount

_COLLECTING = frozenset("bag collect recoup recover".split())


def sum_collected(facts: Facts) -> Ruling | None:
    """*collect £61m in business rates*, *write off no more than $2m*: money right behind it."""
    sentence, start = facts.sentence, facts.start
    if start is None or facts.acts:
        return None
    is_written_off = start.lemma in {"write", "write_off"} and "off" in {
        sentence.norm(start.last),
        sentence.norm(start.last + 1),
    }
    at = next((m.first for m in sentence.of(Amount.MONEY) if m.first > start.last), -1)
    between = range(start.last + 1, at)
    is_next = at > 0 and all(
        sentence.norm(i) in nouns.FUNCTION_WORDS | {"off"} or sentence.is_measured(i)
        for i in between
    )
    is_sum = is_next and (start.lemma in _COLLECTING or is_written_off)
    return Ruling(Label.IMPACT, (start.first, at)) if is_sum else None


_HONOURED = frozenset("crowned judged named ranked rated voted".split())
_MEDALS = frozenset("bronze gold silver".split())


def prize(facts: Facts) -> Ruling | None:
    """*named best regional bank*, *gold medal for our lager*, *rated the best by the council*."""
    sentence = facts.sentence
    first, second = sentence.start, sentence.start + 1
    if facts.start is not None:
        return None
    if sentence.norm(first) in _MEDALS and sentence.norm(second) in {"medal", "award"}:
        return Ruling(Label.IMPACT, (first, second))
    for at in range(first, len(sentence.tokens)):
        is_ours = at == first or sentence.norm(at - 1) in {"are", "be", "is"}
        behind = at + 2 if sentence.norm(at + 1) in {"a", "the"} else at + 1
        if sentence.norm(at) in _HONOURED and is_ours and sentence.norm(behind) == "best":
            return Ruling(Label.IMPACT, (at, behind))
    return None


def crowd_past_mark(facts: Facts) -> Ruling | None:
    """*users of the free plan grow from 80k to 150k*, *holders pass the two-million mark*."""
    sentence = facts.sentence
    if facts.start is not None or not facts.acts or facts.acts[0].is_counted:
        return None
    who = facts.acts[0].people
    for at in range(who.last + 1, len(sentence.tokens)):
        lemma, behind = sentence.lemma(at), [sentence.norm(i) for i in range(at + 1, at + 6)]
        is_grown = lemma == "grow" and behind[0] in {"from", "to"} and sentence.is_measured(at + 2)
        if is_grown or (lemma in {"cross", "hit", "pass"} and "mark" in behind):
            return Ruling(Label.IMPACT, (*range(who.first, who.last + 1), at), is_sure=True)
    return None
