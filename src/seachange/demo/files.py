"""The log as files: Parquet, CSV, and what was planted beside them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from seachange.demo.columns import NOTHING, Column, Log, Words

ROWS_AT_ONCE = 500_000


def write_parquet(log: Log, path: Path) -> None:
    """Write the events, half a million at a time, so that a large log needs little memory."""
    writer = None
    for table in _tables(log):
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def write_csv(log: Log, path: Path) -> None:
    """Write the events as gzipped CSV; the same log gives the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        for place, table in enumerate(_tables(log)):
            options = pyarrow.csv.WriteOptions(include_header=place == 0)
            pyarrow.csv.write_csv(table, packed, options)


def _tables(log: Log) -> Iterator[pa.Table]:
    for first in range(0, len(log), ROWS_AT_ONCE):
        part = slice(first, first + ROWS_AT_ONCE)
        columns = {
            "id": _ids(log, part),
            "time": _moments(log.time[part]),
            "received": _moments(log.received[part]),
            "actor": _words(log.actor, part),
            "event": _words(log.event, part),
            "account": _words(log.account, part),
        }
        columns |= {name: _values(column, part) for name, column in log.properties.items()}
        yield pa.table(columns)


def _ids(log: Log, part: slice) -> pa.Array:
    digits = pc.cast(pa.array(log.id.numbers[part]), pa.string())
    return pc.binary_join_element_wise(log.id.prefix, pc.utf8_lpad(digits, log.id.width, "0"), "")


def _moments(moments: NDArray[np.int64]) -> pa.Array:
    return pa.array(moments).cast(pa.timestamp("us", tz="UTC"))


def _words(column: Words, part: slice) -> pa.Array:
    codes = column.codes[part]
    places = pa.array(codes.astype(np.int32), mask=codes == NOTHING)
    return pa.DictionaryArray.from_arrays(places, pa.array(column.names, pa.string())).cast(
        pa.string()
    )


def _values(column: Column, part: slice) -> pa.Array:
    if isinstance(column, Words):
        return _words(column, part)
    values = column.values[part]
    return pa.array(values.astype(np.int64), mask=values == NOTHING)
