"""Whether a goal is an outcome, an output, an impact or effort, and the words that decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from seachange.planning.rules.wording import nouns, people, verbless, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling, gather
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.names import NO_NAMES, PlanNames
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.people import Group
from seachange.planning.rules.wording.predicates import Sort
from seachange.planning.rules.wording.rewrites import rewrite
from seachange.planning.rules.wording.rulings import rule
from seachange.planning.rules.wording.sentence import Sentence, parse
from seachange.planning.rules.wording.starts import behind_topic
from seachange.planning.rules.wording.weighing import weigh

# So many goals that were read last are remembered: those of a large plan, for each that looks.
REMEMBERED = 4096


class Flag(StrEnum):
    """What else a check may want to say about a goal."""

    MILESTONE = "milestone"  # an output with a date and no rate: done or not done
    NAMES_OUTPUT = "names an output"  # an outcome that commits to a solution
    TRACTION = "traction"  # use of a feature rather than an act that matters
    ATTITUDE = "attitude"  # what people feel or know, not what they do
    CAPABILITY = "capability"  # what people could do
    EMPLOYEE = "employee"  # the people work here
    IMPACT_LIKE = "impact-like"  # a wish to be first


class Part(StrEnum):
    """What a word that decided says."""

    WHO = "who"
    WHAT = "does what"
    HOW_MUCH = "how much"
    WHEN = "when"
    WORK = "our work"
    RESULT = "business result"
    MIND = "state of mind"


class Lack(StrEnum):
    """What a goal would need to be a whole outcome."""

    WHO = "who"
    WHAT = "does what"
    HOW_MUCH = "by how much"
    WHEN = "by when"


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of the text that decided, with its place in it."""

    part: Part
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How a goal reads: what it is, why, what it lacks, and how it could be said instead."""

    text: str
    label: Label
    flags: frozenset[Flag]
    words: tuple[Word, ...]
    lacks: tuple[Lack, ...]
    rewrite: str  # empty where nothing needs mending

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the label and what goes with it, as one would say it: output, milestone."""
        return (self.label.value, *sorted(flag.value for flag in self.flags))

    @property
    def is_outcome(self) -> bool:
        """Tell whether people and their act are named, measured or not."""
        return self.label in {Label.OUTCOME, Label.UNMEASURED}

    @property
    def because(self) -> str:
        """Return one sentence that says which words decided."""
        told = ", ".join(f"“{word.text}” ({word.part.value})" for word in self.words)
        return _BECAUSE[self.label] + (f": {told}" if told else "") + "."


_BECAUSE = {
    Label.OUTCOME: "Names people, what they do and how often",
    Label.UNMEASURED: "Names people and what they do, but not how often",
    Label.OUTPUT: "Says what will be made, not who will act differently",
    Label.IMPACT: "A result of many behaviours, too big for one group",
    Label.ACTIVITY: "Says how hard the work will be, not what comes of it",
    Label.UNCLEAR: "Does not say who does what",
}


@lru_cache(maxsize=REMEMBERED)
def read_goal(text: str, names: PlanNames = NO_NAMES) -> Reading:
    """Read a goal by fixed rules over word lists, the first five hundred words of it.

    `names` are those of the plan, in any number or form; its actors, behaviours and outputs
    count as people, acts and things made. Any Unicode text may be read; one that is not
    English, or says nothing, is *unclear*. What was read lately is remembered.
    """
    facts, ruling = _judged(parse(text, names))
    return Reading(
        text=text,
        label=ruling.label,
        flags=frozenset(_flags(facts, ruling)),
        words=_words(facts, ruling),
        lacks=_lacks(facts, ruling),
        rewrite=rewrite(facts, ruling),
    )


def _judged(sentence: Sentence) -> tuple[Facts, Ruling]:
    """Rule on a goal; where its words outweigh the rule, they decide."""
    facts, ruling = _ruled(sentence)
    if ruling.is_sure or (ruling.label is Label.UNCLEAR and ruling.decided):
        return facts, ruling
    whole = facts if facts.sentence is sentence else gather(sentence)
    weighed = weigh(whole, ruling)
    return (facts, ruling) if weighed is None else (whole, weighed)


def _ruled(sentence: Sentence) -> tuple[Facts, Ruling]:
    """Rule on a goal; where nothing can be told, on what stands behind its topic."""
    facts = gather(sentence)
    ruling = rule(facts)
    behind = behind_topic(sentence.tokens, sentence.start)
    is_told = ruling.label is not Label.UNCLEAR or bool(ruling.decided)
    is_topic_only = (
        ruling.label is Label.IMPACT
        and not sentence.measures
        and (max(ruling.decided, default=behind) < behind)
    )  # *Growth – referral programme live in Ghana*
    if behind < 0 or (is_told and not is_topic_only):
        return facts, ruling
    further = gather(replace(sentence, start=behind))
    found = rule(further)
    is_found = found.label is not Label.UNCLEAR
    return (further, found) if is_found else (facts, ruling)


# --- flags --------------------------------------------------------------------------------------


