"""The same rows staged on every engine, by the adapters that stage a user's own table."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import psycopg
import pytest

from seachange.events.log import EventLog
from seachange.events.sources import clickhouse, postgres
from seachange.events.sources.columns import Named
from seachange.events.sources.rows import from_rows, text_of

ENGINES = ("duckdb", "postgres", "clickhouse")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OWN = ("actor", "time", "event", "id", "account", "received")

# So many logs stay open side by side, enough for a law that compares a few; then the oldest goes.
OPEN_AT_ONCE = 6

Rows = Sequence[Mapping[str, Any]]
Stage = Callable[..., EventLog]


@pytest.fixture(
    params=[pytest.param(e, marks=[pytest.mark.engine] * (e != "duckdb")) for e in ENGINES]
)
def log_on(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Give `log_on(rows) -> EventLog` on each engine in turn; `log_on.engine` is its name.

    Hypothesis may call it hundreds of times: the last few logs stay open, older ones are
    closed, and all are after the test.
    """
    address = request.getfixturevalue("postgres") if request.param == "postgres" else ""
    opened = Opened(request.param, address)
    yield opened
    opened.close()


class Opened:
    """Logs on one engine, the oldest of which make room for the next."""

    def __init__(self, engine: str, address: str = "") -> None:
        self.engine = engine
        self.address = address
        self.logs: deque[EventLog] = deque()

    def __call__(self, rows: Rows) -> EventLog:
        if len(self.logs) == OPEN_AT_ONCE:
            self.logs.popleft().close()
        self.logs.append(stage_on(self.engine, rows, address=self.address))
        return self.logs[-1]

    def close(self) -> None:
        while self.logs:
            self.logs.pop().close()


def stage_on(engine: str, rows: Rows, *, address: str = "") -> EventLog:
    """Stage rows as `from_rows` takes them on an engine; close the log to drop its tables."""
    if engine == "duckdb":
        return from_rows(rows)
    properties = _properties(rows)
    table = [_cells(row, properties) for row in rows]
    names = {name: f"property {name}" for name in properties}
    named: Named = {"actor": "actor", "time": "time", "event": "event"}
    named.update(  # a part that no row has is no part of the log
        {part: part if any(r.get(part) is not None for r in rows) else "" for part in OWN[3:]}
    )
    named["properties"] = list(names)
    return (_on_postgres if engine == "postgres" else _on_clickhouse)(table, named, address)


def _properties(rows: Rows) -> list[str]:
    return sorted({name for row in rows for name in row.get("properties") or ()})


def _cells(row: Mapping[str, Any], properties: Sequence[str]) -> list[Any]:
    held = row.get("properties") or {}
    return [
        text_of(row["actor"]),
        _moment(row["time"]),
        text_of(row["event"]),
        text_of(row.get("id")),
        text_of(row.get("account")),
        _moment(row.get("received")),
        *(text_of(held.get(name)) for name in properties),
    ]


def _moment(value: Any) -> datetime | None:
    return EPOCH + timedelta(microseconds=value) if isinstance(value, int) else value


# -- PostgreSQL: connections are lent to one log at a time, and kept for the next

_lent: dict[str, list[psycopg.Connection[Any]]] = {}


def _on_postgres(table: list[list[Any]], named: Named, address: str) -> EventLog:
    free = _lent.setdefault(address, [])
    connection = free.pop() if free else postgres.connect(address)
    properties = list(named["properties"] or ())
    columns = [*OWN, *properties]
    kinds = ["timestamptz" if c in ("time", "received") else "text" for c in columns]
    quoted = [c.replace('"', '""') for c in columns]
    spelt = ", ".join(f'"{c}" {k}' for c, k in zip(quoted, kinds, strict=True))
    connection.execute(f"DROP TABLE IF EXISTS events; CREATE TEMP TABLE events ({spelt})".encode())
    with connection.cursor().copy(b"COPY events FROM STDIN") as copy:
        for cells in table:
            copy.write_row(cells)
    return postgres.open_table(
        connection, "events", named=named, close=lambda: free.append(connection)
    )


# -- ClickHouse: one session, in which each log makes a database of its own


@cache
def _session() -> Any:
    return clickhouse.open_session()


def _on_clickhouse(table: list[list[Any]], named: Named, _: str) -> EventLog:
    session = _session()
    properties = list(named["properties"] or ())
    columns = [*OWN, *properties]
    kinds = [
        f"Nullable({'DateTime64(6)' if c in ('time', 'received') else 'String'})" for c in columns
    ]
    quoted = [c.replace("\\", "\\\\").replace("`", "\\`") for c in columns]
    spelt = ", ".join(f"`{c}` {k}" for c, k in zip(quoted, kinds, strict=True))
    session.query("DROP TABLE IF EXISTS default.events SYNC")
    session.query(f"CREATE TABLE default.events ({spelt}) ENGINE = Memory")
    if table:
        values = ", ".join(f"({', '.join(map(_literal, cells))})" for cells in table)
        session.query(f"INSERT INTO default.events VALUES {values}")
    return clickhouse.open_table(session, "default.events", named=named)


def _literal(cell: Any) -> str:
    if cell is None:
        return "NULL"
    if isinstance(cell, datetime):
        return f"'{cell.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}'"
    escaped = cell.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
