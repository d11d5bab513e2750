"""Whether the indicators, counted from the worked example's own records, are the printed ones."""

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.indicators import (
    delivery,
    learning,
    of_plan,
    of_work,
    outcomes,
    promises,
    roadmap,
    work,
)
from seachange.planning.rules.indicators.build_trap import Health, Lead, build_trap, who_leads
from seachange.planning.rules.indicators.tallies import Tally, Unknown
from seachange.planning.rules.indicators.work import Window
from seachange.planning.rules.plan.delivery import DeliveryPeriod
from seachange.planning.rules.vocabulary import Origin
from tests.planning.parley import AS_OF, parley

PLAN = parley()
HALF_YEAR = Window(AS_OF, days=181)
WORKS = of_plan.works(PLAN)


def test_releases_and_their_verdicts():
    assert work.outcome_coverage(WORKS, HALF_YEAR) == Tally(4, 6)  # H01
    assert work.measured_share(WORKS, HALF_YEAR) == Tally(3, 3)  # H02
    assert work.measured_of_all(WORKS, HALF_YEAR) == Tally(4, 6)
    assert work.hit_rate(WORKS, HALF_YEAR) == Tally(3, 6)  # H03
    assert work.hit_rate_of_judged(WORKS, HALF_YEAR) == Tally(3, 4)
    assert work.time_to_verdict(WORKS, HALF_YEAR) == 35  # H04


def test_where_the_effort_went():
    unmeasured = work.unmeasured_effort(WORKS, HALF_YEAR)  # H07
    assert (unmeasured.amount, unmeasured.of, round(unmeasured.share, 3)) == (22, 38, 0.579)
    effort = {o: round(part.share, 3) for o, part in work.effort_by_origin(WORKS).items()}  # H08
    assert effort == {Origin.OUTCOME: 0.522, Origin.DEAL: 0.261, Origin.EXECUTIVE: 0.217}
    assert round(work.effort_with_hypothesis(WORKS).share, 3) == 0.522
    agency = work.agency_index(WORKS)  # H09
    assert (agency.amount, agency.of, round(agency.share, 3)) == (22, 46, 0.478)
    assert work.contact_before_build(WORKS) == Tally(5, 8)  # H11


def test_what_was_learnt():
    closed = of_plan.closed_ideas(PLAN, HALF_YEAR)
    assert learning.killed_by_evidence(closed) == Tally(3, 10)  # H05
    assert learning.kills_with_evidence(closed) == Tally(3, 4)
    assert round(of_plan.tests_a_month(PLAN, HALF_YEAR), 2) == 1.16  # H12
    told = learning.calibration(of_plan.forecasts(PLAN))  # H17
    assert (round(told.brier, 3), round(told.brier_of_base, 2)) == (0.343, 0.49)
    assert isinstance(learning.refit(of_plan.forecasts(PLAN)), Unknown)


def test_goals_and_how_far_they_have_come():
    goals = of_plan.key_results(PLAN)
    assert outcomes.key_results_that_are_outcomes(goals) == Tally(2, 4)  # H19
    moved = of_plan.movements(PLAN)
    assert outcomes.outcome_movement(moved.values()) == Tally(3, 5)  # H20
    progress = {outcome: round(each.progress, 2) for outcome, each in moved.items()}  # H21
    assert progress == {"OC1": 0.54, "OC2": 0.61, "OC3": 0.11, "OC4": 0.77, "OC5": 0.12}


def test_the_roadmap_and_the_promises():
    assert roadmap.horizon_coverage(of_plan.roadmap_items(PLAN)) == Tally(3, 4)  # H23
    sold = of_plan.sales(PLAN)
    assert promises.team_sales(sold) == Tally(1, 2)  # H27
    assert promises.promises_kept(of_plan.promises(PLAN), as_of=AS_OF) == Tally(2, 2)  # H28
    assert promises.over_the_fence(sold, as_of=AS_OF) == Tally(1, 2)  # H29


def test_no_sign_of_the_build_trap_is_at_its_threshold():
    signals = of_plan.signals(PLAN, HALF_YEAR)
    assert round(signals.measured.share, 2) == 0.67
    assert round(signals.killed_by_evidence.share, 2) == 0.30
    assert round(signals.contact_before_build.share, 2) == pytest.approx(0.62, abs=0.01)
    assert round(signals.tests_a_month, 2) == 1.16
    told = build_trap(signals)
    assert (told.signs, told.health) == ((), Health.HEALTHY)


def test_the_company_is_product_led_by_a_little():
    effort = {origin: part.amount for origin, part in work.effort_by_origin(WORKS).items()}
    assert who_leads(effort, effort) is Lead.PRODUCT


def test_delivery_is_context_that_the_plan_may_tell():
    assert of_plan.shippings(PLAN, HALF_YEAR) == []
    may = DeliveryPeriod(id="DP1", starts=date(2026, 5, 1), ends=date(2026, 5, 28),
                         deployments=8, failed_deployments=2, lead_time_hours=30)  # fmt: skip
    before = DeliveryPeriod(id="DP0", starts=date(2025, 5, 1), ends=date(2025, 5, 28),
                            deployments=80)  # fmt: skip
    told = delivery.context(of_plan.shippings(PLAN.changed(put=[may, before]), HALF_YEAR))
    assert (told.deployments_a_week, told.lead_time_hours) == (2, 30)
    assert told.failures == Tally(2, 8)
    assert isinstance(told.recovery_hours, Unknown)


def undated(plan):
    """The same plan, where nobody wrote down on which day what was done."""
    without = [replace(talk, held_on=None) for talk in plan.contacts]
    without += [replace(test, analysed_on=None) for test in plan.assumption_tests]
    return plan.changed(put=without)


def test_what_has_no_day_is_unknown_and_no_sign_of_the_build_trap():
    plan = undated(PLAN)
    told = of_plan.tests_a_month(plan, HALF_YEAR)
    assert isinstance(told, Unknown)
    assert "none says on which day" in told.because
    assert isinstance(of_work.contact_rate_of(plan, HALF_YEAR), Unknown)
    # Five of the eight outputs had somebody speak with a customer, who knows when.
    assert work.contact_before_build(of_plan.works(plan)) == Tally(0, 3)
    assert build_trap(of_plan.signals(plan, HALF_YEAR)).signs == ()


def test_what_was_never_done_is_none():
    idle = replace(PLAN, contacts=(), assumption_tests=())
    assert of_plan.tests_a_month(idle, HALF_YEAR) == 0
    assert of_work.contact_rate_of(idle, HALF_YEAR) == Tally(0, 26)
