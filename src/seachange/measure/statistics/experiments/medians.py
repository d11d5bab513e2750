"""How far apart are two medians, when some never got there within their window?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scipy.special import bdtr, ndtri

from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.quantiles import HALF, place
from seachange.measure.statistics.refusals import whole

FEW = 10
"""Of fewer values the middle ones say nothing of how far their median may be off."""


@dataclass(frozen=True, slots=True)
class Spots:
    """The ranks, counted from 1, at which a median and its error stand among n sorted values.

    The median lies between `lower` and `upper`; `early` and `late` are as far from either end
    as each other, and hold the true median between them as a normal one does ± `reach`.
    """

    lower: int
    upper: int
    early: int
    late: int
    reach: float

    @property
    def all(self) -> frozenset[int]:
        """Every rank of which the value is needed."""
        return frozenset((self.lower, self.upper, self.early, self.late))


def spots(n: int) -> Spots | None:
    """Return where to look for a median of n values and its error; None where n < 10.

    Ranks c and n − c + 1 with c = (n + 1)/2 − √n, rounded; they hold the median between them
    unless fewer than c values lie on one side of it, of which the binomial distribution tells
    the chance p: a normal median lies within ± z(p) errors as often. Price and Bonett (2001),
    Journal of Statistical Computation and Simulation 68, 295–305.
    """
    if whole(n, of="values") < FEW:
        return None
    middle = place(n, share=HALF)
    early = max(1, round((n + 1) / 2 - math.sqrt(n)))
    outside = float(bdtr(early - 1, n, 0.5))
    return Spots(middle.lower, middle.upper, early, n - early + 1, -float(ndtri(outside)))


@dataclass(frozen=True, slots=True)
class Median:
    """A median with its standard error, in the unit of the values."""

    value: Fraction
    error: float


def median(n: int, *, at: Mapping[int, int]) -> Median | Unknown:
    """Return the median of n values, given those at the ranks of `spots` that are known.

    A value that is not known lies beyond all that are: whoever did not get there in time. The
    median is known as soon as half did, its error a little later.
    """
    found = spots(n)
    if found is None:
        return Unknown(f"fewer than {FEW} units are too few for a median")
    if found.upper not in at:
        return Unknown("fewer than half got there in time")
    if found.late not in at:
        return Unknown("too few got there in time to tell how sure their median is")
    value = Fraction(at[found.lower] + at[found.upper], 2)
    if found.early == found.late or at[found.late] == at[found.early]:
        return Unknown("so many took equally long that their median tells no error")
    return Median(value, (at[found.late] - at[found.early]) / (2 * found.reach))


def difference(treatment: Median, *, minus: Median, critical: float) -> Reading:
    """Estimate the difference of two medians, ± `critical` standard errors.

    Price and Bonett (2002), Journal of Statistical Computation and Simulation 72, 119–124,
    who found it to hold for skewed and heavy-tailed values where others fail.
    """
    change = float(treatment.value - minus.value)
    half = critical * math.hypot(treatment.error, minus.error)
    return Estimate(change, change - half, change + half, "price_bonett")
