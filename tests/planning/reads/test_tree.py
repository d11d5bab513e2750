"""Tests of the tree and of the ways up and down: by Parley's plan, and by what a stranger sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seachange.errors import BadPlan
from seachange.people.access import Role, Viewer
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.tree import hangs_on, plan_tree, why
from seachange.planning.rules.paths import consequences as consequences_of
from seachange.planning.rules.paths import reasons as reasons_of
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome, Vision
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.tree import tree_of
from seachange.planning.rules.vocabulary import Visibility
from tests.planning.parley import AS_OF, parley

ADA = Viewer(id="ada", role=Role.PRODUCT)
CLEO = None


@pytest.fixture
def parley_kept(empty_plan):
    take_in(parley(), by="", why="a start", as_found=True)


def outline(branches, depth=0):
    for branch in branches:
        yield f"{'  ' * depth}{branch.record.id}"
        yield from outline(branch.under, depth + 1)


def test_the_tree_stands_as_one_would_draw_it():
    plan = plan_of(
        [
            Vision(id="VI1"),
            Impact(id="IM1", vision="VI1"),
            Impact(id="IM2"),
            Outcome(id="OC1"),
            Outcome(id="OC2"),
            Outcome(id="OC3"),
            DriverLink(id="DL1", outcome="OC1", impact="IM1"),
            DriverLink(id="DL2", outcome="OC2", driven_outcome="OC1"),
            Output(id="OU1", outcome="OC2"),
            Output(id="OU2"),
        ],
        as_of=AS_OF,
    )
    tree = tree_of(plan)
    assert list(outline(tree.branches)) == [
        "VI1",
        "  IM1",
        "    OC1",
        "      OC2",
        "        OU1",
        "IM2",
    ]
    assert [each.id for each in tree.orphans] == ["OC3", "OU2"]


def test_an_outcome_stands_under_each_impact_it_drives(parley_kept):
    lines = list(outline(plan_tree(ADA).branches))
    assert lines.count("  OC1") == 2


def test_what_was_made_for_the_sake_of_making_is_an_orphan(parley_kept):
    orphans = {each.id for each in plan_tree(ADA).orphans}
    assert {"OU7", "OU8"} <= orphans
    assert "OU1" not in orphans


def test_a_promise_exists_for_its_deal_and_its_customer(parley_kept):
    assert {"D1", "OU7"} <= {step.record.id for step in why(ADA, "C1")}


def test_an_output_exists_for_an_outcome_and_an_impact_through_its_hypothesis(parley_kept):
    told = {step.record.id: step for step in why(ADA, "OU1")}
    assert {"H1", "OC1", "IM1", "IM2"} <= told.keys()
    assert told["H1"].depth < told["OC1"].depth < told["IM1"].depth


def test_all_that_is_for_an_outcome_hangs_on_it(parley_kept):
    told = {step.record.id for step in hangs_on(ADA, "OC1")}
    assert {"H1", "H2", "OU1", "OU2"} <= told
    assert "OC2" not in told


def test_what_hangs_on_a_record_exists_for_it():
    plan = parley()
    for record in plan.records():
        for step in reasons_of(plan, record.id):
            assert record.id in {s.record.id for s in consequences_of(plan, step.record.id)}


def test_cleo_sees_no_tree_and_no_way_through_it(parley_kept):
    tree = plan_tree(CLEO)
    assert (tree.branches, tree.orphans) == ((), ())
    for walk in (why, hangs_on):
        with pytest.raises(BadPlan, match="there is no record OC1"):
            walk(CLEO, "OC1")


def test_a_way_does_not_lead_through_what_is_hidden(empty_plan):
    plan = parley()
    hidden = replace(plan.by_id["OC1"], visibility=Visibility.PRIVATE, keeper="CEO")
    take_in(plan.changed(put=[hidden]), by="", why="a start", as_found=True)
    told = {step.record.id for step in hangs_on(ADA, "IM1")}
    assert "OC2" in told
    assert not {"OC1", "H1", "H2"} & told
