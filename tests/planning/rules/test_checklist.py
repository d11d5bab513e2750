"""Whether a test that has not started is told what it lacks, while that can still be mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seachange.planning.rules.cases import cases
from seachange.planning.rules.checklist import checklists
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.vocabulary import Design, Stage
from seachange.report.verdicts.text import text
from tests.planning.parley import parley

# H2 is to move OC1 from 31 % by 3 points: that takes 3,825 people in each of two groups (§7).
READY = AssumptionTest(
    id="T9",
    hypothesis="H2",
    stage=Stage.EXPERIMENT,
    design=Design.RANDOMISED,
    metric="M-OC1",
    guardrails=("G-OC1",),
    planned_people=7700,
    is_sequential=True,
    looks=5,
    analysis_plan="difference of shares, group sequential",
)


def told(test=READY, **hypothesis):
    plan = parley().changed(put=[test])
    held = replace(plan.get(Hypothesis, "H2"), **hypothesis)
    (checklist,) = checklists(plan.changed(put=[held]), held)
    return checklist


def test_what_has_everything_lacks_nothing():
    assert told().missing == ()
    assert len(told().items) == 6


@pytest.mark.parametrize(("change", "why"), [
    ({"analysis_plan": ""}, "write down how it will be analysed"),
    ({"metric": "M-OC2"}, "measure the outcome's own metric"),
    ({"guardrails": ()}, "name what must not get worse"),
    ({"planned_people": None}, "how many people"),
    ({"planned_people": 600}, "with 600 people in both groups it sees 10.6 points or more, and"),
    ({"is_sequential": False}, "whoever looks often finds something by chance"),
])  # fmt: skip
def test_what_is_missing_is_said(change, why):
    (item,) = told(replace(READY, **change)).missing
    assert why in item.says


def test_criteria_that_leave_something_open_are_missing():
    criteria = replace(parley().get(Hypothesis, "H2").criteria, success_on=None)
    (item,) = told(criteria=criteria).missing
    assert "say what is predicted" in item.says


def test_an_interview_needs_no_split_and_no_metric_but_says_what_it_tests():
    interview = AssumptionTest(id="T9", hypothesis="H2", method="interview", stage=Stage.TEST)
    missing = {item.says for item in told(interview).missing}
    assert "name the assumptions it tests" in missing
    assert not any("guardrail" in each for each in missing)


def test_a_test_that_runs_or_is_over_has_no_checklist_any_more():
    plan = parley().changed(put=[replace(READY, state="running")])
    assert checklists(plan, plan.get(Hypothesis, "H2")) == ()


def test_it_stands_with_the_verdict():
    plan = parley().changed(put=[replace(READY, planned_people=600)])
    said = text(list(cases(plan, ["H2"])), whole=True)
    assert "Before T9 starts" in said
    assert "✗ with 600 people in both groups" in said
    assert "✓ it watches a guardrail" in said
