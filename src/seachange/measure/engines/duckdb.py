"""DuckDB: speaks canonical SQL as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from seachange.errors import EngineFailed
from seachange.measure.engines.engine import Columns, Engine, Row
from seachange.measure.sql.query import Query, Value


class DuckDB(Engine):
    """Asks a DuckDB connection; queries of one connection run one after the other."""

    name = "duckdb"
    feeds_kernels = True

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def run(self, query: Query) -> Iterable[Row]:
        """Run canonical text; rows arrive as Python values."""
        try:
            return self.connection.execute(query.text, query.values or None).fetchall()
        except duckdb.Error as error:
            raise EngineFailed(f"DuckDB could not answer: {error}") from error

    def keep(self, table: str, query: Query) -> None:
        """Make a temporary table of a query's rows."""
        self._do(f"CREATE OR REPLACE TEMP TABLE {table} AS {query.text}", query.values)

    def forget(self, table: str) -> None:
        """Drop a temporary table."""
        self._do(f"DROP TABLE IF EXISTS temp.{table}", {})

    def _do(self, text: str, values: Mapping[str, Value]) -> None:
        try:
            self.connection.execute(text, dict(values) or None)
        except duckdb.Error as error:
            raise EngineFailed(f"DuckDB could not answer: {error}") from error

    def columns(self, query: Query) -> Columns:
        """Run canonical text for a kernel: one array a column, in the order the rows lie in.

        Through Arrow, which both cores fill and numpy reads in place: five times faster
        than DuckDB's own arrays. Columns must hold whole numbers and no nulls.
        """
        table = self._table(query)
        return {name: table.column(name).to_numpy() for name in table.column_names}

    def batches(self, query: Query) -> list[Columns]:
        """Run canonical text for a kernel: its columns in pieces, as they are in memory."""
        return [
            {name: batch.column(name).to_numpy() for name in batch.schema.names}
            for batch in self._table(query).to_batches()
        ]

    def _table(self, query: Query) -> Any:
        try:
            return self.connection.sql(query.text, params=query.values or None).to_arrow_table()
        except duckdb.Error as error:
            raise EngineFailed(f"DuckDB could not answer: {error}") from error

    @property
    def threads(self) -> int:
        """How many threads the connection may use; a kernel keeps to as many."""
        rows = self.rows(Query("SELECT CAST(CURRENT_SETTING('threads') AS INTEGER) AS threads"))
        return max(1, *(int(row[0]) for row in rows))
