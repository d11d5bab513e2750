"""Measures we have no word for: letters or a ratio at a level, and counts of those who joined."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.phrases import is_made, names_of
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

# Letters that measure a machine or a desk rather than the business.
_OF_MACHINES = frozenset(
    """
    aht asa ci cls cpu crash ctr cvr cwv fcp fcr fid fps frt gpu http inp io kb lcp lint loc mb
    mtbf mttd mttf mttr ms p50 p90 p95 p99 pr prs qa ram rpo rps rto ram sla slas sli slo slos
    tat tps ttfb tti ttr ttv ui url ux wip
""".split()
)
_OF_TECHNIQUES = nouns.STANDARDS | nouns.THING | _OF_MACHINES
_LEVELS = frozenset(
    "= : above around at below by comfortably down flat from holding is not of over reaching steady"
    " to under up".split()
)
_WINDOWS = frozenset("after each every in inside on per same within".split())
_TIMES = nouns.FREQUENCY | {"time", "times"}
_FIGURES = frozenset("factor factors multiple multiples ratio ratios".split())
_PLAIN_FIGURES = nouns.MACHINE_SCORE | nouns.ACT_NOUN | frozenset(
    "bounce click click-through compression crash contrast noise scale signal test".split()
)  # fmt: skip


def figure_at_level(facts: Facts) -> Ruling | None:
    """*LCR above 130 %*, *RAROC 9 → 12 %*, *load factor of 86 %*: letters, or a ratio."""
    sentence, phrase = facts.sentence, facts.phrase
    is_making = facts.start is not None and facts.start.head in {Head.MAKE, Head.TOIL}
    if is_making or facts.acts or not phrase.words or is_made(sentence, phrase):
        return None
    if not _is_level_next(sentence, phrase.end) or phrase.head in sentence.people_at:
        return None
    names = set(names_of(sentence, phrase))
    is_ratio = sentence.norm(phrase.head) in _FIGURES and not names & _PLAIN_FIGURES
    if is_ratio or (_is_letters(sentence, phrase.head) and not names & _OF_TECHNIQUES):
        return Ruling(Label.IMPACT, phrase.words)
    return None


def _is_letters(sentence: Sentence, at: int) -> bool:
    """*LCR*, *RoTE*, *tNPS*, *EV/EBITDA*: two capitals or more in a short word; not *QBRs*."""
    text = sentence.tokens[at].text
    capitals = sum(letter.isupper() for letter in text)
    is_shouted = sentence.text.isupper()
    return capitals >= 2 and len(text) <= 7 and not text.endswith("s") and not is_shouted


def _is_level_next(sentence: Sentence, at: int) -> bool:
    """A number behind *of*, *above*, *at*, a sign or an arrow; a bare count may be a version."""
    first = sentence.measure_at.get(at)
    if first is not None:
        is_window = sentence.norm(first.first) in _WINDOWS or sentence.norm(first.last) in _TIMES
        return not is_window and first.amount in {Amount.RATE, Amount.BOUND, Amount.MONEY}
    for i in range(at, at + 4):
        measure = sentence.measure_at.get(i)
        if measure is not None:
            return i > at and measure.amount is not Amount.DATE
        is_sign = 0 <= i < len(sentence.tokens) and (
            sentence.tokens[i].kind is Kind.COMPARISON or sentence.norm(i) in {"+", "−", "±"}
        )
        if not is_sign and sentence.norm(i) not in _LEVELS | nouns.ADVERBS:
            return False
    return False


_MOVING = frozenset(
    """
    continues covers declines doubles drops exceeds falls flat grows halves hits holding
    holds improves
    increases outgrows outpaces outstrips overtakes passes quadruples reaches recovers returns
    level rises rising shrinks stabilises stabilizes stable stays steady trebles triples tops turns
