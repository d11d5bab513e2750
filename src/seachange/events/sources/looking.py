"""Which kind of file a file is, by its name and its first bytes."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from seachange.errors import UnreadableSource
from seachange.events.sources.columns import Columns
from seachange.events.sources.delimited import delimited
from seachange.events.sources.ndjson import ndjson
from seachange.events.sources.scan import (
    LONGEST_LINE,
    Scanned,
    must_be_ours,
    opened_bytes,
    scan,
)
from seachange.events.sources.tables import table
from seachange.events.sources.typed import Relation
from seachange.events.sources.workshop import Progress, Workshop, file_literal
from seachange.events.sources.xes import xes

CSV, NDJSON, XES, PARQUET, DUCKDB = "CSV", "NDJSON", "XES", "Parquet", "DuckDB"

_ENDINGS = {
    ".csv": CSV, ".tsv": CSV, ".tab": CSV, ".txt": CSV, ".psv": CSV,
    ".ndjson": NDJSON, ".jsonl": NDJSON, ".ldjson": NDJSON, ".json": NDJSON,
    ".xes": XES, ".xml": XES,
    ".parquet": PARQUET, ".pq": PARQUET, ".parq": PARQUET,
    ".duckdb": DUCKDB, ".ddb": DUCKDB, ".db": DUCKDB,
}  # fmt: skip


class Source(Protocol):
    """A file or table that was looked at: its columns are known, its rows not yet read."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    def timed(self) -> list[str]: ...

    def load(self, workshop: Workshop, columns: Columns) -> Relation: ...


def expanded(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the files that paths name, in order; those of a pattern in the order of names."""
    found: list[Path] = []
    for path in paths:
        text = os.path.expanduser(os.fspath(path))
        if os.path.lexists(text) or not glob.has_magic(text):
            found.append(Path(text))
            continue
        matches = sorted(p for p in glob.glob(text, recursive=True) if not os.path.isdir(p))
        if not matches:
            raise UnreadableSource("no file matches this pattern", place=text)
        found += map(Path, matches)
    return found


def kind_of_file(path: Path) -> str:
    """Say what kind of file this is: by its name if that says it, else by its first bytes."""
    endings = [ending.lower() for ending in path.suffixes]
    while endings and endings[-1] in (".gz", ".gzip"):
        endings.pop()
    with opened_bytes(path) as file:
        begun = file.read(512)
    if begun.startswith(b"PAR1"):
        return PARQUET
    if begun[8:12] == b"DUCK":
        return DUCKDB
    kind = _ENDINGS.get(endings[-1]) if endings else None
    if kind in (PARQUET, DUCKDB) and begun:
        must_be_ours(begun, path)
        raise UnreadableSource(
            f"this is no {kind} file, whatever its name says",
            place=str(path),
            remedy="Was it cut off, or is it something else under that name?",
        )
    text = begun.removeprefix(b"\xef\xbb\xbf").lstrip()
    if kind is None and text.startswith((b"<?xml", b"<log")):
        return XES
    if kind is None and text.startswith(b"{"):
        return NDJSON
    return kind or CSV


def scanned_as(kind: str, path: Path, progress: Progress) -> Scanned:
    """Read a file's bytes once, as strictly as its kind allows."""
    text = kind in (CSV, NDJSON, XES)
    longest = LONGEST_LINE if kind in (CSV, NDJSON) else None
    return scan(path, text=text, longest=longest, progress=progress)


def looked_at(kind: str, scanned: Scanned, workshop: Workshop, progress: Progress) -> Source:
    """Look at a file that was scanned: which columns does it have?"""
    if kind == CSV:
        return delimited(scanned)
    if kind == NDJSON:
        return ndjson(scanned, workshop)
    if kind == XES:
        return xes(scanned, workshop, progress)
    try:
        return table(
            workshop,
            name=str(scanned.path),
            digest=scanned.sha256,
            sql=f"read_parquet({file_literal(scanned.path)}, file_row_number = false)",
            arrival="file_row_number",
        )
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise UnreadableSource(
            f"the Parquet file cannot be read: {str(error).splitlines()[0][:200]}",
            place=str(scanned.path),
            remedy="Was it cut off? Export it again.",
        ) from None


def rows_of(kind: str, scanned: Scanned) -> int:
    """Return how many rows a Parquet file says it has; 0 where its bytes say enough."""
    if kind != PARQUET:
        return 0
    try:
        return int(pq.read_metadata(scanned.path).num_rows)
    except (pa.ArrowException, OSError, ValueError):
        return 0  # DuckDB will say what is wrong with it
