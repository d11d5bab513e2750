"""Whether what a test judges by stays once people are in it: whoever asks, and by whatever door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection

from seachange.errors import NotAllowed, Refused
from seachange.planning.actions import hypotheses, records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.turns import turn
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis, HypothesisVersion
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.shape import label_of
from seachange.planning.rules.vocabulary import Design, Kind, Role
from tests.planning.rules.invariants.worlds import BUILT, CRITERIA, METRIC

PLANNED = AssumptionTest(
    id="T1",
    hypothesis="H1",
    metric="M1",
    design=Design.RANDOMISED,
    planned_people=6000,
    analysis_plan="everybody shown, but staff",
    starts_on=date(2026, 4, 1),
)
MOVED = {
    "metric": "M2",
    "design": Design.PRE_POST,
    "planned_people": 3000,
    "planned_control_share": 0.1,
    "is_sequential": True,
    "analysis_plan": "everybody shown, but staff and whoever left",
    "starts_on": date(2026, 4, 8),
    "guardrails": ("M2",),
}


@pytest.fixture
def running(each_database):
    """Keep a world in which H1 is under test by T1."""
    members = [Member(id=f"one-{role}", role=role) for role in Role]
    others = [replace(METRIC, id="M2"), *members]
    take_in((*BUILT, *others, PLANNED), by="", why="a world", as_found=True)
    hypotheses.start_test("T1", by="")


@pytest.mark.parametrize("field", MOVED)
def test_what_a_test_was_set_up_with_is_not_changed_while_it_runs(running, field):
    called = label_of(Kind.ASSUMPTION_TEST, field)
    with pytest.raises(Refused, match=f"its {called} changed after it had started"):
        records.edit("T1", by="", **{field: MOVED[field]})
    assert whole_plan().get(AssumptionTest, "T1") == replace(PLANNED, state="running")


def test_no_role_may_do_it(running):
    easier = replace(CRITERIA, smallest_worthwhile=0.001)
    for role in Role:
        with pytest.raises((Refused, NotAllowed)):
            records.edit("T1", by=f"one-{role}", metric="M2")
        with pytest.raises((Refused, NotAllowed)):
            records.edit("H1", by=f"one-{role}", criteria=easier)


@pytest.mark.parametrize("as_found", [False, True])
def test_no_file_may_do_it(running, as_found):
    moved = replace(PLANNED, state="running", metric="M2")
    with pytest.raises(Refused, match="changed after it had started"):
        take_in([moved], by="", why="an import", as_found=as_found)


def test_nobody_who_holds_the_database_may_do_it(running):
    with pytest.raises((Refused, DatabaseError), match="I-10"), turn():
        connection.cursor().execute("UPDATE planning_assumptiontest SET metric_id = 'M2'")


def test_before_it_starts_a_test_may_be_set_up_otherwise(each_database):
    take_in((*BUILT, replace(METRIC, id="M2"), PLANNED), by="", why="a world", as_found=True)
    after = records.edit("T1", by="", metric="M2", planned_people=3000)
    assert after.get(AssumptionTest, "T1").metric == "M2"


def test_what_a_test_found_is_written_down_while_it_runs(running):
    after = records.edit("T1", by="", result_effect=0.046, standard_error=0.012)
    assert after.get(AssumptionTest, "T1").result_effect == 0.046


def test_a_hypothesis_under_test_aims_at_another_outcome_only_as_a_new_version(running):
    other = replace(whole_plan().get(Outcome, "OC1"), id="OC2", state="draft")
    take_in([other], by="", why="another outcome", as_found=True)
    with pytest.raises(Refused, match="its outcome changed after T1 had started"):
        records.edit("H1", by="", outcome="OC2")
    after = records.edit("H1", by="", why="we learnt", outcome="OC2", version=2)
    assert after.get(Hypothesis, "H1").outcome == "OC2"


def test_an_outcome_keeps_its_metric_while_a_hypothesis_on_it_is_tested(running):
    with pytest.raises(Refused, match="its metric changed after T1 of H1 had started"):
        records.edit("OC1", by="", metric="M2")


def test_a_metric_under_test_means_something_else_only_as_a_new_version(running):
    with pytest.raises(Refused, match="would mean something else after T1 had started"):
        records.edit("M1", by="", window="14 days")
    after = records.edit("M1", by="", why="we learnt", window="14 days", version=2)
    assert after.get(Metric, "M1").window == "14 days"


def test_a_version_of_the_criteria_is_kept_once(running):
    again = HypothesisVersion(id="mine", hypothesis="H1", version=1, criteria=CRITERIA)
    with pytest.raises(Refused, match="version 1 of H1 is kept already, as H1.v1"):
        records.create(again, by="")