""".split()
)
_ERODING = frozenset(
    "compression creep dilution erosion leakage shortfall slippage squeeze".split()
)


def result_moving(facts: Facts) -> Ruling | None:
    """*GMV doubles in Iberia*, *revenue overtakes print*, *margin erosion stopped*."""
    sentence, words = facts.sentence, facts.phrase.words
    if facts.start is not None or facts.acts or len(words) < 2:
        return None
    for before, subject, verb in zip((-1, *words), words, words[1:], strict=False):
        pair = (sentence.norm(before), sentence.norm(subject))
        is_subject = pair[1] in nouns.IMPACT or pair in nouns.IMPACT_PAIRS
        if is_subject and sentence.norm(verb) in _MOVING | _ERODING:
            return Ruling(Label.IMPACT, words)
    return None


_CHOSEN = frozenset("bank brand choice employer option provider retailer supplier".split())
_CHOOSING = frozenset("first preferred trusted recommended favourite".split())


def chosen_first(facts: Facts) -> Ruling | None:
    """*first choice for two in five drivers surveyed*: preference, told in a survey."""
    sentence = facts.sentence
    is_first = sentence.norm(sentence.start) in _CHOOSING
    is_chosen = sentence.norm(sentence.start + 1) in _CHOSEN and sentence.is_rated()
    if facts.start is not None or not (is_first and is_chosen):
        return None
    return Ruling(Label.IMPACT, (sentence.start, sentence.start + 1))


_TAKING = verbs.WIN | verbs.REACH | verbs.RAISE | {"defend", "protect", "steal"}


def share_taken(facts: Facts) -> Ruling | None:
    """*take two points of share from Acme*, *win back share in the North*."""
    sentence, start = facts.sentence, facts.start
    if start is None or sentence.norm(start.phrase.head) not in {"share", "shares"}:
        return None
    is_taking = start.lemma in _TAKING
    after = sentence.norm(start.phrase.end)
    if is_taking and after in {"", ",", "from", "in", "against", "off", "at"} and not facts.deeds:
        return Ruling(Label.IMPACT, start.phrase.words)
    return None


_OF_TIME = nouns.UNITS | nouns.PERIOD


def _counts(sentence: Sentence, at: int) -> bool:
    """*lockers at 200 stations*, *enablement: 8 modules*: a number of things, not a level."""
    first = next((i for i in range(at, at + 4) if sentence.is_measured(i)), -1)
    measure = sentence.measure_at.get(first)
    if measure is None or measure.amount is not Amount.COUNT:
        return False
    after = measure.last + 1
    while sentence.is_measured(after):
        after += 1
    return sentence.is_word(after) and sentence.norm(after) not in _OF_TIME


def _behind_place(sentence: Sentence, at: int) -> int:
    """*category share in vegan cheese: 18 %*: the position of the colon or number, or `at`."""
    if sentence.norm(at) not in {
        "across",
        "among",
        "at",
        "for",
        "in",
        "on",
        "per",
        "with",
        "within",
    }:
        return at
    for i in range(at + 1, at + 6):
        is_level = sentence.is_measured(i) and sentence.measure_at[i].amount is Amount.RATE
        if sentence.norm(i) == ":" or (is_level and i > at + 1):
            return i
        if not sentence.is_word(i) or i in sentence.people_at:
            break
    return at


def places_filled(facts: Facts) -> Ruling | None:
    """*seats filled: 82 %*, *class places filled to 95 %*: how full the house is."""
    sentence = facts.sentence
    is_room = not _ROOM.isdisjoint(names_of(sentence, facts.phrase)) and not facts.deeds
    if is_room and facts.start is not None and facts.start.lemma in _FILLING and facts.has_rate():
        return Ruling(Label.IMPACT, (facts.start.first, *facts.phrase.words))
    done = {sentence.norm(i) for i in (*facts.phrase.states, *facts.phrase.words)}
    if facts.start is None and is_room and done & _TAKEN and facts.has_rate():
        return Ruling(Label.IMPACT, facts.phrase.words)
    return None


_ROOM = nouns.both_numbers("bed berth capacity flat house pitch place room seat slot stand unit")
_FILLING = frozenset("fill let lease occupy rent sell".split())
_TAKEN = frozenset("filled let occupied sold taken used".split())


def brand_known(facts: Facts) -> Ruling | None:
    """*brand known by half the people in Leeds*: awareness, told with a verb."""
    sentence = facts.sentence
    for at in range(sentence.start, len(sentence.tokens)):
        near = {sentence.norm(at + step) for step in (1, 2)}
        if sentence.norm(at) in {"brand", "name"} and near & _KNOWN and sentence.is_rated():
            return Ruling(Label.IMPACT, (at,))
    return None


_KNOWN = frozenset("known recalled recognised recognized remembered trusted".split())
_LARGER = frozenset("ahead bigger faster larger stronger".split())


def ahead_of_rival(facts: Facts) -> Ruling | None:
    """*bigger than Acme in the Midlands by sales*, *ahead of Acme on NPS*."""
    sentence = facts.sentence
    at = sentence.start
    while sentence.norm(at) in {"be", "become", "get", "move"}:
        at += 1
    is_rival = sentence.norm(at + 1) in {"of", "than"} and sentence.is_word(at + 2)
    if sentence.norm(at) in _LARGER and is_rival and not facts.acts:
        is_name = sentence.tokens[at + 2].text[:1].isupper() or sentence.norm(at + 2) == "the"
        return Ruling(Label.IMPACT, (at, at + 2)) if is_name else None
    return None


# --- any other figure of ours -------------------------------------------------------------------

# Measures of the product, of a machine or of a desk: of the business they say nothing.
OF_THE_PRODUCT = (
    nouns.ACT_NOUN | nouns.THING | nouns.TOIL | nouns.ATTITUDE | nouns.FEELINGS | nouns.PRAISE
    | nouns.MACHINE_SCORE | _OF_MACHINES | nouns.UNITS | nouns.ABSTRACT
    | nouns.both_numbers("""
    charging compliance handover plug-in repayment waste wearing
    appointment arrival attendance open departure journey meter-reading reading take-up
    turnout uptake
    accuracy activation adoption alert availability bandwidth bounce bounce-rate browse bug build
    conversion
    capacity click-through code completion complexity content coverage crash cycle day defect delay
    delivery deploy deployment detection documentation downtime drop-off duration efficiency
    engagement error failure fault fix frequency friction handling hour impression incident lag
    latency length load loading maturity memory minute mistake operation outage p95 performance
    process pull quality query queue reach recall relevance reliability resolution response risk
    screen security setup speed stability step task time time-to-first-deployment time-to-value
    throughput traffic uptime usability usage vulnerability wait waiting web workflow
    precision retry rework sign-in throughput turnaround backlog battery contrast
