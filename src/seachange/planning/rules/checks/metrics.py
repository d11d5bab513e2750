"""Checks of metrics: are they defined, kept the same, and safe to aim at?"""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import SETTLED, Survey
from seachange.planning.rules.plan.measuring import Metric, MetricVersion
from seachange.planning.rules.vocabulary import Scale

_OF_PEOPLE = frozenset({Scale.RATE, Scale.FREQUENCY, Scale.COUNT})


def metric_undefined(survey: Survey) -> Iterator[Hit]:
    """Find metrics that two people could count in two ways.

    A question of the measuring core says what, out of whom and within how long; scores, money
    and durations have no denominator.
    """
    for metric in survey.plan.metrics:
        if metric.state == "deprecated":
            continue
        missing = [f"no {name}" for name in _needed(metric) if not getattr(metric, name)]
        if missing:
            yield Hit(metric.id, tuple(missing))


def _needed(metric: Metric) -> tuple[str, ...]:
    if metric.question:
        return ("source",)
    if metric.scale in _OF_PEOPLE:
        return ("numerator", "denominator", "window", "source")
    return ("numerator", "source")


def metric_changed_in_silence(survey: Survey) -> Iterator[Hit]:
    """Find metrics whose definition is not the one their version was kept with."""
    for metric in survey.plan.metrics:
        for kept in survey.plan.of(MetricVersion, metric.id):
            is_same = kept.version == metric.version and kept.definition
            if is_same and kept.definition != metric.definition:
                pairs = zip(kept.definition, metric.definition, strict=False)
                changed = [f"“{old}” → “{new}”" for old, new in pairs if old != new]
                yield Hit(metric.id, (f"version {kept.version}", *changed))
                break


def metric_tied_to_pay(survey: Survey) -> Iterator[Hit]:
    """Find metrics that pay depends on, aimed at by an outcome without a guardrail."""
    for outcome in survey.plan.outcomes:
        metric = survey.metric_of(outcome)
        if outcome.state in SETTLED or metric is None or outcome.guardrails:
            continue
        if metric.is_tied_to_pay:
            yield Hit(metric.id, (outcome.id, "tied to pay", "no guardrails"))


CHECKS = (
    Check(
        id="ME01",
        severity=Severity.ERROR,
        message="Undefined metric.",
        condition="A metric lacks its numerator, denominator, window or source.",
        why=(
            "Two people will count it two ways and both be right. Every number built on it is "
            "open to dispute."
        ),
        mend="Write what is counted, out of what, within how long, and where it is recorded.",
        look=metric_undefined,
    ),
    Check(
        id="ME02",
        severity=Severity.WARNING,
        message="Trend is broken.",
        condition="A metric's definition changed and its version did not.",
        why=(
            "The curve jumps where the definition changed, and will be read as news. Baseline and "
            "present no longer speak of the same thing."
        ),
        mend="Make the new definition a new version, and record a bridge between them.",
        look=metric_changed_in_silence,
    ),
    Check(
        id="ME03",
        severity=Severity.INFO,
        message="Expect gaming.",
        condition="A target's metric is tied to pay and nothing guards it.",
        why=(
            "People do what they are paid for, by the shortest way. A guardrail is the only thing "
            "that makes the long way the shorter one."
        ),
        mend="Add a guardrail that suffers when the number is forced, or untie the pay.",
        look=metric_tied_to_pay,
    ),
)
