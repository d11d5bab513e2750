"""Whether any event meets a rule, and which values a property has among those it names."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.rules import Rule
from seachange.measure.sql.query import Query, Writer, as_number


def met(writer: Writer, rule: Rule) -> Query:
    """Return a query with one row where any event meets the rule, and with none where none does.

    It ends at the first that does, and so costs little where all is well.
    """
    return writer.query(f"SELECT t FROM ({writer.events(where=writer.rule(rule))}) e LIMIT 1")


def values(writer: Writer, rule: Rule, *, name: str, most: int) -> Query:
    """Return a query for the (value, events) of a property among the events of a rule.

    The most frequent come first; of equally frequent ones those that came first in time.
    """
    column = writer.property_column(name)
    held = writer.events(
        "seq", where=f"{writer.rule(rule)} AND {column} IS NOT NULL", extra=f"{column} AS value"
    )
    return writer.query(
        f"""SELECT value, COUNT(*) AS events FROM ({held}) e
GROUP BY value ORDER BY COUNT(*) DESC, MIN(t), MIN(seq) LIMIT {int(most)}"""
    )


def held(writer: Writer, rule: Rule, *, columns: Sequence[str]) -> Query:
    """Return a query for how many events of a rule have each property, in the order of `columns`.

    One row, or none without such events.
    """
    counted = ", ".join(f"COUNT({column}) AS held_{column}" for column in columns)
    events = writer.events(*columns, where=writer.rule(rule))
    return writer.query(f"SELECT {counted} FROM ({events}) e HAVING COUNT(*) > 0")


def ends(writer: Writer, rule: Rule, *, name: str) -> Query:
    """Return a query for a property's least and greatest number; no row where none is one."""
    number = as_number(writer.property_column(name))
    held = writer.events(where=writer.rule(rule), extra=f"{number} AS number")
    return writer.query(
        f"""SELECT MIN(number) AS least, MAX(number) AS most FROM ({held}) e
HAVING COUNT(number) > 0"""
    )
