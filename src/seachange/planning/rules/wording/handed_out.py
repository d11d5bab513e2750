"""Outputs told by who gets them: each one of something, all the same, staff what we teach."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.phrases import is_made, is_toil, phrase_from
from seachange.planning.rules.wording.sentence import Sentence

_NUMBERS = nouns.IMPACT | nouns.MEASURED | nouns.MOVEMENT | nouns.SHARE


_EFFORTS = nouns.ACT_NOUN | nouns.TOIL


_SHOWING = frozenset("bear bearing carry carrying contain display".split())
_WITH = _SHOWING | frozenset("has have having include show with".split())


def each_equipped(facts: Facts) -> Ruling | None:
    """*every repo has a CODEOWNERS file*, *100 % of APIs have docs*."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or not phrase.words or phrase.head in sentence.people_at:
        return None
    is_each = sentence.norm(sentence.start) in {"all", "each", "every", "100", "100%", "no"}
    is_shown = sentence.norm(phrase.end) in _SHOWING  # whatever carries a label is a thing
    is_share = facts.has_rate() and (is_shown or is_made(sentence, phrase))
    if not (is_each or is_share) or sentence.norm(phrase.end) not in _WITH:
        return None
    if sentence.norm(phrase.head) in nouns.COUNTED:
        return None
    thing = phrase_from(sentence, phrase.end + 1)
    is_any = sentence.norm(phrase.end + 1) in {"a", "an", "its", "their"} and bool(thing.words)
    is_told_level = sentence.is_measured(thing.end) or sentence.norm(thing.head) in nouns.COUNTED
    is_one = (
        is_any
        and is_each
        and not is_told_level
        and not nouns.is_abstract(sentence.norm(thing.head))
    )
    if is_one or is_made(sentence, thing) or sentence.norm(thing.head) in _KEPT_WITH_THINGS:
        return Ruling(Label.OUTPUT, (*phrase.words, *thing.words))
    return None


_KEPT_WITH_THINGS = nouns.both_numbers(
    "coverage file key label lead name owner plan record sign sensor slo test"
)


def one_each(facts: Facts) -> Ruling | None:
    """*one Chromebook per pupil*, *one case study per month*, *two podcasts a week*."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or not phrase.words:
        return None
    is_counted = sentence.is_measured(phrase.words[0] - 1) or sentence.is_measured(sentence.start)
    head = sentence.norm(phrase.head)
    if not is_counted or head in nouns.COUNTED:
        return None
    if phrase.head in sentence.people_at:
        return None
    is_one = sentence.norm(sentence.start) in {"one", "1", "a", "an"}
    is_per = sentence.norm(phrase.end) in {"per", "each", "a", "every"}
    is_for_people = people.group_of_one(sentence.norm(phrase.end + 1)) is not None
    if is_one and is_per and is_for_people and not nouns.is_abstract(head):
        return Ruling(Label.OUTPUT, phrase.words)
    rhythm = sentence.measure_at.get(phrase.end)
    is_rhythm = rhythm is not None and rhythm.amount is Amount.RATE and is_per
    is_new = sentence.norm(phrase.words[0]) == "new" and not nouns.is_abstract(head)
    is_kept = is_new or (
        is_made(sentence, phrase)
        and not (is_toil(sentence, phrase) and not _is_pair(sentence, phrase.head))
    )
    is_by_us = is_new and {"our", "us"} & {token.norm for token in sentence.tokens}
    if is_by_us or (is_rhythm and is_kept and sentence.norm(phrase.end + 1) in nouns.PERIOD):
        return Ruling(Label.OUTPUT, phrase.words)
    return None


def _is_pair(sentence: Sentence, at: int) -> bool:
    return (sentence.norm(at - 1), sentence.norm(at)) in nouns.THING_PAIRS


_APPROVING = frozenset("accept adopt agree approve endorse ratify sign sign_off".split())


_GOVERNING = frozenset(
    """
    board business cabinet client committee council finance legal procurement steerco
    directors execs executive exco governors ministers owners
    regulator sponsors steering trustees shareholders
