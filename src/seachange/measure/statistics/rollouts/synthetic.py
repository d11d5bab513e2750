"""One segment got the change: beside a mix of the others that moved as it did before."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown

Real = NDArray[np.float64]

LEAST_DONORS = 19
"""With fewer segments to compare with, no rank among them is as rare as 5 %."""
_SUM_TO_ONE = 1e3


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Synthetic:
    """The mean gap to the mix once the change was there.

    `weights` are the donors' shares in the mix; `gap` the difference at every period;
    `p` the rank of the segment's gap, after over before, among those that the same sum
    finds for donors which got nothing, `placebos` (donors × periods).
    """

    value: float
    p: float
    weights: Real
    gap: Real
    before: int
    placebos: Real

    def interval(self, alpha: float = 0.05) -> Reading:
        """Return the effect with those constant effects that its rank does not rule out.

        An effect c, taken off the gap after, leaves a ratio of after over before; it is
        ruled out where that ratio ranks among the placebos' highest `alpha`. Firpo and
        Possebom (2018), J. Causal Inference 6(2). Unknown where no constant effect is left.
        """
        if not 0 < alpha < 1:
            raise BadQuestion(f"no test errs in {alpha!r} of all cases")
        ratios = sorted(_after_over_before(gap, self.before) for gap in self.placebos)
        # p > alpha needs this many placebos at least as large.
        needed = math.floor(alpha * (1 + len(ratios)) * (1 + 1e-12))
        if needed < 1:
            return Unknown("so few segments rule out no effect at all, however large")
        after, fit = self.gap[self.before :], float(np.sqrt(np.mean(self.gap[: self.before] ** 2)))
        room = (ratios[-needed] * fit) ** 2 - float(after.var())
        if room < 0:
            return Unknown("what was there after the change was no constant effect")
        reach = math.sqrt(room)
        return Estimate(self.value, self.value - reach, self.value + reach, "placebo-in-space")


def synthetic(treated: Real, *, donors: Real, before: int) -> Synthetic | Unknown:
    """Estimate the effect on one segment from donors (donors × periods) without the change.

    The mix is the convex combination of donors nearest to the segment in the first
    `before` periods. Abadie, Diamond and Hainmueller (2010), JASA 105, 493–505. Unknown
    with fewer than 19 donors, where no effect could be told from chance, and with fewer
    than eight periods before. Raises ImpossibleCounts.
    """
    own, others = np.asarray(treated, dtype=np.float64), np.asarray(donors, dtype=np.float64)
    if others.ndim != 2 or own.shape != others.shape[1:] or not 0 < before < own.size:
        raise ImpossibleCounts("the segment and its donors need figures for the same periods")
    if not (np.isfinite(own).all() and np.isfinite(others).all()):
        raise ImpossibleCounts("every segment needs a finite figure for every period")
    if len(others) < LEAST_DONORS:
        return Unknown(
            f"{len(others)} segments without the change are too few to compare with: "
            f"{LEAST_DONORS} are needed"
        )
    if before < 8:
        return Unknown("eight periods before the change are needed to find a mix that moved alike")
    weights, gap = _mix(own, others, before)
    ratio = _after_over_before(gap, before)
    placebos = [
        _mix(others[k], np.delete(others, k, axis=0), before)[1] for k in range(len(others))
    ]
    as_large = sum(_after_over_before(placebo, before) >= ratio for placebo in placebos)
    return Synthetic(
        value=float(gap[before:].mean()),
        p=(1 + as_large) / (1 + len(others)),
        weights=weights,
        gap=gap,
        before=before,
        placebos=np.array(placebos),
    )


def _mix(own: Real, others: Real, before: int) -> tuple[Real, Real]:
    """Return the weights, ≥ 0 and of sum 1, by least squares, and the gap they leave."""
    # One scale for every metric, so that the sum to one weighs the same against the fit.
    level = max(float(np.abs(others[:, :before]).max()), 1e-300)
    rows = np.vstack([others[:, :before].T / level, np.full(len(others), _SUM_TO_ONE)])
    weights, _ = nnls(rows, np.append(own[:before] / level, _SUM_TO_ONE))
    weights = weights / weights.sum()
    return weights, own - weights @ others


def _after_over_before(gap: Real, before: int) -> float:
    """Return root mean squares of the gap, after over before: a bad fit proves nothing."""
    fit, after = (float(np.sqrt(np.mean(part**2))) for part in (gap[:before], gap[before:]))
    least = 1e-12 * float(np.abs(gap).max())
    return after / max(fit, least) if after > 0 else 0.0
