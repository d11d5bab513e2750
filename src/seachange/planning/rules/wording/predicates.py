"""What a verb makes of the people before it: they act, they may act, or something else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.wording import nouns, verbs
from seachange.planning.rules.wording.crowds import People
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.people import group_of_many, group_of_one
from seachange.planning.rules.wording.phrases import is_adverb, is_noun
from seachange.planning.rules.wording.sentence import Sentence


class Sort(StrEnum):
    """What is said of the people."""

    ACT = "act"  # they do something one can watch
    MAY = "may"  # they could, they have the means, they are given something
    MIND = "mind"  # they feel, know or like something
    YIELD = "yield"  # they bring in money
    UNDERGO = "undergo"  # something is done to them


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of people, and the positions of the words that say it."""

    sort: Sort
    first: int
    last: int

    @property
    def positions(self) -> tuple[int, ...]:
        """Return the position of every word that says it."""
        return tuple(range(self.first, self.last + 1))


@dataclass(frozen=True, slots=True)
class Deed:
    """A group of people and what is said of it."""

    people: People
    said: Predicate
    governor: int  # position of the word before the group's name: *for*, *to*, a verb; or -1
    is_counted: bool  # a rate stands before the name: *40 % of new users*

    @property
    def sort(self) -> Sort:
        """What is said of the people."""
        return self.said.sort


_FURTHEST = 10


def skip_asides(sentence: Sentence, at: int) -> int:
    """Pass over *(median)*, *in 4*, *also*, *regularly*; return the position behind them."""
    for _step in range(_FURTHEST):
        measure = sentence.measure_at.get(at)
        if sentence.norm(at) == "(":
            closing = next((i for i in range(at, at + 12) if sentence.norm(i) == ")"), at)
            if closing == at:
                return at
            at = closing + 1
        elif _end_of_comparison(sentence, at) > at:
            at = _end_of_comparison(sentence, at) + 1
        elif measure is not None and sentence.tokens[at].norm not in verbs.FORMS:
            at = measure.last + 1
        elif sentence.norm(at) == "no" and sentence.norm(at + 1) in {"longer", "more"}:
            at += 2
        elif sentence.norm(at) in nouns.ADVERBS or is_adverb(sentence.norm(at)):
            at += 1
        else:
            break
    return at


def _end_of_comparison(sentence: Sentence, at: int) -> int:
    """*…, up from 3, open the report*: the position of the second comma, or -1."""
    if sentence.norm(at) != "," or sentence.norm(at + 1) not in _COMPARING:
        return -1
    return next((i for i in range(at + 2, at + 9) if sentence.norm(i) == ","), -1)


_COMPARING = frozenset(
    "against compared currently down from instead not now rather today up versus was".split()
)


def agrees(sentence: Sentence, at: int, crowd: People) -> bool:
    """Tell whether a verb's form goes with the people; *1 in 10 visitors books* goes too."""
    if sentence.is_form(at, Form.BASE) and crowd.is_many:
        return True
    if not sentence.is_form(at, Form.THIRD):
        return False
    is_one_of_many = sentence.is_measured(crowd.first - 1) and (
        sentence.norm(at + 1) in nouns.DETERMINERS
        or sentence.is_measured(at + 1)
        or not is_noun(sentence.norm(at))
    )
    return not crowd.is_many or is_one_of_many


