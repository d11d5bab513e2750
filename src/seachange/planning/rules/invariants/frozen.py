"""I-10 before and after: what a test judges by stays as it was when the first people were in it."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.invariants.violation import Violation, listed
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis, HypothesisVersion
from seachange.planning.rules.plan.measuring import Metric, MetricVersion
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import label_of

# What a test was set up with; people in it by then have been counted by these.
OF_A_TEST = (
    "hypothesis",
    "metric",
    "design",
    "stage",
    "planned_people",
    "planned_control_share",
    "is_sequential",
    "analysis_plan",
    "question",
)
LINKS_OF_A_TEST = ("assumptions", "guardrails")
OF_A_HYPOTHESIS = ("outcome", "output", "idea")


def frozen(before: Plan, after: Plan) -> Iterator[Violation]:
    """Walk what changed after a test had begun: its set-up, its hypothesis's aim, the metric it
    is judged by, and what that means.
    """
    for test in after.assumption_tests:
        old = before.get(AssumptionTest, test.id)
        if old is not None and old.state != "planned" and old != test:
            yield from _changed_test(old, test)
    for hypothesis in after.hypotheses:
        was = before.get(Hypothesis, hypothesis.id)
        if was is not None and was.version == hypothesis.version:
            yield from _changed_aim(before, was, hypothesis)
    for outcome in after.outcomes:
        stood = before.get(Outcome, outcome.id)
        if stood is not None and stood.metric not in {None, outcome.metric}:
            yield from _changed_metric(before, stood)
    for metric in after.metrics:
        meant = before.get(Metric, metric.id)
        if meant is not None and meant.version == metric.version:
            yield from _changed_meaning(before, meant, metric)


def kept_twice(plan: Plan) -> Iterator[Violation]:
    """I-10, I-28: walk the versions of criteria or of a metric that are there already."""
    seen: dict[tuple[str, int], str] = {}
    versions: list[HypothesisVersion | MetricVersion] = [*plan.hypothesis_versions]
    versions += plan.metric_versions
    for kept in versions:
        of = kept.hypothesis if isinstance(kept, HypothesisVersion) else kept.metric
        first = seen.setdefault((of, kept.version), kept.id)
        if first != kept.id:
            yield Violation(
                invariant="I-10" if isinstance(kept, HypothesisVersion) else "I-28",
                record=kept.id,
                says=f"version {kept.version} of {of} is kept already, as {first}",
                remedy="raise the version of what it is of: that keeps it by itself",
            )


def _changed_test(old: AssumptionTest, now: AssumptionTest) -> Iterator[Violation]:
    changed = _changes(old, now, OF_A_TEST)
    others = [
        name for name in LINKS_OF_A_TEST if set(getattr(old, name)) != set(getattr(now, name))
    ]
    if old.starts_on not in {None, now.starts_on}:
        others.append("starts_on")
    changed += [label_of(now.kind, name) for name in others]
    if changed:
        yield Violation(
            invariant="I-10",
            record=now.id,
            says=f"its {listed(changed)} changed after it had started",
            remedy="put that back; or stop this test and plan another",
        )


def _changed_aim(before: Plan, old: Hypothesis, now: Hypothesis) -> Iterator[Violation]:
    changed = _changes(old, now, OF_A_HYPOTHESIS)
    started = [t.id for t in before.of(AssumptionTest, old.id) if t.state != "planned"]
    if changed and started:
        yield Violation(
            invariant="I-10",
            record=now.id,
            says=f"its {listed(changed)} changed after {started[0]} had started",
            remedy="put that back, or raise its version",
        )


def _changed_metric(before: Plan, old: Outcome) -> Iterator[Violation]:
    for hypothesis in before.of(Hypothesis, old.id):
        if hypothesis.state != "testing":
            continue
        started = [t.id for t in before.of(AssumptionTest, hypothesis.id) if t.state != "planned"]
        if started:
            yield Violation(
                invariant="I-10",
                record=old.id,
                says=f"its metric changed after {started[0]} of {hypothesis.id} had started",
                remedy="put it back until that is settled; or state a new outcome",
            )
            return


def _changed_meaning(before: Plan, old: Metric, now: Metric) -> Iterator[Violation]:
    started = [t.id for t in before.of(AssumptionTest, old.id) if t.state != "planned"]
    if started and old.definition != now.definition:
        yield Violation(
            invariant="I-10",
            record=now.id,
            says=f"it would mean something else after {started[0]} had started",
            remedy="put its definition back, or raise its version",
        )


def _changes(old: Record, now: Record, names: tuple[str, ...]) -> list[str]:
    return [label_of(now.kind, name) for name in names if getattr(old, name) != getattr(now, name)]
