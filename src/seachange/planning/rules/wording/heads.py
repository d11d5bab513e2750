"""What the maker of a goal says of himself: the verb it opens with, and what that verb is about."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head, head_of
from seachange.planning.rules.wording.phrases import Phrase, is_impact, phrase_from
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind


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
    for at in (_first_word(sentence), _behind_colon(sentence)):
        if at >= 0 and _is_verb_at_start(sentence, at):
            found = _opening_at(sentence, at)
            if found is not None:
                return found
    return None


def _opening_at(sentence: Sentence, at: int) -> Opening | None:
    lemma, last = sentence.lemma(at), sentence.end_of_verb(at)
    if sentence.norm(last + 1) in {"and", "&"} and sentence.is_form(last + 2, Form.BASE):
        at = last + 2  # *buy and integrate a tool*: the last of the verbs has the object
        last = sentence.end_of_verb(at)
        lemma = lemma if lemma in verbs.MAKE else sentence.lemma(at)
    is_split = last > at + 1  # *roll X out*: the object stands before the particle
    phrase = phrase_from(sentence, _object_start(sentence, at if is_split else last))
    is_name = last + 1 in sentence.people_at and lemma in _ONLY_ACTS
    if is_name or _is_compound_noun(sentence, at, phrase):
        return None  # *shop owners*, *report builder*
    is_tested = sentence.norm(at) == "a/b" and sentence.norm(last) == "test"
    if is_tested and len(phrase.words) == 1 and sentence.norm(phrase.head) in nouns.THING:
        return None  # *A/B test framework up and running*
    head = head_of(sentence, lemma, at + 1 if is_split else last + 1, phrase)
    return None if head is None else Opening(head, at, last, lemma, phrase)


def _object_start(sentence: Sentence, last: int) -> int:
    """Behind the verb; *delivered: X* and *get to 1,000 users* have a word between."""
    after = last + 2 if sentence.norm(last + 1) in {":", "to"} else last + 1
    change = sentence.measure_at.get(after)
    return change.last + 1 if change is not None and sentence.norm(after) == "from" else after


_ONLY_ACTS = verbs.ACT - (
    verbs.MAKE | verbs.TOIL | verbs.CAUSE | verbs.PERMIT | verbs.GRANT | verbs.TEACH | verbs.WIN
    | verbs.RAISE | verbs.LOWER | verbs.REACH
)  # fmt: skip


# --- where the verb is --------------------------------------------------------------------------


def _behind_colon(sentence: Sentence) -> int:
    """*Search relevance v2: ship to half of the traffic*: the position behind the colon, or -1."""
    near = range(sentence.start + 1, sentence.start + 8)
    colon = next((i for i in near if sentence.norm(i) == ":"), -1)
    return colon + 1 if colon > 0 and sentence.is_form(colon + 1, Form.BASE) else -1


_LEAD_IN = frozenset("also must please shall should successfully then to will".split())


def _first_word(sentence: Sentence) -> int:
    """Skip *By June,* and *our team will*; return the position of the verb, or -1."""
    at = _behind_aim(sentence)
    if sentence.norm(at) in nouns.PREPOSITIONS | {"every", "each", "this", "next"}:
        commas = (i for i in range(at, at + 10) if sentence.norm(i) == ",")
        at = next(commas, -2) + 1
        if at < 0:
            return -1
    at = _behind_makers(sentence, at)
    while sentence.norm(at) in _LEAD_IN or _is_adverb(sentence, at) or _helps(sentence, at):
        at += 1
    return at if sentence.is_word(at) else -1


def _behind_aim(sentence: Sentence) -> int:
    """*Our aim is to retire X*, *To retire X*: the position of the verb behind *to*."""
    at = sentence.start
    while at < sentence.start + 3 and sentence.norm(at) in {"our", "the"} | _AIMS:
        at += 1
    is_aim = sentence.norm(at) in {"is", ":"} and sentence.norm(at - 1) in _AIMS
    at = at + 1 if is_aim else sentence.start
    is_infinitive = sentence.norm(at) == "to" and sentence.is_form(at + 1, Form.BASE)
    return at + 1 if is_infinitive else (at if is_aim else sentence.start)


_AIMS = frozenset("aim ambition goal intention mission objective plan target".split())


def _helps(sentence: Sentence, at: int) -> bool:
    """*we will have shipped*, *we are going to open*, *we are building*."""
    norm, after = sentence.norm(at), at + 1
    if at == sentence.start or sentence.norm(at - 1) not in _BEFORE_HELP:
        return False
    if norm in {"has", "have"}:
        return sentence.is_form(after, Form.PARTICIPLE)
    return norm in {"are", "going", "is"} and sentence.norm(after)[-3:] in {"ing", "to"}


_BEFORE_HELP = people.MAKERS | _LEAD_IN | {"are", "is"}


def _is_adverb(sentence: Sentence, at: int) -> bool:
    return sentence.norm(at).endswith("ly") and not sentence.is_form(at, Form.BASE)


def _behind_makers(sentence: Sentence, at: int) -> int:
    """*we*, *our team*, *the design team*, *engineering*: the position behind them."""
    if sentence.norm(at) in {"we'll", "we're", "we've"}:
        return at + 1
    after = at
    while sentence.norm(after) in people.MAKERS | {"the", "our"}:
        after += 1
    is_subject = after > at and sentence.norm(after - 1) in people.MAKERS
    is_verb = sentence.is_form(after, Form.BASE, Form.THIRD) and not sentence.is_measured(after)
    is_money = sentence.norm(after) in nouns.IMPACT and sentence.norm(after + 1) in _LEVELS
    if is_money:
        return at  # *R&D spend at 20 % of sales*
    says_verb = is_verb or sentence.norm(after) in verbs.AUXILIARY
    return after if is_subject and says_verb else at


_LEVELS = frozenset("< > above at below down from over under up ≤ ≥ :".split())


def _is_verb_at_start(sentence: Sentence, at: int) -> bool:
    is_our_spend = sentence.norm(at) == "spend" and sentence.norm(at + 1) == "on"
    if is_our_spend or sentence.norm(at + 1) in {"of", "per"} or sentence.tokens[at].is_possessive:
        return False
    if at in sentence.people_at and not _is_told_to_do(sentence, at):
        return False
    if _is_noun_by_what_follows(sentence, at):
        return False
    if at != sentence.start and sentence.is_form(at, Form.THIRD):
        return True
    if sentence.norm(at) in nouns.GERUND or _is_reply_from(sentence, at):
        return False
    is_perfect = at > sentence.start and sentence.norm(at - 1) in {"has", "have"}
    is_done = is_perfect and sentence.is_form(at, Form.PARTICIPLE)
    is_verb = is_done or sentence.is_form(at, Form.BASE, Form.PAST, Form.ING)
    return is_verb or _is_verb_by_place(sentence, at)


def _is_noun_by_what_follows(sentence: Sentence, at: int) -> bool:
    """*burn below $600k*, *closed beta*, *hosting: 9 % of revenue*, *print + digital sales*."""
    after = sentence.norm(at + 1)
    is_result = sentence.norm(at) in nouns.IMPACT and not sentence.is_form(at, Form.ING)
    if is_result and at == sentence.start and _is_said_of_result(sentence, at + 1):
        return True
    is_topic = after == ":" and sentence.is_form(at, Form.ING)
    if sentence.norm(at) == "working" and sentence.norm(at + 1) in nouns.THING:
        return True  # *working prototype*
    is_theirs = sentence.is_participle(at + 1) and sentence.norm(at + 2) == "by"
    return is_topic or is_theirs or after in {"+", "/", "alpha", "beta"}


def _is_said_of_result(sentence: Sentence, at: int) -> bool:
    measure = sentence.measure_at.get(at)
    is_level = measure is not None and measure.amount in {Amount.BOUND, Amount.RATE}
    if sentence.is_participle(at) or (
        sentence.norm(at) in _LEVELS and sentence.is_measured(at + 1)
    ):
        return True
    return is_level and measure is not None and not sentence.is_word(measure.last + 1)


def _is_reply_from(sentence: Sentence, at: int) -> bool:
    """*Reply from the landlord within 3 days*: their act as a noun."""
    is_act = sentence.norm(at) in nouns.ACT_NOUN and sentence.norm(at + 1) in {"by", "from"}
    return is_act and any(i in sentence.people_at for i in range(at + 2, at + 6))


def _is_verb_by_place(sentence: Sentence, at: int) -> bool:
    """A verb we do not know: *abolish the weekly report*, *backfill three roles*."""
    norm, after = sentence.norm(at), sentence.norm(at + 1)
    if "-" in norm and norm.replace("-", "_") in verbs.EVERY:
        return after in nouns.DETERMINERS
    is_known = norm in _NO_UNKNOWN_VERBS
    if is_known or len(norm) < 3 or sentence.is_measured(at):
        return False
    count = sentence.measure_at.get(at + 1)
    is_counting = count is not None and count.amount is Amount.COUNT and count.last == at + 1
    is_name = sentence.tokens[at].text.isupper() or norm.endswith("s")
    if is_counting and sentence.is_word(at + 2):
        return not is_name and sentence.norm(at + 2) not in _NOT_COUNTED
    return after in nouns.DETERMINERS and not is_name


_NO_UNKNOWN_VERBS = nouns.KNOWN | nouns.FUNCTION_WORDS | verbs.HELPING
_NOT_COUNTED = nouns.UNITS | nouns.PREPOSITIONS


def _is_told_to_do(sentence: Sentence, at: int) -> bool:
    """*Pilot the scheme*, *Host 3 webinars*: a verb, though it could name somebody."""
    after = sentence.norm(at + 1)
    is_list = after == ":" and sentence.is_measured(at + 2)  # *Hire: 2 designers*
    is_about_something = is_list or after in nouns.DETERMINERS or sentence.is_measured(at + 1)
    is_joined = after in {"and", "&"} and sentence.is_form(at + 2, Form.BASE)  # *hire and onboard*
    return not sentence.people_at[at].is_many and (is_about_something or is_joined)


# Verbs whose bare form is as often the first half of a name: *search relevance*, *call quality*.
_ALSO_NOUNS = frozenset(
    """
    a/b access answer book brand build call change chat check close code comment complete contact
    cost cover deploy design document email export feature filter guide host import interview
    launch link load log mail map market message monitor name network offer open order pitch plan
    post process record release report research return review run schedule score screen search share
    stock support survey sync test tour track trade update upgrade view visit work
