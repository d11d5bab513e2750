"""Every check there is, by area, in the order in which a plan is read."""

from __future__ import annotations

from seachange.planning.rules.checks import (
    assumption_tests,
    deals,
    enablement,
    evidence,
    feature_requests,
    hypotheses,
    impacts,
    journeys,
    metrics,
    objectives,
    outcomes,
    outputs,
    reviews,
    roadmap,
    visions,
)
from seachange.planning.rules.checks.finding import Check

AREAS: dict[str, tuple[Check, ...]] = {
    "Impacts": impacts.CHECKS,
    "Outcomes": outcomes.CHECKS,
    "Objectives and key results": objectives.CHECKS,
    "Hypotheses": hypotheses.CHECKS,
    "Tests": assumption_tests.CHECKS,
    "Evidence": evidence.CHECKS,
    "Outputs": outputs.CHECKS,
    "Roadmap": roadmap.CHECKS,
    "Feature requests": feature_requests.CHECKS,
    "Deals and commitments": deals.CHECKS,
    "Enablement and the chain": enablement.CHECKS,
    "Vision": visions.CHECKS,
    "Journeys": journeys.CHECKS,
    "Metrics": metrics.CHECKS,
    "Reviews": reviews.CHECKS,
}
CHECKS: tuple[Check, ...] = tuple(check for area in AREAS.values() for check in area)
BY_ID: dict[str, Check] = {check.id: check for check in CHECKS}
