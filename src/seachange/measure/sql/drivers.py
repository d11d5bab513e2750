"""Drivers in SQL: one pass over the events after the entries, then counts of what was kept."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.measure.driver_counts import BUCKETS, Cuts, Grid, Strata
from seachange.measure.questions.drivers import Drivers
from seachange.measure.sql.driver_entries import ENTRY, ladder, span_of, spanned
from seachange.measure.sql.query import Query, Writer

DONE = "seachange_drivers_done"
BUSY = "seachange_drivers_busy"
ROW = "seachange_drivers_row"
BEGAN = "seachange_drivers_began"
HISTORY = -1
FIRST = 2**32
ALIAS = 1_000_000
_TOTALS = ", CAST(SUM(given) AS BIGINT) AS total, CAST(SUM(given * given) AS BIGINT) AS squares"


def done(question: Drivers, writer: Writer, grid: Grid) -> Query:
    """Return the one pass over the events: what each entry did, by interval and name.

    entry, j (interval from 1; 0 is before the entry, names put together), id (the name, or
    a step as a negative number), c (events), r (bin of recency of the latest, 0 the most
    recent), soon (1: success came within the gap after one), near (events within a second
    of the entry or of success). Nothing from success on, and nothing of the entry's instant.
    """
    steps = " ".join(
        f"WHEN {writer.rule(rule)} THEN {_step(number)}" for number, rule in question.steps.items()
    )
    name = f"CASE {steps} ELSE name END" if steps else "name"
    back, last = micros(question.looked_back), grid.landmarks[-1]
    source, joined, extra = ENTRY, "n.actor = e.actor", f"{name} AS id"
    if question.entry == "every":
        source = spanned(ENTRY, begins=f"t - {back}", size=back + last)
        joined, extra = (
            f"{joined} AND n.span = e.span",
            f"{extra}, {span_of('t', back + last)} AS span",
        )
    events = writer.events(where=f"NOT {writer.rule(question.ends)}", extra=extra)
    since = "e.t - n.t"
    place = f"CASE WHEN {since} < 0 THEN 0 ELSE 4 + {ladder(since, grid.places)} END"
    return writer.query(f"""SELECT entry, place // 4 AS j, id, COUNT(*) AS c,
  3 - MAX(place) % 4 AS r, MAX(soon) AS soon, CAST(SUM(near) AS BIGINT) AS near
FROM (
  SELECT n.entry AS entry, {place} AS place,
    CASE WHEN {since} < 0 THEN {HISTORY} ELSE e.id END AS id,
    CASE WHEN n.ends - e.t <= {grid.gap} THEN 1 ELSE 0 END AS soon,
    CASE WHEN {since} BETWEEN 0 AND {ALIAS} OR n.ends - e.t <= {ALIAS} THEN 1 ELSE 0 END AS near
  FROM ({events}) e JOIN {source} n ON {joined}
  WHERE e.t >= n.t - {back} AND e.t <= n.t + {last}
    AND e.t < n.ends AND e.t <> n.t) seen
GROUP BY entry, place // 4, id""")


def busy(question: Drivers) -> Query:
    """Return the rows: an entry on the way at the end of an interval in which it was alive.

    entry, j, n (events in it), so_far (before it), before (the entry), progress (how many
    of the steps on the way were reached, the furthest counting), r1 (recency of the latest
    event), total (all events of the entry), final (1: its last row).
    """
    reached = " ".join(
        f"WHEN {_step(number)} THEN {place}" for place, number in enumerate(question.between, 1)
    )
    progress = f"MAX(CASE id {reached} ELSE 0 END)" if reached else "0"
    return Query(f"""WITH lively AS (
  SELECT entry, j, CAST(SUM(c) AS BIGINT) AS n, MIN(r) AS r1, {progress} AS here
  FROM {DONE} WHERE j > 0 GROUP BY entry, j),
at_risk AS (
  SELECT a.entry AS entry, a.j AS j, a.n AS n, a.r1 AS r1,
    MAX(a.here) OVER (PARTITION BY a.entry ORDER BY a.j
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS progress,
    CAST(SUM(a.n) OVER (PARTITION BY a.entry ORDER BY a.j
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS by_now,
    CAST(SUM(a.n) OVER (PARTITION BY a.entry) AS BIGINT) AS after,
    MAX(a.j) OVER (PARTITION BY a.entry) AS latest
  FROM lively a JOIN {ENTRY} n ON n.entry = a.entry WHERE a.j <= n.open_)
SELECT a.entry AS entry, a.j AS j, a.n AS n, a.by_now - a.n AS so_far, a.progress AS progress,
  CAST(COALESCE(h.c, 0) AS BIGINT) AS before, a.r1 AS r1,
  a.after + CAST(COALESCE(h.c, 0) AS BIGINT) AS total,
  CASE WHEN a.j = a.latest THEN 1 ELSE 0 END AS final
FROM at_risk a LEFT JOIN (SELECT entry, c FROM {DONE} WHERE j = 0) h ON h.entry = a.entry""")


