"""Outputs with people or money in their names; told so narrowly that no weight overrules them."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, results, verbs, wares
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.phrases import Phrase, is_made, phrase_from
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

_GIVEN = frozenset("given granted handed issued lent offered sent shown supplied".split())


def people_given(facts: Facts) -> Ruling | None:
    """*vulnerable customers offered a hotline*, *shift leads have got a cockpit*."""
    sentence = facts.sentence
    for crowd in sentence.people[:1]:
        at = crowd.last + 1
        is_given = sentence.norm(at) in _GIVEN
        if sentence.norm(at) in {"are", "have", "were", "will"}:
            at += 1 + (sentence.norm(at + 1) in {"be", "been"})
            is_given = sentence.norm(at) in _GIVEN | {"got"}
        thing = phrase_from(sentence, at + 1)
        head = sentence.norm(thing.head)
        is_thing = is_made(sentence, thing) or head in _NAMED_LAST or head in nouns.MEANS
        is_one = sentence.norm(at + 1) in {"a", "access", "an", "our", "the", "their"}
        is_first = facts.start is None or facts.start.first == crowd.first - 1  # *shift leads*
        is_plain = is_first and not sentence.of(Amount.RATE)
        if is_given and is_thing and is_one and is_plain and crowd.first <= sentence.start + 4:
            return Ruling(Label.OUTPUT, (*range(crowd.first, at + 1), *thing.words), is_sure=True)
    return None


_HELPING = frozenset(
    "gets helps keeps lets makes nudges prompts reminds saves shows stops warns".split()
)


def thing_that_helps(facts: Facts) -> Ruling | None:
    """*a coach that helps young savers*, *a finder on every page, to help buyers*: what it is."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or not phrase.words or not _is_thing(sentence, phrase):
        return None
    if not _is_unmeasured(sentence):
        return None
    end = phrase.end
    is_for = sentence.norm(end) in {"that", "which"} and sentence.norm(end + 1) in _HELPING
    is_cap = sentence.norm(end) in {"that", "which"} and end + 1 in sentence.people_at
    aim = next((i for i in range(end, len(sentence.tokens)) if sentence.norm(i) == ","), -2)
    is_aim = sentence.norm(aim + 1) == "to" and sentence.lemma(aim + 2) in verbs.PERMIT | {"help"}
    if is_for or is_aim or (is_cap and not sentence.is_rated()):
        return Ruling(Label.OUTPUT, phrase.words, is_sure=True)
    return None


def _is_unmeasured(sentence: Sentence) -> bool:
    """Tell whether nothing is said of how many: *every month* says when."""
    signs = {Kind.PERCENT, Kind.ARROW, Kind.COMPARISON}
    return not any(token.kind in signs or token.norm == "from" for token in sentence.tokens)


# What a thing may be called last, though its name begins with money or opinion.
_NAMED_LAST = nouns.both_numbers("""
    account button calculator cap case coach cockpit counter finder form option planner pot prompt
    score tip
""") - {"scores"}


def _is_thing(sentence: Sentence, phrase: Phrase) -> bool:
    is_person = phrase.head in sentence.people_at and (
        sentence.norm(phrase.head - 1) not in _BEFORE_LAST
    )  # *a savings coach* may be a thing
    is_named = sentence.norm(phrase.head) in _NAMED_LAST and not is_person
    return is_named or is_made(sentence, phrase)


_BEFORE_LAST = nouns.both_numbers(
    "business budget cost feedback fraud price profit profitability rating review risk saving"
    " scrap scrap-cost spend waste"
) | {"savings", "spending", "pricing", "business"}
_READY = nouns.DONE | frozenset("on visible".split())


