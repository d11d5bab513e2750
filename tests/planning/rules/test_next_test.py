"""Whether a test is worth what knowing its result would gain, and the cheaper step comes first."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from seachange.planning.rules.judgement import judge
from seachange.planning.rules.next_test import TELLING, next_test, value_of_piece
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass, Stage
from tests.planning.parley import AS_OF, parley
from tests.planning.rules.test_judgement import PRINTED


def told_of(name, *changes, without=()):
    plan = parley().changed(put=changes, without=without)
    told = judge(plan, plan.get(Hypothesis, name), as_of=AS_OF)
    return told, next_test(plan, told)


def before_its_test(name, *changes):
    """The worked example with nothing measured for a hypothesis yet."""
    return told_of(name, *changes, without=[f"E-{name}-result"])


def gained(belief, error, *, seed, worlds=400_000):
    """The slow way: draw worlds and results, decide by each, and average what that gains."""
    draw = np.random.default_rng(seed)
    truth = draw.normal(belief.mean, belief.spread, worlds)
    seen = truth + draw.normal(0, error, worlds)
    weight = belief.spread**2 / (belief.spread**2 + error**2)
    believed = belief.mean + weight * (seen - belief.mean)
    go = believed > belief.smallest_worthwhile
    worth = np.where(go, truth - belief.smallest_worthwhile, 0).mean()
    return worth - max(belief.mean - belief.smallest_worthwhile, 0)


def test_certainty_is_worth_what_the_worked_example_says_before_the_pilot():
    _, told = before_its_test("H2")
    # Printed .451, of a belief that is printed rounded: .26 ± 3.56 points.
    assert 100 * told.certainty == pytest.approx(0.451, abs=0.003)


@pytest.mark.parametrize("name", PRINTED)
def test_an_experiment_is_worth_what_deciding_by_it_gains_on_average(name):
    told, further = told_of(name)
    sizes = [each for each in further.steps if each.people]
    assert sizes
    outcome = {"H1": 0.31, "H2": 0.31, "H3": 0.52, "H4": 0.22, "H5": 0.40, "H6": 0.28}[name]
    after = outcome + told.hypothesis.criteria.smallest_worthwhile
    for each in sizes:
        error = ((outcome * (1 - outcome) + after * (1 - after)) / each.people) ** 0.5
        slow = gained(told.belief, error, seed=7)
        assert each.value == pytest.approx(slow, abs=4e-4)


def test_what_could_not_change_the_decision_is_worth_nothing():
    told, _ = before_its_test("H3")
    assert value_of_piece(told, EvidenceClass.ESTIMATE) == 0
    assert value_of_piece(told, EvidenceClass.TEST_RESULTS) > 0


def test_the_steps_are_in_the_order_of_the_ladder_and_none_is_worth_more_than_certainty():
    for name in PRINTED:
        for _, told in (told_of(name), before_its_test(name)):
            rungs = [list(Stage).index(each.stage) for each in told.steps]
            assert rungs == sorted(rungs)
            assert all(0 <= each.value <= told.certainty + 1e-12 for each in told.steps)


def test_bigger_experiments_are_worth_more():
    _, told = told_of("H2")
    values = [value for _, value in told.curve]
    assert values == sorted(values)
    assert values[-1] < told.certainty


def test_the_cheapest_step_that_could_change_the_decision_comes_first():
    _, told = before_its_test("H3")
    place = told.steps.index(told.best)
    assert told.best.stage is Stage.TEST
    assert told.best.share >= TELLING
    assert all(each.share < TELLING for each in told.steps[:place])


def test_after_an_experiment_the_next_step_is_no_survey():
    _, told = told_of("H2")
    assert (told.best.stage, told.best.what) == (Stage.EXPERIMENT, "a pilot")


@pytest.mark.parametrize("name", ["H1", "H3", "H5", "H6"])
def test_of_what_is_settled_nothing_is_next(name):
    assert told_of(name)[1].best is None


def planned(name, people, cost):
    return AssumptionTest(
        id=name, hypothesis="H2", stage=Stage.EXPERIMENT, planned_people=people, cost=cost
    )


def test_where_costs_are_told_the_most_for_its_cost_comes_first():
    small, big = planned("small", 600, Decimal(100)), planned("big", 6000, Decimal(10_000))
    _, told = before_its_test("H2", small, big)
    assert told.best.test == "small"
    _, told = before_its_test("H2", replace(small, cost=Decimal(100_000)), big)
    assert told.best.test == "big"


def test_without_a_smallest_worthwhile_change_nobody_can_say_what_a_test_is_worth():
    bare = parley().get(Hypothesis, "H1")
    bare = replace(bare, criteria=replace(bare.criteria, smallest_worthwhile=None))
    assert told_of("H1", bare)[1] is None


def test_a_piece_may_speak_for_or_against_and_belief_is_kept_on_average():
    told, _ = before_its_test("H5")
    plan = parley().changed(without=["E-H5-result"])
    pieces = {}
    for bearing in (Bearing.FOR, Bearing.AGAINST):
        more = replace(
            plan.get(Hypothesis, "H5") and next(e for e in plan.evidence if e.hypothesis == "H5"),
            id=f"more-{bearing}",
            evidence_class=EvidenceClass.USER_EVIDENCE,
            bearing=bearing,
            quality=1.0,
            relevance=1.0,
            observed_on=AS_OF,
            source="twenty interviews",
        )
        changed = plan.changed(put=[more])
        pieces[bearing] = judge(changed, changed.get(Hypothesis, "H5"), as_of=AS_OF).belief.mean
    worth = told.belief.smallest_worthwhile
    up, down = pieces[Bearing.FOR] - worth, pieces[Bearing.AGAINST] - worth
    now = told.belief.mean - worth
    chance = (now - down) / (up - down)
    by_hand = chance * max(up, 0) + (1 - chance) * max(down, 0) - max(now, 0)
    assert value_of_piece(told, EvidenceClass.USER_EVIDENCE) == pytest.approx(by_hand, abs=1e-12)
