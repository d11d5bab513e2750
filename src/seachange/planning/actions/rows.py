"""Putting a change into the tables: rows, links, history and seals, in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seachange import clock
from seachange.planning.actions.rights import deeds
from seachange.planning.actions.seals import seal
from seachange.planning.models.history import History
from seachange.planning.models.mapping import Mapping, ends, link_rows, mapping
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.plan.encoding import RECORD_TYPES, plain
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record

BATCH = 500


def write(before: Plan, after: Plan, *, by: str, deed: str, why: str) -> None:
    """Write the difference between two plans, and remember it."""
    done = list(deeds(before, after))
    for kind in RECORD_TYPES:
        made = [record for what, record in done if what == Deed.CREATE and record.kind == kind]
        changed = [
            record
            for what, record in done
            if what in {Deed.EDIT, Deed.MOVE} and record.kind == kind
        ]
        gone = [record.id for what, record in done if what == Deed.REMOVE and record.kind == kind]
        if made or changed or gone:
            _write_kind(mapping(kind), made=made, changed=changed, gone=gone)
    now = clock.now()
    History.objects.bulk_create(
        [
            History(
                at=now,
                by=by,
                deed=deed,
                kind=record.kind.value,
                record=record.id,
                before=plain(before.by_id[record.id]) if record.id in before.by_id else None,
                after=None if what == Deed.REMOVE else plain(record),
                why=why,
            )
            for what, record in done
        ],
        batch_size=BATCH,
    )
    seal([record for what, record in done if what == Deed.CREATE], after, at=now)


def _write_kind(
    held: Mapping, *, made: Sequence[Record], changed: Sequence[Record], gone: Sequence[str]
) -> None:
    columns = [name for name in held.columns if name != "id"] + list(held.model.derived)
    rows = held.model.objects
    rows.bulk_create([held.row(record) for record in made], batch_size=BATCH)
    rows.bulk_create(
        [held.row(record) for record in changed],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[_field(held, column) for column in columns],
    )
    stale = [*(record.id for record in changed), *gone]
    for through, links in link_rows(held, [*made, *changed]):
        if stale:
            _forget_links(held, through, stale)
        through.objects.bulk_create(links, batch_size=BATCH)
    if gone:
        # Straight away: that nothing points at them any more was judged, and the tables check it.
        leaving = rows.filter(pk__in=gone)
        leaving._raw_delete(leaving.db)


def _forget_links(held: Mapping, through: Any, ids: Sequence[str]) -> None:
    for name in held.links:
        field = held.model._meta.get_field(name)
        if field.remote_field.through is through:
            source, _ = ends(field)
            leaving = field.remote_field.through.objects.filter(**{f"{source}__in": ids})
            leaving._raw_delete(leaving.db)


def _field(held: Mapping, column: str) -> str:
    name: str = next(f.name for f in held.model._meta.concrete_fields if f.attname == column)
    return name
