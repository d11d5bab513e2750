"""What a run of words is about: a thing made, a business result, effort, or people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seachange.planning.rules.wording import nouns, verbs
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words about one thing; positions of its words, the last of which names it.

    `states` are the positions of what is said of the thing behind its name: *live*, *shipped*.
    `end` is the position of the first word that no longer belongs to it.
    """

    words: tuple[int, ...]
    states: tuple[int, ...]
    end: int

    @property
    def head(self) -> int:
        """The position of the word the phrase is about, or -1."""
        return self.words[-1] if self.words else -1


_LONGEST = 16
_STATES = nouns.DONE | nouns.ADVERBS | {"up", "down"}


def phrase_from(sentence: Sentence, index: int) -> Phrase:
    """Return the phrase that starts here; *the share of* and *a rise in* lead on to its thing."""
    words: list[int] = []
    at = index
    end = min(len(sentence.tokens), index + _LONGEST)
    while at < end:
        if sentence.norm(at) in {"of", "in"} and _leads_on(sentence, words, at):
            words = []
        elif sentence.tokens[at].is_quoted:
            pass
        elif _is_amount(sentence, at):
            if words and not _is_inside_name(sentence, at):
                break
        elif not words and is_adverb(sentence.norm(at)):
            pass
        elif words and _end_of_aside(sentence, at) > at:
            at = _end_of_aside(sentence, at)  # *Arabic (RTL) support*
        elif not sentence.is_word(at) or _ends(sentence, at, words) or _opens_clause(sentence, at):
            break
        elif sentence.norm(at) not in nouns.CONJUNCTIONS:
            words.append(at)
        at += 1
    return _with_states(sentence, words, at)


_NOT_NAMING = nouns.FUNCTION_WORDS | verbs.HELPING


def _end_of_aside(sentence: Sentence, at: int) -> int:
    """Return the position of the closing bracket of a short aside with a noun behind it, or -1."""
    if sentence.norm(at) != "(":
        return -1
    closing = next((i for i in range(at + 1, at + 4) if sentence.norm(i) == ")"), -1)
    after = sentence.norm(closing + 1) if closing > 0 else ""
    is_named_on = (
        closing > 0 and sentence.is_word(closing + 1) and not sentence.is_measured(closing + 1)
    )
    return closing if is_named_on and after not in _NOT_NAMING else -1


def _leads_on(sentence: Sentence, words: Sequence[int], at: int) -> bool:
    """*40 % of*, *the number of*, *a 20 % reduction in*."""
    if not words:
        return sentence.norm(at) == "of" or sentence.is_measured(at - 1)
    pair = tuple(sentence.norm(i) for i in words[-2:])
    if sentence.norm(at + 1) in nouns.SHARED or pair in nouns.IMPACT_PAIRS:
        return False
    head = sentence.norm(words[-1])
    if head in nouns.MOVEMENT:
        return len(words) == 1
    is_stretch = head in _STRETCHES and sentence.norm(at + 1) in nouns.IMPACT
    return sentence.norm(at) == "of" and (head in nouns.SHARE or is_stretch)


# *seven figures of profit*, *two quarters of growth*: how much of it, or how long.
_STRETCHES = nouns.PERIOD | nouns.both_numbers("average figure level record run sum total worth")


def _opens_clause(sentence: Sentence, at: int) -> bool:
    """*the features users asked for*: people behind a thing in the plural, and what they do."""
    crowd, before = sentence.people_at.get(at), sentence.norm(at - 1)
    is_thing = before in nouns.THING and before.endswith("s")
    return crowd is not None and crowd.is_many and is_thing and sentence.is_form(at + 1, *_FINITE)


_FINITE = (Form.BASE, Form.PAST)


def _is_amount(sentence: Sentence, at: int) -> bool:
    return (
        sentence.is_measured(at)
        or sentence.norm(at) in nouns.DETERMINERS
        or sentence.tokens[at].kind in {Kind.SIGN, Kind.COMPARISON, Kind.MONEY, Kind.QUOTE}
    )


def _is_inside_name(sentence: Sentence, at: int) -> bool:
    """A number inside a name: *SOC 2 certification*, *Postgres 16*."""
    measure = sentence.measure_at.get(at)
    is_count = measure is not None and measure.amount is Amount.COUNT
    if is_count and sentence.norm(at - 1) in {"bottom", "first", "last", "next", "top"}:
        return sentence.is_word(at + 1)  # *the top 20 usability issues*
    if is_count and sentence.norm(at - 1) in nouns.PERIOD | nouns.NUMBERED:
        return True  # *week 4 retention*
    return is_count and sentence.is_word(at + 1) and sentence.tokens[at - 1].text[:1].isupper()


