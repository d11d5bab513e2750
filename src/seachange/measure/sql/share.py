"""A share in SQL: entries, those of them that were followed, and the two counted."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.measure.periods import Period
from seachange.measure.questions.breakdown import Breakdown
from seachange.measure.questions.share import Share
from seachange.measure.sql.entries import entries
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import Query, Writer, period_index


def query(
    question: Share,
    writer: Writer,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query whose rows are sums over actors, one row for each group of entries:

    period, group, mature (1/0), actors, entries, did, Σ did², Σ did·entries, Σ entries².

    `cut` are the periods of entry (none: one for all); `groups` the breakdown's values in
    order, the index after them standing for every other value and the next for none (None:
    not broken down, whatever the question's `by`).
    """
    period = period_index("e.t", cut)
    group = group_index(writer, groups)
    mature = f"CASE WHEN e.t + {micros(question.within)} <= {writer.as_of} THEN 1 ELSE 0 END"
    sides = f"{period} AS period, {group} AS grouped, {mature} AS mature"
    write = _of_every if question.entry == "every" else _of_first
    by = question.by if groups is not None else None
    return writer.query(write(question, writer, sides=sides, by=by))


def _of_first(question: Share, writer: Writer, *, sides: str, by: Breakdown | None) -> str:
    """Entries and those followed are counted side by side: a join of the two costs a fifth more."""
    window, overlap = micros(question.within), question.of.may_overlap(question.did)
    later = " AND (d.t > e.t OR d.seq > e.seq)" if overlap else ""
    deeds = writer.events(*(["seq"] if overlap else []), where=writer.rule(question.did))
    tables = entries(writer, question.of, question.scope, by=by, arrival=overlap)
    value = ", MIN(e.value) AS value" if by else ""
    return f"""WITH {", ".join(tables)},
deed AS ({deeds}),
followed AS (
  SELECT e.actor AS actor, MIN(e.t) AS t{value} FROM entry e JOIN deed d
  ON d.actor = e.actor AND d.t >= e.t AND d.t <= e.t + {window}{later} GROUP BY e.actor),
judged AS (
  SELECT {sides}, 1 AS entered, 0 AS did FROM entry e UNION ALL
  SELECT {sides}, 0, 1 FROM followed e),
counted AS (
  SELECT period, grouped, mature, SUM(entered) AS n, SUM(did) AS k
  FROM judged GROUP BY period, grouped, mature)
SELECT period, grouped, mature, n AS actors, n AS entries, k AS done,
  k AS did_did, k AS did_entries, n AS entries_entries
FROM counted ORDER BY period, grouped, mature"""


def _of_every(question: Share, writer: Writer, *, sides: str, by: Breakdown | None) -> str:
    """The next deed after each entry is a running minimum over both, from the last row back.

    One sort; joining every entry with every deed of its actor would take their product.
    Where one event can match both rules it stands there twice, and its deed is put past
    its entry, out of sight; else all deeds of the entry's instant are put in sight.
    """
    window, overlap = micros(question.within), question.of.may_overlap(question.did)
    order = "t DESC, seq DESC, doing" if overlap else "t DESC, doing DESC"
    deeds = writer.events("seq", where=writer.rule(question.did))
    tables = entries(writer, question.of, question.scope, every=True, by=by)
    value, none = (", value", ", CAST(NULL AS VARCHAR)") if by else ("", "")
    return f"""WITH {", ".join(tables)},
deed AS ({deeds}),
mark AS (
  SELECT actor, t, seq, 0 AS doing{value} FROM entry UNION ALL
  SELECT actor, t, seq, 1{none} FROM deed),
sighted AS (
  SELECT actor, t, doing{value}, MIN(CASE WHEN doing = 1 THEN t END) OVER (
    PARTITION BY actor ORDER BY {order}
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS following
  FROM mark),
judged AS (
  SELECT e.actor, {sides}, CASE WHEN e.following <= e.t + {window} THEN 1 ELSE 0 END AS did
  FROM sighted e WHERE e.doing = 0),
per_actor AS (
  SELECT actor, period, grouped, mature, COUNT(*) AS n, SUM(did) AS k
  FROM judged GROUP BY actor, period, grouped, mature)
SELECT period, grouped, mature, COUNT(*) AS actors, SUM(n) AS entries, SUM(k) AS done,
  SUM(CAST(k AS INT128) * k) AS did_did, SUM(CAST(k AS INT128) * n) AS did_entries,
  SUM(CAST(n AS INT128) * n) AS entries_entries
FROM per_actor GROUP BY period, grouped, mature ORDER BY period, grouped, mature"""
