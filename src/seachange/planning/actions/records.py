"""What can be done to any record: state it, edit it, move it, remove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from seachange.errors import BadPlan, NotThere, Refused
from seachange.planning.actions.conflicts import check_seen
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.invariants.violation import listed
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.states import MOVES, first_state, may_move

NOTHING: Mapping[str, Any] = MappingProxyType({})

R = TypeVar("R", bound=Record)


@in_turn
def create(record: Record, *, by: str, why: str = "") -> Plan:
    """State a record for the first time, in the state its kind begins in."""
    if record.state != first_state(record.kind):
        raise Refused(
            f"{record.kind.one} begins {first_state(record.kind)}, not {record.state}",
            place=record.id,
            remedy="create it, then move it",
            invariant="move",
        )
    check_free(record.id)
    return put(record, by=by, deed="create", why=why)


@in_turn
def edit(
    record_id: str,
    *,
    by: str,
    why: str = "",
    seen: int | None = None,
    also: Mapping[str, Any] = NOTHING,
    **changes: Any,
) -> Plan:
    """Change fields of a record, all but its id and its state; the others stay as they are now.

    `seen` is the version that was read (`conflicts.version_of`): if somebody changed the record
    since, it is a `Conflict`. `also` is for fields whose names are taken here, such as the day
    `by` which an outcome is due.
    """
    changes |= also
    fixed = {"id", "state", "breaches"} & changes.keys()
    if fixed:
        raise BadPlan(f"{listed(sorted(fixed))} is not edited", place=record_id)
    record = _found(record_id)
    check_seen(record_id, seen)
    return put(_with(record, changes), by=by, deed="edit", why=why)


@in_turn
def move(
    record_id: str, *, to: str, by: str, why: str = "", seen: int | None = None, **changes: Any
) -> Plan:
    """Move a record to another state, one allowed move at a time; fields may go with it.

    `seen` is as in `edit`.
    """
    record = _found(record_id)
    check_seen(record_id, seen)
    if not may_move(record.kind, before=record.state, after=to):
        ways = MOVES.get(record.kind, {}).get(record.state, ())
        raise Refused(
            f"{record.kind.one} does not go from {record.state or 'its one state'} to {to}",
            place=record_id,
            remedy=f"from here it goes to {listed(list(ways))}" if ways else "that is its end",
            invariant="move",
        )
    return put(_with(record, {**changes, "state": to}), by=by, deed="move", why=why)


@in_turn
def remove(record_id: str, *, by: str, why: str, seen: int | None = None) -> Plan:
    """Take a record out of the plan; its history stays. `seen` is as in `edit`."""
    _found(record_id)
    check_seen(record_id, seen)
    return put(by=by, deed="remove", why=why, without=[record_id])


def check_free(record_id: str) -> None:
    """Raise if there is a record of this id already, so that none is stated over another."""
    if record_id in whole_plan().by_id:
        raise BadPlan(f"the id {record_id} is taken", place=record_id, remedy="choose another")


def find(of: type[R], record_id: str) -> R:
    """Return a record by its id, for an action on it; raise where there is none of this kind."""
    record = whole_plan().get(of, record_id)
    if record is None:
        raise NotThere(
            f"there is no {word_for(of.kind)} {record_id}", remedy="give the id of one there is"
        )
    return record


def _found(record_id: str) -> Record:
    record = whole_plan().by_id.get(record_id)
    if record is None:
        raise NotThere(f"there is no record {record_id}", remedy="give the id of one there is")
    return record


def _with(record: Record, changes: dict[str, Any]) -> Record:
    unknown = sorted(changes.keys() - {field.name for field in fields(record)})
    if unknown:
        raise BadPlan(f"{record.kind.one} has no {listed(unknown)}", place=record.id)
    return replace(record, **changes)
