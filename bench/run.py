"""`make bench`: Seachange beside its peers, same tasks, same events, same machine, one run.

Every subject lives in a process of its own, loads once (not timed with the tasks), and is
asked in turn, A B C A B C, so that a machine that slows down slows all of them. Results
are compared before any time is believed. Writes its part of `bench/RESULTS.md`.

    make bench                      1M and 10M events
    make bench ARGS="1e5"           something quick
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import results

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "bench" / "data"
TITLE = "Beside its peers"
OURS = "seachange"
SUBJECTS = {
    OURS: "Seachange",
    "hand_sql": "DuckDB by hand",
    "polars_frames": "Polars",
    "clickhouse_sql": "ClickHouse (chdb)",
    "pm4py_log": "pm4py",
    "retentioneering_stream": "retentioneering",
}
ROUNDS = 5
SLOW = 5.0  # seconds after which a task is timed only twice
# What a subject computes is not always what the task says; then its counts are not compared.
OTHER_MEANING = {
    ("hand_sql", "funnel"): "first visit only",
    ("polars_frames", "funnel"): "first visit only",
    ("retentioneering_stream", "funnel"): "no window",
    ("seachange", "map"): "sessions off, people and cases too",
}


@dataclass
class Worker:
    """A subject's process and what it has told so far."""

    name: str
    process: subprocess.Popen[str]
    loaded: float = 0.0
    tasks: tuple[str, ...] = ()
    seconds: dict[str, list[float]] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    peak: dict[str, int] = field(default_factory=dict)

    def ask(self, task: str) -> None:
        """Do a task once and keep its time, result and memory."""
        if self.process.stdin:
            self.process.stdin.write(f"{task}\n")
            self.process.stdin.flush()
        told = self._hear()
        self.seconds.setdefault(task, []).append(told["seconds"])
        self.results[task] = told["result"]
        self.peak[task] = told["peak"]

    def begin(self) -> None:
        """Wait until the subject has loaded its events."""
        told = self._hear()
        self.loaded, self.tasks = told["loaded"], tuple(told["tasks"])

    def _hear(self) -> dict[str, Any]:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise SystemExit(f"{self.name} ended: see above")
        told: dict[str, Any] = json.loads(line)
        return told


def main(sizes: Sequence[float]) -> None:
    """Run every size and write the results down."""
    parts = [_header()]
    for size in sizes:
        parts.append(_section(size))
        results.put(TITLE, "\n".join(parts))
    sys.stdout.write("\n".join(parts))


def _section(size: float) -> str:
    events = DATA / f"events_{int(size)}.parquet"
    if not events.exists():
        _tell(f"making {size:,.0f} events")
        _python("bench.generate", str(int(size)), str(events))
    staged = DATA / f"staged_{int(size)}.duckdb"
    _tell(f"staging {size:,.0f} events")
    _python("bench.stage", str(events), str(staged))
    lines = []
    for task in ("share", "funnel", "map", "retention"):
        lines += _task(task, events, staged)
    return _table(size, lines)


def _task(task: str, events: Path, staged: Path) -> list[str]:
    """Time one task in fresh processes, one subject loaded after another, asked in turn."""
    workers = []
    for name in SUBJECTS:
        if not _can(name, task):
            continue
        worker = _start(name, events, staged)
        workers.append(worker)
    for _ in range(ROUNDS + 1):  # the first round warms up
        for worker in workers:
            done = worker.seconds.get(task, [])
            if len(done) >= 2 and done[-1] > SLOW:
                continue
            worker.ask(task)
    for worker in workers:
        if worker.process.stdin:
            worker.process.stdin.close()
        worker.process.wait()
    _check(task, workers)
    return list(_rows(task, workers))


def _can(name: str, task: str) -> bool:
    text = (ROOT / "bench" / "subjects" / f"{name}.py").read_text(encoding="utf-8")
    return f"def {task}(" in text


def _start(name: str, events: Path, staged: Path) -> Worker:
    _tell(f"  loading {SUBJECTS[name]}")
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.worker", name, str(events), str(staged)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    worker = Worker(name, process)
    worker.begin()
    return worker


def _check(task: str, workers: Sequence[Worker]) -> None:
    """Refuse to time what does not agree."""
    same = [w for w in workers if (w.name, task) not in OTHER_MEANING or w.name == OURS]
    first = same[0].results[task]
    for other in same[1:]:
        theirs = other.results[task]
        if task == "retention":  # peers also count spells that are not over yet; we do not
            theirs = {cell: theirs.get(cell) for cell in first}
        if theirs != first:
            raise SystemExit(f"{task}: {other.name} does not agree with {same[0].name}")
    _tell(f"  {task}: {', '.join(w.name for w in same)} agree")


def _rows(task: str, workers: Sequence[Worker]) -> Iterator[str]:
    median = {w.name: statistics.median(w.seconds[task][1:]) for w in workers}
    for w in workers:
        ratio = median[w.name] / median[OURS]
        meaning = OTHER_MEANING.get((w.name, task), "")
        yield (
            f"| {task} | {SUBJECTS[w.name]} | {median[w.name]:.3f} | {ratio:.2f} | "
            f"{w.peak[task]:,} | {w.loaded:.1f} | {meaning} |"
        )


def _table(size: float, lines: Sequence[str]) -> str:
    head = (
        f"\n## {size:,.0f} events\n\n"
        "| task | subject | median s | of ours | peak MB | loading s | counted otherwise |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(lines) + "\n"


def _header() -> str:
    return (
        "Written by `make bench`: every subject in a process of its own, asked in turn, "
        f"medians of {ROUNDS} rounds after one that warms up (of two, where a round takes more "
        f"than {SLOW:.0f} s); results compared before times. *of ours* above 1 is slower than "
        "Seachange. *Peak* is the largest resident memory of the process, loading included; "
        "*loading* is what the subject needs before it can answer at all.\n\n"
        f"Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"{platform.system()} {platform.machine()}.\n"
    )


def _python(module: str, *words: str) -> None:
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    subprocess.run([sys.executable, "-m", module, *words], check=True, cwd=ROOT, env=env)


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    main([float(word) for word in sys.argv[1:]] or [1e6, 1e7])
