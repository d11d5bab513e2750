"""The rules that label a goal, in the order in which they are asked; the first that knows decides.

An outcome names people outside the makers, an act one can watch, and a rate; without the rate
it is unmeasured. Everything else is an output, effort, an impact, or cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.deeds import deeds, is_share_of
from seachange.planning.rules.wording.heads import Opening, opening
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.phrases import (
    Phrase,
    is_impact,
    is_made,
    is_toil,
    names_of,
    phrase_from,
)
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


def gather(sentence: Sentence) -> Facts:
    """Collect what the rules look at."""
    start = opening(sentence)
    phrase = start.phrase if start else phrase_from(sentence, sentence.start)
    return Facts(sentence, start, deeds(sentence), phrase)


def rule(facts: Facts) -> Ruling:
    """Ask the rules in their order and return the first answer."""
    for ask in _IN_ORDER:
        ruling = ask(facts)
        if ruling is not None:
            return ruling
    return Ruling(Label.UNCLEAR)


# --- the rules ----------------------------------------------------------------------------------


def _outcome_behind_our_work(facts: Facts) -> Ruling | None:
    """*launch X so that 20 % of users share*: a whole outcome, whatever stands before it."""
    if facts.start is None or facts.start.head not in {Head.MAKE, Head.TOIL, Head.EARN}:
        return None
    whole = (deed for deed in facts.acts if _stands_alone(facts, facts.start, deed))
    deed = next(whole, None)
    return None if deed is None else _outcome(facts, deed)


def _our_work(facts: Facts) -> Ruling | None:
    """*launch X*, *hold 20 interviews*, *enable users to export*."""
    if facts.start is None or facts.start.head not in {Head.MAKE, Head.TOIL}:
        return None
    label = Label.OUTPUT if facts.start.head is Head.MAKE else Label.ACTIVITY
    return Ruling(label, _opening_words(facts.start))


def _earning(facts: Facts) -> Ruling | None:
    """*close 25 deals*, *sell 10,000 units*, *save $400k*."""
    if facts.start is None or facts.start.head is not Head.EARN:
        return None
    return Ruling(Label.IMPACT, _opening_words(facts.start))


def _act(facts: Facts) -> Ruling | None:
    """*clients book*, *users who return*, *no-shows by patients*."""
    if not facts.acts:
        return None
    deed = facts.acts[0]
    is_aside = facts.governor(deed) in nouns.OBLIQUE and deed.said.first != facts.phrase.head
    is_passive = facts.governor(deed) == "by" and deed.said.first < deed.people.first
    if is_aside and not is_passive and is_impact(facts.sentence, facts.phrase):
        return None  # *revenue from customers who stay*: the people only say whose revenue
    if _is_own_work(facts.sentence, deed) or (is_aside and _is_thing_for_them(facts, deed)):
        return Ruling(Label.OUTPUT, facts.phrase.words, deed)
    return _outcome(facts, deed)


def _yielding(facts: Facts) -> Ruling | None:
    """*customers generate $5M*: people said to bring in money."""
    deed = next((deed for deed in facts.deeds if deed.sort is Sort.YIELD), None)
    if deed is None:
        return None
    return Ruling(
        Label.IMPACT, (*range(deed.said.first, deed.said.last + 1), deed.people.last), deed
    )


def _business_result(facts: Facts) -> Ruling | None:
    """*NPS 30*, *reduce churn*, *average order value from £42 to £50*."""
    if is_impact(facts.sentence, facts.phrase):
        return Ruling(Label.IMPACT, facts.phrase.words)
    return None


def _capability(facts: Facts) -> Ruling | None:
    """*users can sign in with Google*; *80 % of users are able to* says what they do."""
    deed = next((deed for deed in facts.deeds if deed.sort is Sort.MAY), None)
    if deed is None:
        return None
    if deed.is_counted:
        return _outcome(facts, deed)
    return Ruling(Label.OUTPUT, tuple(range(deed.said.first, deed.said.last + 1)), deed)


def _done_to_people(facts: Facts) -> Ruling | None:
    """*50 reps trained*, *200 users surveyed*, *12 customers live*."""
    deed = next((deed for deed in facts.deeds if deed.sort is Sort.UNDERGO), None)
    if deed is None:
        return None
    lemma = facts.sentence.lemma(deed.said.first)
    is_toil = lemma in verbs.TOIL - verbs.MAKE - verbs.TEACH - {"do"}
    label = Label.ACTIVITY if is_toil else Label.OUTPUT
    if lemma in verbs.WIN | {"keep", "lose", "retain"} and not is_toil:
        label = Label.IMPACT  # *200 customers won*
    return Ruling(label, tuple(range(deed.said.first, deed.said.last + 1)), deed)


def _contentment(facts: Facts) -> Ruling | None:
    """*92 % of customers satisfied*: a score of opinion, told as a share."""
    deed = next((deed for deed in facts.deeds if deed.sort is Sort.MIND), None)
    if deed is None or not facts.has_rate():
        return None
    if facts.sentence.norm(deed.said.last) not in {"happy", "satisfied"}:
        return None
    return Ruling(Label.IMPACT, (deed.said.last,), deed)


def _effort_named(facts: Facts) -> Ruling | None:
    """*40 discovery calls with buyers*, *sprint commitment met*; not *tests that fail*."""
    sentence = facts.sentence
    is_measure = sentence.norm(sentence.start) in nouns.SHARE
    if facts.start is not None or facts.deeds or is_measure:
        return None
    is_effort = sentence.norm(facts.phrase.head) in nouns.EFFORT
    after = sentence.measure_at.get(facts.phrase.end)
    is_rated = after is not None and after.amount is Amount.RATE and not facts.phrase.states
    is_counted = sentence.is_measured(min(facts.phrase.words, default=0) - 1)
    states = {sentence.norm(i) for i in facts.phrase.states}
    if (is_rated and not is_effort and not is_counted) or states & {
        "approved",
        "cleared",
        "passed",
    }:
        return None  # *crash-free sessions 99.5 %* measures, nobody holds them
    if is_toil(sentence, facts.phrase):
        return Ruling(Label.ACTIVITY, facts.phrase.words)
    return None


def _thing_named(facts: Facts) -> Ruling | None:
    """*SSO for Bramley*, *new billing system live*, *the launch of X*, *the ability to export*."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or not phrase.words:
        return None
    names = names_of(sentence, phrase)
    if nouns.PRAISE.intersection(names) or sentence.norm(sentence.start) in nouns.FEWER:
        return None
    head, follows = sentence.norm(phrase.head), sentence.norm(phrase.end)
    if head in nouns.MEANS and follows in {"to", "for"}:
        return Ruling(Label.OUTPUT, phrase.words)
    is_thing, told = is_made(sentence, phrase), _told_done(sentence)
    if _measures_thing(sentence) and not (is_thing and (told or follows in nouns.RELATIVES)):
        return None  # *feature adoption 25 %* measures a thing, it makes none
    is_concrete = not nouns.is_abstract(head) and head not in nouns.MEASURED | nouns.MOVEMENT
    is_placed = (
        follows in {"at", "for", "in", "on", "with"} and phrase.head not in sentence.people_at
    )
    is_named = is_concrete and (
        is_placed or bool(sentence.of(Amount.DATE)) or _has_acronym(sentence, phrase)
    )
    if is_thing or told or head in nouns.MAKING or is_named or _is_renewed(sentence, phrase):
        return Ruling(Label.OUTPUT, (*phrase.words, *told))
    return None


