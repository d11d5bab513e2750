"""Values of properties in SQL, below events that were found: one narrow look at those events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seachange.measure.driver_counts import Grid
from seachange.measure.questions.drivers import Drivers
from seachange.measure.sql.driver_entries import ENTRY, ladder, span_of, spanned
from seachange.measure.sql.drivers import BEGAN, DONE, FIRST, among
from seachange.measure.sql.query import Query, Writer

VALUED = "seachange_drivers_valued"
VALUE_BEGAN = "seachange_drivers_value_began"


@dataclass(frozen=True, slots=True)
class Valued:
    """A value of a property (its staged column) of an event (its number), under a number."""

    number: int
    event: int
    column: str
    value: str


def valued(
    question: Drivers, writer: Writer, grid: Grid, *, names: Sequence[int], columns: Sequence[str]
) -> Query:
    """Return the events of these names between entry and success: entry, j, id, the columns."""
    rules = [question.ends, *question.steps.values()]
    unwanted = " OR ".join(writer.rule(rule) for rule in rules)
    last = grid.landmarks[-1]
    events = writer.events(
        "name",
        *columns,
        where=f"{among('name', names)} AND NOT ({unwanted})",
        extra=f"{span_of('t', last)} AS span",
    )
    held = "".join(f", e.{column} AS {column}" for column in columns)
    since = "e.t - n.t"
    return writer.query(f"""SELECT n.entry AS entry, 1 + {ladder(since, grid.landmarks[:-1])} AS j,
  e.name AS id{held}
FROM ({events}) e JOIN {spanned(ENTRY, begins="t", size=last)} n
ON n.actor = e.actor AND n.span = e.span
WHERE e.t > n.t AND e.t <= n.t + {last} AND e.t < n.ends""")


def sizes(columns: Sequence[str], *, fewest: int) -> Query:
    """Return a query for (which column, id, value, entries) of values that enough entries had."""
    return Query(
        " UNION ALL ".join(
            f"""SELECT {which} AS which, id, {column} AS value, COUNT(DISTINCT entry) AS entries
FROM {VALUED} WHERE {column} IS NOT NULL
GROUP BY id, {column} HAVING COUNT(DISTINCT entry) >= {fewest}"""
            for which, column in enumerate(columns)
        )
    )


def value_began(writer: Writer, wanted: Sequence[Valued], *, events: Sequence[int]) -> Query:
    """Return when each entry first did an event with each of these values, and the events
    themselves, as `sql.drivers.began` does.

    The packed number is that of the event in that interval: all events of the name are
    taken out where somebody is put among people alike.
    """
    hits = []
    for column in dict.fromkeys(each.column for each in wanted):
        cases = " ".join(
            f"WHEN id = {each.event} AND {column} = {writer.bind(each.value)} THEN {each.number}"
            for each in wanted
            if each.column == column
        )
        hits.append(f"SELECT entry, j, id AS event, CASE {cases} END AS number FROM {VALUED}")
    packed = f"h.j * {FIRST} + CASE WHEN d.c < 1000000 THEN d.c ELSE 1000000 END"
    return writer.query(f"""WITH hit AS ({" UNION ALL ".join(hits)}),
opening AS (
  SELECT entry, event, number, MIN(j) AS j FROM hit WHERE number IS NOT NULL
  GROUP BY entry, event, number)
SELECT h.entry AS entry, CAST(h.number AS BIGINT) AS id, CAST({packed} AS BIGINT) AS first_
FROM opening h JOIN {DONE} d ON d.entry = h.entry AND d.j = h.j AND d.id = h.event
UNION ALL
SELECT entry, CAST(id AS BIGINT) AS id, CAST(first_ AS BIGINT) AS first_
FROM {BEGAN} WHERE {among("id", events)}""")
