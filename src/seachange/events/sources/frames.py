"""Frames and rows that are in memory already: pandas, Polars, Arrow, DuckDB relations, dicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from seachange.errors import UnreadableSource
from seachange.events.sources.nested import NEST
from seachange.events.sources.rows import text_of
from seachange.events.sources.tables import Table, table
from seachange.events.sources.workshop import Workshop

_FRAME, _ARRIVAL = "seachange_frame", "seachange_arrival"


def is_frame(source: Any) -> bool:
    """Say whether this is something that can be taken as a table of columns."""
    return hasattr(source, "__arrow_c_stream__") or _is_lazy(source) or _is_pandas(source)


def as_arrow(source: Any) -> pa.Table:
    """Return a frame's rows as Arrow; a relation's query runs here, and may fail."""
    if _is_pandas(source):
        return _from_pandas(source)
    if _is_lazy(source):
        source = source.collect()
    if isinstance(source, pa.RecordBatch):
        return pa.Table.from_batches([source])
    try:
        return pa.table(source)
    except pa.ArrowInvalid:  # a series says that it is a stream of Arrow's, too
        raise UnreadableSource(
            f"a {type(source).__name__} is one column, not a frame",
            remedy="Give a frame with columns for actor, time and event.",
        ) from None
    except duckdb.Error as error:
        raise UnreadableSource(
            f"its query fails: {str(error).splitlines()[0]}",
            place="DuckDB relation",
            remedy="Mend the query, or see that its connection is open: relation.fetchall() "
            "must give rows.",
        ) from error


def rows_as_arrow(rows: Iterable[Any]) -> pa.Table:
    """Return rows (mappings) as columns of texts; properties that are mappings as JSON."""
    listed = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise UnreadableSource(
                f"a row is {type(row).__name__}, not a mapping of columns to values",
                place=f"row {number}",
                remedy="Give dicts: {'user': 'ada', 'time': …, 'event': 'sign_up'}.",
            )
        listed.append({str(key): text_of(value) for key, value in row.items()})
    names = dict.fromkeys(key for row in listed for key in row)
    return pa.table({n: pa.array([row.get(n) for row in listed], pa.string()) for n in names})


def frame(workshop: Workshop, held: pa.Table, *, name: str, objects: bool = False) -> Table:
    """Look at Arrow columns as a table of the workshop.

    With `objects`, the texts in a column called properties are JSON objects.
    """
    digest = _digest(held)
    order = pa.array(range(held.num_rows), pa.int64())
    workshop.connection.register(_FRAME, held.append_column(_ARRIVAL, order))
    parsed = f" REPLACE (TRY_CAST({NEST} AS JSON) AS {NEST})"
    parsed = parsed if objects and NEST in held.column_names else ""
    sql = f"(SELECT *{parsed} FROM {_FRAME})"
    return table(workshop, name=name, digest=digest, sql=sql, arrival=_ARRIVAL)


def _is_pandas(source: Any) -> bool:
    return type(source).__module__.split(".")[0] == "pandas" and hasattr(source, "columns")


def _is_lazy(source: Any) -> bool:
    return type(source).__module__.split(".")[0] == "polars" and hasattr(source, "collect")


def _from_pandas(held: Any) -> pa.Table:
    columns = {}
    for position, name in enumerate(held.columns):
        series = held.iloc[:, position]
        try:
            column = pa.array(series, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            column = pa.array([text_of(value) for value in series.tolist()], pa.string())
        columns[str(name)] = _whole_again(column)
    return pa.table(columns)


def _whole_again(column: Any) -> Any:
    """Undo what pandas does to whole numbers among which one is missing: 3 became 3.0."""
    if not pa.types.is_floating(column.type):
        return column
    try:
        return column.cast(pa.int64(), safe=True)
    except pa.ArrowInvalid:
        return column


def _digest(held: pa.Table) -> str:
    """Return a SHA-256 of a table's content, however it was cut into chunks."""
    hashed = hashlib.sha256()

    class Sink:
        closed = False

        def write(self, content: bytes) -> int:
            hashed.update(content)
            return len(content)

        def flush(self) -> None:
            return None

        def close(self) -> None:
            return None

    with pa.ipc.new_stream(pa.PythonFile(Sink(), "w"), held.schema) as stream:
        stream.write_table(held.combine_chunks())
    return hashed.hexdigest()
