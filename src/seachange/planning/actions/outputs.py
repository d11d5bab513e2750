"""Making and launching: built after discovery, launched when those who receive it are ready."""

from __future__ import annotations

from seachange import clock
from seachange.planning.actions import records
from seachange.planning.actions.turns import in_turn
from seachange.planning.rules.plan.delivery import EnablementItem
from seachange.planning.rules.plan.organisation import Waiver
from seachange.planning.rules.plan.plan import Plan


def start_building(output: str, *, by: str, why: str = "") -> Plan:
    """Begin to build what was found out to be worth it (I-8)."""
    return records.move(
        output, to="building", by=by, why=why, building_started_on=clock.now().date()
    )


def release(output: str, *, by: str, why: str = "") -> Plan:
    """Make an output available, with a plan to measure what it changes (I-11)."""
    return records.move(output, to="released", by=by, why=why, released_on=clock.now().date())


def launch(output: str, *, by: str, why: str = "") -> Plan:
    """Launch an output: every department that must be ready said that it is (I-19)."""
    return records.edit(output, by=by, why=why, launched_on=clock.now().date())


@in_turn
def verify_enablement(item: str, *, by: str, why: str = "") -> Plan:
    """Say, as somebody who receives it, that a department has what it needs."""
    found = records.find(EnablementItem, item)
    return records.move(
        found.id,
        to="verified",
        by=by,
        why=why,
        verified_by=by or None,
        verified_on=clock.now().date(),
    )


def waive(waiver: Waiver, *, by: str) -> Plan:
    """Give leave to break a rule for one record: with a reason, an approver and an end."""
    return records.create(waiver, by=by, why=waiver.reason)