""")
)  # fmt: skip
_STEADY = frozenset(
    """
    back comfortably doubled down down: flat halved higher holding lower stable steady trebled
    tripled unchanged up
""".split()
)
_MOVED_BY_US = verbs.RAISE | verbs.LOWER | verbs.REACH


def figure_told(facts: Facts) -> Ruling | None:
    """*pupils' places filled 95 %*, *non-revenue water below 20 %*: whatever is measured of us."""
    sentence, phrase, start = facts.sentence, facts.phrase, facts.start
    if facts.deeds or not phrase.words or is_made(sentence, phrase):
        return None
    if start is not None and (start.head is not Head.CHANGE or start.lemma not in _MOVED_BY_US):
        return None
    told = {sentence.norm(i) for i in phrase.states}
    if any(crowd.is_many for crowd in sentence.people) or not told <= _STEADY:
        return None
    names = {part for norm in names_of(sentence, phrase) for part in (norm, *norm.split("-"))}
    head = sentence.norm(phrase.head)
    is_act = head in verbs.FORMS and head not in results.MONEY | nouns.MEASURED | nouns.IMPACT | {
        "value"
    }
    if any("-to-" in norm and not results.is_result(norm.partition("-")[0]) for norm in names):
        return None  # *quote-to-bind rate*: how many of them go on
    is_trust = head in {"confidence", "trust"} and sentence.norm(phrase.end) == "in"
    if (names & OF_THE_PRODUCT - {"value"} and not is_trust) or is_act:
        return None
    at = _behind_place(sentence, phrase.end)
    is_told = (_is_level_next(sentence, at) and not _counts(sentence, at)) or bool(
        told & {"doubled", "halved", "trebled"}
    )
    if not is_told or sentence.is_measured(phrase.words[0] - 1):
        return None
    return Ruling(Label.IMPACT, phrase.words)
