"""Events in a table of PostgreSQL, staged in temporary tables beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from seachange.errors import EngineFailed, SeachangeError, UnreadableSource
from seachange.events.documents import nearest
from seachange.events.log import EventLog
from seachange.events.sources import times
from seachange.events.sources.columns import Named
from seachange.events.sources.inplace import ONCE, STAGED, TYPED, Tables, stage_in_place
from seachange.events.sources.nested import NEST
from seachange.events.sources.typed import Relation
from seachange.events.sources.words import (
    DAY,
    FRACTION,
    LOCAL,
    NESTED,
    OTHER,
    TEXT,
    WHOLE,
    YES_NO,
    ZONED,
    Column,
)

_ARRIVAL = "(ROW_NUMBER() OVER () - 1)"

# Several readers, or one that joins another's reading, would number rows as they happen to come.
_IN_ORDER = ("max_parallel_workers_per_gather = 0", "synchronize_seqscans = off")

_NOT_THERE = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.InvalidSchemaName,
    psycopg.errors.InsufficientPrivilege,
)

# The tables and views that this member has any right to.
_SHOWN = 20
_THERE = """SELECT CASE WHEN table_schema = 'public' THEN table_name
    ELSE table_schema || '.' || table_name END FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 5000"""

_KINDS = {
    "timestamptz": ZONED, "timestamp": LOCAL, "date": DAY, "bool": YES_NO,
    "int2": WHOLE, "int4": WHOLE, "int8": WHOLE, "numeric": FRACTION,
    "float4": FRACTION, "float8": FRACTION, "json": NESTED, "jsonb": NESTED,
    "text": TEXT, "varchar": TEXT, "bpchar": TEXT, "name": TEXT, "uuid": TEXT,
}  # fmt: skip


def open_table(
    connection: psycopg.Connection[Any],
    table: str,
    *,
    named: Named,
    timezone: str | None = None,
    close: Callable[[], None] | None = None,
) -> EventLog:
    """Stage a table (or view) named `table` or `schema.table`, reading it as it stands now.

    The connection must be in autocommit. One connection holds one log at a time: closing
    the log drops its temporary tables and then calls `close`.
    """
    tables = PostgresTables(connection)
    quoted = tables.relation(table)

    def gone() -> None:
        tables.drop()
        if close:
            close()

    try:
        with tables.in_order():
            relation = Relation(table, quoted, tables.columns(quoted), _ARRIVAL)
            return stage_in_place(tables, relation, named=named, timezone=timezone, close=gone)
    except psycopg.Error as error:
        told = _unread(error, table, tables)
        gone()
        raise told from error
    except SeachangeError:
        gone()
        raise


def first_rows(
    address: str, table: str, *, rows: int, columns: int
) -> tuple[tuple[Column, ...], list[tuple[Any, ...]]]:
    """Return all columns of a table, and of its first rows as many columns as texts.

    The address is one without a table. Raises UnreadableSource or EngineFailed.
    """
    with connect(address) as connection:
        tables = PostgresTables(connection)
        quoted = tables.relation(table)
        try:
            found = tables.columns(quoted)
            texts = ", ".join(map(tables.text, found[:columns]))
            seen = tables.rows(f"SELECT {texts} FROM {quoted} LIMIT {rows}") if texts else []
        except psycopg.Error as error:
            raise _unread(error, table, tables) from error
    return found, seen


def _unread(error: psycopg.Error, table: str, tables: PostgresTables) -> UnreadableSource:
    said = f"PostgreSQL could not read it: {str(error).splitlines()[0]}"
    if not isinstance(error, _NOT_THERE):
        remedy = f"Mend what `SELECT * FROM {table}` says, or export what it can read."
        return UnreadableSource(said, place=table, remedy=remedy)
    there: list[str] = []
    with suppress(psycopg.Error):
        there = [str(name) for (name,) in tables.rows(_THERE)]
    near = nearest(table, there) or there[:_SHOWN]
    return UnreadableSource(
        said,
        place=table,
        remedy=f"Write it as schema.table. There are, among {len(there):,}: {', '.join(near)}."
        if there
        else "Write it as schema.table. May you read it?",
    )


def connect(address: str) -> psycopg.Connection[Any]:
    """Connect to a `postgresql://` address, or say what PostgreSQL said against it."""
    try:
        return psycopg.connect(address, autocommit=True)
    except psycopg.Error as error:
        raise EngineFailed(f"PostgreSQL cannot be reached: {str(error).strip()}") from error


class PostgresTables(Tables):
    """PostgreSQL's words; temporary tables need no right but TEMPORARY."""

    engine = "postgres"
    whole = "BIGINT"
    text_type = "TEXT"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as plain values."""
        return list(self.connection.execute(query.encode()).fetchall())

    def columns(self, relation: str) -> tuple[Column, ...]:
        """Return the columns of a relation and what their values are."""
        cursor = self.connection.execute(f"SELECT * FROM {relation} LIMIT 0".encode())
        types = self.connection.adapters.types
        known = [(c.name, types.get(c.type_code)) for c in cursor.description or ()]
        columns = [Column(name, _KINDS.get(t.name if t else "", OTHER)) for name, t in known]
        nest = next((c for c in columns if c.name == NEST and c.kind == NESTED), None)
        if nest is None:
            return tuple(columns)
        columns.remove(nest)
        return (*columns, *self._within(relation, {column.name for column in columns}))

    def _within(self, relation: str, taken: set[str]) -> list[Column]:
        """Return the keys of a JSON column called properties as columns."""
        held = f"CAST({self.quoted(NEST)} AS jsonb)"
        found = self.rows(
            f"""SELECT key FROM {relation} CROSS JOIN LATERAL jsonb_object_keys(
            CASE WHEN jsonb_typeof({held}) = 'object' THEN {held} ELSE '{{}}' END) AS k(key)
            GROUP BY key ORDER BY COUNT(*) DESC, key"""
        )
        keys = [str(key) for (key,) in found]
        names = [f"{NEST}.{key}" if key in taken else key for key in keys]
        within = [f"""({held} ->> '{key.replace("'", "''")}')""" for key in keys]
        return [Column(name, TEXT, sql=sql) for name, sql in zip(names, within, strict=True)]

    def create(self, table: str, select: str, *, key: str = "") -> None:
        """Make a temporary table of a query's rows, sorted by `key`."""
        order = f" ORDER BY {key}" if key else ""
        self.connection.execute(
            f"CREATE TEMP TABLE {table} AS SELECT * FROM ({select}) s{order}".encode()
        )
        if table not in (TYPED, ONCE):
            self.connection.execute(f"ANALYZE {table}".encode())

    def forget(self, table: str) -> None:
        """Drop a table that is no longer needed."""
        self.connection.execute(f"DROP TABLE pg_temp.{table}".encode())

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Have tables give their rows in the order in which they lie, from the first on."""
        for setting in _IN_ORDER:
            self.connection.execute(f"SET {setting}".encode())
        try:
            yield
        finally:
            for setting in _IN_ORDER:
                self.connection.execute(f"RESET {setting.split()[0]}".encode())

    def drop(self) -> None:
        """Drop whatever was staged on this connection."""
        if not self.connection.closed:
            listed = ", ".join(f"pg_temp.{table}" for table in STAGED)
            self.connection.execute(f"DROP TABLE IF EXISTS {listed}".encode())

    def relation(self, table: str) -> str:
        """Return SQL for a table named `table` or `schema.table`."""
        return ".".join(self.quoted(part) for part in table.split("."))

    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""
        return '"' + name.replace('"', '""') + '"'

    def text(self, column: Column) -> str:
        """Return a column's values as texts, ordered by their bytes whatever the locale."""
        quoted = self.found(column)
        if column.kind == ZONED:
            text = f"""to_char({quoted} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        elif column.kind == LOCAL:
            text = f"""to_char({quoted}, 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
        else:
            text = f"CAST({quoted} AS TEXT)"
        return f'({text} COLLATE "C")'

    def is_blank(self, text: str) -> str:
        """Return a condition, never null: there is nothing but white space."""
        return f"({text} IS NULL OR {text} ~ '{times.NOTHING}')"

    def form(self, text: str, clock: str) -> str:
        """Return the form of a written time as a number."""
        return f"""CASE WHEN {self.is_blank(text)} THEN {times.BLANK}
            WHEN {text} ~ '{times.NUMBER}' THEN {times.NUMERIC}
            WHEN {clock} IS NULL THEN {times.UNREADABLE}
            WHEN (regexp_match({text}, '{times.MOMENT}'))[8] IS NULL THEN {times.LOCAL}
            ELSE {times.ZONED} END"""

    def clock(self, text: str) -> str:
        """Return a written time in microseconds since 1970."""
        return f"(SELECT {_MICROS} FROM (SELECT regexp_match({text}, '{times.MOMENT}') AS g) m)"

    def native(self, column: Column) -> str:
        """Return a column of times in microseconds since 1970 by its own clock."""
        quoted = self.found(column)
        micros = f"CAST(EXTRACT(EPOCH FROM {quoted}) * 1000000 AS BIGINT)"
        return f"CASE WHEN isfinite({quoted}) THEN {micros} END"

    def number(self, text: str) -> str:
        """Return a text of the form of a number as one."""
        return f"CASE WHEN {text} ~ '{times.NUMBER}' THEN CAST({text} AS NUMERIC) END"

    def decimal(self, column: Column) -> str:
        """Return a column of numbers as exact decimals; null where they are not finite."""
        number = f"CAST({self.found(column)} AS NUMERIC)"
        return f"CASE WHEN {number} NOT IN ('NaN', 'Infinity', '-Infinity') THEN {number} END"

    def micros(self, decimal: str, nanoseconds: int) -> str:
        """Return a decimal of units of so many nanoseconds as whole microseconds."""
        return f"CAST(FLOOR({decimal} * {nanoseconds} / 1000) AS BIGINT)"

    def nearest_micros(self, column: Column, nanoseconds: int) -> str:
        """Return a column of fractions of such units as the nearest whole microseconds."""
        number = f"CAST({self.found(column)} AS DOUBLE PRECISION)"
        micros = f"CAST({number} * {nanoseconds} / 1000 AS BIGINT)"
        return f"CASE WHEN {number} NOT IN ('NaN', 'Infinity', '-Infinity') THEN {micros} END"

    def codes(self, relation: str, column: str) -> str:
        """Return a query numbering a column's texts from 0 in the order of their bytes."""
        number = f'ROW_NUMBER() OVER (ORDER BY {column} COLLATE "C") - 1'
        return f"""SELECT CAST({number} AS INTEGER) AS code, {column} FROM (
            SELECT DISTINCT {column} FROM {relation} WHERE {column} IS NOT NULL) d"""

    def digest(self, table: str) -> str:
        """Return a text that changes when any row of a table does, whatever their order."""
        ((total, count),) = self.rows(
            f"SELECT SUM(hashtextextended(CAST(d AS TEXT), 0)), COUNT(*) FROM {table} d"
        )
        return f"{count}:{total}"


def _micros_of_parts() -> str:
    """Return microseconds since 1970 from the parts g of a written time, null if no such day.

    Days are counted from March 1 of year 0 in whole numbers, so that no impossible date
    ever meets a cast, which would end the whole query.
    """
    year, month, day = (f"CAST(g[{i}] AS BIGINT)" for i in (1, 2, 3))
    hour, minute, second = (f"CAST(COALESCE(g[{i}], '0') AS BIGINT)" for i in (4, 5, 6))
    fraction = "CAST(RPAD(SUBSTR(COALESCE(g[7], '0'), 1, 6), 6, '0') AS BIGINT)"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    longest = f"""CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} <> 2 THEN 31
        WHEN {leap} THEN 29 ELSE 28 END"""
    y = f"({year} - CASE WHEN {month} <= 2 THEN 1 ELSE 0 END)"
    shifted_month = f"({month} + CASE WHEN {month} > 2 THEN -3 ELSE 9 END)"
    days = f"""({y} * 365 + {y} / 4 - {y} / 100 + {y} / 400 + (153 * {shifted_month} + 2) / 5
        + {day} - 1 - 719468)"""
    ahead = """(CASE WHEN g[8] IS NULL OR g[8] IN ('Z', 'UTC') THEN 0 ELSE
        CAST(SUBSTR(g[8], 1, 1) || '1' AS BIGINT) * (CAST(SUBSTR(g[8], 2, 2) AS BIGINT) * 60
        + CAST('0' || REPLACE(SUBSTR(g[8], 4), ':', '') AS BIGINT)) END)"""
    minutes = f"(({days} * 24 + {hour}) * 60 + {minute} - {ahead})"
    micros = f"({minutes} * 60 + {second}) * 1000000 + {fraction}"
    return f"CASE WHEN g IS NOT NULL AND {day} <= {longest} THEN {micros} END"


_MICROS = _micros_of_parts()
