"""Polars: lazy frames in memory, sorted, with whole numbers for people and names."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bench.tasks import FUNNEL_WINDOW, SHARE_WINDOW, SPELLS, START, STEPS, WEEK, Result


class Subject:
    """Keeps the log in memory; the funnel is first-touch, as its expressions allow."""

    def __init__(self, events: Path, staged: Path) -> None:
        del staged
        self.log = (
            pl.scan_parquet(events)
            .select(
                pl.col("user_id").cast(pl.Categorical).to_physical().alias("actor"),
                pl.col("timestamp").dt.epoch("us").alias("t"),
                pl.col("event").cast(pl.Categorical).alias("name"),
                pl.col("id"),
            )
            .sort("actor", "t", "id")
            .collect()
            .lazy()
        )
        self.end = int(self.log.select(pl.col("t").max()).collect().item())

    def _of(self, step: str) -> pl.LazyFrame:
        return self.log.filter(pl.col("name") == step).select("actor", "t")

    def share(self) -> Result:
        """Group, then join each entry with the deeds of the same person."""
        entry = self._of("visit").group_by("actor").agg(pl.col("t").min().alias("t0"))
        entry = entry.filter(pl.col("t0") + SHARE_WINDOW <= self.end)
        deeds = self._of("activate").join(entry, on="actor")
        late = pl.col("t").is_between(pl.col("t0"), pl.col("t0") + SHARE_WINDOW)
        did = deeds.filter(late).select(pl.col("actor").n_unique())
        people = entry.select(pl.len())
        found = pl.collect_all([people, did])
        return [int(frame.item()) for frame in found]

    def funnel(self) -> Result:
        """A chain of joins from the first visit."""
        reached = self._of("visit").group_by("actor").agg(pl.col("t").min().alias("t1"))
        reached = reached.with_columns(pl.col("t1").alias("last"))
        levels = [reached]
        for step in STEPS[1:]:
            after = self._of(step).join(levels[-1], on="actor")
            inside = (pl.col("t") >= pl.col("last")) & (pl.col("t") <= pl.col("t1") + FUNNEL_WINDOW)
            level = after.filter(inside).group_by("actor")
            levels.append(level.agg(pl.col("t1").first(), pl.col("t").min().alias("last")))
        return [int(f.item()) for f in pl.collect_all([lv.select(pl.len()) for lv in levels])]

    def map(self) -> Result:
        """Shift the sorted log by one and keep pairs of the same person."""
        pairs = self.log.select(
            pl.col("actor") == pl.col("actor").shift(-1),
            x=pl.col("name"),
            y=pl.col("name").shift(-1),
            d=pl.col("t").shift(-1) - pl.col("t"),
        ).filter(pl.col("actor"))
        rows = pairs.group_by("x", "y").agg(pl.len(), pl.col("d").median()).collect().rows()
        return {f"{x}>{y}": n for x, y, n, _ in rows}

    def retention(self) -> Result:
        """Distinct spells of each person, counted by the week of the first event."""
        first = self.log.group_by("actor").agg(pl.col("t").min().alias("t0"))
        spells = (
            self.log.join(first, on="actor")
            .select(
                "actor",
                week=(pl.col("t0") - START) // WEEK,
                spell=(pl.col("t") - pl.col("t0")) // WEEK,
            )
            .filter(pl.col("spell") < SPELLS)
            .unique()
            .group_by("week", "spell")
            .len()
        )
        return {f"{week}/{spell}": n for week, spell, n in spells.collect().rows()}
