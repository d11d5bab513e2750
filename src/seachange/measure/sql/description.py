"""A description in SQL: each query one look over the whole log, none of them quadratic."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.log import ACTORS, EVENTS
from seachange.events.rules import Rule
from seachange.measure.sql.query import Query, Writer

SECOND = 1_000_000
DAY = 86_400 * SECOND


def totals(writer: Writer) -> Query:
    """Return a query for events, actors, and the first and last time (null without events)."""
    return writer.query(
        f"""SELECT COUNT(*) AS events, COUNT(DISTINCT actor) AS actors,
  MIN(CAST(t AS BIGINT)) AS first, MAX(CAST(t AS BIGINT)) AS last
FROM ({writer.events()}) e HAVING COUNT(*) > 0"""
    )


def picked(writer: Writer, rule: Rule) -> Query:
    """Return a query for the events that a rule picks, and their actors."""
    return writer.query(
        f"""SELECT COUNT(*) AS events, COUNT(DISTINCT actor) AS actors
FROM ({writer.events(where=writer.rule(rule))}) e"""
    )


def after(writer: Writer, *, moment: int) -> Query:
    """Return a query for how many events lie after a moment."""
    return writer.query(f"SELECT COUNT(*) AS events FROM ({writer.events()}) e WHERE t > {moment}")


def unread(writer: Writer) -> Query:
    """Return a query for the events that lie after the moment of asking, and the latest time."""
    return writer.query(
        f"""SELECT COUNT(*) AS events, MAX(t) AS last FROM {EVENTS}
WHERE t > {writer.as_of} HAVING COUNT(*) > 0"""
    )


def names(writer: Writer, *, recent: int) -> Query:
    """Return a query for each name's events, actors, first and last time, and events since."""
    return writer.query(
        f"""SELECT name, COUNT(*) AS events, COUNT(DISTINCT actor) AS actors, MIN(t) AS first,
  MAX(t) AS last, SUM(CASE WHEN t > {recent} THEN 1 ELSE 0 END) AS since
FROM ({writer.events("name")}) e GROUP BY name ORDER BY name"""
    )


def days(writer: Writer, *, origin: int) -> Query:
    """Return a query for events by the number of days since `origin`, which no event precedes."""
    return writer.query(
        f"""SELECT (t - {origin}) // {DAY} AS day, COUNT(*) AS events
FROM ({writer.events()}) e GROUP BY (t - {origin}) // {DAY} ORDER BY day"""
    )


def values(writer: Writer, column: str, *, most: int) -> Query:
    """Return a query for a property's most frequent values: value, events, and on each row
    how many values and how many events with any there are.

    Of equally frequent ones those that came first in time.
    """
    held = writer.events("seq", where=f"{column} IS NOT NULL", extra=f"{column} AS value")
    return writer.query(
        f"""WITH held AS (
  SELECT value, COUNT(*) AS events, MIN(t) AS t, MIN(seq) AS seq FROM ({held}) e GROUP BY value),
whole AS (SELECT COUNT(*) AS distinct_values, SUM(events) AS total FROM held)
SELECT h.value, h.events, w.distinct_values, w.total FROM held h CROSS JOIN whole w
ORDER BY h.events DESC, h.t, h.seq LIMIT {int(most)}"""
    )


def holders(writer: Writer, columns: Sequence[str]) -> Query:
    """Return a query for each name's code and, in the order of `columns`, how many events of
    that name have each of these properties.
    """
    held = "".join(f", COUNT({column}) AS held_{column}" for column in columns)
    return writer.query(
        f"""SELECT name{held}
FROM ({writer.events("name", *columns)}) e GROUP BY name ORDER BY name"""
    )


