"""Results told in any wording: a rank, a part of the market, money wherever it is measured."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, people, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.phrases import is_count_in_each, is_made, phrase_from
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind


def standing(facts: Facts) -> Ruling | None:
    """*best-rated bank*, *rated 4.8*, *top 10 in the league table*, *win 5 % of the market*."""
    sentence = facts.sentence
    first, second = sentence.norm(sentence.start), sentence.norm(sentence.start + 1)
    is_seen = second in _SEEN and sentence.norm(sentence.start + 2) == "as"
    if first in {"be", "become"} and (is_seen or second in _RATES_US):
        return Ruling(Label.IMPACT, (sentence.start + 1,))
    if facts.acts and sentence.norm(sentence.start) not in {"nobody", "no"}:
        return None
    for at in range(sentence.start, len(sentence.tokens)):
        if results.is_ranked_word(sentence.norm(at)) or _is_rank(sentence, at):
            return Ruling(Label.IMPACT, (at,))
    last = len(sentence.tokens) - 1
    is_beaten = [sentence.norm(i) for i in range(last - 2, last + 1)] == ["than", "we", "do"]
    if is_beaten or [sentence.norm(last - 1), sentence.norm(last)] == ["than", "us"]:
        return Ruling(Label.IMPACT, (last - 1, last))  # *nobody sells more heaters than we do*
    if sentence.lemma(sentence.start) in _RIVALS and not facts.deeds:
        return Ruling(Label.IMPACT, (sentence.start,))
    return _part_of_market(facts) or _came_in(facts)


_SEEN = frozenset("known perceived recognised recognized regarded seen viewed".split())
_RIVALS = frozenset("leapfrog outgrow outpace outperform outrank overtake".split())
_QUANTILES = frozenset("decile half quartile quarter quintile third tier".split())
_RATES_US = frozenset("rated ranked".split())


def _is_rank(sentence: Sentence, at: int) -> bool:
    """*rated 4.8*, *top ten*, *number two*, *a leader in the Gartner quadrant*."""
    norm, after = sentence.norm(at), at + 1
    last = norm.rpartition("-")[2]
    if norm in _RATES_US:
        follows = sentence.norm(after)
        is_grade = follows in results.GRADES or follows in {"in", "among", "as"}
        return is_grade or sentence.is_measured(after)
    if norm in {"nd", "rd", "st", "th"}:
        return sentence.norm(after) in {"in", "of", "among", "out"} and _is_league(sentence, at)
    if norm == "most":
        is_early = at <= sentence.start + 3  # *the most recommended insurer*
        return is_early and sentence.norm(after) in {"recommended", "trusted"}
    if norm == "top" or norm.startswith("top-"):
        return _is_top(sentence, at)
    if norm in {"number", "no", "#"}:
        return _is_numbered(sentence, at)
    if last in {"largest", "biggest", "strongest", "leader"} and _is_by_size(sentence, at):
        return True
    return _is_placed(sentence, at)


def _is_league(sentence: Sentence, at: int) -> bool:
    return any(token.norm in results.LEAGUES for token in sentence.tokens[at:])


def _is_placed(sentence: Sentence, at: int) -> bool:
    """*rank second*, *ranking 34 → 28*, *third in the league table*."""
    norm, after = sentence.norm(at), at + 1
    is_moved = norm in _ORDINALS and sentence.norm(at - 1) == "from"
    if is_moved and sentence.norm(after) == "to" and sentence.norm(after + 1) in _ORDINALS:
        return True  # *from third to second in parcel volume*
    if norm == "rank" and sentence.norm(at - 1) == "from" and sentence.is_measured(after):
        return True  # *climb from rank 9 to rank 5*
    if norm == "rank" and at == sentence.start:
        return sentence.norm(after) in {"first", "second", "third", "in", "among"}
    if norm in {"rank", "ranking", "placing", "place"} and sentence.is_measured(after):
        return sentence.measure_at[after].amount is Amount.RATE
    return norm in {"leader", "first", "second", "third"} and _is_league(sentence, at)


_ORDINALS = frozenset(
    "bottom eighth fifth first fourth last mid-table ninth second seventh sixth tenth third"
    " top".split()
)
_TOPS = frozenset("top top-3 top-5 top-10 top-three top-five top-ten".split())


def _is_top(sentence: Sentence, at: int) -> bool:
    """*top quartile*, *top ten in Europe*, *top 5 of the app charts*, *top 10 % nationally*."""
    norm, after = sentence.norm(at), at + 1
    if norm not in _TOPS:
        return False
    number = sentence.measure_at.get(after)
    is_everywhere = number is not None and sentence.norm(number.last + 1) in _EVERYWHERE
    if is_everywhere or (norm == "top" and sentence.norm(after) in _QUANTILES):
        return True
    if "of" in {sentence.norm(after), sentence.norm(after + 1)}:
        return _is_league(sentence, at)
    is_number = "-" in norm or sentence.is_measured(after)
    is_last = sentence.norm(after + 1) in {"in", "for", "on"} or (
        sentence.is_break(after + 1) or "-" in norm
    )
    return is_number and is_last


def _is_numbered(sentence: Sentence, at: int) -> bool:
    """*number two in the market*, *no. 2 brand*; to be number one at large is but a wish."""
    norm, after = sentence.norm(at), at + 1
    if norm == "no" and sentence.norm(after) == ".":
        after += 1
    if not sentence.is_measured(after):
        return False
    if sentence.norm(after) in {"one", "1"}:
        return norm != "no" and _is_league(sentence, after + 1)
    is_place = sentence.norm(after + 1) in {"by", "for", "in", "on"} or sentence.is_break(after + 1)
    if norm == "number" and at == sentence.start and is_place:
        return True  # *number two in the UK for pet insurance*
    is_named = sentence.norm(at - 1) in {"become", "be", "the"} and sentence.is_word(after + 1)
    return is_named or _is_league(sentence, at) or _names_market(sentence, after)


def _is_by_size(sentence: Sentence, at: int) -> bool:
    """*largest hosting firm in Norway by revenue*."""
    return any(
        sentence.norm(i) == "by" and _is_size(sentence.norm(i + 1))
        for i in range(at, len(sentence.tokens))
    )


_EVERYWHERE = frozenset("globally locally nationally nationwide regionally worldwide".split())


_SIZES = frozenset(
    "assets audience customers downloads listeners members passengers patients reach readers size"
    " subscribers units users value viewers visitors volume".split()
)


def _is_size(norm: str) -> bool:
    return results.is_result(norm) or norm in _SIZES


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
        is_held = sentence.is_form(rate.first - 1, Form.THIRD) and is_market
        if is_held and sentence.lemma(rate.first - 1) in _TAKING:
            return Ruling(Label.IMPACT, (rate.first - 1, *phrase.words))
        opens = sentence.lemma(sentence.start)
        if is_market and (opens in _TAKING or rate.first == sentence.start):
            return Ruling(Label.IMPACT, (*range(rate.first, rate.last + 1), *phrase.words))
    return None


def _came_in(facts: Facts) -> Ruling | None:
    """*3,000 bikes sold*, *£250k saved on cleaning*."""
    sentence = facts.sentence
    first = sentence.start
    while sentence.is_measured(first) or sentence.norm(first) == "a":
        first += 1
    if first > sentence.start and sentence.norm(first) in {"earned", "lost", "raised", "saved"}:
        return Ruling(Label.IMPACT, (first,))  # *half a million saved on print*
    sold = _copies_sold(sentence)
    if sold:
        return Ruling(Label.IMPACT, sold)
    end = facts.phrase.end
    is_told = (sentence.norm(end) == ":" and sentence.is_measured(end + 1)) or (
        end in sentence.measure_at and sentence.measure_at[end].amount is Amount.RATE
    )
    is_counted = sentence.is_measured(sentence.start) or is_told
    for at in facts.phrase.states if is_counted and facts.start is None else ():
        if sentence.is_participle(at) and sentence.lemma(at) in results.CAME_IN:
            return Ruling(Label.IMPACT, (*facts.phrase.words, at))
    return None


def _copies_sold(sentence: Sentence) -> tuple[int, ...]:
    """*the title reaches 5m copies sold*, *the magazine sells 60,000 an issue*."""
    for at in range(sentence.start + 1, len(sentence.tokens)):
        is_selling = sentence.norm(at) == "sells" and sentence.is_measured(at + 1)
        if is_selling and not any(i < at for i in sentence.people_at):
            return (at, at + 1)
    return next(
        (
            (at, at + 1)
            for at in range(sentence.start, len(sentence.tokens) - 1)
            if sentence.norm(at) in _COPIES and sentence.norm(at + 1) == "sold"
        ),
        (),
    )


_COPIES = frozenset("copies licences licenses seats tickets units".split())


def result_anywhere(facts: Facts) -> Ruling | None:
    """*keep support spend flat*, *average basket £41 → £48*, *grow 40 % year on year*."""
    sentence, start = facts.sentence, facts.start
    is_work = start is not None and start.head in {Head.MAKE, Head.TOIL}
    is_act = _head(facts) in nouns.ACT_NOUN and _head(facts) not in nouns.IMPACT
    if facts.acts or is_work or is_act or _opens_with_actors(facts):
        return None  # *drop-off between basket and payment*
    is_share_of_people = facts.phrase.head in sentence.people_at and sentence.norm(
        facts.phrase.end
    ) in {"with", "who"}
    if is_share_of_people or sentence.norm(sentence.start) == "twice":
        return None  # *accounts with three weekly active users*, *twice as many browsers add*
    if _grows(facts):
        return Ruling(Label.IMPACT, (facts.start.first,) if facts.start else (sentence.start,))
    words = tuple(_named_results(sentence)) or _crowd_grown(sentence)
    is_thing = is_made(sentence, facts.phrase) and not results.is_result(_head(facts))
    if start is None and (is_thing or _only_describes(facts, words)):
        return None  # *cost dashboards per team*, *contactless donation boxes in 50 churches*
    is_bare = start is None and facts.phrase.head in words and _head(facts) not in results.MONEY
    if is_bare and not is_made(sentence, facts.phrase):
        return Ruling(Label.IMPACT, words)  # *brand favourability*, *student numbers*
    money = tuple(i for i, t in enumerate(sentence.tokens) if t.kind is Kind.MONEY)
    lemma = start.lemma if start else sentence.lemma(sentence.start)
    moves = lemma in _MOVING
    says_how_much = _is_measured(sentence) or _says_up_or_down(sentence)
    if words and (moves or says_how_much):
        return Ruling(Label.IMPACT, words)
    return Ruling(Label.IMPACT, money) if money and not facts.deeds else None


_MOVING = verbs.RAISE | verbs.LOWER | results.UNMOVED


def _opens_with_actors(facts: Facts) -> bool:
    """*developers star the repo*: people, and behind them a verb we do not know."""
    sentence = facts.sentence
    crowd = next(iter(sentence.people), None)
    if crowd is None or not crowd.is_many or facts.start is not None:
        return False
    if any(
        sentence.is_word(i) and i not in sentence.measure_at
        for i in range(sentence.start, crowd.first)
    ):
        return False
    at = crowd.last + 1
    return sentence.is_word(at) and sentence.norm(at + 1) in {"a", "an", "the", "their"}


_COUNTING = nouns.MEASURED | nouns.MOVEMENT | nouns.UNITS | results.HEADCOUNTS


def _only_describes(facts: Facts, words: tuple[int, ...]) -> bool:
    """Tell a result that is but the first half of a thing's name, with no level behind it."""
    names = facts.phrase.words
    is_inside = bool(words) and set(words) <= set(names[:-1])
    is_level = facts.has_rate() or _says_up_or_down(facts.sentence)
    is_figure = _head(facts) in _COUNTING
    return is_inside and not is_level and not is_figure and _head(facts).endswith("s")


