"""Whether the questions a plan's metrics hold can be asked, before there is a log to ask."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from seachange.errors import BadQuestion
from seachange.planning.files.mistakes import Mistakes, PlanMistake
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan


def refuse_unaskable(plan: Plan, places: Mapping[str, Place], *, file: Path) -> None:
    """Refuse a plan whose metrics hold questions that no log could be asked.

    Raises BadPlan with the metric's file and line, and the key of the question at fault. What
    is written as a text and is no JSON object is a remark for people, and let be.
    """
    asked = [metric for metric in plan.metrics if metric.question.startswith("{")]
    if not asked:
        return
    from seachange.measure.ask import parse  # slow to load, and most plans need not wait for it

    mistakes = Mistakes()
    for metric in asked:
        try:
            parse(_document(metric))
        except BadQuestion as error:
            key = f" ({error.place})" if error.place else ""
            told = f"the question of metric {metric.id} cannot be asked: {error.what}{key}"
            at = places.get(metric.id, Place(str(file)))
            mistakes.add(PlanMistake(told, at=at, remedy=error.remedy))
    mistakes.refuse()


def _document(metric: Metric) -> object:
    try:
        return json.loads(metric.question)
    except ValueError as error:
        raise BadQuestion(f"not valid JSON: {error}", remedy="Write it as nested YAML.") from None
