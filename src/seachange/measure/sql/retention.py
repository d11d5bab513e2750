"""Retention in SQL: the members of each cohort, and the periods in which they came back."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.periods import Period
from seachange.measure.questions.retention import Retention
from seachange.measure.sql.entries import entries
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import Query, Writer, period_index

DAY = 86_400_000_000


def matrix(
    question: Retention,
    writer: Writer,
    *,
    cut: Sequence[Period],
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query whose rows are cells: cohort, group, k, people of it who did it in the
    k-th period after; and with k = −1 the people in the cohort.
    """
    return writer.query(f"""WITH {_kept(question, writer, cut=cut, groups=groups)}
SELECT cohort, grouped, k, COUNT(*) AS people FROM kept GROUP BY cohort, grouped, k
UNION ALL
SELECT cohort, grouped, -1 AS k, COUNT(*) AS people FROM member GROUP BY cohort, grouped
ORDER BY cohort, grouped, k""")


def clusters(
    question: Retention,
    writer: Writer,
    *,
    cut: Sequence[Period],
    whole: Sequence[int],
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query with a row for each group and k, its sums running over actors:

    group, k, actors, Σx, Σy, Σy², Σxy, Σx², where x are the cohorts an actor is in among
    the first `whole[k]`, whose k-th period is over, and y those in whose k-th period they
    did it. For recurring cohorts, which one actor can be in many of.
    """
    steps = " UNION ALL ".join(
        f"SELECT {k} AS k, {cohorts} AS whole" for k, cohorts in enumerate(whole)
    )
    return writer.query(f"""WITH {members(question, writer, cut=cut, groups=groups)},
step AS ({steps}),
due AS (
  SELECT m.actor AS actor, m.grouped AS grouped, m.t AS t, s.k AS k, m.cohort + s.k AS period
  FROM member m CROSS JOIN step s WHERE m.cohort < s.whole),
per_actor AS (
  SELECT u.actor AS actor, u.grouped AS grouped, u.k AS k, COUNT(*) AS x, COUNT(d.actor) AS y
  FROM due u LEFT JOIN deed d ON d.actor = u.actor AND d.period = u.period AND d.t >= u.t
  GROUP BY u.actor, u.grouped, u.k)
SELECT grouped, k, COUNT(*) AS actors, SUM(x) AS sum_x, SUM(y) AS sum_y,
  SUM(y * y) AS y_y, SUM(x * y) AS x_y, SUM(x * x) AS x_x
FROM per_actor GROUP BY grouped, k ORDER BY grouped, k""")


def _kept(
    question: Retention, writer: Writer, *, cut: Sequence[Period], groups: Sequence[str] | None
) -> str:
    """Return the tables that end in `kept(cohort, grouped, k)`, one row for a member and k."""
    tables = members(question, writer, cut=cut, groups=groups)
    if question.days is not None:
        span = question.days * DAY
        return f"""{tables},
kept AS (
  SELECT DISTINCT m.actor AS actor, m.cohort AS cohort, m.grouped AS grouped,
    (d.t - m.t) // {span} AS k
  FROM member m JOIN deed d
  ON d.actor = m.actor AND d.t >= m.t AND d.t < m.t + {question.most * span})"""
    if question.mode == "recurring":
        steps = " UNION ALL ".join(f"SELECT {k} AS k" for k in range(question.most))
        return f"""{tables},
step AS ({steps}),
due AS (
  SELECT m.actor AS actor, m.cohort AS cohort, m.grouped AS grouped, m.t AS t, s.k AS k,
    m.cohort + s.k AS period
  FROM member m CROSS JOIN step s),
kept AS (
  SELECT u.cohort AS cohort, u.grouped AS grouped, u.k AS k FROM due u
  JOIN deed d ON d.actor = u.actor AND d.period = u.period AND d.t >= u.t)"""
    return f"""{tables},
kept AS (
  SELECT m.cohort AS cohort, m.grouped AS grouped, d.period - m.cohort AS k
  FROM member m JOIN deed d
  ON d.actor = m.actor AND d.t >= m.t AND d.period < m.cohort + {question.most})"""


def members(
    question: Retention,
    writer: Writer,
    *,
    cut: Sequence[Period],
    groups: Sequence[str] | None,
    every_deed: bool = False,
) -> str:
    """Return the tables `entry`, `member(actor, cohort, t, grouped)` and `deed`.

    By the calendar a deed is the last of an actor in a period: it is at the entry or
    after it if any is. In windows of days it is every one; so it is with `every_deed`.
    """
    recurring = question.mode == "recurring"
    tables = entries(
        writer,
        question.of,
        question.scope,
        by=question.by if groups is not None else None,
        cut=cut if recurring else (),
        arrival=False,
    )
    cohort = "e.period" if recurring else period_index("e.t", cut)
    group = group_index(writer, groups)
    wanted = f"{writer.rule(question.did)} AND t >= {cut[0].start}"
    deeds = writer.events(where=wanted)
    if question.days is None:
        deeds = writer.events(where=wanted, extra=f"{period_index('t', cut)} AS period")
        if not every_deed:
            deeds = f"SELECT actor, period, MAX(t) AS t FROM ({deeds}) done GROUP BY actor, period"
    return f"""{", ".join(tables)},
member AS (SELECT e.actor, {cohort} AS cohort, e.t, {group} AS grouped FROM entry e),
deed AS ({deeds})"""
