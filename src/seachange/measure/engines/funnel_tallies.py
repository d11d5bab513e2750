"""Journeys that a kernel has walked, counted as the SQL of a funnel counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seachange.measure.counts import FunnelCounts, FunnelNext, FunnelPeople, FunnelTimes
from seachange.measure.engines.funnel_kernel import Journeys

Ints = NDArray[np.int64]
Rows = NDArray[Any]

# Below so many possible values, counting all of them is quicker than sorting those there are.
_FEW = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Parting:
    """For each journey the period and group it belongs to; a group below 0: to none."""

    period: Ints
    group: Ints


def tally(journeys: Journeys, parting: Parting, *, steps: int, latest: int) -> FunnelCounts:
    """Count journeys; entries up to `latest` (microseconds) are mature."""
    groups = int(parting.group.max(initial=0)) + 1
    cell = parting.period * groups + parting.group
    inside = parting.group >= 0
    everybody = bool(inside.all())
    cell = cell if everybody else np.where(inside, cell, -1)
    mature = (journeys.entry <= latest).view(np.int8)
    people, nexts = [], []
    parts = (cell, journeys.depth, mature)
    for (c, depth, is_mature), n in _counted(
        parts, (steps + 1, 2), out=None if everybody else ~inside
    ):
        people.append(FunnelPeople(c // groups, c % groups, depth, bool(is_mature), n))
    names = int(journeys.following.max(initial=0)) + 2
    parts = (cell, journeys.depth, journeys.following + 1)
    stayed = journeys.depth >= steps
    out = stayed if everybody else stayed | ~inside
    for (c, depth, name), n in _counted(parts, (steps + 1, names), out=out):
        nexts.append(FunnelNext(c // groups, c % groups, depth, name - 1, n))
    times = [
        FunnelTimes(c // groups, c % groups, k, *spread)
        for k, (places, waits) in enumerate(
            zip(journeys.reached, journeys.waits, strict=True), start=2
        )
        for c, spread in _spreads(cell.take(places), waits)
    ]
    return FunnelCounts(tuple(people), tuple(times), tuple(nexts))


def _counted(
    parts: tuple[Rows, Rows, Rows], sizes: tuple[int, int], *, out: NDArray[np.bool_] | None
) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Yield every combination of three numbers that occurs, and how often; `out`: not these."""
    first, second, third = parts
    combined = first * sizes[0]
    combined += second
    combined *= sizes[1]
    combined += third
    cells = (int(first.max(initial=0)) + 1) * sizes[0] * sizes[1]
    if out is not None:
        combined[out] = cells  # past all that is counted
    if cells <= _FEW:
        counts = np.bincount(combined, minlength=cells)[:cells]
        found = np.flatnonzero(counts)
        counts = counts[found]
    else:
        found, counts = np.unique(combined[combined < cells], return_counts=True)
    for number, n in zip(found.tolist(), counts.tolist(), strict=True):
        rest, c = divmod(number, sizes[1])
        a, b = divmod(rest, sizes[0])
        yield (a, b, c), n


def _spreads(cell: Ints, waits: Ints) -> Iterator[tuple[int, tuple[int, int, Any]]]:
    """Yield for each cell its people, the sum of their waits, and the values at six ranks."""
    wanted = cell >= 0
    if not bool(wanted.all()):
        cell, waits = cell[wanted], waits[wanted]
    if not waits.size:
        return
    if int(cell.max()) == int(cell.min()):
        yield int(cell[0]), _spread(np.sort(waits))
        return
    order = np.lexsort((waits, cell))
    cell, waits = cell[order], waits[order]
    borders = [0, *(np.flatnonzero(np.diff(cell)) + 1).tolist(), cell.size]
    for start, end in pairwise(borders):
        yield int(cell[start]), _spread(waits[start:end])


def _spread(waits: Ints) -> tuple[int, int, Any]:
    steps = [(waits.size - 1) * quarters for quarters in (1, 2, 3)]
    ranked = tuple(int(waits[rank]) for s in steps for rank in (s // 4, (s + 3) // 4))
    # In two halves, so that no sum of microseconds runs over.
    high, low = waits >> 32, waits & 0xFFFFFFFF
    return waits.size, (int(high.sum()) << 32) + int(low.sum()), ranked
