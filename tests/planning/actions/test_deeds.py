"""Tests of the deeds of planning: outcomes, hypotheses, requests, the roadmap, launches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.errors import BadPlan, NotAllowed, Refused
from seachange.planning.actions import (
    feature_requests,
    hypotheses,
    outcomes,
    outputs,
    records,
    roadmap,
)
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.seals import verify_chain
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.delivery import EnablementItem, Output
from seachange.planning.rules.plan.discovery import FeatureRequest, Idea
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Decision, Verdict
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.organisation import Waiver
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Choice, Finish, Precision, RoadmapKind, Source
from tests.planning.rules.invariants.worlds import (
    ASKED,
    BUILT,
    IDEA,
    INTENT,
    OUTCOME,
    OUTPUT,
    PEOPLE,
    QUARTER,
)


@pytest.fixture
def intent(empty_plan):
    take_in(INTENT, by="", why="a start")


@pytest.fixture
def built(empty_plan):
    take_in(BUILT, by="", why="a start")


def test_an_outcome_is_measured_then_pursued_then_closed(intent):
    draft = replace(OUTCOME, id="OC2", state="draft", baseline=None)
    records.create(draft, by="ada")
    with pytest.raises(Refused):
        outcomes.pursue("OC2", by="ada")
    outcomes.take_baseline("OC2", level=Level(did=1, people=4, version=1, **QUARTER), by="ada")
    with pytest.raises(Refused, match="I-3"):
        outcomes.pursue("OC2", by="ada")
    outcomes.claim_driver(
        replace(next(r for r in INTENT if r.id == "DL1"), id="DL2", outcome="OC2"), by="ada"
    )
    outcomes.pursue("OC2", by="ada")
    level = Level(did=3, people=4, version=1)
    outcomes.take_measurement(
        Measurement(id="MS1", metric="M1", outcome="OC2", level=level), by="ben"
    )
    after = outcomes.close("OC2", reached=True, by="ada", why="0.75 of 0.45")
    assert after.by_id["OC2"].state == "achieved"
    assert isinstance(after.by_id["OC2"], Outcome)


def test_a_hypothesis_is_tested_judged_and_decided_on(built):
    records.create(AssumptionTest(id="T1", hypothesis="H1"), by="ben")
    assert hypotheses.start_test("T1", by="ben").by_id["H1"].state == "testing"
    hypotheses.add_evidence(
        replace(ASKED, id="EV2", state="", idea=None, hypothesis="H1"), by="ben"
    )
    verdict = Verdict(id="V1", hypothesis="H1", finish=Finish.REFUTED, reason="nothing moved")
    after = hypotheses.conclude(verdict, by="ada")
    assert after.by_id["H1"].state == "refuted"
    assert after.by_id["V1"].decided_by == "ada"
    stop = Decision(id="DE1", choice=Choice.REMOVE, hypothesis="H1", verdict="V1", reason="no use")
    with pytest.raises(NotAllowed):
        hypotheses.decide(stop, by="ben")
    hypotheses.decide(stop, by="boss")
    assert not list(verify_chain())


def test_a_small_move_settles_nothing(built):
    records.create(AssumptionTest(id="T1", hypothesis="H1"), by="ben")
    hypotheses.start_test("T1", by="ben")
    small = Verdict(id="V1", hypothesis="H1", finish=Finish.SMALL, reason="a point, not three")
    after = hypotheses.conclude(small, by="ada")
    assert after.by_id["H1"].state == "inconclusive"


def test_a_request_ends_with_a_reply_that_gives_the_reason(intent):
    feature_requests.receive(FeatureRequest(id="R1", asked="send reminders"), by="dan")
    with pytest.raises(BadPlan):
        feature_requests.understand("R1", need="", by="ada")
    feature_requests.understand("R1", need="I forget which time zone was meant", by="ada")
    records.move("R1", to="linked", by="ada", outcome="OC1")
    with pytest.raises(BadPlan):
        feature_requests.decide("R1", choice=Choice.DISCOVERY, reason="", by="ada")
    feature_requests.decide("R1", choice=Choice.DISCOVERY, reason="missed meetings", by="ada")
    with pytest.raises(Refused, match="a reply"):
        feature_requests.reply("R1", text="", by="ada")
    after = feature_requests.reply("R1", text="We look into missed meetings.", by="ada")
    assert after.by_id["R1"].state == "replied"


def test_every_date_an_item_had_is_kept(intent):
    item = RoadmapItem(id="RI1", outcome="OC1", source=Source.OUTCOME, due=date(2026, 8, 1),
                       precision=Precision.DAY)  # fmt: skip
    roadmap.place(item, by="ada")
    for month in (10, 12):
        roadmap.reschedule("RI1", due=date(2026, month, 1), precision=Precision.MONTH, horizon=6,
                           by="ada", why="it takes longer")  # fmt: skip
    kept = whole_plan().get(RoadmapItem, "RI1")
    assert kept.earlier_due == (date(2026, 8, 1), date(2026, 10, 1))


def test_sales_puts_nothing_on_the_roadmap(intent):
    item = RoadmapItem(id="RI1", item_kind=RoadmapKind.THEME, title="SSO", source=Source.DEAL)
    with pytest.raises(NotAllowed):
        roadmap.place(item, by="dan")


def test_nothing_is_built_past_discovery_but_with_a_waiver(empty_plan):
    take_in((*PEOPLE, Idea(id="ID1"), Output(id="OU1", state="ready", idea="ID1")), by="", why="x")
    with pytest.raises(Refused, match="I-8"):
        outputs.start_building("OU1", by="ben")
    waiver = Waiver(id="W1", rule="I-8", record="OU1", reason="a legal date", approver="boss",
                    expires_on=date(2099, 1, 1))  # fmt: skip
    with pytest.raises(NotAllowed):
        outputs.waive(waiver, by="ben")
    outputs.waive(waiver, by="boss")
    assert outputs.start_building("OU1", by="ben").by_id["OU1"].state == "building"


def test_a_launch_waits_for_those_who_receive_it(built):
    item = EnablementItem(id="EN1", output="OU1", department="D-cs", need="know the new call")
    records.create(item, by="ada")
    for state in ("in progress", "ready"):
        records.move("EN1", to=state, by="ada")
    with pytest.raises(Refused, match="I-19"):
        outputs.launch("OU1", by="ada")
    with pytest.raises(Refused, match="somebody of D-cs"):
        outputs.verify_enablement("EN1", by="ada")
    outputs.verify_enablement("EN1", by="cleo")
    assert outputs.launch("OU1", by="ada").by_id["OU1"].launched_on


def test_a_release_needs_a_plan_to_measure(built):
    bare = replace(
        OUTPUT, id="OU2", state="built", measurement_plan=type(OUTPUT.measurement_plan)()
    )
    take_in((bare,), by="", why="x")
    with pytest.raises(Refused, match="I-11"):
        outputs.release("OU2", by="ben")
    assert IDEA.id == bare.idea
