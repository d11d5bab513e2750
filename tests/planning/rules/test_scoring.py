"""Whether scores follow the published tables and the worked example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan
from seachange.planning.rules.belief import judged, prior, updated
from seachange.planning.rules.meter import confidence
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.scoring import (
    Ice,
    Rice,
    allowed_effort,
    ease_score,
    effect_score,
    effect_score_after,
    required_confidence,
)
from tests.planning.rules.walk_through import CASES

# Printed: ICE as first typed, I estimated anew, ICE with it.
PRINTED = {
    "H1": (342.2, 6, 293.3),
    "H2": (157.95, 5, 157.95),
    "H3": (339.2, 8, 339.2),
    "H4": (396.0, 4, 264.0),
    "H5": (445.5, 9, 445.5),
    "H6": (110.25, 3, 66.15),
}


def belief_in(case):
    before = prior(judged(case.pieces), smallest_worthwhile=case.smallest_worthwhile)
    return updated(before, [case.result])


@pytest.mark.parametrize("name", PRINTED)
def test_ice_is_that_of_the_worked_example(name):
    case, belief = CASES[name], belief_in(CASES[name])
    earned = confidence(case.classes).value
    typed = Ice(effect_score=case.effect_score, confidence=earned, ease_score=case.ease_score)
    effect = effect_score_after(
        expected_change=belief.mean, level=case.level, chance_of_gain=belief.positive
    )
    anew = Ice(effect_score=effect, confidence=earned, ease_score=case.ease_score)
    first, again, last = PRINTED[name]
    assert typed.score == pytest.approx(first, abs=0.05)
    assert effect == again
    assert anew.score == pytest.approx(last, abs=0.05)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("H1", 407.1), ("H2", 237.7), ("H3", 616.1), ("H4", 55.6), ("H5", 684.5), ("H6", 15.4)],
)
def test_the_expected_score_is_that_of_the_worked_example(name, expected):
    case, belief = CASES[name], belief_in(CASES[name])
    effect = effect_score_after(
        expected_change=belief.mean, level=case.level, chance_of_gain=belief.positive
    )
    ice = Ice(effect_score=effect, confidence=0, ease_score=case.ease_score)
    assert round(ice.expected(belief.worthwhile), 1) == expected


def test_as_published_a_release_that_moved_nothing_comes_second_and_its_remedy_fourth():
    typed = sorted(PRINTED, key=lambda name: -PRINTED[name][0])
    anew = sorted(PRINTED, key=lambda name: -PRINTED[name][2])
    assert (typed.index("H4"), anew.index("H4")) == (1, 3)


@pytest.mark.parametrize(
    ("change", "score"),
    [
        (0.51, 10), (0.50, 10), (0.49, 9), (0.35, 9), (0.34, 8), (0.25, 8), (0.18, 7), (0.12, 6),
        (0.07, 5), (0.04, 4), (0.02, 3), (0.005, 2), (0.001, 1), (0.0009, 0), (0, 0), (-0.3, 0),
    ],
)  # fmt: skip
def test_every_bin_of_the_effect_table_holds_its_lower_border(change, score):
    assert effect_score(change) == score


@pytest.mark.parametrize(
    ("weeks", "score"),
    [
        (0, 10), (0.9, 10), (1, 9), (2, 9), (2.5, 9), (3, 8), (4, 8), (5, 7), (6, 6), (7, 6),
        (8, 5), (9, 5), (10, 4), (12, 4), (13, 3), (16, 3), (17, 2), (25, 2), (26, 1), (400, 1),
    ],
)  # fmt: skip
def test_the_ease_table_has_neither_gaps_nor_overlaps(weeks, score):
    assert ease_score(weeks) == score


@given(st.floats(-2, 2), st.floats(0, 2))
def test_a_larger_effect_never_scores_less(change, more):
    assert effect_score(change) <= effect_score(change + more)


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_work_never_scores_easier(weeks, more):
    assert ease_score(weeks) >= ease_score(weeks + more)


def test_evidence_of_harm_leaves_no_effect():
    assert effect_score_after(expected_change=0.02, level=0.2, chance_of_gain=0.49) == 0


def test_rice_is_reach_times_impact_times_confidence_over_effort():
    assert Rice(reach=500, impact=2, confidence=0.8, effort=4).score == 200


@pytest.mark.parametrize(
    ("weeks", "is_revertible", "is_risky", "required"),
    [
        (0.5, True, False, 0.5), (1, True, False, 0.5), (1, False, False, 3), (4, True, False, 1),
        (4, False, False, 3), (5, True, False, 3), (12, True, False, 3), (12.5, True, False, 5),
        (0.5, True, True, 5),
    ],
)  # fmt: skip
def test_how_much_confidence_is_enough_follows_cost_and_risk(
    weeks, is_revertible, is_risky, required
):
    assert required_confidence(weeks, is_revertible=is_revertible, is_risky=is_risky) == required


@pytest.mark.parametrize(
    ("earned", "weeks"),
    [
        (0, 0),
        (0.06, 0),
        (0.1, 1),
        (0.4, 1),
        (0.5, 2),
        (0.9, 2),
        (1, 4),
        (2.9, 4),
        (3, 12),
        (5, None),
    ],
)
def test_confidence_allows_so_much_effort(earned, weeks):
    assert allowed_effort(earned) == weeks


def test_weights_that_add_up_to_a_border_reach_it():
    assert allowed_effort(0.01 * 10) == allowed_effort(0.1) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Hypothesis(id="H1", effect_score=-0.1),
        lambda: Hypothesis(id="H1", ease_score=10.1),
        lambda: Idea(id="ID1", effect_score=float("inf")),
        lambda: Ice(effect_score=11, confidence=1, ease_score=1),
        lambda: Ice(effect_score=1, confidence=-1, ease_score=1),
        lambda: Ice(effect_score=1, confidence=1, ease_score=1).expected(2),
        lambda: Rice(reach=1, impact=5, confidence=1, effort=1),
        lambda: Rice(reach=1, impact=1, confidence=0.7, effort=1),
        lambda: Rice(reach=1, impact=1, confidence=1, effort=0),
        lambda: effect_score(float("nan")),
        lambda: ease_score(-1),
        lambda: allowed_effort(11),
        lambda: required_confidence(-1, is_revertible=True),
        lambda: effect_score_after(expected_change=0.1, level=0, chance_of_gain=1),
    ],
)
def test_a_score_outside_its_scale_is_refused(wrong):
    with pytest.raises(BadPlan):
        wrong()