def named_like(writer: Writer, texts: tuple[str, ...]) -> Query:
    """Return a query for (actor, events) of actors called like that, in any case of letters."""
    listed = ", ".join(writer.bind(text) for text in texts)
    return writer.query(
        f"""SELECT a.actor, COUNT(*) AS events FROM ({writer.events()}) e
JOIN (SELECT code, actor FROM {ACTORS} WHERE LOWER(TRIM(actor)) IN ({listed})) a
ON a.code = e.actor GROUP BY a.actor ORDER BY COUNT(*) DESC, MIN(e.actor)"""
    )


def large_shares(writer: Writer, *, least: int, most: int) -> Query:
    """Return a query for (actor, events) of those with more than `least` events, most first."""
    return writer.query(
        f"""WITH large AS (
  SELECT actor, COUNT(*) AS events FROM ({writer.events()}) e
  GROUP BY actor HAVING COUNT(*) > {int(least)})
SELECT a.actor, l.events FROM large l JOIN {ACTORS} a ON a.code = l.actor
ORDER BY l.events DESC, l.actor LIMIT {int(most)}"""
    )


def busy_days(writer: Writer, *, origin: int, least: int, most: int) -> Query:
    """Return a query for actors with more than `least` events in one UTC day, busiest first.

    Columns: actor, events of their busiest day, such days, and on each row such actors.
    """
    return writer.query(
        f"""WITH busy AS (
  SELECT actor, (t - {origin}) // {DAY} AS day, COUNT(*) AS events FROM ({writer.events()}) e
  GROUP BY actor, (t - {origin}) // {DAY} HAVING COUNT(*) > {int(least)}),
owners AS (SELECT actor, MAX(events) AS most, COUNT(*) AS days FROM busy GROUP BY actor),
whole AS (SELECT COUNT(*) AS owners FROM owners)
SELECT a.actor, o.most, o.days, w.owners
FROM owners o JOIN {ACTORS} a ON a.code = o.actor CROSS JOIN whole w
ORDER BY o.most DESC, o.actor LIMIT {int(most)}"""
    )


def sleepless(writer: Writer, *, origin: int, least: int, most: int) -> Query:
    """Return a query for actors to whose every hour of the day falls half of an even share or more.

    Only those with at least `least` events are looked at; no event precedes `origin`, a
    midnight. Columns: actor, events, and on each row such actors.
    """
    hour = f"((e.t - {origin}) // {3_600 * SECOND}) % 24"
    return writer.query(
        f"""WITH event AS ({writer.events()}),
diligent AS (SELECT actor FROM event GROUP BY actor HAVING COUNT(*) >= {int(least)}),
hourly AS (
  SELECT e.actor AS actor, {hour} AS hour, COUNT(*) AS n
  FROM event e JOIN diligent d ON d.actor = e.actor
  GROUP BY e.actor, {hour}),
awake AS (
  SELECT actor, SUM(n) AS total FROM hourly GROUP BY actor
  HAVING COUNT(*) = 24 AND MIN(n) * 48 >= SUM(n)),
whole AS (SELECT COUNT(*) AS owners FROM awake)
SELECT a.actor, w.total, o.owners
FROM awake w JOIN {ACTORS} a ON a.code = w.actor CROSS JOIN whole o
ORDER BY w.total DESC, w.actor LIMIT {int(most)}"""
    )


