"""Whether a change is its doer's to make: by role, by what they see, in their own name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from seachange.errors import NotAllowed, Refused
from seachange.people.access import Role
from seachange.planning.rules.invariants.change import leads_nowhere
from seachange.planning.rules.permissions import SPEAKS_FOR, Deed, may
from seachange.planning.rules.plan.learning import Decision, Verdict
from seachange.planning.rules.plan.organisation import Department, Member, Waiver
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import SignOff
from seachange.planning.rules.plan.record import Record, linked
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.seeing import sight, viewer
from seachange.planning.rules.states import first_state


def check_rights(before: Plan, after: Plan, *, by: str, as_found: bool = False) -> None:
    """Raise `NotAllowed` unless the member may make every part of a change.

    An empty `by` is the operator of the machine, who may do anything. An administrator may do
    any deed to what they see, which is all but what somebody keeps in private. To take something
    in as it was found, past the invariants, is for these two alone.
    """
    if not by:
        return
    member = before.get(Member, by)
    if member is None or not member.is_active:
        raise NotAllowed(f"there is no member {by} who could do this")
    is_admin = member.role == Role.ADMIN
    if as_found and not is_admin:
        raise NotAllowed(
            "to take something in as it was found is for an administrator",
            remedy="ask one, or mend what breaks an invariant first",
        )
    is_seen = sight(before, viewer(member))
    for deed, record in deeds(before, after):
        old = before.by_id.get(record.id)
        # What somebody may not see is not there for them, and cannot be told from what is not.
        if old is not None and not is_seen(old):
            raise NotAllowed(f"there is no record {record.id} that {by} could {deed}")
        _check_not_oneself(old, record, member, deed)
        if not is_admin:
            _check_deed(before, record, member, deed)
        if deed != Deed.REMOVE:
            _check_links_seen(before, record, is_seen)


def _check_not_oneself(old: Record | None, record: Record, member: Member, deed: Deed) -> None:
    """Raise `NotAllowed` where somebody takes their own role or leave away, by whatever form.

    The last administrator would shut the door behind themselves.
    """
    if record.id != member.id or not (isinstance(old, Member) and isinstance(record, Member)):
        return
    is_other = (record.role, record.is_active) != (old.role, old.is_active)
    if deed == Deed.REMOVE or is_other:
        raise NotAllowed("one's own role is for another administrator to change", place=member.id)


def _check_deed(before: Plan, record: Record, member: Member, deed: Deed) -> None:
    """Raise `NotAllowed` unless a deed is for somebody of this role, and in their own name."""
    old = before.by_id.get(record.id)
    _check_role(member.role, deed, record)
    if deed == Deed.CREATE and record.state != first_state(record.kind):
        _check_role(member.role, Deed.MOVE, record)
    if deed == Deed.MOVE and old is not None and _is_reworded(old, record):
        _check_role(member.role, Deed.EDIT, record)
    if deed != Deed.REMOVE:
        _check_own_name(before, record, member)


def deeds(before: Plan, after: Plan) -> Iterator[tuple[Deed, Record]]:
    """Walk what a change does: each deed, and the record it is done to."""
    for old in before.records():
        if old.id not in after.by_id:
            yield Deed.REMOVE, old
    for record in after.records():
        old_record = before.by_id.get(record.id)
        if old_record is None:
            yield Deed.CREATE, record
        elif old_record.state != record.state:
            yield Deed.MOVE, record
        elif old_record != record:
            yield Deed.EDIT, record


def _check_role(role: Role, deed: Deed, record: Record) -> None:
    if not may(role, deed=deed, kind=record.kind):
        raise NotAllowed(
            f"to {deed} {record.kind.one} is not for {word_for(role)}",
            place=record.id,
            remedy="ask somebody whose part it is",
        )


def _is_reworded(old: Record, record: Record) -> bool:
    """Tell whether a move changes more than the state and the days that go with it."""
    told = (f.name for f in fields(old) if f.name not in {"state", "breaches"})
    return any(
        getattr(old, name) != getattr(record, name) for name in told if not name.endswith("_on")
    )


def _check_links_seen(before: Plan, record: Record, is_seen: Callable[[Record], bool]) -> None:
    """Refuse a new link to what its maker may not see, in the words for a link to nothing."""
    kept = set(linked(before.by_id[record.id])) if record.id in before.by_id else set()
    for name, to in linked(record):
        there = before.by_id.get(to)
        if there is not None and (name, to) not in kept and not is_seen(there):
            told = leads_nowhere(record, name, to, None)
            raise Refused(
                f"{told.says} ({told.invariant})",
                place=record.id,
                remedy=told.remedy,
                invariant=told.invariant,
            )


def _check_own_name(plan: Plan, record: Record, member: Member) -> None:
    if isinstance(record, SignOff):
        if record.member != member.id:
            raise NotAllowed("everybody signs in their own name", place=record.id)
        department = plan.get(Department, member.department)
        speaks = {SPEAKS_FOR.get(member.role), department.function if department else None}
        if record.function not in speaks:
            raise NotAllowed(
                f"{member.id} does not speak for {word_for(record.function)}",
                place=record.id,
                remedy="let somebody of that department sign",
            )
    if isinstance(record, Verdict | Decision) and record.decided_by != member.id:
        raise NotAllowed("everybody decides in their own name", place=record.id)
    if isinstance(record, Waiver) and record.approver != member.id:
        raise NotAllowed("everybody gives leave in their own name", place=record.id)
    for name in ("verified_by", "approved_by"):
        said_by = getattr(record, name, None)
        old = getattr(plan.by_id.get(record.id), name, None)
        if said_by not in {old, None, member.id}:
            raise NotAllowed(
                f"{said_by} has not said so: everybody speaks for themselves",
                place=record.id,
                remedy=f"let {said_by} do it",
            )
