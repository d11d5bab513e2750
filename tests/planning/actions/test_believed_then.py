"""What was believed when it was decided to go ahead is computed then, once, and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import exp, log

import pytest

from seachange import clock
from seachange.errors import Refused
from seachange.planning.actions import hypotheses, records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.conflicts import version_of
from seachange.planning.actions.filling import take_back
from seachange.planning.actions.seals import verify_chain
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.belief import LOG_ODDS
from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.learning import Decision, Evidence, Hypothesis
from seachange.planning.rules.vocabulary import Bearing, Choice, EvidenceClass
from tests.planning.rules.invariants.worlds import BUILT


@pytest.fixture
def built(empty_plan):
    take_in(BUILT, by="", why="a start")
    return whole_plan().hypotheses[0]


def believed(of):
    return whole_plan().get(Hypothesis, of.id).belief_at_decision


def judged_now(of):
    plan = whole_plan()
    return judge(plan, plan.get(Hypothesis, of.id)).before


def go(of, number=1, **more):
    return Decision(
        id=f"D{number}", choice=Choice.GO, hypothesis=of.id, reason="worth a try", **more
    )


def observed(of):
    return Evidence(
        id="EV9",
        hypothesis=of.id,
        evidence_class=EvidenceClass.USER_EVIDENCE,
        bearing=Bearing.FOR,
        observed_on=clock.now().date(),
        source="ten interviews",
        text="eight of ten would",
    )


def test_a_decision_to_go_ahead_writes_down_what_is_believed_at_that_moment(built):
    held = judged_now(built)
    hypotheses.add_evidence(observed(built), by="ada")
    hypotheses.decide(go(built), by="boss")
    # Domain theory §4.3: a first piece of user evidence is worth its λ in log-odds.
    odds = log(held / (1 - held)) + LOG_ODDS[EvidenceClass.USER_EVIDENCE]
    assert believed(built) == pytest.approx(1 / (1 + exp(-odds)))
    assert list(verify_chain()) == []


def test_the_first_decision_counts_and_nothing_that_is_known_later_changes_it(built):
    held = judged_now(built)
    hypotheses.decide(go(built), by="boss")
    assert believed(built) == pytest.approx(held)
    hypotheses.add_evidence(observed(built), by="ada")
    hypotheses.decide(go(built, 2), by="boss")
    assert judged_now(built) > held + 0.1
    assert believed(built) == pytest.approx(held)


@pytest.mark.parametrize("choice", [Choice.DISCOVERY, Choice.NOT_NOW, Choice.PARK])
def test_a_decision_that_does_not_go_ahead_forecasts_nothing(choice, built):
    hypotheses.decide(replace(go(built), choice=choice), by="boss")
    assert believed(built) is None


def test_what_was_believed_on_a_past_day_nobody_can_compute_any_more(built):
    yesterday = clock.now().date() - timedelta(days=1)
    hypotheses.decide(go(built, decided_on=yesterday), by="boss")
    assert believed(built) is None


def test_a_decision_on_an_output_is_one_on_what_is_believed_of_it(built):
    decision = replace(go(built), hypothesis=None, output=built.output, idea=built.idea)
    hypotheses.decide(decision, by="boss")
    assert believed(built) == pytest.approx(judged_now(built))


def test_it_stays_where_a_file_that_does_not_know_it_is_taken_in_again(built):
    hypotheses.decide(go(built), by="boss")
    take_in(
        [replace(whole_plan().get(Hypothesis, built.id), belief_at_decision=None)], by="", why=""
    )
    records.edit(built.id, by="ada", statement="said otherwise")
    assert believed(built) == pytest.approx(judged_now(built))


def test_it_is_not_taken_back_by_itself(built):
    hypotheses.decide(go(built), by="boss")
    held, last = believed(built), version_of(built.id)
    with pytest.raises(Refused, match="followed from another"):
        take_back(last, by="")
    assert believed(built) == held
