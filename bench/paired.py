"""`make bench ARGS=paired`: Seachange and SQL by hand in one process, turn by turn.

On a machine that others use too, wall times tell mostly what the others did. So both are
asked in pairs, whoever comes first changing, and the ratio is taken pair by pair; the
seconds of the processor, which depend far less on the others, are told besides. Reads
what `make bench` has generated and staged. Writes its part of `bench/RESULTS.md`.

    make bench ARGS=paired              funnel and map, 10M events
    make bench ARGS="paired 1e6"        something quicker
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from bench import results
from bench.run import DATA, OTHER_MEANING
from bench.subjects import hand_sql, seachange

TITLE = "Beside SQL by hand, on a shared machine"
TASKS = ("funnel", "map")
SERIES, PAIRS = 3, 15

Taken = tuple[float, float]


def main(words: Sequence[str]) -> None:
    """Time the pairs and write them down."""
    size = int(float(words[0])) if words else 10_000_000
    events, staged = DATA / f"events_{size}.parquet", DATA / f"staged_{size}.duckdb"
    if not staged.exists():
        raise SystemExit("Nothing is staged yet: run `make bench` first.")
    ours, by_hand = seachange.Subject(events, staged), hand_sql.Subject(events, staged)
    rows = [
        row for task in TASKS for row in _rows(task, (getattr(ours, task), getattr(by_hand, task)))
    ]
    text = _told(size, rows)
    results.put(TITLE, text)
    sys.stdout.write(text)


def _rows(task: str, subjects: tuple[Callable[[], object], Callable[[], object]]) -> Iterator[str]:
    """Yield a row of the table for each series of pairs."""
    told = [subject() for subject in subjects]  # warms up, too
    if told[0] != told[1] and ("hand_sql", task) not in OTHER_MEANING:
        raise SystemExit(f"{task}: they do not agree")
    for _ in range(SERIES):
        pairs = [_pair(subjects, turn) for turn in range(PAIRS)]
        ours, by_hand = (
            [_middle(pair[who][kind] for pair in pairs) for kind in (0, 1)] for who in (0, 1)
        )
        ratios = [_middle(a[k] / b[k] for a, b in pairs) for k in (0, 1)]
        yield (
            f"| {task} | {ours[0]:.3f} | {by_hand[0]:.3f} | {ratios[0]:.2f} | "
            f"{ours[1]:.3f} | {by_hand[1]:.3f} | {ratios[1]:.2f} | {os.getloadavg()[0]:.1f} |"
        )


def _middle(values: Iterable[float]) -> float:
    return statistics.median(list(values))


def _pair(subjects: tuple[Callable[[], object], ...], turn: int) -> tuple[Taken, Taken]:
    """Ask both once, ours first on even turns; returns what each took, ours first."""
    first, second = (0, 1) if turn % 2 == 0 else (1, 0)
    taken = {first: _taken(subjects[first]), second: _taken(subjects[second])}
    return taken[0], taken[1]


def _taken(subject: Callable[[], object]) -> Taken:
    """Return the seconds by the clock and of the processor that one asking takes."""
    wall, used = time.perf_counter(), time.process_time()
    subject()
    return time.perf_counter() - wall, time.process_time() - used


def _told(size: int, rows: Sequence[str]) -> str:
    head = (
        f"Written by `make bench ARGS=paired`: {size:,} events, one process, {SERIES} series of "
        f"{PAIRS} pairs, medians; a ratio is the median of the pairs' own, ours to SQL by hand, "
        "below 1 where ours is quicker. *Load* is how many processes wanted one of the "
        f"{os.cpu_count()} processors: where it is well above that, the seconds by the clock say "
        "more of the others than of us (and flatter us, who read and walk at once, in more "
        "threads), and those of the processor are the ones to read.\n\n"
        "| task | ours s | by hand s | ratio | ours, processor s | by hand, processor s "
        "| ratio, processor | load |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