_PLACING = frozenset({"at", "for", "in", "on", "with"})


def _money(facts: Facts) -> Ruling | None:
    """*£2m from partners*: a sum of money, and nobody who acts."""
    money = facts.sentence.of(Amount.MONEY)
    if not money or facts.deeds or is_made(facts.sentence, facts.phrase):
        return None
    return Ruling(Label.IMPACT, tuple(range(money[0].first, money[0].last + 1)))


def _heads(facts: Facts) -> Ruling | None:
    """*10,000 users*: a count of people who do nothing."""
    if facts.sentence.norm(facts.phrase.head) in nouns.CROWD and facts.sentence.measures:
        return None if facts.deeds else Ruling(Label.IMPACT, facts.phrase.words)
    crowd = facts.sentence.people_at.get(facts.phrase.head)
    if facts.deeds or crowd is None or crowd.is_stand_in or not crowd.is_many:
        return None
    if is_share_of(facts.sentence, crowd) or not _is_told_number(facts):
        return None
    return Ruling(Label.IMPACT, (crowd.last,))


def _is_told_number(facts: Facts) -> bool:
    """*10,000 users*, *users: 1,200 → 2,000*, *grow users by 30 %*; not *nurses at two wards …*."""
    sentence, words = facts.sentence, facts.phrase.words
    is_behind_number = sentence.is_measured(words[0] - 1)
    after = facts.phrase.end
    is_before_number = sentence.is_measured(after) or sentence.is_break(after)
    return bool(sentence.measures) and (
        facts.start is not None or is_behind_number or is_before_number
    )


def _business_result_further_on(facts: Facts) -> Ruling | None:
    """*make users happier: satisfaction 4.2 → 4.6*, *number one in market share*."""
    sentence = facts.sentence
    for at in range(sentence.start, len(sentence.tokens)):
        if sentence.norm(at) in nouns.PROFITABLE or _is_cash_positive(sentence, at):
            return Ruling(Label.IMPACT, (at,))
        if sentence.norm(at) in {":", ";", "in", "on"}:
            phrase = phrase_from(sentence, at + 1)
            if is_impact(sentence, phrase):
                return Ruling(Label.IMPACT, phrase.words)
    return None


