"""An answer in one sentence: the number that matters, and how sure it is."""

from __future__ import annotations

from typing import Any

from seachange.measure.answering.driver_parts import DriversAnswer
from seachange.measure.answering.experiment_parts import ExperimentAnswer
from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer
from seachange.measure.answering.rollout_parts import RolloutAnswer
from seachange.measure.answers import Answer, Estimate, Unknown
from seachange.report import words
from seachange.report.drivers import telling
from seachange.report.experiments import planned
from seachange.report.experiments import telling as experiments
from seachange.report.rollouts import telling as rollouts
from seachange.report.sheets import unit_of


def headline(answer: Answer) -> str:
    """Return the sentence that a reader should take away."""
    write = {"funnel": _funnel, "journey_map": _map, "retention": _retention, "share": _share}
    if answer.kind == "description":
        return _description(answer)
    if isinstance(answer, DriversAnswer):
        return telling.headline(answer)
    if isinstance(answer, ExperimentAnswer):
        return experiments.headline(answer)
    if isinstance(answer, ExperimentPlanAnswer):
        return planned.headline(answer)
    if isinstance(answer, RolloutAnswer):
        return rollouts.headline(answer)
    return write.get(answer.kind, _estimated)(answer)


def waiting(answer: Answer) -> str:
    """Return how many are too new to judge, or nothing."""
    if not answer.pending:
        return ""
    if answer.kind == "duration":
        so_far = words.plural(answer.pending, "person has", "people have")
        return f"{so_far} not done it yet and count for as long as they were watched."
    if isinstance(answer, ExperimentAnswer | RolloutAnswer):
        return f"{words.plural(answer.pending, 'unit')} too new to judge."
    said = f"{words.plural(answer.pending, 'entry', 'entries')} too new to judge"
    if answer.kind == "funnel":
        return f"{said} and not through yet; who is through already counts as reached, in no rate."
    quick = getattr(answer, "did_pending", 0)
    return f"{said}, {words.count(quick)} of which did it already." if quick else f"{said}."


def _share(answer: Any) -> str:
    estimate = answer.estimate
    if isinstance(estimate, Unknown):
        return f"Unknown: {estimate.why}."
    who = "people" if answer.question.get("entry") == "first" else "entries"
    return (
        f"{words.estimate(estimate, 'share')} did it: "
        f"{words.count(answer.did)} of {words.count(answer.people)} {who}."
    )


def _estimated(answer: Any) -> str:
    estimate = getattr(answer, "estimate", None)
    if estimate is None or isinstance(estimate, Unknown):
        return f"Unknown: {estimate.why if estimate else 'nothing was estimated'}."
    text = words.estimate(estimate, unit_of(answer))
    return f"{text}, from {words.plural(answer.people, 'person', 'people')}."


def _funnel(answer: Any) -> str:
    last = answer.steps[-1]
    first = answer.steps[0]
    if not first.reached:
        return "Nobody took the first step."
    if len(answer.steps) == 1:
        return f"{words.plural(first.reached, 'person', 'people')} reached {first.name}."
    reached = (
        f"{words.count(last.reached)} of {words.count(first.reached)} people reached {last.name}"
    )
    if isinstance(last.from_first, Estimate):
        return f"{reached}; of those who can be judged, {words.estimate(last.from_first, 'share')}."
    return f"{reached}; nobody can be judged yet."


def _map(answer: Any) -> str:
    if not answer.cases:
        return "No case has an event in this period."
    return (
        f"{words.plural(answer.cases, 'case')} of "
        f"{words.plural(answer.people, 'person', 'people')}, "
        f"{words.plural(len(answer.nodes), 'kind')} of event shown."
    )


def _retention(answer: Any) -> str:
    size = sum(c.people for c in answer.cohorts)
    if answer.question.get("mode") == "recurring":
        return (
            f"{words.plural(len(answer.cohorts), 'cohort')}, {words.count(size)} in all: "
            "who came in several periods is in each of them."
        )
    return (
        f"{words.plural(len(answer.cohorts), 'cohort')}, "
        f"{words.plural(size, 'person', 'people')} in all."
    )


def _description(answer: Any) -> str:
    source = answer.source
    return f"{words.plural(source.events, 'event')} of {words.plural(answer.people, 'actor')}."
