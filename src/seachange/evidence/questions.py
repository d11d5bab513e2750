"""Whether the questions that a plan holds can be asked, before there is a log to ask."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seachange.errors import BadPlan, BadQuestion
from seachange.planning.files.mistakes import Mistakes, PlanMistake
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.measuring import BehaviourSignal, Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record

Asked = Metric | AssumptionTest | BehaviourSignal

# Where a share is asked of two periods, and nothing but time stands between them.
_PERIODS = frozenset({"before", "after"})


def refuse_unaskable(plan: Plan, places: Mapping[str, Place], *, file: Path) -> None:
    """Refuse a plan whose metrics, tests or signals hold questions that no log could be asked.

    Raises BadPlan with the record's file and line, and the key of the question at fault. What
    is written as a text and is no JSON object is a remark for people, and let be.
    """
    records: list[Asked] = [*plan.metrics, *plan.assumption_tests, *plan.signals]
    asked = [record for record in records if record.question.startswith("{")]
    if not asked:
        return
    from seachange.measure.ask import parse  # slow to load, and most plans need not wait for it

    mistakes = Mistakes()
    for record in asked:
        try:
            for document in _documents(record, plan):
                parse(document)
        except BadQuestion as error:
            at = places.get(record.id, Place(str(file)))
            mistakes.add(PlanMistake(_told(record, error), at=at, remedy=error.remedy))
    mistakes.refuse()


def check_askable(plan: Plan, records: Sequence[Record]) -> None:
    """Refuse the first of some records whose question no log could be asked. Raises BadPlan."""
    from seachange.measure.ask import parse

    for record in records:
        if not isinstance(record, Asked):
            continue
        try:
            for document in _documents(record, plan):
                parse(document)
        except BadQuestion as error:
            told = _told(record, error)
            raise BadPlan(told, place="question", remedy=error.remedy) from None


def _told(record: Asked, error: BadQuestion) -> str:
    key = f" ({error.place})" if error.place else ""
    kind = record.kind.value.replace("_", " ")
    return f"the question of {kind} {record.id} cannot be asked: {error.what}{key}"


def _documents(record: Asked, plan: Plan) -> tuple[Mapping[str, Any], ...]:
    try:
        if isinstance(record, AssumptionTest):
            return questions_of(plan, record)
        return (json.loads(record.question),)
    except ValueError as error:
        raise BadQuestion(f"not valid JSON: {error}", remedy="Write it as nested YAML.") from None


def questions_of(plan: Plan, test: AssumptionTest) -> tuple[dict[str, Any], ...]:
    """Return the questions a test asks of a log, with what the plan says besides.

    One, but for a share that names its period `before` and `after` something came: then two.
    Without a metric of its own it is the outcome's, each unit once. The planned shares and the
    planned number are the test's, looked at daily where looking early was planned; δ* is the
    hypothesis's, and which way is better the outcome's. Raises ValueError where it is no JSON
    object.
    """
    told = json.loads(test.question)
    if not isinstance(told, dict):
        raise ValueError("it is no object")
    if told.get("kind") == "share" and told.keys() & _PERIODS:
        return _before_and_after(told, metric_of(plan, test))
    if told.get("kind") not in {"experiment", "rollout"}:
        return (told,)
    hypothesis, metric = plan.get(Hypothesis, test.hypothesis), metric_of(plan, test)
    asked: dict[str, Any] = {}
    if metric is not None and metric.question.startswith("{"):
        each = {"entry": "first"} if told["kind"] == "experiment" else {}
        asked["metric"] = json.loads(metric.question) | each
    if test.planned_people and told["kind"] == "experiment":
        looks = "day" if test.is_sequential else "once"
        asked["plan"] = {"units": test.planned_people, "looks": looks}
    worth = hypothesis.criteria.smallest_worthwhile if hypothesis else None
    if worth:
        asked["smallest_worthwhile"] = abs(worth)
    return (_pointed(asked | told, plan, test),)


def _pointed(asked: dict[str, Any], plan: Plan, test: AssumptionTest) -> dict[str, Any]:
    """Return a question whose metric says that less is better, where its outcome is to fall."""
    hypothesis, metric = plan.get(Hypothesis, test.hypothesis), asked.get("metric")
    outcome = plan.get(Outcome, hypothesis.outcome) if hypothesis else None
    if outcome is None or outcome.direction is None or not outcome.direction.is_down:
        return asked
    is_of_it = test.metric in {None, outcome.metric}
    if not is_of_it or not isinstance(metric, dict) or "better" in metric:
        return asked
    return asked | {"metric": metric | {"better": "less"}}


def question_of(plan: Plan, test: AssumptionTest) -> dict[str, Any]:
    """Return the one question a test asks of a log; of two periods, that of the later."""
    return questions_of(plan, test)[-1]


def _before_and_after(
    told: dict[str, Any], metric: Metric | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the same share asked of the period before something came, and of that after it."""
    periods = [told.get(name) for name in ("before", "after")]
    own = {key: value for key, value in told.items() if key not in _PERIODS}
    if metric is not None and metric.question.startswith("{"):
        own = json.loads(metric.question) | own
    own |= {"entry": "first"}
    asked = []
    for name, period in zip(("before", "after"), periods, strict=True):
        if not isinstance(period, dict) or not {"from", "to"} <= period.keys():
            raise BadQuestion(
                "it compares two periods, and each has two ends",
                place=name,
                remedy=f"Such as {name}: {{from: 2026-03-16, to: 2026-04-20}}.",
            )
        asked.append(own | {key: period[key] for key in ("from", "to")})
    return asked[0], asked[1]


def metric_of(plan: Plan, test: AssumptionTest) -> Metric | None:
    """Return the metric a test is judged by: its own, else that of its hypothesis's outcome."""
    hypothesis = plan.get(Hypothesis, test.hypothesis)
    outcome = plan.get(Outcome, hypothesis.outcome) if hypothesis else None
    return plan.get(Metric, test.metric or (outcome.metric if outcome else None))
