"""`make bench ARGS=pace`: how long boosters and blockers take, and how much memory.

The promise is under 3 s for a million events, 30 s for ten, 4 min for a hundred, in 8 GB
on two processors, and 500 candidate behaviours. A process of its own opens each log (staged
by the run that warms up, as anybody's is when first opened), asks, and tells what that took.
Writes its part of `bench/RESULTS.md`.

    make bench ARGS=pace                     1M events of 40 names and of 508, and 10M
    make bench ARGS="pace 1e6 1e7 1e8"       a hundred million, too: an hour's disk and room
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import results
from bench.generate import generate
from bench.run import DATA, ROOT

TITLE = "Boosters and blockers, how fast"
SIZES = (1_000_000, 10_000_000)
BASE = 10_000_000  # larger logs are this one several times over, each time of other people
PARTS = 14  # of every everyday name, where a log is to have very many
ROUNDS = 3
QUESTION = {"kind": "drivers", "step": "visit", "target": "signup", "within": "7 days"}


@dataclass(frozen=True, slots=True)
class Log:
    """A log to be asked: about so many events, of few names or of very many."""

    events: int
    many: bool = False

    @property
    def file(self) -> Path:
        """Where it is kept; one of few names is the one that peers are measured on."""
        return DATA / f"events_{self.events}{'_many' if self.many else ''}.parquet"


def made(log: Log) -> Path:
    """Return the file of a log, written if it is not there."""
    if log.file.exists():
        return log.file
    DATA.mkdir(parents=True, exist_ok=True)
    if log.many:
        _rewritten(
            made(Log(log.events)),
            log.file,
            "user_id, timestamp, CASE WHEN starts_with(event, 'event_') THEN event || '_' || "
            f"(hash(user_id, timestamp) % {PARTS}) ELSE event END AS event",
        )
    elif log.events > BASE:
        copies = f"range({round(log.events / BASE)}) AS again(nth)"
        columns = "user_id || '-' || nth AS user_id, timestamp, event"
        _rewritten(made(Log(BASE)), log.file, columns, beside=f", {copies}")
    else:
        generate(log.events, log.file)
    return log.file


def _rewritten(source: Path, file: Path, columns: str, *, beside: str = "") -> None:
    import duckdb

    found = f"SELECT {columns} FROM read_parquet('{source}'){beside}"
    duckdb.sql(f"COPY ({found}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")


def one(file: Path) -> dict[str, Any]:
    """Open the events, ask once, and tell what it took."""
    from seachange.events.sources.open import open_log
    from seachange.measure.ask import ask

    log = open_log(str(file))
    began, worked = time.perf_counter(), time.process_time()
    answer: Any = ask(QUESTION, log)
    told = {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "events": log.intake.events,
        "names": len(log.names),
        "entries": answer.entries,
    }
    log.close()
    return told


def main(words: Sequence[str]) -> None:
    """Measure in processes of their own, and write it down."""
    if words and words[0].endswith(".parquet"):
        sys.stdout.write(json.dumps(one(Path(words[0]))) + "\n")
        return
    sizes = [int(float(word)) for word in words] or list(SIZES)
    logs = [Log(sizes[0]), Log(sizes[0], many=True), *map(Log, sizes[1:])]
    text = "\n".join([_header(), *(line for log in logs for line in _row(made(log)))])
    results.put(TITLE, text)
    sys.stdout.write(f"{text}\n")


def _header() -> str:
    return (
        f"Written by `make bench ARGS=pace`: a process each, medians of {ROUNDS}. Promised are "
        "3 s for 1M events, 30 s for 10M, 4 min for 100M, and 8,192 MB. *Load* is how many "
        f"processes wanted one of the {os.cpu_count()} processors meanwhile: well above that, "
        "read the seconds of the processor, which are those of both together.\n\n"
        "| events | names | entries | answer s | answer, processor s | peak MB | load |\n"
        "|---|---|---|---|---|---|---|"
    )


def _row(file: Path) -> Iterator[str]:
    rounds = [_asked(file) for _ in range(ROUNDS + 1)][1:]  # the first one warms up
    first = rounds[0]

    def middle(key: str) -> float:
        return float(statistics.median(each[key] for each in rounds))

    yield (
        f"| {first['events']:,} | {first['names']} | {first['entries']:,} | "
        f"{middle('seconds'):.1f} | {middle('processor'):.1f} | {middle('peak_mb'):,.0f} | "
        f"{os.getloadavg()[0]:.1f} |"
    )


def _asked(file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.pace", str(file)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


if __name__ == "__main__":
    main(sys.argv[1:])
