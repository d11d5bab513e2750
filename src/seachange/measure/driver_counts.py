"""The waist of drivers: how rows are cut, and all that comes back about them, as counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts

Whole = NDArray[np.int64]

BUCKETS = 20
ALIAS_SHARE = 0.9
RECENCY = (0, 13, 26, 51)
"""The lowest hundredths of an interval since the last event, of each bin of recency."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the entries are before anything is looked at: how many, of whom, and when.

    Times are microseconds since 1970 of the first and the last mature entry.
    """

    entries: int
    pending: int
    actors: int
    successes: int
    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.entries or self.actors > self.entries:
            raise ImpossibleCounts(
                f"{self.successes} of {self.entries} entries of {self.actors} actors"
            )


@dataclass(frozen=True, slots=True)
class Grid:
    """Moments after the entry, in microseconds, at which people still on the way are looked at.

    `gap` is how long after a landmark success must not have come, for both arms.
    """

    landmarks: tuple[int, ...]
    gap: int

    def __post_init__(self) -> None:
        if not self.landmarks or any(a >= b for a, b in pairwise((0, *self.landmarks))):
            raise ImpossibleCounts(f"landmarks must rise from the entry on: {self.landmarks}")

    @property
    def places(self) -> tuple[int, ...]:
        """The last microseconds of the places into which intervals are cut by recency.

        Each interval has four, the earliest first; the last landmark is not among them.
        """
        bounds = []
        for before, mark in pairwise((0, *self.landmarks)):
            late = RECENCY[:0:-1]
            bounds += [(100 * mark - share * (mark - before)) // 100 for share in late]
            bounds.append(mark)
        return tuple(bounds[:-1])


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Entries by when they came: `count` runs of `weeks` weeks from the Monday `start` on."""

    start: int
    weeks: int
    count: int


@dataclass(frozen=True, slots=True)
class Cuts:
    """The lowest counts of each bin: of events before the entry, so far, and lately."""

    before: tuple[int, ...] = (0,)
    so_far: tuple[int, ...] = (0,)
    lately: tuple[int, ...] = (1,)


@dataclass(frozen=True, slots=True)
class Strata:
    """Whole-number scores by which people are called alike, and where they are cut.

    The score of a row is the sum of one number of each factor: interval, before, so far,
    progress, segment, cohort, lately, recency. `borders` has the scores from which the next stratum
    begins, for each interval. `count` strata an interval, numbered through.
    """

    interval: tuple[int, ...]
    before: tuple[int, ...]
    so_far: tuple[int, ...]
    progress: tuple[int, ...]
    segment: tuple[int, ...]
    cohort: tuple[int, ...]
    lately: tuple[int, ...]
    recency: tuple[int, ...]
    borders: tuple[tuple[int, ...], ...]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Rows counted by all that makes people alike: bins, and how many rows and successes.

    Columns of one length; `interval` counts from 1, all others from 0. `total` is the sum
    of scores (in hundredths) where there are any; `successes` then are answers.
    """

    interval: Whole
    before: Whole
    so_far: Whole
    lately: Whole
    progress: Whole
    segment: Whole
    cohort: Whole
    recency: Whole
    rows: Whole
    successes: Whole
    total: Whole | None = None

    def __post_init__(self) -> None:
        if bool((self.successes > self.rows).any() or (self.rows < 1).any()):
            raise ImpossibleCounts("a cell has more successes than rows, or no rows")

    @classmethod
    def of(cls, table: Whole) -> Cells:
        """Read the rows of `sql.drivers.cells`, in a fixed order whatever the engine's."""
        order = np.lexsort(table[:, 7::-1].T)
        return cls(*(table[order, column] for column in range(table.shape[1])))


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Rows and successes by behaviour (axis 0), stratum (axis 1) and bucket (axis 2).

    Where there are scores, `successes` are those that answered, `total` is the sum of
    their scores (in hundredths), and `squares` that of the squares.
    """

    rows: Whole
    successes: Whole
    total: Whole | None = None
    squares: Whole | None = None

    def __post_init__(self) -> None:
        if bool((self.successes > self.rows).any() or (self.successes < 0).any()):
            raise ImpossibleCounts("more successes than rows")

    @classmethod
    def of(cls, table: Whole, *, shape: tuple[int, ...]) -> Sides:
        """Read rows of (cell, rows, successes, …), a cell being an index into the shape.

        One cell may come in several rows.
        """
        size = int(np.prod(shape))
        counted = [
            np.bincount(table[:, 0], weights=table[:, column], minlength=size)
            for column in range(1, table.shape[1])
        ]
        return cls(*(each.astype(np.int64).reshape(shape) for each in counted))


@dataclass(frozen=True, slots=True)
class Traces:
    """What became of the entries in which a behaviour was done, by a landmark or success.

    `entries` did it at all, `soon` succeeded at once after it, `quick` succeeded within
    the landmarks; `events` is how often it was done, `near` how often within a second of
    the entry or of success.
    """

    entries: int
    soon: int
    quick: int
    events: int
    near: int = 0

    def __post_init__(self) -> None:
        if not 0 <= max(self.soon, self.quick) <= self.entries:
            raise ImpossibleCounts(f"{self.soon} or {self.quick} of {self.entries} entries")
        if self.near > self.events:
            raise ImpossibleCounts(f"{self.near} of {self.events} events")

    @property
    def is_alias(self) -> bool:
        """Whether it is the step again under another name: nine in ten come with it."""
        return self.near >= ALIAS_SHARE * self.events > 0


def quantile_cuts(
    values: Sequence[int], counts: Sequence[int], *, lowest: int, levels: Sequence[float]
) -> tuple[int, ...]:
    """Return the lowest values of bins: `lowest` alone if it is 0, then cut at these levels.

    `values` rise; a bin begins at the least value below which at least that share of
    the counts above zero lies.
    """
    pairs = [(v, n) for v, n in zip(values, counts, strict=True) if v > 0]
    total = sum(n for _, n in pairs)
    cuts = {lowest} | ({1} if pairs else set())
    for level in levels:
        below = 0
        for value, count in pairs:
            if below >= level * total and below:
                cuts.add(value)
                break
            below += count
    return tuple(sorted(cuts))
