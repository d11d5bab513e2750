"""The waist of roll-outs: each segment's days, as sums that cannot be nonsense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DayCount:
    """One segment's day: `people` came, and what they did adds up to y, over x events."""

    segment: int
    day: int
    people: int
    y: int
    x: int

    def __post_init__(self) -> None:
        if self.people < 1 or self.x < 0:
            raise ImpossibleCounts(f"{self.people} people with {self.x} events make no day")


def day_counts(rows: Iterable[tuple[int, ...]]) -> list[DayCount]:
    """Read the rows of `sql.rollout.by_day`."""
    return [DayCount(*map(int, row)) for row in rows]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Segments × days, whole numbers: who came (`people`), Σy, and what y is divided by."""

    people: NDArray[np.object_]
    y: NDArray[np.object_]
    base: NDArray[np.object_]

    def rows(self, wanted: Sequence[int]) -> Panel:
        """Return some of the segments, in that order."""
        own = list(wanted)
        return Panel(self.people[own], self.y[own], self.base[own])

    def together(self) -> Panel:
        """Return all segments as one."""
        return Panel(
            *(part.sum(axis=0, keepdims=True) for part in (self.people, self.y, self.base))
        )

    def days(self, span: slice) -> Panel:
        """Return a stretch of the days."""
        return Panel(self.people[:, span], self.y[:, span], self.base[:, span])

    def weeks(self, *, anchor: int) -> tuple[Panel, int]:
        """Return whole weeks, one of which starts on the day `anchor`, and its index.

        Days at either end that make no whole week are left out.
        """
        first = anchor % 7
        count = max(0, (self.people.shape[1] - first) // 7)
        span = slice(first, first + 7 * count)
        parts = (
            part[:, span].reshape(len(part), count, 7).sum(axis=2)
            for part in (self.people, self.y, self.base)
        )
        return Panel(*parts), anchor // 7

    def rates(self, *, scale: int) -> Real:
        """Return Σy/base, in units of y/`scale`; nan where there is nothing to divide by."""
        rates = np.full(self.y.shape, np.nan)
        there = self.base > 0
        rates[there] = [
            y / (scale * base) for y, base in zip(self.y[there], self.base[there], strict=True)
        ]
        return rates


def panel(counts: Iterable[DayCount], *, segments: int, days: int, by_events: bool) -> Panel:
    """Lay counts out; cells in which nobody came are 0. `by_events` divides by x."""
    people, y, x = (np.zeros((segments, days), dtype=object) for _ in range(3))
    for count in counts:
        if count.segment < segments and count.day < days:
            place = count.segment, count.day
            people[place], y[place], x[place] = count.people, count.y, count.x
    return Panel(people, y, x if by_events else people)
