"""Several variants against one control: how far each must stand out, so that none errs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.statistics.experiments.sides import Side

Real = NDArray[np.float64]

_FARTHEST = 38.0
_NODES = np.linspace(-9.0, 9.0, 2001)


def loadings(treatments: Sequence[Side], *, control: Side) -> tuple[float, ...]:
    """Return how much of each comparison's doubt is the control's: √(v_c/(v_i + v_c)).

    All comparisons share the control, so they err together; two of them correlate by the
    product of their loadings, ½ with as many units everywhere.
    """
    if not treatments or any(side.variance + control.variance == 0 for side in treatments):
        raise ImpossibleCounts("comparisons with one control need variants that vary")
    return tuple(math.sqrt(control.variance / (s.variance + control.variance)) for s in treatments)


def critical(shares: Sequence[float], *, alpha: float = 0.05) -> float:
    """Return the |z| that any of the comparisons exceeds with the chance `alpha`, two-sided.

        P(max |Zᵢ| ≤ c) = ∫ φ(u) Π [Φ((c + λᵢu)/√(1−λᵢ²)) − Φ((−c + λᵢu)/√(1−λᵢ²))] du

    with loadings λ. 2.44 for four variants of one size, where each alone needs 1.96.
    Dunnett (1955), JASA 50, 1096–1121; for unequal sizes Hochberg and Tamhane (1987),
    Multiple Comparison Procedures, section 5.2. Raises BadQuestion.
    """
    if not 0 < alpha < 1:
        raise BadQuestion(f"no test errs in {alpha!r} of all cases")
    loads = _checked(shares)

    def surplus(limit: float) -> float:
        return _outside(limit, loads) - alpha

    return float(brentq(surplus, 0.0, _FARTHEST, xtol=1e-12))


def adjusted_p(z: Sequence[float], *, shares: Sequence[float]) -> list[float]:
    """Return for each comparison how often chance alone would bring one so large among all."""
    loads = _checked(shares)
    if len(z) != loads.size:
        raise ImpossibleCounts("there must be one comparison for each loading")
    return [_outside(abs(one), loads) for one in z]


def alpha_each(shares: Sequence[float], *, alpha: float = 0.05) -> float:
    """Return how often each comparison alone may err, so that any does in `alpha`.

    The level of a sequential plan for each of several variants: what they err together at
    one look they err at most at all looks (their paths are at least as alike).
    """
    return float(2 * ndtr(-critical(shares, alpha=alpha)))


def _outside(limit: float, loads: Real) -> float:
    """Return P(any |Z| > limit), small ones to full precision."""
    rest = np.sqrt(1 - loads**2)[:, None]
    shifted = loads[:, None] * _NODES[None, :]
    beyond = ndtr((-limit - shifted) / rest) + ndtr((-limit + shifted) / rest)
    # 1 − Π(1 − beyond), which is not 0 when all are tiny.
    any_beyond = -np.expm1(np.sum(np.log1p(-np.minimum(beyond, 1 - 1e-16)), axis=0))
    return float(min(1.0, np.sum(_weights() * any_beyond)))


def _weights() -> Real:
    """Return Simpson's weights times the normal density, which add up to 1."""
    simpson = np.full(_NODES.size, 2.0)
    simpson[1::2] = 4.0
    simpson[0] = simpson[-1] = 1.0
    density = simpson * np.exp(-(_NODES**2) / 2)
    return np.asarray(density / density.sum(), dtype=np.float64)


def _checked(shares: Sequence[float]) -> Real:
    loads = np.asarray(shares, dtype=np.float64)
    if loads.size == 0 or not ((loads >= 0) & (loads <= 1)).all():
        raise ImpossibleCounts(f"loadings lie from 0 to 1: {list(shares)}")
    return np.minimum(loads, 1 - 1e-9)
