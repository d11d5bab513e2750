"""DuckDB's words for reading a table: used for whatever is staged in this process."""

from __future__ import annotations

from typing import Any

import duckdb

from seachange.events.sources import times
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
    Words,
)


class DuckWords(Words):
    """DuckDB's words."""

    whole = "BIGINT"
    text_type = "VARCHAR"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as plain values."""
        return self.connection.execute(query).fetchall()

    def columns(self, relation: str) -> tuple[Column, ...]:
        """Return the columns of a relation and what their values are."""
        described = self.rows(f"DESCRIBE SELECT * FROM {relation}")
        return tuple(Column(name, kind_of(engine_type)) for name, engine_type, *_ in described)

    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""
        return '"' + name.replace('"', '""') + '"'

    def text(self, column: Column) -> str:
        """Return a column's values as texts; null stays null."""
        quoted = self.found(column)
        if column.kind == TEXT:
            return quoted
        if column.kind in (ZONED, LOCAL):
            clock = f"make_timestamp({self.native(column)})"
            zone = "Z" if column.kind == ZONED else ""
            return f"strftime({clock}, '%Y-%m-%dT%H:%M:%S.%f{zone}')"
        if column.kind == NESTED:
            return f"CAST(to_json({quoted}) AS VARCHAR)"
        return f"CAST({quoted} AS VARCHAR)"

    def is_blank(self, text: str) -> str:
        """Return a condition, never null: there is nothing but white space."""
        # What begins with anything above a space is not blank; that is seen without a copy.
        trimmed = f"trim({text}, E' \\t\\n\\r\\v\\f') = ''"
        return (
            f"CASE WHEN {text} >= '!' THEN FALSE WHEN {text} IS NULL THEN TRUE ELSE {trimmed} END"
        )

    def form(self, text: str, clock: str) -> str:
        """Return the form of a written time as a number."""
        return f"""CASE WHEN {clock} IS NOT NULL THEN CASE WHEN {_in_utc(text)} THEN {times.ZONED}
                WHEN {_zone(text)} = '' THEN {times.LOCAL} ELSE {times.ZONED} END
            WHEN {self.is_blank(text)} THEN {times.BLANK}
            WHEN regexp_matches({text}, '{times.NUMBER}') THEN {times.NUMERIC}
            ELSE {times.UNREADABLE} END"""

    def clock(self, text: str) -> str:
        """Return a written time in microseconds since 1970."""
        zone = _zone(text)
        minutes = f"""(CAST(substr({zone}, 2, 2) AS BIGINT) * 60
            + CAST('0' || replace(substr({zone}, 4), ':', '') AS BIGINT))"""
        ahead = f"""CASE WHEN {_in_utc(text)} OR {zone} = '' THEN 0
            WHEN {zone}[1] = '-' THEN -{minutes} ELSE {minutes} END"""
        return f"""CASE WHEN regexp_matches({text}, '{times.MOMENT}')
            THEN epoch_us(TRY_CAST({text} AS TIMESTAMP)) - {ahead} * 60000000 END"""

    def native(self, column: Column) -> str:
        """Return a column of times in microseconds since 1970 by its own clock."""
        kinds = {ZONED: "TIMESTAMP WITH TIME ZONE", LOCAL: "TIMESTAMP", DAY: "DATE"}
        time = f"CAST({self.found(column)} AS {kinds[column.kind]})"
        return f"CASE WHEN isfinite({time}) THEN epoch_us({time}) END"

    def number(self, text: str) -> str:
        """Return a text of the form of a number as one."""
        return f"TRY_CAST(trim({text}) AS DECIMAL(28, 9))"

    def decimal(self, column: Column) -> str:
        """Return a column of numbers as exact decimals; null where they are not finite."""
        return f"TRY_CAST({self.found(column)} AS DECIMAL(28, 9))"

    def micros(self, decimal: str, nanoseconds: int) -> str:
        """Return a decimal of units of so many nanoseconds as whole microseconds."""
        if nanoseconds >= 1000:
            return f"CAST(floor({decimal} * {nanoseconds // 1000}) AS BIGINT)"
        return f"CAST(floor({decimal} / {1000 // nanoseconds}) AS BIGINT)"

    def nearest_micros(self, column: Column, nanoseconds: int) -> str:
        """Return a column of fractions of such units as the nearest whole microseconds."""
        number = f"CAST({self.found(column)} AS DOUBLE)"
        micros = f"CAST(round({number} * {nanoseconds} / 1000) AS BIGINT)"
        return f"CASE WHEN isfinite({number}) THEN {micros} END"


def _in_utc(text: str) -> str:
    """Say, without a regular expression, whether a written time ends in Z or UTC."""
    return f"right(rtrim({text}), 1) IN ('Z', 'C')"


def _zone(text: str) -> str:
    """Return what stands behind the time of day: Z, UTC, +02:00; empty if nothing does."""
    return f"regexp_extract({text}, ':[0-9.]+ ?(Z|UTC|[+-][0-9:]+) *$', 1)"


def kind_of(engine_type: str) -> str:
    """Say what the values of a DuckDB type are."""
    word = str(engine_type).partition("(")[0]
    if str(engine_type).endswith("]") or word in ("STRUCT", "MAP", "UNION", "LIST"):
        return NESTED
    if word == "TIMESTAMP WITH TIME ZONE" or word.startswith("TIMESTAMPTZ"):
        return ZONED
    if word.startswith("TIMESTAMP"):
        return LOCAL
    kinds = {"VARCHAR": TEXT, "UUID": OTHER, "JSON": NESTED, "DATE": DAY, "BOOLEAN": YES_NO}
    kinds |= dict.fromkeys(("DOUBLE", "FLOAT", "DECIMAL"), FRACTION)
    whole = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UHUGEINT"}
    kinds |= dict.fromkeys(whole | {f"U{w}" for w in whole}, WHOLE)
    return kinds.get(word, OTHER)
