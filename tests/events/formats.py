"""The same rows written in every format that events can be read from."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from seachange.events.sources.rows import text_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Rows = Sequence[dict[str, Any]]
PARTS = {"actor": "user_id", "event": "event", "id": "message_id", "account": "account"}


def iso(micros: int | None) -> str | None:
    """Write a moment as ISO 8601 in UTC."""
    return None if micros is None else (EPOCH + timedelta(microseconds=micros)).isoformat()


def columns(rows: Rows) -> list[dict[str, str | None]]:
    """Return rows as texts by column, the way an export of them would be laid out."""
    names = sorted({name for row in rows for name in row.get("properties") or ()})
    flat = []
    for row in rows:
        held = row.get("properties") or {}
        flat.append(
            {
                **{column: text_of(row.get(part)) for part, column in PARTS.items()},
                "timestamp": iso(row["time"]),
                "received_at": iso(row.get("received")),
                **{name: text_of(held.get(name)) for name in names},
            }
        )
    return flat


def _csv(rows: Rows, delimiter: str = ",") -> bytes:
    flat, out = columns(rows), io.StringIO()
    writer = csv.DictWriter(out, list(flat[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue().encode()


def _tsv(rows: Rows) -> bytes:
    return _csv(rows, "\t")


def _ndjson(rows: Rows) -> bytes:
    lines = []
    bare = [{**row, "properties": {}} for row in rows]
    for row, own in zip(rows, columns(bare), strict=True):
        lines.append(json.dumps({**own, "properties": row.get("properties") or {}}))
    return "".join(line + "\n" for line in lines).encode()


def _xes(rows: Rows) -> bytes:
    """Each row a trace of one event: only so does a file keep the order of arrival."""
    traces = []
    for flat in columns(rows):
        case = flat.pop("user_id") or ""
        pairs = {"concept:name": flat.pop("event"), "time:timestamp": flat.pop("timestamp")}
        pairs |= flat
        event = "".join(
            f"<{'date' if 'time' in k else 'string'} key={quoteattr(k)} value={quoteattr(v)}/>"
            for k, v in pairs.items()
            if v is not None
        )
        name = f'<string key="concept:name" value={quoteattr(case)}/>'
        traces.append(f"<trace>{name}<event>{event}</event></trace>")
    log = '<log xmlns="http://www.xes-standard.org/" xes.version="1.0">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{log}{"".join(traces)}</log>'.encode()


def as_table(rows: Rows) -> pa.Table:
    """Return rows as typed Arrow columns."""
    flat = columns(rows)
    held = {name: pa.array([row[name] for row in flat], pa.string()) for name in flat[0]}
    for name, key in (("timestamp", "time"), ("received_at", "received")):
        held[name] = pa.array([row.get(key) for row in rows], pa.timestamp("us", "UTC"))
    return pa.table(held)


def _parquet(rows: Rows) -> bytes:
    out = io.BytesIO()
    pq.write_table(as_table(rows), out)
    return out.getvalue()


TEXTS: dict[str, Callable[[Rows], bytes]] = {
    "csv": _csv,
    "tsv": _tsv,
    "ndjson": _ndjson,
    "xes": _xes,
}
FORMATS = [*TEXTS, *(f"{name}.gz" for name in TEXTS), "parquet", "duckdb"]

# Formats in which a text that is empty cannot be told from one that is missing.
WITHOUT_EMPTY = ("csv", "tsv", "csv.gz", "tsv.gz")


def write(folder: Path, rows: Rows, form: str, *, name: str = "events") -> str:
    """Write rows in a format and return what `open_log` is to be given."""
    path = folder / f"{name}.{form}"
    if form == "duckdb":
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as database:
            database.register("held", as_table(rows))
            database.execute("CREATE TABLE clicks AS SELECT * FROM held")
        return f"{path}::clicks"
    content = _parquet(rows) if form == "parquet" else TEXTS[form.removesuffix(".gz")](rows)
    path.write_bytes(gzip.compress(content) if form.endswith(".gz") else content)
    return str(path)
