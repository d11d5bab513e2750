"""Results behind people and a verb, or told by how many hold something of ours."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.phrases import is_made, phrase_from
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

# Houses of ours that take money, though people stand for them.
_HOUSES = nouns.both_numbers("""
    branch brewery café centre clinic club farm garage gym hospital hotel museum park pharmacy
    plant restaurant school shop site spa store subsidiary supermarket theatre venue warehouse
""")
_OURS_ALONE = frozenset("bank charity company council department federation team trust".split())
_TAKING_IN = frozenset("bring_in clear earn gross make net sell take turn_over".split())
_OWNERS = frozenset("backers investors owners shareholders".split())
_SEEING = frozenset("earn get receive see".split())


def house_earns(facts: Facts) -> Ruling | None:
    """*charity shops clear £1.4m*, *the council saves £3.5m*, *hotels sell a night at €148*."""
    sentence = facts.sentence
    for crowd in sentence.people[:1]:
        at, name = crowd.last + 1, sentence.norm(crowd.last)
        is_ours = name in _OURS_ALONE and (name not in _OWNERS)
        lemma = sentence.lemma(at)
        is_taking = lemma in _TAKING_IN or (is_ours and lemma == "save")
        near = range(at + 1, at + 6)
        is_house = (name in _HOUSES or is_ours) and _opens(sentence, crowd.first)
        if is_house and is_taking and any(_is_sum(sentence, i) for i in near):
            return Ruling(Label.IMPACT, (crowd.last, at), is_sure=True)
        is_return = name in _OWNERS and lemma in _SEEING
        result = next((i for i in near if _is_return(sentence, i)), -1)
        if is_return and result > 0 and _opens(sentence, crowd.first):
            return Ruling(Label.IMPACT, (crowd.last, at, result), is_sure=True)
        is_valued = lemma == "value" and sentence.norm(at + 1) == "us"
        if name in _OWNERS and is_valued and sentence.of(Amount.MONEY):
            return Ruling(Label.IMPACT, (at, at + 1))
    return None


def _opens(sentence: Sentence, at: int) -> bool:
    """Tell whether a name stands at the start, but for a word or two that go with it."""
    return at <= sentence.start + 3 and not any(
        sentence.is_measured(i) for i in range(sentence.start, at)
    )


def _is_sum(sentence: Sentence, at: int) -> bool:
    return at in sentence.measure_at and sentence.measure_at[at].amount is Amount.MONEY


def _is_return(sentence: Sentence, at: int) -> bool:
    is_paid = sentence.norm(at) in {"return", "dividend", "yield", "payout"}
    return is_paid or (sentence.norm(at) in nouns.IMPACT and sentence.norm(at + 1) in {"of", "on"})


_SOURCING = frozenset(
    "account_for bring bring_in contribute deliver generate provide source supply".split()
)
_OF_OURS = frozenset(
    "bookings funding funds income orders pipeline profit revenue sales turnover".split()
)


def part_of_ours(facts: Facts) -> Ruling | None:
    """*partners contribute a third of our funds*, *the channel sources 30 % of new bookings*."""
    sentence = facts.sentence
    for rate in sentence.of(Amount.RATE):
        is_said = any(
            sentence.is_form(i, Form.BASE, Form.THIRD) and sentence.lemma(i) in _SOURCING
            for i in range(rate.first - 2, rate.first)
        )
        near = range(rate.last + 2, rate.last + 5)
        ours = next((i for i in near if sentence.norm(i) in _OF_OURS), -1)
        is_theirs = any(sentence.norm(i) in {"his", "its", "their"} for i in near)
        if is_said and sentence.norm(rate.last + 1) == "of" and ours > 0 and not is_theirs:
            return Ruling(Label.IMPACT, (*range(rate.first, rate.last + 1), ours))
    return None


def year_ended(facts: Facts) -> Ruling | None:
    """*sales closes Q2 at 108 % of target*, *the clinic breaks even*, *no longer loss-making*."""
    sentence = facts.sentence
    for at in range(sentence.start, len(sentence.tokens)):
        norm, after = sentence.norm(at), sentence.norm(at + 1)
        if norm in {"break", "breaks"} and after == "even":
            return Ruling(Label.IMPACT, (at, at + 1))
        if norm == "loss-making" and sentence.norm(at - 1) == "longer":
            return Ruling(Label.IMPACT, (at - 1, at))
        is_closing = sentence.is_form(at, Form.THIRD) and sentence.lemma(at) in _CLOSING
        behind = range(at + 1, len(sentence.tokens))
        told = next((i for i in behind if sentence.norm(i) in _CLOSED_AT), -1)
        is_period = at + 1 in sentence.measure_at or after in {"the", "its"} | nouns.PERIOD
        if is_closing and is_period and told > 0 and sentence.is_rated():
            return Ruling(Label.IMPACT, (at, told))
    return None


_CLOSING = frozenset("close end exit finish".split())
_CLOSED_AT = frozenset("budget forecast plan profit quota revenue sales surplus target".split())


def what_they_spend(facts: Facts) -> Ruling | None:
    """*double what a household spends with us*, *returns cost us 70 rupees a parcel*."""
    sentence = facts.sentence
    for at in range(sentence.start, len(sentence.tokens) - 2):
        norm = sentence.norm(at)
        if norm in {"cost", "costs"} and sentence.norm(at + 1) == "us" and sentence.measures:
            return Ruling(Label.IMPACT, (at, at + 1))
        is_moved = facts.start is not None and facts.start.head is Head.CHANGE
        is_opening = (
            at == sentence.start
            or sentence.norm(at - 1) == "of"
            or (sentence.lemma(at - 1) in _MOVING and at - 1 == sentence.start)
        )
        near = range(at + 1, at + 7)
        spent = next((i for i in near if sentence.norm(i) in _SPENDING), -1)
        is_told = bool(sentence.measures) and (is_moved or at == sentence.start or spent > 0)
        if norm == "what" and is_opening and spent > 0 and is_told:
            return Ruling(Label.IMPACT, (at, spent))
    return None


_MOVING = verbs.RAISE | verbs.LOWER | {"double", "halve", "hold", "triple"}
_SPENDING = frozenset("owe owes pay pays spend spends".split())


def sum_cheaper(facts: Facts) -> Ruling | None:
    """*leases £2m cheaper*, *spend 15 % less per parcel*, *the programme in under $12m*."""
    sentence = facts.sentence
    first = sentence.start
    if facts.acts:
        return None
    for measure in sentence.measures:
        after = sentence.norm(measure.last + 1)
        is_money = measure.amount is Amount.MONEY
        if is_money and after in {"cheaper", "dearer"}:
            return Ruling(Label.IMPACT, (*range(measure.first, measure.last + 1),))
        is_spent = sentence.norm(first) == "spend" and measure.first == first + 1
        if is_spent and after in {"fewer", "less", "more"}:
            return Ruling(Label.IMPACT, (first, measure.last + 1))
        is_brought = sentence.norm(first) in {"bring", "deliver", "get"} and is_money
        if is_brought and "in under" in sentence.text.casefold():
            return Ruling(Label.IMPACT, (first, measure.first))
    is_fee = sentence.norm(facts.phrase.head) in _PAID
    level = sentence.measure_at.get(facts.phrase.end + 1)
    is_below = sentence.norm(facts.phrase.end) in {"above", "at", "below", "over", "under"}
    is_named = facts.start is None or facts.start.lemma in _ALSO_NAMES
    if is_named and is_fee and is_below and level is not None:
        return Ruling(Label.IMPACT, facts.phrase.words)  # *audit fees below $1.1m*
    is_bringing = sentence.norm(first) == "bring" and sentence.norm(first + 1) == "in"
    if is_bringing and any(_is_sum(sentence, i) for i in range(first + 2, first + 6)):
        return Ruling(Label.IMPACT, (first, first + 1))
    return None


_ALSO_NAMES = frozenset("audit claim design process repair support train travel".split())
_PAID = nouns.both_numbers("bill cost expense fee outlay rent salary wage")


# --- how many hold something of ours --------------------------------------------------------------

_HELD = nouns.both_numbers("licence membership package plan subscription tariff tier")
_ROLLS = frozenset("books file list register roll rolls".split())
_CONTRACTS = nouns.both_numbers("account card contract licence line policy seat sim subscription")
_RUNNING = frozenset("circulation contract force licence management service".split())


def holders_counted(facts: Facts) -> Ruling | None:
    """*12,000 farms on the paid tier*, *6.4 million SIMs in service*."""
    sentence, phrase = facts.sentence, facts.phrase
    count = sentence.measure_at.get(sentence.start)
    is_count = count is not None and count.amount in {Amount.COUNT, Amount.BOUND}
    if facts.start is not None or not is_count or not phrase.words:
        return None
    held = _account_held(facts)
    if held:
        return Ruling(Label.IMPACT, held)
    end = sentence.norm(phrase.end)
    thing = phrase_from(sentence, phrase.end + 1)
    if any(deed.said.first not in thing.words for deed in facts.acts):
        return None  # *supporters on the active file* do not file
    is_plain = phrase.head in sentence.people_at or not is_made(sentence, phrase)
    is_held = end in {"on", "with"} and sentence.norm(thing.head) in _HELD
    is_rolled = end in {"in", "on"} and sentence.norm(thing.head) in _ROLLS
    is_open = not any(sentence.is_participle(i) for i in (*phrase.states, *phrase.words))
    if is_plain and is_open and (is_held or (is_rolled and phrase.head in sentence.people_at)):
        return Ruling(Label.IMPACT, (*phrase.words, *thing.words))
    is_live = end in {"in", "under"} and sentence.norm(phrase.end + 1) in _RUNNING
    if is_live and _CONTRACTS.intersection(sentence.norm(i) for i in phrase.words):
        return Ruling(Label.IMPACT, (*phrase.words, phrase.end + 1))
    return None


def _account_held(facts: Facts) -> tuple[int, ...]:
    """*72,000 households hold an online account*: the positions of the words, or none."""
    sentence = facts.sentence
    for crowd in sentence.people[:1]:
        at = crowd.last + 1
        is_holding = sentence.norm(at) in {"have", "hold", "own"}
        is_one = is_holding and sentence.norm(at + 1) in {"a", "an"}
        thing = phrase_from(sentence, at + 2)
        is_counted = sentence.is_measured(sentence.start) and not sentence.of(Amount.RATE)
        if is_one and is_counted and sentence.norm(thing.head) in _CONTRACTS:
            return (crowd.last, at, thing.head)
    return ()


_ROLL_CALLS = frozenset("enrolment enrollment headcount membership readership".split())


def roll_called(facts: Facts) -> Ruling | None:
    """*student enrolment at 6,500*, *enrolment up to 640 pupils*: how many there are."""
    sentence = facts.sentence
    for at in range(sentence.start, sentence.start + 3):
        count = sentence.measure_at.get(at + 2 if sentence.norm(at + 1) in _TO else at + 1)
        is_count = count is not None and count.amount in {Amount.COUNT, Amount.BOUND}
        is_plain = not any(token.kind is Kind.PERCENT for token in sentence.tokens)
        if sentence.norm(at) in _ROLL_CALLS and is_count and is_plain and facts.start is None:
            return Ruling(Label.IMPACT, (at,))
    return None


_TO = frozenset("above at over to up".split())
_RHYTHMS = frozenset("active concurrent daily monthly paying weekly".split())
_LOADING = frozenset(
    "cope handle handles load scale scales serve simulate stress support supports test"
    " tested".split()
)
_DAU = frozenset("dau mau wau".split())


def users_counted(facts: Facts) -> Ruling | None:
    """*released last year: 300,000 monthly users*, *programme tops 1.5m members*, *at 900k DAU*."""
    sentence = facts.sentence
    is_loaded = _LOADING.intersection(token.norm for token in sentence.tokens)
    if facts.acts or is_loaded or sentence.norm(sentence.start) in nouns.SHARE - {"number"}:
        return None
    if "with" in {sentence.norm(sentence.start + 1), sentence.norm(sentence.start + 2)}:
        return None  # *accounts with three weekly active users*
    for at in range(sentence.start + 1, len(sentence.tokens)):
        count = sentence.measure_at.get(at - 1)
        if count is None or count.amount in {Amount.RATE, Amount.DATE}:
            continue
        if sentence.norm(at + 1) in {"per", "each"}:
            continue
        if sentence.norm(at) in _DAU:
            return Ruling(Label.IMPACT, (at,))
        who = at
        while sentence.norm(who) in _RHYTHMS:
            who += 1
        crowd = sentence.people_at.get(who)
        is_crowd = crowd is not None and crowd.is_many
        is_reached = sentence.lemma(count.first - 1) in _PASSING
        is_passed = is_reached and sentence.is_form(count.first - 1, Form.THIRD)
        if is_crowd and (who > at or is_passed) and facts.start is None:
            return Ruling(Label.IMPACT, tuple(range(at, who + 1)))
    return None


_PASSING = frozenset("count exceed hit number pass surpass top".split())


# --- what is thought of us ------------------------------------------------------------------------

_MARKS = frozenset("grade mark rating score".split())
_AVERAGE = frozenset("average mean median".split())
_EXTREMES = frozenset("best highest lowest top".split())


def marks_given(facts: Facts) -> Ruling | None:
    """*teachers' average mark for the tool: 4 of 5*, *scores 8.5 in the customer poll*."""
    sentence = facts.sentence
    norms = [sentence.norm(sentence.start + i) for i in range(6)]
    is_machine = not nouns.MACHINE_SCORE.isdisjoint(token.norm for token in sentence.tokens)
    if is_machine or "per" in norms or any(deed.is_counted for deed in facts.acts):
        return None
    for i in range(4):
        is_mean = norms[i] in _AVERAGE and norms[i + 1] in _MARKS
        is_best = i < 2 and norms[i] in _EXTREMES and "ranking" in norms[i + 1 : i + 3]
        if is_best or (is_mean and facts.start is None and _tells_level(sentence)):
            return Ruling(Label.IMPACT, (sentence.start + i, sentence.start + i + 1))
        is_place = norms[i] in {"league", "league-table"} and norms[i + 1] in {"place", "position"}
        if is_place or (norms[i].startswith("would-recommend") and sentence.is_rated()):
            return Ruling(Label.IMPACT, (sentence.start + i,))
    for at in range(sentence.start + 1, len(sentence.tokens) - 1):
        is_scoring = sentence.norm(at) in {"averages", "scores"} and sentence.is_measured(at + 1)
        behind = {sentence.norm(i) for i in range(at + 1, at + 12)}
        if is_scoring and behind & _ASKED and not any(i < at for i in sentence.people_at):
            return Ruling(Label.IMPACT, (at,))
        phrase = phrase_from(sentence, at + 1)
        is_told = sentence.tokens[at].text == ":" and sentence.norm(phrase.head) in _MARKS | {"nps"}
        if is_told and facts.acts and _is_level(sentence, phrase.end):
            return Ruling(Label.IMPACT, phrase.words)  # *guests rave: review score of 9.2*
    return None


