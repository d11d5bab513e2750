"""What a change did: the difference of two variants, how surprising it is, its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri_exp, stdtr, stdtrit

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.experiments.sides import NO_UNITS, Side
from seachange.measure.statistics.proportions import wilson
from seachange.measure.statistics.refusals import part

FEW = 10
"""Where fewer than so many did it, or did not, large-sample formulas are not to be trusted."""

# Student's t differs from the normal by less than rounding from here on.
_AS_GOOD_AS_NORMAL = 1e12
SURE_OF_BASE = 4.0
"""A relative change is given where the control lies this many standard errors from 0."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Treatment minus control, in the unit of the metric.

    `error` is the standard error that the test uses; `freedom` the degrees of freedom of
    t, infinite for the normal.
    """

    value: float
    error: float
    freedom: float
    method: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.value) and math.isfinite(self.error) and self.error > 0):
            raise ImpossibleCounts(f"an effect needs a value and a standard error: {self}")
        if not self.freedom > 0:
            raise ImpossibleCounts(f"an effect needs degrees of freedom: {self}")

    @property
    def is_sparse(self) -> bool:
        """Whether too few did it, or did not, for the error to be trusted."""
        return False

    @property
    def statistic(self) -> float:
        """How many standard errors the effect is away from nothing."""
        return self.value / self.error

    @property
    def p(self) -> float:
        """How often chance alone would bring so large a difference, either way."""
        if self.freedom >= _AS_GOOD_AS_NORMAL:
            return float(2 * ndtr(-abs(self.statistic)))
        return float(2 * stdtr(self.freedom, -abs(self.statistic)))

    @property
    def z(self) -> float:
        """The statistic on the normal's scale, where sequential boundaries are drawn."""
        if self.freedom >= _AS_GOOD_AS_NORMAL:
            return self.statistic
        tail = float(stdtr(self.freedom, -abs(self.statistic)))
        z = -float(ndtri_exp(math.log(tail))) if tail > 0 else abs(self.statistic)
        return math.copysign(z, self.value)

    def within(self, critical: float) -> Estimate:
        """Return the effect with the interval that reaches `critical` > 0 normal errors wide.

        With few degrees of freedom it reaches as far as t leaves the same out; 1.96 makes
        the 95 % interval, a boundary the interval that holds at every look.
        """
        reach = self.error * self._reach(critical)
        return Estimate(self.value, self.value - reach, self.value + reach, self.method)

    def interval(self, level: float = 0.95) -> Estimate:
        """Return the effect with its interval, for a single look."""
        return self.within(normal(level))

    def at(self, errors: float) -> float:
        """Return the effect that lies so many normal errors above (or below) the one found.

        In the shape of its interval: `at(1.96)` is the upper end of the 95 % interval.
        """
        if errors == 0:
            return self.within(1.0).value
        found = self.within(abs(errors))
        return found.high if errors > 0 else found.low

    def _reach(self, critical: float) -> float:
        if not critical > 0:
            raise ImpossibleCounts(f"no interval reaches {critical!r} standard errors")
        tail = float(ndtr(-critical))
        if self.freedom >= _AS_GOOD_AS_NORMAL or tail == 0.0:
            return critical
        return -float(stdtrit(self.freedom, tail))


@dataclass(frozen=True, kw_only=True)
class ShareEffect(Effect):
    """The difference of two shares (0.05 is five percentage points), from whole counts.

    `error` is that under no difference, so that `p` is the chi-square test's; the interval
    is Newcombe's (1998, method 10), Wilson's on both sides put together, which stays
    honest where few did it.
    """

    did: int
    units: int
    did_control: int
    units_control: int

    @property
    def is_sparse(self) -> bool:
        """Whether fewer than ten did it, or did not, in one of the variants."""
        did, control = self.did, self.did_control
        return min(did, self.units - did, control, self.units_control - control) < FEW

    def within(self, critical: float) -> Estimate:
        a, b = self.did / self.units, self.did_control / self.units_control
        low_a, high_a = wilson(self.did, self.units - self.did, z=critical)
        low_b, high_b = wilson(self.did_control, self.units_control - self.did_control, z=critical)
        return Estimate(
            value=self.value,
            low=self.value - math.hypot(a - low_a, high_b - b),
            high=self.value + math.hypot(high_a - a, b - low_b),
            method=self.method,
        )


