"""Sources of events: added, read in, used, let go."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

from seachange import clock
from seachange.errors import BadMapping, SeachangeError, UnreadableSource
from seachange.events.log import EventLog
from seachange.events.sources import cache
from seachange.events.sources.addresses import address_of
from seachange.events.sources.peek import Peek, peek, peek_table
from seachange.evidence.kept import SILENCE
from seachange.evidence.logs import Progress, opened, staged
from seachange.evidence.models import NAME_LENGTH, EventSource, SourceState
from seachange.measure.ask import ask

MOST_TOLD, MOST_NAMES = 50, 2_000


def source_in_use() -> EventSource | None:
    """Return the source that questions are asked of."""
    source: EventSource | None = EventSource.objects.filter(
        state=SourceState.READY, used_at__isnull=False
    ).first()
    return source


def all_sources() -> list[EventSource]:
    """Return every source, the one in use first."""
    return list(EventSource.objects.all())


def source_of(number: int) -> EventSource | None:
    """Return a source by its number."""
    source: EventSource | None = EventSource.objects.filter(pk=number).first()
    return source


def add_file(
    name: str, *, place: str, mapping: Mapping[str, str] | None = None, zone: str = "", by: str = ""
) -> EventSource:
    """Add a file of events, by its place under the folder of the installation."""
    return _added(name, by=by, place=place, mapping=dict(mapping or {}), zone=zone)


def add_address(name: str, *, address: str, by: str) -> EventSource:
    """Add a table of a database, by its address. Raises UnreadableSource for one that is none."""
    if _is_torn(address):
        # Whatever reads it would take a piece of the password for its host, and name it.
        raise UnreadableSource(
            "its password holds a character that parts an address",
            remedy="Write @ as %40, / as %2F, : as %3A, ? as %3F and # as %23 in it.",
        )
    if address_of(address) is None:
        raise UnreadableSource(
            "this is not the address of a table",
            remedy="Write postgresql://user:password@host/database?table=events.",
        )
    return _added(name, by=by, address=address)


def _added(name: str, **told: Any) -> EventSource:
    by = told.pop("by")
    source: EventSource = EventSource.objects.create(
        name=name[:NAME_LENGTH], added_by=by, added_at=clock.now(), **told
    )
    return source


def map_anew(source: EventSource, *, mapping: Mapping[str, str], zone: str) -> None:
    """Have a source read with other columns, or in another zone."""
    source.mapping, source.zone = dict(mapping), zone
    source.state, source.why, source.progress = SourceState.NEW, "", 0.0
    source.save()


def use(source: EventSource) -> None:
    """Ask questions of this source from now on."""
    source.used_at = clock.now()
    source.save(update_fields=["used_at"])


def remove(source: EventSource) -> None:
    """Let go of a source, its file if it is kept here, and every answer measured on it."""
    file = Path(settings.FOLDER) / source.place if source.place else None
    source.delete()
    cache.empty(staged())
    if file is not None and file.parent == folder():
        file.unlink(missing_ok=True)


def folder() -> Path:
    """Return the folder in which files of events are kept."""
    return Path(settings.FOLDER) / "events"


def lives(number: int, *, stage: str, progress: float) -> None:
    """Give a sign of life of a reading."""
    source = EventSource.objects.filter(pk=number, state=SourceState.READING)
    source.update(alive_at=clock.now(), stage=stage[:NAME_LENGTH], progress=progress)


def is_gone(source: EventSource) -> bool:
    """Whether whoever read a source ended before they were done."""
    alive = source.alive_at or source.added_at
    return bool(source.state == SourceState.READING and alive < clock.now() - SILENCE)


def look_at(source: EventSource, *, progress: Progress) -> EventSource:
    """Look at a source and read it as far as it can be; what is wrong is kept beside it."""
    source.state, source.alive_at = SourceState.READING, clock.now()
    source.save()
    try:
        seen = _at_first_sight(source, progress)
        if seen is not None:
            source.told = storable(_told_of(seen))
            source.save(update_fields=["told"])
        return read_in(source, progress=progress, use_it=False)
    except SeachangeError as error:
        return _failed(source, error)


def read_in(
    source: EventSource, *, progress: Progress | None = None, use_it: bool = True
) -> EventSource:
    """Read a source's events, and use it from now on; what is wrong is kept beside it."""
    try:
        log = opened(source, progress=progress)
    except SeachangeError as error:
        return _failed(source, error)
    try:
        source.told = storable({**source.told, **told_of(log)})
        source.fingerprint = log.intake.fingerprint
    finally:
        log.close()
    source.state, source.why = SourceState.READY, ""
    if use_it:
        source.used_at = clock.now()
    source.save()
    return source


def _failed(source: EventSource, error: SeachangeError) -> EventSource:
    # The name we gave the file tells nobody anything, and how to say it on the command line less.
    remedy = "Say below which column is which." if isinstance(error, BadMapping) else error.remedy
    told = f"{error.what}\n{remedy}"
    source.state, source.why = SourceState.FAILED, _without_secret(told, source.address)
    source.save()
    return source


def _without_secret(text: str, address: str) -> str:
    """Return a text without the places of files here and without the password of an address."""
    parts = urlsplit(address) if "://" in address else urlsplit("")
    told = [value for name, value in parse_qsl(parts.query) if "password" in name]
    for secret in filter(None, (parts.password, unquote(parts.password or ""), *told)):
        text = text.replace(secret, "…")
    return text.replace(f"{folder()}{os.sep}", "")


def _is_torn(address: str) -> bool:
    """Whether the password of an address holds what parts an address, written as it is."""
    password = re.match(r"[^:]*://[^:@/?#]*:(?!\d+/)(.*)@", address)
    return password is not None and re.search(r"[@/:?#]", password[1]) is not None


def _at_first_sight(source: EventSource, progress: Progress) -> Peek | None:
    if source.address:
        return peek_table(source.address)
    return peek(Path(settings.FOLDER) / source.place, progress=progress)


def _told_of(seen: Peek) -> dict[str, Any]:
    return {
        "kind": seen.kind,
        "columns": list(seen.columns),
        "likely": {part: list(names) for part, names in seen.likely.items()},
        "first_rows": [list(row) for row in seen.rows],
    }


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
        "names": _commonest(log),
        "kinds": len(log.names),
        "properties": sorted(log.properties),
        "first": _moment(log.first),
        "last": _moment(log.last),
        "examples": [
            [each.file.rpartition("/")[2], each.row, each.reason]
            for each in log.list_set_aside()[:MOST_TOLD]
        ],
    }


def storable(told: dict[str, Any]) -> dict[str, Any]:
    """Return what was seen without the one character that PostgreSQL does not take."""
    plain: dict[str, Any] = json.loads(json.dumps(told).replace("\\u0000", "\\ufffd"))
    return plain


def _commonest(log: EventLog) -> list[list[Any]]:
    """Return the commonest names: each with its events and people."""
    told = ask({"kind": "description"}, log).to_dict()["names"]
    commonest = sorted(told, key=lambda each: -each["events"])[:MOST_NAMES]
    return [[each["name"], each["events"], each["people"]] for each in commonest]


def _moment(micros: int | None) -> str:
    if micros is None:
        return ""
    return datetime.fromtimestamp(micros / 1_000_000, UTC).isoformat(timespec="seconds")
