"""A journey map counted on any engine: by its SQL, or by a kernel where the rows lie sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from seachange.events.documents import micros
from seachange.measure.counts import FollowCount, MapCounts, NameCount
from seachange.measure.engines import map_kernel as kernel
from seachange.measure.engines.engine import Columns, Engine, Row
from seachange.measure.questions.journey_map import JourneyMap, Property, Sessions
from seachange.measure.sql import journey_map as sql
from seachange.measure.sql.query import Writer

Write = Callable[[], Writer]
Choose = Callable[[Mapping[int, int]], Sequence[int]]

# So many events are read at a time, some 100 MB with all that is made of them.
_READ = 2_000_000


def count(question: JourneyMap, engine: Engine, *, write: Write, choose: Choose) -> MapCounts:
    """Count a journey map.

    `write` gives a fresh writer of SQL for each query; `choose` picks the names that are
    shown, in order, from how many events each has.
    """
    counted = _by_kernel(question, engine, write=write, choose=choose)
    return counted or _by_sql(question, engine, write=write, choose=choose)


def _by_sql(question: JourneyMap, engine: Engine, *, write: Write, choose: Choose) -> MapCounts:
    rows = {int(row[0]): row for row in engine.rows(sql.names(question, write()))}
    events = {name: int(row[1]) for name, row in rows.items()}
    shown = choose(events)
    follows: list[FollowCount] = []
    steps: dict[int, dict[int, int]] = defaultdict(dict)
    if shown:
        pairs = engine.rows(sql.edges(question, write(), shown=shown))
        follows = [
            FollowCount(int(a), int(b), int(n), int(who), float(m)) for a, b, n, who, m in pairs
        ]
        for name, step, n in engine.rows(sql.places(question, write(), shown=shown)):
            steps[name][int(step)] = int(n)
    ((people,),) = engine.rows(sql.people(question, write()))
    return MapCounts(
        people=int(people),
        cases=sum(int(starts) for *_, starts, _ in rows.values()),
        events=events,
        names=tuple(_name(rows[name], steps[name]) for name in shown),
        follows=tuple(follows),
    )


def _name(row: Row, steps: Mapping[int, int]) -> NameCount:
    name, events, people, cases, starts, ends = map(int, row)
    return NameCount(name, events, people, cases, starts, ends, steps)


def _by_kernel(
    question: JourneyMap, engine: Engine, *, write: Write, choose: Choose
) -> MapCounts | None:
    """Count in one pass, or not at all where events do not lie in the order of their cases."""
    lies_so = question.scope.unit == "actor" and not isinstance(question.case, Property)
    if not engine.feeds_kernels or not lies_so:
        return None
    names = write().log.names
    shown: Sequence[int] = range(len(names))
    events: dict[int, int] = {}
    if question.keep is not None and question.keep < len(names):
        events = {int(name): int(n) for name, n in engine.rows(sql.frequencies(question, write()))}
        shown = choose(events)
    if len(shown) > kernel.MOST_NAMES:
        return None
    alphabet = kernel.Alphabet.of(shown, names=len(names))
    gap = micros(question.case.gap) if isinstance(question.case, Sessions) else None
    threads = engine.threads
    try:
        reads = _read(question, engine, write)
        tally = kernel.count(reads, alphabet, gap=gap, threads=threads)
    except kernel.NotSorted:
        return None
    counted = {n.name: n for n in kernel.names_of(tally, alphabet)}
    events = events or {name: n.events for name, n in counted.items()}
    return MapCounts(
        people=tally.actors,
        cases=tally.opened,
        events=events,
        names=tuple(counted[name] for name in choose(events)),
        follows=tuple(kernel.follows_of(tally, alphabet, threads=threads)),
    )


def _read(question: JourneyMap, engine: Engine, write: Write) -> Iterator[list[Columns]]:
    """Read actor, t and name of the events of some actors at a time."""
    log = write().log
    inside = None
    if question.scope.population:
        inside = np.zeros(log.actors, dtype=bool)
        inside[engine.columns(sql.population(question, write()))["actor"]] = True
    parts = log.intake.events // _READ + 1
    for part in range(parts):
        span = (log.actors * part // parts, log.actors * (part + 1) // parts)
        batches = engine.batches(sql.sorted_events(question, write(), actors=span))
        yield batches if inside is None else [_those(batch, inside) for batch in batches]


def _those(batch: Columns, inside: NDArray[np.bool_]) -> Columns:
    ours = inside.take(batch["actor"])
    return {name: column[ours] for name, column in batch.items()}
