"""The workshop in which files are staged: a DuckDB, what it may use, and where it works."""

from __future__ import annotations

import atexit
import os
import re
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from seachange.errors import BadMapping
from seachange.events.sources.cache import WORK
from seachange.events.sources.duckdb import DuckWords

Progress = Callable[[str, float], None]

LOG = "seachange_log"
_POURED = "seachange_poured"
_numbers = count()

# Nothing is fetched from anywhere, whatever a file asks for: what is not built in is not there.
_ALONE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
_OFTEN = 0.2

# Enough to sort fast what fits, and to keep warm what is asked often; the rest of the machine
# is left to its owner.
_STAGING, _READING = 7 << 28, 6 << 30


@dataclass(slots=True)
class Workshop:
    """A DuckDB connection to stage with, whose default database will hold the staged tables.

    A small log stays in memory, in the one DuckDB that this process shares among logs. A
    large one has a DuckDB with bounded memory for itself, and a folder of its own: for
    what spills, and for its tables (`file`).
    """

    connection: duckdb.DuckDBPyConnection
    words: DuckWords
    large: bool
    file: Path | None = None
    discard: Callable[[], None] = field(default=lambda: None)
    tables: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)

    def keep(self, name: str, select: str) -> str:
        """Put a query's rows, in their order, into a table that `clear` drops; return its name."""
        table = f"temp.main.{name}_{len(self.tables)}"
        self.connection.execute(f"CREATE TEMP TABLE {table} AS {select}")
        self.tables.append(table)
        return table

    def pour(self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> str:
        """Put batches, one after the other, into a table that `clear` drops; return its name."""
        connection = self.connection
        connection.register(_POURED, schema.empty_table())
        table = self.keep(name, f"SELECT * FROM {_POURED}")
        for batch in batches:
            # Not as one stream: an error on its way would come out as DuckDB's, not as ours.
            connection.register(_POURED, pa.Table.from_batches([batch]))
            connection.execute(f"INSERT INTO {table} SELECT * FROM {_POURED}")
        connection.unregister(_POURED)
        return table

    @contextmanager
    def watched(
        self, progress: Progress, stage: str, *, begin: float, end: float
    ) -> Iterator[None]:
        """Tell how far DuckDB is while a long query runs, as a share from `begin` to `end`."""
        if not self.large:
            yield
            return
        ended = threading.Event()

        def tell() -> None:
            while not ended.wait(_OFTEN):
                done = max(self.connection.query_progress(), 0.0) / 100
                progress(stage, begin + (end - begin) * done)

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            ended.set()
            teller.join()

    def visit(self, file: Path) -> str:
        """Attach somebody's database file until `clear`, for reading; return its name here."""
        name = f"seachange_source_{next(_numbers)}"
        self.connection.execute(f"ATTACH {_literal(file)} AS {name} (READ_ONLY)")
        self.visited.append(name)
        return name

    def closed_file(self) -> Path:
        """Close the staged tables' file and return it, whole."""
        if self.file is None:
            raise ValueError("a log in memory has no file")
        self.connection.execute("USE memory")
        self.connection.execute(f"DETACH {LOG}")
        return self.file

    def reopened(self) -> Workshop:
        """Open the file again that was closed."""
        if self.file is not None:
            _attach(self.connection, self.file, read_only=True)
        return self

    def clear(self) -> None:
        """Drop what was kept on the way."""
        for name in self.visited:
            self.connection.execute(f"DETACH DATABASE IF EXISTS {name}")
        self.visited.clear()
        for table in self.tables:
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
        self.tables.clear()


@cache
def _shared(_process: int) -> duckdb.DuckDBPyConnection:
    """Return the DuckDB that small logs share; starting one takes longer than staging them."""
    holder = tempfile.TemporaryDirectory(prefix="seachange-")
    settings: dict[str, Any] = {"temp_directory": str(Path(holder.name) / "spill"), **_ALONE}
    connection = duckdb.connect(config=settings)
    atexit.register(holder.cleanup)
    return connection


def small_workshop(*, threads: int | None = None, memory: str | None = None) -> Workshop:
    """Return a workshop in memory."""
    if threads is not None or memory is not None:
        connection, discard = _own(threads, memory or _limit(_READING), None)
        return Workshop(connection, DuckWords(connection), large=False, discard=discard)
    root = _shared(os.getpid())
    connection = root.cursor()
    name = f"{LOG}_{next(_numbers)}"
    connection.execute(f"ATTACH ':memory:' AS {name}")
    connection.execute(f"USE {name}")
    # A log that nobody closes gives its memory back when nobody holds it any more.
    discard = weakref.finalize(connection, _detach, root, name)
    return Workshop(connection, DuckWords(connection), large=False, discard=discard)


def _detach(root: duckdb.DuckDBPyConnection, name: str) -> None:
    cursor = root.cursor()
    cursor.execute(f"DETACH DATABASE IF EXISTS {name}")
    cursor.close()


def large_workshop(
    *, threads: int | None = None, memory: str | None = None, place: Path | None = None
) -> Workshop:
    """Return a workshop of bounded memory that works, and puts the staged tables, on disk.

    Its folder is made in `place`, or where temporary files go.
    """
    connection, discard = _own(threads, memory or _limit(_STAGING), place)
    ((spill,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    file = Path(spill).parent / "log.duckdb"
    _attach(connection, file)
    return Workshop(connection, DuckWords(connection), large=True, file=file, discard=discard)


def reading_workshop(
    file: Path, *, threads: int | None = None, memory: str | None = None
) -> Workshop:
    """Return a workshop in which a log staged before is only read."""
    connection, discard = _own(threads, memory or _limit(_READING), None)
    try:
        _attach(connection, file, read_only=True)
    except duckdb.Error:
        discard()
        raise
    return Workshop(connection, DuckWords(connection), large=True, file=file, discard=discard)


def _own(
    threads: int | None, memory: str, place: Path | None
) -> tuple[duckdb.DuckDBPyConnection, Callable[[], None]]:
    """Return a DuckDB with a folder of its own to spill into, and what takes both away."""
    holder = tempfile.TemporaryDirectory(prefix=WORK if place else "seachange-", dir=place)
    settings: dict[str, Any] = {"temp_directory": str(Path(holder.name) / "spill"), **_ALONE}
    settings["memory_limit"] = memory
    if threads is not None:
        settings["threads"] = threads
    try:
        connection = duckdb.connect(config=settings)
    except duckdb.Error as error:
        holder.cleanup()
        raise BadMapping(
            f"DuckDB cannot work like that: {str(error).splitlines()[0]}",
            place="memory, threads",
            remedy="Write memory='1GB' and threads=2, or leave them out.",
        ) from None
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")

    def discard() -> None:
        connection.close()
        holder.cleanup()

    return connection, discard


def _attach(connection: duckdb.DuckDBPyConnection, file: Path, *, read_only: bool = False) -> None:
    connection.execute(f"ATTACH {_literal(file)} AS {LOG}{' (READ_ONLY)' if read_only else ''}")
    connection.execute(f"USE {LOG}")


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _limit(wanted: int) -> str:
    """Return a memory limit: what is wanted, or half of a machine that has less than twice that."""
    try:
        half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (ValueError, OSError, AttributeError):
        half = wanted
    return f"{min(wanted, half) >> 20}MB"


def file_literal(path: Path) -> str:
    """Return a file's name as SQL that means this file, whatever stars and brackets are in it."""
    plain = re.sub(r"[*?[]", lambda m: f"[{m[0]}]", str(path.absolute()))
    return "'" + plain.replace("'", "''") + "'"