@dataclass(frozen=True, kw_only=True)
class Lift(Effect):
    """The relative change, as 0.1 for ten percent more; judged on the scale of logarithms.

    `value` and `error` are those of log(treatment/control): the interval can then never
    fall below −100 %, and swapping the variants turns ×1.25 into ×0.8.
    """

    def within(self, critical: float) -> Estimate:
        reach = self.error * self._reach(critical)
        return Estimate(
            value=math.expm1(self.value),
            low=math.expm1(self.value - reach),
            high=math.expm1(self.value + reach),
            method=self.method,
        )


def difference(treatment: Side | Unknown, *, minus: Side | Unknown) -> Effect | Unknown:
    """Compare two variants by Welch's t: variances add up, degrees by Satterthwaite.

    Welch (1947), Biometrika 34, 28–35. Unknown where a variant is, and where nothing
    varies on either side.
    """
    if isinstance(treatment, Unknown):
        return treatment
    if isinstance(minus, Unknown):
        return minus
    variance = treatment.variance + minus.variance
    if variance == 0:
        return Unknown("nothing varies in either variant, so nothing shows how sure this is")
    return Effect(
        value=float(treatment.value - minus.value),
        error=math.sqrt(variance),
        freedom=_satterthwaite(treatment, minus),
        method=treatment.method,
    )


def share_difference(
    *, did: int, units: int, did_control: int, units_control: int
) -> ShareEffect | Unknown:
    """Compare two shares: chi-square's p (pooled error), Newcombe's interval.

    Unknown when a variant has no units, and when all did it or nobody did. Raises
    ImpossibleCounts.
    """
    did, units = part(did, people=units)
    did_control, units_control = part(did_control, people=units_control)
    if 0 in (units, units_control):
        return NO_UNITS
    both, all_units = did + did_control, units + units_control
    if both in (0, all_units):
        everybody = "everybody" if both else "nobody"
        return Unknown(f"{everybody} did it in either variant, so nothing shows how sure this is")
    variance = both * (all_units - both) / (all_units * units * units_control)
    # One division of whole numbers, so that swapping the variants flips the sign exactly.
    value = (did * units_control - did_control * units) / (units * units_control)
    return ShareEffect(
        value=value,
        error=math.sqrt(variance),
        freedom=math.inf,
        method="newcombe",
        did=did,
        units=units,
        did_control=did_control,
        units_control=units_control,
    )


def lift(treatment: Side | Unknown, *, over: Side | Unknown) -> Effect | Unknown:
    """Estimate treatment/control − 1, by logarithms where both are above 0.

        var(log R) = v_t/m_t² + v_c/m_c²

    Where the treatment is not above 0 but the control surely is, by `lift_by_delta`.
    Unknown where the control may well be 0: nothing is a percentage of nothing.
    """
    if isinstance(treatment, Unknown):
        return treatment
    if isinstance(over, Unknown):
        return over
    if over.value <= 0 or over.value < SURE_OF_BASE * math.sqrt(over.variance):
        return Unknown("the control's value is too near to 0 to give a change relative to it")
    if treatment.value <= 0 or treatment.value < SURE_OF_BASE * math.sqrt(treatment.variance):
        return lift_by_delta(treatment, over=over)
    m_t, m_c = float(treatment.value), float(over.value)
    variance = treatment.variance / m_t**2 + over.variance / m_c**2
    if variance == 0:
        return difference(treatment, minus=over)
    return Lift(
        value=math.log(m_t) - math.log(m_c),
        error=math.sqrt(variance),
        freedom=_satterthwaite(treatment, over),
        method="log-ratio",
    )


def lift_by_delta(treatment: Side, *, over: Side) -> Effect | Unknown:
    """Estimate treatment/control − 1 by the delta method, symmetric about its value.

        var = v_t/m_c² + m_t²·v_c/m_c⁴

    with the degrees of freedom of the difference. Deng, Knoblich and Lu (2018), KDD,
    233–242. Unknown where the control is 0 or nothing varies.
    """
    m_t, m_c = float(treatment.value), float(over.value)
    if m_c == 0:
        return Unknown("the control's value is 0, and nothing is a percentage of nothing")
    variance = treatment.variance / m_c**2 + m_t**2 * over.variance / m_c**4
    if variance == 0:
        return difference(treatment, minus=over)
    return Effect(
        value=float((treatment.value - over.value) / over.value),
        error=math.sqrt(variance),
        freedom=_satterthwaite(treatment, over),
        method="delta",
    )


def _satterthwaite(a: Side, b: Side) -> float:
    """Return v²/(v_a²/f_a + v_b²/f_b), by way of shares of v: no square can vanish."""
    whole = a.variance + b.variance
    doubt = (a.variance / whole) ** 2 / a.freedom + (b.variance / whole) ** 2 / b.freedom
    return 1 / doubt if doubt > 0 else math.inf