def named_after_money(facts: Facts) -> Ruling | None:
    """*a savings pot for every saver*, *business case submitted*: a thing, whatever its name."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.acts or not phrase.words:
        return None
    for before in range(sentence.start, phrase.end + 1):
        last = before + 1
        is_pair = sentence.norm(before) in _BEFORE_LAST and sentence.norm(last) in _NAMED_LAST
        behind = {sentence.norm(i) for i in range(last + 1, len(sentence.tokens))}
        is_done = any(_is_done(sentence, i) for i in range(last + 1, len(sentence.tokens)))
        is_placed = sentence.norm(last + 1) in {"for", "on"} and not sentence.is_measured(last + 1)
        if is_pair and (is_placed or is_done or behind & _READY) and _is_unmeasured(sentence):
            return Ruling(Label.OUTPUT, (before, last), is_sure=True)
    return None


_MADE = verbs.MAKE | {"hand_over", "submit"}


def _is_done(sentence: Sentence, at: int) -> bool:
    """*submitted*, *personalised*: a participle of a verb of making, or of one unknown to us."""
    norm = sentence.norm(at)
    is_unknown = norm.endswith(("ised", "ized")) and not verbs.readings(norm)
    return is_unknown or (sentence.is_participle(at) and sentence.lemma(at) in _MADE)


def brought_in(facts: Facts) -> Ruling | None:
    """*option for callers introduced*, *pass redesigned to raise spend*: made, whatever for."""
    sentence, phrase = facts.sentence, facts.phrase
    head = sentence.norm(phrase.head)
    is_people = phrase.head in sentence.people_at or sentence.people_at.get(sentence.start)
    is_plain = head in nouns.MEASURED | nouns.SHARE | nouns.MOVEMENT or head in nouns.TOIL
    if facts.start is not None or not phrase.words or is_people or is_plain:
        return None
    if "worth" in {token.norm for token in sentence.tokens}:
        return None  # *days outstanding worth €4m of cash released*
    if not _is_unmeasured(sentence) or sentence.norm(sentence.start) in nouns.SHARE | {"time"}:
        return None
    for at in range(phrase.words[0] + 1, len(sentence.tokens)):
        is_done = sentence.is_participle(at) and sentence.lemma(at) in _BROUGHT
        is_told = sentence.norm(at - 1) in {"are", "is", "just", "was", "we", "were"}
        is_end = sentence.is_break(at + 1) or _is_date(sentence, at + 1)
        is_for = at in phrase.states and sentence.norm(at + 1) == "to"
        is_verb = sentence.is_form(at + 2, Form.BASE)
        if is_done and not is_told and (is_end or (is_for and is_verb)):
            return Ruling(Label.OUTPUT, (*phrase.words, at), is_sure=True)
    return None


_BROUGHT = frozenset("install introduce launch publish redesign release roll_out ship".split())


def _is_date(sentence: Sentence, at: int) -> bool:
    measure = sentence.measure_at.get(at)
    return measure is not None and measure.amount is Amount.DATE


def all_of_them(facts: Facts) -> Ruling | None:
    """*36 of 36 compressors with sensors*, *12,000 of 12,000 contracts digitised*: all done."""
    sentence = facts.sentence
    for at in range(sentence.start, len(sentence.tokens) - 3):
        number = sentence.tokens[at]
        is_whole = number.kind is Kind.NUMBER and sentence.norm(at + 1) == "of"
        is_same = is_whole and sentence.tokens[at + 2].text == number.text
        if is_same and not facts.acts and sentence.is_word(at + 3):
            return Ruling(Label.OUTPUT, (at, at + 1, at + 2, at + 3), is_sure=True)
    return None


_FLEETS = frozenset("estate fleet".split())
_OFFERED = nouns.both_numbers("format language method option template")
_BUILT = (nouns.THING | wares.WARES) - nouns.ACT_NOUN - nouns.HELD - nouns.both_numbers("alert bug")
_MOVED_BY_US = verbs.RAISE | verbs.LOWER | {"expand", "extend"}
_RUN_BY_US = frozenset("accept have maintain offer operate own provide run serve support".split())


def number_of_ours(facts: Facts) -> Ruling | None:
    """*the number of stations we operate from 120 to 400*, *grow the fleet to 180 vans*."""
    sentence = facts.sentence
    at = sentence.start + (sentence.lemma(sentence.start) in _MOVED_BY_US)
    if facts.acts or sentence.of(Amount.MONEY) or not sentence.is_rated():
        return None
    fleet = next((i for i in range(at, at + 6) if sentence.norm(i) in _FLEETS), -1)
    is_grown = at > sentence.start and fleet > 0 and sentence.is_measured(fleet + 1)
    if is_grown and not any(token.kind is Kind.PERCENT for token in sentence.tokens):
        return Ruling(Label.OUTPUT, (sentence.start, fleet), is_sure=True)
    at += sentence.norm(at) == "the"
    if (sentence.norm(at), sentence.norm(at + 1)) != ("number", "of"):
        return None
    thing = phrase_from(sentence, at + 2)
    we = next((i for i in range(at + 3, at + 9) if sentence.norm(i) == "we"), -2)
    is_ours = sentence.lemma(we + 1) in _RUN_BY_US and not any(
        results.is_result(sentence.norm(i)) or i in sentence.people_at for i in thing.words
    )
    is_offered = sentence.norm(thing.head) in _OFFERED and sentence.norm(thing.end) != "per"
    is_moved = at > sentence.start + 1 and thing.head not in sentence.people_at
    is_offered |= is_moved and sentence.norm(thing.head) in _BUILT and not facts.deeds
    if (we > 0 and is_ours) or (is_offered and not sentence.people):
        return Ruling(Label.OUTPUT, (at, *thing.words), is_sure=True)
    return None


def we_show(facts: Facts) -> Ruling | None:
    """*we show an in-app prompt after every third ride*: what we do with a thing of ours."""
    sentence, first = facts.sentence, facts.sentence.start
    if sentence.norm(first) != "we" or sentence.lemma(first + 1) not in _SHOWING:
        return None
    thing = phrase_from(sentence, first + 2)
    is_shown = is_made(sentence, thing) and sentence.norm(first + 2) in nouns.DETERMINERS
    return Ruling(Label.OUTPUT, (first + 1, *thing.words)) if is_shown else None


_SHOWING = frozenset("display embed give lend offer post print run send show".split())


_GATHERINGS = nouns.both_numbers(
    "assembly conference congress convention exhibition expo festival gala summit symposium"
)


def audience_gathered(facts: Facts) -> Ruling | None:
    """*hold the developer conference*, *annual user conference held in Lyon*: an event staged."""
    sentence, start = facts.sentence, facts.start
    is_event = sentence.norm(facts.phrase.head) in _GATHERINGS and not facts.acts
    is_held = "held" in {sentence.norm(i) for i in facts.phrase.states}
    is_holding = start is not None and start.lemma == "hold"
    is_talk = any(sentence.norm(i) in {"calls", "meetings", "talks"} for i in facts.phrase.words)
    if is_event and not is_talk and (is_holding or (start is None and is_held)):
        return Ruling(Label.OUTPUT, (*facts.phrase.words, *facts.phrase.states), is_sure=True)
    return None


_ALLOWED = frozenset("allowed authorised authorized cleared entitled permitted".split())
_LETTING = frozenset("allows enables lets permits".split())
_ASIDE = frozenset("because how if so that then what when where whether which why".split())


def people_may(facts: Facts) -> Ruling | None:
    """*pupils who miss a class can catch up*, *it is possible for donors to give monthly*."""
    sentence = facts.sentence
    shares = any(token.kind in {Kind.PERCENT, Kind.ARROW} for token in sentence.tokens)
    if shares or not sentence.people or any(deed.is_counted for deed in facts.deeds):
        return None
    who = sentence.people[0]
    for at in range(sentence.start, len(sentence.tokens)):
        norm, behind = sentence.norm(at), sentence.norm(at + 1)
        if norm in _ASIDE or (norm in nouns.RELATIVES and behind in {"are", "can", "is"}):
            return None  # *nurses who can order do so each night*
        is_told = who.last < at and sentence.norm(at - 1) in {"are", "is"}
        is_able = norm == "can" and who.last < at and sentence.is_form(at + 1, Form.BASE)
        is_let = norm in _LETTING and who.first == at + 1
        is_possible = norm == "possible" and behind == "for" and who.first > at
        if is_able or is_let or is_possible or (is_told and norm in _ALLOWED):
            return Ruling(Label.OUTPUT, (*range(who.first, who.last + 1), at), is_sure=True)
    return None


def by_making(facts: Facts) -> Ruling | None:
    """*improve satisfaction by rolling out a callback option*: what we make is what is meant."""
    sentence = facts.sentence
    moves = verbs.RAISE | verbs.LOWER | verbs.IMPROVE
    if sentence.lemma(sentence.start) not in moves or facts.acts:
        return None
    for at in range(sentence.start + 1, len(sentence.tokens) - 2):
        made, out = sentence.norm(at + 1), sentence.norm(at + 2)
        base = verbs.base_form(made, out if out in verbs.PARTICLES else "")
        is_making = sentence.norm(at) == "by" and made.endswith("ing") and base in verbs.MAKE
        if is_making and sentence.is_word(at + 2):
            return Ruling(Label.OUTPUT, (at, at + 1, at + 2), is_sure=True)
    return None
