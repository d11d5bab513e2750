"""Events given as Python rows: for notebooks, examples and tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from seachange.errors import UnreadableSource
from seachange.events.log import EventLog, Intake
from seachange.events.sources.staging import TYPED, open_staged, stage

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OWN = ("actor", "time", "event", "id", "account", "received")


def from_rows(rows: Iterable[Mapping[str, Any]], *, threads: int | None = None) -> EventLog:
    """Stage rows with keys actor, time, event and perhaps id, account, received, properties.

    `time` and `received` are aware datetimes or whole microseconds since 1970 UTC;
    `properties` is a mapping. A row that lacks one of the first three is an error here:
    whoever writes rows in Python can mend them.
    """
    listed = [_typed(number, row) for number, row in enumerate(rows)]
    names = sorted({name for row in listed for name in row["properties"]})
    properties = {name: f"p{index}" for index, name in enumerate(names)}
    has = {k: any(row[k] is not None for row in listed) for k in ("id", "account", "received")}
    columns = {
        "actor": pa.array([r["actor"] for r in listed], pa.string()),
        "name": pa.array([r["event"] for r in listed], pa.string()),
        "t": pa.array([r["time"] for r in listed], pa.int64()),
        "id": pa.array([r["id"] for r in listed], pa.string()),
        "account": pa.array([r["account"] for r in listed], pa.string()),
        "received": pa.array([r["received"] for r in listed], pa.int64()),
        "seq": pa.array(range(len(listed)), pa.int64()),
    }
    for name, column in properties.items():
        columns[column] = pa.array([r["properties"].get(name) for r in listed], pa.string())
    connection = duckdb.connect(config={"threads": threads} if threads else {})
    connection.register(TYPED, pa.table(columns))
    flags = {"has_accounts": has["account"], "has_received": has["received"]}
    dropped = stage(connection, properties=properties, has_ids=has["id"], **flags)
    connection.unregister(TYPED)
    digest = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
    intake = Intake(("rows",), digest, len(listed), len(listed) - dropped, 0, dropped, {})
    return open_staged(connection, properties=properties, intake=intake, **flags)


def text_of(value: Any) -> str | None:
    """Return a property as the text it is compared as: true/false, numbers as JSON writes them."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _typed(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(row) - {*_OWN, "properties"}
    for key in ("actor", "time", "event"):
        if row.get(key) is None:
            raise UnreadableSource(f"no {key}", place=f"row {number + 1}")
    if unknown:
        raise UnreadableSource(f"unknown keys {sorted(unknown)}", place=f"row {number + 1}")
    own: dict[str, Any] = {k: text_of(row.get(k)) for k in ("actor", "event", "id", "account")}
    own["time"] = _micros(row["time"], number)
    own["received"] = _micros(row["received"], number) if row.get("received") is not None else None
    held = row.get("properties") or {}
    own["properties"] = {str(k): text_of(v) for k, v in held.items() if v is not None}
    return own


def _micros(value: Any, number: int) -> int:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return (value - _EPOCH) // timedelta(microseconds=1)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnreadableSource(
        f"{value!r} is neither an aware datetime nor whole microseconds", place=f"row {number + 1}"
    )
