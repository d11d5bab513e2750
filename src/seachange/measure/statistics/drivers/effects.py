"""What a calibrated association is worth to people: findings, and effects on their risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.measure.statistics.drivers.associations import Associations
from seachange.measure.statistics.drivers.calibration import Calibrated
from seachange.measure.statistics.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MODEL_ERROR = 0.2
Z = 1.959963984540054
ODDS_PER_DEVIATION = np.pi / np.sqrt(3)
"""Log odds to a standard deviation of a score: Hasselblad and Hedges (1995), Psych. Bull. 117."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effects:
    """One entry a behaviour: the calibrated risk difference `value` ∓ 1.96·`se`.

    `without` is the risk of people alike who had not done it; `p` that of an effect of at
    least the smallest odds ratio worth anybody's time, `adjusted` after Benjamini and
    Hochberg (NaN: not tested); `shrunk` the value drawn towards nothing by how likely
    the behaviour is harmless, and by how unsure its effect is.
    """

    value: Floats
    se: Floats
    without: Floats
    p: Floats
    adjusted: Floats
    shrunk: Floats

    @property
    def low(self) -> Floats:
        """The lower end of the 95 % interval."""
        return self.value - Z * self.se

    @property
    def high(self) -> Floats:
        """The upper end of the 95 % interval."""
        return self.value + Z * self.se


def effects(
    found: Associations, known: Calibrated, *, asked: Flags, min_odds_ratio: float
) -> Effects:
    """Return what each behaviour is worth; only those `asked` about are tested.

        p = P(Z > (|β*| − log OR_min)/s*)
        RD* = RD − (expit(logit p₀ + μ + κx) − p₀)
        se² = var(RD)·deff + (p₀(1 − p₀))²(τ² + zᵗCz) + (0.2·RD*)²

    The last term is model error: without it large logs give intervals that are too short
    by far (coverage .64 of true effects at 40,000 entries). The smallest odds ratio makes
    the null an interval: with enough data nothing is exactly 1 (Hodges and Lehmann 1954).
    Of a score, with deviations in the place of log odds, s the spread of scores:
    effect = difference − s·(μ + κx), and s in the place of p₀(1 − p₀).
    """
    from scipy.special import expit, ndtr

    left, least = known.mu + known.kappa * found.removed, np.log(min_odds_ratio)
    if found.spread is None:
        p0 = np.clip(found.control, 1e-6, 1 - 1e-6)
        value = found.difference - (expit(np.log(p0 / (1 - p0)) + left) - p0)
        scale = p0 * (1 - p0)
    else:
        value = found.difference - left * found.spread
        scale, least = found.spread, least / ODDS_PER_DEVIATION
    variance = np.maximum(found.variance, 0.0) * found.risk_design_effect
    variance += scale**2 * known.unsure(found.removed) + (MODEL_ERROR * value) ** 2
    p = ndtr(-(np.abs(known.beta) - least) / known.se)
    p = np.where(found.supported & asked, p, np.nan)
    kept = known.spread**2 / (known.spread**2 + known.se**2)
    return Effects(
        value=value,
        se=np.sqrt(variance),
        without=found.control,
        p=p,
        adjusted=benjamini_hochberg(p),
        shrunk=(1 - known.null) * value * kept,
    )