""".split()
)


def approved(facts: Facts) -> Ruling | None:
    """*strategy drafted and approved by trustees*, *go/no-go decision made*."""
    sentence = facts.sentence
    if facts.start is not None or sentence.is_rated():
        return None
    for at in range(sentence.start + 1, len(sentence.tokens)):
        is_approved = sentence.is_participle(at) and sentence.lemma(at) in _APPROVING
        behind = {sentence.norm(at + step) for step in range(1, 6)}
        is_written = sentence.norm(at - 1) == "and" and sentence.lemma(at - 2) in verbs.MAKE
        is_settled = is_written and sentence.is_participle(at - 2)  # *documented and approved*
        if is_approved and behind & {"by", "at", "with"} and (is_settled or behind & _GOVERNING):
            return Ruling(Label.OUTPUT, (at,))
    return None


_FILING = frozenset("file lodge submit table".split())


_PREMISES = nouns.both_numbers(
    "branch bureau centre depot factory hub kiosk office plant shop site store studio warehouse"
)


def _is_premises(facts: Facts) -> bool:
    """*close two warehouses*, *open a second hub*."""
    return facts.sentence.norm(facts.phrase.head) in _PREMISES


_SENDING = frozenset("deliver email e-mail hand issue mail post send supply".split())


_ALL = frozenset("all each every".split())


def handed_out(facts: Facts) -> Ruling | None:
    """*mail every household a guide*, *send a letter to all customers*: one thing for all."""
    start, sentence = facts.start, facts.sentence
    first = sentence.start
    is_filed = sentence.norm(first) in _FILING and sentence.norm(first + 1) in {"a", "our", "the"}
    if is_filed and not facts.deeds and not sentence.is_rated():
        return Ruling(Label.OUTPUT, (first,))
    if start is not None and start.lemma in {"close", "open"} and _is_premises(facts):
        return Ruling(Label.OUTPUT, (start.first, *start.phrase.words))
    if start is None or start.lemma.partition("_")[0] not in _SENDING or facts.acts:
        return None
    at = start.last + 1
    if sentence.norm(at) in _ALL and start.phrase.head in sentence.people_at:
        is_thing = any(
            sentence.norm(i) in {"a", "an", "the", "our", "their"}
            and is_made(sentence, phrase_from(sentence, i + 1))
            for i in range(at + 2, len(sentence.tokens))
        )
        return Ruling(Label.OUTPUT, (start.first, *start.phrase.words)) if is_thing else None
    is_one = sentence.norm(at) in {"a", "an", "the", "our"} and bool(start.phrase.words)
    after = start.phrase.end
    is_share = sentence.norm(after + 1) == "100" or sentence.is_measured(after + 1)
    is_to_all = sentence.norm(after) == "to" and (sentence.norm(after + 1) in _ALL or is_share)
    if is_one and is_share and is_to_all:
        return Ruling(Label.OUTPUT, (start.first, *start.phrase.words))
    if is_one and is_to_all and any(i > after for i in sentence.people_at):
        return Ruling(Label.OUTPUT, (start.first, *start.phrase.words))
    return None


def given_to_all(facts: Facts) -> Ruling | None:
    """*outage texts to all households*, *advice line open six days a week*."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or not phrase.words:
        return None
    head, end = sentence.norm(phrase.head), phrase.end
    is_plain = head in _NUMBERS
    if is_plain or phrase.head in sentence.people_at or (facts.has_rate() and not _is_open(facts)):
        return None
    is_to_all = sentence.norm(end) in {"for", "to"} and sentence.norm(end + 1) in _ALL
    is_for_things = sentence.norm(end) == "for" and not nouns.is_abstract(head)
    if head in _EFFORTS and not sentence.people_at:
        return None
    if _is_open(facts) or (
        is_to_all and (is_for_things or any(i > end for i in sentence.people_at))
    ):
        return Ruling(Label.OUTPUT, phrase.words)
    return None


def _is_open(facts: Facts) -> bool:
    """*open six days a week*, *staffed 24/7*."""
    sentence = facts.sentence
    near = (facts.phrase.end - 1, facts.phrase.end)
    return any(
        sentence.norm(at) in {"available", "open", "staffed"} and sentence.is_measured(at + 1)
        for at in near
    )


_COURSES = frozenset("certification e-learning induction training".split())


def told_of_us(facts: Facts) -> Ruling | None:
    """*donors to whom we post a letter*, *customers we call back*: the act is ours."""
    sentence = facts.sentence
    for crowd in sentence.people:
        behind = [sentence.norm(i) for i in range(crowd.last + 1, crowd.last + 4)]
        if "we" not in behind or not set(behind[: behind.index("we")]) <= {"to", "that", "whom"}:
            continue
        at = crowd.last + 2 + behind.index("we")
        if sentence.is_form(at, Form.BASE) and sentence.lemma(at) in _SENDING | verbs.MAKE:
            return Ruling(Label.OUTPUT, (at,))
    return None


def staff_trained(facts: Facts) -> Ruling | None:
    """*95 % of staff complete the GDPR training*: what we had them do, counted."""
    sentence = facts.sentence
    if any(sentence.norm(rate.first) == "from" for rate in sentence.of(Amount.RATE)):
        return None  # *employees completing the training by its due date from 72 to 95*
    for deed in facts.acts:
        is_staff = deed.people.group is people.Group.EMPLOYEE
        is_passing = sentence.lemma(deed.said.first) in {"complete", "finish", "pass", "take"}
        near = (sentence.norm(i) for i in range(deed.said.last + 1, deed.said.last + 6))
        if is_staff and is_passing and any(norm in _COURSES for norm in near):
            return Ruling(Label.OUTPUT, deed.said.positions, deed)
    return None


_STAFFED = frozenset(
    "equipped furnished onboarded staffed trained kitted certified inducted".split()
)


def people_equipped(facts: Facts) -> Ruling | None:
    """*three squads staffed*, *each ward equipped with tablets*: done to people."""
    sentence = facts.sentence
    if facts.start is not None or facts.phrase.head not in sentence.people_at or facts.acts:
        return None
    done = tuple(at for at in facts.phrase.states if sentence.norm(at) in _STAFFED)
    return Ruling(Label.OUTPUT, (*facts.phrase.words, *done)) if done else None
