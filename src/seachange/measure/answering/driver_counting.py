"""Counting for drivers: entries, the one pass over events, rows alike, and both arms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from seachange.events.documents import micros
from seachange.measure.answering.asked import Asked
from seachange.measure.answering.driver_parts import Behaviour
from seachange.measure.driver_counts import (
    BUCKETS,
    RECENCY,
    Cells,
    Cohorts,
    Cuts,
    Grid,
    Opened,
    Sides,
    Strata,
    Traces,
    Whole,
    quantile_cuts,
)
from seachange.measure.questions.drivers import Drivers
from seachange.measure.sql import driver_entries, drivers
from seachange.measure.sql.groups import largest
from seachange.measure.sql.query import Query
from seachange.measure.statistics.drivers import grid as grids
from seachange.measure.statistics.drivers import prognosis

MOST_ENTRIES = 2_000_000
MOST_BEHAVIOURS, SUPPORTED_BEHAVIOURS = 500, 300
FEWEST_ENTRIES = 30
_ACTORS = 1_000_003
_LEVELS = (0.3, 0.55, 0.75, 0.9)
_ROBOTS = 0.001
_DAY = 86_400_000_000
_MONDAY = 4 * _DAY  # 1970-01-05
_MOST_COHORTS = 13


@dataclass(frozen=True, kw_only=True)
class Laid:
    """How entries were laid out: who they are, when they are looked at, who is alike.

    The tables of `sql.drivers` stand in the engine as long as the block that made this.
    """

    question: Drivers
    asked: Asked
    opened: Opened
    grid: Grid
    cohorts: Cohorts
    segments: tuple[tuple[str, ...], ...]
    sampled: int
    busiest: int
    robots: int
    cuts: Cuts
    strata: Strata
    rows: int

    @property
    def places(self) -> int:
        """How many segments there are, values of several properties put together."""
        return int(np.prod([len(shown) + 2 for shown in self.segments]))

    @property
    def scored(self) -> bool:
        """Whether success is a number that was given."""
        return self.question.score is not None

    @property
    def crude(self) -> int:
        """How many cells of landmark, segment and cohort there are."""
        return len(self.grid.landmarks) * self.places * self.cohorts.count

    @property
    def all_strata(self) -> int:
        """How many strata there are over all intervals."""
        return len(self.grid.landmarks) * self.strata.count


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Both arms of every behaviour that enough entries did, and traces of all others.

    `ids` are the behaviours tested, `named` what they are called; `within` are sides by
    stratum and bucket, `crude` by crude cell; `on_the_way` is how many entries had a row at
    all, `had` how many of them had done each behaviour by their last row, `rows_had` in
    how many rows it had been done;
    `quick` is how many entries succeeded before the last landmark was over.
    """

    ids: tuple[int, ...]
    named: Mapping[int, Behaviour]
    traces: dict[int, Traces]
    everybody: Sides
    exposed: Sides
    removed: Sides
    everybody_crude: Sides
    exposed_crude: Sides
    removed_crude: Sides
    on_the_way: int
    had: Whole
    rows_had: Whole
    quick: int


@contextmanager
def counting(question: Drivers, asked: Asked) -> Iterator[Opened]:
    """Keep the entries, and say how many there are; `lay_out` goes on from here."""
    opened = driver_entries.opened(question, asked.writer(question))
    with asked.engine.kept(driver_entries.OPENED, opened):
        ((entries, pending, actors, successes, first, last),) = asked.rows(
            driver_entries.summary(scored=question.score is not None)
        )
        yield Opened(*map(int, (entries, pending, actors, successes, first, last)))


