"""How a goal could be said as an outcome, from its own words; what it does not say is asked for."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, verbs
from seachange.planning.rules.wording.crowds import People
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.predicates import Deed, Sort
from seachange.planning.rules.wording.sentence import Sentence

WHO, WHAT, WINDOW, RATE, DATE = "<actor>", "<act>", "<window>", "<rate>", "<date>"


def rewrite(facts: Facts, ruling: Ruling) -> str:
    """Propose what to write instead, with blanks in angle brackets; empty for a whole outcome."""
    propose = {
        Label.OUTCOME: _outcome_alone,
        Label.UNMEASURED: _measured,
        Label.OUTPUT: _for_output,
        Label.IMPACT: _for_impact,
        Label.ACTIVITY: _for_effort,
        Label.UNCLEAR: _for_unclear,
    }
    return propose[ruling.label](facts, ruling)


def _outcome_alone(facts: Facts, ruling: Ruling) -> str:
    """*launch X so that 10 % of members refer a friend*: the second half is the goal."""
    is_behind_making = facts.start is not None and facts.start.head in {Head.MAKE, Head.TOIL}
    if not is_behind_making or ruling.deed is None:
        return ""
    alone = _from(facts.sentence, _start_of_clause(facts, ruling.deed))
    return f"Leave the solution open: “{alone}”."


def _start_of_clause(facts: Facts, deed: Deed) -> int:
    """Where the people's clause begins, behind *so that*."""
    at = deed.governor + 1
    while facts.sentence.norm(at) in nouns.CONJUNCTIONS | nouns.RELATIVES:
        at += 1
    return at


def _measured(facts: Facts, ruling: Ruling) -> str:
    """The goal as it is, with the rates it lacks."""
    whole = facts.start is None or facts.start.head not in {Head.MAKE, Head.TOIL}
    at = facts.sentence.start if whole or ruling.deed is None else ruling.deed.governor + 1
    said = _without_date(facts.sentence, at)
    return f"Say how often: “{said}: from {RATE} to {RATE} {_by_when(facts.sentence)}”."


def _for_output(facts: Facts, _ruling: Ruling) -> str:
    can = facts.first(Sort.MAY)
    granted = _granted(facts)
    if granted is not None or can is not None:
        deed = granted or can
        return _for_capability(facts, deed) if deed is not None else ""
    thing = _thing(facts)
    is_live = facts.start is not None and facts.start.lemma in _GOES_LIVE and thing
    once = (
        f"once {thing} {'are' if _is_plural(facts) else 'is'} live"
        if is_live
        else (f"because of {thing or 'it'}")
    )
    return f"Who will do what differently {once}? For example: {_example(facts)}."


_GOES_LIVE = frozenset(
    "deploy go_live introduce kick_off launch release relaunch roll_out ship".split()
)


def _granted(facts: Facts) -> Deed | None:
    """*allow users to export*: the act that is only made possible."""
    if facts.start is None or facts.start.lemma not in verbs.PERMIT:
        return None
    return next(iter(facts.acts), None)


def _for_capability(facts: Facts, deed: Deed) -> str:
    sentence = facts.sentence
    who = _name(sentence, deed.people)
    at = deed.said.first
    while sentence.norm(at) in verbs.HELPING:
        at += 1
    said = _without_date(sentence, at)
    example = f"“{who} {said}: from {RATE} to {RATE} {_by_when(sentence)}”"
    return f"Being able to is not doing. How many will, and how often? For example: {example}."


def _for_impact(facts: Facts, ruling: Ruling) -> str:
    result = _joined(facts.sentence, ruling.decided) or "it"
    said = _from(facts.sentence, facts.sentence.start)
    question = f"Which act of which people would move “{result}”?"
    return f"{question} For example: {_example(facts)}. Keep “{said}” as the impact it drives."


def _for_effort(facts: Facts, _ruling: Ruling) -> str:
    thing = _thing(facts)
    because = f"because of {thing}" if thing else "because of this effort"
    return f"Who will do what differently {because}? For example: {_example(facts)}."