def verb_group(sentence: Sentence, at: int, crowd: People, *, is_sure: bool) -> Predicate | None:
    """Read *have never contacted*, *are able to*, *start to pay*, *invite*; or nothing.

    `is_sure` says that a verb must come here, so that its form need not be checked.
    """
    start = at
    seen: set[str] = set()
    while at < start + _FURTHEST:
        at = skip_asides(sentence, at)
        norm = sentence.norm(at)
        if norm in _DOING and _has_object(sentence, at + 1):
            return Predicate(Sort.ACT, at, at)  # *pupils do their homework*
        if norm != "likely" and norm not in verbs.HELPING:
            break
        seen.add(norm)
        at += 1
    norm = sentence.norm(at)
    if norm in nouns.ATTITUDE:
        return Predicate(Sort.MIND, at, at)
    if norm == "active" and sentence.norm(at + 1) in nouns.PREPOSITIONS:
        return Predicate(Sort.ACT, at, at)
    if seen & verbs.MAY:
        return Predicate(Sort.MAY, at - 1, at) if sentence.is_word(at) else None
    if seen & _BEING and not sentence.is_form(at, Form.ING) and "likely" not in seen:
        is_done = sentence.is_participle(at) or norm in nouns.DONE
        return Predicate(Sort.UNDERGO, at, at) if is_done else None
    is_perfect = bool(seen & _HAVING) and sentence.is_form(at, Form.PARTICIPLE)
    if seen & _HAVING and not is_perfect and sentence.norm(at - 1) != "to":
        getting = _end_of_getting(sentence, "have", at - 1)
        may = Predicate(Sort.MAY, at - 1, at) if sentence.is_word(at) else None
        return Predicate(Sort.ACT, at - 1, getting) if getting > at else may
    if not _is_verb_here(sentence, at, crowd, is_sure=is_sure or bool(seen)):
        return None
    return judged(sentence, at, is_perfect=is_perfect)


_DOING = frozenset("did do does".split())
_POSSESSIVES = frozenset("a an her his the their these".split())


def _has_object(sentence: Sentence, at: int) -> bool:
    return sentence.norm(at) in _POSSESSIVES


_BEING = frozenset("is are was were be been being isn't aren't wasn't weren't".split())
_HAVING = frozenset("have has had haven't hasn't hadn't".split())


def _is_verb_here(sentence: Sentence, at: int, crowd: People, *, is_sure: bool) -> bool:
    """Tell a verb from a noun by its form and, for a word we do not know, by its place."""
    if not sentence.is_word(at) or sentence.is_measured(at):
        return False
    norm = sentence.norm(at)
    if norm in nouns.LINKS or norm in nouns.DETERMINERS:
        return False
    if sentence.is_form(at, Form.BASE) or sentence.norm(at - 1) in {"who", "whom"}:
        return is_sure or crowd.is_many
    if sentence.is_form(at, Form.THIRD):
        return is_sure or agrees(sentence, at, crowd)
    if sentence.is_form(at, Form.PAST, Form.PARTICIPLE, Form.ING):
        return True
    is_numbered = norm.partition("-")[0] in nouns.NUMBER_WORDS  # *three-star*
    looks_like_one = not is_numbered and not norm.endswith(
        ("ed", "ing", "able", "ful", "s", "ive", "ous", "ic")
    )
    is_person = group_of_one(norm) is not None or group_of_many(norm) is not None
    is_compound = sentence.norm(crowd.last) in _MODIFIERS and sentence.norm(at + 1) in nouns.THING
    is_thing = is_noun(norm) or nouns.is_abstract(norm) or is_compound  # *staff rota tool*
    is_done_next = sentence.norm(at + 1).endswith("ed")  # *staff canteen refurbished*
    is_sayable = looks_like_one and not is_done_next
    return crowd.is_many and is_sayable and not is_thing and not is_person


_MODIFIERS = frozenset("audience crew staff workforce".split())


def judged(sentence: Sentence, at: int, *, is_perfect: bool = False) -> Predicate | None:
    """Tell what a verb makes of the people who are its subject."""
    at = _carried(sentence, at)
    lemma, last = sentence.lemma(at), sentence.end_of_verb(at)
    if lemma in _TELLING and _feels(sentence, last + 1):
        return Predicate(Sort.MIND, at, last)
    if lemma in verbs.ATTITUDE or sentence.norm(last + 1) in nouns.ATTITUDE:
        acting = _after_and(sentence, last + 1)
        return Predicate(Sort.MIND, at, last) if acting < 0 else Predicate(Sort.ACT, acting, acting)
    if lemma in verbs.YIELD and _is_money_next(sentence, last + 1):
        return Predicate(Sort.YIELD, at, last)
    getting = _end_of_getting(sentence, lemma, last)
    if getting > last:
        return Predicate(Sort.ACT, at, getting)
    if lemma == "have" or lemma in verbs.RECEIVE:
        return Predicate(Sort.MAY, at, last)
    if lemma in verbs.STATE or _is_count_reached(sentence, lemma, last + 1):
        return None
    if not is_perfect and _is_done_to_them(sentence, at, lemma):
        return Predicate(Sort.UNDERGO, at, last)
    return Predicate(Sort.ACT, at, last)


