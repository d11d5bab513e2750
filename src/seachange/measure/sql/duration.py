"""A duration in SQL: entries, each with its first deed, counted by how long it took."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.measure.periods import Period
from seachange.measure.questions.duration import Duration
from seachange.measure.sql.entries import entries
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import Query, Writer, period_index


def query(
    question: Duration,
    writer: Writer,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query with a row for each length of time of a period and group:

    period, group, seconds, how many did it after so long, how many were still without it
    when last watched, so long after their entry, and how many of those are watched still.

    A deed's time is rounded up to whole seconds and a wait's down: nobody is said to have
    done it earlier, or to have been watched longer, than is true, and a share within a
    whole number of seconds is exactly that of the microseconds.
    """
    overlap = question.of.may_overlap(question.did)
    later = " AND (d.t > e.t OR d.seq > e.seq)" if overlap else ""
    latest = str(writer.as_of)
    pending, capped = "1", ""
    if question.within:
        edge = f"e.t + {micros(question.within)}"
        capped = f" AND d.t <= {edge}"
        latest = f"CASE WHEN {edge} < {writer.as_of} THEN {edge} ELSE {writer.as_of} END"
        pending = f"CASE WHEN {edge} > {writer.as_of} THEN 1 ELSE 0 END"
    deeds = writer.events(*(["seq"] if overlap else []), where=writer.rule(question.did))
    period = period_index("e.t", cut)
    group = group_index(writer, groups)
    tables = entries(
        writer,
        question.of,
        question.scope,
        by=question.by if groups is not None else None,
        arrival=overlap,
    )
    return writer.query(f"""WITH {", ".join(tables)},
deed AS ({deeds}),
followed AS (
  SELECT e.actor AS actor, MIN(d.t) AS t FROM entry e JOIN deed d
  ON d.actor = e.actor AND d.t >= e.t{capped}{later} GROUP BY e.actor),
timed AS (
  SELECT {period} AS period, {group} AS grouped,
    CASE WHEN f.t IS NULL THEN ({latest} - e.t) // 1000000
      ELSE (f.t - e.t + 999999) // 1000000 END AS seconds,
    CASE WHEN f.t IS NULL THEN 0 ELSE 1 END AS did,
    CASE WHEN f.t IS NULL THEN {pending} ELSE 0 END AS pending
  FROM entry e LEFT JOIN followed f ON f.actor = e.actor)
SELECT period, grouped, seconds, CAST(SUM(did) AS BIGINT) AS done,
  CAST(SUM(1 - did) AS BIGINT) AS waiting, CAST(SUM(pending) AS BIGINT) AS watched
FROM timed GROUP BY period, grouped, seconds ORDER BY period, grouped, seconds""")
