"""What stays as it is once a test begins: shown before it does, since afterwards it is too late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seachange.people.access import Viewer
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Stage
from seachange.report import words
from seachange.web.pages.field_shown import field_named, metric_of, words_of
from seachange.web.pages.trials import COMPARED, TrialPage, trial_page

NOT_SAID = "not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A test that is about to begin: what freezes with it, part by part, and what it still lacks.

    `seen` and `hypothesis_seen` are the versions that are shown: what is agreed to is these.
    """

    trial: TrialPage
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    lacks: tuple[str, ...]
    seen: int
    hypothesis_seen: int


def beginning(viewer: Viewer | None, record: str) -> Beginning:
    """Return what freezes when a test begins, as far as somebody may see it."""
    seen = version_of(record)
    trial = trial_page(viewer, record)
    hypothesis_seen = version_of(trial.hypothesis.id) if trial.hypothesis else 0
    plan = snapshot(viewer)
    test, hypothesis = trial.test, trial.hypothesis
    told = (
        ("What it should do", _effect(plan, hypothesis, viewer)),
        ("What it is read from", tuple(_metric(plan, test, hypothesis))),
        ("How many people", tuple(_people(test))),
        ("How long", tuple(_time(test))),
    )
    return Beginning(
        trial=trial,
        parts=tuple((name, lines) for name, lines in told if lines),
        lacks=tuple(point.says for point in trial.points if not point.is_there),
        seen=seen,
        hypothesis_seen=hypothesis_seen,
    )


def _effect(
    plan: Plan, hypothesis: Hypothesis | None, viewer: Viewer | None
) -> tuple[tuple[str, str], ...]:
    told = field_named(plan, hypothesis, "criteria", viewer=viewer) if hypothesis else None
    if told is None:
        return ()
    return told.parts or (("Predicted", NOT_SAID), ("Smallest change worth it", NOT_SAID))


def _metric(
    plan: Plan, test: AssumptionTest, hypothesis: Hypothesis | None
) -> Iterator[tuple[str, str]]:
    metric = plan.get(Metric, test.metric) or (metric_of(plan, hypothesis) if hypothesis else None)
    if metric is None:
        yield "Metric", NOT_SAID
        return
    of = f"{metric.numerator}, of {metric.denominator}" if metric.denominator else metric.numerator
    within = f" within {metric.window}" if metric.window and metric.window not in of else ""
    yield "Metric", f"{of or metric.id}{within} (version {metric.version})"
    if test.analysis_plan:
        yield "How it is read", test.analysis_plan


def _people(test: AssumptionTest) -> Iterator[tuple[str, str]]:
    is_compared = test.design in COMPARED or test.stage == Stage.EXPERIMENT
    groups = " in both groups together" if is_compared else ""
    people = f"{words.count(test.planned_people)}{groups}" if test.planned_people else NOT_SAID
    yield "People", people
    if is_compared:
        share = words.quantity(test.planned_control_share, "share")
        yield "Of them without the change", share
        yield "May be read early", words_of(test.is_sequential)


def _time(test: AssumptionTest) -> Iterator[tuple[str, str]]:
    yield "Begins on", words_of(test.starts_on) or NOT_SAID
    yield "Ends on", words_of(test.ends_on) or NOT_SAID
