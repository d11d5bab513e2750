"""DuckDB by hand: the fastest SQL we know for each task, on Seachange's staged layout."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.tasks import DAY, FUNNEL_WINDOW, SHARE_WINDOW, SPELLS, START, STEPS, WEEK, Result


class Subject:
    """Reads the staged DuckDB file that Seachange itself reads, and nothing else."""

    def __init__(self, events: Path, staged: Path) -> None:
        del events
        self.run = duckdb.connect(str(staged), read_only=True).execute
        self.run("SET threads = 2")
        codes = dict(self.run("SELECT name, code FROM seachange_names").fetchall())
        self.names = {code: name for name, code in codes.items()}
        self.code = [codes[step] for step in STEPS]
        (self.end,) = self.run("SELECT MAX(t) FROM seachange_events").fetchone() or (0,)
        bounds = self.run("SELECT MAX(actor) + 1 FROM seachange_events").fetchone() or (0,)
        self.people = bounds[0]

    def share(self) -> Result:
        """An ASOF join from each first visit to the next activation."""
        row = self.run(
            f"""WITH entry AS (
              SELECT actor, MIN(t) AS t FROM seachange_events WHERE name = {self.code[0]}
              GROUP BY actor),
            judged AS (
              SELECT COALESCE(d.t <= e.t + {SHARE_WINDOW}, FALSE) AS did
              FROM entry e ASOF LEFT JOIN (
                SELECT actor, t FROM seachange_events WHERE name = {self.code[2]}) d
              ON d.actor = e.actor AND d.t >= e.t
              WHERE e.t + {SHARE_WINDOW} <= {self.end})
            SELECT COUNT(*), COUNT(*) FILTER (did) FROM judged"""
        ).fetchone()
        return [int(n) for n in row or ()]

    def funnel(self) -> Result:
        """A chain of inner joins from the FIRST visit only (fewer conversions than any visit)."""
        tables = [
            f"r1 AS MATERIALIZED (SELECT actor, MIN(t) AS t1 FROM seachange_events "
            f"WHERE name = {self.code[0]} GROUP BY actor)"
        ]
        picks = ["SELECT 1 AS k, COUNT(*) AS n, 0 AS s, 0 AS m FROM r1"]
        for k in (2, 3, 4):
            kept = ", ".join(f"ANY_VALUE(t{i}) AS t{i}" for i in range(1, k))
            tables.append(
                f"r{k} AS MATERIALIZED (SELECT r.actor, {kept}, MIN(e.t) AS t{k} FROM (SELECT "
                f"actor, t FROM seachange_events WHERE name = {self.code[k - 1]}) e "
                f"JOIN r{k - 1} r "
                f"ON e.actor = r.actor AND e.t >= r.t{k - 1} AND e.t <= r.t1 + {FUNNEL_WINDOW} "
                "GROUP BY r.actor)"
            )
            picks.append(
                f"SELECT {k}, COUNT(*), SUM(t{k} - t{k - 1}), MEDIAN(t{k} - t{k - 1}) FROM r{k}"
            )
        rows = self.run(f"WITH {', '.join(tables)} {' UNION ALL '.join(picks)} ORDER BY 1")
        return [int(row[1]) for row in rows.fetchall()]

    def map(self) -> Result:
        """A streaming LEAD over the sorted table, in two actor ranges so that both cores work.

        Starts and ends are counted too (rows in which the next event is another person's),
        as a map has them; people, cases and places are not.
        """
        half = self.people // 2
        branch = (
            "SELECT actor AS a, LEAD(actor) OVER () AS b, name AS x, LEAD(name) OVER () AS y, "
            "LEAD(t) OVER () - t AS d FROM seachange_events WHERE actor {} {}"
        )
        rows = self.run(
            f"""WITH pairs AS ({branch.format("<", half)} UNION ALL {branch.format(">=", half)})
            SELECT a = b, x, y, COUNT(*), MEDIAN(CASE WHEN a = b THEN d END) FROM pairs
            GROUP BY ALL"""
        ).fetchall()
        return {f"{self.names[x]}>{self.names[y]}": n for same, x, y, n, _ in rows if same}

    def retention(self) -> Result:
        """One bit a spell, or-ed for each person, then counted by mask."""
        rows = self.run(
            f"""WITH first AS (SELECT actor, MIN(t) AS t0 FROM seachange_events GROUP BY actor),
            masks AS (
              SELECT ANY_VALUE((f.t0 - {START}) // {WEEK}) AS week,
                BIT_OR(1::BIGINT << ((e.t - f.t0) // {7 * DAY})::INT) AS mask
              FROM seachange_events e JOIN first f USING (actor) GROUP BY e.actor),
            counted AS (SELECT week, mask, COUNT(*) AS n FROM masks GROUP BY week, mask)
            SELECT week, k, SUM(n)::BIGINT FROM counted, RANGE({SPELLS}) s(k)
            WHERE (mask >> k::INT) & 1 = 1 GROUP BY week, k"""
        ).fetchall()
        return {f"{week}/{spell}": n for week, spell, n in rows}
