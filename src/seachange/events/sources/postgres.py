"""Events in a table of PostgreSQL, staged in temporary tables beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from seachange.errors import EngineFailed, UnreadableSource
from seachange.events.log import EventLog, SetAside
from seachange.events.sources.columns import Named
from seachange.events.sources.inplace import (
    ASIDE,
    ONCE,
    STAGED,
    TYPED,
    Column,
    Words,
    stage_in_place,
)

_KINDS = {
    "timestamptz": "zoned", "timestamp": "naive", "date": "day", "bool": "yes_no",
    "int2": "whole", "int4": "whole", "int8": "whole",
    "numeric": "fraction", "float4": "fraction", "float8": "fraction",
    "text": "text", "varchar": "text", "bpchar": "text", "name": "text", "uuid": "text",
    "json": "nested", "jsonb": "nested",
}  # fmt: skip

_MOMENT = (
    r"^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?\s*$"
)
_NUMBER = r"^\s*-?\d{1,20}([.]\d{1,9})?\s*$"


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
    words = PostgresWords(connection)
    relation = ".".join(words.quoted(part) for part in table.split("."))
    try:
        there = words.columns(relation)
        found = stage_in_place(words, relation, there, named=named, timezone=timezone, place=table)
    except psycopg.Error as error:
        words.drop()
        raise UnreadableSource(
            f"PostgreSQL could not read it: {str(error).splitlines()[0]}", place=table
        ) from error

    def gone() -> None:
        words.drop()
        if close:
            close()

    return EventLog(
        engine="postgres",
        connection=connection,
        names=found.names,
        properties=found.properties,
        has_accounts=found.has_accounts,
        has_received=found.has_received,
        first=found.first,
        last=found.last,
        newest=found.newest,
        actors=found.actors,
        intake=found.intake,
        list_set_aside=lambda: [
            SetAside(table, int(seq) + 1, reason)
            for seq, reason in words.rows(f"SELECT seq, reason FROM {ASIDE} ORDER BY seq")
        ],
        close=gone,
    )


def connect(address: str) -> psycopg.Connection[Any]:
    """Connect to a `postgresql://` address, or say what PostgreSQL said against it."""
    try:
        return psycopg.connect(address, autocommit=True)
    except psycopg.Error as error:
        raise EngineFailed(f"PostgreSQL cannot be reached: {str(error).strip()}") from error


class PostgresWords(Words):
    """PostgreSQL's words; temporary tables need no right but TEMPORARY."""

    whole = "BIGINT"
    text_type = "TEXT"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as plain values."""
        return self.connection.execute(text.encode()).fetchall()

    def run(self, text: str) -> None:
        """Run a statement."""
        self.connection.execute(text.encode())

    def columns(self, relation: str) -> list[Column]:
        """Return the columns of a relation and what their values are."""
        cursor = self.connection.execute(f"SELECT * FROM {relation} LIMIT 0".encode())
        types = self.connection.adapters.types
        found = []
        for column in cursor.description or ():
            held = types.get(column.type_code)
            found.append(Column(column.name, _KINDS.get(held.name if held else "", "other")))
        return found

    def drop(self) -> None:
        """Drop whatever was staged on this connection."""
        if not self.connection.closed:
            self.run(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{table}' for table in STAGED)}")

    def create(self, table: str, select: str, *, key: str = "") -> None:
        """Make a temporary table of a query's rows, sorted by `key`."""
        order = f" ORDER BY {key}" if key else ""
        self.run(f"CREATE TEMP TABLE {table} AS SELECT * FROM ({select}) s{order}")
        if table not in (TYPED, ONCE):
            self.run(f"ANALYZE {table}")

    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""
        return '"' + name.replace('"', '""') + '"'

    def arrival(self) -> str:
        """Return the number, from 0, of each row in the order in which the table gives them."""
        return "(ROW_NUMBER() OVER () - 1)"

    def text(self, column: Column) -> str:
        """Return a column's values as texts, compared byte by byte whatever the database's locale."""
        quoted = self.quoted(column.name)
        if column.kind == "zoned":
            text = f"""to_char({quoted} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        elif column.kind == "naive":
            text = f"""to_char({quoted}, 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
        else:
            text = f"CAST({quoted} AS TEXT)"
        return f'({text} COLLATE "C")'

    def is_blank(self, text: str) -> str:
        """Return a condition, never null: there is nothing but white space."""
        return rf"({text} IS NULL OR {text} ~ '^\s*$')"

    def local(self, column: Column) -> str:
        """Return a time as microseconds since 1970 by its own clock; null if it is none."""
        quoted = self.quoted(column.name)
        if column.kind in ("zoned", "naive", "day"):
            return (
                f"CASE WHEN isfinite({quoted}) THEN "
                f"CAST(EXTRACT(EPOCH FROM {quoted}) * 1000000 AS BIGINT) END"
            )
        return f"(SELECT {_civil()} FROM (SELECT regexp_match({self.text(column)}, '{_MOMENT}') AS g) m)"

    def ahead(self, text: str) -> str:
        """Return how far a text's zone is ahead of UTC in microseconds; null without a zone."""
        zone = f"(regexp_match({text}, '{_MOMENT}'))[8]"
        return (
            f"(SELECT CASE WHEN z IS NULL THEN NULL WHEN z IN ('Z', 'z', 'UTC') THEN 0 "
            "ELSE (CASE WHEN z LIKE '-%' THEN -1 ELSE 1 END) * (CAST(SUBSTR(z, 2, 2) AS BIGINT) * 60 "
            "+ CAST('0' || REPLACE(SUBSTR(z, 4), ':', '') AS BIGINT)) * 60000000 END "
            f"FROM (SELECT {zone} AS z) o)"
        )

    def number(self, text: str) -> str:
        """Return a text as an exact decimal number; null if it is none."""
        return f"CASE WHEN {text} ~ '{_NUMBER}' THEN CAST({text} AS NUMERIC) END"

    def codes(self, relation: str, column: str) -> str:
        """Return a query numbering a column's texts from 0 in the order of their bytes."""
        return (
            f'SELECT CAST(ROW_NUMBER() OVER (ORDER BY {column} COLLATE "C") - 1 AS INTEGER) AS code, '
            f"{column} FROM (SELECT DISTINCT {column} FROM {relation} WHERE {column} IS NOT NULL) d"
        )

    def digest(self, table: str) -> str:
        """Return a text that changes when any row of a table does, whatever their order."""
        ((total, count),) = self.rows(
            f"SELECT SUM(hashtextextended(CAST(d AS TEXT), 0)), COUNT(*) FROM {table} d"
        )
        return f"{count}:{total}"

    def micros(self, number: str, nanoseconds: int) -> str:
        """Return a number of units (of so many nanoseconds) as whole microseconds."""
        return f"CAST(FLOOR(CAST({number} AS NUMERIC) * {nanoseconds} / 1000) AS BIGINT)"


def _civil() -> str:
    """Return microseconds since 1970 from the parts g of a written time, null if there is no such.

    Days by the usual count from March 1 of year 0 in eras of 400 years, so that no
    impossible date is ever handed to a cast, which would end the whole query.
    """
    year, month, day = (f"CAST(g[{i}] AS BIGINT)" for i in (1, 2, 3))
    hour, minute, second = (f"CAST(COALESCE(g[{i}], '0') AS BIGINT)" for i in (4, 5, 6))
    fraction = "CAST(RPAD(SUBSTR(COALESCE(g[7], '0'), 1, 6), 6, '0') AS BIGINT)"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    longest = (
        f"CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} <> 2 THEN 31 "
        f"WHEN {leap} THEN 29 ELSE 28 END"
    )
    valid = (
        f"{year} >= 1 AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND {longest} "
        f"AND {hour} <= 23 AND {minute} <= 59 AND {second} <= 59"
    )
    y = f"({year} - CASE WHEN {month} <= 2 THEN 1 ELSE 0 END)"
    in_year = f"((153 * ({month} + CASE WHEN {month} > 2 THEN -3 ELSE 9 END) + 2) / 5 + {day} - 1)"
    days = f"({y} * 365 + {y} / 4 - {y} / 100 + {y} / 400 + {in_year} - 719468)"
    micros = f"((({days} * 24 + {hour}) * 60 + {minute}) * 60 + {second}) * 1000000 + {fraction}"
    return f"CASE WHEN g IS NOT NULL AND {valid} THEN {micros} END"
