"""What the maker of a goal says of himself: the verb it opens with, and what that verb is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.phrases import (
    Phrase,
    is_impact,
    is_made,
    is_toil,
    is_vague,
    phrase_from,
)
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind


class Head(StrEnum):
    """What the opening verb, with its object, says."""

    MAKE = "make"
    TOIL = "toil"
    EARN = "earn"
    CAUSE = "cause"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening verb of a goal and its object; positions of the verb's words."""

    head: Head
    first: int
    last: int
    lemma: str
    phrase: Phrase


def opening(sentence: Sentence) -> Opening | None:
    """Read the verb a goal opens with; nothing if it opens with a noun or with people."""
    at = _first_word(sentence)
    if at < 0 or not _is_verb_at_start(sentence, at):
        return None
    lemma, last = sentence.lemma(at), sentence.end_of_verb(at)
    is_split = last > at + 1  # *roll X out*: the object stands before the particle
    phrase = phrase_from(sentence, _object_start(sentence, at if is_split else last))
    if _is_compound_noun(sentence, at, phrase):
        return None
    head = _head(sentence, lemma, at + 1 if is_split else last + 1, phrase)
    return None if head is None else Opening(head, at, last, lemma, phrase)


def _object_start(sentence: Sentence, last: int) -> int:
    """Behind the verb; *delivered: X* and *get to 1,000 users* have a word between."""
    return last + 2 if sentence.norm(last + 1) in {":", "to"} else last + 1


# --- where the verb is --------------------------------------------------------------------------

_LEAD_IN = frozenset("also must please shall should successfully then to will".split())


def _first_word(sentence: Sentence) -> int:
    """Skip *By June,* and *our team will*; return the position of the verb, or -1."""
    at = sentence.start
    if sentence.norm(at) in nouns.PREPOSITIONS | {"every", "each", "this", "next"}:
        commas = (i for i in range(at, at + 10) if sentence.norm(i) == ",")
        at = next(commas, -2) + 1
        if at < 0:
            return -1
    at = _behind_makers(sentence, at)
    while sentence.norm(at) in _LEAD_IN or _is_adverb(sentence, at):
        at += 1
    return at if sentence.is_word(at) else -1


def _is_adverb(sentence: Sentence, at: int) -> bool:
    return sentence.norm(at).endswith("ly") and not sentence.is_form(at, Form.BASE)


def _behind_makers(sentence: Sentence, at: int) -> int:
    """*we*, *our team*, *the design team*, *engineering*: the position behind them."""
    after = at
    while sentence.norm(after) in people.MAKERS | {"the", "our"}:
        after += 1
    is_subject = after > at and sentence.norm(after - 1) in people.MAKERS
    is_verb = sentence.is_form(after, Form.BASE, Form.THIRD) and not sentence.is_measured(after)
    says_verb = is_verb or sentence.norm(after) in verbs.AUXILIARY
    return after if is_subject and says_verb else at


def _is_verb_at_start(sentence: Sentence, at: int) -> bool:
    if sentence.norm(at + 1) in {"of", "per"} or sentence.tokens[at].is_possessive:
        return False
    if at in sentence.people_at and not _is_told_to_do(sentence, at):
        return False
    if at != sentence.start and sentence.is_form(at, Form.THIRD):
        return True
    if sentence.norm(at) in _NOMINAL_ING:
        return False
    return sentence.is_form(at, Form.BASE, Form.PAST, Form.ING)


def _is_told_to_do(sentence: Sentence, at: int) -> bool:
    """*Pilot the scheme*, *Host 3 webinars*: a verb, though it could name somebody."""
    is_about_something = sentence.norm(at + 1) in nouns.DETERMINERS or sentence.is_measured(at + 1)
    return not sentence.people_at[at].is_many and is_about_something


