"""May the figures of a comparison be trusted, or are its units too few, too skewed, too unequal?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.experiments.arms import Number, Sums
from seachange.measure.statistics.experiments.effects import FEW, ShareEffect

MOST_LOPSIDED = 0.12
"""Skewness of the difference beyond which a test at 1 % errs in more than 1.33 %."""
MOST_HEAVY = 0.14
"""Skewness per root of the units beyond which a handful of them make the figure."""
LEAST_EFFECTIVE = 150
"""Units of one size that a variant's units must be worth, where a ratio is compared."""
WIDEST_STEP = 0.12
"""Standard errors by which one success more moves a share, beyond which chances are coarse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cubes:
    """Sums of products of three: Σy³, and for a ratio Σy²x, Σyx² and Σx³ too."""

    yyy: Number
    yyx: Number = 0
    yxx: Number = 0
    xxx: Number = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a variant's units lie about their mean: Σe² and Σe³ of their deviations e.

    Of a ratio's units e = (y − R·x)/x̄. `effective` is how many units of one size they are
    worth, (Σx)²/Σx²; all of them where no ratio is compared.
    """

    units: int
    second: float
    third: float
    effective: float

    @classmethod
    def of_values(cls, sums: Sums, *, cubes: Cubes) -> Shape:
        """Find the shape of one value a unit, column 0 of the sums."""
        arm = sums.arm()
        if arm is None:
            raise ImpossibleCounts("no units have no shape")
        mean, n = arm.means[0], arm.units
        third = cubes.yyy - 3 * mean * sums.products[0][0] + 2 * n * mean**3
        return cls(units=n, second=float(arm.scatter[0][0]), third=float(third), effective=n)

    @classmethod
    def of_ratio(cls, sums: Sums, *, cubes: Cubes) -> Shape:
        """Find the shape of a ratio's units, columns 0 over 1."""
        if sums.units == 0 or sums.totals[1] == 0:
            raise ImpossibleCounts("a ratio to nothing has no shape")
        (y, x), n = sums.totals[:2], sums.units
        (yy, xy), (xx, *_) = sums.products[0][:2], sums.products[1]
        r, mean = y / x, x / n
        second = yy - 2 * r * xy + r * r * xx
        third = cubes.yyy - 3 * r * cubes.yyx + 3 * r * r * cubes.yxx - r**3 * cubes.xxx
        return cls(
            units=n,
            second=float(second / mean**2),
            third=float(third / mean**3),
            effective=float(x * x / xx),
        )

    @classmethod
    def measured(
        cls, values: NDArray[np.float64], *, over: NDArray[np.float64] | None = None
    ) -> Shape:
        """Find the shape from one value a unit, divided by another for a ratio."""
        y = np.asarray(values, dtype=np.float64)
        if over is None:
            e, effective = y - y.mean(), float(y.size)
        else:
            x = np.asarray(over, dtype=np.float64)
            e = (y - y.sum() / x.sum() * x) / x.mean()
            effective = float(x.sum() ** 2 / (x @ x))
        return cls(units=y.size, second=float(e @ e), third=float((e * e) @ e), effective=effective)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Whether large-sample figures hold; `why` not is a sentence for whoever reads them.

    `lopsided` is the skewness of the difference of the two variants, `heavy` that of the
    units per root of their number, `effective` the smaller variant's worth in units.
    """

    lopsided: float
    heavy: float
    effective: float
    why: str | None

    @property
    def holds(self) -> bool:
        """Whether p and interval may be shown without a warning."""
        return self.why is None


def fit(treatment: Shape, *, control: Shape) -> Fit:
    """Judge whether Welch's t or the delta method keeps its word for units of these shapes.

    With the skewness γ of the units of both variants together, that of the difference is

        γ·|1/n_t² − 1/n_c²| / (1/n_t + 1/n_c)^{3/2},

    0 for halves: skewness cancels there, and nowhere else. By Hall's (1987), Annals of
    Probability 15, 920–931, expansion for t it adds 0.25·γ² to an error of 5 %, 0.22·γ²
    to one of 1 %, which leaves 0.67–1.33 % at 0.12. Where the units' skewness per √n is
    large, the third moment itself rests on a handful of units and the expansion does not
    hold: 0.14 was found by simulating idle experiments (normal, exponential, log-normal,
    nearly all zero; halves and 90 to 10; 200 to 100,000 units), as were the 150 effective
    units of a ratio, below which unequal units pull the variance down.
    """
    n_t, n_c = treatment.units, control.units
    n = n_t + n_c
    if min(n_t, n_c) < 2:
        raise ImpossibleCounts("the shape of fewer than two units says nothing")
    spread = (treatment.second + control.second) / (n - 2)
    skewness = (treatment.third + control.third) / n / spread**1.5 if spread > 0 else 0.0
    away = abs(1 / n_t**2 - 1 / n_c**2) / (1 / n_t + 1 / n_c) ** 1.5
    lopsided, heavy = abs(skewness) * away, abs(skewness) / math.sqrt(n)
    is_ratio = treatment.effective < n_t or control.effective < n_c
    effective = min(treatment.effective, control.effective)
    why = None
    if is_ratio and effective < LEAST_EFFECTIVE:
        why = (
            f"the units of a variant are so few or so unequal that they are worth "
            f"{effective:.0f} of one size; {LEAST_EFFECTIVE} are needed for a ratio"
        )
    elif heavy > MOST_HEAVY:
        why = (
            "a handful of units with very large values make this figure: cap them, or count people"
        )
    elif lopsided > MOST_LOPSIDED:
        why = "values are skewed and the variants of unequal size, so chance would be understated"
    return Fit(lopsided=lopsided, heavy=heavy, effective=effective, why=why)


def share_fit(effect: ShareEffect) -> Fit:
    """Judge whether the chi-square test keeps its word for a difference of shares.

    Ten that did it and ten that did not are needed in each variant; and with variants of
    one size one success more must not move the difference by more than 0.12 standard
    errors, or 5 % can be 6 %, as at 50 of 100 against 50 of 100.
    """
    step = 1 / (max(effect.units, effect.units_control) * effect.error)
    why = None
    if effect.is_sparse:
        why = f"fewer than {FEW} did it, or did not, in a variant"
    elif step > WIDEST_STEP:
        why = "so few units let the chance of an error move in large steps"
    units = min(effect.units, effect.units_control)
    return Fit(lopsided=0.0, heavy=0.0, effective=float(units), why=why)
