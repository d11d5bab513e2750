"""Whether the indicators of the worked example have the values printed with their definitions."""

from datetime import date
from statistics import median

import pytest

from seachange.planning.rules.indicators import learning, outcomes, promises, roadmap, work
from seachange.planning.rules.indicators.build_trap import (
    Health,
    Lead,
    Signals,
    build_trap,
    who_leads,
)
from seachange.planning.rules.indicators.tallies import Tally
from seachange.planning.rules.indicators.work import Window, Work
from seachange.planning.rules.power import Count
from seachange.planning.rules.vocabulary import Finish, Origin, RoadmapKind, Source

AS_OF = date(2026, 6, 30)
HALF_YEAR = Window(AS_OF, days=181)


def output(name, origin, effort, *, contacts=0, released=None, verdict=None, finish=None):
    return Work(
        name=name,
        origin=origin,
        effort=effort,
        has_hypothesis=origin is Origin.OUTCOME,
        had_contact_before=contacts > 0,
        released_on=released,
        measured_on=verdict,
        called_on=verdict if released else None,
        finish=finish,
    )


OUTPUTS = [
    output("OU1", Origin.OUTCOME, 6, contacts=22, released=date(2026, 4, 1),
           verdict=date(2026, 5, 1), finish=Finish.SUPPORTED),
    output("OU2", Origin.OUTCOME, 3, contacts=2),
    output("OU3", Origin.OUTCOME, 5, contacts=8, released=date(2026, 4, 10),
           verdict=date(2026, 5, 1), finish=Finish.SUPPORTED),
    output("OU4", Origin.OUTCOME, 2, contacts=5, released=date(2026, 5, 20),
           verdict=date(2026, 6, 24), finish=Finish.INCONCLUSIVE),
    output("OU5", Origin.OUTCOME, 3, contacts=10, released=date(2026, 4, 20),
           verdict=date(2026, 5, 31), finish=Finish.SUPPORTED),
    output("OU6", Origin.OUTCOME, 5),
    output("OU7", Origin.DEAL, 12, released=date(2026, 5, 29)),
    output("OU8", Origin.EXECUTIVE, 10, released=date(2026, 6, 5)),
]  # fmt: skip

MOVEMENTS = {
    "OC1": outcomes.Movement(before=Count(899, 2900), now=Count(1197, 3100), target=0.45),
    "OC2": outcomes.Movement(before=Count(1508, 2900), now=Count(1980, 3000), target=0.75),
    "OC3": outcomes.Movement(before=Count(594, 2700), now=Count(612, 2900), target=0.14),
    "OC4": outcomes.Movement(before=Count(96, 240), now=Count(164, 260), target=0.70),
    "OC5": outcomes.Movement(before=Count(616, 2200), now=Count(667, 2300), target=0.36),
}


def test_what_was_released_is_counted():
    assert work.outcome_coverage(OUTPUTS, HALF_YEAR) == Tally(4, 6)  # H01
    assert work.measured_share(OUTPUTS, HALF_YEAR) == Tally(3, 3)  # H02
    assert work.measured_of_all(OUTPUTS, HALF_YEAR) == Tally(4, 6)
    assert work.hit_rate(OUTPUTS, HALF_YEAR) == Tally(3, 6)  # H03
    assert work.hit_rate_of_judged(OUTPUTS, HALF_YEAR) == Tally(3, 4)


def test_the_median_of_those_with_a_verdict_alone_would_flatter():
    assert work.time_to_verdict(OUTPUTS, HALF_YEAR) == 35  # H04
    done = [o for o in OUTPUTS if o.called_on]
    assert median((o.called_on - o.released_on).days for o in done) == 32.5


def test_effort_is_shared_out():
    by_origin = work.effort_by_origin(OUTPUTS)  # H08
    assert round(by_origin[Origin.DEAL].share, 3) == 0.261
    assert round(by_origin[Origin.EXECUTIVE].share, 3) == 0.217
    assert round(work.effort_with_hypothesis(OUTPUTS).share, 3) == 0.522
    agency = work.agency_index(OUTPUTS)  # H09
    assert (agency.amount, agency.of, round(agency.share, 3)) == (22, 46, 0.478)
    unmeasured = work.unmeasured_effort(OUTPUTS, HALF_YEAR)  # H07
    assert (unmeasured.amount, unmeasured.of, round(unmeasured.share, 3)) == (22, 38, 0.579)


def test_who_was_spoken_with_before_building_is_counted():
    assert work.contact_before_build(OUTPUTS) == Tally(5, 8)  # H11


CLOSED = [
    *[learning.ClosedIdea(is_killed=False)] * 6,
    *[learning.ClosedIdea(is_killed=True, cites_evidence=True)] * 3,
    learning.ClosedIdea(is_killed=True),
]


