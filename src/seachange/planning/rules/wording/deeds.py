"""Who does what in a goal: each group of people with the act it is said to do."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.crowds import People
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.phrases import is_noun
from seachange.planning.rules.wording.predicates import (
    Deed,
    Predicate,
    Sort,
    agrees,
    judged,
    skip_asides,
    verb_group,
)
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

_FURTHEST = 10


def deeds(sentence: Sentence) -> tuple[Deed, ...]:
    """Find every deed, in the order of the people's names in the text."""
    found = [deed for crowd in sentence.people for deed in _of(sentence, crowd)]
    found.extend(_folded(sentence))
    return tuple(sorted(found, key=lambda deed: deed.people.first))


def _of(sentence: Sentence, crowd: People) -> Iterator[Deed]:
    governor, is_counted = _before(sentence, crowd.first)
    said = (
        _by_them(sentence, governor)
        or _converting(sentence, crowd)
        or _after_name(sentence, crowd, governor, is_counted=is_counted)
    )
    if said is None or said.sort is Sort.UNDERGO:
        said = _in_ellipsis(sentence, crowd) or said  # *of those invited, 55 % pick a slot*
    if said is not None:
        yield Deed(crowd, said, governor, is_counted)


def _folded(sentence: Sentence) -> Iterator[Deed]:
    """*trial-to-paid conversion*: people and act folded into one word."""
    for index, token in enumerate(sentence.tokens):
        one = people.group_of_one(token.norm)
        if (sentence.norm(index - 1), token.norm) in nouns.THING_PAIRS:
            continue  # *app store submission*
        if one and index not in sentence.people_at and sentence.norm(index + 1) in nouns.NAMED_ACT:
            is_part_of_name = sentence.norm(index + 2) in nouns.THING | {"drive", "desk", "fee"}
            if is_part_of_name or _is_money_behind(sentence, index + 2):
                continue  # *customer deposits of £6bn*, *voter registration drive*
            said = Predicate(Sort.ACT, index + 1, index + 1)
            yield Deed(People(index, index, one, True), said, -1, is_counted=False)
        who, to, _what = token.norm.partition("-to-")
        named = to and (people.group_of_one(who) or people.group_of_many(who + "s"))
        if named and _is_conversion_near(sentence, index + 1):
            crowd = People(index, index, named, is_many=True)
            yield Deed(crowd, Predicate(Sort.ACT, index, index), -1, is_counted=False)


def _is_money_behind(sentence: Sentence, at: int) -> bool:
    return any(
        i in sentence.measure_at and sentence.measure_at[i].amount is Amount.MONEY
        for i in range(at, at + 3)
    )


def _is_conversion_near(sentence: Sentence, index: int) -> bool:
    return any(sentence.norm(i) in nouns.CONVERSION for i in range(index, index + 3))


# --- what stands before the name ----------------------------------------------------------------


def is_share_of(sentence: Sentence, crowd: People) -> bool:
    """Tell *40 % of customers* from *400 customers*."""
    return _before(sentence, crowd.first)[1]


def _before(sentence: Sentence, first: int) -> tuple[int, bool]:
    """Return the position of the word that governs a name, and whether a rate counts the people.

    In *with 40 % of field engineers* the governor is *with*; at the start of a goal it is -1.
    """
    at = first - 1
    is_counted = False
    while at >= sentence.start and first - at <= _FURTHEST:
        measure = sentence.measure_at.get(at)
        if sentence.norm(at) == "per":
            return at, is_counted
        if measure is not None:
            is_change = sentence.norm(measure.first) == "from"
            is_counted = is_counted or (measure.amount is Amount.RATE and not is_change)
            at = measure.first - 1
        elif sentence.norm(at) == "of" and _is_partitive(sentence, at):
            is_counted = is_counted or sentence.norm(at - 1) in _SHARES
            at -= 1
        elif _belongs_to_name(sentence, at):
            at -= 1
        else:
            return at, is_counted
    return (at if at >= sentence.start else -1), is_counted


_SHARES = nouns.SHARE - {"number", "volume", "count", "amount"}
_AMOUNTS = nouns.SHARE | nouns.FRACTIONS | nouns.DETERMINERS
_OUTSIDE_NAME = (
    nouns.LINKS
    | verbs.AUXILIARY
    | {"takes", "took", "needs", "lets"}
    | (verbs.CAUSE | verbs.PERMIT | verbs.GRANT | verbs.TEACH)
)
_ACTS = (nouns.ACT_NOUN - nouns.IMPACT) | {"self-service"}
_RESULTS = nouns.IMPACT - nouns.ACT_NOUN


def _is_partitive(sentence: Sentence, at: int) -> bool:
    before = sentence.norm(at - 1)
    if before in {"rate", "ratio"} and sentence.norm(at - 2) in nouns.ACT_NOUN:
        return False  # *return rate of players*: the act stands before, not a share of them
    is_number_word = before in _AMOUNTS
    return is_number_word or sentence.is_measured(at - 1) or before in {"out", "owners"}


