"""Two arms compared inside strata of people alike: scores, ratios and differences of risks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """Exposed people `n1` with successes `y1`, controls `n0` with `y0`, by stratum.

    The last axis is the stratum; those before it (behaviours, buckets left out) are
    carried through every formula.
    """

    n1: Floats
    y1: Floats
    n0: Floats
    y0: Floats

    def __post_init__(self) -> None:
        for n, y in ((self.n1, self.y1), (self.n0, self.y0)):
            if n.shape != y.shape or not ((y >= 0) & (y <= n)).all():
                raise ImpossibleCounts("an arm has more successes than people, or less than none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The Cochran–Mantel–Haenszel score: successes of the exposed beyond the expected.

    `u` is observed less expected, `v` its variance if nothing were the matter,
    `expected` the sum expected. `log_odds_ratio` is the one-step estimate u/v with
    variance 1/v; NaN where no stratum holds both arms and both outcomes.
    """

    u: Floats
    v: Floats
    expected: Floats

    @property
    def log_odds_ratio(self) -> Floats:
        """The one-step log odds ratio u/v."""
        return _ratio(self.u, self.v)

    @property
    def variance(self) -> Floats:
        """The variance 1/v of the log odds ratio, people being independent."""
        return _ratio(np.ones_like(self.v), self.v)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A risk difference, its variance, and the risk of controls on the same weights."""

    value: Floats
    variance: Floats
    control_risk: Floats


def score(arms: Arms) -> Score:
    """Return the score over all strata.

        u = Σ(y₁ − n₁m/n),   v = Σ n₁n₀m(n−m) / (n²(n−1)),   m = y₁ + y₀

    u²/v is Mantel and Haenszel's chi-square without correction for continuity (1959, J.
    Natl. Cancer Inst. 22, 719–748); u/v the one-step estimate of Yusuf et al. (1985),
    Prog. Cardiovasc. Dis. 27, 335–371.
    """
    n, m = arms.n1 + arms.n0, arms.y1 + arms.y0
    expected = _ratio(arms.n1 * m, n, otherwise=0.0)
    v = _ratio(arms.n1 * arms.n0 * m * (n - m), n * n * (n - 1), otherwise=0.0)
    return Score(
        u=(arms.y1 - expected).sum(axis=-1), v=v.sum(axis=-1), expected=expected.sum(axis=-1)
    )


def risk_difference(arms: Arms) -> Difference:
    """Return Mantel and Haenszel's risk difference with Sato's variance, in 0..1.

        RD = Σ(y₁n₀ − y₀n₁)/n / D,   D = Σ n₁n₀/n,   var = (RD·P + Q)/D²
        P = Σ(n₁²y₀ − n₀²y₁ + n₁n₀(n₀ − n₁)/2)/n²
        Q = Σ(y₁(n₀ − y₀) + y₀(n₁ − y₁))/(2n)

    The variance holds for few large strata and for many small ones: Sato (1989),
    Biometrics 45, 1323–1324. A stratum with one arm says nothing; NaN where all do.
    """
    both = (arms.n1 > 0) & (arms.n0 > 0)
    n1, y1, n0, y0 = (np.where(both, x, 0.0) for x in (arms.n1, arms.y1, arms.n0, arms.y0))
    n = np.where(both, n1 + n0, 1.0)
    weight = (n1 * n0 / n).sum(axis=-1)
    value = _ratio(((y1 * n0 - y0 * n1) / n).sum(axis=-1), weight)
    p = ((n1**2 * y0 - n0**2 * y1 + n1 * n0 * (n0 - n1) / 2) / n**2).sum(axis=-1)
    q = ((y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * n)).sum(axis=-1)
    return Difference(
        value=value,
        variance=_ratio(value * p + q, weight**2),
        control_risk=_ratio((n1 * y0 / n).sum(axis=-1), weight),
    )


def risk_ratio(arms: Arms) -> Floats:
    """Return Mantel and Haenszel's risk ratio Σ(y₁n₀/n) / Σ(y₀n₁/n); NaN over no control risk."""
    n = arms.n1 + arms.n0
    return _ratio(
        _ratio(arms.y1 * arms.n0, n, otherwise=0.0).sum(axis=-1),
        _ratio(arms.y0 * arms.n1, n, otherwise=0.0).sum(axis=-1),
    )


def _ratio(a: Floats, b: Floats, *, otherwise: float = np.nan) -> Floats:
    divided: Floats = np.divide(a, b, out=np.full(np.shape(b), otherwise), where=np.asarray(b) > 0)
    return divided
