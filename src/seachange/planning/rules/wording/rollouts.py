"""Outputs told by where things end up: in whose hands, on what, and nothing of the old left."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount, Measure
from seachange.planning.rules.wording.phrases import is_made, is_toil, phrase_from
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

_ONTO = frozenset("off on onto through".split())


_REPLACED = frozenset("current legacy new old previous".split())


_THEIR_CHOICE = nouns.both_numbers("contract debit deal plan subscription tariff tier")


def people_put_on(facts: Facts) -> Ruling | None:
    """*all 14 branches on the new till system*, *every team off the old wiki*."""
    sentence, end = facts.sentence, facts.phrase.end
    if facts.start is not None or facts.deeds or facts.phrase.head not in sentence.people_at:
        return None
    if sentence.norm(end) not in _ONTO:
        return None
    thing = phrase_from(sentence, end + 1)
    count = sentence.measure_at.get(sentence.start)
    is_headcount = count is not None and count.amount is Amount.COUNT
    is_replaced = any(sentence.norm(i) in _REPLACED for i in thing.words)
    is_thing = is_replaced or (is_made(sentence, thing) and not is_headcount)
    if sentence.norm(thing.head) in _THEIR_CHOICE or not is_thing:
        return None
    return Ruling(Label.OUTPUT, (*facts.phrase.words, end, *thing.words))


def people_moved(facts: Facts) -> Ruling | None:
    """*move 300 stores to the new shelf layout*: we put them there."""
    sentence, start = facts.sentence, facts.start
    if start is None or start.lemma not in _MOVING_THEM or facts.acts or facts.has_rate():
        return None
    thing = phrase_from(sentence, start.phrase.end + 1)
    is_there = sentence.norm(start.phrase.end) in {"on", "onto", "to"}
    is_new = any(sentence.norm(i) in _REPLACED for i in thing.words)
    is_choice = sentence.norm(thing.head) in _THEIR_CHOICE
    if start.phrase.head in sentence.people_at and is_there and is_new and not is_choice:
        return Ruling(Label.OUTPUT, (start.first, *thing.words))
    return None


_MOVING_THEM = frozenset("bring get migrate move put shift switch transfer".split())


_LEFT = frozenset("left outstanding remaining".split())


def none_left(facts: Facts) -> Ruling | None:
    """*zero services left on Java 8*, *no more than two legacy apps remaining*."""
    sentence = facts.sentence
    opens = sentence.norm(sentence.start) in nouns.FEWER | {"nothing", "0", "none"}
    if facts.start is not None or not opens:
        return None
    left = next(
        (i for i in range(sentence.start, len(sentence.tokens)) if _is_left(sentence, i)), -1
    )
    is_people = any(i < left for i in sentence.people_at)
    is_on_old = any(sentence.norm(i) in _REPLACED for i in range(left + 1, left + 4))
    is_people = is_people and not is_on_old  # *no customer left on the old portal*
    if facts.deeds and not (left > 0 and is_on_old):
        return None
    if left < 0 or is_people or is_toil(sentence, facts.phrase):
        return None
    return Ruling(Label.OUTPUT, (*facts.phrase.words, left))


def _is_left(sentence: Sentence, at: int) -> bool:
    is_running = sentence.norm(at) in {"running", "still"} and sentence.norm(at + 1) in _ONTO
    return sentence.norm(at) in _LEFT or is_running


def switched(facts: Facts) -> Ruling | None:
    """*mainframe off*, *booking switched on in 30 practices*, *beta in players' hands*."""
    sentence, phrase = facts.sentence, facts.phrase
    is_about_people = facts.deeds or any(at in sentence.people_at for at in phrase.words)
    if facts.start is not None or not phrase.words or is_about_people:
        return None
    is_end = sentence.is_break(phrase.end + 1) or sentence.is_measured(phrase.end + 1)
    is_plain = sentence.norm(phrase.head) in nouns.COUNTED
    if sentence.norm(phrase.end) in {"off", "gone", "out"} and is_end and not is_plain:
        return Ruling(Label.OUTPUT, (*phrase.words, phrase.end))
    for at in range(sentence.start + 1, len(sentence.tokens)):
        is_whole = sentence.end_of_verb(at) <= at + 1
        is_turned = sentence.is_participle(at) and is_whole and sentence.lemma(at) in _TURNING
        if is_turned and not any(rate.first > at for rate in sentence.of(Amount.RATE)):
            return Ruling(Label.OUTPUT, (*phrase.words, at))
        pair = (sentence.norm(at), sentence.norm(at + 1))
        if pair in _ON_OFFER and not facts.has_rate():
            return Ruling(Label.OUTPUT, (*phrase.words, at, at + 1))
        is_handed = sentence.norm(at) == "hands" and sentence.norm(at - 2) in {"in", "into", "the"}
        if is_handed and not facts.has_rate():
            return Ruling(Label.OUTPUT, (*phrase.words, at))
    return None


