"""How long people took, as one side of an experiment, when some have not done it yet."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from scipy.special import ndtr

from seachange.measure.answers import Reading, Unknown
from seachange.measure.statistics.durations import SECOND, Curve, time_until
from seachange.measure.statistics.experiments.sides import NO_UNITS, Side
from seachange.measure.statistics.proportions import difference_of
from seachange.measure.statistics.refusals import whole

# Beyond so many errors a level is 1 to the last digit.
_FARTHEST = 8.0


def done_within(curve: Curve, *, cutoff: int) -> Side | Unknown:
    """Estimate the share (0..1) who did it within `cutoff` microseconds, inclusive.

    1 − left, with Greenwood's variance left²·Σ d/(r(r−d)). Unknown without people, while
    nobody has been watched that long, and where all or none did it.
    """
    watched = _watched_long_enough(curve, whole(cutoff, of="microseconds"))
    if isinstance(watched, Unknown):
        return watched
    last = int(np.searchsorted(curve.times, cutoff, side="right")) - 1
    if last < 0 or curve.left[last] == 0:
        return Unknown("in a variant all or none did it by then, so no error can be given")
    left = float(curve.left[last])
    return Side(
        value=1 - left,
        variance=left**2 * float(curve.spread[last]),
        freedom=math.inf,
        method="kaplan-meier",
    )


def mean_within(curve: Curve, *, cutoff: int) -> Side | Unknown:
    """Estimate the mean time in seconds, of which at most `cutoff` microseconds count.

    The area under the curve up to there: whoever takes longer, or never does it, counts
    as the cut-off, so that slow people cannot hide by staying away. With A the area after
    the time of a deed its variance is Σ A²·d/(r(r−d)): Klein and Moeschberger (2003),
    Survival Analysis, 2nd ed., section 4.5; as a measure of effect Royston and Parmar
    (2013), BMC Medical Research Methodology 13, 152. Unknown without people, while nobody
    has been watched that long, and where nobody had done it by then.
    """
    watched = _watched_long_enough(curve, whole(cutoff, of="microseconds"))
    if isinstance(watched, Unknown):
        return watched
    deeds = curve.times < cutoff
    if not deeds.any():
        return Unknown("nobody in a variant had done it by then")
    edges = np.concatenate([[0], curve.times[deeds], [cutoff]]).astype(np.float64) / SECOND
    areas = np.concatenate([[1.0], curve.left[deeds]]) * np.diff(edges)
    after = np.cumsum(areas[::-1])[::-1][1:]
    r = curve.at_risk[deeds].astype(np.float64)
    d = r * _falls(curve)[deeds]
    # Once nobody is left there is no area after, and nothing more to be unsure of.
    some = r - d > 0.5
    variance = float(np.sum(after[some] ** 2 * d[some] / (r[some] * (r[some] - d[some]))))
    return Side(
        value=float(areas.sum()), variance=variance, freedom=math.inf, method="restricted-mean"
    )


def median_difference(
    treatment: Curve, *, minus: Curve, critical: float, share: Fraction = Fraction(1, 2)
) -> Reading:
    """Estimate by how many seconds later the treated have half done it, any share.

    The two log-log intervals, `critical` normal errors wide, put together as in Zou and
    Donner (2008), Statistics in Medicine 27, 1693–1702. A median has no standard error to
    test with: whether it changed is whether the interval leaves out 0. Unknown where a
    side is.
    """
    level = 1 - 2 * float(ndtr(-min(critical, _FARTHEST)))
    after = time_until(treatment, share=share, level=level)
    return difference_of(after, minus=time_until(minus, share=share, level=level))


def _watched_long_enough(curve: Curve, cutoff: int) -> Unknown | None:
    if curve.people == 0:
        return NO_UNITS
    all_done = curve.left.size > 0 and curve.left[-1] == 0
    if int(curve.waits[-1]) < cutoff and not all_done:
        return Unknown("nobody in a variant has been watched for that long yet")
    return None


def _falls(curve: Curve) -> np.typing.NDArray[np.float64]:
    """Return the share of those at risk who did it at each time."""
    before = np.concatenate([[1.0], curve.left[:-1]])
    return np.asarray(1 - curve.left / before, dtype=np.float64)
