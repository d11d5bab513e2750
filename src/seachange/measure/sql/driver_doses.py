"""How often in SQL: rows by how many times a finding had been done by a landmark."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.driver_counts import BUCKETS, Cuts, Strata
from seachange.measure.sql.drivers import (
    BUSY,
    DONE,
    ROW,
    among,
    bin_of,
    borders_of,
    lately_number,
    number_at,
    stratum_of,
)
from seachange.measure.sql.query import Query

MOST = 8
"""Having done it more often than this is counted as so often."""


def everybody(marks: Sequence[int]) -> Query:
    """Return a query for (j, searching, stratum, crude, rows, successes) of all rows.

    `marks` are intervals from 1; `searching` is 1 for one half of the actors.
    """
    return Query(f"""SELECT j, {_half("bucket")} AS searching, stratum, crude, COUNT(*) AS n,
  CAST(SUM(y) AS BIGINT) AS successes
FROM {ROW} WHERE {among("j", marks)} GROUP BY j, {_half("bucket")}, stratum, crude""")


def removed(ids: Sequence[int], marks: Sequence[int]) -> Query:
    """Return a query for (id, j, searching, stratum, crude, rows, successes) of rows by
    whose landmark a behaviour had been done, in the strata they lie in with it.
    """
    return Query(f"""SELECT m.id AS id, m.j AS j, {_half("a.bucket")} AS searching,
  a.stratum AS stratum, a.crude AS crude, COUNT(*) AS n, CAST(SUM(a.y) AS BIGINT) AS successes
FROM ({_mine(ids, marks)}) m JOIN {ROW} a ON a.entry = m.entry AND a.j = m.j
GROUP BY m.id, m.j, {_half("a.bucket")}, a.stratum, a.crude""")


def doses(ids: Sequence[int], marks: Sequence[int], cuts: Cuts, strata: Strata) -> Query:
    """Return a query for (id, j, searching, stratum, crude, times, rows, successes).

    Of rows by whose landmark a behaviour had been done `times` times; they lie in the
    strata they would lie in without it, and are left out where nothing else was done.
    """
    so_far = number_at(bin_of("m.so_far", cuts.so_far), strata.so_far)
    without = number_at(bin_of("m.so_far - m.earlier", cuts.so_far), strata.so_far)
    lately = lately_number("m.others", cuts, strata)
    return Query(f"""SELECT id, j, searching, stratum, crude, times, COUNT(*) AS n,
  CAST(SUM(y) AS BIGINT) AS successes
FROM (
  SELECT s.id AS id, s.j AS j, s.searching AS searching, s.crude AS crude, s.times AS times,
    s.y AS y, {stratum_of(strata)} AS stratum
  FROM (
    SELECT m.id AS id, m.j AS j, m.searching AS searching, m.crude AS crude, m.y AS y,
      CASE WHEN m.earlier + m.lately < {MOST} THEN m.earlier + m.lately ELSE {MOST} END AS times,
      m.base - {so_far} + {without} + {lately} AS score
    FROM (
      SELECT d.id AS id, d.j AS j, {_half("a.bucket")} AS searching, a.crude AS crude,
        a.y AS y, a.base AS base, b.so_far AS so_far, d.earlier AS earlier, d.lately AS lately,
        a.n - d.lately AS others
      FROM ({_mine(ids, marks)}) d
      JOIN {ROW} a ON a.entry = d.entry AND a.j = d.j
      JOIN {BUSY} b ON b.entry = d.entry AND b.j = d.j) m
    WHERE m.others > 0) s
  JOIN ({borders_of(strata)}) k ON k.j = s.j) parted
GROUP BY id, j, searching, stratum, crude, times""")


def _mine(ids: Sequence[int], marks: Sequence[int]) -> str:
    """Return a SELECT of how often entries had done behaviours by landmarks: entry, id, j,
    earlier (before the interval), lately (in it).
    """
    listed = " UNION ALL ".join(f"SELECT {mark} AS j" for mark in marks)
    return f"""SELECT d.entry AS entry, d.id AS id, g.j AS j,
    CAST(SUM(CASE WHEN d.j < g.j THEN d.c ELSE 0 END) AS BIGINT) AS earlier,
    CAST(SUM(CASE WHEN d.j = g.j THEN d.c ELSE 0 END) AS BIGINT) AS lately
  FROM (SELECT entry, j, id, c FROM {DONE} WHERE j > 0 AND {among("id", ids)}) d
  JOIN ({listed}) g ON d.j <= g.j
  GROUP BY d.entry, d.id, g.j"""


def _half(bucket: str) -> str:
    return f"CASE WHEN {bucket} < {BUCKETS // 2} THEN 1 ELSE 0 END"
