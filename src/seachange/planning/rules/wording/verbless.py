"""Goals that open with no verb: read the thing they name and what is said of it."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, results, verbs
from seachange.planning.rules.wording.deeds import is_share_of
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.phrases import (
    Phrase,
    is_impact,
    is_made,
    is_toil,
    names_of,
    phrase_from,
)
from seachange.planning.rules.wording.sentence import Sentence


def effort_named(facts: Facts) -> Ruling | None:
    """*40 discovery calls with buyers*, *sprint commitment met*; not *tests that fail*."""
    sentence = facts.sentence
    is_measure = sentence.norm(sentence.start) in nouns.SHARE
    if facts.start is not None or facts.deeds or is_measure:
        return None
    is_effort = sentence.norm(facts.phrase.head) in nouns.EFFORT
    after = sentence.measure_at.get(facts.phrase.end)
    is_rated = after is not None and after.amount is Amount.RATE and not facts.phrase.states
    is_counted = sentence.is_measured(min(facts.phrase.words, default=0) - 1)
    if is_rated and not is_effort and not is_counted:
        return None  # *crash-free sessions 99.5 %* measures, nobody holds them
    if {sentence.norm(i) for i in facts.phrase.states} & _IN_PLACE:
        return None  # *audit passed* is a milestone
    if any(sentence.lemma(i) in _MADE_OF_EFFORT for i in facts.phrase.states):
        return None  # *onboarding emails rewritten*, *a survey built in*
    last = len(sentence.tokens) - 1
    is_listed = sentence.norm(facts.phrase.end) == ":" and sentence.is_measured(last - 1)
    if is_listed and sentence.is_participle(last) and sentence.lemma(last) in _MADE_OF_EFFORT:
        return Ruling(Label.OUTPUT, (*facts.phrase.words, last))  # *events: four shipped*
    if is_toil(sentence, facts.phrase):
        return Ruling(Label.ACTIVITY, facts.phrase.words)
    return None


_IN_PLACE = frozenset("approved automated available cleared go-live live passed public".split())


def thing_named(facts: Facts) -> Ruling | None:
    """*SSO for Bramley*, *new billing system live*, *the launch of X*, *the ability to export*."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or not phrase.words:
        return None
    names = names_of(sentence, phrase)
    is_timely = sentence.norm(phrase.end) == "on" and sentence.norm(phrase.end + 1) == "time"
    is_small = sentence.norm(sentence.start) in nouns.FEWER
    if nouns.PRAISE.intersection(names) or is_small or (is_timely and sentence.is_rated()):
        return None
    head, follows = sentence.norm(phrase.head), sentence.norm(phrase.end)
    if head in nouns.MEANS and follows in {"at", "for", "in", "on", "to"}:
        return Ruling(Label.OUTPUT, phrase.words)
    is_thing = is_made(sentence, phrase) or head in nouns.MAKING
    told = _told_done(sentence) or _undergone(sentence, phrase)
    if _measures_thing(sentence) and not (is_thing and (told or follows in nouns.RELATIVES)):
        return None  # *feature adoption 25 %* measures a thing, it makes none
    is_concrete = (
        not nouns.is_abstract(head)
        and head not in nouns.MEASURED
        and head not in nouns.MOVEMENT
        and not _are_many(sentence, phrase.head)
        and not (head in nouns.NAMED_ACT and sentence.is_rated())
    )
    is_there = follows in _PLACING and not sentence.is_measured(phrase.end)  # not *on 8 days*
    is_placed = is_there and phrase.head not in sentence.people_at
    if _is_put_on(sentence, phrase) or _is_settled(sentence, phrase):
        return Ruling(Label.OUTPUT, phrase.words)
    is_named = is_concrete and (
        is_placed or bool(sentence.of(Amount.DATE)) or _has_acronym(sentence, phrase)
    )
    is_making = (
        sentence.is_form(phrase.head, Form.ING) and sentence.lemma(phrase.head) in _ONLY_OURS
    )
    if follows == "of" and is_making:
        return Ruling(Label.OUTPUT, phrase.words)
    is_version = any(sentence.norm(at)[1:].isdigit() for at in phrase.states)  # *billing v2*
    if is_thing or told or is_named or is_version or _is_renewed(sentence, phrase):
        return Ruling(Label.OUTPUT, (*phrase.words, *told))
    return None


