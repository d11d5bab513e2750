"""All evidence of the worked example judged, against its printed table (domain theory §7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import sqrt

import pytest

from seachange.measure.statistics.experiments.boundaries import boundaries
from seachange.planning.rules.judgement import How, judge
from seachange.planning.rules.meter import GILAD_LATE
from seachange.planning.rules.plan.learning import AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.plan.measuring import Metric, MetricBridge, MetricVersion
from seachange.planning.rules.power import reach_of_a_look
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass, Finish
from tests.planning.parley import parley

# change and its interval in points, π before, E[θ] in points, P(θ ≥ δ*), P(θ > 0), verdict,
# confidence, ICE as typed, ICE with its effect estimated anew
PRINTED = {
    "H1": ("+4.60 2.22 6.98", ".339", "+4.25", ".848", "1.000", "supported", 6.11, 342.2, 293.3),
    "H2": ("+7.00 -0.65 14.54", ".221", "+3.19", ".528", ".883", "inconclusive", 3.51, 157.95,
           157.95),
    "H3": ("+14.00 8.45 19.43", ".342", "+13.10", ".963", "1.000", "supported", 5.30, 339.2, 339.2),
    "H4": ("-1.00 -5.51 3.02", ".268", "+0.94", ".139", ".690", "inconclusive", 6.60, 396.0, 264.0),
    "H5": ("+23.08 10.70 34.49", ".322", "+16.94", ".845", ".993", "supported", 5.50, 445.5, 445.5),
    "H6": ("+1.20 -1.60 4.00", ".206", "+1.04", ".074", ".778", "refuted", 3.15, 110.25, 66.15),
}  # fmt: skip


@pytest.fixture
def judged():
    """Give what judges a hypothesis of the worked example, after some changes to the plan."""

    def look(name, *changes, **how):
        plan = parley().changed(put=changes)
        return judge(plan, plan.get(Hypothesis, name), **how)

    return look


@pytest.mark.parametrize("name", PRINTED)
def test_the_worked_example_comes_out_as_printed(judged, name):
    told = judged(name)
    (result,) = told.measured
    points = (result.change, result.interval.low, result.interval.high)
    change, before, mean, worth, gain, finish, *meters = PRINTED[name]
    assert " ".join(f"{100 * p:+.2f}" if p is points[0] else f"{100 * p:.2f}" for p in points) == (
        change
    )
    assert f"{told.before:.3f}".lstrip("0") == before
    assert f"{100 * told.belief.mean:+.2f}" == mean
    assert f"{told.belief.worthwhile:.3f}".lstrip("0") == worth
    assert f"{told.belief.positive:.3f}".removeprefix("0") == gain
    assert told.finish == finish
    found = (told.confidence, told.ice.score, told.ice_again.score)
    assert found == pytest.approx(meters, abs=0.051)
    assert round(told.confidence, 2) == meters[0]
    assert told.set_aside == ()


def test_what_is_open_says_how_many_people_would_settle_it(judged):
    assert judged("H4").to_settle.people == 2841
    assert judged("H2").to_settle.people == 3825
    assert judged("H1").to_settle is None


def test_by_expected_score_the_hypothesis_without_an_effect_is_near_the_refuted_one(judged):
    assert f"{judged('H4').expected_score:.1f}" == "55.6"
    assert judged("H6").expected_score == pytest.approx(15.4, abs=0.15)


def opinion(n, bearing=Bearing.FOR):
    return Evidence(
        id=f"opinion-{n}",
        hypothesis="H6",
        evidence_class=EvidenceClass.SELF_CONVICTION,
        bearing=bearing,
        observed_on=date(2026, 6, 1),
        source=f"member {n}",
    )


def test_ten_opinions_never_outrank_one_experiment(judged):
    loud = judged("H6", *(opinion(n) for n in range(10)))
    assert loud.finish is Finish.REFUTED
    assert loud.belief.worthwhile < 0.10
    assert loud.confidence - judged("H6").confidence <= 0.1


def test_evidence_that_is_told_twice_counts_once(judged):
    plan = parley()
    again = [replace(plan.get(Evidence, "E-H1-result"), id="again", text="the same, louder")]
    again += [replace(plan.get(Evidence, "E-H1-3"), id="and-again")]
    told, once = judged("H1", *again), judged("H1")
    assert (told.confidence, told.before, told.belief) == (
        once.confidence,
        once.before,
        once.belief,
    )
    assert [each.evidence.id for each in told.set_aside] == ["again", "and-again"]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"metric": "M-OC2"}, "another metric"),
        ({"planned_control_share": 0.4}, "the split"),
        ({"planned_people": 9000}, "before its planned end"),
        ({"guardrails": ()}, "no guardrail"),
    ],
)
def test_a_result_that_fails_the_gate_is_an_anecdote(judged, fault, why):
    faulty = replace(parley().get(AssumptionTest, "T1"), **fault)
    told = judged("H1", faulty)
    assert told.measured == ()
    assert why in " ".join(told.set_aside[0].why)
    assert told.finish is Finish.INCONCLUSIVE
    # Opinion .01, a review .1, data 3, and what was an experiment is an anecdote: .5.
    assert told.confidence == pytest.approx(3.61)


def stopped_early(**fields):
    return replace(
        parley().get(AssumptionTest, "T1"), planned_people=9000, is_sequential=True, **fields
    )


def test_read_before_its_end_it_counts_where_looking_was_planned_but_less_surely(judged):
    early, whole = judged("H1", stopped_early()), judged("H1")
    assert early.set_aside == ()
    # Φ⁻¹(1 − 0.05/4) = 2.2414 of a Brownian motion watched all the time, at 6,000 of 9,000.
    widely = 2.2414 / sqrt(6000 / 9000) / 1.95996
    (raw,), (told,) = whole.measured, early.measured
    assert told.standard_error == pytest.approx(raw.standard_error * widely, rel=1e-4)
    assert told.interval.low < raw.interval.low
    assert told.interval.high > raw.interval.high
    assert early.belief.worthwhile < whole.belief.worthwhile


def test_what_its_own_sequential_analysis_says_comes_before_its_bare_counts(judged):
    told = judged("H1", stopped_early(result_effect=0.031, standard_error=0.015)).measured[0]
    assert (told.change, told.standard_error) == (0.031, 0.015)
    assert told.interval.low == pytest.approx(0.031 - 1.95996 * 0.015, abs=1e-6)
    assert told.people == (3000, 3000)


def test_a_test_that_used_up_its_plan_has_its_whole_interval(judged):
    done = replace(stopped_early(), planned_people=6000)
    assert judged("H1", done).belief == judged("H1").belief


@pytest.mark.parametrize("looks", [2, 5, 40])
@pytest.mark.parametrize("information", [0.3, 0.5, 0.9])
def test_an_early_interval_is_no_narrower_than_the_boundary_of_any_number_of_looks(
    looks, information
):
    # Lan and DeMets's boundary, computed by recursion for so many looks up to this one.
    at = [information * (k + 1) / looks for k in range(looks)]
    bound = boundaries(at, alpha=0.05).critical[-1]
    assert bound <= reach_of_a_look(information) + 1e-6
    if looks == 40:
        assert bound == pytest.approx(reach_of_a_look(information), rel=0.1)


def redefined(*also, since=(date(2026, 1, 1), date(2026, 6, 1))):
    """The worked example after somebody meant something else by the metric of its outcome."""
    metric = parley().get(Metric, "M-OC1")
    later = replace(metric, window="14 days", version=2)
    kept = [
        MetricVersion(
            id=f"M-OC1.v{each.version}",
            metric="M-OC1",
            version=each.version,
            definition=each.definition,
            fingerprint=each.fingerprint,
            since=day,
        )
        for each, day in zip((metric, later), since, strict=True)
    ]
    return [later, *kept, *also]


def test_what_an_older_definition_measured_is_an_anecdote(judged):
    told = judged("H1", *redefined())
    assert told.measured == ()
    assert told.set_aside[0].why == ("an older definition of the metric was measured",)
    assert told.confidence == pytest.approx(3.61)


def test_what_was_counted_anew_by_todays_definition_counts(judged):
    test = parley().get(AssumptionTest, "T1")
    anew = replace(
        test,
        control=replace(test.control, version=2),
        treatment=replace(test.treatment, version=2),
    )
    assert judged("H1", *redefined(anew)).belief == judged("H1").belief
    old = replace(anew, treatment=replace(anew.treatment, version=1))
    assert judged("H1", *redefined(old)).measured == ()


def test_a_bridge_leads_from_an_older_definition_to_todays(judged):
    bridge = MetricBridge(id="BR1", metric="M-OC1", from_version=1, to_version=2, factor=1.5)
    (bridged,), (plain,) = judged("H1", *redefined(bridge)).measured, judged("H1").measured
    assert bridged.change == pytest.approx(1.5 * plain.change)
    assert bridged.interval.low == pytest.approx(1.5 * plain.interval.low)
    back = MetricBridge(id="BR1", metric="M-OC1", from_version=2, to_version=1, factor=2.0)
    assert judged("H1", *redefined(back)).measured[0].change == pytest.approx(plain.change / 2)


def test_a_version_that_means_the_same_is_no_other_definition(judged):
    metric = parley().get(Metric, "M-OC1")
    same = [replace(each, definition=metric.definition, fingerprint=metric.fingerprint)
            for each in redefined()[1:]]  # fmt: skip
    assert judged("H1", replace(metric, version=2), *same).belief == judged("H1").belief


def test_by_which_definition_it_was_measured_nobody_can_say_of_what_came_before(judged):
    late = redefined(since=(date(2026, 6, 10), date(2026, 6, 20)))
    assert judged("H1", *late).belief == judged("H1").belief


def test_evidence_ages_and_belief_goes_back_towards_where_it_began(judged):
    now = judged("H1")
    later = judged("H1", as_of=now.as_of + timedelta(days=3650))
    assert now.belief.worthwhile > later.belief.worthwhile > 0.20
    assert later.confidence == now.confidence


def test_what_nobody_knew_yet_is_not_counted(judged):
    told = judged("H1", as_of=date(2026, 4, 1))
    assert told.measured == ()
    assert [each.evidence.id for each in told.judged] == ["E-H1-1", "E-H1-2", "E-H1-3", "E-H1-4"]


def test_what_changed_in_the_world_leaves_half_a_result_or_none(judged):
    result = parley().get(Evidence, "E-H1-result")
    half = judged("H1", replace(result, remaining=0.5))
    assert half.belief.spread > judged("H1").belief.spread
    gone = judged("H1", replace(result, remaining=0.0))
    assert gone.measured == ()
    assert gone.set_aside[0].why == ("the world it was seen in is gone",)


def test_without_a_smallest_worthwhile_change_nothing_is_called(judged):
    bare = replace(parley().get(Hypothesis, "H1"))
    bare = replace(bare, criteria=replace(bare.criteria, smallest_worthwhile=None))
    told = judged("H1", bare)
    assert (told.finish, told.belief, told.expected_score) == (None, None, None)


def test_an_interval_inside_the_smallest_worthwhile_change_has_no_meaningful_effect(judged):
    many = parley().get(AssumptionTest, "T6")
    many = replace(many, control=replace(many.control, did=56_000, people=200_000))
    many = replace(many, treatment=replace(many.treatment, did=56_200, people=200_000))
    assert judged("H6", many).is_negligible
    assert not judged("H6").is_negligible
    assert not judged("H1").is_negligible


def test_another_meter_reads_the_same_evidence_otherwise(judged):
    # 0.01 + 0.1 + 3 (data at its cap) + 5 (one test)
    assert judged("H1", how=How(meter=GILAD_LATE)).confidence == pytest.approx(8.11)