def _for_unclear(facts: Facts, _ruling: Ruling) -> str:
    mind = facts.first(Sort.MIND)
    said = _from(facts.sentence, facts.sentence.start)
    if not said:
        return f"Say who does what, and how often: {_example(facts)}."
    if mind is not None:
        return f"Which act would show that “{said}”? For example: {_example(facts)}."
    if facts.sentence.is_rated():
        return f"Whose act is behind “{said}”? For example: {_example(facts)}."
    return (
        f"What would people do differently if “{said}” came true? For example: {_example(facts)}."
    )


# --- pieces of a sentence -----------------------------------------------------------------------


def _example(facts: Facts) -> str:
    """The shape of an outcome, with the people, the rates and the date the goal gives."""
    sentence = facts.sentence
    crowd = next((p for p in sentence.people if _may_act(facts, p)), None)
    who = _name(sentence, crowd) if crowd is not None else WHO
    return f"“{who} {WHAT} within {WINDOW}: from {RATE} to {RATE} {_by_when(sentence)}”"


def _may_act(facts: Facts, crowd: People) -> bool:
    """Tell people the goal speaks of from those it only mentions: *market leader*, *hire 3 …*."""
    is_verb = facts.start is not None and crowd.first <= facts.start.last
    is_hired = facts.start is not None and facts.start.lemma in {"appoint", "hire", "recruit"}
    return crowd.is_many and not (crowd.is_stand_in or is_verb or is_hired)


def _by_when(sentence: Sentence) -> str:
    dates = sentence.of(Amount.DATE)
    if not dates:
        return f"by {DATE}"
    first = dates[0].first
    while sentence.norm(first - 1) in {"the", "by", "in", "before", "until", "on"}:
        first -= 1
    said = sentence.words_of(first, dates[0].last)
    return said if first < dates[0].first else f"by {said}"


def _without_date(sentence: Sentence, at: int) -> str:
    """The text from a position on, up to a date that ends it."""
    last = len(sentence.tokens) - 1
    dates = sentence.of(Amount.DATE)
    if dates and dates[-1].last == last and dates[-1].first > at:
        last = dates[-1].first - 1
        while last > at and sentence.norm(last) in nouns.PREPOSITIONS | {"the"}:
            last -= 1
    return sentence.words_of(at, last).rstrip(" .,;:")


def _from(sentence: Sentence, at: int) -> str:
    return sentence.words_of(at, len(sentence.tokens) - 1).rstrip(" .,;:")


def _thing(facts: Facts) -> str:
    """What is made, as the goal names it, article and all."""
    words = facts.phrase.words
    if not words:
        return ""
    first = words[0]
    floor = facts.start.last if facts.start is not None else facts.sentence.start - 1
    while first - 1 > floor:
        first -= 1
    return facts.sentence.words_of(first, words[-1])


def _is_plural(facts: Facts) -> bool:
    head = facts.sentence.norm(facts.phrase.head)
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))


def _name(sentence: Sentence, crowd: People) -> str:
    """The people with the words that say which: *new clients*, *sales reps*."""
    first = crowd.first
    floor = max(sentence.start, crowd.first - 3)
    while first > floor and sentence.is_word(first - 1) and _says_which(sentence, first - 1):
        first -= 1
    return sentence.words_of(first, crowd.last)


def _says_which(sentence: Sentence, at: int) -> bool:
    norm = sentence.norm(at)
    if sentence.is_measured(at) or norm in nouns.DETERMINERS | nouns.PREPOSITIONS:
        return False
    is_opening = at == sentence.start and norm in verbs.FORMS
    return not is_opening and norm not in nouns.CONJUNCTIONS | nouns.RELATIVES | verbs.AUXILIARY


def _joined(sentence: Sentence, positions: tuple[int, ...]) -> str:
    if not positions:
        return ""
    return sentence.words_of(min(positions), max(positions))