# Verbs whose bare form is as often the first half of a name: *search relevance*, *call quality*.
_ALSO_NOUNS = frozenset(
    """
    access answer book brand build call change chat check close code comment complete contact
    cost cover deploy design document email export feature filter guide host import interview
    launch link load log mail map market message monitor name network offer open order plan post
    process record release report research return review run schedule score screen search share
    stock support survey sync test track trade update upgrade view visit work
""".split()
)


_RARELY_VERBS = frozenset(
    """
    access call chat contact email interview link mail message network order report score screen
    search survey tour track
""".split()
)


def _is_compound_noun(sentence: Sentence, at: int, phrase: Phrase) -> bool:
    """*open rate above 35 %*, *report builder GA*: two nouns, not a verb and its object."""
    if (sentence.norm(at), sentence.norm(at + 1)) in nouns.THING_PAIRS:
        return True
    if sentence.norm(at) not in _ALSO_NOUNS or not phrase.words or phrase.words[0] != at + 1:
        return False
    if sentence.norm(phrase.head) in nouns.MEASURED | nouns.SCORE or is_impact(sentence, phrase):
        return True
    is_said_of = bool(phrase.states) or sentence.norm(at) in _RARELY_VERBS
    if len(phrase.words) == 1 and is_said_of and sentence.norm(phrase.head) in nouns.THING:
        return True
    after = sentence.measure_at.get(phrase.end)
    is_number_next = after is not None and after.amount is Amount.RATE
    is_sign_next = not sentence.is_break(phrase.end) and not sentence.is_word(phrase.end)
    return is_sign_next and (is_number_next or sentence.tokens[phrase.end].kind is Kind.COMPARISON)


# Nouns that look like a verb's -ing form at the start of a goal.
_NOMINAL_ING = frozenset(
    """
    billing booking building coding forecasting handling hiring landing listing loading logging
    mailing marketing meeting messaging monitoring onboarding opening planning pricing printing
    processing recruiting reporting scheduling shopping staffing testing ticketing training
    waiting
""".split()
)


# --- what the verb says -------------------------------------------------------------------------


