"""Whether what is not an experiment counts for what it was: no more, and no less."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.learning import Assumption, AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass, Stage
from tests.planning.parley import parley

ASSUMED = Assumption(id="A1", hypothesis="H2", text="clients pick up the phone")


def weighed(method, *, people=None, claimed=None, bearing=Bearing.FOR):
    """Judge H2 with one more test of its assumption, by a method."""
    test = AssumptionTest(
        id="TX", assumptions=("A1",), method=method, stage=Stage.FACT_FINDING, state="analysed"
    )
    piece = Evidence(
        id="EX",
        assumption="A1",
        assumption_test="TX",
        evidence_class=claimed,
        bearing=bearing,
        people=people,
        observed_on=date(2026, 6, 30),
        source="what they said",
    )
    plan = parley().changed(put=[ASSUMED, test, piece])
    return judge(plan, plan.get(Hypothesis, "H2"))


# Domain theory §4.6; a prototype shown to users is a usability test.
@pytest.mark.parametrize(
    ("method", "people", "earns"),
    [
        ("interview", 5, EvidenceClass.ANECDOTAL),
        ("interviews", 25, EvidenceClass.USER_EVIDENCE),
        ("fake door", 400, EvidenceClass.MARKET_DATA),
        ("survey", 200, EvidenceClass.MARKET_DATA),
        ("concierge", 6, EvidenceClass.USER_EVIDENCE),
        ("Prototype", 8, EvidenceClass.USER_EVIDENCE),
        ("data analysis", None, EvidenceClass.USER_EVIDENCE),
        ("dogfood", 30, EvidenceClass.TEST_RESULTS),
    ],
)
def test_a_method_earns_its_class_by_what_it_was(method, people, earns):
    told = weighed(method, people=people)
    (mine,) = [each for each in told.judged if each.evidence.id == "EX"]
    assert mine.evidence_class is earns


def test_nobody_makes_an_interview_more_than_an_anecdote():
    plainly, boldly = weighed("interview"), weighed("interview", claimed=EvidenceClass.TEST_RESULTS)
    assert boldly.confidence == plainly.confidence
    assert boldly.belief == plainly.belief
    (aside,) = boldly.set_aside
    assert aside.why == ("its test earns anecdotal, not test results",)
    assert plainly.set_aside == ()


def test_who_claims_less_than_the_method_earns_is_believed():
    told = weighed("concierge", claimed=EvidenceClass.ANECDOTAL)
    assert told.confidence == weighed("interview").confidence


def test_what_an_assumption_s_test_found_against_it_speaks_against_the_hypothesis():
    assert weighed("survey", bearing=Bearing.AGAINST).before < weighed("survey").before
    assert weighed("survey", bearing=Bearing.AGAINST).sides.speaking_against.value == 1.0
