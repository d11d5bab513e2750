"""pm4py: process mining on a pandas frame; it answers the map only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pm4py

from bench.tasks import Result


class Subject:
    """Formats the frame before timing, as its users do."""

    def __init__(self, events: Path, staged: Path) -> None:
        del staged
        frame = pd.read_parquet(events)
        frame["event"] = frame["event"].astype(str)
        self.log = pm4py.format_dataframe(
            frame, case_id="user_id", activity_key="event", timestamp_key="timestamp"
        )

    def map(self) -> Result:
        """Directly-follows graph with its counts (medians would be a second call)."""
        found, _, _ = pm4py.discover_dfg(self.log)
        return {f"{x}>{y}": int(n) for (x, y), n in found.items()}
