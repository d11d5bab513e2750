"""Stating outcomes: measured first, then pursued, driving something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seachange import clock
from seachange.planning.actions import records
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level


@in_turn
def state(
    outcome: Outcome,
    *,
    metric: Metric | None = None,
    drivers: Sequence[DriverLink] = (),
    goes_to: str = "draft",
    by: str,
    why: str = "",
) -> Plan:
    """State an outcome with its metric and what it is said to drive, whole or not at all.

    It goes as far as asked: `draft`, `baselined` where its level is written down, or `active`.
    Its `baseline`, if it has one, is taken on the way.
    """
    for each in (outcome, metric, *drivers):
        if each is not None:
            records.check_free(each.id)
    stated = replace(outcome, state="draft")
    new = [each for each in (metric, stated, *drivers) if each is not None]
    plan = put(*new, by=by, deed="create", why=why)
    if metric is not None:
        plan = records.move(metric.id, to="live", by=by, why=why)
    if goes_to in {"baselined", "active"}:
        plan = records.move(outcome.id, to="baselined", by=by, why=why)
    if goes_to == "active":
        plan = pursue(outcome.id, by=by, why=why)
    return plan


def take_baseline(
    outcome: str, *, level: Level, by: str, why: str = "", seen: int | None = None
) -> Plan:
    """Write down where an outcome's metric stands today, before anything is done about it."""
    return records.move(outcome, to="baselined", by=by, why=why, seen=seen, baseline=level)


def pursue(outcome: str, *, by: str, why: str = "", seen: int | None = None) -> Plan:
    """Go after an outcome; from here on it is whole, and leads to an impact (I-1, I-3)."""
    return records.move(
        outcome, to="active", by=by, why=why, seen=seen, activated_on=clock.now().date()
    )


def claim_driver(driver: DriverLink, *, by: str, why: str = "") -> Plan:
    """Claim that an outcome moves an impact, or another outcome."""
    return records.create(driver, by=by, why=why)


def take_measurement(measurement: Measurement, *, by: str, why: str = "") -> Plan:
    """Add a measurement of an outcome; it is never changed afterwards."""
    return put(measurement, by=by, deed="measure", why=why)


@in_turn
def close(outcome: str, *, reached: bool, by: str, why: str, seen: int | None = None) -> Plan:
    """Close an outcome at its date: achieved or missed, by its measurements."""
    records.find(Outcome, outcome)
    to = "achieved" if reached else "missed"
    return records.move(outcome, to=to, by=by, why=why, seen=seen)
