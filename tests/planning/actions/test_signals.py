"""Tests of what becomes of a finding: a signal, cohort by cohort, an outcome, a hypothesis."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from seachange.errors import BadPlan, NotAllowed, Refused
from seachange.measure.ask import parse
from seachange.measure.statistics.encouragement import people_per_arm
from seachange.planning.actions import records, signals
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.turns import turn
from seachange.planning.models.history import History
from seachange.planning.models.journeys import SignalEstimate
from seachange.planning.models.mapping import mapping
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.becoming import Aim
from seachange.planning.rules.plan.intent import DriverLink
from seachange.planning.rules.vocabulary import (
    Design,
    Direction,
    Kind,
    SignalKind,
    SignalStance,
)
from tests.planning.rules.invariants.worlds import INTENT, OUTCOME
from tests.planning.signalled import (
    BEHAVIOUR,
    FOUND,
    JOURNEY,
    QUESTION,
    SIGNAL,
    SIGNALLED,
    later,
)

BLOCKING = replace(
    FOUND,
    effect=-0.10,
    low=-0.14,
    high=-0.06,
    reach=0.3,
)


@pytest.fixture
def journey(empty_plan):
    take_in([*INTENT, *JOURNEY], by="", why="a start")


@pytest.fixture
def kept(journey):
    signals.keep(SIGNAL, estimate=FOUND, behaviour=BEHAVIOUR, by="ada")


def test_a_finding_is_kept_looked_at_again_and_made_an_outcome_that_can_be_pursued(kept):
    signals.add_cohort(later(2, 0.08), by="ben", why="February")
    signals.take_stance("SG1", stance=SignalStance.ENCOURAGE, owner="matching", by="ada")
    signals.become_outcome(
        "SG1", outcome="OC9", aim=Aim(target=0.4, by=date(2026, 12, 31)), by="ada"
    )
    records.create(DriverLink(id="DL9", outcome="OC9", impact="IM1"), by="ada")
    after = records.move("OC9", to="active", by="ada")
    outcome, metric = after.by_id["OC9"], after.by_id["M-OC9"]
    assert (outcome.actor, outcome.behaviour) == ("new clients", "use instant slots")
    assert (outcome.signals, outcome.owners) == (("SG1",), ("matching",))
    assert outcome.direction is Direction.MORE
    # 300 of 1,000 did it in the cohort that is newest.
    assert (outcome.baseline.did, outcome.baseline.people) == (300, 1000)
    asked = parse(json.loads(metric.question)).to_dict()
    assert asked["of"] == {"event": "sign_up"}
    assert (asked["did"], asked["within"]) == ({"event": "slot"}, "7 days")
    told = Counter(History.objects.filter(by__in=["ada", "ben"]).values_list("deed", flat=True))
    # The behaviour, the signal and its cohort; the metric, what it means, and the outcome.
    assert told == {
        "keep": 3,
        "add cohort": 1,
        "become outcome": 3,
        "create": 1,
        "move": 1,
    }


def test_of_a_blocker_less_is_wanted(journey):
    signals.keep(SIGNAL, estimate=BLOCKING, behaviour=BEHAVIOUR, by="ada")
    after = signals.become_outcome("SG1", outcome="OC9", by="ada")
    assert after.by_id["OC9"].direction is Direction.LESS
    after = signals.become_hypothesis("SG1", hypothesis="H9", by="ada")
    # Fewer do it, more succeed: the prediction is a gain.
    assert after.by_id["H9"].criteria.predicted == pytest.approx(0.01)


def test_a_hypothesis_on_what_has_only_the_name_of_an_event_is_a_sentence_all_the_same(journey):
    named = replace(BEHAVIOUR, act="", name="slot_opened")
    signals.keep(SIGNAL, estimate=FOUND, behaviour=named, by="ada")
    told = signals.become_hypothesis("SG1", hypothesis="H9", by="ada").by_id["H9"].statement
    assert told.startswith("If more people at the step “")
    assert "” do “slot_opened”, more of them succeed: “Holds it”" in told


@pytest.mark.parametrize("rule", ['{"evnt": "slot"}', "{never closed", '{"event": []}'])
def test_a_hypothesis_needs_no_rule_that_can_be_read(journey, rule):
    signals.keep(SIGNAL, estimate=FOUND, behaviour=replace(BEHAVIOUR, event_rule=rule), by="ada")
    told = signals.become_hypothesis("SG1", hypothesis="H9", by="ada").by_id["H9"].statement
    assert "” use instant slots, more of them succeed" in told


@pytest.mark.parametrize("act", ["slot_opened", "slot_opened (platform mobile)"])
def test_what_is_called_by_its_event_is_said_to_be_done(journey, act):
    named = replace(BEHAVIOUR, act=act, event_rule="slot_opened")
    signals.keep(SIGNAL, estimate=FOUND, behaviour=named, by="ada")
    after = signals.become_outcome("SG1", outcome="OC9", by="ada")
    assert after.by_id["OC9"].behaviour == f"do “{act}”"
    told = signals.become_hypothesis("SG1", hypothesis="H9", by="ada").by_id["H9"].statement
    assert f"” do “{act}”, more of them succeed" in told


def test_a_signal_becomes_a_hypothesis_with_its_experiment_in_one_act(kept):
    after = signals.become_hypothesis("SG1", hypothesis="H9", by="ada")
    hypothesis, test, outcome = (after.by_id[each] for each in ("H9", "T-H9", "OC-H9"))
    assert hypothesis.statement.endswith("” use instant slots, more of them succeed: “Holds it”")
    # 10 points [6, 14] for each of the one in ten whom a nudge moves.
    held = hypothesis.criteria
    assert (held.predicted_low, held.predicted, held.predicted_high) == (0.006, 0.01, 0.014)
    # How far success shall go nobody said, so from when on it is worth it is unknown.
    assert (outcome.target, held.smallest_worthwhile) == (None, None)
    assert not held.are_complete
    assert people_per_arm(0.10, uptake=0.10, control_risk=0.20) == FOUND.proof_per_arm
    assert test.planned_people == 2 * FOUND.proof_per_arm
    assert (test.design, test.hypothesis) == (Design.RANDOMISED, "H9")
    assert after.by_id["SG1"].assumption_test == "T-H9"
    assert (outcome.baseline.did, outcome.baseline.people) == (230, 1000)
    asked = parse(json.loads(after.by_id["M-OC-H9"].question)).to_dict()
    assert asked["did"] == {"event": "meeting_held"}


def test_a_stronger_nudge_needs_fewer_people_and_predicts_more(kept):
    after = signals.become_hypothesis("SG1", hypothesis="H9", outcome="OC1", uptake=0.2, by="ada")
    assert after.by_id["H9"].outcome == "OC1"
    assert after.by_id["H9"].criteria.predicted == pytest.approx(0.02)
    assert after.by_id["T-H9"].planned_people == pytest.approx(2 * FOUND.proof_per_arm / 4, abs=2)
    assert "OC-H9" not in after.by_id


def test_what_is_worth_it_follows_from_the_way_to_the_target_or_is_said(kept):
    told = {"outcome": "OC1", "by": "ada"}
    after = signals.become_hypothesis("SG1", hypothesis="H8", **told)
    # From 899 of 2,900 to 45 %, of which a third.
    third = (0.45 - 899 / 2900) / 3
    assert after.by_id["H8"].criteria.smallest_worthwhile == pytest.approx(third, abs=1e-6)
    records.edit("SG1", by="ada", assumption_test=None)
    after = signals.become_hypothesis("SG1", hypothesis="H9", worthwhile=0.02, **told)
    assert after.by_id["H9"].criteria.smallest_worthwhile == 0.02


def test_what_helps_is_predicted_the_way_the_outcome_shall_move(kept):
    less = replace(OUTCOME, id="OC2", state="draft", direction=Direction.LESS, target=0.2)
    records.create(less, by="ada")
    held = signals.become_hypothesis("SG1", hypothesis="H9", outcome="OC2", by="ada").by_id["H9"]
    ends = (held.criteria.predicted_low, held.criteria.predicted, held.criteria.predicted_high)
    assert ends == (-0.014, -0.01, -0.006)
    assert held.criteria.smallest_worthwhile == pytest.approx((0.2 - 0.31) / 3, abs=1e-6)


def test_nothing_is_kept_that_was_not_found_or_cannot_be_asked_again(journey):
    with pytest.raises(Refused, match="in which it was found"):
        signals.keep(SIGNAL, estimate=later(1, None), behaviour=BEHAVIOUR, by="ada")
    with pytest.raises(Refused, match="which question found it"):
        signals.keep(replace(SIGNAL, question=""), estimate=FOUND, behaviour=BEHAVIOUR, by="ada")
    assert not whole_plan().signals


def test_a_signal_is_never_kept_over_another(kept):
    with pytest.raises(BadPlan, match="is taken"):
        signals.keep(SIGNAL, estimate=FOUND, behaviour=BEHAVIOUR, by="ada")
    with pytest.raises(BadPlan, match="is taken"):
        signals.add_cohort(FOUND, by="ada")


def test_nobody_is_counted_twice(kept):
    with pytest.raises(Refused, match="counts people of SG1-1 again"):
        signals.add_cohort(later(2, 0.1, starts=date(2026, 1, 31)), by="ada")


def test_no_figure_of_a_found_signal_is_typed(kept):
    with pytest.raises(Refused, match="I-27"):
        records.edit("SG1", by="ada", risk_difference=0.5)
    with pytest.raises(Refused, match="I-27"):
        records.edit("SG1", by="ada", signal=SignalKind.BLOCKER)


def test_what_a_cohort_said_is_never_changed(kept):
    with pytest.raises(Refused, match="I-29"):
        records.edit("SG1-1", by="", effect=0.12)
    with pytest.raises(Refused, match="I-29"):
        records.remove("SG1-1", by="", why="inconvenient")


def test_what_a_cohort_said_is_never_changed_in_the_tables_either(each_database):
    take_in([*INTENT, *SIGNALLED], by="", why="a start")
    with pytest.raises(Refused, match="written once"), turn():
        SignalEstimate.objects.filter(pk="SG1-1").update(name="otherwise")
    rows = SignalEstimate.objects.filter(pk="SG1-1")
    with pytest.raises(Refused, match="written once"), turn():
        rows._raw_delete(rows.db)


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": None},
        {"low": 0.2},
        {"effect": None, "low": None, "high": None},
        {"starts": date(2026, 4, 1)},
        {"doing_did": 2000},
    ],
)
def test_the_tables_refuse_a_cohort_that_makes_no_sense(each_database, wrong):
    take_in([*INTENT, *SIGNALLED], by="", why="a start")
    row = mapping(Kind.SIGNAL_ESTIMATE).row(
        later(2, 0.1, starts=date(2026, 3, 1), ends=date(2026, 3, 2))
    )
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(Refused), turn():
        SignalEstimate.objects.bulk_create([row])


def test_a_faded_signal_becomes_nothing_without_a_reason(kept):
    signals.add_cohort(later(2, 0.0, 0.03), by="ada")
    with pytest.raises(Refused, match="faded"):
        signals.become_outcome("SG1", outcome="OC9", by="ada")
    signals.become_outcome("SG1", outcome="OC9", by="ada", why="February was the outage")


def test_what_is_to_be_left_alone_becomes_nothing_without_a_reason(kept):
    signals.take_stance("SG1", stance=SignalStance.LEAVE, by="ada")
    with pytest.raises(Refused, match="leave"):
        signals.become_hypothesis("SG1", hypothesis="H9", by="ada")


def test_what_nobody_counted_has_no_baseline(journey):
    records.create(BEHAVIOUR, by="ada")
    records.create(replace(SIGNAL, stance=None), by="ada")
    with pytest.raises(BadPlan, match="no baseline"):
        signals.become_outcome("SG1", outcome="OC9", by="ada")
    records.remove("SG1", by="ada", why="again, found")
    records.remove("BE1", by="ada", why="again, found")
    signals.keep(SIGNAL, estimate=replace(FOUND, doing=None), behaviour=BEHAVIOUR, by="ada")
    with pytest.raises(BadPlan, match="how many do it was not counted"):
        signals.become_outcome("SG1", outcome="OC9", by="ada")


def test_success_at_a_score_needs_an_outcome_to_be_named(journey):
    score = {"survey": {"event": ["nps"]}, "value": "stars"}
    scored = json.dumps({**QUESTION, "target": None, "score": score})
    signals.keep(replace(SIGNAL, question=scored), estimate=FOUND, behaviour=BEHAVIOUR, by="ada")
    with pytest.raises(BadPlan, match="which outcome"):
        signals.become_hypothesis("SG1", hypothesis="H9", by="ada")
    signals.become_hypothesis("SG1", hypothesis="H9", outcome="OC1", by="ada")


@pytest.mark.parametrize("uptake", [0, -0.1, 1.1])
def test_an_uptake_is_a_share(kept, uptake):
    with pytest.raises(BadPlan, match="uptake"):
        signals.become_hypothesis("SG1", hypothesis="H9", uptake=uptake, by="ada")


@pytest.mark.parametrize("who", ["cleo", "dan", "boss", "nobody"])
def test_signals_are_the_makers(journey, who):
    with pytest.raises(NotAllowed):
        signals.keep(SIGNAL, estimate=FOUND, behaviour=BEHAVIOUR, by=who)
    signals.keep(SIGNAL, estimate=FOUND, behaviour=BEHAVIOUR, by="ben")
    for deed in (
        lambda: signals.add_cohort(later(2, 0.1), by=who),
        lambda: signals.take_stance("SG1", stance=SignalStance.LEAVE, by=who),
        lambda: signals.become_outcome("SG1", outcome="OC9", by=who),
        lambda: signals.become_hypothesis("SG1", hypothesis="H9", by=who),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_all_of_an_act_is_written_or_nothing(kept):
    before = whole_plan()
    with pytest.raises(Refused):  # no target of a rate lies above 1
        signals.become_outcome("SG1", outcome="OC9", aim=Aim(target=40), by="ada")
    assert whole_plan() == before


def test_a_behaviour_s_events_may_be_a_rule(journey):
    rule = json.dumps({"event": ["slot"], "where": {"platform": {"equals": "mobile"}}})
    signals.keep(SIGNAL, estimate=FOUND, behaviour=replace(BEHAVIOUR, event_rule=rule), by="ada")
    after = signals.become_outcome("SG1", outcome="OC9", by="ada")
    asked = json.loads(after.by_id["M-OC9"].question)
    assert asked["did"]["where"] == {"platform": {"equals": "mobile"}}
