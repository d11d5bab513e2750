"""Sources that are named by an address: tables in DuckDB, PostgreSQL and ClickHouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from seachange.errors import UnreadableSource
from seachange.events.log import EventLog
from seachange.events.sources.columns import Named
from seachange.events.sources.words import Column

_SHAPES = {
    "postgresql": "postgresql://user@host/database?table=schema.table",
    "clickhouse": "clickhouse://user@host:9000/database?table=table",
    "chdb": "chdb:///folder?table=database.table",
    "duckdb": "duckdb:///file.duckdb?table=table, or file.duckdb::table",
}
_SAME = {"postgres": "postgresql"}


@dataclass(frozen=True, slots=True)
class Address:
    """A database and a table in it; `rest` is the address without the table."""

    kind: str
    rest: str
    table: str


def address_of(text: str) -> Address | None:
    """Read `scheme://…?table=…` or `file::table`; None if it is neither."""
    if "://" not in text:
        path, colons, table = text.rpartition("::")
        return Address("duckdb", path, table) if colons and path and table else None
    parts = urlsplit(text)
    kind = _SAME.get(parts.scheme, parts.scheme)
    if kind not in _SHAPES:
        raise UnreadableSource(
            f"{parts.scheme}:// is not something events can be read from",
            place=without_password(text),
            remedy=f"Known are {', '.join(f'{known}://' for known in _SHAPES)} and files.",
        )
    query = parse_qsl(parts.query, keep_blank_values=True)
    table = next((value for name, value in query if name == "table"), "")
    if not table:
        raise UnreadableSource(
            "the address names no table",
            place=without_password(text),
            remedy=f"Write {_SHAPES[kind]}.",
        )
    rest = parts._replace(query=urlencode([pair for pair in query if pair[0] != "table"]))
    if kind == "duckdb":
        return Address(kind, unquote(parts.netloc + parts.path), table)
    return Address(kind, rest.geturl(), table)


def open_database(address: Address, *, named: Named, timezone: str | None) -> EventLog:
    """Stage a table of PostgreSQL or ClickHouse where it is."""
    if address.kind == "postgresql":
        from seachange.events.sources import postgres

        connection = postgres.connect(address.rest)
        return postgres.open_table(
            connection, address.table, named=named, timezone=timezone, close=connection.close
        )
    from seachange.events.sources import clickhouse

    session, relation = _in_clickhouse(address)
    return clickhouse.open_table(
        session, address.table, named=named, timezone=timezone, relation=relation
    )


def first_rows(
    address: Address, *, rows: int, columns: int
) -> tuple[tuple[Column, ...], list[tuple[Any, ...]]]:
    """Return all columns of a table of PostgreSQL or ClickHouse, and its first rows as texts.

    Of so many `columns` at most. Raises UnreadableSource or EngineFailed.
    """
    if address.kind == "postgresql":
        from seachange.events.sources import postgres

        return postgres.first_rows(address.rest, address.table, rows=rows, columns=columns)
    from seachange.events.sources import clickhouse

    session, relation = _in_clickhouse(address)
    return clickhouse.first_rows(
        session, address.table, relation=relation, rows=rows, columns=columns
    )


def _in_clickhouse(address: Address) -> tuple[Any, str]:
    """Return the session that reads a table of ClickHouse, and SQL for it where it is elsewhere."""
    from seachange.events.sources import clickhouse

    parts = urlsplit(address.rest)
    if address.kind == "chdb":
        return clickhouse.open_session(unquote(parts.netloc + parts.path)), ""
    return clickhouse.open_session(), clickhouse.elsewhere(parts, address.table)


def without_password(text: str) -> str:
    """Return an address as it may be shown."""
    parts = urlsplit(text)
    if parts.password is None:
        return text
    return parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":…@")).geturl()
