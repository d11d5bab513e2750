"""What would be worth it: by the way to a target, said by somebody, or open with its choices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from seachange.errors import BadPlan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.plan.values import Criteria, Level
from seachange.planning.rules.vocabulary import Direction, Scale
from seachange.planning.rules.worth import choices, falls_short, worth_of, worth_said
from tests.planning.parley import parley
from tests.planning.signalled import SIGNALLED

MEETS = Outcome(id="OC1", baseline=Level(did=300, people=1000), target=0.45)
MISSES = replace(MEETS, direction=Direction.LESS, target=0.15)
BELIEF = Hypothesis(id="H9", outcome="OC1", criteria=Criteria(predicted=0.01), signals=("SG1",))

MEASURED = Metric(id="M1", scale=Scale.DURATION)
PLAN = plan_of([], as_of=date(2026, 6, 30))


def believed(outcome: Outcome = MEETS, **criteria: float) -> tuple:
    """Return a plan with a signal's hypothesis about an outcome, and the hypothesis."""
    held = replace(BELIEF, criteria=replace(BELIEF.criteria, **criteria))
    return plan_of([*SIGNALLED, outcome, held], as_of=date(2026, 6, 30)), held


@pytest.mark.parametrize("outcome", [MEETS, MISSES])
def test_three_ideas_that_are_just_worth_it_reach_the_target(outcome):
    assert 0.3 + 3 * worth_of(outcome) == pytest.approx(outcome.target)


@pytest.mark.parametrize(
    "changed",
    [
        {"target": None},
        {"baseline": None},
        {"target": 0.3},
        {"target": 0.2},  # more is wanted, and less aimed at: nobody knows which is meant
    ],
)
def test_without_a_way_to_go_what_is_worth_it_is_unknown(changed):
    assert worth_of(replace(MEETS, **changed)) is None


def test_people_who_say_what_is_worth_it_are_not_far_from_a_third_of_the_way():
    """The walk-through (domain theory §7) names six: from a fifth to three eighths of the way."""
    plan = parley()
    for hypothesis in plan.hypotheses:
        outcome = plan.get(Outcome, hypothesis.outcome)
        said = abs(hypothesis.criteria.smallest_worthwhile)
        assert 0.6 <= said / abs(worth_of(outcome)) <= 1.15, hypothesis.id


def test_what_somebody_says_is_worth_it_goes_the_way_the_outcome_shall_move():
    assert worth_said(PLAN, 0.02, MEETS, place="SG1") == 0.02
    assert worth_said(PLAN, 0.02, MISSES, place="SG1") == -0.02
    assert worth_said(PLAN, -0.02, MISSES, place="SG1") == -0.02
    in_days = replace(MEETS, baseline=Level(value=5.5))
    assert worth_said(PLAN, 2, in_days, place="SG1") == 2


def test_a_share_cannot_change_by_two_however_its_baseline_is_written():
    of_a_rate = replace(MEETS, baseline=Level(value=0.3), metric="M1")
    plan = plan_of([replace(MEASURED, scale=Scale.RATE), of_a_rate], as_of=date(2026, 6, 30))
    with pytest.raises(BadPlan, match=r"0\.02 for two points"):
        worth_said(plan, 2.0, of_a_rate, place="SG1")


@pytest.mark.parametrize("said", [0.0, float("nan"), float("inf"), 2.0])
def test_what_is_no_change_is_not_worth_anything(said):
    with pytest.raises(BadPlan, match=r"0\.02 for two points"):
        worth_said(PLAN, said, MEETS, place="SG1")


def test_each_choice_says_how_many_people_show_it():
    told = {each.size.points: each for each in choices(*believed(MEETS))}
    assert list(told) == ["1 point", "2 points", "5 points"]
    assert "a third of the way" in told["5 points"].what
    assert told["1 point"].what == "all that is predicted"
    for each in told.values():
        # statsmodels reckons on another scale (arcsine): within 2 % of ours for small changes.
        other = NormalIndPower().solve_power(
            proportion_effectsize(0.3 + each.size.change, 0.3), alpha=0.05, power=0.8
        )
        assert each.size.exact == pytest.approx(other, rel=0.02)


def test_of_what_shall_become_less_the_choices_are_less():
    plan, held = believed(MISSES, predicted=-0.013)
    assert [each.size.change for each in choices(plan, held)] == [-0.01, -0.013, -0.02, -0.05]


def test_what_is_no_share_or_stands_nowhere_has_no_choices():
    plan, held = believed(replace(MEETS, baseline=None))
    assert choices(plan, held) == ()
    days = Metric(id="M1", scale=Scale.DURATION)
    outcome = replace(MEETS, metric="M1", baseline=Level(value=0.5))
    plan = plan_of([*SIGNALLED, days, outcome, held], as_of=plan.as_of)
    assert choices(plan, held) == ()


def test_a_change_no_share_can_make_is_no_choice():
    high = replace(MEETS, baseline=Level(did=985, people=1000), target=0.99)
    assert [each.size.points for each in choices(*believed(high))] == ["0.167 points", "1 point"]


def test_less_predicted_than_is_worth_it_says_what_it_would_take():
    """A nudge of one in ten brings 1 point of the 10 that go with it: 5 points take one in two."""
    told = falls_short(*believed(smallest_worthwhile=0.05))
    assert told.startswith("Less is predicted than would be worth it: 1 point, not 5 points.")
    assert told.endswith("It takes a nudge that moves 50\u202f%, not 10\u202f%.")
    told = falls_short(*believed(smallest_worthwhile=0.12))
    assert told.endswith("A nudge that moves everybody would not reach it.")


def test_days_are_no_points_of_a_share():
    in_days = replace(MEETS, direction=Direction.LESS, baseline=Level(value=5.5), metric="M1")
    held = replace(BELIEF, criteria=Criteria(predicted=-1.5, smallest_worthwhile=-2), signals=())
    plan = plan_of([MEASURED, in_days, held], as_of=date(2026, 6, 30))
    assert falls_short(plan, held) == "Less is predicted than would be worth it: 1.5, not 2."


@pytest.mark.parametrize("worth", [None, 0.01, 0.005])
def test_as_much_predicted_as_is_worth_it_needs_no_word(worth):
    assert falls_short(*believed(smallest_worthwhile=worth)) == ""
