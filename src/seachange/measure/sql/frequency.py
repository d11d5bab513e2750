"""A frequency in SQL: who was active in which period, and what they did in it."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.periods import Period
from seachange.measure.questions.frequency import Frequency
from seachange.measure.sql.entries import entries, within
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import Query, Writer, period_index


def by_period(question: Frequency, writer: Writer, *, cut: Sequence[Period]) -> Query:
    """Return a query with a row for each period in which anybody was active:

    period, people, people who did it, events, Σ events² over people.
    """
    return writer.query(f"""WITH {_deeds_of_active(question, writer, cut=cut, groups=None)}
SELECT period, COUNT(*) AS people, SUM(did) AS doers, SUM(n) AS events,
  SUM(CAST(n AS INT128) * n) AS n_n
FROM active GROUP BY period ORDER BY period""")


def by_actor(
    question: Frequency,
    writer: Writer,
    *,
    cut: Sequence[Period],
    judged: range,
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query with one row for each group, its sums running over actors:

    group, people, people active in no judged period, doers, Σx, Σk, Σk², Σkx, Σx², Σy,
    Σy², Σxy, where x are an actor's judged periods, k those in which they did it, and y
    their events in them. `judged` are the indices of the periods that count.
    """
    counted = f"period >= {judged.start} AND period < {judged.stop}"
    return writer.query(f"""WITH {_deeds_of_active(question, writer, cut=cut, groups=groups)},
per_actor AS (
  SELECT actor, grouped, SUM(CASE WHEN {counted} THEN 1 ELSE 0 END) AS x,
    SUM(CASE WHEN {counted} THEN did ELSE 0 END) AS k,
    SUM(CASE WHEN {counted} THEN n ELSE 0 END) AS y
  FROM active GROUP BY actor, grouped)
SELECT grouped, SUM(CASE WHEN x > 0 THEN 1 ELSE 0 END) AS people,
  SUM(CASE WHEN x > 0 THEN 0 ELSE 1 END) AS waiting,
  SUM(CASE WHEN k > 0 THEN 1 ELSE 0 END) AS doers,
  SUM(x) AS sum_x, SUM(k) AS sum_k, SUM(k * k) AS k_k, SUM(k * x) AS k_x, SUM(x * x) AS x_x,
  SUM(y) AS sum_y, SUM(CAST(y AS INT128) * y) AS y_y, SUM(CAST(y AS INT128) * x) AS y_x
FROM per_actor GROUP BY grouped ORDER BY grouped""")


def _deeds_of_active(
    question: Frequency, writer: Writer, *, cut: Sequence[Period], groups: Sequence[str] | None
) -> str:
    """Return the tables that end in `active(actor, period, grouped, n, did)`.

    The entry is an actor's first active event in a period: there the population is
    judged and the breakdown's value taken. Deeds count from the period's start, not from
    that event: who calls before logging in has called in that month.
    """
    group = group_index(writer, groups)
    done = writer.events(
        where=within(writer.rule(question.did), question.scope),
        extra=f"{period_index('t', cut)} AS period",
    )
    scope = question.scope
    tables = entries(
        writer,
        question.active,
        scope,
        by=question.by if groups is not None else None,
        cut=cut,
        arrival=False,
    )
    return f"""{", ".join(tables)},
deed AS (
  SELECT actor, period, COUNT(*) AS n FROM ({done}) done GROUP BY actor, period),
active AS (
  SELECT e.actor AS actor, e.period AS period, {group} AS grouped, COALESCE(d.n, 0) AS n,
    CASE WHEN d.n IS NULL THEN 0 ELSE 1 END AS did
  FROM entry e LEFT JOIN deed d ON d.actor = e.actor AND d.period = e.period)"""
