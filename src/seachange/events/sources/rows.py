"""Events given as Python rows: for notebooks, examples and tests."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from seachange.errors import UnreadableSource
from seachange.events.log import EventLog
from seachange.events.sources.columns import Columns
from seachange.events.sources.staging import Portion, opened, stage
from seachange.events.sources.times import Reading
from seachange.events.sources.typed import Readings, Relation
from seachange.events.sources.words import TEXT, WHOLE, Column
from seachange.events.sources.workshop import small_workshop

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEEDED = ("actor", "time", "event")
_BLANKS = " \t\n\r\v\f"
_OPTIONAL = ("id", "account", "received")
_TEXTS = ("actor", "event", "id", "account")
_KNOWN = {*_NEEDED, *_OPTIONAL, "properties"}
_MICROSECONDS = Reading(nanoseconds=1_000)


def from_rows(rows: Iterable[Mapping[str, Any]], *, threads: int | None = None) -> EventLog:
    """Stage rows with keys actor, time, event and perhaps id, account, received, properties.

    `time` and `received` are aware datetimes or whole microseconds since 1970 UTC;
    `properties` is a mapping. A row that lacks one of the first three is an error here:
    whoever writes rows in Python can mend them.
    """
    listed = [_typed(number, row) for number, row in enumerate(rows, start=1)]
    present = [key for key in _OPTIONAL if any(row[key] is not None for row in listed)]
    names = sorted({name for row in listed for name in row["properties"]})
    held, found = {"arrival": pa.array(range(len(listed)), pa.int64())}, []
    for key in (*_NEEDED, *present):
        kind, arrow = (WHOLE, pa.int64()) if key in ("time", "received") else (TEXT, pa.string())
        held[key] = pa.array([row[key] for row in listed], arrow)
        found.append(Column(_part(key), kind, sql=key))
    for index, name in enumerate(names):
        held[f"held{index}"] = pa.array([r["properties"].get(name) for r in listed], pa.string())
        found.append(Column(name, TEXT, sql=f"held{index}"))
    part = {key: _part(key) for key in (*_NEEDED, *present)}
    columns = Columns(
        actor=part["actor"],
        time=part["time"],
        event=part["event"],
        id=part.get("id"),
        account=part.get("account"),
        received=part.get("received"),
        properties=tuple(names),
    )
    workshop = small_workshop(threads=threads)
    workshop.connection.register("seachange_rows", pa.table(held))
    relation = Relation("rows", "seachange_rows", tuple(found), "arrival")
    portion = Portion(relation, Readings(_MICROSECONDS, _MICROSECONDS), len(listed), len(listed))
    digest = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
    staged = stage(workshop, [portion], columns, digests=[digest], progress=lambda *_: None)
    workshop.connection.unregister("seachange_rows")
    return opened(workshop, staged)


def text_of(value: Any) -> str | None:
    """Return a property as the text it is compared as: true/false, numbers as JSON writes them.

    Times are ISO 8601; a number that is none is missing.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    # As JSON would, but without making a writer of JSON for every number.
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return repr(value)
    if isinstance(value, float) and math.isnan(value):
        return None
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _part(key: str) -> str:
    """Name a part apart from any property, which may well be called `actor` too."""
    return f"the row's {key}"


def _typed(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    if not row.keys() <= _KNOWN:
        unknown = sorted(set(row) - _KNOWN)
        raise UnreadableSource(f"unknown keys {unknown}", place=_place(number))
    told: dict[str, Any] = {}
    for key in _TEXTS:
        text = text_of(row.get(key))
        told[key] = text if text and text.strip(_BLANKS) else None
    told["time"] = _micros(row.get("time"), number)
    told["received"] = _micros(row.get("received"), number)
    for key in _NEEDED:
        if told[key] is None:
            raise UnreadableSource(f"no {key}", place=_place(number))
    held = {str(k): text_of(v) for k, v in (row.get("properties") or {}).items()}
    told["properties"] = {k: text for k, text in held.items() if text is not None}
    return told


def _place(number: int) -> str:
    return f"row {number}"


def _micros(value: Any, number: int) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return (value - _EPOCH) // timedelta(microseconds=1)
    raise UnreadableSource(
        f"{value!r} is neither an aware datetime nor whole microseconds", place=_place(number)
    )