def _step(number: int) -> int:
    """Return the number under which a step of the journey stands among the names."""
    return -1 - number


def totals() -> Query:
    """Return a query for (events, entries): how busy entries are altogether."""
    return Query(
        f"SELECT total, COUNT(*) AS entries FROM {BUSY} WHERE final = 1 "
        "GROUP BY total ORDER BY total"
    )


def spreads(*, busiest: int) -> Query:
    """Return a query for (which, value, rows): before (0), so far (1), and lately (2)."""
    parts = [
        f"SELECT {which} AS which, {column} AS held, COUNT(*) AS many FROM {BUSY} "
        f"WHERE total <= {busiest} GROUP BY {column}"
        for which, column in enumerate(("before", "so_far", "n"))
    ]
    return Query(
        f"SELECT which, held, many FROM ({' UNION ALL '.join(parts)}) spread ORDER BY which, held"
    )


def cells(cuts: Cuts, *, busiest: int, scored: bool = False) -> Query:
    """Return a query for the rows counted by all that makes people alike:

    interval, before, so far, lately, progress, segment, cohort, recency, rows, successes,
    and the sum of scores where there are any.
    """
    total = ", CAST(SUM(given) AS BIGINT) AS total" if scored else ""
    return Query(f"""SELECT j, pb, ps, pn, progress, segment, cohort, r1, COUNT(*) AS n,
  CAST(SUM(y) AS BIGINT) AS successes{total}
FROM (
  SELECT b.j AS j, {bin_of("b.before", cuts.before)} AS pb, {bin_of("b.so_far", cuts.so_far)} AS ps,
    {bin_of("b.n", cuts.lately)} AS pn, b.progress AS progress, e.segment AS segment,
    e.cohort AS cohort, b.r1 AS r1, e.y AS y{_given("e", scored=scored)}
  FROM {BUSY} b JOIN {ENTRY} e ON e.entry = b.entry WHERE b.total <= {busiest}) binned
GROUP BY j, pb, ps, pn, progress, segment, cohort, r1""")


def row(cuts: Cuts, strata: Strata, *, busiest: int, cohorts: int, scored: bool = False) -> Query:
    """Return the rows with their stratum: entry, j, n, y, bucket, final, `base` (their
    score but for what a behaviour changes), stratum, crude.
    """
    segments = len(strata.segment)
    parts = [
        number_at("b.j - 1", strata.interval),
        number_at(bin_of("b.before", cuts.before), strata.before),
        number_at(bin_of("b.so_far", cuts.so_far), strata.so_far),
        number_at("b.progress", strata.progress),
        number_at("e.segment", strata.segment),
        number_at("e.cohort", strata.cohort),
        number_at("b.r1", strata.recency),
    ]
    return Query(f"""WITH based AS (
  SELECT b.entry AS entry, b.j AS j, b.n AS n, b.final AS final,
    e.y AS y{_given("e", scored=scored)}, e.bucket AS bucket,
    {" + ".join(parts)} AS base, {lately_number("b.n", cuts, strata)} AS own,
    ((b.j - 1) * {segments} + e.segment) * {cohorts} + e.cohort AS crude
  FROM {BUSY} b JOIN {ENTRY} e ON e.entry = b.entry WHERE b.total <= {busiest}),
scored AS (SELECT based.*, base + own AS score FROM based)
SELECT s.entry AS entry, s.j AS j, s.n AS n, s.final AS final,
  s.y AS y{_given("s", scored=scored)}, s.bucket AS bucket, s.base AS base, s.crude AS crude,
  {stratum_of(strata)} AS stratum
FROM scored s JOIN ({borders_of(strata)}) k ON k.j = s.j""")


def began() -> Query:
    """Return when each entry began each behaviour: entry, id, packed (interval, events in
    it), soon (1: success came at once after one), events (how many in all), near
    (how many of them within a second of the entry or of success).
    """
    return Query(f"""SELECT entry, id,
  MIN(j * {FIRST} + CASE WHEN c < 1000000 THEN c ELSE 1000000 END) AS first_,
  MAX(soon) AS soon, CAST(SUM(c) AS BIGINT) AS events,
  CAST(SUM(near) AS BIGINT) AS near
FROM {DONE} WHERE j > 0 AND id >= 0 GROUP BY entry, id""")