def _ends(sentence: Sentence, at: int, words: Sequence[int]) -> bool:
    norm = sentence.norm(at)
    if norm in nouns.LINKS:
        is_joint = norm in {"and", "or", "&"} and _joins_nouns(sentence, at + 1)
        return not (words and is_joint)
    if norm in verbs.HELPING:
        return True
    return bool(words) and _is_predicate(sentence, at, words[-1])


def _is_predicate(sentence: Sentence, at: int, last: int) -> bool:
    """Tell whether a verb stands here that says something of the phrase before it."""
    norm = sentence.norm(at)
    is_followed = sentence.is_measured(at + 1) or sentence.norm(at + 1) in nouns.DETERMINERS
    before = sentence.norm(last)
    if (before, norm) in nouns.IMPACT_PAIRS:
        return False  # *inventory turns of 7*
    is_unknown = not is_noun(norm) and not verbs.readings(norm) and norm.endswith("s")
    is_standing = norm in _STANDS and sentence.norm(at + 1) in _AT  # *retention stands at 93 %*
    if (is_unknown or is_standing) and before in nouns.IMPACT and not sentence.is_break(at + 1):
        return True  # *retention stabilises at 40 %*
    is_said_of_thing = before in nouns.THING and sentence.norm(at + 1) not in nouns.IMPACT
    is_flowing = before in nouns.IMPACT and sentence.norm(at + 1) in nouns.PREPOSITIONS
    if sentence.is_form(at, Form.ING) and is_flowing and not is_gerund(norm):
        return True  # *half of revenue coming from subscriptions*
    if sentence.is_form(at, Form.ING) and is_said_of_thing and not is_gerund(norm):
        return True
    if is_said_of_thing and _does(sentence, at, before):
        return True  # *a dashboard showing health*
    if sentence.is_form(at, Form.ING):
        return is_followed and not is_noun(norm) and norm not in nouns.SCORE
    if sentence.is_form(at, Form.THIRD) and not is_noun(norm):
        goes_on = is_followed or sentence.norm(at + 1) in {"by", "to", "from"}
        return goes_on or (sentence.is_break(at + 1) and norm in _RISES)
    return False


def _does(sentence: Sentence, at: int, before: str) -> bool:
    """*policies cover screenshots*, *the installer includes docs*: what a thing does."""
    norm = sentence.norm(at)
    form = Form.BASE if before.endswith("s") else Form.THIRD
    has_object = sentence.norm(at + 1) in nouns.DETERMINERS  # *the bot answers the first question*
    is_name = is_gerund(norm) and not has_object
    is_verb = sentence.is_form(at, form) and not is_name and norm not in nouns.MAKING
    return is_verb and sentence.is_word(at + 1) and norm not in _RISES


def _joins_nouns(sentence: Sentence, after: int) -> bool:
    """*write-up or tutorial posted*, *boards and cards live*: one phrase, not two clauses."""
    norm = sentence.norm(after)
    is_name = sentence.is_word(after) and sentence.tokens[after].text.isupper() and len(norm) > 1
    is_named_too = is_name and sentence.tokens[after - 2].text.isupper()  # *FCC and CE mark*
    return is_named_too or (is_noun(norm) and not sentence.is_form(after, Form.BASE))


_STANDS = frozenset("amounts climbs comes hovers lies sits stands".split())
_AT = frozenset("above at below out over to under".split())
_RISES = frozenset("declines decreases doubles drops falls grows improves increases rises".split())


_NOT_ADVERBS = frozenset("apply comply family fly imply multiply rely reply supply".split())


def is_adverb(norm: str) -> bool:
    """Tell whether a word says how something is done: *regularly*."""
    return len(norm) > 4 and norm.endswith("ly") and norm not in _NOT_ADVERBS


def is_gerund(norm: str) -> bool:
    """Tell *planning* and *billing*, which name something, from *showing*."""
    return norm in nouns.GERUND or is_noun(norm)


def is_noun(norm: str) -> bool:
    """Tell whether our lists know a word as a noun."""
    return norm in nouns.NOUNS


