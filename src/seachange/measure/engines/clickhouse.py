"""ClickHouse: the same questions, with its unusual defaults turned off."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from seachange.errors import EngineFailed
from seachange.measure.engines.engine import Engine, Row
from seachange.measure.engines.words import put
from seachange.measure.sql.query import Query, Value

# Outer joins give defaults instead of NULL unless told otherwise: everybody converted.
SETTINGS = "SETTINGS join_use_nulls = 1, transform_null_in = 1"


class ClickHouse(Engine):
    """Asks a chdb session (ClickHouse in this process) that holds the staged events."""

    name = "clickhouse"

    def __init__(self, session: Any) -> None:
        self.session = session

    def run(self, query: Query) -> Iterable[Row]:
        """Run canonical text as ClickHouse spells it."""
        found = self._do(_put(query), query, form="JSONCompactEachRow")
        return [tuple(json.loads(line)) for line in str(found).splitlines() if line]

    def keep(self, table: str, query: Query) -> None:
        """Make a table of a query's rows in memory."""
        self.forget(table)
        self._do(f"CREATE TABLE {table} ENGINE = Memory AS {_put(query)}", query)

    def forget(self, table: str) -> None:
        """Drop a table."""
        self._do(f"DROP TABLE IF EXISTS {table} SYNC", Query(""))

    def _do(self, text: str, query: Query, *, form: str = "CSV") -> Any:
        try:
            bound = {name: _bound(value) for name, value in query.values.items()}
            return self.session.query(text, form, params=bound)
        except RuntimeError as error:
            raise EngineFailed(f"ClickHouse could not answer: {error}") from error


def _put(query: Query) -> str:
    kinds = tuple((name, _kind(value)) for name, value in query.values.items())
    return f"{put(query.text, 'clickhouse', kinds)} {SETTINGS}"


def _kind(value: Value) -> str:
    return {str: "String", int: "Int64", float: "Float64"}[type(value)]


def _bound(value: Value) -> Value:
    """A bound text is read as a line of TabSeparated, so its escapes must be escaped."""
    if not isinstance(value, str):
        return value
    escapes = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0", "'": "\\'"}
    return "".join(escapes.get(letter, letter) for letter in value)
