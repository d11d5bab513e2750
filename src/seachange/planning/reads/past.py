"""The plan as it stood on any past day, and what changed between two days, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Max

from seachange.errors import BadPlan, NotThere
from seachange.people.access import Viewer, sees
from seachange.planning.models.history import History
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.plan.encoding import record_from
from seachange.planning.rules.plan.plan import Plan, plan_of
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.seeing import seen_by
from seachange.planning.rules.vocabulary import Kind

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change of one record: before, after, who, when, what they did and why.

    `fields` are the names of what changed; empty where the record came or went. `sequence` is
    the number of the change: what the record was read at right after it.
    """

    sequence: int
    record: str
    kind: Kind
    at: datetime
    by: str
    deed: str
    why: str
    before: Record | None
    after: Record | None
    fields: tuple[str, ...]


def plan_on(viewer: Viewer | None, day: date) -> Plan:
    """Return the plan as it stood at the end of a day (UTC), as far as somebody may see it now.

    Who may see what is judged by today's teams and roles, and by the record as it was then and,
    where it still exists, as it is now: what was hidden since stays hidden.
    """
    upto = History.objects.filter(at__lt=_end(day))
    last = upto.values("record").annotate(last=Max("sequence")).values("last")
    rows = History.objects.filter(sequence__in=last, after__isnull=False)
    records = [record_from(Kind(row.kind), row.after) for row in rows.order_by("sequence")]
    return _still_seen(viewer, plan_of(records, as_of=day))


def _still_seen(viewer: Viewer | None, then: Plan) -> Plan:
    hidden = _hidden_now(viewer)
    shown = seen_by(then, viewer)
    gone = [each for each in shown.by_id if each in hidden]
    return seen_by(shown.changed(without=gone), viewer) if gone else shown


def _hidden_now(viewer: Viewer | None) -> set[str]:
    now = whole_plan()
    return now.by_id.keys() - seen_by(now, viewer).by_id.keys()


def difference(
    viewer: Viewer | None, *, since: date, until: date, kind: Kind | None = None
) -> list[Edit]:
    """Return what changed after the end of one day and up to the end of another, oldest first.

    Changes of records that somebody may not see, then or now, are not told.
    """
    if since > until:
        raise BadPlan(f"{since} comes after {until}", remedy="give the earlier day first")
    rows = History.objects.filter(at__gte=_end(since), at__lt=_end(until)).order_by("sequence")
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    seen = snapshot(viewer).by_id.keys() | plan_on(viewer, since).by_id.keys()
    hidden = _hidden_now(viewer)
    return _told(
        viewer, [_edit(row) for row in rows if row.record in seen and row.record not in hidden]
    )


def history_of(viewer: Viewer | None, record_id: str) -> list[Edit]:
    """Return every change of a record that somebody may see, oldest first.

    What it read while it was hidden from them is not told: to them it came with its first words
    that they may see.
    """
    if record_id not in snapshot(viewer).by_id:
        raise NotThere(f"there is no record {record_id}", remedy="give the id of one there is")
    rows = History.objects.filter(record=record_id).order_by("sequence")
    return _told(viewer, [_edit(row) for row in rows])


def _told(viewer: Viewer | None, edits: list[Edit]) -> list[Edit]:
    """Return changes as far as somebody may see the record as it was before and after each."""
    out = []
    for edit in edits:
        was_seen, is_seen = (_might_see(viewer, each) for each in (edit.before, edit.after))
        if (edit.before is None or was_seen) and (edit.after is None or is_seen):
            out.append(edit)
        elif is_seen:
            # Why it was let be seen was said among those who saw it before.
            out.append(replace(edit, before=None, fields=(), why=""))
    return out


def _might_see(viewer: Viewer | None, record: Record | None) -> bool:
    if record is None:
        return False
    is_oneself = viewer is not None and viewer.is_active and record.id == viewer.id
    return is_oneself or sees(
        viewer, visibility=record.visibility, team=record.team, keeper=record.keeper
    )


def _edit(row: History) -> Edit:
    kind = Kind(row.kind)
    before, after = row.before, row.after
    changed: tuple[str, ...] = ()
    if before is not None and after is not None:
        names = before.keys() | after.keys()
        changed = tuple(sorted(n for n in names if before.get(n) != after.get(n)))
    return Edit(
        sequence=row.sequence,
        record=row.record,
        kind=kind,
        at=row.at,
        by=row.by,
        deed=row.deed,
        why=row.why,
        before=None if before is None else record_from(kind, before),
        after=None if after is None else record_from(kind, after),
        fields=changed,
    )


def _end(day: date) -> datetime:
    # The last day there is has no next one, and nothing happens on it.
    return datetime.combine(min(day, date.max - DAY) + DAY, time(), tzinfo=UTC)
