"""Results told in any wording: a rank, a part of the market, money wherever it is measured."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, people, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.phrases import is_made, phrase_from
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind


def standing(facts: Facts) -> Ruling | None:
    """*best-rated bank*, *rated 4.8*, *top 10 in the league table*, *win 5 % of the market*."""
    sentence = facts.sentence
    first, second = sentence.norm(sentence.start), sentence.norm(sentence.start + 1)
    if first in {"be", "become"} and second in _RATES_US:
        return Ruling(Label.IMPACT, (sentence.start + 1,))
    if facts.acts:
        return None
    for at in range(sentence.start, len(sentence.tokens)):
        if results.is_ranked_word(sentence.norm(at)) or _is_rank(sentence, at):
            return Ruling(Label.IMPACT, (at,))
    if sentence.lemma(sentence.start) in _RIVALS and not facts.deeds:
        return Ruling(Label.IMPACT, (sentence.start,))
    return _part_of_market(facts) or _came_in(facts)


_RIVALS = frozenset("leapfrog outgrow outpace outperform outrank overtake".split())
_QUANTILES = frozenset("decile half quartile quarter quintile third tier".split())
_RATES_US = frozenset("rated ranked".split())
_PLACED = frozenset("rank place finish be become reach enter hit stay named".split())


def _is_rank(sentence: Sentence, at: int) -> bool:
    """*rated 4.8*, *top ten*, *number two*, *a leader in the Gartner quadrant*."""
    norm, after = sentence.norm(at), at + 1
    if norm in _RATES_US:
        return sentence.is_measured(after) or sentence.norm(after) in {"in", "among", "as"}
    if norm == "rank" and at == sentence.start:
        return sentence.norm(after) in {"first", "second", "third", "in", "among"}
    if norm == "top" and sentence.norm(after) in _QUANTILES:
        return True
    is_league = any(token.norm in results.LEAGUES for token in sentence.tokens[at:])
    if norm in {"top", "top-3", "top-5", "top-10", "top-three", "top-five", "top-ten"}:
        is_number = "-" in norm or sentence.is_measured(after)
        is_last = sentence.norm(after + 1) in {"in", "for", "of", "on"} or (
            sentence.is_break(after + 1) or "-" in norm
        )
        return is_number and is_last and sentence.norm(after + 1) != "of"
    if norm in {"number", "no", "#"} and sentence.is_measured(after):
        is_first = sentence.norm(after) in {"one", "1"}
        return not is_first and (is_league or _names_market(sentence, after))
    return norm in {"leader", "first", "second", "third"} and is_league


def _names_market(sentence: Sentence, at: int) -> bool:
    return any(token.norm in results.MARKETS for token in sentence.tokens[at:])


_TAKING = frozenset(
    "achieve attain capture claim command conquer control earn gain get grab have hold own reach"
    " secure seize take win".split()
)


def _part_of_market(facts: Facts) -> Ruling | None:
    """*win 5 % of the boiler market*, *30 % of the mid-market*."""
    sentence = facts.sentence
    for at in range(sentence.start, len(sentence.tokens)):
        if sentence.norm(at) == "share" and sentence.norm(at + 1) == "of":
            phrase = phrase_from(sentence, at + 2)
            if sentence.norm(phrase.head) in {"market", "segment"}:
                return Ruling(Label.IMPACT, (at, *phrase.words))
    for rate in sentence.of(Amount.RATE):
        if sentence.norm(rate.last + 1) != "of":
            continue
        phrase = phrase_from(sentence, rate.last + 2)
        is_market = sentence.norm(phrase.head) in results.MARKETS
        opens = sentence.lemma(sentence.start)
        if is_market and (opens in _TAKING or rate.first == sentence.start):
            return Ruling(Label.IMPACT, (*range(rate.first, rate.last + 1), *phrase.words))
    return None


def _came_in(facts: Facts) -> Ruling | None:
    """*3,000 bikes sold*, *£250k saved on cleaning*."""
    sentence = facts.sentence
    is_counted = sentence.is_measured(sentence.start)
    for at in facts.phrase.states if is_counted and facts.start is None else ():
        if sentence.is_participle(at) and sentence.lemma(at) in results.CAME_IN:
            return Ruling(Label.IMPACT, (*facts.phrase.words, at))
    return None


def result_anywhere(facts: Facts) -> Ruling | None:
    """*keep support spend flat*, *average basket £41 → £48*, *grow 40 % year on year*."""
    sentence, start = facts.sentence, facts.start
    if facts.acts or (start is not None and start.head in {Head.MAKE, Head.TOIL}):
        return None
    if _grows(facts):
        return Ruling(Label.IMPACT, (facts.start.first,) if facts.start else (sentence.start,))
    words = tuple(_named_results(sentence)) or _crowd_grown(sentence)
    if start is None and is_made(sentence, facts.phrase) and not results.is_result(_head(facts)):
        return None  # *cost dashboards per team*
    is_bare = start is None and facts.phrase.head in words and _head(facts) not in results.MONEY
    if is_bare and not is_made(sentence, facts.phrase):
        return Ruling(Label.IMPACT, words)  # *brand favourability*, *student numbers*
    money = tuple(i for i, t in enumerate(sentence.tokens) if t.kind is Kind.MONEY)
    lemma = start.lemma if start else sentence.lemma(sentence.start)
    moves = lemma in verbs.RAISE | verbs.LOWER | results.UNMOVED
    says_how_much = _is_measured(sentence) or _says_up_or_down(sentence)
    if words and (moves or says_how_much):
        return Ruling(Label.IMPACT, words)
    return Ruling(Label.IMPACT, money) if money and not facts.deeds else None


_REACHES = frozenset("exceed hit pass reach surpass top".split())


def _crowd_grown(sentence: Sentence) -> tuple[int, ...]:
    """*registered users hit one million*: their number does it, not they."""
    return next(
        (
            (crowd.last, crowd.last + 1)
            for crowd in sentence.people
            if sentence.lemma(crowd.last + 1) in _REACHES and sentence.is_measured(crowd.last + 2)
        ),
        (),
    )


def _is_measured(sentence: Sentence) -> bool:
    return any(measure.amount is not Amount.DATE for measure in sentence.measures)


def _head(facts: Facts) -> str:
    return facts.sentence.norm(facts.phrase.head)


_GROWS = frozenset("expand grow shrink".split())
_OVER_TIME = frozenset("yoy y/y market year-on-year year-over-year organically profitably".split())
_MOVED = frozenset("down up flat back stable unchanged doubled halved tripled".split())


def _grows(facts: Facts) -> bool:
    """*grow 40 % year on year*, *grow faster than the market*: we grow, and nothing else is."""
    sentence = facts.sentence
    lemma = facts.start.lemma if facts.start else sentence.lemma(sentence.start)
    is_bare = facts.start is None or not facts.phrase.words
    has_sign = any(token.norm in _OVER_TIME for token in sentence.tokens)
    on_year = "year on year" in sentence.text.casefold()
    return lemma in _GROWS and (has_sign or on_year or (is_bare and facts.has_rate()))


def _says_up_or_down(sentence: Sentence) -> bool:
    return any(token.norm in _MOVED for token in sentence.tokens)


def _named_results(sentence: Sentence) -> list[int]:
    """Return the positions of words of money, market or opinion, and of counts of people."""
    found = []
    for at in range(sentence.start, len(sentence.tokens)):
        norm, pair = sentence.norm(at), (sentence.norm(at - 1), sentence.norm(at))
        if not sentence.is_word(at) or norm in _RATHER_THINGS or pair in nouns.THING_PAIRS:
            continue
        is_count = norm in results.HEADCOUNTS and _is_person(sentence.norm(at - 1))
        is_machine = bool(nouns.MACHINE_SCORE & {sentence.norm(at - 1), sentence.norm(at - 2)})
        is_score = norm in nouns.SCORE and not is_machine and at > sentence.start
        if results.is_result(norm) or pair in nouns.IMPACT_PAIRS or is_count or is_score:
            found.append(at)
    return found


_RATHER_THINGS = frozenset(
    "payment payments booking bookings debt refund refunds contribution contributions provision"
    " balance credit credits benefit benefits mention mentions grade lead leads saving retention"
    " mortgage invoice star stars pipeline pipelines approval approvals".split()
)


def _is_person(norm: str) -> bool:
    from_one = people.group_of_one(norm)
    return from_one is not None or people.is_person_by_ending(norm)
