"""Sources of events: added, read in, used, let go."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from seachange import clock
from seachange.errors import BadMapping, SeachangeError, UnreadableSource
from seachange.events.log import EventLog
from seachange.events.sources import cache
from seachange.events.sources.addresses import address_of
from seachange.events.sources.peek import Peek, peek, peek_table
from seachange.evidence.kept import SILENCE
from seachange.evidence.logs import Progress, opened, staged, where
from seachange.evidence.models import NAME_LENGTH, EventSource, SourceState
from seachange.measure.answering.column_doubts import OF_PARTS
from seachange.measure.ask import ask
from seachange.people.witness import witnessed

MOST_TOLD, MOST_NAMES = 50, 2_000
# Of more properties, or of one that more names have, it is not kept which events have it.
MOST_PROPERTIES, MOST_HOLDERS = 100, 50
# How a remedy says it to who types commands: “: --time COLUMN, in Python time='COLUMN'.”
OPTION = re.compile(r"(?:(?P<say>Say )|:? )--[\w-]+ \S+, in Python \S+")


def source_in_use() -> EventSource | None:
    """Return the source that questions are asked of; none while the chosen one cannot be asked."""
    chosen = source_chosen()
    return chosen if chosen is not None and chosen.state == SourceState.READY else None


def source_chosen() -> EventSource | None:
    """Return the source that questions are to be asked of, however far it is.

    While it is read anew no other takes its place: numbers of other events would stand under
    the same headings.
    """
    source: EventSource | None = (
        EventSource.objects.filter(used_at__isnull=False).order_by("-used_at").first()
    )
    return source


def all_sources() -> list[EventSource]:
    """Return every source, the one in use first."""
    return list(EventSource.objects.order_by(F("used_at").desc(nulls_last=True), "-id"))


def last_day_of(source: EventSource) -> date:
    """Return the day with which the events of a source end: today at the latest.

    Those at an address go on, whatever was seen of them; those of a file end with the last.
    """
    today = clock.now().date()
    last = "" if source.address else str(source.told.get("last") or "")
    return min(today, date.fromisoformat(last[:10])) if last else today


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
    with transaction.atomic(), witnessed():
        source: EventSource = EventSource.objects.create(
            name=name[:NAME_LENGTH], added_by=by, added_at=clock.now(), **told
        )
    return source


def map_anew(source: EventSource, *, mapping: Mapping[str, str], zone: str) -> None:
    """Have a source read with other columns, or in another zone."""
    with transaction.atomic(), witnessed():
        _write(
            source,
            mapping=dict(mapping),
            zone=zone,
            state=SourceState.NEW.value,
            why="",
            progress=0.0,
        )


def use(source: EventSource) -> None:
    """Ask questions of this source from now on, and of no other."""
    with transaction.atomic(), witnessed():
        EventSource.objects.exclude(pk=source.pk).update(used_at=None)
        _write(source, used_at=clock.now())


def _write(source: EventSource, *, only_in: SourceState | None = None, **told: Any) -> bool:
    """Write down what changed of a source and nothing else; tell whether it is there for that.

    Whoever reads a source and whoever maps it are two processes: neither writes over the other,
    and none brings back what was removed meanwhile.
    """
    rows = EventSource.objects.filter(pk=source.pk)
    if only_in is not None:
        rows = rows.filter(state=only_in)
    if not rows.update(**told):
        return False
    source.refresh_from_db()
    return True


def remove(source: EventSource) -> None:
    """Let go of a source, its file if it is kept here, and every answer measured on it."""
    file = Path(settings.FOLDER) / source.place if source.place else None
    with transaction.atomic(), witnessed():
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
    return _read(source, progress)


def read_in(source: EventSource) -> EventSource:
    """Read a source's events, and use it from now on; what is wrong is kept beside it."""
    read = _read(source, None)
    if read.state == SourceState.READY:
        use(read)
    return read


def _read(source: EventSource, progress: Progress | None) -> EventSource:
    """Read a source; what is mapped otherwise or removed meanwhile is left to the next reading."""
    if not _write(source, state=SourceState.READING.value, alive_at=clock.now()):
        return source
    try:
        if progress is not None:
            _first_sight(source, progress)
        log = opened(source, progress=progress)
        try:
            told = storable({**source.told, **told_of(log)})
            fingerprint = log.intake.fingerprint
        finally:
            log.close()
    except SeachangeError as error:
        return _failed(source, error)
    _while_reading(
        source, told=told, fingerprint=fingerprint, state=SourceState.READY.value, why=""
    )
    return source


def _while_reading(source: EventSource, **told: Any) -> None:
    _write(source, only_in=SourceState.READING, **told)


def _failed(source: EventSource, error: SeachangeError) -> EventSource:
    # The name we gave the file tells nobody anything, and how to say it on the command line less.
    is_mapping = isinstance(error, BadMapping)
    remedy = "Say below which column is which." if is_mapping else _without_options(error.remedy)
    why = _without_secret(f"{error.what}\n{remedy}", source.address)
    _while_reading(source, state=SourceState.FAILED.value, why=why)
    return source


def _without_options(remedy: str) -> str:
    """Return a remedy for who stands before a page: what is an option elsewhere stands below."""
    return OPTION.sub(lambda found: "Say so below." if found["say"] else " below.", remedy)


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


def _first_sight(source: EventSource, progress: Progress) -> None:
    """Keep which columns a source has, and its first rows, before it is read."""
    seen = (
        peek_table(where(source), progress=progress)
        if source.address
        else peek(Path(settings.FOLDER) / source.place, progress=progress)
    )
    _while_reading(source, told=storable(_told_of(seen)))


def _told_of(seen: Peek) -> dict[str, Any]:
    return {
        "kind": seen.kind,
        "columns": list(seen.columns),
        "likely": {part: list(names) for part, names in seen.likely.items()},
        "first_rows": [list(row) for row in seen.rows],
    }


def told_of(log: EventLog) -> dict[str, Any]:
    """Return what became of a source's rows, with the first that were set aside.

    `doubts` are what makes it doubtful that a column is what it is taken for: part, words.
    """
    intake, described = log.intake, ask({"kind": "description"}, log).to_dict()
    return {
        "rows": intake.rows,
        "events": intake.events,
        "set_aside": intake.set_aside,
        "duplicates": intake.duplicates,
        "actors": log.actors,
        "reasons": dict(intake.reasons),
        "notes": list(intake.notes),
        "names": _commonest(described),
        "doubts": _doubts(described),
        "kinds": len(log.names),
        "properties": sorted(log.properties),
        "held": _held(described),
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


def _doubts(described: dict[str, Any]) -> list[list[str]]:
    return [
        [OF_PARTS[each["code"]], each["text"]]
        for each in described["caveats"]
        if each["code"] in OF_PARTS
    ]


def _held(described: dict[str, Any]) -> dict[str, list[str]]:
    """Return by property the names of the events that have it, as far as that is kept."""
    told = {
        each["name"]: [holder["name"] for holder in each["held_by"]]
        for each in described["properties"][:MOST_PROPERTIES]
    }
    return {name: holders for name, holders in told.items() if len(holders) <= MOST_HOLDERS}


def _commonest(described: dict[str, Any]) -> list[list[Any]]:
    """Return the commonest names: each with its events and people."""
    commonest = sorted(described["names"], key=lambda each: -each["events"])[:MOST_NAMES]
    return [[each["name"], each["events"], each["people"]] for each in commonest]


def _moment(micros: int | None) -> str:
    if micros is None:
        return ""
    return datetime.fromtimestamp(micros / 1_000_000, UTC).isoformat(timespec="seconds")
