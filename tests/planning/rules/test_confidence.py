"""What the evidence on a record earns, whatever somebody claims of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seachange.planning.rules.confidence import confidence_in
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import RoadmapKind
from tests.planning.parley import parley

# The walk-through (domain theory §7).
FIGURES = {"H1": 6.11, "H2": 3.51, "H3": 5.30, "H4": 6.60, "H5": 5.50, "H6": 3.15}


@pytest.mark.parametrize(("hypothesis", "earned"), FIGURES.items())
def test_a_hypothesis_earns_what_the_walk_through_says_whatever_is_claimed(hypothesis, earned):
    plan = parley()
    bold = replace(plan.get(Hypothesis, hypothesis), claimed_confidence=10.0)
    assert confidence_in(plan.changed(put=[bold]), bold) == pytest.approx(earned)


def test_an_item_of_the_roadmap_is_as_sure_as_what_it_is_about():
    plan = parley()
    about = RoadmapItem(
        id="RM99", item_kind=RoadmapKind.HYPOTHESIS, hypothesis="H2", confidence=10.0
    )
    assert confidence_in(plan, about) == pytest.approx(3.51)


def test_an_output_is_as_sure_as_the_evidence_on_it():
    """The redesign has a self-conviction and a theme behind it (§7): .01 and .05."""
    plan = parley()
    assert confidence_in(plan, plan.by_id["OU8"]) == pytest.approx(0.06)


def test_of_a_question_or_an_outcome_nothing_is_claimed_that_could_be_wrong():
    plan = parley()
    question = RoadmapItem(id="RM99", item_kind=RoadmapKind.QUESTION, question="Q1")
    for record in (question, plan.by_id["OC1"], plan.by_id["Q1"]):
        assert confidence_in(plan, record) is None
