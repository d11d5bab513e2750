"""The rules that label a goal, in the order in which they are asked; the first that knows decides.

An outcome names people outside the makers, an act one can watch, and a rate; without the rate
it is unmeasured. Everything else is an output, effort, an impact, or cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from seachange.planning.rules.wording import (
    balances,
    earners,
    handed_out,
    leftovers,
    levels,
    nouns,
    opinions,
    people,
    rollouts,
    standings,
    stated,
    strangers,
    tallies,
    verbless,
    verbs,
)
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.heads import Opening
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.objects import Head
from seachange.planning.rules.wording.phrases import is_impact, is_made
from seachange.planning.rules.wording.predicates import Deed, Sort
from seachange.planning.rules.wording.sentence import Sentence


def rule(facts: Facts) -> Ruling:
    """Ask the rules in their order and return the first answer."""
    for ask in _IN_ORDER:
        ruling = ask(facts)
        if ruling is not None:
            return replace(ruling, by=f"{ask.__module__.rpartition('.')[2]}.{ask.__name__}")
    return Ruling(Label.UNCLEAR, by="none")


# --- the rules ----------------------------------------------------------------------------------


def _outcome_behind_our_work(facts: Facts) -> Ruling | None:
    """*launch X so that 20 % of users share*: a whole outcome, whatever stands before it."""
    if facts.start is None or facts.start.head not in {Head.MAKE, Head.TOIL, Head.EARN}:
        return None
    whole = (deed for deed in facts.acts if _stands_alone(facts, facts.start, deed))
    deed = next(whole, None)
    return None if deed is None else _outcome(facts, deed)


def _our_work(facts: Facts) -> Ruling | None:
    """*launch X*, *hold 20 interviews*, *enable users to export*."""
    if facts.start is None or facts.start.head not in {Head.MAKE, Head.TOIL}:
        return None
    label = Label.OUTPUT if facts.start.head is Head.MAKE else Label.ACTIVITY
    return Ruling(label, _opening_words(facts.start))


def _earning(facts: Facts) -> Ruling | None:
    """*close 25 deals*, *sell 10,000 units*, *save $400k*."""
    if facts.start is None or facts.start.head is not Head.EARN:
        return None
    return Ruling(Label.IMPACT, _opening_words(facts.start))


def _act(facts: Facts) -> Ruling | None:
    """*clients book*, *users who return*, *no-shows by patients*."""
    if not facts.acts:
        return None
    deed = facts.acts[0]
    is_granted = (
        facts.deeds[0].sort is Sort.MAY and facts.sentence.norm(deed.people.first) == "they"
    )
    if is_granted and not facts.sentence.is_rated():
        return None  # *tenants get a portal where they see their meter*
    is_aside = facts.governor(deed) in nouns.OBLIQUE and deed.said.first != facts.phrase.head
    is_passive = facts.governor(deed) == "by" and deed.said.first < deed.people.first
    if is_aside and not is_passive and is_impact(facts.sentence, facts.phrase):
        return None  # *revenue from customers who stay*: the people only say whose revenue
    if _is_own_work(facts.sentence, deed) or (is_aside and _is_thing_for_them(facts, deed)):
        return Ruling(Label.OUTPUT, facts.phrase.words, deed)
    return replace(_outcome(facts, deed), is_sure=_is_one_who_does(facts.sentence, deed))


def _is_one_who_does(sentence: Sentence, deed: Deed) -> bool:
    """*The client pays within 14 days*: a verb that agrees with the one before it, and no money.

    What *client* weighs elsewhere (*client portal*, *per client*) says nothing of one who acts.
    """
    who, verb = deed.people, deed.said.first
    opens = all(sentence.norm(at) in nouns.DETERMINERS for at in range(sentence.start, who.first))
    # *patient records digitised*, *client deposits grow*: two nouns, of which something is said
    has_other = sentence.is_form(verb + 1, Form.BASE, Form.PAST, Form.PARTICIPLE)
    is_one = opens and not who.is_many and verb == who.last + 1 and not has_other
    pays_more = sentence.lemma(verb) == "pay" and any(t.norm == "more" for t in sentence.tokens)
    is_of_money = sentence.of(Amount.MONEY) or sentence.lemma(verb) in _SPENDING or pays_more
    return is_one and sentence.is_form(verb, Form.THIRD) and not is_of_money


_SPENDING = frozenset("cost earn generate spend".split())


def _yielding(facts: Facts) -> Ruling | None:
    """*customers generate $5M*: people said to bring in money."""
    deed = facts.first(Sort.YIELD)
    return None if deed is None else Ruling(Label.IMPACT, deed.said.positions, deed)


def _business_result(facts: Facts) -> Ruling | None:
    """*NPS 30*, *reduce churn*, *average order value from £42 to £50*."""
    if not is_impact(facts.sentence, facts.phrase) or _is_share_of_acts(facts):
        return None
    states = [at for at in facts.phrase.states if facts.sentence.is_participle(at)]
    if any(facts.sentence.lemma(at) in _ONLY_MADE for at in states):
        return Ruling(Label.OUTPUT, (*facts.phrase.words, *states))  # *second runway built*
    return Ruling(Label.IMPACT, facts.phrase.words)


def _is_share_of_acts(facts: Facts) -> bool:
    """*share of bookings made online*: how people do it, not how much of it."""
    sentence = facts.sentence
    opens = {sentence.norm(sentence.start), sentence.norm(sentence.start + 1)}
    if not opens & nouns.SHARE or not sentence.is_rated():
        return False
    names = {token.norm for token in sentence.tokens}
    return bool(names & _HOW) and sentence.norm(facts.phrase.head) in _DONE_BY_PEOPLE


_HOW = frozenset("app bought direct made mobile online paid placed taken themselves".split())
_DONE_BY_PEOPLE = frozenset("bookings donations renewals sales subscriptions".split())


_ONLY_MADE = frozenset(
    "automate build configure deploy design document draft fix hire implement import install"
    " instrument migrate modernise overhaul package publish re-engineer reengineer rearchitect"
    " rebuild recruit redesign refactor release replace restructure rewrite write".split()
)


def _capability(facts: Facts) -> Ruling | None:
    """*users can sign in with Google*; *80 % of users are able to* says what they do."""
    deed = facts.first(Sort.MAY)
    if deed is None:
        return None
    is_timed = facts.sentence.norm(facts.sentence.start) in _TIMES and facts.sentence.is_rated()
    if deed.is_counted or is_timed:
        return _outcome(facts, deed)  # *time it takes hosts to get a booking*: 20 → 8 days
    return Ruling(Label.OUTPUT, deed.said.positions, deed)


_TIMES = frozenset("average days hours mean median time weeks".split())


_EFFORT = verbs.TOIL - verbs.MAKE - verbs.TEACH - verbs.GRANT - {"do", "give", "send"}
_WINNING = verbs.WIN | {"keep", "lose", "retain"}


def _done_to_people(facts: Facts) -> Ruling | None:
    """*50 reps trained*, *200 users surveyed*, *12 customers live*, *300 customers won*."""
    deed = facts.first(Sort.UNDERGO)
    if deed is None:
        return None
    lemma = facts.sentence.lemma(deed.said.first)
    label = Label.OUTPUT
    if lemma in _EFFORT:
        label = Label.ACTIVITY
    elif lemma in _WINNING:
        label = Label.IMPACT
    return Ruling(label, deed.said.positions, deed)


def _contentment(facts: Facts) -> Ruling | None:
    """*92 % of customers satisfied*: a score of opinion, told as a share."""
    for deed in facts.deeds if facts.has_rate() else ():
        if deed.sort is Sort.MIND and facts.sentence.norm(deed.said.last) in {"happy", "satisfied"}:
            return Ruling(Label.IMPACT, deed.said.positions, deed)
    return None


_IN_ORDER: tuple[Callable[[Facts], Ruling | None], ...] = (
    _outcome_behind_our_work,
    strangers.stranger_acts,
    balances.year_closed,
    balances.kept_within,
    balances.borne,
    balances.found,
    balances.lost,
    opinions.graded,
    opinions.reviewed,
    balances.budget_beaten,
    opinions.scored_by_people,
    opinions.surveyed,
    opinions.leaning,
    balances.money_made,
    opinions.worth,
    opinions.ours_by_share,
    balances.per_worker,
    balances.sum_moved,
    balances.paid_for,
    balances.round_closed,
    levels.places_filled,
    levels.brand_known,
    levels.ahead_of_rival,
    levels.chosen_first,
    levels.share_taken,
    standings.standing,
    tallies.sum_collected,
    tallies.prize,
    tallies.crowd_past_mark,
    stated.thing_that_helps,
    stated.people_given,
    stated.people_may,
    stated.by_making,
    stated.named_after_money,
    stated.brought_in,
    stated.all_of_them,
    stated.number_of_ours,
    stated.we_show,
    stated.audience_gathered,
    earners.house_earns,
    earners.part_of_ours,
    earners.year_ended,
    earners.what_they_spend,
    earners.sum_cheaper,
    earners.holders_counted,
    earners.users_counted,
    earners.roll_called,
    earners.marks_given,
    earners.left_over,
    rollouts.made_for_a_purpose,
    handed_out.handed_out,
    handed_out.approved,
    rollouts.people_put_on,
    rollouts.people_moved,
    handed_out.people_equipped,
    handed_out.each_equipped,
    rollouts.switched,
    rollouts.none_left,
    handed_out.one_each,
    rollouts.from_one_to_another,
    rollouts.more_made,
    rollouts.steps_cut,
    rollouts.more_of_things,
    rollouts.on_share_of_things,
    rollouts.team_grown,
    rollouts.moved_over,
    handed_out.staff_trained,
    handed_out.told_of_us,
    handed_out.given_to_all,
    rollouts.making_told,
    leftovers.perfected,
    leftovers.made_right_behind,
    leftovers.thing_finished,
    leftovers.event_staged,
    leftovers.thing_tested,
    _our_work,
    _earning,
    _act,
    _yielding,
    _business_result,
    _capability,
    _done_to_people,
    _contentment,
    levels.result_moving,
    verbless.effort_named,
    verbless.money,
    verbless.business_result_further_on,
    verbless.ranking,
    levels.figure_at_level,
    levels.figure_told,
    verbless.thing_named,
    verbless.thing_behind_topic,
    verbless.heads,
    standings.result_anywhere,
    leftovers.thing_done,
    leftovers.thing_opened,
    rollouts.share_moved,
    rollouts.cut_over,
    leftovers.things_listed,
)


# --- what the rules ask -------------------------------------------------------------------------


def _outcome(facts: Facts, deed: Deed) -> Ruling:
    label = Label.OUTCOME if facts.sentence.is_rated() else Label.UNMEASURED
    who = range(deed.people.first, deed.people.last + 1)
    return Ruling(label, (*who, *deed.said.positions), deed)


def _opening_words(start: Opening) -> tuple[int, ...]:
    return (start.first, *({start.last} - {start.first}), *start.phrase.words)


def _stands_alone(facts: Facts, start: Opening, deed: Deed) -> bool:
    """Tell whether the people are not our object and have a rate of their own."""
    if deed.people.first <= start.last + 1 or deed.people.first in start.phrase.words:
        return False
    is_with_share = deed.is_counted and facts.governor(deed) == "with"
    is_made_easy = facts.sentence.norm(start.last + 1) == "it"  # *make it easy for donors to give*
    if facts.governor(deed) in nouns.OBLIQUE and not (is_with_share or is_made_easy):
        return False
    rates = facts.sentence.of(Amount.RATE)
    return deed.is_counted or any(rate.first > deed.said.first for rate in rates)


_DELIVERING = frozenset("deliver implement launch migrate refactor release roll_out ship".split())


def _is_own_work(sentence: Sentence, deed: Deed) -> bool:
    """*engineers ship v2*: makers told what to make, with no rate that would show a habit."""
    who = sentence.norm(deed.people.last)
    if who.removesuffix("s") not in people.CRAFTS and who not in people.DEPARTMENTS:
        return False
    lemma = sentence.lemma(deed.said.first)
    is_ours = sentence.norm(deed.people.first - 1) == "our" and lemma in verbs.MAKE
    return not sentence.is_rated() and (is_ours or lemma in _DELIVERING)


def _is_thing_for_them(facts: Facts, deed: Deed) -> bool:
    """*a report builder for managers who travel*: the act only says for whom the thing is."""
    is_thing = facts.start is None and is_made(facts.sentence, facts.phrase)
    is_behind_name = deed.said.first > deed.people.last
    is_approval = facts.governor(deed) == "by" and not facts.sentence.is_rated()
    return is_thing and not deed.is_counted and (is_behind_name or is_approval)
