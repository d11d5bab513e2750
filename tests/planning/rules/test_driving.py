"""Whether a link from an outcome stands or falls by the experiments that moved the outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seachange.planning.rules.cases import cases
from seachange.planning.rules.checks.evidence import contradiction_ignored
from seachange.planning.rules.checks.settings import Thresholds
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.driving import driving, earned_states
from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.tree import tree_of
from seachange.planning.rules.vocabulary import Bearing, Design, EvidenceClass
from seachange.report import links
from seachange.report.looking import tree
from seachange.report.verdicts.text import text
from tests.planning.parley import AS_OF, parley

# T1 moved OC1 from 930 to 1,068 of 3,000: by 4.6 points, with F = (0.046 / 0.01217)² = 14.3.
MOVED, F = 0.046, 14.3


def seen(nps, error, **fields):
    """What T1 did to the NPS, in points, with its standard error."""
    told = {
        "id": "E-link",
        "driver_link": "OC1-IM1",
        "assumption_test": "T1",
        "evidence_class": EvidenceClass.TEST_RESULTS,
        "bearing": Bearing.NEITHER,
        "observed_on": AS_OF,
        "source": "survey",
        "state": "fresh",
        "estimate": nps,
        "standard_error": error,
    }
    return Evidence(**(told | fields))


def told_of(*changes, size=None, sign=1):
    claimed = DriverLink(id="OC1-IM1", outcome="OC1", impact="IM1", size=size, sign=sign)
    plan = parley().changed(put=[claimed, *changes])
    return driving(plan, claimed)


def test_an_experiment_that_moved_the_outcome_and_turned_its_end_refutes_the_link():
    told = told_of(seen(-3.0, 1.0))
    assert told.state == "refuted"
    assert told.slope == pytest.approx(-3.0 / MOVED)
    assert told.trials[0].strength == pytest.approx(F, abs=0.1)


def test_its_slope_has_the_error_of_both_of_its_ends():
    # Delta method by hand: √(1² + 65.2²·0.01217²)/0.046.
    (trial,) = told_of(seen(-3.0, 1.0)).trials
    first = trial.moved.standard_error
    assert trial.error == pytest.approx((1 + (3 / MOVED * first) ** 2) ** 0.5 / MOVED)


@pytest.mark.parametrize(("nps", "error", "state"), [
    (3.0, 1.0, "supported"),
    (1.0, 1.0, "claimed"),
    (0.0, 0.01, "claimed"),
])  # fmt: skip
def test_without_a_size_only_the_way_it_goes_is_claimed(nps, error, state):
    assert told_of(seen(nps, error)).state == state


def test_nothing_where_much_was_claimed_refutes_the_claim():
    # 50 NPS points for all of OC1, so 2.3 for what T1 moved; shown: none, give or take one.
    assert told_of(seen(0.0, 0.5), size=50).state == "refuted"
    assert told_of(seen(0.0, 5.0), size=50).state == "claimed"
    assert told_of(seen(1.5, 0.2), size=500).state == "supported"


def test_a_link_that_is_claimed_to_lower_its_end_is_judged_by_its_sign():
    assert told_of(seen(-3.0, 1.0), sign=-1).state == "supported"
    assert told_of(seen(3.0, 1.0), sign=-1).state == "refuted"


def test_two_experiments_weigh_by_how_sure_they_are():
    again = replace(parley().get(AssumptionTest, "T1"), id="T1b")
    other = seen(3.0, 1.0, id="E-other", assumption_test="T1b")
    told = told_of(seen(-3.0, 1.0), again, other)
    assert told.state == "claimed"
    assert told.slope == pytest.approx(0, abs=1e-9)
    one, both = told_of(seen(3.0, 1.0)), told_of(seen(3.0, 1.0), again, other)
    assert both.interval.high - both.interval.low < one.interval.high - one.interval.low


def test_one_experiment_told_twice_counts_once():
    told = told_of(seen(-3.0, 1.0), seen(-3.0, 1.0, id="E-again"))
    assert len(told.trials) == 1
    assert told.set_aside[0][1] == "it tells again what other evidence has told"


@pytest.mark.parametrize(("change", "why"), [
    ({"assumption_test": None}, "only an experiment can tell"),
    ({"design": Design.CORRELATION}, "only an experiment can tell"),
    ({"design": Design.PRE_POST}, "only an experiment can tell"),
    ({"estimate": None}, "how far the end of the link moved"),
    ({"assumption_test": "T3"}, "T3 measured another metric than M-OC1"),
    ({"remaining": 0.0, "invalidated_by": "the survey changed"}, "the survey changed"),
])  # fmt: skip
def test_what_is_no_experiment_on_the_link_tells_nothing_of_it(change, why):
    told = told_of(seen(-3.0, 1.0, **change))
    assert told.state == "claimed"
    assert why in told.set_aside[0][1]


def test_an_experiment_that_hardly_moved_the_outcome_tells_nothing_of_what_follows():
    test = parley().get(AssumptionTest, "T1")
    weak = replace(test, treatment=replace(test.treatment, did=960))
    told = told_of(weak, seen(-3.0, 1.0))
    assert told.state == "claimed"
    assert "moved OC1 too little to tell" in told.set_aside[0][1]


@pytest.mark.parametrize(("change", "why"), [
    ({"planned_control_share": 0.4}, "the split of T1 is not the planned one"),
    ({"planned_people": 9000}, "T1 was read before its planned end"),
    ({"state": "planned"}, "its test is planned"),
    ({"state": "invalid"}, "its test is invalid"),
])  # fmt: skip
def test_an_experiment_that_is_not_sound_tells_nothing(change, why):
    broken = replace(parley().get(AssumptionTest, "T1"), **change)
    told = told_of(broken, seen(-3.0, 1.0))
    assert (told.state, told.set_aside[0][1]) == ("claimed", why)


def test_what_follows_from_an_outcome_is_no_evidence_on_what_moved_it():
    plan = parley()
    hypothesis = plan.get(Hypothesis, "H1")
    assert (
        judge(plan.changed(put=[seen(-3.0, 1.0)]), hypothesis).belief
        == judge(plan, hypothesis).belief
    )
    assert judge(plan.changed(put=[seen(-3.0, 1.0)]), hypothesis).set_aside == ()


def test_what_was_retracted_says_nothing():
    told = told_of(seen(-3.0, 1.0, state="retracted"))
    assert (told.state, told.set_aside) == ("claimed", ())


def refuted():
    """The worked example after T1 turned the NPS, its links in the states they earn."""
    only = [
        link.id for link in parley().driver_links if link.outcome == "OC1" and link.impact != "IM1"
    ]
    plan = parley().changed(put=[seen(-3.0, 1.0)], without=only)
    return plan.changed(put=earned_states(Plan(as_of=AS_OF), plan))


def test_the_verdict_says_that_its_outcome_drives_nothing():
    (case,) = cases(refuted(), ["H1"])
    said = " ".join(text([case], whole=True).split())
    assert "Drives outcome OC1 does not move IM1 as claimed, by experiment (OC1-IM1)" in said
    assert "by T1" in said
    assert any("T1 moved OC1 by +4.6" in line for line in links.derivation(case.links[0]))


def test_the_tree_crosses_the_link_out_and_its_outcome_hangs_in_the_air():
    plan = refuted()
    drawn = tree(tree_of(plan))
    assert "✗ outcome OC1 does not move IM1 as claimed" in drawn
    assert "OC1" in {each.id for each in tree_of(plan).orphans}
    assert "OC1" not in {each.id for each in tree_of(parley()).orphans}


def test_to_pursue_what_drives_nothing_is_found_by_the_checks():
    plan = refuted()
    survey = Survey(plan=plan, as_of=AS_OF, thresholds=Thresholds())
    assert plan.get(Outcome, "OC1").state == "active"
    assert "OC1-IM1" in {hit.record for hit in contradiction_ignored(survey)}
