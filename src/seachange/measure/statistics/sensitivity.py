"""How strong would a hidden trait have to be, to explain an association away?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate


@dataclass(frozen=True, slots=True)
class EValue:
    """The smallest risk ratios of a hidden trait, at least 1, that explain an effect away.

    The trait would have to go with the behaviour *and* with the outcome by this ratio
    each, beyond all that was adjusted for: `estimate` to take the whole effect away,
    `limit` to bring the interval to "no effect" (1 where it is there already).
    """

    estimate: float
    limit: float


def e_value(risk_ratio: Estimate) -> EValue:
    """Return the E-value of a risk ratio with its interval.

        E(RR) = RR + √(RR·(RR − 1)),   RR below 1 inverted first

    The limit is that of the interval's end nearer to 1. VanderWeele and Ding (2017),
    Annals of Internal Medicine 167, 268–274. Raises ImpossibleCounts for a ratio of 0 or
    less; an interval may begin at 0.
    """
    if risk_ratio.value <= 0 or risk_ratio.low < 0:
        raise ImpossibleCounts(f"risks cannot be in the ratio {risk_ratio.value} or below 0")
    if risk_ratio.low <= 1 <= risk_ratio.high:
        return EValue(estimate=of_ratio(risk_ratio.value), limit=1.0)
    near = risk_ratio.low if risk_ratio.value > 1 else risk_ratio.high
    return EValue(estimate=of_ratio(risk_ratio.value), limit=of_ratio(near))


def of_ratio(ratio: float) -> float:
    """Return the E-value of one risk ratio, as of `e_value`."""
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))


def risk_ratio_of_difference(standardised: Estimate) -> Estimate:
    """Return the risk ratio that a difference of means in standard deviations amounts to.

        RR ≈ exp(0.91·d),   limits exp(0.91·d ∓ 1.78·s)

    for the standard error s of d, read off the interval's half-width 1.96·s. It says what
    a score's difference would be for scores cut in two near the middle: VanderWeele and
    Ding (2017), table 2.
    """
    d = standardised
    low, high = d.value - d.low, d.high - d.value
    return Estimate(
        value=math.exp(0.91 * d.value),
        low=math.exp(0.91 * d.value - 1.78 * low / 1.96),
        high=math.exp(0.91 * d.value + 1.78 * high / 1.96),
        method="exp(0.91 d)",
    )
