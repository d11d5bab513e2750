"""A first look at events: the columns of a file or table, what they could be, its first rows."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from seachange.errors import UnreadableSource
from seachange.events.sources.addresses import Address, address_of, first_rows
from seachange.events.sources.columns import Columns, guesses
from seachange.events.sources.looking import (
    CSV,
    DUCKDB,
    NDJSON,
    Source,
    kind_of_file,
    looked_at,
    scanned_as,
)
from seachange.events.sources.room import spared
from seachange.events.sources.scan import Scanned
from seachange.events.sources.tables import duckdb_table
from seachange.events.sources.words import DAY, LOCAL, ZONED
from seachange.events.sources.workshop import Progress, Workshop, small_workshop

ROWS, MOST_COLUMNS, LONGEST = 8, 60, 120


@dataclass(frozen=True, slots=True)
class Peek:
    """What a file or a table shows at first sight.

    `likely` names, for each part an event is made of, the columns that could play it, by their
    names: one is a guess, several are a question. `rows` are the first rows as texts, one for
    each of the first 60 `columns`.
    """

    kind: str
    columns: tuple[str, ...]
    likely: Mapping[str, tuple[str, ...]]
    rows: tuple[tuple[str, ...], ...]


def peek(path: Path, *, progress: Progress) -> Peek:
    """Look at a file's columns and first rows. Raises UnreadableSource."""
    kind = kind_of_file(path)
    if kind == DUCKDB:
        raise UnreadableSource(
            "this is a database, not a file of events",
            place=path.name,
            remedy="Export its table as Parquet or CSV.",
        )
    scanned = scanned_as(kind, path, progress)
    workshop = small_workshop()
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            spared(Path(folder), stop=workshop.connection.interrupt),
        ):
            begun = _beginning(kind, scanned, Path(folder))
            return _seen(kind, looked_at(kind, begun, workshop, progress), workshop)
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise UnreadableSource(
            f"it cannot be read: {str(error).splitlines()[0][:200]}",
            place=path.name,
            remedy="Is it whole, and what its name says it is?",
        ) from None
    finally:
        workshop.discard()


def peek_table(text: str, *, progress: Progress) -> Peek:
    """Look at the columns and first rows of a table by its address.

    Raises UnreadableSource or EngineFailed.
    """
    address = address_of(text)
    if address is None:
        raise UnreadableSource("this names no table", place=text)
    if address.kind == "duckdb":
        return _peek_in_duckdb(address, progress)
    columns, rows = first_rows(address, rows=ROWS, columns=MOST_COLUMNS)
    names = tuple(column.name for column in columns)
    timed = [column.name for column in columns if column.kind in (ZONED, LOCAL, DAY)]
    return Peek(
        kind="PostgreSQL" if address.kind == "postgresql" else "ClickHouse",
        columns=names,
        likely=guesses(names, timed=lambda: timed),
        rows=tuple(tuple(map(_cell, row)) for row in rows),
    )


def _peek_in_duckdb(address: Address, progress: Progress) -> Peek:
    path = Path(address.rest).expanduser()
    scanned = scanned_as(DUCKDB, path, progress)
    workshop = small_workshop()
    try:
        return _seen(DUCKDB, duckdb_table(workshop, scanned, address.table), workshop)
    except duckdb.Error as error:
        said = str(error).splitlines()[0][:200]
        raise UnreadableSource(f"DuckDB could not read it: {said}", place=address.table) from None
    finally:
        workshop.discard()


def _seen(kind: str, source: Source, workshop: Workshop) -> Peek:
    return Peek(
        kind=kind,
        columns=tuple(source.names),
        likely=guesses(source.names, timed=source.timed),
        rows=_first_rows(source, workshop),
    )


def _beginning(kind: str, scanned: Scanned, folder: Path) -> Scanned:
    """Return the first whole lines of a file of lines as a file of their own."""
    if kind not in {CSV, NDJSON} or len(scanned.head) < 1 << 15:
        return scanned
    file = folder / f"beginning.{kind.lower()}"
    file.write_bytes(scanned.head[: scanned.head.rfind(b"\n") + 1] or scanned.head)
    return scanned_as(kind, file, lambda _stage, _done: None)


def _first_rows(source: Source, workshop: Workshop) -> tuple[tuple[str, ...], ...]:
    names = tuple(source.names)[:MOST_COLUMNS]
    relation = source.load(workshop, _all_of(names))
    found = [relation.column(name) for name in names]
    texts = [workshop.words.text(column) if column else "NULL" for column in found]
    rows = workshop.words.rows(f"SELECT {', '.join(texts)} FROM {relation.sql} LIMIT {ROWS}")
    return tuple(tuple(map(_cell, row)) for row in rows)


def _cell(value: object) -> str:
    return "" if value is None else str(value)[:LONGEST]


def _all_of(names: tuple[str, ...]) -> Columns:
    first = names[0]
    return Columns(
        actor=first,
        time=first,
        event=first,
        id=None,
        account=None,
        received=None,
        properties=names,
    )
