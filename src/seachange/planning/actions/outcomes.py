"""Stating outcomes: measured first, then pursued, driving something."""

from __future__ import annotations

from seachange.planning.actions import records
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level


def take_baseline(outcome: str, *, level: Level, by: str, why: str = "") -> Plan:
    """Write down where an outcome's metric stands today, before anything is done about it."""
    return records.move(outcome, to="baselined", by=by, why=why, baseline=level)


def pursue(outcome: str, *, by: str, why: str = "") -> Plan:
    """Go after an outcome; from here on it is whole, and leads to an impact (I-1, I-3)."""
    return records.move(outcome, to="active", by=by, why=why)


def claim_driver(driver: DriverLink, *, by: str, why: str = "") -> Plan:
    """Claim that an outcome moves an impact, or another outcome."""
    return records.create(driver, by=by, why=why)


def take_measurement(measurement: Measurement, *, by: str, why: str = "") -> Plan:
    """Add a measurement of an outcome; it is never changed afterwards."""
    return put(measurement, by=by, deed="measure", why=why)


@in_turn
def close(outcome: str, *, reached: bool, by: str, why: str) -> Plan:
    """Close an outcome at its date: achieved or missed, by its measurements."""
    records.find(Outcome, outcome)
    return records.move(outcome, to="achieved" if reached else "missed", by=by, why=why)
