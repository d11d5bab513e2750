"""How many events say nothing of the account that their actor belongs to."""

from __future__ import annotations

from seachange.measure.sql.query import Query, Writer


def without(writer: Writer) -> Query:
    """Return a query for the events without an account, and all events."""
    return writer.query(
        f"""SELECT SUM(CASE WHEN account IS NULL THEN 1 ELSE 0 END) AS missing, COUNT(*) AS events
FROM ({writer.events("account")}) e HAVING COUNT(*) > 0"""
    )
