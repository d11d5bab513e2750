"""A share in SQL: entries, those of them that were followed, and the two counted."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.measure.periods import Period
from seachange.measure.questions.share import Share
from seachange.measure.sql.entries import entries
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import Query, Writer, period_index


def query(
    question: Share, writer: Writer, *, cut: Sequence[Period] = (), groups: Sequence[str] = ()
) -> Query:
    """Return a query whose rows are sums over actors, one row for each group of entries:

    period, group, mature (1/0), actors, entries, did, Σ did², Σ did·entries, Σ entries².

    `cut` are the periods of entry (none: one for all); `groups` the breakdown's values in
    order, the index after them standing for every other value and the next for none.
    """
    window = micros(question.within)
    overlap = question.of.may_overlap(question.did)
    later = " AND (d.t > e.t OR d.seq > e.seq)" if overlap else ""
    followed = writer.events("seq", where=writer.rule(question.did))
    period = period_index("e.t", cut)
    group = group_index(writer, groups) if question.by else "0"
    tables = entries(
        writer, question.of, question.scope, every=question.entry == "every", by=question.by
    )
    text = f"""WITH {", ".join(tables)},
deed AS ({followed}),
followed AS (
  SELECT DISTINCT e.actor, e.t, e.seq FROM entry e JOIN deed d
  ON d.actor = e.actor AND d.t >= e.t AND d.t <= e.t + {window}{later}),
judged AS (
  SELECT e.actor, {period} AS period, {group} AS grouped,
    CASE WHEN e.t + {window} <= {writer.as_of} THEN 1 ELSE 0 END AS mature,
    CASE WHEN f.actor IS NULL THEN 0 ELSE 1 END AS did
  FROM entry e LEFT JOIN followed f ON f.actor = e.actor AND f.t = e.t AND f.seq = e.seq),
per_actor AS (
  SELECT actor, period, grouped, mature, COUNT(*) AS n, SUM(did) AS k
  FROM judged GROUP BY actor, period, grouped, mature)
SELECT period, grouped, mature, COUNT(*) AS actors, SUM(n) AS entries, SUM(k) AS did,
  SUM(k * k) AS did_did, SUM(k * n) AS did_entries, SUM(n * n) AS entries_entries
FROM per_actor GROUP BY period, grouped, mature ORDER BY period, grouped, mature"""
    return writer.query(text)

