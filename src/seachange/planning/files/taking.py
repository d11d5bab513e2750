"""A plan file beside the plan kept here: what taking it in would add, change and remove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from seachange.planning.files.signing import signed_before
from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import SignOff
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.states import APPEND_ONLY

_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One record that would be added, changed or removed, and which of its fields change how."""

    deed: str
    record: Record
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = f" “{self.record.name}”" if self.record.name else ""
        return "\n    ".join(
            (f"{self.deed} {self.record.kind} {self.record.id}{name}", *self.fields)
        )


def beside(told: Plan, kept: Plan) -> Plan:
    """Return the plan of a file as a change of the plan kept here.

    Which invariants a record is known to break, and which words a signature was given for, is
    written here and not in files; what is known of a record already stays known.
    """
    known = []
    for record in told.records():
        if record.id not in kept.by_id:
            continue
        each = signed_before(record, told, kept) if isinstance(record, SignOff) else record
        breaches = each.breaches or kept.by_id[record.id].breaches
        known.append(replace(each, breaches=breaches))
    return told.changed(put=known)


def differing(change: Plan, kept: Plan) -> Plan:
    """Return what of a change says something else than the plan kept here says already."""
    put = [record for record in change.records() if kept.by_id.get(record.id) != record]
    return Plan(as_of=change.as_of).changed(put=put)


def left_out(told: Plan, kept: Plan) -> tuple[str, ...]:
    """Return the ids kept here that a file leaves out, but for what is written once and stays."""
    return tuple(
        record.id
        for record in kept.records()
        if record.id not in told.by_id and record.kind not in APPEND_ONLY
    )


def differences(before: Plan, after: Plan) -> Iterator[Difference]:
    """Walk what differs between two plans, kind by kind: added, changed, then removed."""
    for record in after.records():
        old = before.by_id.get(record.id)
        if old is None:
            yield Difference(deed="add", record=record)
        elif old != record:
            yield Difference(deed="change", record=record, fields=tuple(_changed(old, record)))
    for record in before.records():
        if record.id not in after.by_id:
            yield Difference(deed="remove", record=record)


def _changed(old: Record, new: Record) -> Iterator[str]:
    for field in fields(new):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            yield f"{field.name}: {_told(was)} → {_told(now)}"


def _told(held: Any) -> str:
    text = "nothing" if held in (None, "", ()) else str(plain(held))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
