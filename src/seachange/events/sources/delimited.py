"""CSV and TSV: DuckDB reads what is flawless, record by record we read what is not.

DuckDB's reader is fast and, in its strict mode, right or refusing; its lenient mode
drops cells in silence. A file that it refuses is therefore read once more, carefully.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import duckdb
import pyarrow as pa

from seachange.errors import UnreadableSource
from seachange.events.sources import careful, times
from seachange.events.sources.columns import Columns
from seachange.events.sources.scan import Scanned
from seachange.events.sources.typed import Relation
from seachange.events.sources.words import TEXT, Column
from seachange.events.sources.workshop import Workshop, file_literal
from seachange.events.sources.written import look_like_times, looked_at

_DELIMITERS = ",\t;|"
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Delimited:
    """A file of lines of cells, the first of which names the columns."""

    scanned: Scanned
    delimiter: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.scanned.path)

    @property
    def digest(self) -> str:
        return self.scanned.sha256

    def timed(self) -> list[str]:
        """Return the columns that hold times, going by the first rows."""
        text = self.scanned.head.decode("utf-8-sig", errors="replace")
        rows = list(islice(_parsed(text, self.delimiter), 1, 50))
        cells = {n: [row[i] for row in rows if len(row) > i] for i, n in enumerate(self.names)}
        return [name for name, texts in cells.items() if look_like_times(texts)]

    def load(self, workshop: Workshop, columns: Columns) -> Relation:
        """Bring the rows into the workshop, each with the line it stands on."""
        wanted = [i for i, name in enumerate(self.names) if name in columns.used]
        found = [Column(self.names[i], TEXT, sql=f"c{i}") for i in wanted]
        picked = ", ".join(f"c{i}" for i in wanted)
        try:
            kept, select = looked_at(
                workshop.words, found, columns, picked=picked, rows=self._flawless()
            )
            table = workshop.keep("read", select)
        except (duckdb.IOException, duckdb.OutOfMemoryException):
            raise
        except duckdb.Error:
            return self._careful(workshop, found, columns)
        relation = Relation(self.name, table, tuple(kept), "rowid", line="(rowid + 2)")
        ((rows,),) = workshop.words.rows(f"SELECT COUNT(*) FROM {table}")
        # Cells of several lines, or blank lines between: only then are lines not rows.
        if rows + 1 != self.scanned.lines and _something_to_point_at(workshop, relation, columns):
            return self._careful(workshop, found, columns)
        return relation

    def _flawless(self) -> str:
        named = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(self.names)))
        compression = "gzip" if self.scanned.gzipped else "none"
        delimiter = "\\t" if self.delimiter == "\t" else self.delimiter
        begins_blank = not self.scanned.head.split(b"\n", 1)[0].strip()
        if begins_blank:
            raise duckdb.InvalidInputException("the column names are not on the first line")
        return f"""read_csv({file_literal(self.scanned.path)}, columns = {{{named}}}, header = true,
            delim = '{delimiter}', quote = '"', escape = '"', auto_detect = false,
            strict_mode = true, compression = '{compression}')"""

    def _careful(self, workshop: Workshop, found: Sequence[Column], columns: Columns) -> Relation:
        schema = pa.schema(
            [(f"c{i}", pa.string()) for i in range(len(self.names))]
            + [("line", pa.int64()), ("broken", pa.string())]
        )
        poured = workshop.pour("records", schema, self._batches(schema))
        picked = ", ".join([*(column.sql for column in found), "line", "broken"])
        rows = f"(SELECT * FROM {poured} ORDER BY rowid)"
        kept, select = looked_at(workshop.words, found, columns, picked=picked, rows=rows)
        table = workshop.keep("read", select)
        return Relation(self.name, table, tuple(kept), "rowid", line="line", broken="broken")

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        width = len(self.names)
        rows = careful.records(
            self.scanned.path,
            gzipped=self.scanned.gzipped,
            delimiter=self.delimiter,
            width=width,
        )
        next(rows, None)  # the names of the columns
        nothing: list[str | None] = [None] * width
        while batch := list(islice(rows, _BATCH)):
            cells = [record.cells or nothing for record in batch]
            held = [[cell or None for cell in column] for column in zip(*cells, strict=True)]
            held += [[record.line for record in batch], [record.broken for record in batch]]
            arrays = [pa.array(c, field.type) for c, field in zip(held, schema, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def delimited(scanned: Scanned) -> Delimited:
    """Look at the first line: which delimiter, which columns."""
    text = scanned.head.decode("utf-8-sig", errors="replace")
    # The delimiter that makes the most cells; a comma if none makes two.
    cells = {d: next(_parsed(text, d), []) for d in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda d: (len(cells[d]), -_DELIMITERS.index(d)))
    if not cells[delimiter]:
        raise UnreadableSource(
            "there are only blank lines",
            place=str(scanned.path),
            remedy="The first line names the columns, each further line is an event.",
        )
    return Delimited(scanned, delimiter, tuple(_distinct(cells[delimiter])))


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from (row for row in reader if any(cell.strip() for cell in row))
    except csv.Error:
        return


def _distinct(cells: Sequence[str]) -> list[str]:
    """Give nameless columns a name, and those of the same name a number."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        base = name = cell.strip() or f"column {number}"
        again = 2
        while name in names:
            name, again = f"{base} ({again})", again + 1
        names.append(name)
    return names


def _something_to_point_at(workshop: Workshop, relation: Relation, columns: Columns) -> bool:
    """Say whether some row will have to be named to a person."""
    words = workshop.words
    time = relation.column(columns.time)
    blank = " OR ".join(
        words.is_blank(words.found(column))
        for column in (relation.column(columns.actor), relation.column(columns.event))
        if column
    )
    form = time.form if time else str(times.BLANK)
    ((odd, forms, blanks),) = words.rows(
        f"""SELECT COUNT(*) FILTER (WHERE {blank}), COUNT(DISTINCT {form}),
        COUNT(*) FILTER (WHERE {form} IN ({times.BLANK}, {times.UNREADABLE})) FROM {relation.sql}"""
    )
    return bool(odd or forms > 1 or blanks)
