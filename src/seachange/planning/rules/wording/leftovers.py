"""Things named by any word: done, staged, tested, listed; what the stricter rules leave open."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.heads import Opening
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.phrases import (
    Phrase,
    is_impact,
    is_made,
    is_toil,
    is_vague,
    names_of,
    phrase_from,
)
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.strangers import is_foreign


def thing_done(facts: Facts) -> Ruling | None:
    """*half of the services moved to Kubernetes*, *monolith broken up*, *CE mark obtained*."""
    sentence = facts.sentence
    if facts.start is not None or facts.deeds or _opens_with_people(facts) or is_told(sentence):
        return None
    is_act = sentence.norm(facts.phrase.head) in nouns.ACT_NOUN
    is_written = any(sentence.lemma(i) in _WRITING for i in facts.phrase.states)
    if sentence.norm(facts.phrase.head) in nouns.MEASURED | nouns.MOVEMENT:
        return None
    if is_act and not is_written:
        return None
    is_proof = _is_assurance(sentence, facts.phrase)
    is_kept = is_proof or any(sentence.lemma(i) in _MADE for i in facts.phrase.states)
    if not is_kept and is_toil(sentence, facts.phrase):
        return None
    for at in range(sentence.start + 1, len(sentence.tokens)):
        if not _is_done_word(sentence, at):
            continue
        rates = [rate for rate in sentence.of(Amount.RATE) if rate.first != sentence.start]
        if any(rate.first > at for rate in rates) or _is_machine_doing(sentence, at):
            return None
        return Ruling(Label.OUTPUT, (*facts.phrase.words, at))
    return None


_WRITING = frozenset("automate digitise document publish write write_up".split())
_MADE = verbs.MAKE - verbs.TOIL - {"deliver"}
_MYSELF = frozenset("i i'd i'm i've me my myself".split())


def is_told(sentence: Sentence) -> bool:
    """*my books are kept elsewhere*: somebody tells what it is like, and sets no goal."""
    return any(token.norm in _MYSELF for token in sentence.tokens)


_SAID_OF_NUMBERS = frozenset(
    """
    achieve affect base boost cap cut decrease deliver double drop exceed expect find gain halve
    hit improve increase keep leave limit lift lose lower maintain measure meet miss raise reach
    reduce report resolve return see spend sustain trigger triple
