"""I-1 to I-5, I-28 and I-30: outcomes that can be measured, tied to impacts, and owned."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from seachange.planning.rules.invariants.violation import Violation, listed
from seachange.planning.rules.plan.discovery import KeyResult, Objective
from seachange.planning.rules.plan.intent import PURSUED, DriverLink, Impact, Outcome
from seachange.planning.rules.plan.measuring import JourneyStep, Measurement, Metric, MetricBridge
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Direction, Purpose, Scale


def outcomes_are_whole(plan: Plan) -> Iterator[Violation]:
    """I-1: an outcome that is pursued says who, what, measured how, from where to where, by when.

    The metric is a rate (of whom, in which window) or a question of the measuring core, which
    names both.
    """
    for outcome in plan.outcomes:
        if outcome.state not in PURSUED:
            continue
        missing = _missing(outcome, plan.get(Metric, outcome.metric))
        if missing:
            yield Violation(
                invariant="I-1",
                record=outcome.id,
                says=f"the outcome is {outcome.state} without {listed(missing)}",
                remedy="say who does what, from which rate to which, by when",
            )


def _missing(outcome: Outcome, metric: Metric | None) -> list[str]:
    baseline = outcome.baseline
    level = baseline.level if baseline else None
    told = {
        "an actor": bool(outcome.actor),
        "a behaviour": bool(outcome.behaviour),
        "a metric with numerator, denominator and window": _is_a_rate(metric),
        "a baseline": level is not None,
        "the people of its baseline": bool(baseline and baseline.n),
        "the period of its baseline": bool(baseline and baseline.has_period),
        "a target": outcome.target is not None,
        "a target other than its baseline": level is None or outcome.target != level,
        "a date": outcome.by is not None,
    }
    return [what for what, is_told in told.items() if not is_told]


def _is_a_rate(metric: Metric | None) -> bool:
    return metric is not None and (metric.is_a_rate or bool(metric.question))


def targets_lie_ahead(plan: Plan) -> Iterator[Violation]:
    """I-2: the target lies on the side the direction says; a rate stays within 0 and 1."""
    for outcome in plan.outcomes:
        if outcome.is_draft or outcome.target is None:
            continue
        metric = plan.get(Metric, outcome.metric)
        base = outcome.baseline.level if outcome.baseline else None
        is_a_rate = metric is not None and metric.scale == Scale.RATE
        for what, level in (("target", outcome.target), ("baseline", base)):
            if is_a_rate and level is not None and not 0 <= level <= 1:
                yield Violation(
                    invariant="I-2",
                    record=outcome.id,
                    says=f"the {what} of a rate is {level:g}",
                    remedy="write it as a share between 0 and 1: 0.45 for 45 %",
                )
        if base is None:
            continue
        rises = outcome.direction in {Direction.MORE, Direction.START}
        if (outcome.target < base) if rises else (outcome.target > base):
            yield Violation(
                invariant="I-2",
                record=outcome.id,
                says=f"{outcome.direction} of it is wanted, but the target {outcome.target:g} is "
                f"{'below' if rises else 'above'} the baseline {base:.4g}",
                remedy="turn the direction or the target round",
            )


def outcomes_drive_impacts(plan: Plan) -> Iterator[Violation]:
    """I-3: a pursued outcome leads to an impact, and no outcome leads back to itself."""
    leads: dict[str, list[DriverLink]] = {}
    for claimed in plan.driver_links:
        if claimed.state != "refuted":
            leads.setdefault(claimed.outcome, []).append(claimed)
    for outcome in plan.outcomes:
        beyond = _beyond(outcome.id, leads)
        if outcome.id in beyond:
            circle = _round(outcome.id, leads)
            through = _told([*(link.outcome for link in circle), outcome.id], " → ")
            links = _told([link.id for link in circle], ", ")
            yield Violation(
                invariant="I-3",
                record=outcome.id,
                says=f"the outcome drives itself: {through}",
                remedy=f"remove one of the driver links of the circle: {links}",
            )
        led = {outcome.id, *beyond}
        reaches = any(each.impact for at in led for each in leads.get(at, []))
        if outcome.state in PURSUED and not reaches:
            yield Violation(
                invariant="I-3",
                record=outcome.id,
                says="no link leads from the outcome to an impact",
                remedy="add a driver link to the impact it is to move",
            )


def _beyond(start: str, leads: dict[str, list[DriverLink]]) -> set[str]:
    seen: set[str] = set()
    at = [start]
    while at:
        for each in leads.get(at.pop(), []):
            to = each.driven_outcome
            if to is not None and to not in seen:
                seen.add(to)
                at.append(to)
    return seen


def _round(start: str, leads: dict[str, list[DriverLink]]) -> list[DriverLink]:
    """Return the links of the shortest way from an outcome back to itself; there is one."""
    by: dict[str, DriverLink] = {}  # how each was first come to
    at = deque([start])
    while start not in by:
        for link in leads.get(at.popleft(), []):
            to = link.driven_outcome
            if to is not None and to not in by:
                by[to] = link
                at.append(to)
    way = [by[start]]
    while way[0].outcome != start:
        way.insert(0, by[way[0].outcome])
    return way


def _told(ids: list[str], between: str) -> str:
    """A long circle is told by its first few."""
    shown = ids if len(ids) <= _LONGEST else [*ids[:_LONGEST], f"… ({len(ids)} in all)"]
    return between.join(shown)


_LONGEST = 8


def impacts_have_sponsors(plan: Plan) -> Iterator[Violation]:
    """I-4: an impact has a sponsor, and is never the key result of a team."""
    for impact in plan.impacts:
        if not impact.is_draft and impact.state != "retired" and impact.sponsor is None:
            yield Violation(
                invariant="I-4",
                record=impact.id,
                says="the impact has no sponsor",
                remedy="name the leader who answers for it",
            )
    for key_result in _stated(plan):
        metric = plan.get(Metric, key_result.metric)
        is_impact = metric is not None and metric.purpose == Purpose.IMPACT
        points = key_result.impact or plan.get(Impact, key_result.outcome)
        if points or is_impact:
            yield Violation(
                invariant="I-4",
                record=key_result.id,
                says="the key result is an impact, too big for any one group",
                remedy="name the outcomes that would move it, and take one of those",
            )


def key_results_are_outcomes(plan: Plan) -> Iterator[Violation]:
    """I-5: a key result refers to one outcome or, marked as health, to one guardrail."""
    for key_result in _stated(plan):
        if key_result.is_health:
            is_one = key_result.guardrail is not None and key_result.outcome is None
        else:
            is_one = key_result.outcome is not None and key_result.guardrail is None
        if not is_one:
            yield Violation(
                invariant="I-5",
                record=key_result.id,
                says="the key result refers to no single outcome",
                remedy="name one outcome; or say that it guards something's health, and name one "
                "guardrail",
            )


def _stated(plan: Plan) -> Iterator[KeyResult]:
    for key_result in plan.key_results:
        objective = plan.get(Objective, key_result.objective)
        if objective is None or not objective.is_draft:
            yield key_result


def versions_agree(plan: Plan) -> Iterator[Violation]:
    """I-28: a metric means what its version meant, and an outcome is measured by its own metric.

    A measurement is of the version its baseline was measured with, or of one bridged to it.
    """
    meant = {(kept.metric, kept.version): kept.definition for kept in plan.metric_versions}
    for metric in plan.metrics:
        kept = meant.get((metric.id, metric.version))
        if not metric.is_draft and kept is not None and kept != metric.definition:
            yield Violation(
                invariant="I-28",
                record=metric.id,
                says=f"it no longer means what its version {metric.version} meant",
                remedy="put its definition back, or raise its version",
            )
    for measurement in plan.measurements:
        outcome = plan.get(Outcome, measurement.outcome)
        if outcome is None or outcome.is_draft:
            continue
        if outcome.metric is not None and measurement.metric != outcome.metric:
            yield Violation(
                invariant="I-28",
                record=measurement.id,
                says=f"{outcome.id} is measured with {measurement.metric}, not with its metric "
                f"{outcome.metric}",
                remedy="measure it with its own metric",
            )
        elif not _comparable(plan, outcome, measurement):
            yield Violation(
                invariant="I-28",
                record=measurement.id,
                says=f"it was measured with another version of {measurement.metric} than the "
                f"baseline of {outcome.id}",
                remedy="record a bridge between the versions, or measure the baseline again",
            )


def _comparable(plan: Plan, outcome: Outcome, measurement: Measurement) -> bool:
    base = outcome.baseline.version if outcome.baseline else None
    now = measurement.level.version
    if base is None or now is None or base == now:
        return True
    pairs = {
        frozenset((bridge.from_version, bridge.to_version))
        for bridge in plan.of(MetricBridge, measurement.metric)
    }
    return frozenset((base, now)) in pairs


def owners_cover_departments(plan: Plan) -> Iterator[Violation]:
    """I-30: an outcome on a step of several departments is owned by each of them."""
    for outcome in plan.outcomes:
        step = plan.get(JourneyStep, outcome.journey_step)
        if outcome.state not in PURSUED or step is None or len(set(step.departments)) < 2:
            continue
        owning = {team.department for owner in outcome.owners if (team := plan.get(Team, owner))}
        absent = sorted(set(step.departments) - owning)
        if absent:
            yield Violation(
                invariant="I-30",
                record=outcome.id,
                says=f"the step {step.id} is shared, but {listed(absent)} does not own the outcome",
                remedy="add a team of each department to its owners",
            )