def _are_many(sentence: Sentence, at: int) -> bool:
    crowd = sentence.people_at.get(at)
    return crowd is not None and crowd.is_many


_MADE_OF_EFFORT = verbs.MAKE - verbs.TOIL - frozenset("carry_out deliver fit record".split())
_ONLY_OURS = verbs.MAKE - verbs.BRING_ABOUT - verbs.WIN
_PLACING = frozenset({"at", "for", "in", "on", "with"})


_PLAIN = nouns.IMPACT | nouns.ACT_NOUN | nouns.MEASURED | nouns.FEELINGS


def _is_put_on(sentence: Sentence, phrase: Phrase) -> bool:
    """*personalisation on the home page*, *all stores on the new till*: it will stand there."""
    is_about_people = _are_many(sentence, phrase.head)
    if sentence.norm(phrase.end) != "on" or sentence.norm(phrase.head) in _PLAIN or is_about_people:
        return False
    return not sentence.of(Amount.RATE) and is_made(sentence, phrase_from(sentence, phrase.end + 1))


def _is_settled(sentence: Sentence, phrase: Phrase) -> bool:
    """*decision made on the data warehouse*, *payroll moved to the new supplier*."""
    head, after = sentence.norm(phrase.head), phrase.end
    done = [at for at in phrase.states if sentence.is_participle(at)]
    if phrase.head in sentence.people_at or not done:
        return False
    is_elsewhere = sentence.norm(after) in _WHERETO and not sentence.is_measured(after + 1)
    is_moved = sentence.lemma(done[-1]) in verbs.SHIFT and is_elsewhere
    return head in nouns.SETTLED or (is_moved and head not in _PLAIN)


_WHERETO = frozenset({"into", "off", "onto", "to"})


def thing_behind_topic(facts: Facts) -> Ruling | None:
    """*Security: SSO and audit log*, *Payments – PayPal*: a topic, and the things under it."""
    sentence, end = facts.sentence, facts.phrase.end
    is_topic = sentence.norm(end) in _BEHIND_TOPIC and facts.start is None and not facts.deeds
    if not is_topic or sentence.of(Amount.RATE) or not facts.phrase.words:
        return None
    phrase = phrase_from(sentence, end + 1)
    is_thing = is_made(sentence, phrase) or _is_renewed(sentence, phrase)
    return Ruling(Label.OUTPUT, phrase.words) if is_thing else None


_BEHIND_TOPIC = frozenset({":", "-", "–", "—"})


def money(facts: Facts) -> Ruling | None:
    """*£2m from partners*: a sum of money, and nobody who acts."""
    sums = facts.sentence.of(Amount.MONEY)
    if not sums or facts.deeds:
        return None
    is_level = facts.sentence.norm(sums[0].first - 1) in {"above", "below", "over", "under"}
    if is_made(facts.sentence, facts.phrase) and not is_level:
        return None
    return Ruling(Label.IMPACT, tuple(range(sums[0].first, sums[0].last + 1)))


def heads(facts: Facts) -> Ruling | None:
    """*10,000 users*: a count of people who do nothing."""
    if facts.sentence.norm(facts.phrase.head) in nouns.CROWD and facts.sentence.measures:
        return None if facts.deeds else Ruling(Label.IMPACT, facts.phrase.words)
    crowd = facts.sentence.people_at.get(facts.phrase.head)
    if _is_more_of(facts):
        return Ruling(Label.IMPACT, facts.phrase.words)
    if facts.deeds or crowd is None or crowd.is_stand_in or not crowd.is_many:
        return None
    if is_share_of(facts.sentence, crowd) or not _is_told_number(facts):
        return None
    return Ruling(Label.IMPACT, (crowd.last,))


def _is_more_of(facts: Facts) -> bool:
    """*5 % more paying households than last winter*: how many there are, not what they do."""
    sentence, words = facts.sentence, facts.phrase.words
    crowd = sentence.people_at.get(facts.phrase.head)
    if facts.deeds or facts.start is not None or crowd is None or crowd.is_stand_in:
        return False
    rate = sentence.measure_at.get(sentence.start)
    is_rate = rate is not None and rate.amount is Amount.RATE
    says_more = sentence.norm(words[0] - 1) in {"more", "fewer"}
    return is_rate and says_more and sentence.norm(facts.phrase.end) in {"", "by", "than"}


