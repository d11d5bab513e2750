"""A made-up behaviour log for timing: heavy-tailed people, sessions, ties, a funnel inside.

`python bench/generate.py 1000000 out.parquet` writes about so many events in order of
arrival, as a product would log them: text ids, text names, timestamps. Nothing in it is
meant to be found; it only has to look like work (40 names by Zipf's law, sessions, one
per cent of events at the same instant as the one before, 120 days).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

SEED = 20261122
DAY = 86_400_000_000
SPAN = 120 * DAY
START = 1_767_571_200_000_000  # 2026-01-05, a Monday, in microseconds
STEPS = ("visit", "signup", "activate", "purchase")
OTHERS = tuple(f"event_{n:02d}" for n in range(1, 37))
NAMES = (*STEPS, *OTHERS)
EVENTS_A_PERSON = 21.0
CHUNK = 4_000_000

Ints = NDArray[np.int64]


def generate(events: int, file: Path) -> int:
    """Write about `events` events to a Parquet file; return how many."""
    rng = np.random.default_rng(SEED)
    people = max(1, int(events / EVENTS_A_PERSON))
    first = (rng.random(people) * SPAN).astype(np.int64)
    parts = [_sessions(rng, first), *_steps(rng, first)]
    person, time, name = (np.concatenate([part[i] for part in parts]) for i in range(3))
    kept = time < SPAN
    order = np.argsort(time[kept], kind="stable")
    _write(file, person[kept][order], START + time[kept][order], name[kept][order])
    return int(kept.sum())


def _sessions(rng: np.random.Generator, first: Ints) -> tuple[Ints, Ints, Ints]:
    """Everyday use: sessions days apart, events seconds apart, each opened by a visit."""
    sessions = np.minimum(1 + (rng.pareto(1.6, first.size) * 1.6).astype(np.int64), 300)
    who = np.repeat(np.arange(first.size), sessions)
    began = first[who] + _since_own_start(
        (rng.exponential(3.0, who.size) * DAY).astype(np.int64), sessions
    )
    size = np.minimum(1 + rng.geometric(1 / 6.5, who.size).astype(np.int64), 200)
    gaps = (rng.exponential(40.0, int(size.sum())) * 1_000).astype(np.int64) * 1_000
    gaps[rng.random(gaps.size) < 0.01] = 0
    time = np.repeat(began, size) + _since_own_start(gaps, size)
    weight = 1 / np.arange(1, len(OTHERS) + 1) ** 1.1
    name = rng.choice(len(OTHERS), size=time.size, p=weight / weight.sum()) + len(STEPS)
    name[np.cumsum(size) - size] = 0
    return np.repeat(who, size), time, name.astype(np.int64)


def _steps(rng: np.random.Generator, first: Ints) -> list[tuple[Ints, Ints, Ints]]:
    """The funnel: each step some days after the one before, and some out of order."""
    found = []
    who, at = np.arange(first.size), first
    for code, (chance, days) in enumerate(((0.45, 0.8), (0.5, 2.0), (0.3, 5.0)), start=1):
        on = rng.random(who.size) < chance
        who, at = who[on], at[on] + (rng.exponential(days, int(on.sum())) * DAY).astype(np.int64)
        found.append((who, at, np.full(who.size, code)))
    stray = np.repeat(np.arange(first.size), rng.poisson(0.25, first.size))
    at = first[stray] + (rng.random(stray.size) * 60 * DAY).astype(np.int64)
    found.append((stray, at, rng.integers(1, 4, stray.size)))
    return found


def _since_own_start(gaps: Ints, sizes: Ints) -> Ints:
    """Sum gaps up within each run, the first of a run being its start."""
    starts = np.cumsum(sizes) - sizes
    gaps[starts] = 0
    total = np.cumsum(gaps)
    return total - np.repeat(total[starts], sizes)


def _write(file: Path, person: Ints, time: Ints, name: Ints) -> None:
    names = pa.array(NAMES)
    file.parent.mkdir(parents=True, exist_ok=True)
    writer = None
    for start in range(0, person.size, CHUNK):
        part = slice(start, start + CHUNK)
        # Scattered ids, as real ones are: neighbours in time are strangers by name.
        texts = np.char.zfill((person[part] * 7919 % 1_000_000_007).astype("U10"), 10)
        table = pa.table(
            {
                "id": pa.array(np.arange(part.start, part.start + person[part].size)),
                "user_id": pa.array(np.char.add("u", texts)),
                "timestamp": pa.array(time[part]).cast(pa.timestamp("us", tz="UTC")),
                "event": pa.DictionaryArray.from_arrays(pa.array(name[part], pa.int8()), names),
            }
        )
        writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=500_000)
    if writer:
        writer.close()


if __name__ == "__main__":
    sys.stdout.write(f"{generate(int(float(sys.argv[1])), Path(sys.argv[2])):,} events\n")
