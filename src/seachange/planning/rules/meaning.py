"""Which definition of a metric a test was measured with, and what that is worth in today's."""

from __future__ import annotations

from datetime import date

from seachange.planning.rules.plan.learning import AssumptionTest, Evidence
from seachange.planning.rules.plan.measuring import Metric, MetricBridge, MetricVersion
from seachange.planning.rules.plan.plan import Plan


def factor_to_today(plan: Plan, metric: Metric, test: AssumptionTest, piece: Evidence) -> float:
    """Return by what a result is multiplied to be in the metric's definition of today.

    1 where it was measured by that definition, or nobody can know by which; a bridge's factor
    (I-28) where an older one is bridged to it; 0 where nothing leads from there to here.
    """
    version = _measured_with(plan, metric, test, piece)
    if version is None or version == metric.version:
        return 1.0
    meant = {each.version: each.fingerprint for each in plan.of(MetricVersion, metric.id)}
    if meant.get(version) == metric.fingerprint:
        return 1.0
    for bridge in plan.of(MetricBridge, metric.id):
        if (bridge.from_version, bridge.to_version) == (version, metric.version):
            return bridge.factor
        if (bridge.to_version, bridge.from_version) == (version, metric.version) and bridge.factor:
            return 1 / bridge.factor
    return 0.0


def _measured_with(plan: Plan, metric: Metric, test: AssumptionTest, piece: Evidence) -> int | None:
    """Return the version its groups were counted by, else the one in force when it began."""
    told = {level.version for level in (test.control, test.treatment) if level} - {None}
    if told:
        return min(each for each in told if each is not None)
    day = test.starts_on or test.finished_on or piece.observed_on
    return _in_force(plan, metric, day) if day else None


def _in_force(plan: Plan, metric: Metric, day: date) -> int | None:
    """Return the version kept last by a day; none where the first was kept after it."""
    kept = [
        (each.since, each.version)
        for each in plan.of(MetricVersion, metric.id)
        if each.since is not None and each.since <= day
    ]
    return max(kept)[1] if kept else None
