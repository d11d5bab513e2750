"""How sure can we be of a mean, of a ratio of two sums, and of the difference of two means?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.critical import student
from seachange.measure.statistics.refusals import Exact, exact, whole


def mean(
    n: int,
    *,
    total: Exact,
    total_squares: Exact,
    least: float = -math.inf,
    most: float = math.inf,
    level: float = 0.95,
) -> Reading:
    """Estimate a mean from n values, their sum and the sum of their squares, by Student's t.

        mean ∓ t[n−1]·√(S/(n(n−1))),   S = Σy² − (Σy)²/n

    In the unit of the values. The sums must be exact (int, Fraction, Decimal): S is what
    is left of two nearly equal numbers, and in floats nothing is left once the mean is
    ten thousand times the spread. `least` and `most` are what a value can be at all (1
    and 5 stars): the interval stops there.

    Unknown for no values; for one, which has no spread; and when all are the same, which
    t would call certain. Student (1908), Biometrika 6, 1–25; Snedecor and Cochran
    (1989), Statistical Methods, 8th ed., ch. 4. Raises ImpossibleCounts.
    """
    sample = _sample(n, total=total, total_squares=total_squares)
    if isinstance(sample, Unknown):
        return sample
    if sample.scatter == 0:
        return _never_varies(n, of="values", value=sample.mean)
    reach = student(level, freedom=n - 1) * math.sqrt(sample.variance_of_mean)
    return _between(float(sample.mean), reach, least=least, most=most, method="t")


def mean_difference(
    *,
    n_a: int,
    total_a: Exact,
    total_squares_a: Exact,
    n_b: int,
    total_b: Exact,
    total_squares_b: Exact,
    level: float = 0.95,
) -> Reading:
    """Estimate mean a minus mean b of different people, spreads unequal, by Welch's t.

    The variance is v = vₐ + v_b of the two means; the degrees of freedom are
    v² / (vₐ²/(nₐ−1) + v_b²/(n_b−1)). In the unit of the values.

    Unknown when either side has fewer than two values or nothing varies on both. Welch
    (1947), Biometrika 34, 28–35, with Satterthwaite's (1946) degrees, Biometrics
    Bulletin 2, 110–114. Raises ImpossibleCounts.
    """
    a = _sample(n_a, total=total_a, total_squares=total_squares_a)
    b = _sample(n_b, total=total_b, total_squares=total_squares_b)
    if isinstance(a, Unknown):
        return a
    if isinstance(b, Unknown):
        return b
    va, vb = a.variance_of_mean, b.variance_of_mean
    if va + vb == 0:
        return Unknown("nothing varies on either side, so nothing shows how sure this is")
    freedom = float((va + vb) ** 2 / (va * va / (n_a - 1) + vb * vb / (n_b - 1)))
    reach = student(level, freedom=freedom) * math.sqrt(va + vb)
    return _between(float(a.mean - b.mean), reach, method="welch")


def ratio(
    n: int,
    *,
    sum_y: Exact,
    sum_x: Exact,
    sum_yy: Exact,
    sum_xx: Exact,
    sum_xy: Exact,
    least: float = -math.inf,
    level: float = 0.95,
) -> Reading:
    """Estimate Σy/Σx over n independent people, as events per visit, by the delta method.

        R = Σy/Σx,   v = n/(n−1) · Σ(y − R·x)² / (Σx)²,   R ∓ t[n−1]·√v

    People are the sample, not their events: one person's events belong together, and an
    interval that counts them as independent is far too narrow. With x = 1 for everybody
    it is the mean with its t interval. `least` is what the ratio can be at least (0 for
    counts): the interval stops there. The sums must be exact (int, Fraction, Decimal).

    Unknown for nobody, for one person, where Σx is 0, and when y is the same multiple of
    x for everybody. Cochran (1977), Sampling Techniques, 3rd ed., section 6.4; for
    metrics of logs Deng, Knoblich and Lu (2018), KDD, 233–242. Raises ImpossibleCounts.
    """
    n = whole(n, of="people")
    y, x = exact(sum_y, of="sum"), exact(sum_x, of="sum")
    yy, xx = exact(sum_yy, of="sum of squares"), exact(sum_xx, of="sum of squares")
    xy = exact(sum_xy, of="sum of products")
    _refuse_spread_below_zero(n, y, yy)
    _refuse_spread_below_zero(n, x, xx)
    if (n * xy - x * y) ** 2 > (n * xx - x * x) * (n * yy - y * y):
        raise ImpossibleCounts(f"no {n} people have products adding up to {xy} with these sums")
    if n < 2:
        return _too_few(n)
    if x == 0:
        return Unknown("there is nothing to divide by")
    value = y / x
    scatter = yy - 2 * value * xy + value * value * xx
    if scatter == 0:
        return _never_varies(n, of="ratios", value=value)
    reach = student(level, freedom=n - 1) * math.sqrt(n * scatter / ((n - 1) * x * x))
    return _between(float(value), reach, least=least, method="delta")


@dataclass(frozen=True, slots=True)
class _Sample:
    """At least two values: their mean, and Σ(y − mean)²."""

    n: int
    mean: Fraction
    scatter: Fraction

    @property
    def variance_of_mean(self) -> Fraction:
        return self.scatter / (self.n * (self.n - 1))


def _sample(n: int, *, total: Exact, total_squares: Exact) -> _Sample | Unknown:
    n = whole(n, of="values")
    y, yy = exact(total, of="sum"), exact(total_squares, of="sum of squares")
    _refuse_spread_below_zero(n, y, yy)
    return _Sample(n, y / n, yy - y * y / n) if n >= 2 else _too_few(n)


def _refuse_spread_below_zero(n: int, y: Fraction, yy: Fraction) -> None:
    if y * y > n * yy or (n == 0 and yy > 0) or (n == 1 and y * y != yy):
        raise ImpossibleCounts(f"{n} values adding up to {y} cannot have squares adding to {yy}")


def _too_few(n: int) -> Unknown:
    return Unknown("there is nothing to average" if n == 0 else "one observation has no spread")


def _never_varies(n: int, *, of: str, value: Fraction) -> Unknown:
    return Unknown(f"all {n} {of} are {float(value):g}, so nothing shows how they vary")


def _between(
    value: float, reach: float, *, least: float = -math.inf, most: float = math.inf, method: str
) -> Estimate:
    low, high = max(least, value - reach), min(most, value + reach)
    return Estimate(value=value, low=min(low, value), high=max(high, value), method=method)
