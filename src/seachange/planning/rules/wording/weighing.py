"""What a goal's words weigh in goals already labelled, where no rule knows or one errs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from seachange.planning.rules.wording import (
    leftovers,
    levels,
    nouns,
    people,
    results,
    verbless,
    verbs,
)
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.people import Group
from seachange.planning.rules.wording.phrases import is_noun
from seachange.planning.rules.wording.predicates import Sort
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

# In the order of the columns of weights.tsv.
LABELS = (Label.OUTPUT, Label.IMPACT, Label.OUTCOME, Label.ACTIVITY, Label.UNCLEAR)
# By how much, in log-odds, what weighs most must outweigh what the rules say. Rated outcomes, and
# whatever is not here, are left to the rules; an impact the rules know nearly always is.
OVER_RULED = {
    (Label.UNCLEAR, Label.OUTPUT): 1.5,
    (Label.UNCLEAR, Label.IMPACT): 1.5,
    (Label.OUTPUT, Label.IMPACT): 1.5,
    (Label.IMPACT, Label.OUTPUT): 4.0,
    (Label.UNMEASURED, Label.OUTPUT): 2.0,
    (Label.UNMEASURED, Label.IMPACT): 2.0,
    (Label.ACTIVITY, Label.OUTPUT): 2.5,
    (Label.ACTIVITY, Label.IMPACT): 2.5,
}
# By how much an outcome must be outweighed, and *unclear* where what people do seems measured.
OVER_OUTCOME, OVER_UNCLEAR_ACTS = 1.0, 3.0
_MOST_TOLD = 3
_SHORT = 5  # longer words have a stem and an ending worth a sign

Sign = tuple[str, tuple[int, ...]]  # what is seen, and the positions of the words it is seen in


def weigh(facts: Facts, ruled: Label = Label.UNCLEAR) -> Ruling | None:
    """Tell an output or an impact by the weight of its words; nothing where that is too light.

    `ruled` is what the rules call the goal, which must be outweighed. The weights are those of a
    multinomial logistic regression on the labelled goals under tests/planning/rules/key_results
    (Bishop 2006, §4.3.4); who is told of a goal is told the words that weighed most. Names of
    the plan, a state of mind, a need told as *I*, a wish to be first and a language we do not
    know are none of its business.
    """
    if not _may_weigh(facts):
        return None
    found = [(weights()[sign], at) for sign, at in signs(facts) if sign in weights()]
    total = [sum(weight[i] for weight, _at in found) for i in range(len(LABELS))]
    best = max(range(len(LABELS)), key=total.__getitem__)
    rival = LABELS.index(Label.OUTCOME if ruled is Label.UNMEASURED else ruled)
    over = OVER_RULED.get((ruled, LABELS[best]), math.inf)
    if ruled is Label.UNCLEAR and LABELS[best] is Label.IMPACT and _is_about_acts(facts):
        over = OVER_UNCLEAR_ACTS
    over_outcome = total[best] - total[LABELS.index(Label.OUTCOME)]
    if total[best] - total[rival] <= over or over_outcome <= OVER_OUTCOME:
        return None
    shares: dict[int, float] = {}
    for weight, positions in found:
        for at in positions:
            share = (weight[best] - weight[rival]) / len(positions)
            shares[at] = shares.get(at, 0.0) + share
    told = sorted((at for at in shares if shares[at] > 0), key=lambda at: (-shares[at], at))
    return Ruling(LABELS[best], tuple(sorted(told[:_MOST_TOLD]))) if told else None


@lru_cache(maxsize=1)
def weights() -> dict[str, tuple[float, ...]]:
    """Return the weight of every sign for each label, in the order of `LABELS`."""
    lines = files(__package__).joinpath("weights.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {sign: tuple(float(number) for number in numbers) for sign, *numbers in rows}


def _may_weigh(facts: Facts) -> bool:
    sentence = facts.sentence
    is_planned = any(crowd.group is Group.PLANNED for crowd in sentence.people)
    is_of_plan = bool(sentence.outputs or sentence.behaviours) or is_planned
    is_wish = verbless.is_ranked(sentence) or any(t.norm in nouns.LEADING for t in sentence.tokens)
    is_need = leftovers.is_told(sentence)  # *I miss meetings*
    if is_of_plan or is_wish or is_need or facts.first(Sort.MIND) is not None:
        return False
    words = [at for at in range(sentence.start, len(sentence.tokens)) if sentence.is_word(at)]
    known = sum(_is_known(sentence.norm(at)) for at in words)
    return len(words) > 1 and 2 * known >= len(words)


def _is_about_acts(facts: Facts) -> bool:
    """*missed appointments 11 % → 6 %*, *ratings per reader*: people do it, named or not."""
    sentence = facts.sentence
    words = range(sentence.start, len(sentence.tokens))
    is_product = any(
        sentence.norm(at) in levels.OF_THE_PRODUCT and not results.is_result(sentence.norm(at))
        for at in words
    )
    is_each = any(
        sentence.norm(at - 1) == "per" and people.group_of_one(sentence.norm(at)) is not None
        for at in words
    )
    is_done = any(
        verbs.is_act(sentence.norm(at))
        and not is_noun(sentence.norm(at))
        and sentence.norm(at - 1).endswith("s")
        for at in words
    )
    return sentence.is_rated() and (is_product or is_each or is_done)


def _is_known(norm: str) -> bool:
    is_ours = norm in nouns.FUNCTION_WORDS or is_noun(norm) or bool(verbs.readings(norm))
    is_person = people.group_of_many(norm) is not None or people.group_of_one(norm) is not None
    return is_ours or is_person or f"w {norm}" in weights()


# --- what is seen ---------------------------------------------------------------------------------


def signs(facts: Facts) -> Iterator[Sign]:
    """Yield every sign of a goal once: words, their sorts, their places and their neighbours."""
    seen: dict[str, tuple[int, ...]] = {}
    for sign, at in (*_of_words(facts.sentence), *_of_facts(facts)):
        seen.setdefault(sign, at)
    yield from seen.items()


def _of_words(sentence: Sentence) -> Iterator[Sign]:
    pieces = list(_pieces(sentence))
    for number, (word, sorts, at) in enumerate(pieces):
        yield f"w {word}", (at,)
        yield f"w {word.rstrip('s')}", (at,)
        for sort in sorts:
            yield f"c {sort}", (at,)
        if word.isalpha() and len(word) > _SHORT:
            yield f"p {word[:_SHORT]}", (at,)
            yield f"x {word[1 - _SHORT :]}", (at,)
        place = {0: "1", 1: "2"}.get(number, "L" if number == len(pieces) - 1 else "")
        for name in (word, *sorts) if place else ():
            yield f"{place} {name}", (at,)
        for after, others, behind in pieces[number + 1 : number + 2]:
            for one in sorts or (word,):
                for other in others or (after,):
                    yield f"b {one} {other}", (at, behind)


def _pieces(sentence: Sentence) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield the words with their sorts; a measure is one piece, whatever its numbers."""
    for at in range(sentence.start, len(sentence.tokens)):
        token, measure = sentence.tokens[at], sentence.measure_at.get(at)
        if measure is not None and measure.first == at:
            yield f"<{measure.amount.value}>", (), at
        elif measure is None and token.kind is Kind.WORD:
            yield token.norm, tuple(_sorts(token.norm)), at
        elif measure is None:
            yield token.text if token.kind is Kind.BREAK else token.kind.value, (), at


def _sorts(norm: str) -> Iterator[str]:
    base = verbs.base_form(norm)
    for sort, verbs_of in _VERBS.items():
        if base in verbs_of:
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
_NOUNS = {"thing": nouns.THING, "act-noun": nouns.ACT_NOUN, "measured": nouns.MEASURED}


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