""".split()
)
_AUTOMATIC = frozenset("automatically correctly first-time on-time promptly within".split())


def _is_done_word(sentence: Sentence, at: int) -> bool:
    norm = sentence.norm(at)
    if not sentence.is_word(at) or sentence.is_measured(at):
        return False
    is_participle = sentence.is_form(at, Form.PARTICIPLE) and (
        not sentence.is_form(at, Form.BASE) or sentence.is_break(at + 1)
    )
    is_unknown = norm.endswith("ed") and len(norm) > 4 and not verbs.readings(norm)
    is_before_noun = sentence.is_word(at + 1) and sentence.norm(at + 1) not in _BEHIND_DONE
    is_of_number = sentence.lemma(at) in _SAID_OF_NUMBERS
    if is_of_number and (norm != "delivered" or sentence.of(Amount.RATE)):
        return False
    if not (is_participle or is_unknown):
        return False
    return not is_before_noun and norm not in nouns.KNOWN


_BEHIND_DONE = nouns.LINKS | nouns.ADVERBS | verbs.PARTICLES | frozenset(
    "end internally publicly externally".split()
)  # fmt: skip


def _is_machine_doing(sentence: Sentence, at: int) -> bool:
    """*95 % of orders delivered on time*: how well it runs, not what was made."""
    near = {sentence.norm(at + step) for step in (1, 2, 3)}
    return bool(near & _AUTOMATIC) or {"on", "time"} <= near


def thing_finished(facts: Facts) -> Ruling | None:
    """*the features users asked for have been delivered*: what is made, told at the end."""
    sentence, phrase = facts.sentence, facts.phrase
    is_thing = is_made(sentence, phrase) and phrase.head not in sentence.people_at
    if facts.start is not None or not is_thing or sentence.is_rated():
        return None
    for at in range(phrase.end + 1, len(sentence.tokens)):
        is_last = sentence.is_break(at + 1) or sentence.norm(at + 1) in _BEHIND_END
        is_done = sentence.is_participle(at) and sentence.lemma(at) in _MADE | {"deliver"}
        if is_done and is_last and sentence.norm(at - 1) in {"are", "be", "been", "is", "were"}:
            return Ruling(Label.OUTPUT, (*phrase.words, at))
    return None


_BEHIND_END = frozenset("across and at before during for in on to with".split())


def made_right_behind(facts: Facts) -> Ruling | None:
    """*donation points installed in 80 shops*: whatever the thing is for, it is made."""
    sentence = facts.sentence
    if facts.start is not None or facts.deeds or sentence.is_rated():
        return None
    for at in range(sentence.start + 1, len(sentence.tokens)):
        is_done = sentence.is_participle(at) and sentence.lemma(at) in _PUT_THERE
        is_last = sentence.is_break(at + 1) or sentence.norm(at + 1) in _BEHIND_END
        is_bare = sentence.is_word(at - 1) and sentence.norm(at - 1) not in nouns.FUNCTION_WORDS
        if is_done and is_last and is_bare and not sentence.norm(at - 1).endswith("ly"):
            return Ruling(Label.OUTPUT, (at - 1, at))
    return None


_PUT_THERE = frozenset(
    "deploy design draft install introduce issue personalise redesign ship upload".split()
)


def _opens_with_people(facts: Facts) -> bool:
    return facts.phrase.head in facts.sentence.people_at


def perfected(facts: Facts) -> Ruling | None:
    """*complete the SOC 2 audit*, *GDPR audit done*, *drill completed*: proof is left behind."""
    sentence, start = facts.sentence, facts.start
    if start is None and _is_tried_out(sentence, facts.phrase):
        return Ruling(Label.OUTPUT, (*facts.phrase.words, *facts.phrase.states))
    by_whom = [deed for deed in facts.acts if facts.governor(deed) != "by" or deed.people.is_many]
    if not _is_assurance(sentence, facts.phrase) or by_whom:
        return None
    if start is not None:
        is_done = start.lemma in _COMPLETING
        return Ruling(Label.OUTPUT, _opening_words(start)) if is_done else None
    states = facts.phrase.states or _states_behind(sentence, facts.phrase.end)
    done = tuple(at for at in states if _is_completed(sentence, at))
    return Ruling(Label.OUTPUT, (*facts.phrase.words, *done)) if done else None


def _states_behind(sentence: Sentence, end: int) -> tuple[int, ...]:
    """*audit of the app completed*: the state stands behind what the audit is about."""
    last = len(sentence.tokens) - 1
    if sentence.norm(end) == "(" and sentence.norm(last) in _FINISHED:
        return (last,)
    if sentence.norm(end) not in {"for", "in", "of", "on"}:
        return ()
    return tuple(i for i in range(end, end + 6) if sentence.norm(i) in _FINISHED)


_FINISHED = frozenset("completed done finished passed".split())


_COMPLETING = frozenset(
    "clear close close_out commission complete conclude do finalise finish obtain pass resolve"
    " wrap_up".split()
)
_ASSURANCE = nouns.both_numbers("""
    accreditation assessment attestation audit certification dpia drill dry-run exercise failover
    finding gap inspection recertification recommendation rehearsal remediation
    vulnerability bug defect fault issue
    valuation diligence trial
""")
_ASSURING = frozenset(
    """
    backup compliance disaster failover load pen penetration recovery regression restore security
    smoke stress
