"""Medians and other quantiles of whole numbers, exactly."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.refusals import integer, share_of_one, whole

QUARTER, HALF, THREE_QUARTERS = Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quantile lies among sorted values: `toward` of the way from one to the next.

    `lower` and `upper` are ranks counted from 1, as row_number() counts; an engine only
    has to return the values at these two ranks, and never has to interpolate.
    """

    lower: int
    upper: int
    toward: Fraction

    def between(self, at_lower: int, *, at_upper: int) -> Fraction:
        """Return the quantile, given the values that stand at the two ranks."""
        if at_upper < at_lower:
            raise ImpossibleCounts(f"sorted values cannot fall from {at_lower} to {at_upper}")
        return at_lower + self.toward * (at_upper - at_lower)


def place(n: int, *, share: Fraction) -> Place:
    """Return where among n ≥ 1 sorted values their `share` quantile lies (0..1, 1/2: median).

    Rank 1 + (n − 1)·share, between two values in proportion: type 7 of Hyndman and Fan
    (1996), The American Statistician 50, 361–365, the default of R, NumPy and DuckDB's
    quantile_cont. Raises ImpossibleCounts for no values, BadQuestion for other shares.
    """
    if whole(n, of="values") == 0:
        raise ImpossibleCounts("no values have no quantile")
    steps = (n - 1) * share_of_one(share, of="share of the values")
    lower = math.floor(steps)
    return Place(lower=lower + 1, upper=math.ceil(steps) + 1, toward=steps - lower)


def quantile(counts: Mapping[int, int], *, share: Fraction) -> Fraction | Unknown:
    """Return the type-7 quantile of whole numbers, given how often each value occurs.

    In the unit of the values, exactly: the same on every engine and in every order.
    Unknown without values. Raises ImpossibleCounts.
    """
    values = sorted(counts)
    last_ranks = list(accumulate(whole(counts[value], of="values") for value in values))
    if not last_ranks or last_ranks[-1] == 0:
        return Unknown("there is nothing to take the middle of")
    spot = place(last_ranks[-1], share=share)
    at_lower, at_upper = (
        integer(values[bisect_left(last_ranks, rank)], of="units")
        for rank in (spot.lower, spot.upper)
    )
    return spot.between(at_lower, at_upper=at_upper)
