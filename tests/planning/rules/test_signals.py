"""Tests of how a signal fares: worked examples by hand, and laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from seachange.errors import BadPlan
from seachange.planning.rules.checks.journeys import signal_that_predicts_nothing
from seachange.planning.rules.checks.settings import Thresholds
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.invariants.cohorts import counted_twice, typed_signals
from seachange.planning.rules.plan.learning import AssumptionTest
from seachange.planning.rules.plan.measuring import SignalEstimate
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.signals import standing, told
from seachange.planning.rules.vocabulary import Design, Grade, SignalKind, SignalStatus
from tests.planning.signalled import BEHAVIOUR, FOUND, JOURNEY, SIGNAL, later

TODAY = date(2026, 6, 30)


def stands(*cohorts, signal=SIGNAL, also=()):
    plan = plan_of([*JOURNEY, BEHAVIOUR, signal, *cohorts, *also], as_of=TODAY)
    return standing(plan, signal)


def test_a_signal_nobody_counted_has_no_status_and_proves_nothing():
    nobody = stands()
    assert (nobody.status, nobody.grade) == (None, Grade.D)
    assert "a cohort" in nobody.wanting


def test_a_signal_is_new_until_a_later_cohort_says_something():
    assert stands(FOUND).status is SignalStatus.NEW
    assert stands(FOUND, later(2, None)).status is SignalStatus.NEW
    # −2 to +12 points: neither nothing nor half of what was found can be told.
    assert stands(FOUND, later(2, 0.05, 0.07)).status is SignalStatus.NEW


def test_a_later_cohort_on_the_same_side_of_nothing_replicates_it():
    assert stands(FOUND, later(2, 0.05, 0.04)).status is SignalStatus.REPLICATED
    blocker = replace(FOUND, effect=-0.1, low=-0.14, high=-0.06)
    assert stands(blocker, later(2, -0.05, 0.04)).status is SignalStatus.REPLICATED


def test_it_has_faded_when_even_the_better_end_is_less_than_half_of_what_was_found():
    # Found were 10 points; the better end is 4.
    assert stands(FOUND, later(2, 0.01, 0.03)).status is SignalStatus.FADED
    assert stands(FOUND, later(2, -0.05, 0.03)).status is SignalStatus.FADED


def test_the_last_cohort_that_says_something_decides():
    fading = [FOUND, later(2, 0.08), later(3, 0.0, 0.03)]
    assert stands(*fading).status is SignalStatus.FADED
    assert stands(*fading, later(4, None)).status is SignalStatus.FADED
    assert stands(*fading, later(4, 0.09)).status is SignalStatus.REPLICATED


def test_people_counted_before_and_other_questions_replicate_nothing():
    twice = later(2, 0.1, starts=date(2026, 1, 20))
    assert stands(FOUND, twice).status is SignalStatus.NEW
    assert stands(FOUND, later(2, 0.1, definition="another")).status is SignalStatus.NEW


def test_c_wants_a_later_cohort_and_an_e_value_that_is_not_faint():
    assert "later cohort" in stands(FOUND).wanting
    faint = stands(FOUND, later(2, 0.05, e_value=1.2))
    assert (faint.grade, "E-value" in faint.wanting) == (Grade.D, True)
    assert stands(FOUND, later(2, 0.05, e_value=1.3)).grade is Grade.C


@pytest.mark.parametrize(
    ("design", "grade"),
    [
        (Design.RANDOMISED, Grade.A),
        (Design.HOLDBACK, Grade.A),
        (Design.DIFFERENCE_IN_DIFFERENCES, Grade.B),
        (Design.PRE_POST, Grade.D),
    ],
)
def test_a_test_that_moved_success_earns_what_its_comparison_can_prove(design, grade):
    test = AssumptionTest(
        id="T1",
        state="analysed",
        design=design,
        control=Level(did=200, people=1000),
        treatment=Level(did=260, people=1000),
    )
    tested = replace(SIGNAL, assumption_test="T1")
    assert stands(FOUND, signal=tested, also=[test]).grade is grade


def test_a_test_that_moved_nothing_earns_nothing():
    test = AssumptionTest(
        id="T1", state="analysed", design=Design.RANDOMISED, result_effect=0.01, standard_error=0.02
    )
    tested = replace(SIGNAL, assumption_test="T1")
    assert stands(FOUND, signal=tested, also=[test]).grade is Grade.D
    running = replace(test, state="running", result_effect=0.5)
    assert stands(FOUND, signal=tested, also=[running]).grade is Grade.D


def test_its_figures_are_those_of_the_newest_cohort_that_tells_any():
    plan = plan_of(
        [*JOURNEY, BEHAVIOUR, SIGNAL, FOUND, later(2, 0.07, 0.02), later(3, None)], as_of=TODAY
    )
    shown = told(plan, SIGNAL)
    assert shown.signal is SignalKind.BOOSTER
    assert (shown.risk_difference, shown.people, shown.is_adjusted) == (0.07, 300, True)
    assert shown.headroom == pytest.approx(0.7)  # 300 of 1000 do it
    assert told(plan.changed(without=["SG1-1", "SG1-2", "SG1-3"]), SIGNAL) == SIGNAL


def test_a_typed_figure_is_refused_where_cohorts_tell_another():
    world = [*JOURNEY, BEHAVIOUR, FOUND]
    honest = replace(SIGNAL, risk_difference=0.10, low=0.06, signal=SignalKind.BOOSTER)
    assert list(typed_signals(plan_of([*world, honest], as_of=TODAY))) == []
    typed = replace(SIGNAL, risk_difference=0.3)
    (found,) = typed_signals(plan_of([*world, typed], as_of=TODAY))
    assert (found.invariant, found.record) == ("I-27", "SG1")
    assert "0.3" in found.says


def test_nobody_is_counted_in_two_cohorts():
    world = [*JOURNEY, BEHAVIOUR, SIGNAL, FOUND]
    assert list(counted_twice(plan_of([*world, later(2, 0.1)], as_of=TODAY))) == []
    twice = later(2, 0.1, starts=FOUND.ends)
    (found,) = counted_twice(plan_of([*world, twice], as_of=TODAY))
    assert found.record == "SG1-2"


def test_the_check_of_a_signal_reads_its_cohorts():
    fading = [*JOURNEY, BEHAVIOUR, SIGNAL, FOUND, later(2, 0.01, 0.03)]
    plan = plan_of(fading, as_of=TODAY)
    (hit,) = signal_that_predicts_nothing(Survey(plan, TODAY, Thresholds()))
    assert hit.record == "SG1"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"ends": date(2025, 12, 31)},
        {"low": None},
        {"low": 0.2},
        {"effect": None, "low": None, "high": None},
    ],
)
def test_a_cohort_that_makes_no_sense_cannot_be_written(nonsense):
    with pytest.raises(BadPlan):
        replace(FOUND, **nonsense)


EFFECTS = some.lists(
    some.one_of(
        some.none(),
        some.tuples(
            some.floats(-0.5, 0.5, allow_nan=False), some.floats(0.001, 0.3, allow_nan=False)
        ),
    ),
    max_size=5,
)


def cohorts(effects, sign):
    out: list[SignalEstimate] = []
    for number, each in enumerate(effects, start=2):
        effect, half = each or (None, 0.04)
        out.append(later(number, None if effect is None else sign * effect, half))
    return out


@given(EFFECTS)
def test_a_blocker_fares_as_the_booster_that_mirrors_it(effects):
    mirrored = replace(FOUND, effect=-0.10, low=-0.14, high=-0.06)
    one = stands(FOUND, *cohorts(effects, 1))
    other = stands(mirrored, *cohorts(effects, -1))
    assert (one.status, one.grade) == (other.status, other.grade)


@given(EFFECTS, some.randoms())
def test_the_order_in_which_cohorts_are_written_down_changes_nothing(effects, random):
    written = [FOUND, *cohorts(effects, 1)]
    shuffled = list(written)
    random.shuffle(shuffled)
    assert stands(*written) == stands(*shuffled)