@contextmanager
def lay_out(question: Drivers, asked: Asked, opened: Opened) -> Iterator[Laid | None]:
    """Pass once over the events, and part the rows into strata; None without any row."""
    engine, grid, segments = asked.engine, _grid(question, asked), _segments(question, asked)
    cohorts, sampled = _cohorts(opened), min(_ACTORS, _ACTORS * MOST_ENTRIES // opened.entries)
    entry = driver_entries.entry(
        question,
        asked.writer(question),
        grid=grid,
        cohorts=cohorts,
        segments=segments,
        sampled=sampled,
    )
    with (
        engine.kept(driver_entries.ENTRY, entry),
        engine.kept(drivers.DONE, drivers.done(question, asked.writer(question), grid)),
        engine.kept(drivers.BUSY, drivers.busy(question)),
    ):
        busiest, robots = _busiest(asked)
        cuts = _cuts(asked, busiest)
        scored = question.score is not None
        counted = drivers.cells(cuts, busiest=busiest, scored=scored)
        cells = Cells.of(engine.table(counted, width=10 + scored))
        if not cells.rows.size:
            yield None
            return
        strata = _strata(question, cells, grid, cohorts=cohorts, segments=segments, cuts=cuts)
        row = drivers.row(cuts, strata, busiest=busiest, cohorts=cohorts.count, scored=scored)
        with engine.kept(drivers.ROW, row), engine.kept(drivers.BEGAN, drivers.began()):
            yield Laid(
                question=question,
                asked=asked,
                opened=opened,
                grid=grid,
                cohorts=cohorts,
                segments=segments,
                sampled=sampled,
                busiest=busiest,
                robots=robots,
                cuts=cuts,
                strata=strata,
                rows=int(cells.rows.sum()),
            )


def _grid(question: Drivers, asked: Asked) -> Grid:
    within = micros(question.within)
    waits = asked.rows(driver_entries.waits(grids.rungs(within)))
    return grids.grid({int(k): int(n) for k, n in waits}, within=within)


def _segments(question: Drivers, asked: Asked) -> tuple[tuple[str, ...], ...]:
    """Return the values of each segment's property within which people are compared.

    At a later step of a journey how long ago they began it is one more.
    """
    most = [by.most for by in question.segments]
    if question.beginning is not None:
        most.append(len(driver_entries.AGES) + 1)
    found = (asked.rows(driver_entries.values(k, most=n)) for k, n in enumerate(most))
    return tuple(largest([(str(value), int(n)) for value, n in rows]) for rows in found)


def _strata(
    question: Drivers,
    cells: Cells,
    grid: Grid,
    *,
    cohorts: Cohorts,
    segments: Sequence[Sequence[str]],
    cuts: Cuts,
) -> Strata:
    """Fit and cut strata; a segment has two places more than values, for others and none."""
    places = tuple(len(shown) + 2 for shown in segments)
    sizes = (
        len(grid.landmarks),
        len(cuts.before),
        len(cuts.so_far),
        len(question.between) + 1,
        int(np.prod(places)),
        cohorts.count,
        len(cuts.lately),
        len(RECENCY),
    )
    return prognosis.strata(cells, sizes=sizes, segments=places)


def count(laid: Laid) -> Counted:
    """Count both arms of every behaviour that enough entries did."""
    found = laid.asked.rows(drivers.traces(len(laid.grid.landmarks)))
    traces = {int(row[0]): Traces(*map(int, row[1:])) for row in found}
    ids = _candidates(traces)
    return arms_of(
        laid,
        ids=ids,
        named={code: Behaviour(name, name) for name, code in laid.asked.log.names.items()},
        traces=traces,
        exposed=drivers.exposed(ids, laid.cuts, laid.strata, scored=laid.scored),
        removed=drivers.removed(ids, scored=laid.scored),
    )


def arms_of(
    laid: Laid,
    *,
    ids: Sequence[int],
    named: Mapping[int, Behaviour],
    traces: dict[int, Traces],
    exposed: Query,
    removed: Query,
) -> Counted:
    """Count both arms of these behaviours by the queries given."""
    engine = laid.asked.engine
    scored = laid.scored
    width = 8 if scored else 6
    everybody = engine.table(drivers.everybody(scored=scored), width=width - 1)
    nobody = np.zeros((0, width), dtype=np.int64)
    tables = [engine.table(query, width=width) if ids else nobody for query in (exposed, removed)]
    place = {name: index for index, name in enumerate(ids)}
    sides, crude = zip(*(_parted(laid, table, place) for table in tables), strict=True)
    in_strata = everybody[everybody[:, 0] == 0]
    last = tables[1][tables[1][:, 1] == 1]
    rows_of = np.array([place[name] for name in last[:, 0]], dtype=np.int64)
    return Counted(
        ids=tuple(ids),
        named=named,
        traces=traces,
        everybody=Sides.of(_sums(in_strata, 1), shape=(laid.all_strata, BUCKETS)),
        exposed=sides[0],
        removed=sides[1],
        everybody_crude=Sides.of(_sums(everybody[everybody[:, 0] == 1], 1), shape=(laid.crude,)),
        exposed_crude=crude[0],
        removed_crude=crude[1],
        on_the_way=int(in_strata[:, 4].sum()),
        had=_summed(rows_of, last[:, 5], len(ids)),
        rows_had=_summed(rows_of, last[:, 3], len(ids)),
        quick=int(laid.asked.rows(driver_entries.quick(len(laid.grid.landmarks)))[0][0]),
    )


def _parted(laid: Laid, table: Whole, place: dict[int, int]) -> tuple[Sides, Sides]:
    """Part counted rows into those by stratum and bucket, and those by crude cell."""
    index = np.array([place[name] for name in table[:, 0].tolist()], dtype=np.int64)
    parted = []
    for what, shape in ((0, (laid.all_strata, BUCKETS)), (1, (laid.crude,))):
        own = table[:, 1] == what
        size = int(np.prod(shape))
        cells = _sums(table[own], 2)
        cells[:, 0] += index[own] * size
        parted.append(Sides.of(cells, shape=(len(place), *shape)))
    return parted[0], parted[1]


def _sums(table: Whole, cell: int) -> Whole:
    """Return the cell, rows, successes and scores; between them is the count of entries."""
    return np.delete(table[:, cell:], 3, axis=1)


def _summed(index: Whole, counted: Whole, size: int) -> Whole:
    return np.bincount(index, weights=counted, minlength=size).astype(np.int64)


def _cohorts(opened: Opened) -> Cohorts:
    """Cut the entries by weeks of UTC, or by several where there are more than thirteen."""
    week = 7 * _DAY
    start = (opened.first - _MONDAY) // week * week + _MONDAY
    weeks = (opened.last - start) // week + 1
    length = -(-weeks // _MOST_COHORTS)
    return Cohorts(start, length, -(-weeks // length))


def _busiest(asked: Asked) -> tuple[int, int]:
    """Return the most events an entry may have, and how many have more: one in a thousand."""
    totals = [(int(total), int(n)) for total, n in asked.rows(drivers.totals())]
    entries, below = sum(n for _, n in totals), 0
    for total, n in totals:
        below += n
        if below >= (1 - _ROBOTS) * entries:
            return total, entries - below
    return 0, 0


def _cuts(asked: Asked, busiest: int) -> Cuts:
    """Cut counts where the data have them: nothing apart, the rest by their quantiles."""
    spreads: dict[int, list[tuple[int, int]]] = {0: [], 1: [], 2: []}
    for which, value, n in asked.rows(drivers.spreads(busiest=busiest)):
        spreads[int(which)].append((int(value), int(n)))
    cut = [
        quantile_cuts([v for v, _ in spread], [n for _, n in spread], lowest=lowest, levels=_LEVELS)
        for spread, lowest in zip(spreads.values(), (0, 0, 1), strict=True)
    ]
    return Cuts(*cut)


def _candidates(traces: dict[int, Traces]) -> tuple[int, ...]:
    """Return the names enough entries did; of very many the commonest."""
    many = sorted(
        (name for name, trace in traces.items() if trace.entries >= FEWEST_ENTRIES),
        key=lambda name: (-traces[name].entries, name),
    )
    kept = many if len(many) <= MOST_BEHAVIOURS else many[:SUPPORTED_BEHAVIOURS]
    return tuple(sorted(kept))
