"""What is known of the units of one variant: how many, their means, and how these scatter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.refusals import Exact, exact, part, whole

Number = Fraction | float
"""Exact where sums came from a log, a float where columns were measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """The units of one variant, one row a unit: means, and scatter about the means.

    Column 0 is the metric. For a ratio column 1 is what it is divided by; for CUPED the
    other columns are what was known before assignment. `scatter[i][j]` is
    Σ(aᵢ − āᵢ)(aⱼ − āⱼ) over the units.
    """

    units: int
    means: tuple[Number, ...]
    scatter: tuple[tuple[Number, ...], ...]

    def __post_init__(self) -> None:
        size = len(self.means)
        if size == 0 or len(self.scatter) != size or any(len(r) != size for r in self.scatter):
            raise ImpossibleCounts("scatter must have a row and a column for every mean")

    @classmethod
    def measured(cls, columns: NDArray[np.float64]) -> Arm:
        """Build an arm from one row a unit (units × columns, or a single column), ≥ 1 unit.

        Centred before it is squared, so that it stands a shift: Chan, Golub and LeVeque
        (1983), The American Statistician 37, 242–247.
        """
        table = np.asarray(columns, dtype=np.float64)
        if not table.size or not np.isfinite(table).all():
            raise ImpossibleCounts("an arm needs units, and every value must be finite")
        table = table.reshape(len(table), -1)
        means = table.mean(axis=0)
        centred = table - means
        means = means + centred.mean(axis=0)
        centred = table - means
        scatter = centred.T @ centred
        return cls(
            units=len(table),
            means=tuple(means.tolist()),
            scatter=tuple(tuple(row) for row in scatter.tolist()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Exact sums over the units of one variant; those of two days or phases add up with `+`.

    `totals` are Σaᵢ for each column; `products` the rows of the upper triangle of Σaᵢaⱼ:
    for columns y and x ((Σy², Σxy), (Σx²,)). All exact (int, Fraction, Decimal): scatter
    is what is left of two nearly equal numbers, and of floats nothing is left once a mean
    is ten thousand times the spread. Raises ImpossibleCounts for sums no units can have.
    """

    units: int
    totals: tuple[Fraction, ...]
    products: tuple[tuple[Fraction, ...], ...]

    def __post_init__(self) -> None:
        totals = tuple(exact(t, of="sum") for t in self.totals)
        products = tuple(
            tuple(exact(p, of="sum of products") for p in row) for row in self.products
        )
        if [len(row) for row in products] != list(range(len(totals), 0, -1)) or not totals:
            raise ImpossibleCounts("products are the upper triangle of what the columns make")
        object.__setattr__(self, "units", whole(self.units, of="units"))
        object.__setattr__(self, "totals", totals)
        object.__setattr__(self, "products", products)
        self._refuse_impossible()

    @classmethod
    def tally(cls, did: int, *, units: int) -> Sums:
        """Build the sums of a share: so many of the units did it."""
        did, units = part(did, people=units)
        return cls.values(units, total=did, squares=did)

    @classmethod
    def values(cls, units: int, *, total: Exact, squares: Exact) -> Sums:
        """Build the sums of one value a unit, from Σy and Σy²."""
        return cls(
            units=units,
            totals=(exact(total, of="sum"),),
            products=((exact(squares, of="sum of squares"),),),
        )

    @classmethod
    def pairs(cls, units: int, *, y: Exact, x: Exact, yy: Exact, xy: Exact, xx: Exact) -> Sums:
        """Build the sums of two columns: y over x for a ratio, or y with x known before."""
        first = (exact(yy, of="sum of squares"), exact(xy, of="sum of products"))
        return cls(
            units=units,
            totals=(exact(y, of="sum"), exact(x, of="sum")),
            products=(first, (exact(xx, of="sum of squares"),)),
        )

    def __add__(self, other: Sums) -> Sums:
        if len(self.totals) != len(other.totals):
            raise ImpossibleCounts("sums of different columns cannot be added")
        return Sums(
            units=self.units + other.units,
            totals=tuple(a + b for a, b in zip(self.totals, other.totals, strict=True)),
            products=tuple(
                tuple(a + b for a, b in zip(row, others, strict=True))
                for row, others in zip(self.products, other.products, strict=True)
            ),
        )

    def arm(self) -> Arm | None:
        """Return the units' means and scatter, without a rounding; None without units."""
        if self.units == 0:
            return None
        size = range(len(self.totals))
        return Arm(
            units=self.units,
            means=tuple(total / self.units for total in self.totals),
            scatter=tuple(tuple(self._scatter(i, j) for j in size) for i in size),
        )

    def _scatter(self, i: int, j: int) -> Fraction:
        first, second = min(i, j), max(i, j)
        product = self.products[first][second - first]
        return product - self.totals[i] * self.totals[j] / self.units

    def _refuse_impossible(self) -> None:
        if self.units == 0:
            if any(self.totals) or any(any(row) for row in self.products):
                raise ImpossibleCounts("no units cannot add up to anything")
            return
        size = range(len(self.totals))
        spread = [self._scatter(i, i) for i in size]
        lone = self.units == 1 and any(spread)
        if lone or min(spread) < 0:
            raise ImpossibleCounts(f"{self.units} units cannot have these sums of squares")
        if any(self._scatter(i, j) ** 2 > spread[i] * spread[j] for i, j in combinations(size, 2)):
            raise ImpossibleCounts(f"{self.units} units cannot have these sums of products")


def columns_of(arms: Sequence[Arm]) -> int:
    """Return how many columns the arms have; refuse arms of different columns, or none."""
    sizes = {len(arm.means) for arm in arms}
    if len(sizes) != 1:
        raise ImpossibleCounts("variants that are compared must have the same columns")
    return sizes.pop()
