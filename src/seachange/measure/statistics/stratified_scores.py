"""Two arms compared inside strata when the outcome is a score, and not everybody answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredArms:
    """Answers of exposed (1) and controls (0) by stratum, the last axis.

    `n` people answered, `y` is the sum of their scores and `yy` of the squares; `asked`
    people were sent the survey, answered or not. Subtract a score near the middle of the
    scale first, where scores are large beside their spread: sums are floats.
    """

    n1: Floats
    y1: Floats
    yy1: Floats
    asked1: Floats
    n0: Floats
    y0: Floats
    yy0: Floats
    asked0: Floats

    def __post_init__(self) -> None:
        for n, yy, asked in ((self.n1, self.yy1, self.asked1), (self.n0, self.yy0, self.asked0)):
            if not ((n >= 0) & (n <= asked) & (yy >= 0)).all():
                raise ImpossibleCounts("more people answered than were asked, or less than none")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanScore:
    """The generalised Cochran–Mantel–Haenszel mean score test and the difference of means.

    `u` is the exposed people's sum of scores beyond the expected, `v` its variance if
    nothing were the matter. `difference` is in points of the scale, with its `variance`;
    `spread` is the standard deviation of scores inside strata. NaN where nothing varies.
    """

    u: Floats
    v: Floats
    difference: Floats
    variance: Floats
    spread: Floats


def mean_score(arms: ScoredArms) -> MeanScore:
    """Return the score test over those who answered, and the difference for all asked.

        u = Σ(y₁ − n₁ȳ),   v = Σ n₁n₀/(n(n−1))·Σ(y − ȳ)²
        difference = Σw(ȳ₁ − ȳ₀)/Σw,   w = asked₁·asked₀/(asked₁ + asked₀)

    Landis, Heyman and Koch (1978), Int. Stat. Rev. 46, 237–254, for the test: for scores
    of 0 and 1 it is `stratified.score`. The weights are those of people asked, so that
    strata in which few answer do not speak less; that mends answering that depends on the
    strata, and nothing mends answering that depends on the score itself. The variance of
    a score inside a stratum is taken from both arms together.
    """
    n = arms.n1 + arms.n0
    both = (arms.n1 > 0) & (arms.n0 > 0)
    total, safe = arms.y1 + arms.y0, np.where(n > 0, n, 1.0)
    scatter = np.where(both, np.maximum(arms.yy1 + arms.yy0 - total**2 / safe, 0.0), 0.0)
    freedom = np.where(both, n - 1, 0.0)
    within = _over(scatter, freedom)
    n1, n0 = np.where(both, arms.n1, 1.0), np.where(both, arms.n0, 1.0)
    asked1, asked0 = (np.where(both, a, 0.0) for a in (arms.asked1, arms.asked0))
    weight = _over(asked1 * asked0, asked1 + asked0)
    whole = weight.sum(axis=-1)
    apart = np.where(both, arms.y1 / n1 - arms.y0 / n0, 0.0)
    spread = np.sqrt(_over(scatter.sum(axis=-1), freedom.sum(axis=-1), otherwise=np.nan))
    return MeanScore(
        u=np.where(both, arms.y1 - arms.n1 * total / safe, 0.0).sum(axis=-1),
        v=(np.where(both, arms.n1 * arms.n0 / safe, 0.0) * within).sum(axis=-1),
        difference=_over((weight * apart).sum(axis=-1), whole, otherwise=np.nan),
        variance=_over(
            (weight**2 * within * (1 / n1 + 1 / n0)).sum(axis=-1), whole**2, otherwise=np.nan
        ),
        spread=np.where(spread > 0, spread, np.nan),
    )


def _over(a: Floats, b: Floats, *, otherwise: float = 0.0) -> Floats:
    divided: Floats = np.divide(a, b, out=np.full(np.shape(b), otherwise), where=np.asarray(b) > 0)
    return divided