def _tells_level(sentence: Sentence) -> bool:
    return bool(sentence.measures) or any(token.text == ":" for token in sentence.tokens)


_ASKED = frozenset("poll review reviews survey tracker".split())


def _is_level(sentence: Sentence, at: int) -> bool:
    is_sign = sentence.norm(at) in {"above", "at", "from", "of", "over"} or (
        0 <= at < len(sentence.tokens) and sentence.tokens[at].kind is Kind.COMPARISON
    )
    return sentence.is_measured(at + is_sign)


def left_over(facts: Facts) -> Ruling | None:
    """*12 % is left over on each policy*, *bundles lift the average order to R$ 190*."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, len(sentence.tokens)):
        is_left = (sentence.norm(at), sentence.norm(at + 1)) == ("left", "over")
        if is_left and not facts.deeds and sentence.measures:
            return Ruling(Label.IMPACT, (at, at + 1))
        is_lift = sentence.is_form(at, Form.BASE, Form.THIRD) and sentence.lemma(at) in _LIFTING
        phrase = phrase_from(sentence, at + 1)
        is_result = any(results.is_result(sentence.norm(i)) for i in phrase.words) or (
            _AVERAGE.intersection(sentence.norm(i) for i in phrase.words)
        )
        is_sum = sentence.norm(phrase.end) in {"by", "to"} and bool(sentence.of(Amount.MONEY))
        if is_lift and is_result and is_sum and not facts.acts:
            return Ruling(Label.IMPACT, (at, *phrase.words))
    return None


_LIFTING = frozenset("bring cut drive lift lower push raise take".split())
