"""`make bench ARGS=experiment`: ten million events, three variants, five metrics.

The promise is under 5 s and 2 GB for the answer of an opened log. A process of its own opens
the events (staged by the run that warms up, as anybody's are when first opened), asks, and
tells what that took by the clock and of the processor, and the most memory it ever held.
Writes its part of `bench/RESULTS.md`.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench import results
from bench.run import DATA, ROOT

TITLE = "An experiment, three variants and five metrics"
EVENTS, UNITS, ROUNDS = 10_000_000, 1_000_000, 5
DAY = 86_400_000_000
START = 1_767_571_200_000_000  # a Monday
VARIANTS = ("old", "new", "bold")
QUESTION: dict[str, Any] = {
    "kind": "experiment",
    "assigned": "seen",
    "variant": "page",
    "control": "old",
    "shares": dict.fromkeys(VARIANTS, 1),
    "metric": {"kind": "share", "did": "buy", "within": "7 days"},
    "secondary": [
        {"kind": "frequency", "did": "visit", "within": "7 days"},
        {"kind": "total", "did": "buy", "value": "price", "within": "7 days"},
        {"kind": "ratio", "did": "buy", "over": "visit", "within": "7 days"},
        {"kind": "duration", "did": "buy", "within": "7 days", "better": "less"},
    ],
    "plan": {"units": UNITS, "looks": "day"},
}


def generate(file: Path) -> None:
    """Write the events: each unit is seen once in 28 days, and then visits and buys."""
    draw = np.random.default_rng(20261122)
    seen = START + (draw.random(UNITS) * 28 * DAY).astype(np.int64)
    arm = draw.integers(0, len(VARIANTS), UNITS)
    who = np.concatenate([np.arange(UNITS), draw.integers(0, UNITS, EVENTS - UNITS)])
    later = (draw.exponential(4.0, EVENTS - UNITS) * DAY).astype(np.int64)
    when = np.concatenate([seen, seen[who[UNITS:]] + later])
    buys = draw.random(EVENTS - UNITS) < 0.03 + 0.002 * arm[who[UNITS:]]
    name = np.concatenate([np.zeros(UNITS, np.int8), np.where(buys, 2, 1).astype(np.int8)])
    page = np.concatenate([arm, np.full(EVENTS - UNITS, -1)])
    price = np.where(name == 2, np.round(draw.lognormal(3.0, 1.0, EVENTS), 2), np.nan)
    order = np.argsort(when, kind="stable")
    table = pa.table(
        {
            "actor": pa.array(who[order]).cast(pa.string()),
            "event": pa.array(np.array(("seen", "visit", "buy"))[name[order]]),
            "time": pa.array(when[order], pa.timestamp("us", tz="UTC")),
            "page": pa.array(
                np.array((*VARIANTS, ""))[page[order]], mask=page[order] < 0, type=pa.string()
            ),
            "price": pa.array(price[order], mask=np.isnan(price[order])),
        }
    )
    pq.write_table(table, file, compression="zstd")


def one(file: Path) -> dict[str, Any]:
    """Open the events, ask once, and tell what it took."""
    from seachange.events.sources.open import open_log
    from seachange.measure.ask import ask

    began = time.perf_counter()
    log = open_log(str(file))
    opened = time.perf_counter() - began
    began, worked = time.perf_counter(), time.process_time()
    answer: Any = ask(QUESTION, log)
    told = {
        "opened": opened,
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "events": log.intake.events,
        "people": answer.people,
        "looks": len(answer.looks),
        "said": answer.sentence,
    }
    log.close()
    return told


def main(words: Sequence[str]) -> None:
    """Measure in processes of their own, and write it down."""
    file = DATA / "experiment.parquet"
    if words:
        sys.stdout.write(json.dumps(one(Path(words[0]))) + "\n")
        return
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        generate(file)
    rounds = [_asked(file) for _ in range(ROUNDS + 1)]
    text = _told(rounds[1:])  # the first one warms up
    results.put(TITLE, text)
    sys.stdout.write(text)


def _asked(file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.experiment", str(file)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _told(rounds: Sequence[dict[str, Any]]) -> str:
    first = rounds[0]

    def middle(key: str) -> float:
        return float(statistics.median(each[key] for each in rounds))

    return (
        f"Written by `make bench ARGS=experiment`: {first['events']:,} events, "
        f"{first['people']:,} units judged, {first['looks']} looks, a process each, medians of "
        f"{len(rounds)}; promised are 5 s and 2,048 MB for the answer. *Load* is how many "
        f"processes wanted one of the {os.cpu_count()} processors meanwhile: well above that, "
        "read the seconds of the processor.\n\n"
        "| answer s | answer, processor s | peak MB | opened s | load |\n"
        "|---|---|---|---|---|\n"
        f"| {middle('seconds'):.2f} | {middle('processor'):.2f} | {middle('peak_mb'):,.0f} | "
        f"{middle('opened'):.2f} | {os.getloadavg()[0]:.1f} |\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
