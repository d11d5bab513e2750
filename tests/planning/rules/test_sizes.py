"""Whether every place that says how many people a test needs says one number, and what for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seachange.planning.rules.cases import cases
from seachange.planning.rules.checks.run import check
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.values import Criteria
from seachange.planning.rules.sizes import size_for, size_for_predicted, size_for_worthwhile
from seachange.planning.rules.vocabulary import Design, Stage
from seachange.report.verdicts import telling
from tests.planning.parley import parley

SMALL = AssumptionTest(
    id="T9",
    hypothesis="H2",
    stage=Stage.EXPERIMENT,
    design=Design.RANDOMISED,
    planned_people=600,
)


# The golden sizes of the worked example (domain theory §4): per group, at 80 % power.
@pytest.mark.parametrize(("level", "change", "people"), [(0.22, -0.03, 2841), (0.31, 0.03, 3825)])
def test_a_change_takes_what_the_worked_example_says(level, change, people):
    assert size_for(change, level=level).people == people


@pytest.mark.parametrize(
    ("level", "change"), [(None, 0.03), (0.31, None), (0.31, 0.0), (0.98, 0.03), (42.0, 0.03)]
)
def test_what_no_share_can_do_has_no_size(level, change):
    assert size_for(change, level=level) is None


def test_a_change_for_the_worse_is_sized_downwards_however_it_was_typed():
    plan = parley()
    h4 = plan.get(Hypothesis, "H4")
    told = size_for_worthwhile(plan, h4)
    criteria = replace(h4.criteria, smallest_worthwhile=abs(h4.criteria.smallest_worthwhile))
    assert size_for_worthwhile(plan, replace(h4, criteria=criteria)) == told
    assert told.change < 0


def test_every_place_says_the_same_number_for_the_smallest_change_worth_it():
    plan = parley().changed(put=[SMALL])
    (case,) = cases(plan, ["H2"])
    said = "3,825 people in each"
    assert said in case.advice.says
    assert case.worthwhile.people == case.advice.people == 3825
    assert any(said in each for each in telling.derivation(case))
    assert any(f"({said} group see 3 points)" in item.says for item in case.checklists[0].missing)
    assert 3825 in [step.people for step in case.further.steps]
    findings = [each.mend for each in check(plan).findings if each.record == "T9" and each.mend]
    assert any(f"For +3 pp plan {said} group" in each for each in findings)


def test_another_number_says_what_else_it_is_for():
    (case,) = cases(parley(), ["H2"])
    told = list(telling.derivation(case))
    predicted = size_for_predicted(parley(), case.hypothesis)
    assert predicted.people != case.worthwhile.people
    said = f"To see 4 points, the change predicted, takes {predicted.people:,} people in each"
    assert any(each.startswith(said) for each in told)
    assert "a pilot with 383 people in each group, a tenth of what shows" in telling.further(case)


def test_a_hypothesis_that_predicts_nothing_needs_nobody_to_be_named():
    plan = parley()
    bare = replace(plan.get(Hypothesis, "H2"), criteria=Criteria())
    assert size_for_worthwhile(plan, bare) is size_for_predicted(plan, bare) is None
