"""Filling in a record by hand, and taking back what was done: nobody loses what they cannot see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seachange.errors import NotThere, Refused
from seachange.planning.actions import records, roadmap
from seachange.planning.actions.conflicts import check_seen
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.models.history import History
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.encoding import record_from
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record, link_fields
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.shape import unwritten
from seachange.planning.rules.seeing import sight, viewer
from seachange.planning.rules.vocabulary import Kind

# A date of the roadmap is changed by moving the item, which keeps what it slipped from.
OF_A_DATE = frozenset({"due", "precision", "horizon"})
UNDONE = "taken back"


@in_turn
def fill_in(
    record: str, values: Mapping[str, Any], *, by: str, why: str = "", seen: int | None = None
) -> Plan:
    """Change fields of a record to what somebody typed; what they cannot see of it stays.

    Links to records hidden from them are kept beside those they chose. A date on the roadmap
    keeps the one it slipped from, and asks why. `seen` is as in `records.edit`.
    """
    found = whole_plan().by_id.get(record)
    if found is None:
        raise NotThere(f"there is no record {record}", remedy="give the id of one there is")
    check_seen(record, seen)
    told = _with_what_is_hidden(found, dict(values), by=by)
    if isinstance(found, RoadmapItem) and "due" in told and told["due"] is not None:
        told = _rescheduled(found, told, by=by, why=why)
    return records.edit(record, by=by, why=why, also=told) if told else whole_plan()


def _with_what_is_hidden(record: Record, told: dict[str, Any], *, by: str) -> dict[str, Any]:
    plan = whole_plan()
    member = plan.get(Member, by)
    if member is None:
        return told
    is_seen = sight(plan, viewer(member))
    for name, _ in link_fields(type(record)):
        if name in told and isinstance(told[name], tuple):
            held = getattr(record, name)
            hidden = [e for e in held if e in plan.by_id and not is_seen(plan.by_id[e])]
            told[name] = (*told[name], *(e for e in hidden if e not in told[name]))
    return told


def _rescheduled(item: RoadmapItem, told: dict[str, Any], *, by: str, why: str) -> dict[str, Any]:
    precision = told.get("precision", item.precision)
    if precision is None:
        raise Refused(
            "a date on the roadmap says how exactly it is meant (I-23)",
            place=item.id,
            remedy="give its precision: a day, month, quarter, half year or year",
            invariant="I-23",
        )
    if not why and item.due is not None:
        raise Refused(
            "a date that moves says why", place=item.id, remedy="say why", invariant="why"
        )
    roadmap.reschedule(
        item.id,
        due=told["due"],
        precision=precision,
        horizon=told.get("horizon", item.horizon),
        by=by,
        why=why,
    )
    return {name: value for name, value in told.items() if name not in OF_A_DATE}


@in_turn
def take_back(sequence: int, *, by: str) -> Record:
    """Take back the last change of a record: fields as they were, or the record itself.

    What was stated is removed, what was removed comes back, and what was changed reads as it did
    before; all by the same rules as any change, and remembered as one. A change that somebody
    has written over since is a `Conflict`. Returns the record as it was before, or as it is gone.
    """
    row = History.objects.filter(sequence=sequence).first()
    if row is None or not _was_seen(row, by=by):
        raise NotThere(f"there is no change {sequence}", remedy="look at the record's history")
    check_seen(row.record, sequence)
    kind = Kind(row.kind)
    why = f"{UNDONE}: {row.deed}"
    if row.before is None:
        gone = record_from(kind, row.after)
        records.remove(row.record, by=by, why=why)
        return gone
    before = record_from(kind, row.before)
    if row.after is None:
        put(before, by=by, deed="bring back", why=why)
    elif before.state != row.after.get("state", before.state):
        records.move(row.record, to=before.state, by=by, why=why, **_changed(before, row))
    elif changed := _changed(before, row):
        records.edit(row.record, by=by, why=why, also=changed)
    else:
        raise Refused(
            "this change followed from another, and is not taken back by itself",
            place=row.record,
            remedy="take back what it followed from",
        )
    return before


def _changed(before: Record, row: Any) -> dict[str, Any]:
    """Return the fields a change wrote over by hand, as they read before it."""
    after = record_from(before.kind, row.after)
    names = row.before.keys() | row.after.keys()
    return {
        name: getattr(before, name)
        for name in names - {"id", "state"} - unwritten(before.kind)
        if getattr(before, name) != getattr(after, name)
    }


def _was_seen(row: Any, *, by: str) -> bool:
    """Tell whether somebody may see the record a change was of, as it is or as it was."""
    plan = whole_plan()
    member = plan.get(Member, by)
    if member is None:
        return not by
    told = plan.by_id.get(row.record) or record_from(Kind(row.kind), row.before or row.after)
    return sight(plan.changed(put=[told]), viewer(member))(told)
