"""The demonstration's past: what stood in Parley's plan on a day, and that it ends where it is."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from seachange.cli.house import (
    TODAY,
    draw_the_way_in,
    lay_along_the_way,
    live_through_the_past,
    parley_told,
    take_parley_in,
    tell_everybody,
)
from seachange.clock import HELD
from seachange.demo.past import PAST
from seachange.people.access import Role, Viewer
from seachange.planning.reads.comments import mentions_of
from seachange.planning.reads.past import difference, history_of, plan_on
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.checks.run import check
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis, HypothesisVersion
from seachange.planning.rules.plan.measuring import MetricVersion
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.handouts import for_everybody
from seachange.web.pages.roadmap import Asked as Wanted
from seachange.web.pages.roadmap import roadmap_page
from seachange.web.pages.strategy import Asked, strategy_page
from tests.planning.databases import kept_in

LAST_QUARTER = date(2026, 3, 31)
CHIEF = Viewer(id="CEO", role=Role.LEADER)
# Days that may lie ahead of a plan: what is aimed at, promised, or to be begun and judged.
AHEAD = {"by", "due", "starts_on", "ends_on", "cycle_ends"}


@pytest.fixture
def empty(monkeypatch, django_db_blocker):
    """An empty plan, with the calendar held on the day Parley lives on."""
    monkeypatch.setenv(HELD, TODAY)
    with django_db_blocker.unblock(), kept_in(""):
        yield


@pytest.fixture
def lived(empty):
    """Parley's plan with its past behind it."""
    live_through_the_past()
    take_parley_in()


@pytest.fixture(scope="module")
def at_once(django_db_blocker):
    """Parley's plan as it is where all of it comes in on one day."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), kept_in(""):
        patch.setenv(HELD, TODAY)
        take_parley_in()
        return whole_plan()


def test_whoever_was_there_by_then_did_what_was_done(lived):
    """On the first day nobody is in the plan yet, who could have put them there."""
    draw_the_way_in()
    by = {}
    for record in whole_plan().records():
        for edit in history_of(CHIEF, record.id):
            by.setdefault(edit.by, set()).add(edit.at.date())
    assert set(by) == {"", "priya", "nadia"}
    assert by[""] == {PAST[0].day}


def test_its_roadmap_is_read_along_the_journey_and_by_everybody(lived):
    draw_the_way_in()
    lay_along_the_way()
    tell_everybody()
    groups = roadmap_page(CHIEF, Wanted(look="journey")).groups.things
    along = {each.of.name: {card.item.id for card in each.cards} for each in groups if each.of}
    assert along["Holds it"] == {"RM1", "RM2", "RM3"}
    assert along["Gets a reply"] == {"RM4"}
    assert along["Books a second"] == {"RM5", "RM6"}
    told = {horizon.months: [line.text for line in horizon.lines] for horizon in for_everybody()}
    assert told[12] == ["client talks to someone within one hour"]


def undated(plan):
    """What stands in a plan, but for the day its versions were kept on."""
    return {
        each.id: replace(each, since=None)
        if isinstance(each, MetricVersion | HypothesisVersion)
        else each
        for each in plan.records()
    }


def days_of(record):
    told = {each.name: getattr(record, each.name) for each in fields(record)}
    return {name: held for name, held in told.items() if isinstance(held, date)}


def at_horizons(plan):
    return {each.id: each.horizon for each in plan.roadmap}


def test_the_past_ends_in_the_plan_as_it_stands(at_once, lived):
    lived_through, told = undated(whole_plan()), undated(at_once)
    counted = {name: lived_through.pop(name) for name in lived_through.keys() - told.keys()}
    assert lived_through == told
    # What was counted meanwhile stays: a level is written once.
    assert {each.kind for each in counted.values()} == {Kind.MEASUREMENT}


def test_the_past_adds_no_finding_and_takes_none(at_once, lived):
    told = [
        [(each.id, each.record, each.message) for each in check(plan).findings]
        for plan in (at_once, whole_plan())
    ]
    assert told[0] == told[1]


def test_nothing_in_the_plan_of_a_day_happened_after_it(lived):
    for moment in PAST:
        for record in plan_on(CHIEF, moment.day).records():
            late = {n: d for n, d in days_of(record).items() if n not in AHEAD and d > moment.day}
            assert late == {}, (moment.day, record.id)


def test_what_was_under_test_last_quarter_was_not_settled_then(lived):
    then, now = plan_on(CHIEF, LAST_QUARTER), plan_on(CHIEF, date(2026, 6, 30))
    assert then.verdicts == ()
    assert {each.state for each in then.hypotheses} == {"draft", "complete", "testing"}
    assert then.get(Hypothesis, "H3").state == "testing"
    assert then.get(AssumptionTest, "T3").treatment is None
    assert now.get(Hypothesis, "H3").state == "supported"
    assert now.get(AssumptionTest, "T3").treatment is not None


def test_the_roadmap_of_last_quarter_is_another_than_today_s(lived):
    then = at_horizons(plan_on(CHIEF, LAST_QUARTER))
    assert then == {
        "RM1": 3, "RM2": 3, "RM4": 6, "RM5": 9, "RM7": 12, "RM8": 12, "RM9": 3, "RM10": 3,
    }  # fmt: skip
    told = difference(CHIEF, since=LAST_QUARTER, until=date(2026, 6, 30), kind=Kind.ROADMAP_ITEM)
    moved = {each.record for each in told if "horizon" in each.fields}
    assert moved == {"RM4", "RM5", "RM6", "RM7"}
    assert {each.record for each in told if each.after is None} == {"RM9", "RM10"}
    assert all(each.why for each in told)


def test_what_was_counted_by_then_stands_in_the_tree_of_last_quarter(lived):
    asked = Asked(on=LAST_QUARTER)
    page = strategy_page(CHIEF, asked)
    (standing,) = {
        twig.stand.value for twig in _walked(page.twigs) if twig.stand and twig.record.id == "OC1"
    }
    assert standing == pytest.approx(604 / 1806)


def _walked(twigs):
    for twig in twigs:
        yield twig
        yield from _walked(twig.under)


def test_a_record_tells_how_it_came_to_be(lived):
    told = [(each.at.date(), each.after.state) for each in history_of(CHIEF, "H1")]
    assert [state for _, state in told] == ["draft", "testing", "supported"]
    assert [day for day, _ in told] == sorted(day for day, _ in told)


def test_somebody_was_named_in_what_was_said(lived):
    ines = Viewer(id="ines", role=Role.ENGINEERING)
    assert [each.record.id for each in mentions_of(ines)] == ["H1"]


def test_every_moment_names_what_is_in_the_plan_or_left_it():
    known = parley_told()
    collections = {each.name for each in fields(known)}
    for moment in PAST:
        left = {name for name, told in moment.then.items() if "kind" in told}
        assert set(moment.brings) <= known.by_id.keys() | collections | left
        assert moment.then.keys() <= known.by_id.keys() | left