_ON_OFFER = frozenset({("on", "sale"), ("on", "air"), ("on", "shelves"), ("in", "shops")})


_TURNING = frozenset(
    "cut_over switch_off switch_on turn_off turn_on roll_out set_up shut_down go_live".split()
)


def making_told(facts: Facts) -> Ruling | None:
    """*scanner roll-out: 340 of 340 stores*, *migration at 80 %*: how far the making is."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or not phrase.words:
        return None
    is_progress = sentence.norm(phrase.end) in {":", "at"} and sentence.is_measured(phrase.end + 1)
    if sentence.norm(phrase.head) in _GRADUAL and is_progress:
        return Ruling(Label.OUTPUT, phrase.words)
    return None


_GRADUAL = nouns.both_numbers(
    "build changeover cutover deployment migration overhaul rebuild refactoring refit replacement"
    " retrofit rewrite roll-out rollout"
)


def made_for_a_purpose(facts: Facts) -> Ruling | None:
    """*new returns portal, so that shoppers stop ringing*: a thing, and a hope without a rate."""
    sentence, phrase = facts.sentence, facts.phrase
    is_written = sentence.norm(phrase.head) in _WRITTEN
    is_thing = is_written or is_made(sentence, phrase)
    if facts.start is not None or not facts.acts or not is_thing:
        return None
    deed = facts.acts[0]
    between = range(phrase.end, deed.people.first)
    is_hope = any(
        sentence.norm(i) in _HOPING
        or (sentence.norm(i) == "to" and sentence.lemma(i + 1) in _BRINGING)
        for i in between
    )
    if not is_hope or deed.is_counted or sentence.is_rated():
        return None
    return Ruling(Label.OUTPUT, phrase.words, deed)


def cut_over(facts: Facts) -> Ruling | None:
    """*ERP phase one cut over*, *S/4HANA go-live*: the making stands last."""
    sentence = facts.sentence
    if facts.start is not None or facts.deeds or sentence.is_rated():
        return None
    last = len(sentence.tokens) - 1
    while last > sentence.start and (sentence.is_measured(last) or sentence.norm(last) in _BY):
        last -= 1
    pair = (sentence.norm(last - 1), sentence.norm(last))
    is_moved = sentence.is_form(last - 1, Form.PARTICIPLE) and "_".join(pair) in verbs.MAKE
    is_going_live = pair[1] in _GOING_LIVE and last > sentence.start
    return Ruling(Label.OUTPUT, (last - 1, last)) if is_moved or is_going_live else None


_BY = frozenset("before by in on".split())


_GOING_LIVE = frozenset("cutover go-live rollout roll-out ga switchover handover".split())


_BRINGING = verbs.CAUSE | verbs.PERMIT | frozenset("keep remind stop".split())
_HOPING = frozenset("allowing allows enabling enables helping helps lets letting so".split())


def from_one_to_another(facts: Facts) -> Ruling | None:
    """*from Angular to React: 60 screens*, *ranking model on 100 % of traffic*."""
    sentence, first = facts.sentence, facts.sentence.start
    if facts.deeds or sentence.people_at:
        return None
    if sentence.norm(first + 1) == "from":
        first += 1  # *move from SIMS to Arbor*
    to = next((i for i in range(first + 2, first + 5) if sentence.norm(i) == "to"), -1)
    if sentence.norm(first) == "from" and to > 0:
        is_named = all(
            sentence.is_word(i)
            and sentence.tokens[i].text[:1].isupper()
            and sentence.norm(i) not in results.GRADES
            for i in (first + 1, to + 1)
        )
        return Ruling(Label.OUTPUT, (first, to)) if is_named else None
    for rate in sentence.of(Amount.RATE):
        is_put = sentence.norm(rate.first - 1) in {"at", "on", "to"} and rate.first > first + 1
        after = {sentence.norm(rate.last + step) for step in (1, 2, 3)}
        if is_put and after & {"traffic", "rollout", "roll-out", "requests"}:
            return Ruling(Label.OUTPUT, tuple(range(rate.first, rate.last + 1)))
    return None


_VERSIONS = frozenset("build firmware release version".split())
_MOVED_OVER = frozenset("cut_over migrate port transition".split())


def moved_over(facts: Facts) -> Ruling | None:
    """*100 % of branches cut over to the new platform*: moved by us, not of their own will."""
    sentence, start = facts.sentence, facts.sentence.start
    deed = next(iter(facts.acts), None)
    lemma = "" if deed is None else sentence.lemma(deed.said.first)
    if deed is None or lemma not in _MOVED_OVER | {"upgrade"}:
        return None
    at = sentence.end_of_verb(deed.said.first) + 1
    if lemma == "upgrade" and sentence.norm(at + 1) not in _VERSIONS:
        return None  # *users upgraded to the paid plan*: their choice
    is_onto = sentence.norm(at) in {"onto", "to"} and deed.people.first <= start + 6
    thing = phrase_from(sentence, at + 1)
    is_new = any(sentence.norm(i) in _REPLACED for i in thing.words) or is_made(sentence, thing)
    return Ruling(Label.OUTPUT, deed.said.positions, deed) if is_onto and is_new else None


def share_moved(facts: Facts) -> Ruling | None:
    """*half our workloads in Azure*, *all apps on Kubernetes*: in something with a name."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or phrase.head in sentence.people_at:
        return None
    follows = sentence.norm(phrase.end)
    at = phrase.end + 1
    if follows not in _ONTO | {"in"} or not sentence.is_word(at) or not phrase.words:
        return None
    is_ours = sentence.norm(phrase.head) in _RUNNING
    is_name = sentence.tokens[at].text[:1].isupper() and not sentence.is_measured(at)
    is_behind = any(rate.first > phrase.end for rate in sentence.of(Amount.RATE))
    if is_ours and is_name and not is_behind and not sentence.is_form(at, Form.ING):
        return Ruling(Label.OUTPUT, (*phrase.words, phrase.end, at))
    return None