def _end_of_getting(sentence: Sentence, lemma: str, last: int) -> int:
    """*get through the form*, *have a damaged bike repaired*: they see to it; or -1."""
    is_way = lemma == "get" and sentence.norm(last + 1) in _ON_THE_WAY
    if is_way and _has_object(sentence, last + 2):
        return last + 1
    near = range(last + 3, last + 6)
    done = next((i for i in near if sentence.is_participle(i) or _is_unknown_past(sentence, i)), -1)
    after = done + 1
    is_end = sentence.is_break(after) or sentence.norm(after) in _BEHIND_GETTING
    is_end = is_end or sentence.is_measured(after)
    return done if lemma == "have" and _has_object(sentence, last + 1) and is_end else -1


def _is_unknown_past(sentence: Sentence, at: int) -> bool:
    norm = sentence.norm(at)
    return norm.endswith("ed") and not verbs.readings(norm) and not is_noun(norm)


_BEHIND_GETTING = frozenset("at by in rather within".split())
_ON_THE_WAY = frozenset("into off onto out past through to".split())
_REACHES = frozenset("exceed hit near number pass reach surpass top total".split())


def _is_count_reached(sentence: Sentence, lemma: str, at: int) -> bool:
    """*registered users hit one million*: their number does it, not they."""
    at += sentence.norm(at) == "the"
    while sentence.is_measured(at) and lemma in _REACHES:
        at += 1
        if sentence.is_break(at) or sentence.norm(at) in {"barrier", "mark", "milestone"}:
            return True
    return False


def _after_and(sentence: Sentence, at: int) -> int:
    """*trust reviews less and ask sellers more*: the position of the act, or -1."""
    for i in range(at, at + _FURTHEST):
        if sentence.is_break(i):
            return -1
        if sentence.norm(i) == "and" and verbs.is_act(sentence.norm(i + 1)):
            return i + 1
    return -1


_MINDS = verbs.ATTITUDE | nouns.ATTITUDE | nouns.FEELINGS
_TELLING = frozenset("agree express rate report say state".split())


def _feels(sentence: Sentence, at: int) -> bool:
    """*report high confidence*, *say they feel safe*: an attitude, told in a survey."""
    return any(sentence.norm(i) in _MINDS for i in range(at, at + 4))


_MOST_CARRIED = 3


def _carried(sentence: Sentence, at: int) -> int:
    """Return the position of the verb that *start to*, *stop* or *need to* carries, or `at`."""
    for _step in range(_MOST_CARRIED):
        if sentence.lemma(at) not in verbs.CARRY:
            break
        after = skip_asides(sentence, sentence.end_of_verb(at) + 1)
        if sentence.norm(after) == "to" and sentence.is_form(after + 1, Form.BASE):
            at = after + 1
        elif sentence.is_form(after, Form.ING):
            at = after
        else:
            break
    return at


def _is_money_next(sentence: Sentence, at: int) -> bool:
    return any(
        sentence.norm(i) in nouns.IMPACT
        or (i in sentence.measure_at and sentence.measure_at[i].amount is Amount.MONEY)
        for i in range(at, at + 4)
    )


def _is_done_to_them(sentence: Sentence, at: int, lemma: str) -> bool:
    """*50 reps trained*, *200 users surveyed*: what we did to them, told in the past."""
    is_ours = lemma not in verbs.MOVES_ITSELF
    is_about_something = sentence.norm(at + 1) in nouns.DETERMINERS or sentence.is_measured(at + 1)
    is_behind_relative = sentence.norm(at - 1) in nouns.RELATIVES
    is_past = sentence.is_participle(at)
    return is_past and is_ours and not is_about_something and not is_behind_relative