def traces(landmarks: int) -> Query:
    """Return a query for (id, entries that did it, of them those that succeeded at once
    after it, those that succeeded before the last landmark was over, its events, and
    those of them within a second of the entry or of success).
    """
    return Query(f"""SELECT b.id AS id, COUNT(*) AS entries, CAST(SUM(b.soon) AS BIGINT) AS soon,
  CAST(SUM(CASE WHEN e.open_ < {landmarks} THEN 1 ELSE 0 END) AS BIGINT) AS quick,
  CAST(SUM(b.events) AS BIGINT) AS events, CAST(SUM(b.near) AS BIGINT) AS near
FROM {BEGAN} b JOIN {ENTRY} e ON e.entry = b.entry GROUP BY b.id""")


def everybody(*, scored: bool = False) -> Query:
    """Return a query for (what, cell, rows, successes, entries) of all rows.

    `what` is 0 by stratum and bucket (cell = stratum · buckets + bucket), 1 by crude cell.
    Where there are scores, their sum and that of their squares follow, here and below.
    """
    found = f"SELECT stratum, bucket, crude, y, final{', given' if scored else ''} FROM {ROW}"
    return Query(_counted(found, groups="", scored=scored))


def exposed(
    ids: Sequence[int], cuts: Cuts, strata: Strata, *, of: str = BEGAN, scored: bool = False
) -> Query:
    """Return a query for (id, what, cell, rows, successes, entries) of those who began it.

    They are put into the stratum they would be in without it: its own events are taken
    from those of the interval. Recency stays: of both arms it is the latest event of any
    kind that shows for how long somebody was still there. `of` is the table that says
    when each was begun.
    """
    rows = began_rows(ids, cuts, strata, of=of, scored=scored)
    return Query(_counted(rows, groups="id, ", scored=scored))


def began_rows(
    ids: Sequence[int], cuts: Cuts, strata: Strata, *, of: str = BEGAN, scored: bool = False
) -> str:
    """Return a SELECT of the rows in which these behaviours were begun: id, entry, j, y,
    bucket, crude, final, and the stratum that the entry would be in without it.
    """
    others = f"a.n - b.first_ % {FIRST}"
    return f"""SELECT s.id AS id, s.entry AS entry, s.j AS j, s.y AS y{_given("s", scored=scored)},
    s.bucket AS bucket,
    s.crude AS crude, s.final AS final, {stratum_of(strata)} AS stratum
  FROM (
    SELECT alone.*, base + {lately_number("others", cuts, strata)} AS score FROM (
      SELECT b.id AS id, a.entry AS entry, a.j AS j, a.y AS y{_given("a", scored=scored)},
        a.bucket AS bucket,
        a.crude AS crude, a.final AS final, a.base AS base, {others} AS others
      FROM {of} b JOIN {ROW} a ON a.entry = b.entry AND a.j = b.first_ // {FIRST}
      WHERE {among("b.id", ids)}) alone
    WHERE others > 0) s
  JOIN ({borders_of(strata)}) k ON k.j = s.j"""


def removed(ids: Sequence[int], *, of: str = BEGAN, scored: bool = False) -> Query:
    """Return a query for (id, what, cell, rows, successes, entries) of rows that are no
    controls: those by whose landmark it had been done.
    """
    rows = removed_rows(ids, of=of, scored=scored)
    return Query(_counted(rows, groups="id, ", scored=scored))


def by_segment(found: str, *, segments: int, cohorts: int) -> Query:
    """Return a query for ([id,] segment, stratum, rows, successes) of rows found, or of all."""
    groups = "id, " if found else ""
    source = f"({found}) found" if found else ROW
    segment = f"crude // {cohorts} % {segments}"
    return Query(f"""SELECT {groups}{segment} AS segment, stratum, COUNT(*) AS n,
  CAST(SUM(y) AS BIGINT) AS successes
FROM {source} GROUP BY {groups}{segment}, stratum""")


def removed_rows(ids: Sequence[int], *, of: str = BEGAN, scored: bool = False) -> str:
    """Return a SELECT of the rows by whose landmark these behaviours had been done."""
    return f"""SELECT b.id AS id, a.bucket AS bucket, a.crude AS crude,
    a.y AS y{_given("a", scored=scored)}, a.final AS final, a.stratum AS stratum
  FROM {of} b JOIN {ROW} a ON a.entry = b.entry AND a.j >= b.first_ // {FIRST}
  WHERE {among("b.id", ids)}"""


def _given(row: str, *, scored: bool) -> str:
    return f", {row}.given AS given" if scored else ""


