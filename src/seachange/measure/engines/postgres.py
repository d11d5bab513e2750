"""PostgreSQL: the same questions where the events already live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from seachange.errors import EngineFailed
from seachange.measure.engines.engine import Engine, Row
from seachange.measure.engines.words import put
from seachange.measure.sql.query import Query


class Postgres(Engine):
    """Asks a PostgreSQL session that holds the staged events as temporary tables."""

    name = "postgres"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def run(self, query: Query) -> Iterable[Row]:
        """Run canonical text as PostgreSQL spells it."""
        text = put(query.text, "postgres")
        try:
            with self.connection.cursor() as cursor:
                # With values, psycopg reads every % as a placeholder; our texts have no other.
                cursor.execute(text.encode(), query.values or None)
                return cursor.fetchall()
        except psycopg.Error as error:
            raise EngineFailed(f"PostgreSQL could not answer: {error}") from error

    def keep(self, table: str, query: Query) -> None:
        """Make a temporary table of a query's rows, and let the planner know what is in it."""
        self.forget(table)
        text = f"CREATE TEMP TABLE {table} AS {put(query.text, 'postgres')}"
        try:
            # PostgreSQL binds no values into the making of a table: they are put in as literals.
            with psycopg.ClientCursor(self.connection) as cursor:
                cursor.execute(text.encode(), query.values or None)
                cursor.execute(f"ANALYZE {table}".encode())
        except psycopg.Error as error:
            raise EngineFailed(f"PostgreSQL could not answer: {error}") from error

    def forget(self, table: str) -> None:
        """Drop a temporary table."""
        try:
            self.connection.execute(f"DROP TABLE IF EXISTS pg_temp.{table}".encode())
        except psycopg.Error as error:
            raise EngineFailed(f"PostgreSQL could not answer: {error}") from error