def _flags(facts: Facts, ruling: Ruling) -> Iterator[Flag]:
    sentence = facts.sentence
    sorts = {deed.sort for deed in facts.deeds}
    is_outcome = ruling.label in {Label.OUTCOME, Label.UNMEASURED}
    if ruling.label is Label.OUTPUT and sentence.of(Amount.DATE) and not facts.has_rate():
        yield Flag.MILESTONE
    is_behind_making = facts.start is not None and facts.start.head is Head.MAKE
    if is_outcome and (is_behind_making or sentence.outputs):
        yield Flag.NAMES_OUTPUT
    if is_outcome and _is_use(facts, ruling):
        yield Flag.TRACTION
    if Sort.MIND in sorts and not is_outcome:
        yield Flag.ATTITUDE
    if Sort.MAY in sorts and ruling.label is Label.OUTPUT:
        yield Flag.CAPABILITY
    if is_outcome and ruling.deed is not None and _works_here(facts, ruling):
        yield Flag.EMPLOYEE
    is_first = verbless.is_ranked(sentence) or any(t.norm in nouns.LEADING for t in sentence.tokens)
    if ruling.label is Label.UNCLEAR and is_first:
        yield Flag.IMPACT_LIKE


def _is_use(facts: Facts, ruling: Ruling) -> bool:
    """*use X*, where X is one of our outputs or carries a name of its own."""
    deed, sentence = ruling.deed, facts.sentence
    if deed is None or sentence.lemma(deed.said.first) not in verbs.USE:
        return False
    at = deed.said.last + 1
    if any(first in range(at, at + 4) for first, _last in sentence.outputs):
        return True
    while sentence.norm(at) in nouns.DETERMINERS:
        at += 1
    is_name = sentence.is_word(at) and sentence.tokens[at].text[:1].isupper()
    return is_name or any(sentence.norm(i) in nouns.THING for i in range(at, at + 3))


def _works_here(facts: Facts, ruling: Ruling) -> bool:
    if ruling.deed is None:
        return False
    crowd = ruling.deed.people
    if crowd.group is not Group.PLANNED:
        return crowd.group is Group.EMPLOYEE
    names = (facts.sentence.norm(i) for i in range(crowd.first, crowd.last + 1))
    return Group.EMPLOYEE in {people.group_of_many(n) or people.group_of_one(n) for n in names}


# --- words --------------------------------------------------------------------------------------


def _words(facts: Facts, ruling: Ruling) -> tuple[Word, ...]:
    parts: dict[int, Part] = dict.fromkeys(ruling.decided, _PART[ruling.label])
    if ruling.deed is not None and ruling.label in {Label.OUTCOME, Label.UNMEASURED}:
        who = ruling.deed.people
        parts.update(dict.fromkeys(range(who.first, who.last + 1), Part.WHO))
    if ruling.label is Label.UNCLEAR:
        for deed in facts.deeds:
            parts.update(dict.fromkeys(deed.said.positions, Part.MIND))
    for measure in facts.sentence.measures:
        says = _PART_OF_AMOUNT.get(measure.amount)
        if says is not None:
            parts.update(dict.fromkeys(range(measure.first, measure.last + 1), says))
    return tuple(_stretches(facts, parts))


_PART = {
    Label.OUTCOME: Part.WHAT,
    Label.UNMEASURED: Part.WHAT,
    Label.OUTPUT: Part.WORK,
    Label.ACTIVITY: Part.WORK,
    Label.IMPACT: Part.RESULT,
    Label.UNCLEAR: Part.MIND,
}
_PART_OF_AMOUNT = {
    Amount.RATE: Part.HOW_MUCH,
    Amount.BOUND: Part.HOW_MUCH,
    Amount.DATE: Part.WHEN,
    Amount.MONEY: Part.RESULT,
}


def _stretches(facts: Facts, parts: dict[int, Part]) -> Iterator[Word]:
    """Join neighbouring words that say the same."""
    run: list[int] = []
    for at in sorted(parts):
        if run and (at != run[-1] + 1 or parts[at] is not parts[run[0]]):
            yield _word(facts, run, parts[run[0]])
            run = []
        run.append(at)
    if run:
        yield _word(facts, run, parts[run[0]])


def _word(facts: Facts, run: list[int], part: Part) -> Word:
    tokens = facts.sentence.tokens
    start, end = tokens[run[0]].start, tokens[run[-1]].end
    return Word(part, facts.sentence.text[start:end], start, end)


# --- what is missing ----------------------------------------------------------------------------


def _lacks(facts: Facts, ruling: Ruling) -> tuple[Lack, ...]:
    is_outcome = ruling.label in {Label.OUTCOME, Label.UNMEASURED}
    found = {
        Lack.WHO: is_outcome or bool(facts.deeds),
        Lack.WHAT: is_outcome,
        Lack.HOW_MUCH: facts.sentence.is_rated(),
        Lack.WHEN: bool(facts.sentence.of(Amount.DATE)),
    }
    return tuple(lack for lack, is_there in found.items() if not is_there)
