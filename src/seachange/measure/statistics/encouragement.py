"""What does a behaviour do, when chance decides only who is nudged towards it?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.refusals import Exact, exact, whole

STRONG = 10.0
"""A nudge whose F is less moves too few people: Staiger and Stock (1997), Econometrica 65."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudged:
    """One arm: how many people, and the sums of behaviour b and outcome y over them.

    For a behaviour done or not and an outcome reached or not, the squares add up to the
    same as the values and `sum_by` is how many did both. Sums are exact.
    """

    people: int
    sum_b: Exact
    sum_y: Exact
    sum_bb: Exact
    sum_yy: Exact
    sum_by: Exact

    def __post_init__(self) -> None:
        if whole(self.people, of="people") < 2:
            raise ImpossibleCounts("an arm of fewer than two people shows no spread")
        if self.scatter("b", "b") < 0 or self.scatter("y", "y") < 0:
            raise ImpossibleCounts("squares cannot add up to less than the square of their mean")

    def mean(self, of: str) -> Fraction:
        """Return the mean of "b" or "y"."""
        return exact(getattr(self, f"sum_{of}"), of="sum") / self.people

    def scatter(self, a: str, b: str) -> Fraction:
        """Return Σ(a − ā)(b − b̄)."""
        products = exact(getattr(self, f"sum_{a}{b}"), of="sum of products")
        return products - self.people * self.mean(a) * self.mean(b)

    def covariance_of_means(self, a: str, b: str) -> float:
        """Return the sampling covariance of the two means."""
        return float(self.scatter(a, b) / (self.people * (self.people - 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Encouragement:
    """What the nudge moved, and what the behaviour does to those it moved.

    `on_behaviour` and `on_outcome` are nudged minus not nudged; `strength` is F of the
    first; `effect` is outcome per unit of behaviour among people who do it because they
    are nudged (the local average treatment effect).
    """

    on_behaviour: Estimate
    on_outcome: Estimate
    strength: float
    effect: Reading


def encouragement(nudged: Nudged, *, others: Nudged, level: float = 0.95) -> Encouragement:
    """Judge a behaviour from an experiment that randomised a nudge towards it.

        θ = ITT_y/ITT_b;   all θ with |ITT_y − θ·ITT_b| ≤ z·√(V_y − 2θ·C + θ²·V_b)

    The interval inverts the test of each θ, so it stays honest when the nudge is weak:
    Anderson and Rubin (1949), Ann. Math. Statist. 20, 46–63; Imbens and Angrist (1994),
    Econometrica 62, 467–475, for what θ means. Below F = ITT_b²/V_b = 10 the effect is
    Unknown.
    """
    z = normal(level)
    itt_b, itt_y = (float(nudged.mean(v) - others.mean(v)) for v in "by")
    v_b, v_y, c = (
        nudged.covariance_of_means(*pair) + others.covariance_of_means(*pair)
        for pair in ("bb", "yy", "by")
    )
    strength = itt_b * itt_b / v_b if v_b else math.inf if itt_b else 0.0
    return Encouragement(
        on_behaviour=_plain(itt_b, v_b, z),
        on_outcome=_plain(itt_y, v_y, z),
        strength=strength,
        effect=_weak(strength) if strength < STRONG else _inverted(itt_y, itt_b, (v_y, c, v_b), z),
    )


def people_per_arm(
    effect: float, *, uptake: float, control_risk: float, power: float = 0.8, level: float = 0.95
) -> int | Unknown:
    """Return how many people each arm needs for a nudge to show what a behaviour does.

        n = 2(z₁₋α/₂ + z_power)² p₀(1 − p₀) / (effect·uptake)²

    `effect` is the risk difference of the behaviour, `uptake` the share of people the
    nudge moves to it, `control_risk` p₀ the share who succeed without it. A nudge dilutes
    the effect by the uptake, and people needed grow with its square. Unknown where there
    is nothing to show. Raises BadQuestion for what is no share.
    """
    for name, share in (("uptake", uptake), ("control risk", control_risk)):
        if not 0 <= share <= 1:
            raise BadQuestion(f"{share!r} is no {name}", remedy="Give a share from 0 to 1.")
    if not 0 < power < 1:
        raise BadQuestion(f"{power!r} is no power", remedy="Give a share from 0 to 1, as 0.8.")
    moved = effect * uptake
    if moved == 0 or control_risk in (0.0, 1.0):
        return Unknown("there is no difference for an experiment to show")
    z = normal(level) + NormalDist().inv_cdf(power)
    return math.ceil(2 * z * z * control_risk * (1 - control_risk) / (moved * moved))


def _plain(value: float, variance: float, z: float) -> Estimate:
    reach = z * math.sqrt(variance)
    return Estimate(value=value, low=value - reach, high=value + reach, method="normal")


def _weak(strength: float) -> Unknown:
    return Unknown(
        f"the nudge moves too few people towards the behaviour (F = {strength:.1f}, below 10)"
    )


def _inverted(itt_y: float, itt_b: float, spread: tuple[float, float, float], z: float) -> Estimate:
    """Solve (ITT_y − θ·ITT_b)² = z²(V_y − 2θC + θ²V_b) for both ends; F > z² bounds them."""
    v_y, c, v_b = spread
    a = itt_b * itt_b - z * z * v_b
    half = itt_y * itt_b - z * z * c
    root = math.sqrt(max(0.0, half * half - a * (itt_y * itt_y - z * z * v_y)))
    value = itt_y / itt_b
    low, high = sorted(((half - root) / a, (half + root) / a))
    return Estimate(
        value=value, low=min(low, value), high=max(high, value), method="anderson-rubin"
    )
