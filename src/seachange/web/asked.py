"""Which questions the pages of a plan ask of the events, so that they can be measured ahead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from seachange.errors import BadQuestion
from seachange.evidence.questions import question_of
from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import document_in
from seachange.web.goal_questions import questions

Json = dict[str, Any]


def usual_questions(plan: Plan, *, until: date) -> dict[str, Json]:
    """Return the questions of a plan's metrics, tests and goals, by the record that asks.

    `until` is the day with which the events end that are asked.
    """
    return dict(_questions(plan, until))


def _questions(plan: Plan, until: date) -> Iterator[tuple[str, Json]]:
    for metric in plan.metrics:
        told = document_in(metric.question)
        if told and metric.state != "deprecated":
            yield metric.id, told
    goals: tuple[Impact | Outcome, ...] = (*plan.outcomes, *plan.impacts)
    for goal in goals:
        for name, question in questions(goal, plan.get(Metric, goal.metric), until=until).items():
            yield f"{goal.id} {name}", question
    for test in plan.assumption_tests:
        # What cannot be asked is told on the test's own page.
        with suppress(ValueError, BadQuestion):
            if test.question.startswith("{"):
                yield test.id, question_of(plan, test)