_REACHES = frozenset("exceed hit pass reach surpass top".split())


def _crowd_grown(sentence: Sentence) -> tuple[int, ...]:
    """*registered users hit one million*: their number does it, not they."""
    last = len(sentence.tokens) - 1
    verb = last - 2 if sentence.is_measured(last - 1) else -1
    is_ours = sentence.is_form(verb, Form.THIRD) and sentence.lemma(verb) in _REACHES
    if is_ours and last in sentence.people_at:
        return (verb, last)  # *the union passes 70,000 members*
    return next(
        (
            (crowd.last, crowd.last + 1)
            for crowd in sentence.people
            if _is_number_reached(sentence, crowd.last + 1)
        ),
        (),
    )


def _is_number_reached(sentence: Sentence, at: int) -> bool:
    """*… hit one million*, *… in Lagos passes 20,000*."""
    if sentence.norm(at) in {"across", "at", "in", "on", "with"}:
        near = (i for i in range(at + 2, at + 6) if sentence.lemma(i) in _REACHES)
        at = next(near, at)
    number = at + 1 + (sentence.norm(at + 1) == "the")
    return sentence.lemma(at) in _REACHES and sentence.is_measured(number)


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
    if lemma in _GROWS and _head(facts) in {"business", "company"} and len(facts.phrase.words) == 1:
        return True  # *grow the business in Asia*
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
        if is_count_in_each(sentence, at) or (
            norm in nouns.SCORE and sentence.norm(at + 1) == "per"
        ):
            continue  # *recipe ratings per reader*: what they give
        is_count = norm in results.HEADCOUNTS and _is_person(sentence.norm(at - 1))
        before = {sentence.norm(at - 1), sentence.norm(at - 2)}
        is_machine = bool(nouns.MACHINE_SCORE & before) and "family" not in before
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
