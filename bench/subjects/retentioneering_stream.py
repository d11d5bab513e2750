"""retentioneering: an event stream in memory; it answers the map and an unwindowed funnel."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from bench.tasks import STEPS, Result

os.environ["RETENTIONEERING_NO_TRACK"] = "1"


class Subject:
    """Builds the stream before timing; its funnel knows no window, so it finds more people."""

    def __init__(self, events: Path, staged: Path) -> None:
        del staged
        import retentioneering

        frame = pd.read_parquet(events, columns=["user_id", "timestamp", "event"])
        frame["event"] = frame["event"].astype(str)
        frame["timestamp"] = frame["timestamp"].dt.tz_localize(None)
        self.stream = retentioneering.Eventstream(frame)

    def funnel(self) -> Result:
        """Steps in order at any distance in time."""
        found = self.stream.funnel_data(list(STEPS))
        return [int(step["unique_paths"]) for step in found["steps"]]

    def map(self) -> Result:
        """Transition counts."""
        from retentioneering.tools.transition_matrix import TransitionMatrix

        counted = TransitionMatrix(self.stream).fit("count")
        return {
            f"{x}>{y}": int(counted.loc[x, y])
            for x in counted.index
            for y in counted.columns
            if counted.loc[x, y] and not {x, y} & {"path_start", "path_end"}
        }
