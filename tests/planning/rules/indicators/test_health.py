"""Whether what an indicator is counted from is read off a plan as its definition says."""

from dataclasses import replace
from datetime import date
from itertools import groupby

import pytest

from seachange.planning.rules.indicators.health import health
from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown
from seachange.planning.rules.indicators.work import Window
from seachange.planning.rules.plan.delivery import ChainStep, EnablementItem, Output
from seachange.planning.rules.plan.discovery import Expectation, FeatureRequest
from seachange.planning.rules.plan.intent import Vision, VisionMilestone
from seachange.planning.rules.plan.organisation import Department
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Customer
from tests.planning.parley import AS_OF, parley

HALF_YEAR = Window(AS_OF, days=181)
PARLEY = health(parley(), HALF_YEAR)


def told(figure_id, *records, plan=None):
    counted = health((plan or Plan(as_of=AS_OF)).changed(put=records), HALF_YEAR)
    return [each.value for each in counted.figures if each.id == figure_id]


def test_there_is_every_indicator_in_its_order():
    ids = [each for each, _ in groupby(figure.id for figure in PARLEY.figures)]
    assert ids == [f"H{n:02}" for n in range(1, 42)]


def test_of_an_empty_plan_nothing_is_made_up():
    empty = health(Plan(as_of=AS_OF), HALF_YEAR)
    for figure in empty.figures:
        if isinstance(figure.value, Tally) and figure.id not in {"H10", "H23"}:
            assert figure.value == Tally(0, 0)
        elif isinstance(figure.value, Part):
            assert figure.value.amount == 0
        else:
            assert figure.id in {"H10", "H12", "H23"} or isinstance(figure.value, Unknown)


def test_what_the_teams_chose_themselves_is_their_own():
    # 24 of 46 person-weeks came from outcomes, the rest from a deal and an executive.
    (chosen,) = [each.value for each in PARLEY.figures if "teams chose" in each.says]
    assert chosen == Part(24, 46)


def test_today_and_tomorrow_stand_side_by_side():
    reached = VisionMilestone(id="VM8", vision="VI1", due=date(2026, 3, 1),
                              reached_on=date(2026, 3, 20))  # fmt: skip
    missed = VisionMilestone(id="VM9", vision="VI1", due=date(2026, 5, 1))
    # On pace is only OC4: .77 of its way in .66 of its time.
    assert told("H39", reached, missed, plan=parley()) == [Tally(1, 5), Tally(1, 2)]
    assert told("H39", Vision(id="VI1"), reached)[1] == Tally(1, 1)


def test_effort_for_customers_is_concentrated_as_herfindahl_says():
    names = [Customer(id=each) for each in ("A", "B")]
    outputs = [
        Output(id="O1", effort_weeks=2, customers=("A",)),
        Output(id="O2", effort_weeks=2, customers=("A", "B")),
    ]
    assert told("H30", *names, *outputs) == [pytest.approx(0.75**2 + 0.25**2)]


def test_a_request_is_answered_in_time_and_with_a_reason():
    asked = [
        FeatureRequest(id="R1", received_on=date(2026, 5, 1), replied_on=date(2026, 5, 20),
                       reason="we look into it"),
        FeatureRequest(id="R2", received_on=date(2026, 5, 1), replied_on=date(2026, 5, 20)),
        FeatureRequest(id="R3", received_on=date(2026, 6, 20)),  # ten days old: still in time
        FeatureRequest(id="R4", received_on=date(2026, 4, 1)),
    ]  # fmt: skip
    assert told("H34", *asked) == [Tally(1, 3)]


def test_two_parties_days_are_compared():
    about = Output(id="O1")
    views = [
        Expectation(id=f"X{n}", party=party, output="O1", expected="it", expected_on=day)
        for n, (party, day) in enumerate(
            [("sales", date(2026, 7, 1)), ("engineering", date(2026, 9, 1)), ("support", None)]
        )
    ]
    assert told("H35", about, *views) == [62]


def test_the_slowest_step_is_the_broken_link():
    steps = [
        ChainStep(id="C1", department="eng", ready_on=date(2026, 5, 1), done_on=date(2026, 5, 4)),
        ChainStep(id="C2", department="legal", ready_on=date(2026, 5, 1),
                  done_on=date(2026, 5, 31)),
    ]  # fmt: skip
    who = [Department(id="eng"), Department(id="legal")]
    assert told("H33", *who, *steps) == [30]


def test_enablement_at_launch_counts_what_is_required():
    launched = Output(id="O1", launched_on=date(2026, 5, 1))
    items = [
        EnablementItem(id="E1", output="O1", department="eng", state="verified"),
        EnablementItem(id="E2", output="O1", department="eng", state="ready"),
        EnablementItem(id="E3", output="O1", department="eng", is_required=False),
    ]
    assert told("H31", launched, *items) == [Tally(1, 2)]
    assert told("H31", replace(launched, launched_on=None), *items) == [Tally(0, 0)]