def _head(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> Head | None:
    """Ask in turn whether the object is people, a business result, effort or a thing."""
    return (
        _with_people(sentence, lemma, start, phrase)
        or _with_result(sentence, lemma, start, phrase)
        or _with_toil(sentence, lemma, phrase)
        or _with_thing(sentence, lemma, phrase)
    )


def _with_people(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> Head | None:
    """*enable customers to pay*, *train 50 reps*, *retain donors*, *get sellers to list*."""
    if start not in sentence.people_at and phrase.head not in sentence.people_at:
        return None
    if lemma in verbs.PERMIT:
        return Head.MAKE if _says_to_do(sentence, phrase.end) else Head.CHANGE
    if lemma in verbs.GRANT | verbs.TEACH:
        return Head.MAKE
    if lemma in {"keep", "retain"}:
        return Head.EARN
    is_won = lemma in verbs.WIN and _is_won(sentence, lemma, start, phrase)
    return Head.CAUSE if lemma in verbs.CAUSE and not is_won else None


def _with_result(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> Head | None:
    """*close 25 deals*, *grow revenue*, *automate billing*, *reduce debt by rewriting*."""
    if lemma in verbs.EARN or (lemma in verbs.WIN and _is_won(sentence, lemma, start, phrase)):
        return Head.EARN
    if is_impact(sentence, phrase):
        if lemma in verbs.MAKE - verbs.BRING_ABOUT - verbs.WIN:
            return Head.MAKE
        is_effort = lemma in verbs.TOIL - verbs.MAKE - verbs.WIN - verbs.REACH
        return Head.TOIL if is_effort else Head.CHANGE
    if lemma in verbs.LOWER:
        return Head.MAKE if _is_done_by_making(sentence, phrase.end) else Head.CHANGE
    return None


def _with_toil(sentence: Sentence, lemma: str, phrase: Phrase) -> Head | None:
    """*hold a workshop* is effort; *write 100 unit tests* and *deliver letters* make something."""
    if not is_toil(sentence, phrase):
        return None
    is_held = sentence.norm(phrase.head) in nouns.HELD
    if lemma in verbs.MAKE - verbs.TOIL and not (is_held and lemma in verbs.REACH):
        return Head.MAKE
    ours = verbs.TOIL | verbs.RAISE | verbs.REACH | {"have", "do"}
    return Head.TOIL if lemma in ours else None


_SENDS = frozenset("distribute do give hold host make organise run send share".split())
_READY = frozenset("be become bring drive get have keep make move push put see take turn".split())


def _with_thing(sentence: Sentence, lemma: str, phrase: Phrase) -> Head | None:
    """Decide by whether the object is a thing made."""
    is_thing = is_made(sentence, phrase)
    if sentence.norm(phrase.head) in nouns.ABSTRACT:
        return Head.CHANGE
    is_measure = sentence.norm(phrase.head) in nouns.MEASURED | nouns.ACT_NOUN | nouns.MOVEMENT
    is_shifted = lemma in verbs.SHIFT and bool(phrase.words) and not is_measure
    if is_shifted and not _rate_follows(sentence, phrase):
        return Head.MAKE
    if lemma in _READY:
        return Head.MAKE if _is_made_ready(sentence, lemma, phrase) else Head.CHANGE
    if lemma in verbs.MAKE - verbs.IMPROVE - verbs.REACH:
        return Head.MAKE
    if lemma in verbs.TOIL:
        return Head.MAKE if is_thing and lemma in _SENDS else Head.TOIL
    if lemma in verbs.IMPROVE | verbs.REACH | verbs.RAISE | verbs.MAKE:
        is_act = sentence.norm(phrase.head) in nouns.ACT_NOUN
        is_output = is_thing and not is_vague(sentence, phrase) and not is_act
        return Head.MAKE if is_output else Head.CHANGE
    return None


def _is_made_ready(sentence: Sentence, lemma: str, phrase: Phrase) -> bool:
    """*make X available*, *have X in place*, *get X out of beta*, *get a report*."""
    told = [i for i in phrase.states if sentence.norm(i) not in nouns.ADVERBS - {"online"}]
    follows = sentence.norm(phrase.end)
    if told or (follows == "in" and sentence.norm(phrase.end + 1) in nouns.PLACES):
        return phrase.head not in sentence.people_at
    if not is_made(sentence, phrase):
        return False
    is_got = lemma in {"get", "have"} and not sentence.of(Amount.RATE)
    return is_got or follows in {"in", "out", "to", "into", "onto"}


def _rate_follows(sentence: Sentence, phrase: Phrase) -> bool:
    """*move activation from 20 to 30 %*; not *move 80 % of workloads*."""
    return any(rate.first >= phrase.end for rate in sentence.of(Amount.RATE))


def _is_won(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> bool:
    """*close 25 deals*, *sign 40 new logos*, *win 20 customers*, *save $400k*."""
    amount = sentence.measure_at.get(start)
    if amount is not None and amount.amount is Amount.MONEY:
        return True
    if lemma == "save" and amount is not None and amount.amount is Amount.RATE:
        return True
    norm = sentence.norm(phrase.head)
    return norm in _WON or (phrase.head in sentence.people_at and amount is not None)


def _says_to_do(sentence: Sentence, at: int) -> bool:
    """*enable customers to pay*, *let users pause*; not *empower our people*."""
    return any(
        sentence.norm(i) == "to" or sentence.is_form(i, Form.BASE) for i in range(at - 1, at + 4)
    )


_WON = nouns.both_numbers("account bid contract deal logo order sale tender")


def _is_done_by_making(sentence: Sentence, at: int) -> bool:
    """*reduce debt by rewriting the service*: the making is the goal."""
    is_by = sentence.norm(at) in {"by", "through"} and sentence.is_form(at + 1, Form.ING)
    return is_by and sentence.lemma(at + 1) in verbs.MAKE
