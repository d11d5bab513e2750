"""DuckDB: speaks canonical SQL as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from seachange.errors import EngineFailed
from seachange.measure.engines.engine import Engine, Row
from seachange.measure.sql.query import Query


class DuckDB(Engine):
    """Asks a DuckDB connection; queries of one connection run one after the other."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def run(self, query: Query) -> Iterable[Row]:
        """Run canonical text; rows arrive as Python values."""
        try:
            return self.connection.execute(query.text, query.values or None).fetchall()
        except duckdb.Error as error:
            raise EngineFailed(f"DuckDB could not answer: {error}") from error

    def columns(self, query: Query) -> dict[str, Any]:
        """Run canonical text for a kernel: one numpy array a column, never for a reader."""
        try:
            return dict(self.connection.execute(query.text, query.values or None).fetchnumpy())
        except duckdb.Error as error:
            raise EngineFailed(f"DuckDB could not answer: {error}") from error
