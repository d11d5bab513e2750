"""The part of a plan that somebody may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from seachange.people.access import Viewer, sees
from seachange.planning.rules.belonging import within
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record, link_fields


def viewer(member: Member) -> Viewer:
    """Return a member as somebody who looks."""
    return Viewer(id=member.id, role=member.role, teams=member.teams, is_active=member.is_active)


def seen_by(plan: Plan, looking: Viewer | None) -> Plan:
    """Return the plan as somebody may see it; nobody (None) sees what is public.

    What belongs to something hidden is hidden; other links to it are left out, so that not even
    its id is told.
    """
    return without(plan, hidden_from(plan, looking))


def hidden_from(plan: Plan, looking: Viewer | None) -> frozenset[str]:
    """Return the ids of the records of a plan that somebody may not see."""
    is_seen = sight(plan, looking)
    return frozenset(record.id for record in plan.records() if not is_seen(record))


def without(plan: Plan, hidden: frozenset[str]) -> Plan:
    """Return a plan without these records and without links to what it does not hold."""
    kept = [record for record in plan.records() if record.id not in hidden]
    shown = {record.id for record in kept}
    return Plan(as_of=plan.as_of).changed(put=[_without_hidden(each, shown) for each in kept])


def alone(record: Record) -> Record:
    """Return a record without links but to what it belongs to: whoever sees it sees those too."""
    return _without_hidden(record, set())


def sight(plan: Plan, looking: Viewer | None) -> Callable[[Record], bool]:
    """Return what tells whether somebody may see a record of a plan: it, and all it belongs to."""
    seen: dict[str, bool] = {}

    def is_seen(record: Record) -> bool:
        if record.id not in seen:
            own = _is_oneself(record, looking) or sees(
                looking,
                visibility=record.visibility,
                team=record.team,
                keeper=record.keeper,
            )
            # Said before it is known: a circle hides nobody.
            seen[record.id] = own
            seen[record.id] = own and all(
                is_seen(plan.by_id[held])
                for name in within(record.kind)
                if (held := getattr(record, name)) in plan.by_id
            )
        return seen[record.id]

    return is_seen


def _is_oneself(record: Record, looking: Viewer | None) -> bool:
    """Whoever they are and whatever else they see: everybody sees themselves."""
    return looking is not None and looking.is_active and record.id == looking.id


def _without_hidden(record: Record, shown: set[str]) -> Record:
    changes: dict[str, Any] = {}
    for name, _ in link_fields(type(record)):
        held = getattr(record, name)
        if isinstance(held, tuple):
            left = tuple(each for each in held if each in shown)
            if left != held:
                changes[name] = left
        elif held is not None and held not in shown and name not in within(record.kind):
            changes[name] = None
    return replace(record, **changes) if changes else record
