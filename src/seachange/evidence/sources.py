"""Sources of events: added, read in, used, let go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seachange import clock
from seachange.errors import SeachangeError
from seachange.events.log import EventLog
from seachange.evidence.logs import Progress, opened
from seachange.evidence.models import EventSource, SourceState

MOST_TOLD = 50


def source_in_use() -> EventSource | None:
    """Return the source that questions are asked of."""
    source: EventSource | None = EventSource.objects.filter(
        state=SourceState.READY, used_at__isnull=False
    ).first()
    return source


def add_file(
    name: str, *, place: str, mapping: Mapping[str, str] | None = None, zone: str = "", by: str = ""
) -> EventSource:
    """Add a file of events, by its place under the folder of the installation."""
    source: EventSource = EventSource.objects.create(
        name=name[:200],
        place=place,
        mapping=dict(mapping or {}),
        zone=zone,
        added_by=by,
        added_at=clock.now(),
    )
    return source


def read_in(source: EventSource, *, progress: Progress | None = None) -> EventSource:
    """Read a source's events and use it from now on; what is wrong with it is kept beside it."""
    try:
        log = opened(source, progress=progress)
    except SeachangeError as error:
        source.state, source.why = SourceState.FAILED, str(error)
        source.save()
        return source
    try:
        source.told = told_of(log)
        source.fingerprint = log.intake.fingerprint
    finally:
        log.close()
    source.state, source.why, source.used_at = SourceState.READY, "", clock.now()
    source.save()
    return source


def told_of(log: EventLog) -> dict[str, Any]:
    """Return what became of a source's rows, with the first that were set aside."""
    intake = log.intake
    return {
        "rows": intake.rows,
        "events": intake.events,
        "set_aside": intake.set_aside,
        "duplicates": intake.duplicates,
        "actors": log.actors,
        "reasons": dict(intake.reasons),
        "notes": list(intake.notes),
        "names": len(log.names),
        "first": log.first,
        "last": log.last,
        "examples": [
            [each.file.rpartition("/")[2], each.row, each.reason]
            for each in log.list_set_aside()[:MOST_TOLD]
        ],
    }