""".split()
)


def _is_tried_out(sentence: Sentence, phrase: Phrase) -> bool:
    """*disaster recovery tested twice*, *backups tested monthly*."""
    is_safeguard = bool(phrase.words) and sentence.norm(phrase.head) in _SAFEGUARDS
    return is_safeguard and any(sentence.lemma(i) in _TESTING for i in phrase.states)


_SAFEGUARDS = nouns.both_numbers("backup failover recovery continuity")


def _is_assurance(sentence: Sentence, phrase: Phrase) -> bool:
    """*SOC 2 audit*, *penetration test*, *findings*: not an interview, nor a usability test."""
    names = names_of(sentence, phrase)
    if not names or "diligence" in names:
        return False
    is_test = names[-1] in {"test", "tests", "testing", "review"}
    return names[-1] in _ASSURANCE or (is_test and not _ASSURING.isdisjoint(names))


def _is_completed(sentence: Sentence, at: int) -> bool:
    return sentence.is_participle(at) or sentence.norm(at) in nouns.DONE


def event_staged(facts: Facts) -> Ruling | None:
    """*organise the partner summit*: made for an audience; a workshop among us is effort."""
    start = facts.start
    if start is None or start.lemma not in _STAGING or facts.acts:
        return None
    if facts.sentence.norm(facts.phrase.head) in _STAGED:
        return Ruling(Label.OUTPUT, _opening_words(start))
    return None


_STAGING = frozenset("arrange curate host launch organise put_on stage".split())
_STAGED = nouns.both_numbers("""
    award celebration championship competition concert conference congress convention course
    exhibition expo fair festival forum fundraiser gala ball marathon open-day parade party premiere
    roadshow series show summit symposium tour tournament tradeshow webinar
""") | frozenset({"day", "days", "night", "week", "lecture", "lectures"})


def thing_tested(facts: Facts) -> Ruling | None:
    """*test the backup procedure*: one thing of ours comes out tested; six headlines do not."""
    start, sentence = facts.start, facts.sentence
    if start is None or start.lemma not in _TESTING or facts.acts:
        return None
    is_one = sentence.norm(start.last + 1) in {"the", "our"} and not facts.has_rate()
    if is_one and is_made(sentence, facts.phrase):
        return Ruling(Label.OUTPUT, _opening_words(start))
    return None


_TESTING = frozenset("audit exercise inspect rehearse test trial validate verify".split())


def thing_opened(facts: Facts) -> Ruling | None:
    """*obtain the CE mark*, *fill the role*: we do something to a thing, and no number moves."""
    start, sentence = facts.start, facts.sentence
    if start is None or start.head is not Head.CHANGE or facts.deeds or facts.has_rate():
        return None
    made = _making_behind_colon(sentence)
    if made >= 0:
        return Ruling(Label.OUTPUT, (made,))
    if start.lemma in _GETTING and sentence.norm(facts.phrase.head) in _GRANTED:
        return Ruling(Label.OUTPUT, _opening_words(start))
    is_name_alone = len(facts.phrase.words) < 2 and start.lemma in verbs.REACH  # *get Zephyr*
    if is_name_alone or start.lemma in _NOT_DOING or not _is_concrete(sentence, facts.phrase):
        return None
    return Ruling(Label.OUTPUT, _opening_words(start))


def _making_behind_colon(sentence: Sentence) -> int:
    """*Reduce tech debt: split the order module*: the position of the verb, or -1."""
    for at in range(sentence.start, len(sentence.tokens) - 1):
        is_verb = sentence.is_form(at + 1, Form.BASE) and sentence.is_word(at + 2)
        if sentence.norm(at) == ":" and is_verb and sentence.lemma(at + 1) in _OURS:
            return at + 1
    return -1


_GETTING = frozenset("gain get have obtain receive secure win".split())
_OURS = verbs.MAKE | verbs.SHIFT
_NOT_DOING = (
    verbs.RAISE | verbs.LOWER | verbs.ATTITUDE | verbs.STATE | verbs.IMPROVE
    | frozenset("achieve become be experience focus increase outperform reach scale".split())
)  # fmt: skip


def things_listed(facts: Facts) -> Ruling | None:
    """*SSO, audit log, SCIM*; *two tradeshows, eight webinars, one report*; *gift cards*."""
    sentence, phrase = facts.sentence, facts.phrase
    if facts.start is not None or facts.deeds or sentence.of(Amount.RATE) or is_told(sentence):
        return None
    is_bound = any(m.amount is Amount.BOUND for m in sentence.measures)
    if is_bound or not phrase.words or is_foreign(sentence):
        return None
    if facts.sentence.norm(facts.phrase.head) in _GRANTED or _is_place_opened(facts):
        return Ruling(Label.OUTPUT, phrase.words)
    if sentence.norm(sentence.start + 1) in _PARTICLES_OF_DOING:
        phrase = phrase_from(sentence, sentence.start + 2)  # *strip out dead code*
    is_feature = (
        facts.sentence.norm(phrase.head) in _FEATURES
        and len(phrase.words) > 1
        and not sentence.measures
        and not any(sentence.norm(i) in nouns.PRAISE | nouns.FEWER for i in phrase.words)
    )
    if is_feature:
        return Ruling(Label.OUTPUT, phrase.words)  # *bulk upload*, *saved searches*
    is_offered = (
        facts.sentence.norm(facts.phrase.head) in nouns.ACT_NOUN
        and sentence.norm(phrase.end) == "for"
    )
    if not _is_concrete(sentence, phrase) and not is_offered:
        return None
    text = sentence.tokens[phrase.head].text
    if len(sentence.tokens) == sentence.start + 1 and text.isupper() and len(text) in range(3, 6):
        return Ruling(Label.OUTPUT, phrase.words)  # *RBAC*
    is_compound = len(phrase.words) > 1
    is_told_more = sentence.norm(phrase.end) in _TELLING_MORE
    is_counted = sentence.is_measured(min(phrase.words) - 1)
    is_list = any(sentence.norm(i) in {",", "and", "&", ";", "+"} for i in _inside(sentence))
    if is_compound or is_told_more or is_counted or is_list:
        return Ruling(Label.OUTPUT, phrase.words)
    return None


_FEATURES = nouns.both_numbers(
    "booking check-in checkout download export import install log-in login opt-out payment refund"
    " reorder review search share sign-in sign-up submission transfer upload view"
)
_PARTICLES_OF_DOING = frozenset("away down off out up".split())
_GRANTED = frozenset("sign-off sign-offs approval approvals go-ahead consent permission".split())
_PREMISES = nouns.both_numbers("""
    bank branch clinic garage hotel pharmacy restaurant school shop store venue hospital agency