_IN_ORDER: tuple[Callable[[Facts], Ruling | None], ...] = (
    _outcome_behind_our_work,
    _our_work,
    _earning,
    _act,
    _yielding,
    _business_result,
    _capability,
    _done_to_people,
    _contentment,
    _effort_named,
    _money,
    _business_result_further_on,
    _thing_named,
    _heads,
)


def _is_cash_positive(sentence: Sentence, at: int) -> bool:
    return sentence.norm(at) == "positive" and sentence.norm(at - 1) in nouns.IMPACT | {"flow"}


# --- what the rules ask -------------------------------------------------------------------------


def _outcome(facts: Facts, deed: Deed) -> Ruling:
    label = Label.OUTCOME if facts.sentence.is_rated() else Label.UNMEASURED
    who = range(deed.people.first, deed.people.last + 1)
    what = range(deed.said.first, deed.said.last + 1)
    return Ruling(label, (*who, *what), deed)


def _opening_words(start: Opening) -> tuple[int, ...]:
    return (start.first, *({start.last} - {start.first}), *start.phrase.words)


def _stands_alone(facts: Facts, start: Opening, deed: Deed) -> bool:
    """Tell whether the people are not our object and have a rate of their own."""
    if deed.people.first <= start.last + 1 or deed.people.first in start.phrase.words:
        return False
    is_with_share = deed.is_counted and facts.governor(deed) == "with"
    if facts.governor(deed) in nouns.OBLIQUE and not is_with_share:
        return False
    rates = facts.sentence.of(Amount.RATE)
    return deed.is_counted or any(rate.first > deed.said.first for rate in rates)


_DELIVERING = frozenset("deliver implement launch migrate refactor release roll_out ship".split())


def _is_own_work(sentence: Sentence, deed: Deed) -> bool:
    """*engineers ship v2*: makers told what to make, with no rate that would show a habit."""
    who = sentence.norm(deed.people.last)
    if who.removesuffix("s") not in people.CRAFTS and who not in people.DEPARTMENTS:
        return False
    lemma = sentence.lemma(deed.said.first)
    is_ours = sentence.norm(deed.people.first - 1) == "our" and lemma in verbs.MAKE
    return not sentence.is_rated() and (is_ours or lemma in _DELIVERING)


def _is_thing_for_them(facts: Facts, deed: Deed) -> bool:
    """*a report builder for managers who travel*: the act only says for whom the thing is."""
    is_thing = facts.start is None and is_made(facts.sentence, facts.phrase)
    is_behind_name = deed.said.first > deed.people.last
    is_approval = facts.governor(deed) == "by" and not facts.sentence.is_rated()
    return is_thing and not deed.is_counted and (is_behind_name or is_approval)


def _has_acronym(sentence: Sentence, phrase: Phrase) -> bool:
    """*SCIM provisioning*, *PDF export*: letters that name a technique."""
    is_shouted = sentence.text.isupper()
    texts = (sentence.tokens[i].text for i in phrase.words)
    return not is_shouted and any(len(text) > 2 and text.isupper() for text in texts)


def _measures_thing(sentence: Sentence) -> bool:
    """Tell *feature adoption 25 %* from *scanning in place for 100 % of services*."""
    return any(
        sentence.norm(rate.first - 1) not in {"across", "for", "in", "on", "to"}
        for rate in sentence.of(Amount.RATE)
    )


def _is_renewed(sentence: Sentence, phrase: Phrase) -> bool:
    """*automated refunds*, *redesigned checkout*, *new opening hours*."""
    if phrase.head in sentence.people_at or sentence.norm(phrase.head) in nouns.ABSTRACT:
        return False
    return any(
        sentence.norm(i) in {"new", "automatic"}
        or (sentence.is_participle(i) and sentence.lemma(i) in verbs.MAKE)
        for i in phrase.words[:-1]
    )


_PRODUCING = frozenset("map obtain post prepare record schedule send".split())
_NOT_MAKING = (
    verbs.RAISE | verbs.LOWER | verbs.REACH | verbs.TOIL
) - verbs.MAKE - _PRODUCING  # fmt: skip


def _told_done(sentence: Sentence) -> tuple[int, ...]:
    """*…, live before Christmas*, *… launched in 3 countries*, *… in production*."""
    for at in range(sentence.start + 1, len(sentence.tokens)):
        after = sentence.norm(at + 1)
        if sentence.norm(at) == "in" and after in nouns.PLACES:
            return (at, at + 1)
        is_last = sentence.is_break(at + 1) or sentence.is_measured(at + 1)
        if not is_last and after not in nouns.PREPOSITIONS | nouns.CONJUNCTIONS:
            continue
        is_made_by_us = sentence.is_participle(at) and sentence.lemma(at) not in _NOT_MAKING
        if sentence.norm(at) in nouns.DONE or is_made_by_us:
            return (at,)
        if sentence.norm(at) in {"has", "have"} and sentence.norm(at - 1) in nouns.THING:
            return (at,)
    return ()
