"""Whether beliefs are those of the worked example, and move as evidence should move them."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan, ImpossibleCounts
from seachange.planning.rules.belief import (
    MOST_LOG_ODDS,
    Bars,
    Belief,
    Gate,
    Piece,
    Result,
    base_rate,
    call,
    freshness,
    judged,
    prior,
    updated,
    value_of_certainty,
    value_of_test,
)
from seachange.planning.rules.meter import Tier
from seachange.planning.rules.vocabulary import Bearing, Design, EvidenceClass, Finish
from tests.planning.rules.walk_through import CASES

# Printed in the worked example: π before data, E[θ] in points, P(θ≥δ*), P(θ>0), verdict.
PRINTED = {
    "H1": (0.339, 4.25, 0.848, 1.000, Finish.SUPPORTED),
    "H2": (0.221, 3.19, 0.528, 0.883, Finish.INCONCLUSIVE),
    "H3": (0.342, 13.10, 0.963, 1.000, Finish.SUPPORTED),
    "H4": (0.268, 0.94, 0.139, 0.690, Finish.INCONCLUSIVE),
    "H5": (0.322, 16.94, 0.845, 0.993, Finish.SUPPORTED),
    "H6": (0.206, 1.04, 0.074, 0.778, Finish.REFUTED),
}


@pytest.mark.parametrize("name", PRINTED)
def test_the_worked_example_comes_out_to_its_printed_digits(name):
    case = CASES[name]
    judgement = judged(case.pieces)
    before = prior(judgement, smallest_worthwhile=case.smallest_worthwhile)
    after = updated(before, [case.result])
    told = (
        round(judgement, 3),
        round(100 * after.mean, 2),
        round(after.worthwhile, 3),
        round(after.positive, 3),
        call(after),
    )
    assert told == PRINTED[name]


# The worst that each kind of evidence can do from a prior of 20 %, as the specification prints it.
@pytest.mark.parametrize(
    ("evidence_class", "printed"),
    [
        (EvidenceClass.THEMATIC, 20.8),
        (EvidenceClass.ESTIMATE, 23.4),
        (EvidenceClass.ANECDOTAL, 27.2),
        (EvidenceClass.USER_EVIDENCE, 50.3),
        (EvidenceClass.TEST_RESULTS, 60.2),
    ],
)
def test_no_amount_of_one_kind_of_evidence_goes_beyond_its_limit(evidence_class, printed):
    heap = [Piece(evidence_class=evidence_class)] * 50
    assert round(100 * judged(heap), 1) == printed


def test_all_kinds_together_move_the_log_odds_by_their_limits_and_no_further():
    heap = [Piece(evidence_class=each) for each in EvidenceClass for _again in range(50)]
    held = judged(heap, base=0.5)
    assert log(held / (1 - held)) == pytest.approx(sum(MOST_LOG_ODDS.values()))


def test_before_anything_is_known_half_of_all_ideas_do_nothing_or_harm():
    assert prior(0.20, smallest_worthwhile=0.03).positive == pytest.approx(0.5)


@given(st.floats(0.01, 0.99), st.floats(0.001, 0.5))
def test_a_prior_gives_the_judgement_its_probability(judgement, smallest):
    assert prior(judgement, smallest_worthwhile=smallest).worthwhile == pytest.approx(judgement)


pieces = st.builds(
    Piece,
    evidence_class=st.sampled_from(EvidenceClass),
    bearing=st.sampled_from(Bearing),
    quality=st.floats(0, 1),
    relevance=st.floats(0, 1),
    age_days=st.floats(0, 2000),
)


@given(st.lists(pieces, max_size=8), st.randoms())
def test_the_order_of_evidence_does_not_matter(evidence, random):
    shuffled = list(evidence)
    random.shuffle(shuffled)
    assert judged(shuffled) == pytest.approx(judged(evidence))


@given(st.lists(pieces, max_size=6))
def test_turning_every_piece_round_mirrors_the_judgement(evidence):
    turned = [
        Piece(
            evidence_class=p.evidence_class, bearing=Bearing(-p.bearing), quality=p.quality,
            relevance=p.relevance, age_days=p.age_days,
        )
        for p in evidence
    ]  # fmt: skip
    assert judged(evidence, base=0.5) == pytest.approx(1 - judged(turned, base=0.5))


@given(st.lists(pieces, max_size=6), pieces)
def test_age_moves_belief_towards_the_prior_and_never_beyond(evidence, piece):
    old = [
        Piece(
            evidence_class=p.evidence_class, bearing=Bearing.FOR, quality=p.quality,
            relevance=p.relevance, age_days=p.age_days + 100_000,
        )
        for p in [*evidence, piece]
    ]  # fmt: skip
    assert judged(old) == pytest.approx(0.2)


def test_half_is_left_after_a_half_life():
    assert freshness(90, half_life=90) == 0.5
    assert freshness(0, half_life=90) == 1


def test_of_a_result_thousands_of_years_old_nothing_is_left():
    before = prior(0.2, smallest_worthwhile=0.03)
    old = Result(change=0.06, standard_error=0.01, age_days=2_900_000)
    assert updated(before, [old]) == before


def test_a_weaker_design_moves_belief_less():
    before = prior(0.2, smallest_worthwhile=0.03)
    beliefs = [
        updated(before, [Result(change=0.06, standard_error=0.01, design=design)]).worthwhile
        for design in (Design.RANDOMISED, Design.PRE_POST, Design.CORRELATION)
    ]
    assert beliefs == sorted(beliefs, reverse=True)


def test_two_results_weigh_as_their_pooled_one():
    before = prior(0.2, smallest_worthwhile=0.03)
    twice = updated(before, [Result(change=0.05, standard_error=0.02)] * 2)
    pooled = updated(before, [Result(change=0.05, standard_error=0.02 / 2**0.5)])
    assert twice.mean == pytest.approx(pooled.mean)
    assert twice.spread == pytest.approx(pooled.spread)


def test_own_verdicts_move_the_base_rate():
    assert base_rate() == 0.2
    assert base_rate(held=3, failed=1) == pytest.approx(5 / 14)
    with pytest.raises(ImpossibleCounts):
        base_rate(held=-1)


@pytest.mark.parametrize(
    ("mean", "spread", "harmed", "finish"),
    [
        (0.10, 0.01, False, Finish.SUPPORTED),
        (0.10, 0.01, True, Finish.HARMED),
        (-0.10, 0.01, False, Finish.HARMED),
        (0.00, 0.01, False, Finish.REFUTED),
        (0.02, 0.01, False, Finish.SMALL),
        (0.02, 0.05, False, Finish.INCONCLUSIVE),
    ],
)
def test_a_verdict_follows_from_the_two_probabilities(mean, spread, harmed, finish):
    assert call(Belief(mean, spread, 0.03), is_guardrail_harmed=harmed) is finish


def test_bars_that_leave_no_room_are_refused():
    with pytest.raises(BadPlan):
        Bars(supported=0.1, refuted=0.1)


# The worked example before H2's pilot: prior mean .26 points, spread 3.56, threshold 3 points.
def test_what_a_test_is_worth_is_that_of_the_worked_example():
    before = Belief(0.0026, 0.0356, 0.03)
    assert round(100 * value_of_certainty(before), 3) == 0.451
    assert round(100 * value_of_test(before, standard_error=0.039), 3) == 0.152
    assert round(100 * value_of_test(before, standard_error=0.0123), 3) == 0.394


@given(st.floats(-0.1, 0.1), st.floats(0.001, 0.1), st.floats(0.0001, 1))
def test_no_test_is_worth_more_than_certainty(mean, spread, error):
    before = Belief(mean, spread, 0.03)
    worth = value_of_test(before, standard_error=error)
    assert -1e-12 <= worth <= value_of_certainty(before) + 1e-12


def test_a_result_that_fails_a_check_says_which():
    assert Gate().faults == ()
    assert Gate(split_chance=0.0001).faults == ("the split is not the planned one",)
    assert len(Gate(is_of_the_metric=False, is_read_as_planned=False).faults) == 2


@pytest.mark.parametrize("error", [0, -1, float("nan"), float("inf")])
def test_a_result_without_a_standard_error_is_refused(error):
    with pytest.raises(ImpossibleCounts):
        Result(change=0.1, standard_error=error)


@pytest.mark.parametrize("wrong", [{"quality": 1.1}, {"relevance": -0.1}, {"age_days": -1}])
def test_a_piece_of_evidence_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadPlan):
        Piece(evidence_class=EvidenceClass.REVIEW, **wrong)


@pytest.mark.parametrize("judgement", [0, 1, -1])
def test_a_judgement_that_leaves_no_doubt_is_refused(judgement):
    with pytest.raises(BadPlan):
        prior(judgement, smallest_worthwhile=0.03)
    with pytest.raises(BadPlan):
        judged([], base=judgement)


def test_a_smallest_worthwhile_change_is_a_gain():
    with pytest.raises(BadPlan):
        prior(0.2, smallest_worthwhile=0)


def test_every_tier_has_a_limit():
    assert set(MOST_LOG_ODDS) == set(Tier)
