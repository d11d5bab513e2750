"""ClickHouse in this process (chdb): a sorted MergeTree table and its own functions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chdb.session import Session

from bench.tasks import FUNNEL_WINDOW, SHARE_WINDOW, SPELLS, START, STEPS, WEEK, Result


class Subject:
    """Loads the log once, sorted by person and time, as a ClickHouse user would."""

    def __init__(self, events: Path, staged: Path) -> None:
        del staged
        self.session = Session()
        self._run("CREATE DATABASE bench")
        self._run(
            "CREATE TABLE bench.log (actor UInt32, t UInt64, id UInt64, "
            "name LowCardinality(String)) ENGINE = MergeTree ORDER BY (actor, t, id)"
        )
        self._run(
            f"""INSERT INTO bench.log
            SELECT dense_rank() OVER (ORDER BY user_id), toUnixTimestamp64Micro(timestamp),
              assumeNotNull(id), assumeNotNull(event)
            FROM (SELECT assumeNotNull(user_id) AS user_id, assumeNotNull(timestamp) AS timestamp,
              id, event FROM file('{events}', Parquet))"""
        )
        self._run("OPTIMIZE TABLE bench.log FINAL")
        self.end = int(self._rows("SELECT max(t) FROM bench.log")[0][0])

    def _run(self, text: str) -> str:
        reads = text.lstrip().startswith(("SELECT", "WITH"))
        asked = f"{text} SETTINGS max_threads = 2" if reads else text
        return str(self.session.query(asked, "JSONCompactEachRow"))

    def _rows(self, text: str) -> list[list[Any]]:
        return [json.loads(line) for line in self._run(text).splitlines() if line]

    def share(self) -> Result:
        """Arrays of deeds for each person, searched."""
        rows = self._rows(
            f"""SELECT count(),
              countIf(arrayExists(d -> d >= t0 AND d <= t0 + {SHARE_WINDOW}, deeds))
            FROM (SELECT minIf(t, name = 'visit') AS t0,
              groupArrayIf(t, name = 'activate') AS deeds,
              countIf(name = 'visit') AS visits
              FROM bench.log WHERE name IN ('visit', 'activate') GROUP BY actor)
            WHERE visits > 0 AND t0 + {SHARE_WINDOW} <= {self.end}"""
        )
        return [int(n) for n in rows[0]]

    def funnel(self) -> Result:
        """windowFunnel: the best chain from any visit, without times."""
        steps = ", ".join(f"name = '{step}'" for step in STEPS)
        names = ", ".join(f"'{step}'" for step in STEPS)
        rows = self._rows(
            f"""SELECT level, count() FROM (
              SELECT windowFunnel({FUNNEL_WINDOW})(t, {steps}) AS level
              FROM bench.log WHERE name IN ({names}) GROUP BY actor) GROUP BY level"""
        )
        levels = {int(level): int(n) for level, n in rows}
        return [sum(n for level, n in levels.items() if level >= k) for k in (1, 2, 3, 4)]

    def map(self) -> Result:
        """leadInFrame over each person, exact medians."""
        rows = self._rows(
            """SELECT x, y, count(), quantileExactInclusive(0.5)(d) FROM (
              SELECT name AS x, leadInFrame(name) OVER w AS y,
                toInt64(leadInFrame(t) OVER w) - toInt64(t) AS d,
                row_number() OVER w AS nth, count() OVER (PARTITION BY actor) AS all
              FROM bench.log WINDOW w AS (PARTITION BY actor ORDER BY t, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
            WHERE nth < all GROUP BY x, y"""
        )
        return {f"{x}>{y}": int(n) for x, y, n, _ in rows}

    def retention(self) -> Result:
        """Distinct spells for each person."""
        rows = self._rows(
            f"""SELECT week, spell, count() FROM (
              SELECT DISTINCT actor, intDiv(t0 - {START}, {WEEK}) AS week,
                intDiv(t - t0, {WEEK}) AS spell
              FROM bench.log INNER JOIN (
                SELECT actor, min(t) AS t0 FROM bench.log GROUP BY actor) AS first USING (actor))
            WHERE spell < {SPELLS} GROUP BY week, spell"""
        )
        return {f"{week}/{spell}": int(n) for week, spell, n in rows}
