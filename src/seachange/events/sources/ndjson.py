"""NDJSON: one event a line, as an object whose keys are the columns."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from seachange.errors import UnreadableSource
from seachange.events.sources.columns import Columns
from seachange.events.sources.nested import Keys, keys_of
from seachange.events.sources.scan import Scanned
from seachange.events.sources.typed import Relation
from seachange.events.sources.workshop import Workshop, file_literal
from seachange.events.sources.written import looked_at, sampled_times

NOT_JSON, NOT_AN_OBJECT = "not JSON", "JSON, but not an object"
_BROKEN = f"""CASE WHEN json IS NULL THEN '{NOT_JSON}'
    WHEN json_type(json) <> 'OBJECT' THEN '{NOT_AN_OBJECT}' END"""


@dataclass(frozen=True, slots=True)
class NdJson:
    """A file of JSON objects; its keys are found by reading all of it."""

    scanned: Scanned
    lines: str
    keys: Keys
    times: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.scanned.path)

    @property
    def digest(self) -> str:
        return self.scanned.sha256

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.keys.ways)

    def timed(self) -> list[str]:
        """Return the keys that hold times, going by the first rows."""
        return list(self.times)

    def load(self, workshop: Workshop, columns: Columns) -> Relation:
        """Bring the rows into the workshop, each with the line it stands on."""
        texts, found = self.keys.texts("json", columns.used)
        rows = f"(SELECT {texts} AS texts, {_BROKEN} AS broken FROM {self.lines})"
        found, select = looked_at(workshop.words, found, columns, picked="texts, broken", rows=rows)
        table = workshop.keep("read", select)
        ((count,),) = workshop.words.rows(f"SELECT COUNT(*) FROM {table}")
        if count == self.scanned.lines:
            return Relation(self.name, table, tuple(found), "rowid", broken="broken")
        # Blank lines are no rows; only where there are some is a row's line not its number.
        workshop.connection.register("seachange_lines", pa.table({"line": self._line_numbers()}))
        numbered = f"SELECT * FROM {table} POSITIONAL JOIN seachange_lines LIMIT {count}"
        table = workshop.keep("numbered", numbered)
        workshop.connection.unregister("seachange_lines")
        return Relation(self.name, table, tuple(found), "rowid", line="line", broken="broken")

    def _line_numbers(self) -> pa.Array:
        path = self.scanned.path
        with path.open("rb") as file:
            source = gzip.GzipFile(fileobj=file) if self.scanned.gzipped else file
            numbers = (n for n, line in enumerate(source, start=1) if line.strip())
            return pa.array(np.fromiter(numbers, np.int64))


def ndjson(scanned: Scanned, workshop: Workshop) -> NdJson:
    """Look at a file's keys, in all of its lines."""
    begins = scanned.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if begins == b"[":
        raise UnreadableSource(
            "this is a JSON array",
            place=str(scanned.path),
            remedy="Make it NDJSON, one object a line: jq -c '.[]' FILE > FILE.ndjson",
        )
    compression = "gzip" if scanned.gzipped else "uncompressed"
    lines = f"""read_json_objects({file_literal(scanned.path)}, format = 'newline_delimited',
        ignore_errors = true, maximum_object_size = {scanned.longest + 16},
        compression = '{compression}')"""
    keys = keys_of(workshop.words, lines, "json")
    if not keys.ways:
        raise UnreadableSource(
            "no line of it is a JSON object with a key",
            place=str(scanned.path),
            remedy='NDJSON has one object a line: {"user": "ada", "time": …, "event": "visit"}.',
        )
    return NdJson(scanned, lines, keys, sampled_times(workshop.words, keys, lines, "json"))
