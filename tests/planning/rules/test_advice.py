"""Whether what is advised follows from what the evidence says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.advice import Move, advise, is_past_its_stop_rule
from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from tests.planning.parley import parley


def advised(name, *changes, **how):
    plan = parley().changed(put=changes)
    return advise(judge(plan, plan.get(Hypothesis, name), **how))


# What the review pack of the worked example is to say (domain theory §7).
@pytest.mark.parametrize(
    ("name", "move"),
    [
        ("H1", Move.SCALE),
        ("H2", Move.RERUN),
        ("H3", Move.SCALE),
        ("H4", Move.STOP),
        ("H5", Move.SCALE),
        ("H6", Move.STOP),
    ],
)
def test_the_worked_example_is_advised_as_its_review_pack_says(name, move):
    assert advised(name).move is move


def test_before_the_day_of_its_stop_rule_what_is_open_may_go_on():
    assert advised("H4", as_of=date(2026, 6, 29)).move is Move.RERUN


def test_a_stop_rule_after_so_many_people_is_due_when_they_were_counted():
    plan = parley()
    hypothesis = plan.get(Hypothesis, "H4")
    criteria = replace(hypothesis.criteria, kill_on=None, kill_after_people=4001)
    waiting = plan.changed(put=[replace(hypothesis, criteria=criteria)])
    assert not is_past_its_stop_rule(judge(waiting, waiting.get(Hypothesis, "H4")))
    due = replace(criteria, kill_after_people=4000)
    due_plan = plan.changed(put=[replace(hypothesis, criteria=due)])
    assert is_past_its_stop_rule(judge(due_plan, due_plan.get(Hypothesis, "H4")))


def test_what_did_harm_is_taken_out():
    test = parley().get(AssumptionTest, "T1")
    assert advised("H1", replace(test, treatment=test.control, control=test.treatment)).move is (
        Move.REMOVE
    )


def test_what_moves_people_too_little_is_made_better():
    test = parley().get(AssumptionTest, "T1")
    half = replace(
        test,
        control=replace(test.control, did=9300, people=30_000),
        treatment=replace(test.treatment, did=10_150, people=30_000),
    )
    assert advised("H1", half).move is Move.ITERATE


def test_what_was_not_measured_is_tested_first():
    assert advised("H1", as_of=date(2026, 4, 1)).move is Move.TEST