def test_what_was_learnt_is_counted():
    assert learning.killed_by_evidence(CLOSED) == Tally(3, 10)  # H05
    assert learning.kills_with_evidence(CLOSED) == Tally(3, 4)
    assert round(learning.discovery_throughput(7, days=181), 2) == 1.16  # H12
    beliefs = [(0.339, True), (0.342, True), (0.322, True), (0.206, False)]
    told = learning.calibration([learning.Forecast(*each) for each in beliefs])  # H17
    assert (round(told.brier, 3), round(told.brier_of_base, 2)) == (0.343, 0.49)
    assert told.skill == pytest.approx(1 - 0.343 / 0.49, abs=0.001)


def test_outcomes_have_moved_as_printed():
    assert outcomes.outcome_movement(MOVEMENTS.values()) == Tally(3, 5)  # H20
    progress = [round(each.progress, 2) for each in MOVEMENTS.values()]
    assert progress == [0.54, 0.61, 0.11, 0.77, 0.12]  # H21


@pytest.mark.parametrize(
    ("name", "change", "low", "high"),
    [("OC1", 7.6, 5.2, 10.0), ("OC3", -0.9, -3.1, 1.3), ("OC5", 1.0, -1.6, 3.6)],
)
def test_the_interval_of_a_movement_is_the_printed_one(name, change, low, high):
    told = MOVEMENTS[name]
    figures = (told.change, told.interval.low, told.interval.high)
    assert [round(100 * each, 1) for each in figures] == [change, low, high]


KEY_RESULTS = [
    "45 % of new clients hold a first meeting within 7 days",
    "Advisers reply to 75 % of requests within 24 h",
    "Launch the redesigned app by June",
    "NPS 30",
]


def test_two_of_the_four_key_results_are_outcomes():
    assert outcomes.key_results_that_are_outcomes(KEY_RESULTS) == Tally(2, 4)  # H19


def item(kind, horizon):
    return roadmap.Item(kind=kind, horizon=horizon, source=Source.OUTCOME)


ROADMAP = [
    item(RoadmapKind.OUTCOME, 3), item(RoadmapKind.QUESTION, 3), item(RoadmapKind.HYPOTHESIS, 3),
    item(RoadmapKind.QUESTION, 3), item(RoadmapKind.OUTCOME, 6), item(RoadmapKind.QUESTION, 6),
    item(RoadmapKind.THEME, 6), item(RoadmapKind.MILESTONE, 12),
]  # fmt: skip


def test_nothing_stands_at_nine_months():
    assert roadmap.horizon_coverage(ROADMAP) == Tally(3, 4)  # H23
    assert roadmap.output_share(ROADMAP) == Tally(0, 8)
    assert roadmap.question_share(ROADMAP) == Tally(3, 8)


SALES = [
    promises.Sale(won_on=date(2026, 2, 20), is_signed_before_close=False),
    promises.Sale(
        won_on=date(2026, 4, 28), is_signed_before_close=True, handed_over_on=date(2026, 5, 2)
    ),
]
PROMISES = [
    promises.Promise(due=date(2026, 5, 31), delivered_on=date(2026, 5, 29)),
    promises.Promise(due=date(2026, 5, 3), delivered_on=date(2026, 5, 2)),
    promises.Promise(due=date(2026, 10, 1)),
]


def test_sales_and_promises_are_counted():
    assert promises.team_sales(SALES) == Tally(1, 2)  # H27
    assert promises.promises_kept(PROMISES, as_of=AS_OF) == Tally(2, 2)  # H28
    assert promises.over_the_fence(SALES, as_of=AS_OF) == Tally(1, 2)  # H29


def test_no_sign_of_the_build_trap_is_at_its_threshold():
    signals = Signals(
        measured=work.measured_of_all(OUTPUTS, HALF_YEAR),
        supported=work.hit_rate_of_judged(OUTPUTS, HALF_YEAR),
        killed_by_evidence=learning.killed_by_evidence(CLOSED),
        agency=work.agency_index(OUTPUTS),
        contact_before_build=work.contact_before_build(OUTPUTS),
        outcomes_as_goals=outcomes.key_results_that_are_outcomes(KEY_RESULTS),
        outputs_on_roadmap=roadmap.output_share(ROADMAP),
        tests_a_month=learning.discovery_throughput(7, days=181),
    )
    told = build_trap(signals)
    assert told.signs == ()
    assert told.health is Health.HEALTHY


def test_the_company_is_product_led_by_a_little():
    effort = {origin: part.amount for origin, part in work.effort_by_origin(OUTPUTS).items()}
    assert who_leads(effort, effort) is Lead.PRODUCT
