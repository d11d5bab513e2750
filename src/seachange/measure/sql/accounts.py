"""How many events say nothing of the account that their actor belongs to."""

from __future__ import annotations

from seachange.events.rules import Rule
from seachange.measure.sql.query import Query, Writer


def without(writer: Writer, rule: Rule) -> Query:
    """Return a query for how many events of a rule have no account, and how many there are."""
    return writer.query(
        f"""SELECT SUM(CASE WHEN account IS NULL THEN 1 ELSE 0 END) AS missing, COUNT(*) AS events
FROM ({writer.events("account", where=writer.rule(rule))}) e HAVING COUNT(*) > 0"""
    )
