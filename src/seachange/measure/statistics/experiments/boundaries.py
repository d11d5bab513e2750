"""How far an effect must stand out at each look, so that all looks together err in 5 %."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from seachange.errors import BadQuestion, ImpossibleCounts

Real = NDArray[np.float64]
Spending = Callable[[float, float], float]

FARTHEST = 38.0
"""Beyond this no chance that can be written is left: the boundary of a look that spends none."""
_LARGEST_LOG = 700.0
_FEWEST_POINTS, _MOST_POINTS, _POINTS_AN_ERROR = 401, 4001, 6


def obrien_fleming(information: float, alpha: float) -> float:
    """Return how much of alpha is spent once `information` (0..1) of the plan is there.

    α(t) = 4·(1 − Φ(z_{α/4}/√t)), both sides together: next to nothing at first, so that
    only an overwhelming effect stops early and the last look costs little. Lan and DeMets
    (1983), Biometrika 70, 659–663.
    """
    if information <= 0:
        return 0.0
    return float(4 * ndtr(ndtri(alpha / 4) / math.sqrt(min(1.0, information))))


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    """What is left in the middle after a look: nodes, and density times weight there."""

    nodes: Real
    mass: Real


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Boundaries:
    """Looks at `information` (share of the planned, ascending) and their critical |z|.

    Crossing chances under any true effect are read off without walking the path again:
    with drift θ (the z expected once all information is there) a path that stands at s at
    time t is exp(θs − θ²t/2) times as likely as without.
    """

    information: tuple[float, ...]
    critical: tuple[float, ...]
    _stages: tuple[_Stage, ...] = field(repr=False)

    def above(self, look: int, *, z: float, drift: float = 0.0) -> float:
        """Return the chance to get to a look (counted from 0) and stand above z there."""
        return self._reached(look, z=z, drift=drift, way=1)

    def below(self, look: int, *, z: float, drift: float = 0.0) -> float:
        """Return the chance to get to a look (counted from 0) and stand below z there."""
        return self._reached(look, z=z, drift=drift, way=-1)

    def crossings(self, drift: float = 0.0) -> list[tuple[float, float]]:
        """Return the chances to cross first at each look, above and below."""
        return [
            (self.above(k, z=c, drift=drift), self.below(k, z=-c, drift=drift))
            for k, c in enumerate(self.critical)
        ]

    def _reached(self, look: int, *, z: float, drift: float, way: int) -> float:
        t, s = self.information[look], z * math.sqrt(self.information[look])
        if look == 0:
            return float(ndtr(way * (drift * t - s) / math.sqrt(t)))
        before, stage = self.information[look - 1], self._stages[look - 1]
        step = t - before
        tails = ndtr(way * (stage.nodes + drift * step - s) / math.sqrt(step))
        # Where a path can be at all the exponent is small; elsewhere it must not overflow.
        tilt = np.exp(np.minimum(_LARGEST_LOG, drift * stage.nodes - drift**2 * before / 2))
        return float(np.sum(stage.mass * tilt * tails))


def boundaries(
    information: Sequence[float],
    *,
    alpha: float = 0.05,
    spend: Spending = obrien_fleming,
    spent_at: Sequence[float] | None = None,
) -> Boundaries:
    """Find the two-sided boundary of each look by recursion over the looks.

    `information` are the shares of the planned units there at each look, ascending, above
    0; neither their number nor their spacing need have been planned, and only the last may
    exceed 1: everything is spent there. Each critical |z| is such that crossing first at
    that look has, with no effect, the chance α(t_k) − α(t_{k−1}). With `spent_at` it is
    spent by those shares instead, and `information`, in any unit, only says how alike the
    looks are: Lan and DeMets (1989), Biometrics 45, 1017–1020.

    Armitage, McPherson and Rowe (1969), JRSS A 132, 235–244; Jennison and Turnbull (2000),
    Group Sequential Methods, ch. 19. Integrals by Simpson's rule on a grid fine enough for
    the smallest step. Raises BadQuestion.
    """
    looks = tuple(float(t) for t in information)
    times = looks if spent_at is None else tuple(float(t) for t in spent_at)
    if len(times) != len(looks) or not (_ascend(looks) and _ascend(times)):
        raise BadQuestion(
            "looks must have more and more units", remedy="Leave out looks without new units."
        )
    if any(t >= 1 for t in times[:-1]):
        raise BadQuestion("a plan that is used up is not looked at again")
    if not 0 < alpha < 1:
        raise BadQuestion(f"no test errs in {alpha!r} of all cases")
    return _walked(looks, times, alpha, spend)


def _ascend(looks: tuple[float, ...]) -> bool:
    return bool(looks) and looks[0] > 0 and all(a < b for a, b in pairwise(looks))


@lru_cache(maxsize=64)
def _walked(
    looks: tuple[float, ...], times: tuple[float, ...], alpha: float, spend: Spending
) -> Boundaries:
    critical: list[float] = []
    stages: list[_Stage] = []
    spent, before = 0.0, 0.0
    for k, t in enumerate(looks):
        due = min(alpha, spend(min(1.0, times[k]), alpha)) - spent
        step = math.sqrt(t - before)
        limit = _limit(stages[-1] if stages else None, step=step, due=due, t=t)
        critical.append(limit / math.sqrt(t))
        spent += max(0.0, due)
        if k + 1 < len(looks):
            finest = math.sqrt(min(looks[k + 1] - t, t - before))
            stages.append(_carried(stages[-1] if stages else None, limit, step, finest))
        before = t
    return Boundaries(information=looks, critical=tuple(critical), _stages=tuple(stages))


def _limit(stage: _Stage | None, *, step: float, due: float, t: float) -> float:
    """Return how far out the path must be for the chance `due` to cross, both sides."""
    farthest = FARTHEST * math.sqrt(t)

    def surplus(limit: float) -> float:
        if stage is None:
            crossing = 2 * float(ndtr(-limit / step))
        else:
            # The middle is symmetric: what crosses above crosses below as well.
            crossing = 2 * float(np.sum(stage.mass * ndtr((stage.nodes - limit) / step)))
        return math.log(crossing / due) if crossing > 0 else -math.inf

    if due <= 0 or surplus(farthest) >= 0:
        return farthest
    low, high = 1e-9, farthest
    while surplus(high) == -math.inf:
        middle = (low + high) / 2
        low, high = (middle, high) if surplus(middle) > 0 else (low, middle)
    return float(brentq(surplus, low, high, xtol=1e-12, rtol=1e-14))


def _carried(stage: _Stage | None, limit: float, step: float, finest: float) -> _Stage:
    """Return the density of paths that have not crossed, on a grid fine for what comes next."""
    wanted = int(2 * limit / finest * _POINTS_AN_ERROR) | 1
    nodes = np.linspace(-limit, limit, min(_MOST_POINTS, max(_FEWEST_POINTS, wanted)) | 1)
    weights = np.full(nodes.size, 2.0)
    weights[1::2] = 4.0
    weights[0] = weights[-1] = 1.0
    weights *= (nodes[1] - nodes[0]) / 3
    if stage is None:
        density = _normal(nodes / step) / step
    else:
        away = (nodes[:, None] - stage.nodes[None, :]) / step
        density = (_normal(away) @ stage.mass) / step
    if not np.isfinite(density).all():
        raise ImpossibleCounts("the looks are too close together to tell apart")
    return _Stage(nodes=nodes, mass=weights * density)


def _normal(x: Real) -> Real:
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
