"""Which questions the pages of a plan ask of the events, so that they can be measured ahead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from seachange.evidence.questions import question_of
from seachange.planning.rules.plan.plan import Plan

Json = dict[str, Any]


def usual_questions(plan: Plan) -> dict[str, Json]:
    """Return the questions of a plan's metrics and tests, by the record that asks."""
    return dict(_questions(plan))


def _questions(plan: Plan) -> Iterator[tuple[str, Json]]:
    for metric in plan.metrics:
        if metric.question.startswith("{") and metric.state != "deprecated":
            yield metric.id, json.loads(metric.question)
    for test in plan.assumption_tests:
        if test.question.startswith("{"):
            yield test.id, question_of(plan, test)