def _counted(found: str, *, groups: str, scored: bool) -> str:
    """Count rows by stratum and bucket, and by crude cell."""
    sums = "COUNT(*) AS n, CAST(SUM(y) AS BIGINT) AS successes, CAST(SUM(final) AS BIGINT) AS ends"
    sums += _TOTALS if scored else ""
    return f"""WITH found AS ({found})
SELECT {groups}0 AS what, CAST(stratum * {BUCKETS} + bucket AS BIGINT) AS cell, {sums}
FROM found GROUP BY {groups}stratum * {BUCKETS} + bucket
UNION ALL
SELECT {groups}1 AS what, CAST(crude AS BIGINT) AS cell, {sums} FROM found GROUP BY {groups}crude"""


def among(column: str, ids: Sequence[int]) -> str:
    """Return whether a column holds one of these numbers."""
    return f"{column} IN ({', '.join(map(str, ids))})"


def bin_of(value: str, lowest: Sequence[int]) -> str:
    """Return the bin, from 0, of a value by the lowest values of the bins."""
    return ladder(value, [least - 1 for least in lowest[1:]])


def lately_number(value: str, cuts: Cuts, strata: Strata) -> str:
    """Return what so many events of an interval add to the score."""
    return number_at(bin_of(value, cuts.lately), strata.lately)


def number_at(index: str, numbers: Sequence[int]) -> str:
    """Return the number of that index, from 0."""
    if len(numbers) == 1:
        return f"CAST({numbers[0]} AS BIGINT)"
    cases = " ".join(f"WHEN {i} THEN {number}" for i, number in enumerate(numbers))
    return f"CAST(CASE {index} {cases} END AS BIGINT)"


def borders_of(strata: Strata) -> str:
    """Return a table with a row an interval: j, and the scores k1, k2 … of its borders."""
    selects = []
    for j, borders in enumerate(strata.borders, start=1):
        named = ", ".join(
            f"CAST({score} AS BIGINT) AS k{i}" for i, score in enumerate(borders, start=1)
        )
        selects.append(f"SELECT {j} AS j, {named}")
    return " UNION ALL ".join(selects)


def stratum_of(strata: Strata) -> str:
    """Return the stratum of `s.score` in interval `s.j`, beside its borders `k`."""
    above = " + ".join(
        f"CASE WHEN s.score >= k.k{i} THEN 1 ELSE 0 END" for i in range(1, strata.count)
    )
    return f"(s.j - 1) * {strata.count} + {above}"


def company(ids: Sequence[int]) -> Query:
    """Return a query for (mask, rows): which of these behaviours rows had done, together.

    A mask is the sum of 2^k over the k-th behaviour; rows that had done none are not there.
    """
    return Query(
        f"SELECT mask, COUNT(*) AS n FROM ({_masks(ids, BEGAN)}) held GROUP BY mask ORDER BY mask"
    )


def together(ids: Sequence[int], *, of: str = BEGAN, scored: bool = False) -> Query:
    """Return a query for (stratum, mask, rows, successes) of all rows."""
    sums = "COUNT(*) AS n, CAST(SUM(y) AS BIGINT) AS successes" + (_TOTALS if scored else "")
    return Query(f"""SELECT stratum, mask, {sums} FROM (
  SELECT a.stratum AS stratum, COALESCE(m.mask, 0) AS mask, a.y AS y{_given("a", scored=scored)}
  FROM {ROW} a LEFT JOIN ({_masks(ids, of)}) m ON m.entry = a.entry AND m.j = a.j) parted
GROUP BY stratum, mask""")


def began_together(
    ids: Sequence[int], cuts: Cuts, strata: Strata, *, of: str = BEGAN, scored: bool = False
) -> Query:
    """Return a query for (id, stratum, mask, rows, successes) of those who began one."""
    sums = "COUNT(*) AS n, CAST(SUM(y) AS BIGINT) AS successes" + (_TOTALS if scored else "")
    return Query(f"""SELECT id, stratum, mask, {sums}
FROM (
  SELECT x.id AS id, x.stratum AS stratum, m.mask AS mask, x.y AS y{_given("x", scored=scored)}
  FROM ({began_rows(ids, cuts, strata, of=of, scored=scored)}) x
  JOIN ({_masks(ids, of)}) m ON m.entry = x.entry AND m.j = x.j) parted
GROUP BY id, stratum, mask""")


def _masks(ids: Sequence[int], of: str) -> str:
    bits = " ".join(f"WHEN {name} THEN {2**k}" for k, name in enumerate(ids))
    return f"""SELECT a.entry AS entry, a.j AS j,
    CAST(SUM(CAST(CASE b.id {bits} END AS BIGINT)) AS BIGINT) AS mask
  FROM {of} b JOIN {ROW} a ON a.entry = b.entry AND a.j >= b.first_ // {FIRST}
  WHERE {among("b.id", ids)} GROUP BY a.entry, a.j"""
