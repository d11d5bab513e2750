"""Whether a verdict's figures are those of its evidence, whoever writes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.errors import Refused
from seachange.planning.actions import hypotheses, records
from seachange.planning.actions.bulk import take_in
from seachange.planning.rules.invariants.figures import FIGURES
from seachange.planning.rules.plan.learning import AssumptionTest, Verdict
from seachange.planning.rules.plan.shape import label_of
from seachange.planning.rules.vocabulary import Finish, Kind
from tests.planning.parley import AS_OF, parley

CONCLUDED = Verdict(id="V2", hypothesis="H2", decided_by="CEO", decided_on=AS_OF)


@pytest.fixture
def kept(empty_plan):
    """Keep the worked example, in which H2 is still open."""
    take_in(parley().records(), by="", why="a world", as_found=True)


def test_a_verdict_gets_the_figures_of_its_evidence(kept):
    given = hypotheses.conclude(CONCLUDED, by="").get(Verdict, "V2")
    # As printed for H2 in the walk-through: .221, +3.19, .528, .883, C 3.51, +7.00 [-0.65, 14.54].
    assert f"{given.belief_before:.3f}" == "0.221"
    assert f"{100 * given.expected_change:.2f}" == "3.19"
    assert f"{given.belief:.3f} {given.belief_positive:.3f}" == "0.528 0.883"
    assert f"{given.confidence:.2f}" == "3.51"
    points = [100 * each for each in (given.measured, given.low, given.high)]
    assert [f"{each:.2f}" for each in points] == ["7.00", "-0.65", "14.54"]


@pytest.mark.parametrize("figure", FIGURES)
def test_nobody_types_another_figure(kept, figure):
    typed = replace(CONCLUDED, **{figure: 0.99})
    called = label_of(Kind.VERDICT, figure)
    with pytest.raises(Refused, match=f"its {called} is 0.99, and its evidence says"):
        hypotheses.conclude(typed, by="")
    with pytest.raises(Refused, match="I-27"):
        records.create(typed, by="")


def test_no_file_types_one_either(kept):
    with pytest.raises(Refused, match="its confidence is 9"):
        take_in([replace(CONCLUDED, confidence=9.0)], by="", why="an import")


def test_the_figures_may_be_said_again_rounded(kept):
    told = replace(CONCLUDED, confidence=3.51, belief=0.528, expected_change=0.0319)
    assert hypotheses.conclude(told, by="").get(Verdict, "V2").confidence == 3.51


def test_who_concludes_otherwise_than_the_evidence_says_why(kept):
    hopeful = replace(CONCLUDED, finish=Finish.SMALL)
    with pytest.raises(Refused, match="its evidence says inconclusive, not moved but small"):
        hypotheses.conclude(hopeful, by="")
    reasoned = replace(hopeful, reason="the call centre cannot wait")
    assert hypotheses.conclude(reasoned, by="").get(Verdict, "V2").finish is Finish.SMALL


def test_of_what_nothing_is_known_nothing_can_be_typed(kept):
    untested = replace(parley().get(AssumptionTest, "T2"), control=None, treatment=None)
    take_in([untested], by="", why="the counts were wrong", as_found=True)
    early = replace(CONCLUDED, measured=0.07, decided_on=date(2026, 5, 1))
    with pytest.raises(Refused, match="its change measured is 0.07, and nothing tells it"):
        hypotheses.conclude(early, by="")
