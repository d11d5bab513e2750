"""One variant's estimate of a metric, with its variance: what every comparison is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments.arms import Arm, Number, columns_of

NO_UNITS = Unknown("there are no units in a variant")
ONE_UNIT = Unknown("one unit in a variant has no spread")
NOTHING_BELOW = Unknown("there is nothing to divide by in a variant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one variant's units say about a metric, in its unit.

    `variance` is that of `value` (not of a unit), estimated with `freedom` degrees of
    freedom (infinite where the normal holds).
    """

    value: Number
    variance: float
    freedom: float
    method: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.value) and math.isfinite(self.variance)):
            raise ImpossibleCounts(f"a variant's estimate must be finite: {self}")
        if self.variance < 0 or not self.freedom > 0:
            raise ImpossibleCounts(f"variance and degrees of freedom cannot be negative: {self}")


def mean_of(arm: Arm | None) -> Side | Unknown:
    """Estimate the mean of column 0, of a share too: S/(n(n−1)), n − 1 degrees of freedom."""
    if arm is None or arm.units < 2:
        return _too_few(arm)
    n = arm.units
    return Side(
        value=arm.means[0],
        variance=float(arm.scatter[0][0] / (n * (n - 1))),
        freedom=n - 1,
        method="welch",
    )


def ratio_of(arm: Arm | None) -> Side | Unknown:
    """Estimate Σy/Σx of columns 0 and 1, such as orders per session, by the delta method.

        R = Σy/Σx,   v = Σ(y − R·x)² / (n(n−1)·x̄²)

    The units that were assigned are the sample; their sessions or events are not, which
    would call 17 % of idle changes significant. Deng, Knoblich and Lu (2018), KDD,
    233–242. Unknown without units and where Σx is 0.
    """
    if arm is None or arm.units < 2:
        return _too_few(arm)
    n, (y, x) = arm.units, arm.means[:2]
    if x == 0:
        return NOTHING_BELOW
    ratio = y / x
    (yy, xy), (_, xx) = arm.scatter[0][:2], arm.scatter[1][:2]
    scatter = yy - 2 * ratio * xy + ratio * ratio * xx
    return Side(
        value=ratio,
        variance=max(0.0, float(scatter / (n * (n - 1) * x * x))),
        freedom=n - 1,
        method="delta",
    )


def adjusted(arms: Sequence[Arm]) -> list[Side] | Unknown:
    """Estimate each variant's mean of column 0, adjusted for the other columns (CUPED).

        ȳ − θ·(x̄ − x̄ of all variants),   variance of y − θ·x

    θ is the regression of y on x within variants, the same for all of them, so that the
    difference of two variants is that of an analysis of covariance. x must have been
    settled before assignment; for people who were not there yet, give x = 0 and a column
    more that says so. Deng, Xu, Kohavi and Walker (2013), WSDM, 123–132.

    Unknown without at least two units in every variant.
    """
    known = columns_of(arms) - 1
    few = [arm for arm in arms if arm.units < 2]
    if few:
        return ONE_UNIT
    theta = _slopes([_floats(arm) for arm in arms])
    exact = all(isinstance(mean, Fraction) for arm in arms for mean in arm.means)
    slopes: list[Number] = [Fraction(float(t)) if exact else float(t) for t in theta]
    units = sum(arm.units for arm in arms)
    centres = [sum(a.units * a.means[1 + i] for a in arms) / units for i in range(known)]
    sides = []
    for arm in arms:
        shift = sum(slopes[i] * (arm.means[1 + i] - centres[i]) for i in range(known))
        sides.append(
            Side(
                value=arm.means[0] - shift,
                variance=_residual(arm, slopes) / (arm.units * (arm.units - 1)),
                freedom=arm.units - 1,
                method="cuped",
            )
        )
    return sides


def standardised(
    strata: Sequence[tuple[Side, Side]], *, units: Sequence[tuple[int, int]]
) -> tuple[Side, Side]:
    """Bring treatment and control to the same mix of strata, such as phases of a ramp-up.

    Each stratum (a pair of treatment and control, with their numbers of units) weighs
    n_t·n_c/(n_t + n_c), which is best where the effect is the same everywhere. While the
    share that gets the change grows and the rate moves, a pooled comparison compares
    mostly Mondays with Saturdays: a null change looked like −1.8 points in every run of a
    simulation. Mantel and Haenszel's (1959) weights for differences: Greenland and Robins
    (1985), Biometrics 41, 55–68. Raises ImpossibleCounts without a stratum that has both.
    """
    weights = [Fraction(t * c, t + c) if t and c else Fraction(0) for t, c in units]
    total = sum(weights)
    if not strata or len(strata) != len(units) or total == 0:
        raise ImpossibleCounts("no phase has units of both variants to compare")
    shares = [weight / total for weight in weights]
    treatments, controls = zip(*strata, strict=True)
    return _mixed(treatments, shares), _mixed(controls, shares)


def _mixed(sides: Sequence[Side], shares: Sequence[Fraction]) -> Side:
    """Average the strata; degrees of freedom by Satterthwaite (1946)."""
    parts = [float(w * w) * side.variance for side, w in zip(sides, shares, strict=True)]
    variance = math.fsum(parts)
    doubt = math.fsum(p * p / side.freedom for p, side in zip(parts, sides, strict=True))
    return Side(
        value=sum((w * side.value for side, w in zip(sides, shares, strict=True)), Fraction(0)),
        variance=variance,
        freedom=variance**2 / doubt if doubt > 0 else math.inf,
        method=sides[0].method if len(sides) == 1 else "stratified",
    )


def _slopes(scatters: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return θ of the pooled within-variant scatter; a column that never varies gets 0.

    Columns are brought to one scale first, so that neither shift nor unit matters.
    """
    pooled = np.sum(scatters, axis=0)
    scale = np.sqrt(np.diag(pooled))
    scale[scale == 0] = 1.0
    alike = pooled / np.outer(scale, scale)
    theta = np.linalg.lstsq(alike[1:, 1:], alike[1:, 0], rcond=1e-12)[0]
    return np.asarray(theta * scale[0] / scale[1:], dtype=np.float64)


def _floats(arm: Arm) -> NDArray[np.float64]:
    return np.array([[float(cell) for cell in row] for row in arm.scatter])


def _residual(arm: Arm, slopes: Sequence[Number]) -> float:
    """Return Σ of the squares of y − θ·x about its mean."""
    ways = [Fraction(1) if isinstance(slopes[0], Fraction) else 1.0, *(-s for s in slopes)]
    size = range(len(ways))
    return max(0.0, float(sum(ways[i] * ways[j] * arm.scatter[i][j] for i in size for j in size)))


def _too_few(arm: Arm | None) -> Unknown:
    return ONE_UNIT if arm is not None and arm.units == 1 else NO_UNITS