def _is_told_number(facts: Facts) -> bool:
    """*10,000 users*, *users: 1,200 → 2,000*, *grow users by 30 %*; not *nurses at two wards …*."""
    sentence, words = facts.sentence, facts.phrase.words
    is_behind_number = sentence.is_measured(words[0] - 1)
    after = facts.phrase.end
    if sentence.norm(after) == "per":
        return False  # *active editors per account*
    is_before_number = sentence.is_measured(after) or sentence.is_break(after)
    is_number_of = sentence.norm(sentence.start) in {"count", "number", "total"}
    if is_number_of and sentence.norm(after) in {"across", "at", "in"}:
        return sentence.is_rated()  # *number of customers in Vietnam tripled*
    colon = next((i for i in range(after, after + 7) if sentence.norm(i) == ":"), -1)
    if sentence.norm(after) == "in" and sentence.is_measured(colon + 1) and colon > 0:
        return True  # *active couriers in Manila: 12k*
    return bool(sentence.measures) and (
        facts.start is not None or is_behind_number or is_before_number
    )


def business_result_further_on(facts: Facts) -> Ruling | None:
    """*make users happier: satisfaction 4.2 → 4.6*, *number one in market share*."""
    sentence, end = facts.sentence, facts.phrase.end
    if facts.start is None and _is_saving(sentence, end):
        return Ruling(Label.IMPACT, (end,))
    for at in range(sentence.start, len(sentence.tokens)):
        if sentence.norm(at) in nouns.PROFITABLE or _is_cash_positive(sentence, at):
            return Ruling(Label.IMPACT, (at,))
        if sentence.norm(at) == "share" and _is_share_held(sentence, at):
            return Ruling(Label.IMPACT, (at,))
        if sentence.norm(at) in {":", ";", "in", "on"}:
            phrase = phrase_from(sentence, at + 1)
            is_opinion = sentence.norm(phrase.head) in results.STANDING and sentence.is_rated()
            if is_impact(sentence, phrase) or (is_opinion and sentence.norm(at) == ":"):
                return Ruling(Label.IMPACT, phrase.words)
    return None


def _is_saving(sentence: Sentence, at: int) -> bool:
    """*the helpline costs us 20 % less*, *the portal saves the council £2m*."""
    lemma = sentence.lemma(at) if sentence.is_form(at, Form.THIRD) else ""
    says_how_much = sentence.of(Amount.MONEY) or (lemma == "cost" and sentence.is_rated())
    return lemma in {"cost", "earn", "save"} and bool(says_how_much)


def _is_share_held(sentence: Sentence, at: int) -> bool:
    """*leader in scheduling, with 35 % share*: of the market, as nothing else is named."""
    rate = sentence.measure_at.get(at - 1)
    return rate is not None and rate.amount is Amount.RATE and sentence.is_break(at + 1)


def ranking(facts: Facts) -> Ruling | None:
    """*number one for customer service*; to be the first at large is but a wish."""
    sentence = facts.sentence
    if facts.start is not None or facts.deeds or not is_ranked(sentence):
        return None
    at = next((i for i, t in enumerate(sentence.tokens) if t.norm in nouns.RANKED), -1)
    return Ruling(Label.IMPACT, (at,)) if at >= 0 else Ruling(Label.UNCLEAR)


def is_ranked(sentence: Sentence) -> bool:
    """Tell whether a goal opens with a rank: *number one*, *no. 1*, *#1*."""
    norms = [sentence.norm(sentence.start + i) for i in range(3)]
    pair = tuple(norm for norm in norms if norm != ".")[:2]
    return pair in {("number", "one"), ("number", "1"), ("no", "1"), ("#", "1")}


