"""When many things are tested at once: how many of those found may be false?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts

Floats = NDArray[np.float64]


def benjamini_hochberg(p: Floats) -> Floats:
    """Return p-values adjusted for the share of false findings, in the order given.

    Calling found whatever is at most q keeps the expected share of false ones among
    those found at most q, for tests that are independent or depend positively. NaN is a
    test not made: it stays NaN and does not count. Benjamini and Hochberg (1995), J. R.
    Statist. Soc. B 57, 289–300. Raises ImpossibleCounts for what is no probability.
    """
    return _stepped_up(p, cost=1.0)


def benjamini_yekutieli(p: Floats) -> Floats:
    """Return p-values adjusted as by `benjamini_hochberg`, for tests that depend in any way.

    The price is a factor 1 + 1/2 + … + 1/m. Benjamini and Yekutieli (2001), The Annals of
    Statistics 29, 1165–1188, theorem 1.3.
    """
    made = int(np.isfinite(p).sum())
    return _stepped_up(p, cost=float(np.sum(1 / np.arange(1, made + 1))))


def holm(p: Floats) -> Floats:
    """Return p-values adjusted so that any false finding at all is as rare as the level.

    However the tests depend. NaN is a test not made. Holm (1979), Scandinavian Journal
    of Statistics 6, 65–70.
    """
    made = _made(p)
    order = np.argsort(p[made], kind="stable")
    left = made.size - np.arange(made.size)
    adjusted = np.maximum.accumulate(np.minimum(1.0, p[made][order] * left))
    return _placed(p, made[order], adjusted)


def _stepped_up(p: Floats, *, cost: float) -> Floats:
    made = _made(p)
    order = np.argsort(p[made], kind="stable")
    raised = p[made][order] * cost * made.size / np.arange(1, made.size + 1)
    # A larger p-value never makes a finding where a smaller one does not.
    adjusted = np.minimum.accumulate(np.minimum(1.0, raised)[::-1])[::-1]
    return _placed(p, made[order], adjusted)


def _made(p: Floats) -> NDArray[np.intp]:
    made = np.flatnonzero(~np.isnan(p))
    if made.size and not ((p[made] >= 0) & (p[made] <= 1)).all():
        raise ImpossibleCounts("a p-value is a probability, from 0 to 1")
    return made


def _placed(p: Floats, where: NDArray[np.intp], values: Floats) -> Floats:
    placed = np.full(p.shape, np.nan)
    placed[where] = values
    return placed