def _with_states(sentence: Sentence, words: Sequence[int], end: int) -> Phrase:
    """Cut off what is said of the thing behind its name."""
    kept = list(words)
    states: list[int] = []
    while len(kept) > 1 and _is_state(sentence, kept[-1], kept[-2]):
        states.append(kept.pop())
    return Phrase(tuple(kept), tuple(reversed(states)), end)


def _is_state(sentence: Sentence, at: int, before: int) -> bool:
    norm = sentence.norm(at)
    is_version = norm[:1] == "v" and norm[1:].isdigit()
    if norm in _STATES or is_version or is_adverb(norm):
        return True
    if sentence.is_participle(at) or (norm.endswith("ed") and not verbs.readings(norm)):
        return norm not in nouns.THING
    # *15 experiments run*: the participle looks like the base form.
    is_bare = sentence.is_form(at, Form.PARTICIPLE) and not is_noun(norm)
    return is_bare and sentence.norm(before) in nouns.TOIL | nouns.THING


_RATED = nouns.ACT_NOUN | nouns.IMPACT | nouns.MEASURED

# --- what it is about ---------------------------------------------------------------------------

_OF_IMPACT = nouns.MOVEMENT | nouns.both_numbers("""
    base baseline compression contribution coverage creep dilution erosion gap leakage mix parity
    performance productivity shortfall slippage squeeze trend figure forecast goal index
    level percentage quota rate ratio run-rate
    share target total value
""")
_VAGUE = nouns.both_numbers("""
    environment experience model plan platform pricing process product service software solution
    strategy structure system
""")


def names_of(sentence: Sentence, phrase: Phrase) -> list[str]:
    """Return the words of a phrase as the vocabulary knows them."""
    return [sentence.norm(i) for i in phrase.words]


def is_impact(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase is about a business result or a score of opinion."""
    names = names_of(sentence, phrase)
    if not names:
        return False
    if tuple(names[-2:]) in nouns.THING_PAIRS or is_count_in_each(sentence, phrase.head):
        return False
    if names[-1] == "share" and sentence.norm(phrase.end + 1) in nouns.SHARED:
        return True
    if names[-1] == "return" and sentence.norm(phrase.end) == "on":
        return True
    if names[-1] in nouns.IMPACT or tuple(names[-2:]) in nouns.IMPACT_PAIRS:
        return True
    if names[-1] in nouns.SCORE and sentence.norm(phrase.end) == "per":
        return False  # *recipe ratings per reader*: what they give
    if names[-1] in nouns.SCORE:
        return not nouns.MACHINE_SCORE.intersection(names)
    of_impact = names[-2:-1] and names[-2] in nouns.IMPACT
    return names[-1] in _OF_IMPACT and (
        bool(of_impact) or tuple(names[-3:-1]) in nouns.IMPACT_PAIRS
    )


def is_count_in_each(sentence: Sentence, at: int) -> bool:
    """*active users per account*: how widely people take part, not how many there are."""
    is_each = sentence.norm(at + 1) in {"in", "per"} and sentence.norm(at + 2) in _EACH_GROUP
    return is_each and (sentence.norm(at - 1), sentence.norm(at)) in _USING


_USING = frozenset(("active", who) for who in ("accounts", "editors", "members", "seats", "users"))
_EACH_GROUP = frozenset(
    "account client company customer each every firm household organisation school site team"
    " tenant workspace".split()
)


def is_toil(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase is about effort: meetings, interviews, story points, velocity."""
    names = names_of(sentence, phrase)
    if not names or tuple(names[-2:]) in nouns.THING_PAIRS:
        return False
    return names[-1] in nouns.TOIL or tuple(names[-2:]) in nouns.TOIL_PAIRS


def is_made(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase is about a thing made: a portal, a policy, a training."""
    names = names_of(sentence, phrase)
    if not names:
        return False
    if names[-1] in nouns.THING or tuple(names[-2:]) in nouns.THING_PAIRS:
        return True
    is_standard = not nouns.STANDARDS.isdisjoint(names) and names[-1] not in _RATED
    is_named = (first <= i <= last for first, last in sentence.outputs for i in phrase.words)
    return is_standard or any(is_named)


def is_vague(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether the thing is so wide that bettering it makes nothing: *the product*."""
    return phrase.head >= 0 and sentence.norm(phrase.head) in _VAGUE