""")


def _is_place_opened(facts: Facts) -> bool:
    """*pop-up shop in Camden*, *a food bank in each parish*: premises, not those who act."""
    end = facts.sentence.norm(facts.phrase.end)
    is_there = end in {"", "at", "every", "for", "in", "on"}
    is_compound = len(facts.phrase.words) > 1
    return facts.sentence.norm(facts.phrase.head) in _PREMISES and is_there and is_compound


_TELLING_MORE = frozenset("for with in of on across between from to".split())


def _inside(sentence: Sentence) -> range:
    return range(sentence.start + 1, len(sentence.tokens) - 1)


_NO_THING = (
    nouns.MEASURED | nouns.ACT_NOUN | nouns.MOVEMENT | nouns.ABSTRACT | nouns.SHARE
    | nouns.FEELINGS | nouns.SCORE | nouns.IMPACT | nouns.ATTITUDE | nouns.UNITS
    | nouns.both_numbers("""
    agility bottleneck change collaboration crash decision defect delay dispute error failure
    fit freedom fun incident innovation introduction issue joy learning life mission obsession
    organisation outage passion performance position possibility problem progress purpose
    relation result spirit sustainability talk thing thinking traffic uptime vision voice wait way
    work workload
""")
    | frozenset("tbd tba n/a etc".split())
)  # fmt: skip


def _is_concrete(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether the phrase names a thing one can finish, in whatever word."""
    head = sentence.norm(phrase.head)
    if not phrase.words or phrase.head in sentence.people_at or is_impact(sentence, phrase):
        return False
    names = names_of(sentence, phrase)
    is_praise = bool((nouns.PRAISE | nouns.LEADING | nouns.FEWER).intersection(names))
    is_opened_small = sentence.norm(sentence.start) in nouns.FEWER | nouns.PRAISE
    is_plain_thing = is_made(sentence, phrase) and not is_vague(sentence, phrase)
    if ((is_praise or is_opened_small) and not is_plain_thing) or is_toil(sentence, phrase):
        return False
    is_latin = head.isascii() and head.replace("-", "").isalnum()
    is_bare_verb = head in verbs.FORMS and head not in nouns.NOUNS and len(phrase.words) < 2
    is_abstract = nouns.is_abstract(head) or head in _NO_THING
    return is_latin and not is_abstract and not is_bare_verb


def _opening_words(start: Opening) -> tuple[int, ...]:
    return (start.first, *({start.last} - {start.first}), *start.phrase.words)
