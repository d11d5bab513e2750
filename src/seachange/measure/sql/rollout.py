"""A roll-out in SQL: who came on each day in each segment, and what they then did."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.measure.periods import Period
from seachange.measure.questions.metrics import Metric
from seachange.measure.questions.rollout import Rollout
from seachange.measure.sql.entries import entries
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.metrics import LARGEST, MILLION
from seachange.measure.sql.query import Query, Writer, as_number


def opened(question: Rollout, writer: Writer, *, cut: Sequence[Period]) -> list[str]:
    """Return the tables that end in `entry(actor, period, t, seq[, value])`.

    One entry a unit and day: its first event of the day matching the metric's `of`.
    """
    return entries(writer, question.of, question.scope, by=question.segment, cut=cut)


def by_day(
    question: Rollout, writer: Writer, *, cut: Sequence[Period], segments: Sequence[str] | None
) -> Query:
    """Return a query with a row for each segment and day on which anybody came:

    segment (index; then all others, then those without), day, people, Σy, Σx.

    y is whether, or how often, a unit did it, or the sum of a property in millionths; x is
    the number of its events for a mean, else 0. Deeds and windows meet in slots as long as
    the window, so that nobody's many events are compared with all their many days.
    """
    metric = question.metric
    window = micros(metric.within)
    start = cut[0].start
    tables = opened(question, writer, cut=cut)
    segment = group_index(writer, segments)
    later = "" if not question.of.may_overlap(metric.did) else " AND (d.t > e.t OR d.seq > e.seq)"
    y, x = _values(metric)
    return writer.query(f"""WITH {", ".join(tables)},
placed AS (
  SELECT e.actor AS actor, e.period AS period, e.t AS t, e.seq AS seq, {segment} AS segment,
    (e.t - {start}) // {window} AS slot
  FROM entry e),
reaching AS (
  SELECT actor, period, t, seq, segment, slot FROM placed UNION ALL
  SELECT actor, period, t, seq, segment, slot + 1 FROM placed),
deed AS ({_deeds(metric, writer, start=start, window=window)}),
acted AS (
  SELECT e.actor AS actor, e.period AS period, MIN(e.segment) AS segment, {y} AS y, {x} AS x
  FROM reaching e JOIN deed d ON d.actor = e.actor AND d.slot = e.slot
    AND d.t >= e.t AND d.t <= e.t + {window}{later}
  GROUP BY e.actor, e.period),
counted AS (
  SELECT segment, period, 1 AS people, 0 AS y, 0 AS x FROM placed UNION ALL
  SELECT segment, period, 0, y, x FROM acted)
SELECT segment, period, SUM(people) AS people, SUM(y) AS sum_y, SUM(x) AS sum_x
FROM counted GROUP BY segment, period ORDER BY segment, period""")


def movers(
    question: Rollout, writer: Writer, *, cut: Sequence[Period], segments: Sequence[str]
) -> Query:
    """Return a query for the units of `segments`, and how many were both in a treated one and
    in one beside; the treated ones come first.
    """
    tables = opened(question, writer, cut=cut)
    segment = group_index(writer, segments)
    treated = len(question.waves)
    return writer.query(f"""WITH {", ".join(tables)},
placed AS (SELECT e.actor AS actor, {segment} AS segment FROM entry e),
ranged AS (
  SELECT actor, MIN(segment) AS lowest, MAX(segment) AS highest
  FROM placed WHERE segment < {len(segments)} GROUP BY actor)
SELECT COUNT(*) AS units,
  COALESCE(SUM(CASE WHEN lowest < {treated} AND highest >= {treated} THEN 1 ELSE 0 END), 0) AS moved
FROM ranged""")


def _values(metric: Metric) -> tuple[str, str]:
    """Return a unit's y and x on a day as aggregates over its events."""
    if metric.kind == "share":
        return "MAX(1)", "0"
    if metric.kind == "frequency":
        return "SUM(1)", "0"
    return "SUM(d.amount)", "SUM(1)" if metric.kind == "mean" else "0"


def _deeds(metric: Metric, writer: Writer, *, start: int, window: int) -> str:
    """Return a SELECT of the events that are measured, with the slot each is in."""
    slot = f"(t - {start}) // {window} AS slot"
    rule = f"{writer.rule(metric.did)} AND t >= {start}"
    if metric.value is None:
        return writer.events("seq", where=rule, extra=slot)
    held = as_number(writer.property_column(metric.value))
    numbers = writer.events("seq", where=rule, extra=f"{slot}, {held} AS number")
    # A floor, since engines round halves differently.
    amount = f"CAST(CAST(FLOOR(number * {MILLION} + 0.5) AS BIGINT) AS INT128) AS amount"
    return f"""SELECT actor, t, seq, slot, {amount} FROM ({numbers}) numbered
  WHERE number >= {-LARGEST} AND number <= {LARGEST}"""
