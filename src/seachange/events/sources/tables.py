"""Columns that know their types: Parquet files, DuckDB tables, frames in memory."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from seachange.errors import UnreadableSource
from seachange.events.documents import nearest
from seachange.events.sources.columns import Columns
from seachange.events.sources.nested import NEST, Keys, keys_within
from seachange.events.sources.scan import Scanned, must_be_ours
from seachange.events.sources.typed import Relation
from seachange.events.sources.words import DAY, LOCAL, NESTED, ZONED, Column
from seachange.events.sources.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Table:
    """A relation of the workshop whose columns have types; read as often as staging needs it.

    `arrival` is SQL for the number of each row, from 0.
    """

    name: str
    digest: str
    sql: str
    arrival: str
    columns: tuple[Column, ...]
    keys: Keys

    @property
    def names(self) -> tuple[str, ...]:
        return (*(column.name for column in self.columns), *self.keys.ways)

    def timed(self) -> list[str]:
        """Return the columns of times and dates."""
        return [c.name for c in self.columns if c.kind in (ZONED, LOCAL, DAY)]

    def load(self, workshop: Workshop, columns: Columns) -> Relation:
        """Say where the rows are; only objects are taken apart and kept."""
        found = [column for column in self.columns if column.name in columns.used]
        nested = [name for name in self.keys.ways if name in columns.used]
        if not nested:
            return Relation(self.name, self.sql, tuple(found), self.arrival)
        texts, inner = self.keys.texts(_document(workshop), nested)
        picked = ", ".join(workshop.words.quoted(column.name) for column in found)
        rows = f"SELECT {self.arrival} AS arrival, {texts} AS texts{', ' * bool(picked)}{picked}"
        table = workshop.keep("read", f"{rows} FROM {self.sql}")
        return Relation(self.name, table, (*found, *inner), "arrival")


def table(workshop: Workshop, *, name: str, digest: str, sql: str, arrival: str) -> Table:
    """Look at a relation's columns, and into a column of objects called properties."""
    described = workshop.words.columns(sql)
    columns = tuple(column for column in described if column.name != arrival)
    nest = next((c for c in columns if c.name == NEST and c.kind == NESTED), None)
    if nest is None:
        return Table(name, digest, sql, arrival, columns, Keys({}))
    columns = tuple(column for column in columns if column is not nest)
    taken = [column.name for column in columns]
    keys = keys_within(workshop.words, sql, _document(workshop), taken=taken)
    return Table(name, digest, sql, arrival, columns, keys)


def _document(workshop: Workshop) -> str:
    return f"to_json({workshop.words.quoted(NEST)})"


def duckdb_table(workshop: Workshop, scanned: Scanned, name: str) -> Table:
    """Look at a table, or view, of a DuckDB file: `table` or `schema.table`."""
    place = f"{scanned.path}::{name}"
    if scanned.head[8:12] != b"DUCK":
        must_be_ours(scanned.head, scanned.path)
        raise UnreadableSource(
            "this is no DuckDB database",
            place=str(scanned.path),
            remedy=f"A file of events is named without ::{name}.",
        )
    try:
        database = workshop.visit(scanned.path)
    except duckdb.Error as error:
        raise UnreadableSource(
            f"the database cannot be opened: {str(error).splitlines()[0][:200]}",
            place=str(scanned.path),
            remedy="Close the program that has it open for writing, or copy the file.",
        ) from None
    quoted = workshop.words.quoted
    inside = name if "." in name else f"main.{name}"
    sql = ".".join([database, *map(quoted, inside.split("."))])
    try:
        workshop.words.columns(sql)
    except duckdb.CatalogException:
        raise _no_such_table(workshop, database, name, place) from None
    arrival = "rowid"
    try:
        workshop.words.rows(f"SELECT rowid FROM {sql} LIMIT 0")
    except duckdb.BinderException:  # a view's rows have no number until they are kept
        sql, arrival = workshop.keep("view", f"SELECT * FROM {sql}"), "rowid"
    return table(workshop, name=place, digest=scanned.sha256, sql=sql, arrival=arrival)


def _no_such_table(workshop: Workshop, database: str, name: str, place: str) -> UnreadableSource:
    there = [
        held if schema == "main" else f"{schema}.{held}"
        for schema, held in workshop.words.rows(
            f"""SELECT table_schema, table_name FROM information_schema.tables
            WHERE table_catalog = '{database}' ORDER BY table_schema, table_name"""
        )
    ]
    near = nearest(name, there)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(there[:40])}."
    return UnreadableSource("there is no such table", place=place, remedy=hint)
