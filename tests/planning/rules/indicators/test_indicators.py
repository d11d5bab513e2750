"""Whether indicators say what they mean where the worked example does not reach."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan, ImpossibleCounts
from seachange.planning.rules.indicators import learning, outcomes, promises, roadmap, work
from seachange.planning.rules.indicators.build_trap import (
    Health,
    Lead,
    Sign,
    Signals,
    build_trap,
    who_leads,
)
from seachange.planning.rules.indicators.survival import Wait, median_wait
from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown, middle
from seachange.planning.rules.indicators.work import StepDone, Window, Work
from seachange.planning.rules.power import Count
from seachange.planning.rules.vocabulary import (
    Choice,
    Finish,
    Origin,
    RoadmapKind,
    Source,
    Stage,
)

TODAY = date(2026, 6, 30)


def days_ago(days):
    return TODAY - timedelta(days)


# --- tallies --------------------------------------------------------------------------------------


def test_a_share_of_fewer_than_five_is_not_shown():
    assert isinstance(Tally(4, 4).share, Unknown)
    assert Tally(4, 5).share == 0.8
    assert not Tally(0, 4).is_below(0.5)


def test_nothing_spent_has_no_shares():
    assert isinstance(Part(0, 0).share, Unknown)
    assert isinstance(middle([], of="thing"), Unknown)


@pytest.mark.parametrize("wrong", [(3, 2), (-1, 2), (0, -1)])
def test_more_of_some_than_there_are_is_refused(wrong):
    with pytest.raises(ImpossibleCounts):
        Tally(*wrong)
    with pytest.raises(ImpossibleCounts):
        Part(*wrong)


# --- waiting --------------------------------------------------------------------------------------


def slow_median(waits):
    """Kaplan–Meier as its definition says it, day by day, in fractions."""
    surviving = Fraction(1)
    for day in sorted({wait.days for wait in waits}):
        at_risk = sum(wait.days >= day for wait in waits)
        ended = sum(wait.days == day and wait.is_over for wait in waits)
        surviving *= 1 - Fraction(ended, at_risk)
        if ended and surviving <= Fraction(1, 2):
            return day
    return None


waits = st.lists(st.builds(Wait, days=st.integers(0, 30), is_over=st.booleans()), max_size=25)


@given(waits)
def test_the_median_wait_is_that_of_the_definition(told):
    ours = median_wait(told)
    assert (None if isinstance(ours, Unknown) else ours) == slow_median(told)


def test_while_most_still_wait_the_median_is_unknown():
    assert isinstance(median_wait([Wait(5, is_over=True), *[Wait(9, is_over=False)] * 3]), Unknown)
    assert isinstance(median_wait([]), Unknown)


def test_nobody_waits_for_less_than_no_time():
    with pytest.raises(ImpossibleCounts):
        Wait(-1, is_over=True)


# --- work -----------------------------------------------------------------------------------------


def made(**told):
    return Work(**{"name": "OU", "origin": Origin.OUTCOME, "effort": 1, **told})


def test_a_release_outside_the_window_does_not_count():
    old = made(released_on=days_ago(181))
    young = made(released_on=days_ago(179), has_hypothesis=True)
    assert work.outcome_coverage([old, young], Window(TODAY)) == Tally(1, 1)


def test_a_release_is_given_time_before_it_should_have_been_measured():
    works = [made(released_on=days_ago(45)), made(released_on=days_ago(44))]
    assert work.measured_share(works, Window(TODAY)) == Tally(0, 1)
    assert work.measured_share(works, Window(TODAY), after=10) == Tally(0, 2)


def test_the_time_to_an_outcome_runs_from_the_start_of_building():
    works = [
        made(building_since=days_ago(100), gained_on=days_ago(40)),
        made(building_since=days_ago(90)),
        made(building_since=days_ago(80), gained_on=days_ago(60)),
        made(),
    ]
    assert work.time_to_outcome(works, as_of=TODAY) == 60


def test_what_a_build_starts_with_is_told():
    works = [made(confidence_at_start=each) for each in (0.1, 0.4, 3)] + [made()]
    assert work.evidence_at_start(works) == 0.4
    assert work.thin_starts(works) == Tally(2, 3)
    assert isinstance(work.evidence_at_start([made()]), Unknown)


def test_outputs_in_building_are_asked_for_all_four_risks():
    works = [made(is_building=True, has_all_risk_findings=True), made(is_building=True), made()]
    assert work.risk_coverage(works) == Tally(1, 2)


def test_enablement_and_use_count_launches_only():
    works = [
        made(was_launched=True, ready_items=Tally(2, 3), released_on=days_ago(70),
             is_used_within_60_days=True),
        made(was_launched=True, ready_items=Tally(1, 1), released_on=days_ago(10)),
        made(ready_items=Tally(0, 9)),
    ]  # fmt: skip
    assert work.enablement_readiness(works) == Tally(3, 4)
    assert work.built_to_bought(works, as_of=TODAY) == Tally(1, 1)


def test_the_longest_step_of_the_chain_comes_first():
    steps = [StepDone("engineering", 4), StepDone("sales", 30), StepDone("engineering", 8)]
    assert list(work.chain_lead_times(steps).items()) == [("sales", 30), ("engineering", 6)]


def test_a_verdict_before_the_release_is_refused():
    with pytest.raises(BadPlan):
        made(released_on=TODAY, called_on=days_ago(1))
    with pytest.raises(BadPlan):
        made(effort=-1)
    with pytest.raises(BadPlan):
        Window(TODAY, days=0)


# --- learning -------------------------------------------------------------------------------------


def test_of_disappointing_verdicts_those_with_a_consequence_are_counted():
    told = [
        (Finish.REFUTED, Choice.REMOVE), (Finish.HARMED, Choice.KEEP), (Finish.INCONCLUSIVE, None),
        (Finish.SUPPORTED, Choice.ITERATE),
    ]  # fmt: skip
    assert learning.stop_share(told) == Tally(1, 3)


def test_cheap_tests_come_first_or_not():
    assert learning.cheap_first([Stage.ASSESSMENT, Stage.TEST, Stage.EXPERIMENT]) == Tally(2, 3)


def test_tests_per_idea_needs_an_idea():
    assert learning.tests_per_idea(6, ideas=4) == 1.5
    assert isinstance(learning.tests_per_idea(6, ideas=0), Unknown)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: learning.discovery_throughput(-1, days=3),
        lambda: learning.discovery_throughput(1, days=0),
        lambda: learning.tests_per_idea(-1, ideas=2),
    ],
)
def test_impossible_counts_of_tests_are_refused(wrong):
    with pytest.raises(ImpossibleCounts):
        wrong()


def test_perfect_beliefs_have_all_the_skill():
    sure = [learning.Forecast(1, came_true=True), learning.Forecast(0, came_true=False)]
    assert learning.calibration(sure).skill == 1
    base = [learning.Forecast(0.2, came_true=True), learning.Forecast(0.2, came_true=False)]
    assert learning.calibration(base).skill == 0
    assert isinstance(learning.calibration([]), Unknown)


def test_predictions_twice_too_large_are_biased_by_a_half():
    assert learning.prediction_bias([(0.1, 0.05), (0.3, 0.15)]) == pytest.approx(0.5)
    assert isinstance(learning.prediction_bias([]), Unknown)


def test_the_number_of_ideas_tested_for_an_outcome_is_a_median():
    assert learning.options_per_outcome({"OC1": 3, "OC2": 1, "OC3": 2}) == 2


def test_a_belief_is_a_probability():
    with pytest.raises(BadPlan):
        learning.Forecast(1.2, came_true=True)
    with pytest.raises(BadPlan):
        learning.calibration([], base=1)


# --- outcomes -------------------------------------------------------------------------------------


def test_a_share_that_should_fall_has_moved_when_its_interval_lies_below_nothing():
    fell = outcomes.Movement(before=Count(500, 1000), now=Count(300, 1000), target=0.2)
    rose = outcomes.Movement(before=Count(300, 1000), now=Count(500, 1000), target=0.2)
    assert fell.has_moved
    assert not rose.has_moved
    assert rose.progress < 0


def test_pace_is_progress_over_time():
    half_way = outcomes.Movement(before=Count(20, 100), now=Count(30, 100), target=0.4)
    assert outcomes.pace(half_way, elapsed=0.25) == pytest.approx(2)
    assert isinstance(outcomes.pace(half_way, elapsed=0), Unknown)
    with pytest.raises(BadPlan):
        outcomes.pace(half_way, elapsed=2)


def test_a_target_that_is_the_baseline_is_refused():
    with pytest.raises(BadPlan):
        outcomes.Movement(before=Count(1, 2), now=Count(1, 2), target=0.5)


# --- roadmap --------------------------------------------------------------------------------------


def item(**told):
    whole = {"kind": RoadmapKind.OUTCOME, "horizon": 3, "source": Source.OUTCOME, **told}
    return roadmap.Item(**whole)


def test_near_term_requests_are_weighed_by_effort():
    items = [
        item(is_near=True, effort=3, source=Source.DEAL),
        item(is_near=True, effort=6),
        item(effort=100, source=Source.REQUEST),
    ]
    assert roadmap.near_term_requests(items) == Part(3, 9)


def test_the_vision_has_its_share():
    assert roadmap.vision_share([item(effort=2, serves_vision=True), item(effort=6)]) == Part(2, 8)
    assert roadmap.tempo(reached=2, due=3) == Tally(2, 3)


def test_kinds_are_counted():
    items = [item(), item(), item(kind=RoadmapKind.OUTPUT)]
    assert roadmap.mix(items) == {
        RoadmapKind.OUTCOME: Tally(2, 3),
        RoadmapKind.OUTPUT: Tally(1, 3),
    }


def test_drift_is_the_steady_growth_whatever_one_period_did():
    assert roadmap.drift([0.9, 0.1, 0.2, 0.3, 0.4]) == pytest.approx(0.1)
    assert roadmap.drift([0.1, 0.2, 0.3, 0.0]) == pytest.approx(0.033, abs=0.001)
    assert isinstance(roadmap.drift([0.1, 0.2]), Unknown)


def test_expectations_are_compared():
    views = [
        roadmap.TwoViews(date(2026, 1, 1), date(2026, 1, 11), is_same_thing=True),
        roadmap.TwoViews(date(2026, 3, 1), date(2026, 2, 9), is_same_thing=False),
    ]
    assert roadmap.expectation_gap(views) == 15
    assert roadmap.differing_expectations(views) == Tally(1, 2)
    assert isinstance(roadmap.expectation_gap([]), Unknown)


def test_slips_are_counted():
    items = [item(slips=2, days_slipped=40), item(slips=1, days_slipped=10), item()]
    assert roadmap.slipped(items) == Tally(1, 3)
    assert roadmap.mean_slip(items) == 25
    assert isinstance(roadmap.mean_slip([item()]), Unknown)


def test_today_and_tomorrow_are_shown_as_a_pair():
    told = roadmap.scorecard([1.2, 0.4, 1.0], reached=1, due=2)
    assert (told.outcomes_on_pace, told.milestones_on_pace) == (Tally(2, 3), Tally(1, 2))
    with pytest.raises(ImpossibleCounts):
        roadmap.scorecard([], reached=2, due=1)


@pytest.mark.parametrize("wrong", [{"horizon": 4}, {"effort": -1}, {"slips": -1}])
def test_an_item_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadPlan):
        item(**wrong)


# --- promises -------------------------------------------------------------------------------------


def test_weeks_with_a_customer_are_counted_once_each():
    contacts = [days_ago(0), days_ago(1), days_ago(13), days_ago(400)]
    assert promises.contact_rate(contacts, Window(TODAY, days=14)) == Tally(2, 2)


def test_a_deal_is_over_the_fence_without_handover_or_without_its_outcome():
    def sale(age, **told):
        return promises.Sale(won_on=days_ago(age), is_signed_before_close=True, **told)

    told = [
        sale(5),  # too young to tell
        sale(30),  # no handover
        sale(30, handed_over_on=days_ago(25)),  # its outcome is not due yet
        sale(30, handed_over_on=days_ago(20)),  # handed over late
        sale(100, handed_over_on=days_ago(99)),  # no outcome in 90 days
        sale(100, handed_over_on=days_ago(99), outcome_measured_on=days_ago(20)),
    ]
    assert promises.over_the_fence(told, as_of=TODAY) == Tally(3, 5)


def test_sign_off_takes_its_median():
    told = [
        promises.Sale(won_on=TODAY, is_signed_before_close=True, sign_off_days=days)
        for days in (2, 4, 9)
    ]
    assert promises.sign_off_lead_time(told) == 4


def test_promises_weigh_by_their_value():
    told = [
        promises.Promise(due=days_ago(1), delivered_on=days_ago(1), value=30),
        promises.Promise(due=days_ago(1), delivered_on=TODAY, value=10),
        promises.Promise(due=TODAY + timedelta(1), value=99),
    ]
    assert promises.promises_kept(told, as_of=TODAY) == Tally(1, 2)
    assert promises.value_kept(told, as_of=TODAY) == Part(30, 40)
    with pytest.raises(BadPlan):
        promises.Promise(due=TODAY, value=-1)


@pytest.mark.parametrize(
    ("effort", "index"), [({"A": 5}, 1), ({"A": 1, "B": 1}, 0.5), ({"A": 3, "B": 1}, 0.625)]
)
def test_concentration_is_one_for_one_customer(effort, index):
    assert promises.concentration(effort) == index


def test_concentration_needs_effort():
    assert isinstance(promises.concentration({}), Unknown)
    with pytest.raises(BadPlan):
        promises.concentration({"A": 5, "B": -1})


def test_a_reply_needs_a_reason_and_to_come_in_time():
    def asked(age, answered=None, **told):
        day = None if answered is None else days_ago(answered)
        return promises.Request(received_on=days_ago(age), answered_on=day, **told)

    told = [
        asked(10),  # not due yet
        asked(74),
        asked(40, answered=35, has_reason=True),
        asked(40, answered=35),
        asked(60, answered=10, has_reason=True),
    ]
    assert promises.reply_discipline(told, as_of=TODAY) == Tally(1, 4)


def test_a_pass_that_ran_out_is_none():
    assert promises.seller_fluency([TODAY, days_ago(1), None], as_of=TODAY) == Tally(1, 3)


# --- the build trap -------------------------------------------------------------------------------

WELL = Signals(
    measured=Tally(8, 10), supported=Tally(4, 10), killed_by_evidence=Tally(3, 10),
    agency=Part(10, 40), contact_before_build=Tally(7, 10), outcomes_as_goals=Tally(6, 10),
    outputs_on_roadmap=Tally(2, 10), tests_a_month=2.0,
)  # fmt: skip


def with_changes(**changes):
    whole = {name: getattr(WELL, name) for name in WELL.__dataclass_fields__}
    return Signals(**{**whole, **changes})


@pytest.mark.parametrize(
    ("sign", "present", "a_hair_away"),
    [
        (Sign.UNMEASURED, {"measured": Tally(4, 10)}, {"measured": Tally(5, 10)}),
        (Sign.NO_HITS, {"supported": Tally(0, 10)}, {"supported": Tally(1, 10)}),
        (Sign.NO_HITS, {"supported": Tally(0, 0)}, {"supported": Tally(0, 9)}),
        (Sign.NOTHING_KILLED, {"killed_by_evidence": Tally(0, 10)},
         {"killed_by_evidence": Tally(0, 9)}),
        (Sign.AGENCY, {"agency": Part(21, 40)}, {"agency": Part(20, 40)}),
        (Sign.NO_CONTACT, {"contact_before_build": Tally(4, 10)},
         {"contact_before_build": Tally(5, 10)}),
        (Sign.OUTPUTS_AS_GOALS, {"outcomes_as_goals": Tally(2, 5)},
         {"outcomes_as_goals": Tally(1, 4)}),
        (Sign.FEATURE_LIST, {"outputs_on_roadmap": Tally(6, 10)},
         {"outputs_on_roadmap": Tally(5, 10)}),
        (Sign.NO_TESTS, {"tests_a_month": 0.99}, {"tests_a_month": 1.0}),
    ],
)  # fmt: skip
def test_each_sign_is_there_and_a_hair_away_it_is_not(sign, present, a_hair_away):
    assert build_trap(with_changes(**present)).signs == (sign,)
    assert build_trap(with_changes(**a_hair_away)).signs == ()


@pytest.mark.parametrize(
    ("signs", "health"),
    [(0, Health.HEALTHY), (1, Health.HEALTHY), (2, Health.WATCH), (3, Health.WATCH),
     (4, Health.AT_RISK), (5, Health.AT_RISK), (6, Health.TRAPPED), (8, Health.TRAPPED)],
)  # fmt: skip
def test_the_number_of_signs_tells_the_health(signs, health):
    worst = {
        "measured": Tally(0, 10), "supported": Tally(0, 10), "killed_by_evidence": Tally(0, 10),
        "agency": Part(40, 40), "contact_before_build": Tally(0, 10),
        "outcomes_as_goals": Tally(0, 10), "outputs_on_roadmap": Tally(9, 10), "tests_a_month": 0,
    }  # fmt: skip
    changes = dict(list(worst.items())[:signs])
    told = build_trap(with_changes(**changes))
    assert len(told.signs) == signs
    assert told.health is health


@pytest.mark.parametrize(
    ("effort", "lead"),
    [
        ({Origin.VISION: 3, Origin.OUTCOME: 3, Origin.DEAL: 5}, Lead.PRODUCT),
        ({Origin.DEAL: 3, Origin.SALES: 3, Origin.VISION: 5}, Lead.SALES),
        ({Origin.CUSTOMER: 3, Origin.CUSTOMER_SUCCESS: 3}, Lead.CUSTOMER_SUCCESS),
        ({Origin.EXECUTIVE: 3}, Lead.TOP_DOWN),
        ({Origin.OPERATIONS: 3, Origin.DEAL: 2}, Lead.MIXED),
        ({Origin.DEAL: 2, Origin.VISION: 2}, Lead.MIXED),
        ({}, Lead.MIXED),
    ],
)
def test_whoever_takes_the_most_effort_leads(effort, lead):
    assert who_leads(effort) is lead


def test_two_periods_are_taken_together():
    assert who_leads({Origin.DEAL: 5}, {Origin.VISION: 7}) is Lead.PRODUCT