def _belongs_to_name(sentence: Sentence, at: int) -> bool:
    if not sentence.is_word(at):
        return sentence.tokens[at].kind in {Kind.PERCENT, Kind.COMPARISON, Kind.SIGN}
    norm = sentence.norm(at)
    is_outsider = norm in {"inside", "outside"} and sentence.norm(at - 1) in nouns.DETERMINERS
    if norm in _AMOUNTS or norm == "than" or is_outsider:
        return True
    return at > sentence.start and norm not in _OUTSIDE_NAME


# --- the shapes in which an act follows or precedes a name ----------------------------------------


def _by_them(sentence: Sentence, governor: int) -> Predicate | None:
    """*meetings are booked by clients*, *no-shows by patients*, *listings per seller*."""
    said = sentence.norm(governor)
    if said in {"by", "per"} and sentence.norm(governor - 1) == ",":
        return _act_in_front(sentence, governor)  # *blood donation within 6 months, by donors*
    return _act_before(sentence, governor, said)


def _act_before(sentence: Sentence, governor: int, said: str) -> Predicate | None:
    if said == "of":
        act = governor - 1 if sentence.norm(governor - 1) == "conversion" else governor - 2
        is_act = act == governor - 1 or sentence.norm(act) in _ACTS
        return Predicate(Sort.ACT, act, act) if is_act else None
    if said not in {"by", "among", "amongst", "per", "from", "across"}:
        return None
    is_doing = sentence.is_form(governor - 1, Form.ING) and governor - 1 > sentence.start
    is_theirs = is_doing and sentence.norm(governor - 1) not in nouns.THING  # *forecasting by*
    if said == "by" and (is_theirs or sentence.is_form(governor - 1, Form.PARTICIPLE)):
        return Predicate(Sort.ACT, governor - 1, governor - 1)
    first = sentence.start
    if said == "by" and sentence.is_form(first, Form.ING) and _is_of_what(sentence, governor):
        return Predicate(Sort.ACT, first, first)  # *restocking of the display by kiosk owners*
    for at in range(governor - 1, max(sentence.start, governor - 5) - 1, -1):
        norm = sentence.norm(at)
        is_result = norm in _RESULTS or (sentence.norm(at - 1), norm) in nouns.IMPACT_PAIRS
        if sentence.is_break(at) or is_result or norm in nouns.SHARED:
            return None
        if norm in nouns.ACT_NOUN or (at == governor - 1 and _is_act_in_plural(sentence, at)):
            is_about_money = {sentence.norm(at - 1), sentence.norm(at + 1)} & nouns.IMPACT or any(
                m.amount is Amount.MONEY and at < m.first < governor for m in sentence.measures
            )
            return None if is_about_money else Predicate(Sort.ACT, at, at)
        is_done = sentence.is_participle(at) and at > sentence.start
        if is_done and said in {"by", "per", "among", "amongst"}:
            return Predicate(Sort.ACT, at, at)
    return None


def _act_in_front(sentence: Sentence, governor: int) -> Predicate | None:
    """The act a goal opens with: a noun, or what is done to a thing."""
    for at in range(sentence.start, min(sentence.start + 4, governor)):
        is_done = sentence.is_participle(at) and verbs.is_act(sentence.lemma(at))
        if sentence.norm(at) in nouns.ACT_NOUN or (is_done and at > sentence.start):
            return Predicate(Sort.ACT, at, at)
    return None


def _is_of_what(sentence: Sentence, governor: int) -> bool:
    """*voting by*, *restocking of … by*: nothing but what the act is about stands between."""
    at = sentence.start + 1
    return at == governor or (
        sentence.norm(at) == "of" and not any(sentence.is_break(i) for i in range(at, governor))
    )


def _is_act_in_plural(sentence: Sentence, at: int) -> bool:
    """*password resets by employees*: a verb's third person is the plural of its noun."""
    is_act = sentence.is_form(at, Form.THIRD) and verbs.is_act(sentence.lemma(at))
    return is_act and sentence.norm(at) not in nouns.KNOWN


def _converting(sentence: Sentence, crowd: People) -> Predicate | None:
    """*visitor to sign-up rate*."""
    at = crowd.last + 1
    if crowd.is_many or sentence.norm(at) not in {"to", "→", "-"}:
        return None
    return Predicate(Sort.ACT, at + 1, at + 1) if _is_conversion_near(sentence, at + 2) else None