""".split()
)


_MEASURES = nouns.MEASURED | nouns.SCORE
_NAMES_THINGS = frozenset("a/b_test interview pitch report research review survey test".split())
_RARELY_VERBS = frozenset(
    """
    access brand call chat contact email interview link mail message network order pitch
    report score
    screen search survey tour track
""".split()
)


def _is_first_half(sentence: Sentence, at: int, phrase: Phrase) -> bool:
    """*support calls per subscriber*, *review widget*, *message queue replaced*."""
    head = sentence.norm(phrase.head)
    is_theirs = sentence.norm(phrase.end) in {"among", "by", "per"} and head in nouns.ACT_NOUN
    is_toil = sentence.lemma(at) in _NAMES_THINGS and not head.endswith("s")
    is_one_thing = is_toil and head in nouns.THING  # one thing without an article
    is_done = len(phrase.words) == 1 and any(map(sentence.is_participle, phrase.states))
    return head in _MEASURES or is_theirs or is_one_thing or is_done


def _is_result_told(sentence: Sentence, at: int, phrase: Phrase) -> bool:
    """Tell a result with a level behind it from the object of a verb."""
    names = [sentence.norm(i) for i in (*phrase.words, *phrase.states)]
    end = sentence.norm(phrase.end)
    says_level = end in _LEVELS or sentence.is_measured(phrase.end) or bool(_HELD & {*names, end})
    is_about = any(norm in nouns.IMPACT for norm in names)
    is_noun = sentence.lemma(at) in _FIRST_HALVES and sentence.is_form(at, Form.BASE)
    return is_noun and is_about and says_level


_HELD = frozenset("doubled down flat halved held level lower steady up".split())
_FIRST_HALVES = frozenset(
    "brand commission contract design export import market model order print process research"
    " service software store support trade train translation".split()
)


_SAID_OF_MONEY = frozenset(
    "advertising existing fundraising holding lending licensing listing operating outstanding"
    " recurring selling servicing trading underwriting".split()
)


def _is_compound_noun(sentence: Sentence, at: int, phrase: Phrase) -> bool:
    """*open rate above 35 %*, *report builder GA*: two nouns, not a verb and its object."""
    pair = (sentence.norm(at), sentence.norm(at + 1))
    if pair in nouns.THING_PAIRS or pair in nouns.IMPACT_PAIRS:
        return True
    is_next = bool(phrase.words) and phrase.words[0] == at + 1
    if sentence.norm(at) in _SAID_OF_MONEY and any(
        sentence.norm(i) in nouns.IMPACT for i in phrase.words
    ):
        return True  # *operating cash flow*, *trading profit*
    if (
        is_next
        and sentence.is_form(at, Form.ING)
        and any(map(sentence.is_participle, phrase.states))
    ):
        return True  # *tracking code added to every page*
    if is_next and _is_result_told(sentence, at, phrase):
        return True  # *commission revenue up by a third*
    if sentence.norm(at) not in _ALSO_NOUNS or not phrase.words or phrase.words[0] != at + 1:
        return False
    if _is_first_half(sentence, at, phrase) or is_impact(sentence, phrase):
        return True
    head, is_rare = sentence.norm(phrase.head), sentence.norm(at) in _RARELY_VERBS
    is_one_thing = is_rare and (head == "series" or not head.endswith("s"))  # *email series*
    is_said_of = len(phrase.words) == 1 and (bool(phrase.states) or is_rare)
    if (is_one_thing or is_said_of) and head in nouns.THING:
        return True
    after = sentence.measure_at.get(phrase.end)
    is_number_next = after is not None and after.amount in {Amount.RATE, Amount.MONEY}
    is_sign_next = not sentence.is_break(phrase.end) and not sentence.is_word(phrase.end)
    return is_sign_next and (is_number_next or sentence.tokens[phrase.end].kind is Kind.COMPARISON)
