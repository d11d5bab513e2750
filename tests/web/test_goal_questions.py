"""What a goal asks of the events: its last days, as many as its baseline had, whatever it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.web.goal_questions import NOW, questions
from seachange.web.pages import counts

METRIC = Metric(id="M", question='{"kind": "share", "within": "7 days"}')
QUARTER = Level(value=0.3, starts=date(2025, 10, 1), ends=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("starts", "until", "begins"),
    [
        ("2025-10-01", "2026-06-29", "2026-03-23"),  # three months, and seven days of waiting
        ("2025-10-01", "2026-02-01", "2026-01-01"),  # and none of the baseline's own days
        ("2025-10-01", "2024-06-29", "2026-01-01"),  # the events ended before the baseline did
        ("0002-03-05", "2024-06-29", "2026-01-01"),  # and somebody was not done with the year
        ("0001-01-01", "2026-06-29", "2026-01-01"),
    ],
)
def test_the_last_days_begin_after_the_baseline_whatever_days_it_has(starts, until, begins):
    base = replace(QUARTER, starts=date.fromisoformat(starts))
    goal = Outcome(id="OC", metric="M", baseline=base)
    asked = questions(goal, METRIC, until=date.fromisoformat(until))[NOW]
    assert asked == {"kind": "share", "within": "7 days", "from": begins}


def test_a_goal_whose_metric_is_told_in_prose_asks_nothing_of_any_log():
    prose = replace(METRIC, question="How many of them meet?")
    goal = Outcome(id="OC", metric="M", baseline=QUARTER)
    assert questions(goal, prose, until=date(2026, 6, 29)) == {}
    plan = Plan(as_of=date(2026, 6, 30))
    assert counts._goals(plan.changed(put=[goal, prose])) == ()
    assert counts._goals(plan.changed(put=[goal, METRIC])) == ((goal, METRIC),)
