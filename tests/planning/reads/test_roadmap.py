"""Tests of the roadmap's pages: the mix at each horizon, and no feature on the safe one."""

from __future__ import annotations

from dataclasses import fields

import pytest

from seachange.people.access import Role, Viewer
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.expectations import expectations
from seachange.planning.reads.roadmap import horizons, safe_roadmap
from seachange.planning.rules.handout import safe_of
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Expectation, LearningQuestion
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import Function, RoadmapKind, Source
from tests.planning.rules.invariants.worlds import SUMMER, date

ADA = Viewer(id="ada", role=Role.PRODUCT)
CLEO = None
WORLD = (
    Outcome(id="OC1", actor="new client", behaviour="holds a first meeting within 7 days"),
    LearningQuestion(id="Q1", text="Why do 61 % not meet in the first week?"),
    Output(id="OU1", name="Instant slots", outcome="OC1"),
    Hypothesis(id="H1", output="OU1", outcome="OC1"),
    RoadmapItem(id="R1", outcome="OC1", source=Source.OUTCOME, effort_weeks=2),
    RoadmapItem(id="R2", item_kind=RoadmapKind.QUESTION, question="Q1", source=Source.OUTCOME),
    RoadmapItem(
        id="R3", item_kind=RoadmapKind.OUTPUT, output="OU1", source=Source.DEAL, effort_weeks=6
    ),
    RoadmapItem(id="R4", item_kind=RoadmapKind.THEME, title="Ship instant slots to all",
                horizon=6, source=Source.VISION),
    RoadmapItem(id="R5", item_kind=RoadmapKind.THEME, title="No missed meetings", horizon=6,
                source=Source.VISION, audience=(Function.SALES,)),
    RoadmapItem(id="R6", item_kind=RoadmapKind.THEME, title="Old", state="dropped",
                source=Source.VISION),
    Expectation(id="X1", party="sales", output="OU1", expected="SSO", expected_on=SUMMER),
    Expectation(id="X2", party="engineering", output="OU1", expected="sso ",
                expected_on=date(2026, 7, 1)),
    Expectation(id="X3", party="Bramley Bank", output="OU1", expected="SSO and audit log"),
)  # fmt: skip


@pytest.fixture
def world(empty_plan):
    take_in(WORLD, by="", why="a start", as_found=True)


def test_each_horizon_tells_where_its_items_come_from(world):
    near, half, nine, year = horizons(ADA)
    assert near.sources == {Source.OUTCOME: 2, Source.DEAL: 1}
    assert near.effort == {Source.OUTCOME: 2.0, Source.DEAL: 6.0}
    assert near.unknown_effort == 1
    assert [len(each.items) for each in (half, nine, year)] == [2, 0, 0]


def test_the_safe_roadmap_names_no_feature(world):
    told = [line.text for horizon in safe_roadmap(ADA) for line in horizon.lines]
    assert told == [
        "new client holds a first meeting within 7 days",
        "Why do 61 % not meet in the first week?",
        "No missed meetings",
    ]
    assert "slots" not in " ".join(told).lower()


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("The app for everybody", False),
        ("Two apps, one for advisers", False),
        ("AI (soon)", False),
        ("自動招待機能を増やす", False),  # words stand without spaces, and 招待 is an output's name
        ("더 많은 초대를", False),  # what belongs to a word is written onto it: 초대 and 를
        ("新しいAppを試す", False),  # a name of another script among them
        ("企画2を試す", False),
        ("AI를 더 많이", False),
        ("AppleのAIR", True),
        ("Clients appoint an adviser", True),
        ("Fewer failed payments", True),
    ],
)
def test_a_short_name_hides_what_names_it_and_nothing_else(title, is_told):
    plan = plan_of(
        (
            Output(id="OU1", name="App"),
            Output(id="OU2", name="AI", text=" "),
            *(Output(id=f"OU-{name}", name=name) for name in ("招待", "초대", "企画2")),
            RoadmapItem(id="R1", item_kind=RoadmapKind.THEME, title=title, horizon=3),
        ),
        as_of=SUMMER,
    )
    lines = [line.text for horizon in safe_of(plan) for line in horizon.lines]
    assert lines == ([title] if is_told else [])


def test_the_safe_roadmap_tells_neither_dates_nor_ids(world):
    lines = [line for horizon in safe_roadmap(ADA) for line in horizon.lines]
    assert {f.name for f in fields(lines[0])} == {"kind", "text"}


def test_an_audience_gets_what_is_for_it(world):
    assert not safe_roadmap(ADA, audience=Function.MARKETING)[1].lines
    assert safe_roadmap(ADA, audience=Function.SALES)[1].lines


def test_parties_that_expect_other_days_or_other_things_are_told_apart(world):
    (told,) = expectations(ADA)
    gulfs = {(g.one.party, g.other.party): (g.days, g.is_other_thing) for g in told.gulfs}
    assert gulfs == {
        ("sales", "engineering"): (30, False),
        ("sales", "Bramley Bank"): (None, True),
        ("engineering", "Bramley Bank"): (None, True),
    }


def test_cleo_sees_no_roadmap_and_no_expectations(world):
    assert not any(horizon.items for horizon in horizons(CLEO))
    assert not any(horizon.lines for horizon in safe_roadmap(CLEO))
    assert expectations(CLEO) == ()
