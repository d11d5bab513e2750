"""What every real log has: a robot, retries that arrive twice, and rows that cannot be read."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import numpy as np

from seachange.demo.columns import Log
from seachange.demo.days import AS_OF, MINUTE, SECOND, START, Chance
from seachange.demo.ledger import Ledger

RETRIES = 0.001  # share of events that a client library sent twice, with the same id
CRAWLER_VISITS = 900
BROKEN_TIMES = ("", "yesterday", "2026-13-45 10:00:00", "0000-00-00", "not a time", "25:61")


def crawl(chance: Chance, ledger: Ledger) -> int:
    """Let one robot look at the catalogue day and night; return how many events it leaves."""
    first = ledger.cast.admit("crawler", np.zeros(1, dtype=np.int32), digits=1)
    visits = np.linspace(START + MINUTE, AS_OF, CRAWLER_VISITS).astype(np.int64)
    actor = np.full(visits.size, first, dtype=np.int32)
    # The last visit falls on the last second, so that the newest arrival is AS_OF itself.
    ledger.record("visit", actor, visits)
    after = chance.integers(SECOND, 3 * SECOND, size=visits.size)
    ledger.record("browse_advisers", actor[:-1], (visits + after)[:-1])
    return 2 * visits.size - 1


def send_twice(chance: Chance, log: Log) -> tuple[Log, int]:
    """Let some events arrive a second time, minutes later; return how many."""
    twice = np.flatnonzero(chance.random(len(log)) < RETRIES)
    places = np.concatenate([np.arange(len(log)), twice])
    wait = chance.integers(SECOND, 10 * MINUTE, size=twice.size)
    received = np.concatenate([log.received, np.minimum(log.received[twice] + wait, AS_OF)])
    order = np.argsort(places, kind="stable")
    return log.take(places[order], received=received[order]), int(twice.size)


def write_blemished(log: Log, path: Path, *, rows: int = 60) -> int:
    """Write a small CSV in which some rows lack an actor, an event, or a time that can be read.

    Returns how many of its rows are broken: every third.
    """
    chance = np.random.default_rng(rows)
    places = np.sort(chance.choice(len(log), size=rows, replace=False))
    sample = log.take(places, received=log.received[places]).rows()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "time", "actor", "event"])
    broken = 0
    for place, row in enumerate(sample):
        time = str(np.datetime64(row["time"], "us"))
        cells = [row["id"], f"{time}Z", row["actor"], row["event"]]
        if place % 3 == 0:
            field = 1 + broken % 3
            cells[field] = BROKEN_TIMES[broken % len(BROKEN_TIMES)] if field == 1 else ""
            broken += 1
        writer.writerow(cells)
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    return broken
