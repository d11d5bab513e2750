"""Which adapter speaks to a log."""

from __future__ import annotations

from seachange.events.log import EventLog
from seachange.measure.engines.engine import Engine


def engine_for(log: EventLog) -> Engine:
    """Return the adapter for a log's engine; drivers load only when they are needed."""
    if log.engine == "postgres":
        from seachange.measure.engines.postgres import Postgres

        return Postgres(log.connection)
    if log.engine == "clickhouse":
        from seachange.measure.engines.clickhouse import ClickHouse

        return ClickHouse(log.connection)
    from seachange.measure.engines.duckdb import DuckDB

    return DuckDB(log.connection)
