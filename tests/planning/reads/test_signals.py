"""Tests of what pages show of signals: by step, in order, and only what somebody may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.people.access import Role, Viewer, Visibility
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.signals import signals_by_step
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import JourneyMap, JourneyStep
from seachange.planning.rules.plan.organisation import Member, Team
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.step_signals import at_steps
from seachange.planning.rules.vocabulary import Grade, SignalStatus
from tests.planning.signalled import FOUND, JOURNEY, SIGNALLED, later

ADA = Viewer(id="ada", role=Role.PRODUCT)
LESS = replace(
    SIGNALLED[3], id="SG2", success_label="Comes back"
), replace(FOUND, id="SG2-1", signal="SG2", addressable=7.0)  # fmt: skip


def test_every_step_is_shown_in_order_with_what_might_be_gained_first():
    second = JourneyStep(id="ST0", journey="JM1", position=2)
    plan = plan_of([*SIGNALLED, second, *LESS], as_of=date(2026, 6, 30))
    first, after = at_steps(plan)
    assert [each.signal.id for each in first.signals] == ["SG1", "SG2"]
    assert (after.step.id, after.signals) == ("ST0", ())


def test_a_faded_signal_comes_last_whatever_it_promised():
    plan = plan_of([*SIGNALLED, *LESS, later(2, 0.0, 0.03)], as_of=date(2026, 6, 30))
    (step,) = at_steps(plan)
    assert [(s.signal.id, s.status) for s in step.signals] == [
        ("SG2", SignalStatus.NEW),
        ("SG1", SignalStatus.FADED),
    ]


def test_archived_journeys_are_not_shown_and_one_may_be_asked_for():
    other = JourneyMap(id="JM2", state="live"), JourneyStep(id="ST9", journey="JM2")
    gone = JourneyMap(id="JM3", state="archived"), JourneyStep(id="ST8", journey="JM3")
    plan = plan_of([*SIGNALLED, *other, *gone], as_of=date(2026, 6, 30))
    assert [each.step.id for each in at_steps(plan)] == ["ST1", "ST9"]
    assert [each.step.id for each in at_steps(plan, journey="JM2")] == ["ST9"]


@pytest.fixture
def kept(empty_plan):
    outcome = Outcome(id="OC1", signals=("SG1",))
    hypothesis = Hypothesis(id="H1", signals=("SG1",))
    take_in(
        [Team(id="matching"), *SIGNALLED, later(2, 0.08), outcome, hypothesis], by="", why="a start"
    )


def test_a_signal_is_shown_with_its_cohorts_and_what_became_of_it(kept):
    (step,) = signals_by_step(ADA)
    (shown,) = step.signals
    assert (shown.status, shown.grade) == (SignalStatus.REPLICATED, Grade.C)
    assert [each.id for each in shown.cohorts] == ["SG1-1", "SG1-2"]
    assert shown.signal.risk_difference == pytest.approx(0.08)
    assert [each.id for each in (*shown.outcomes, *shown.hypotheses)] == ["OC1", "H1"]


def test_what_somebody_may_not_see_is_not_there(empty_plan):
    hidden = replace(JOURNEY[0], visibility=Visibility.PRIVATE, keeper="ada")
    take_in(
        [Member(id="ada", role=Role.PRODUCT), Team(id="matching"), *SIGNALLED[1:], hidden],
        by="",
        why="a start",
    )
    assert len(signals_by_step(ADA)) == 1
    assert signals_by_step(Viewer(id="ben", role=Role.PRODUCT)) == ()
    assert signals_by_step(None) == ()
