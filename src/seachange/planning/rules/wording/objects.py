"""What an opening verb says with its object: making, effort, a business result, or a change."""

from __future__ import annotations

from enum import StrEnum

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.phrases import Phrase, is_impact, is_made, is_toil, is_vague
from seachange.planning.rules.wording.sentence import Sentence


class Head(StrEnum):
    """What the opening verb, with its object, says."""

    MAKE = "make"
    TOIL = "toil"
    EARN = "earn"
    CAUSE = "cause"
    CHANGE = "change"


def head_of(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> Head | None:
    """Ask in turn whether the object is people, a business result, effort or a thing."""
    if lemma == "make" and sentence.norm(start) == "it" and sentence.norm(start + 1) in _DOABLE:
        return Head.MAKE  # *make it possible for volunteers to swap shifts*
    return (
        _with_people(sentence, lemma, start, phrase)
        or _with_result(sentence, lemma, start, phrase)
        or _with_toil(sentence, lemma, phrase)
        or _with_thing(sentence, lemma, start, phrase)
    )


def _with_people(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> Head | None:
    """*enable customers to pay*, *train 50 reps*, *retain donors*, *get sellers to list*."""
    if start not in sentence.people_at and phrase.head not in sentence.people_at:
        return None
    if lemma in verbs.PERMIT:
        is_bare = lemma == "let" and sentence.is_word(phrase.end)
        says_to_do = is_bare or _says_to_do(sentence, start, phrase.end)
        return Head.MAKE if says_to_do else Head.CHANGE
    if lemma in _GIVING:
        return Head.MAKE
    if lemma in {"keep", "retain"}:
        return Head.EARN
    if lemma in _DONE_TO_PEOPLE and _is_counted(sentence, start):
        return Head.MAKE  # *vaccinate 2,000 children*
    if lemma == "get" and _is_gain_of_people(sentence, start, phrase):
        return Head.EARN  # *get 100 paying customers*; not *get 100 users to try*
    if lemma not in verbs.EVERY and sentence.norm(phrase.end) == "with":
        return Head.MAKE  # *outfit every driver with a radio*
    is_won = lemma in verbs.WIN and _is_won(sentence, lemma, start, phrase)
    return Head.CAUSE if lemma in verbs.CAUSE and not is_won else None


_DOABLE = frozenset("easier easy possible quicker simple simpler straightforward".split())
_ENDS = frozenset("drop eliminate limit shorten stop".split())
_GIVING = verbs.GRANT | verbs.TEACH
_DONE_TO_PEOPLE = verbs.ACT - (
    verbs.TOIL | verbs.CAUSE | verbs.WIN | verbs.REACH | verbs.RAISE | verbs.LOWER
)
_ELSEWHERE = verbs.SHIFT - verbs.CAUSE
_MAKING_WITHOUT_RESULT = verbs.MAKE - verbs.BRING_ABOUT - verbs.WIN
_ONLY_EFFORT = verbs.TOIL - verbs.MAKE - verbs.WIN - verbs.REACH
_OUR_EFFORT = verbs.TOIL | verbs.RAISE | verbs.REACH | {"have", "do"}


def _is_gain_of_people(sentence: Sentence, start: int, phrase: Phrase) -> bool:
    crowd = sentence.people_at.get(phrase.head)
    is_stand_in = crowd is None or crowd.is_stand_in
    return not is_stand_in and sentence.norm(phrase.end) != "to" and _is_counted(sentence, start)


def _with_result(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> Head | None:
    """*close 25 deals*, *grow revenue*, *automate billing*, *reduce debt by rewriting*."""
    if lemma in verbs.EARN or (lemma in verbs.WIN and _is_won(sentence, lemma, start, phrase)):
        return Head.EARN
    is_elsewhere = lemma in _ELSEWHERE or sentence.norm(start) in {"to", "from"}
    if lemma in verbs.SHIFT and is_elsewhere and phrase.words and not _has_rate(sentence):
        return Head.MAKE  # *switch to annual billing*, *split billing out*
    is_place = sentence.norm(start) in {"to", "into"} and phrase.head not in sentence.people_at
    if lemma == "expand" and is_place and not _has_rate(sentence):
        return Head.MAKE  # *expand to Spain*
    if _is_taken_there(sentence, lemma, phrase):
        return Head.MAKE
    if is_impact(sentence, phrase):
        is_list = sentence.norm(phrase.head) in nouns.SCORE and lemma in verbs.MAKE
        if is_list or lemma in _MAKING_WITHOUT_RESULT:
            return Head.MAKE
        is_effort = lemma in _ONLY_EFFORT and not sentence.is_participle(sentence.start)
        return Head.TOIL if is_effort else Head.CHANGE
    if lemma in verbs.LOWER:
        is_ours = sentence.norm(phrase.head) in nouns.SET_BY_US or (
            lemma in _ENDS and is_made(sentence, phrase) and not _rate_follows(sentence, phrase)
        )
        is_made_less = is_ours or _is_done_by_making(sentence, phrase.end)
        return Head.MAKE if is_made_less else Head.CHANGE
    return None


def _is_taken_there(sentence: Sentence, lemma: str, phrase: Phrase) -> bool:
    """*expand next-day delivery to Leeds*, *bring contactless payments to every bus*."""
    head, at = sentence.norm(phrase.head), phrase.end + 1
    is_there = sentence.norm(phrase.end) in {"across", "into", "to"} and not _has_rate(sentence)
    if lemma not in _SPREADING or not is_there or not phrase.words:
        return False
    if phrase.head in sentence.people_at or nouns.is_abstract(head) or head in _PLAIN_RESULTS:
        return False
    is_name = sentence.is_word(at) and sentence.tokens[at].text[:1].isupper()
    return is_name or sentence.norm(at) in {"all", "each", "every", "more", "the"}


_SPREADING = frozenset("bring expand extend open_up stretch take widen".split())
_PLAIN_RESULTS = nouns.IMPACT | nouns.MEASURED | nouns.MOVEMENT | nouns.FEELINGS


def _with_toil(sentence: Sentence, lemma: str, phrase: Phrase) -> Head | None:
    """*hold a workshop* is effort; *write 100 unit tests* and *deliver letters* make something."""
    if not is_toil(sentence, phrase):
        return None
    if lemma in verbs.CAUSE and any(i in sentence.people_at for i in phrase.words[:-1]):
        return Head.CAUSE  # *have 70 % of squads demo*
    if lemma not in verbs.TOIL and _is_theirs(sentence, phrase.end):
        return Head.CHANGE  # *grow sessions per subscriber*
    if lemma == "pass":
        return Head.MAKE  # *pass the audit*
    is_held = sentence.norm(phrase.head) in nouns.HELD and lemma != "deliver"
    if lemma in verbs.MAKE and lemma not in verbs.TOIL and not (is_held and lemma in verbs.REACH):
        return Head.MAKE
    return Head.TOIL if lemma in _OUR_EFFORT else None


_FIRMLY_OURS = (verbs.MAKE | verbs.TOIL) - verbs.BRING_ABOUT - verbs.REACH


def _is_theirs(sentence: Sentence, at: int) -> bool:
    """*… per subscriber*, *… by patients*: the effort is that of other people."""
    is_of = sentence.norm(at) in {"among", "by", "per"}
    return is_of and any(i in sentence.people_at for i in range(at + 1, at + 4))


_ONLY_MAKING = verbs.MAKE - verbs.IMPROVE - verbs.REACH
_BETTERING = verbs.IMPROVE | verbs.REACH | verbs.RAISE | verbs.MAKE
_OF_MINDS = verbs.ATTITUDE | verbs.STATE | verbs.CAUSE | verbs.RECEIVE
_SENDS = frozenset("distribute do give hold host make organise run send share".split())
_READY = frozenset("be become bring drive get have keep make move push put see take turn".split())


_DOING_TO_THINGS = verbs.SHIFT | {"deliver"}
_WHATEVER = frozenset("everything it them this".split())


def _with_thing(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> Head | None:
    """Decide by whether the object is a thing made."""
    if sentence.norm(phrase.head) in nouns.ABSTRACT and lemma not in _FIRMLY_OURS:
        return Head.CHANGE
    is_whatever = lemma in verbs.MAKE and sentence.norm(start) in _WHATEVER
    if is_whatever or (lemma in _DOING_TO_THINGS and _is_concrete(sentence, phrase)):
        return Head.MAKE  # *deliver it by June*, *split billing out*
    if lemma in _READY:
        return Head.MAKE if _is_made_ready(sentence, lemma, phrase) else Head.CHANGE
    if lemma in _ONLY_MAKING:
        count = sentence.measure_at.get(start)
        is_rhythm = not phrase.words and count is not None and count.amount is Amount.RATE
        return Head.TOIL if is_rhythm else Head.MAKE  # *publish 3x a week* is effort
    if lemma in verbs.TOIL:
        return _with_effort(sentence, lemma, phrase)
    if lemma in _BETTERING:
        return Head.MAKE if _is_bettered_thing(sentence, lemma, phrase) else Head.CHANGE
    is_said_of_minds = lemma in _OF_MINDS
    if is_said_of_minds or not _is_concrete(sentence, phrase):
        return None
    return Head.MAKE  # *abolish the weekly report*: whatever else we do to a thing


def _with_effort(sentence: Sentence, lemma: str, phrase: Phrase) -> Head:
    """*send a newsletter*, *run it all in the cloud* make something; *read books* does not."""
    is_thing = is_made(sentence, phrase)
    is_run = lemma == "run" and _is_concrete(sentence, phrase)
    if (is_thing and lemma in _SENDS) or is_run:
        return Head.MAKE
    is_target = lemma == "meet" and bool(phrase.words) and phrase.head not in sentence.people_at
    return Head.CHANGE if is_target else Head.TOIL


def _is_bettered_thing(sentence: Sentence, lemma: str, phrase: Phrase) -> bool:
    head = sentence.norm(phrase.head)
    if head in nouns.SET_BY_US:
        return True
    is_vague_goal = lemma not in verbs.MAKE and is_vague(sentence, phrase)
    return is_made(sentence, phrase) and not is_vague_goal and head not in nouns.ACT_NOUN


_MEASURES = nouns.MEASURED | nouns.ACT_NOUN | nouns.MOVEMENT | nouns.ABSTRACT | nouns.SHARE


def _is_concrete(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase names something one can put one's hands on, and no rate of it."""
    if not phrase.words or phrase.head in sentence.people_at:
        return False
    is_measure = sentence.norm(phrase.head) in _MEASURES and not is_made(sentence, phrase)
    return not is_measure and not _rate_follows(sentence, phrase)


def _is_made_ready(sentence: Sentence, lemma: str, phrase: Phrase) -> bool:
    """*make X available*, *have X in place*, *get X out of beta*, *get a report*."""
    told = [
        i for i in phrase.states if sentence.norm(i) not in nouns.ADVERBS - {"offline", "online"}
    ]
    follows = sentence.norm(phrase.end)
    if lemma in {"get", "have"}:
        told += [i for i in phrase.words[1:] if sentence.is_participle(i)]
    if told or (follows == "in" and sentence.norm(phrase.end + 1) in nouns.PLACES):
        return phrase.head not in sentence.people_at
    if not is_made(sentence, phrase):
        return False
    is_got = lemma in {"get", "have"} and not _has_rate(sentence)
    before = phrase.words[0] - 1
    is_new = sentence.norm(before) in {"a", "an"} or sentence.is_measured(before)
    if lemma == "make" and is_new:
        return True
    return is_got or follows in {"in", "out", "over", "to", "into", "onto"}


def _has_rate(sentence: Sentence) -> bool:
    return bool(sentence.of(Amount.RATE))


def _rate_follows(sentence: Sentence, phrase: Phrase) -> bool:
    """*move activation from 20 to 30 %*; not *move 80 % of workloads*."""
    return any(rate.first >= phrase.end for rate in sentence.of(Amount.RATE))


def _is_counted(sentence: Sentence, start: int) -> bool:
    amount = sentence.measure_at.get(start)
    return amount is not None and amount.amount in {Amount.COUNT, Amount.BOUND}


def _is_won(sentence: Sentence, lemma: str, start: int, phrase: Phrase) -> bool:
    """*close 25 deals*, *sign 40 new logos*, *win 20 customers*, *save $400k*."""
    amount = sentence.measure_at.get(start)
    if amount is not None and amount.amount is Amount.MONEY:
        return True
    if lemma == "save" and amount is not None and amount.amount is Amount.RATE:
        return True
    norm = sentence.norm(phrase.head)
    if sentence.norm(phrase.end) == "with" and _are_sellers(sentence, phrase.end + 1):
        return False  # *sign contracts with three suppliers*: we are the ones who buy
    return norm in _WON or (phrase.head in sentence.people_at and amount is not None)


def _are_sellers(sentence: Sentence, at: int) -> bool:
    return any(sentence.norm(i) in people.SELLING_TO_US for i in range(at, at + 6))


def _says_to_do(sentence: Sentence, start: int, end: int) -> bool:
    """*enable customers to pay*, *let users pause*; not *empower our people*."""
    return any(
        sentence.norm(i) == "to" or sentence.is_form(i, Form.BASE)
        for i in range(start + 1, end + 4)
    )


_WON = nouns.both_numbers("account bid contract deal logo order sale series tender")


def _is_done_by_making(sentence: Sentence, at: int) -> bool:
    """*reduce debt by rewriting the service*: the making is the goal."""
    is_by = sentence.norm(at) in {"by", "through"} and sentence.is_form(at + 1, Form.ING)
    return is_by and sentence.lemma(at + 1) in verbs.MAKE | verbs.SHIFT
