"""A journey map in SQL: events put into cases, each with its place there and what followed.

`placed(actor, name, t, opened, place, size, following, following_t, following_actor)` has
one row an event: `opened` is a number that only its case has, `place` (from 1) and `size`
are places in the case. What follows the last event of a case is not looked at: there an
engine may give nothing, or something.
"""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.events.rules import ANY_EVENT
from seachange.measure.questions.journey_map import JourneyMap, Property, Sessions
from seachange.measure.sql.entries import entries, within
from seachange.measure.sql.query import Query, Writer

STEPS = 100
"""A place in a case is counted in so many steps from its first event to its last."""


def names(question: JourneyMap, writer: Writer) -> Query:
    """Return a query for each name's events, people, cases, and cases it starts and ends."""
    return writer.query(
        f"""WITH {", ".join(_placed(question, writer))}
SELECT name, COUNT(*) AS events, COUNT(DISTINCT actor) AS people, COUNT(DISTINCT opened) AS cases,
  SUM(CASE WHEN place = 1 THEN 1 ELSE 0 END) AS starts,
  SUM(CASE WHEN place = size THEN 1 ELSE 0 END) AS ends
FROM placed GROUP BY name ORDER BY name"""
    )


def edges(question: JourneyMap, writer: Writer, *, shown: Sequence[int]) -> Query:
    """Return a query for each pair of shown names in a row: how often, by how many, how fast.

    Columns: name, the one that followed, count, people who did the later event, and the
    exact median of the microseconds between. Needs at least one name.
    """
    return writer.query(
        f"""WITH {", ".join(_placed(question, writer))}
SELECT name, following, COUNT(*) AS follows, COUNT(DISTINCT following_actor) AS people,
  MEDIAN(following_t - t) AS micros
FROM placed WHERE place < size AND name IN ({_listed(shown)}) AND following IN ({_listed(shown)})
GROUP BY name, following ORDER BY name, following"""
    )


def places(question: JourneyMap, writer: Writer, *, shown: Sequence[int]) -> Query:
    """Return a query for how many events of each shown name stand where in their cases.

    Columns: name, steps from the first event (0) to the last (`STEPS`), events. Cases of
    one event have no first and last, and are left out. Needs at least one name.
    """
    return writer.query(
        f"""WITH {", ".join(_placed(question, writer))}
SELECT name, ((place - 1) * {STEPS}) // (size - 1) AS steps, COUNT(*) AS events
FROM (SELECT name, place, size FROM placed WHERE size > 1 AND name IN ({_listed(shown)})) several
GROUP BY name, ((place - 1) * {STEPS}) // (size - 1) ORDER BY name, steps"""
    )


def people(question: JourneyMap, writer: Writer) -> Query:
    """Return a query for how many did any event of a case."""
    return writer.query(
        f"""WITH {", ".join(_source(question, writer))}
SELECT COUNT(DISTINCT actor) AS people FROM source"""
    )


def left_out(question: JourneyMap, writer: Writer) -> Query:
    """Return a query for how many events lack the property that is the case."""
    tables = _source(question, writer, lacking=True)
    return writer.query(f"WITH {', '.join(tables)} SELECT COUNT(*) AS events FROM source")


def shared(question: JourneyMap, writer: Writer) -> Query:
    """Return a query for how many cases of a property hold events of several actors."""
    return writer.query(
        f"""WITH {", ".join(_source(question, writer))},
held_by AS (SELECT held, MIN(actor) AS one, MAX(actor) AS another FROM source GROUP BY held)
SELECT COUNT(*) AS cases FROM held_by WHERE one < another"""
    )


def frequencies(question: JourneyMap, writer: Writer) -> Query:
    """Return a query for (name, events), without a look at cases."""
    return writer.query(
        f"""WITH {", ".join(_source(question, writer))}
SELECT name, COUNT(*) AS events FROM source GROUP BY name ORDER BY name"""
    )


def sorted_events(question: JourneyMap, writer: Writer, *, actors: tuple[int, int]) -> Query:
    """Return a query for actor, t and name of some actors' events, whatever the population.

    For a kernel that reads the staged table in the order in which it lies.
    """
    first, end = actors
    where = f"{within(f'actor >= {int(first)}', question.scope)} AND actor < {int(end)}"
    return writer.query(writer.events("name", where=where))


def population(question: JourneyMap, writer: Writer) -> Query:
    """Return a query for the actors inside the population."""
    tables = entries(writer, ANY_EVENT, question.scope, arrival=False)
    return writer.query(f"WITH {', '.join(tables)} SELECT actor FROM entry ORDER BY actor")


def _source(question: JourneyMap, writer: Writer, *, lacking: bool = False) -> list[str]:
    """Return the named tables that end in `source`: the events of the period and population."""
    where, extra = within("TRUE", question.scope), ""
    if isinstance(question.case, Property):
        held = writer.property_column(question.case.name)
        where += f" AND {held} IS {'NULL' if lacking else 'NOT NULL'}"
        extra = f"{held} AS held"
    events = writer.events("seq", "name", where=where, extra=extra)
    if not question.scope.population:
        return [f"source AS ({events})"]
    tables = entries(writer, ANY_EVENT, question.scope, arrival=False)
    return [
        *tables,
        f"read AS ({events})",
        "source AS (SELECT r.* FROM read r JOIN entry e ON e.actor = r.actor)",
    ]


def _placed(question: JourneyMap, writer: Writer) -> list[str]:
    order = "PARTITION BY owner, nth ORDER BY t, seq"
    return [
        *_source(question, writer),
        *_cased(question),
        f"""placed AS (
  SELECT actor, name, t, MIN(seq) OVER (PARTITION BY owner, nth) AS opened,
    ROW_NUMBER() OVER ({order}) AS place, COUNT(*) OVER (PARTITION BY owner, nth) AS size,
    LEAD(name) OVER ({order}) AS following, LEAD(t) OVER ({order}) AS following_t,
    LEAD(actor) OVER ({order}) AS following_actor
  FROM cased)""",
    ]


def _cased(question: JourneyMap) -> list[str]:
    """Return the tables that end in `cased`: each event with the owner and number of its case."""
    if not isinstance(question.case, Sessions):
        owner = "held" if isinstance(question.case, Property) else "actor"
        return [f"cased AS (SELECT actor, t, seq, name, {owner} AS owner, 0 AS nth FROM source)"]
    order = "PARTITION BY actor ORDER BY t, seq"
    return [
        f"""parted AS (
  SELECT actor, t, seq, name, CASE WHEN ROW_NUMBER() OVER ({order}) = 1 THEN 1
    WHEN t - LAG(t) OVER ({order}) > {micros(question.case.gap)} THEN 1 ELSE 0 END AS opens
  FROM source)""",
        f"""cased AS (
  SELECT actor, t, seq, name, actor AS owner, SUM(opens) OVER (
    {order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS nth
  FROM parted)""",
    ]


def _listed(codes: Sequence[int]) -> str:
    return ", ".join(str(int(code)) for code in codes)