def _after_name(
    sentence: Sentence, crowd: People, governor: int, *, is_counted: bool
) -> Predicate | None:
    """*users invite*, *users who have invited*, *users to invite*, *users inviting*."""
    at = skip_asides(sentence, crowd.last + 1)
    named = next((last for first, last in sentence.behaviours if first == at), -1)
    if named >= 0:
        return Predicate(Sort.ACT, at, named)  # whatever the plan itself calls an act
    norm = sentence.norm(at)
    if norm in nouns.RELATIVES:
        return _behind_relative(sentence, at, crowd)
    if norm == "to":
        return _infinitive(sentence, at, crowd)
    if norm == "from" and sentence.is_form(at + 1, Form.ING):
        return judged(sentence, at + 1)  # *stop users from leaving*
    if sentence.is_form(at, Form.ING):
        return verb_group(sentence, at, crowd, is_sure=True)
    if crowd.is_many and _is_unknown_act(sentence, at):
        return Predicate(Sort.ACT, at, at)
    is_title = sentence.tokens[crowd.first].text[:1].isupper()
    is_inside_name = sentence.norm(governor) in {"at", "in", "on"} and (is_noun(norm) or is_title)
    if is_inside_name and not is_counted and sentence.norm(crowd.first - 1) in {"our", "the"}:
        return None  # *on the Teams plan*, *in the residents survey*
    is_oblique = sentence.norm(governor) in nouns.OBLIQUE and not is_counted
    return None if is_oblique else _as_subject(sentence, at, crowd)


def _is_unknown_act(sentence: Sentence, at: int) -> bool:
    """*pharmacists dispensing from the app*: a form of a verb we do not know."""
    norm, after = sentence.norm(at), sentence.norm(at + 1)
    looks_like_one = len(norm) > 5 and norm.endswith("ing") and sentence.is_word(at)
    is_known = norm in nouns.LINKS or norm in nouns.GERUND or is_noun(norm) or verbs.readings(norm)
    return looks_like_one and not is_known and after in nouns.PREPOSITIONS | nouns.DETERMINERS


def _behind_relative(sentence: Sentence, at: int, crowd: People) -> Predicate | None:
    """*users who invite*; *customers who get a card show it*: what they get is not what they do."""
    said = verb_group(sentence, at + 1, crowd, is_sure=True)
    if said is None or said.sort in {Sort.ACT, Sort.YIELD}:
        return said
    return _behind_preposition(sentence, said.last, crowd) or said


def _as_subject(sentence: Sentence, at: int, crowd: People) -> Predicate | None:
    """The verb of which the people are the subject, from the position behind their name."""
    norm = sentence.norm(at)
    is_last = sentence.norm(at + 1) in {"", "at", "by", "for", "in", "on", "."}
    if not crowd.is_many and norm in {"closed", "opened", "refitted"} and is_last:
        return Predicate(Sort.UNDERGO, at, at)  # *charity shop opened in Hull*
    if norm == "time" and sentence.norm(at + 1) == "to" and sentence.is_form(at + 2, Form.BASE):
        return judged(sentence, at + 2)
    if norm in nouns.PREPOSITIONS and norm not in verbs.AUXILIARY:
        return _behind_preposition(sentence, at, crowd)
    if norm in nouns.DONE and norm not in {"complete", "released"}:
        return Predicate(Sort.UNDERGO, at, at)
    is_sure = norm in verbs.HELPING
    return verb_group(sentence, at, crowd, is_sure=is_sure)


def _infinitive(sentence: Sentence, at: int, crowd: People) -> Predicate | None:
    """*get sellers to list*, *time it takes an admin to invite*; not *visitors to the page*."""
    verb = skip_asides(sentence, at + 1)
    if sentence.is_form(verb, Form.BASE):
        return judged(sentence, verb)
    return _behind_preposition(sentence, at, crowd)


def _behind_preposition(sentence: Sentence, at: int, crowd: People) -> Predicate | None:
    """*visitors to the pricing page book*, *engineers on other teams deploy*."""
    has_noun = False
    for i in range(at + 1, min(len(sentence.tokens), at + _FURTHEST)):
        norm = sentence.norm(i)
        if sentence.is_break(i):
            return None
        if norm in nouns.RELATIVES:
            return verb_group(sentence, i + 1, crowd, is_sure=True)
        if norm != "to" and norm in verbs.HELPING:
            return verb_group(sentence, i, crowd, is_sure=True)
        if norm in nouns.PREPOSITIONS or norm in nouns.DETERMINERS:
            continue
        if has_noun and not sentence.is_measured(i) and _is_finite(sentence, i, crowd):
            return judged(sentence, i)
        has_noun = True
    return None


def _is_finite(sentence: Sentence, at: int, crowd: People) -> bool:
    """Tell *visitors to the page book a demo* from *customers within months of public launch*."""
    if not agrees(sentence, at, crowd):
        return False
    has_object = sentence.norm(at + 1) in nouns.DETERMINERS or sentence.is_measured(at + 1)
    return has_object or not (is_noun(sentence.norm(at)) or sentence.norm(at) in nouns.MAKING)


def _in_ellipsis(sentence: Sentence, crowd: People) -> Predicate | None:
    """*of the clients invited, 55 % pick a slot*; *first-time buyers: 22 % give up*."""
    for at in range(crowd.last + 1, crowd.last + _FURTHEST):
        measure = sentence.measure_at.get(at)
        is_part = measure is not None and (
            measure.amount is Amount.RATE
            or (sentence.norm(sentence.start) in {"of", "out"} and sentence.norm(at - 1) == ",")
        )
        if measure is not None and measure.first == at and is_part:
            verb = skip_asides(sentence, measure.last + 1)
            if agrees(sentence, verb, crowd):
                return judged(sentence, verb)
    return None