def on_share_of_things(facts: Facts) -> Ruling | None:
    """*firmware 5.1 on 90 % of terminals*: how far it is rolled out."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or not phrase.words:
        return None
    head = sentence.norm(phrase.head)
    if head in nouns.COUNTED or nouns.is_abstract(head) or phrase.head in sentence.people_at:
        return None
    for rate in sentence.of(Amount.RATE):
        is_put = sentence.norm(rate.first - 1) in _SPREAD_OVER and rate.first > phrase.head
        thing = phrase_from(sentence, rate.last + 2)
        is_of = sentence.norm(rate.last + 1) == "of" and sentence.norm(thing.head) in _RUNNING
        if is_put and is_of:
            return Ruling(Label.OUTPUT, (*phrase.words, *thing.words))
    return None


_SPREAD_OVER = frozenset("across cover covering covers for in on reach reaches supports".split())
_GROWING = frozenset("build build_out expand extend grow scale staff staff_up".split())
_TEAMS = frozenset("chapter crew department headcount squad team tribe".split())


def team_grown(facts: Facts) -> Ruling | None:
    """*grow the design team from 4 to 7*, *Lisbon team at 12 people*: whom we hire."""
    sentence, start = facts.sentence, facts.start
    opens = sentence.lemma(sentence.start)
    at = next(
        (i for i in range(sentence.start, sentence.start + 6) if sentence.norm(i) in _TEAMS), -1
    )
    if at < 0 or facts.acts:
        return None
    near = any(sentence.is_measured(i) for i in range(at + 1, at + 4))
    is_size = start is None and sentence.norm(at + 1) in {"at", "from", "of"} and near
    is_plain = not sentence.of(Amount.MONEY) and not any("%" in t.text for t in sentence.tokens)
    if is_plain and ((opens in _GROWING and near) or is_size):
        return Ruling(Label.OUTPUT, (sentence.start, at))
    return None


_STEPS = nouns.both_numbers("click field form page question screen signature step tap")
_SEEN_BY_PEOPLE = frozenset("per session sessions visit visits".split())


def more_of_things(facts: Facts) -> Ruling | None:
    """*a third more videos in the library*, *increase the number of languages from 3 to 11*."""
    sentence, phrase, start = facts.sentence, facts.phrase, facts.start
    head = sentence.norm(phrase.head)
    is_ours = head in _WRITTEN or (is_made(sentence, phrase) and head not in nouns.COUNTED)
    if facts.acts or not phrase.words or not (is_ours and head.endswith("s")):
        return None
    if start is None:
        first = sentence.measure_at.get(sentence.start)
        is_more = sentence.norm(phrase.words[0] - 1) == "more" and first is not None
        is_share = is_more and first is not None and first.amount is Amount.RATE
        return Ruling(Label.OUTPUT, phrase.words) if is_share else None
    if start.lemma not in verbs.RAISE | {"bring", "take"}:
        return None
    is_number = "number" in {sentence.norm(i) for i in range(start.last + 1, start.last + 4)}
    return Ruling(Label.OUTPUT, (start.first, *phrase.words)) if is_number else None


def _is_plain(sentence: Sentence, change: Measure) -> bool:
    """*from 6 to 3*, *4 → 9*: numbers and nothing else."""
    return all(
        sentence.tokens[i].kind in {Kind.NUMBER, Kind.ARROW} or sentence.norm(i) in {"from", "to"}
        for i in range(change.first, change.last + 1)
    )


def steps_cut(facts: Facts) -> Ruling | None:
    """*checkout cut from five pages to two*: how we build it, not how far people get."""
    sentence = facts.sentence
    if facts.acts or _SEEN_BY_PEOPLE.intersection(token.norm for token in sentence.tokens):
        return None
    is_about_steps = sentence.norm(facts.phrase.head) in _STEPS
    for change in sentence.of(Amount.RATE):
        inside = range(change.first, change.last + 2)
        step = next((i for i in inside if sentence.norm(i) in _STEPS), -1)
        step = facts.phrase.head if is_about_steps and _is_plain(sentence, change) else step
        is_change = any(
            sentence.norm(i) == "from" or sentence.tokens[i].kind is Kind.ARROW
            for i in range(change.first, change.last)
        )
        if is_change and step > 0 and facts.phrase.head not in sentence.people_at:
            return Ruling(Label.OUTPUT, (*facts.phrase.words, step))
    return None


def more_made(facts: Facts) -> Ruling | None:
    """*integrations: 4 → 9*, *onboarding emails: 3 → 7*: how many of them we make."""
    sentence, phrase = facts.sentence, facts.phrase
    is_put_up = any(
        sentence.is_participle(i) and sentence.lemma(i) in _PUT_UP for i in phrase.states
    )  # *cameras deployed: 4 → 19 sites*
    is_told = bool(phrase.states) and not is_put_up
    if facts.start is not None or facts.deeds or not phrase.words or is_told:
        return None
    at = phrase.end + (sentence.norm(phrase.end) == ":")
    change = sentence.measure_at.get(at)
    if change is None or change.amount is not Amount.RATE:
        return None
    is_plain = _is_plain(sentence, change)
    head = sentence.norm(phrase.head)
    is_offered = any(sentence.norm(i) in _ON_LIST for i in phrase.words[:-1])
    is_counted_thing = is_put_up or head in _WRITTEN or is_offered or is_made(sentence, phrase)
    is_ours = head.endswith("s") and head not in nouns.COUNTED and is_counted_thing
    return Ruling(Label.OUTPUT, phrase.words) if is_plain and is_ours else None


_WRITTEN = frozenset("articles currencies emails languages letters locales messages tests".split())
_PUT_UP = verbs.MAKE - verbs.TOIL - {"close", "complete", "deliver", "fit", "record"}
_ON_LIST = frozenset("automated documented offered published supported translated".split())


_RUNS_SOMEWHERE = nouns.both_numbers("""
    app code data dataset dashboard device environment handset job laptop mailbox meter payload
    phone
    pipeline repo router scanner screen server site terminal till traffic vehicle vm workload
""") | {"data"}


_RUNNING = nouns.THING | _RUNS_SOMEWHERE