def clockwork(writer: Writer, *, least: int, most: int) -> Query:
    """Return a query for actors nine tenths of whose pauses last the same whole seconds.

    Only those with at least `least` events are looked at; pauses under half a second do
    not count. Columns: actor, the seconds, how many such pauses, pauses, such actors.
    """
    order = "PARTITION BY actor ORDER BY t, seq"
    return writer.query(
        f"""WITH event AS ({writer.events("seq")}),
diligent AS (SELECT actor FROM event GROUP BY actor HAVING COUNT(*) >= {int(least)}),
pause AS (
  SELECT actor, t - LAG(t) OVER ({order}) AS length, ROW_NUMBER() OVER ({order}) AS nth
  FROM (SELECT e.actor AS actor, e.t AS t, e.seq AS seq
    FROM event e JOIN diligent d ON d.actor = e.actor) often),
spell AS (
  SELECT actor, (length + {SECOND // 2}) // {SECOND} AS seconds, COUNT(*) AS pauses
  FROM (SELECT actor, length FROM pause WHERE nth > 1) between_two
  WHERE length >= {SECOND // 2} GROUP BY actor, (length + {SECOND // 2}) // {SECOND}),
rhythm AS (
  SELECT actor, SUM(pauses) AS total, MAX(pauses) AS alike FROM spell GROUP BY actor),
regular AS (
  SELECT s.actor AS actor, s.seconds AS seconds, r.alike AS alike, r.total AS total
  FROM rhythm r JOIN spell s ON s.actor = r.actor AND s.pauses = r.alike
  WHERE r.alike * 10 >= r.total * 9 AND r.total >= {int(least) - 1}),
whole AS (SELECT COUNT(*) AS owners FROM regular)
SELECT a.actor, g.seconds, g.alike, g.total, w.owners
FROM regular g JOIN {ACTORS} a ON a.code = g.actor CROSS JOIN whole w
ORDER BY g.total DESC, g.actor LIMIT {int(most)}"""
    )


def ahead(writer: Writer, *, tolerance: int) -> Query:
    """Return a query for the events that were received before they happened, by more than
    the tolerance, and the largest lead in microseconds. Needs times of arrival.
    """
    return writer.query(
        f"""SELECT COUNT(*) AS events, MAX(t - received) AS lead
FROM ({writer.events("received", where=f"t - received > {int(tolerance)}")}) e
HAVING COUNT(*) > 0"""
    )


def steps_back(writer: Writer, *, least: int) -> Query:
    """Return a query for how actors' events arrived: steps from one to the next, steps back
    in time, those of at least `least` microseconds, actors with such, and the longest.
    """
    order = "PARTITION BY actor ORDER BY seq"
    return writer.query(
        f"""WITH arrival AS (
  SELECT actor, t - LAG(t) OVER ({order}) AS step, ROW_NUMBER() OVER ({order}) AS nth
  FROM ({writer.events("seq")}) e),
step AS (SELECT actor, step FROM arrival WHERE nth > 1)
SELECT COUNT(*) AS steps, SUM(CASE WHEN step < 0 THEN 1 ELSE 0 END) AS back,
  SUM(CASE WHEN step <= -{int(least)} THEN 1 ELSE 0 END) AS jumps,
  COUNT(DISTINCT CASE WHEN step <= -{int(least)} THEN actor END) AS actors,
  MIN(step) AS longest
FROM step HAVING COUNT(*) > 0"""
    )


def at_once(writer: Writer, *, least: int) -> Query:
    """Return a query for what an actor has at one moment: name, other name, how often.

    With −1 for the other name: events that are there twice under one name, counted
    without the first. Else: moments with just these two names, if at least so many.
    """
    return writer.query(
        f"""WITH event AS ({writer.events("name")}),
tied AS (SELECT actor, t FROM event GROUP BY actor, t HAVING COUNT(*) > 1),
there AS (
  SELECT e.actor AS actor, e.t AS t, e.name AS name, COUNT(*) AS n
  FROM event e JOIN tied ON tied.actor = e.actor AND tied.t = e.t
  GROUP BY e.actor, e.t, e.name),
pair AS (
  SELECT MIN(name) AS one, MAX(name) AS other FROM there GROUP BY actor, t HAVING COUNT(*) = 2),
found AS (
  SELECT name AS one, -1 AS other, CAST(SUM(n - 1) AS BIGINT) AS times
  FROM there WHERE n > 1 GROUP BY name
  UNION ALL
  SELECT one, other, CAST(COUNT(*) AS BIGINT) AS times FROM pair
  GROUP BY one, other HAVING COUNT(*) >= {int(least)})
SELECT one, other, times FROM found ORDER BY times DESC, one, other"""
    )