def _is_cash_positive(sentence: Sentence, at: int) -> bool:
    """*cash flow positive*, *EBITDA-positive*."""
    what, _hyphen, sign = sentence.norm(at).rpartition("-")
    if sign == "positive" and what.partition("-")[0] in nouns.IMPACT:
        return True
    if sentence.norm(at) == "positive" and results.is_result(sentence.norm(at + 1)):
        return at == sentence.start  # *positive contribution on every kilogram*
    behind = {sentence.norm(at - step) for step in (1, 2, 3, 4)}
    return sentence.norm(at) == "positive" and any(
        results.is_result(norm) or norm in {"flow", "ebitda", "economics"} for norm in behind
    )


# --- what is said of a thing --------------------------------------------------------------------


def _measures_thing(sentence: Sentence) -> bool:
    """Tell *feature adoption 25 %* from *scanning in place for 100 % of services*."""
    return any(
        sentence.norm(rate.first - 1) not in {"across", "for", "in", "on", "one", "to", "with"}
        and sentence.norm(rate.first) not in {"after", "by", "in", "on", "within"}
        for rate in sentence.of(Amount.RATE)
    )


def _is_renewed(sentence: Sentence, phrase: Phrase) -> bool:
    """*automated refunds*, *redesigned checkout*, *new opening hours*."""
    if phrase.head in sentence.people_at or sentence.norm(phrase.head) in nouns.ABSTRACT:
        return False
    is_plain = not sentence.is_rated() and sentence.norm(phrase.head) not in nouns.IMPACT
    return any(
        sentence.norm(i) in {"new", "automatic"}
        or (is_plain and sentence.norm(i) in _DELIVERED_SO)
        or (sentence.is_participle(i) and sentence.lemma(i) in verbs.MAKE)
        for i in phrase.words[:-1]
    )


_DELIVERED_SO = frozenset(
    """
    automated contactless digital electronic in-app instant mobile one-click one-tap online
    open-source paperless passwordless real-time self-serve self-service
""".split()
)
_LEFT = frozenset("ground line press presses".split())  # *500 units off the line*
_SUCCEEDING = frozenset("replace supersede".split())
_STARTS = frozenset("go_live launch open ship".split())
_PRODUCING = frozenset("map obtain post prepare record schedule send".split())
_NOT_MAKING = (
    verbs.RAISE | verbs.LOWER | verbs.REACH | verbs.TOIL
) - verbs.MAKE - _PRODUCING  # fmt: skip


def _told_done(sentence: Sentence) -> tuple[int, ...]:
    """*…, live before Christmas*, *… launched in 3 countries*, *… in production*."""
    for at in range(sentence.start + 1, len(sentence.tokens)):
        after = sentence.norm(at + 1)
        if sentence.is_form(at, Form.THIRD) and sentence.lemma(at) in _SUCCEEDING:
            return (at,)
        if sentence.norm(at) == "in" and after in nouns.PLACES:
            return (at, at + 1)
        if sentence.norm(at) == "off" and after == "the" and sentence.norm(at + 2) in _LEFT:
            return (at, at + 2)
        is_last = sentence.is_break(at + 1) or sentence.is_measured(at + 1)
        if not is_last and after not in nouns.LINKS:
            continue
        is_made_by_us = sentence.is_participle(at) and sentence.lemma(at) not in _NOT_MAKING
        is_starting = sentence.is_form(at, Form.THIRD) and sentence.lemma(at) in _STARTS
        if sentence.norm(at) in nouns.DONE or is_made_by_us or is_starting:
            return (at,)
        if sentence.norm(at) in {"has", "have"} and sentence.norm(at - 1) in nouns.THING:
            return (at,)
    return ()


def _undergone(sentence: Sentence, phrase: Phrase) -> tuple[int, ...]:
    """*300 homes retrofitted*: a participle of a verb we do not know."""
    if phrase.head in sentence.people_at:
        return ()
    return tuple(
        at
        for at in phrase.states
        if sentence.norm(at).endswith("ed") and not verbs.readings(sentence.norm(at))
    )


def _has_acronym(sentence: Sentence, phrase: Phrase) -> bool:
    """*SCIM provisioning*, *PDF export*: letters that name a technique."""
    is_shouted = sentence.text.isupper()
    texts = (sentence.tokens[i].text for i in phrase.words)
    return not is_shouted and any(len(text) > 2 and text.isupper() for text in texts)
