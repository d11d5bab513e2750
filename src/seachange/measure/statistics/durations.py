"""How long does it take people, when some have not done it yet?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.proportions import NOBODY, share
from seachange.measure.statistics.quantiles import HALF, QUARTER, THREE_QUARTERS
from seachange.measure.statistics.refusals import share_of_one, whole

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
SECOND = 1_000_000

# Two ways to the same share differ by less than this after ten million factors.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The Kaplan–Meier curve: which share had not done it yet after each length of time.

    `times` are the lengths, in microseconds, at which somebody did it, ascending; `left`
    the share not done right after; `at_risk` how many were still watched just before;
    `spread` Greenwood's Σ d/(r(r−d)), infinite once nobody is left. `waits` are all
    lengths watched, done or not, and `watched` how many were watched at least as long.
    """

    times: Whole
    left: Real
    at_risk: Whole
    spread: Real
    waits: Whole
    watched: Whole

    @property
    def people(self) -> int:
        """How many entered."""
        return int(self.watched[0]) if self.watched.size else 0


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The times, in seconds, by which a quarter, half and three quarters had done it."""

    q25: Reading
    median: Reading
    q75: Reading


def curve(
    times: Sequence[int] | NDArray[Any],
    *,
    did: Sequence[int] | NDArray[Any],
    waiting: Sequence[int] | NDArray[Any],
) -> Curve:
    """Build the curve from how many did it after, or have waited for, each length of time.

    Three columns of whole numbers, in any order: a length in microseconds (≥ 0), how many
    did it after that long, and how many had not when they were last watched, that long
    after entry: pending entries, and those who can never do it. Rows of one length add
    up. Whoever waited exactly t was there to do it at t.

        left(t) = Π over tᵢ ≤ t of (rᵢ − dᵢ)/rᵢ

    Kaplan and Meier (1958), JASA 53, 457–481. Raises ImpossibleCounts.
    """
    columns = [
        _column(c, of=name)
        for c, name in ((times, "microseconds"), (did, "people"), (waiting, "people"))
    ]
    if len({column.size for column in columns}) != 1:
        raise ImpossibleCounts("lengths of time and counts do not stand in pairs")
    lengths, rows = np.unique(columns[0], return_inverse=True)
    done, still = (_add_up(column, rows, lengths.size) for column in columns[1:])
    somebody = done + still > 0
    lengths, done, still = lengths[somebody], done[somebody], still[somebody]
    watched = np.cumsum((done + still)[::-1])[::-1]

    deeds = done > 0
    r, d = watched[deeds], done[deeds]
    return Curve(
        times=lengths[deeds],
        left=_left(r, d),
        at_risk=r,
        spread=_greenwood(r, d),
        waits=lengths,
        watched=watched,
    )


def quartiles(curve: Curve, *, level: float = 0.95) -> Quartiles:
    """Estimate by when a quarter, half and three quarters have done it; see `time_until`."""
    return Quartiles(
        *(time_until(curve, share=s, level=level) for s in (QUARTER, HALF, THREE_QUARTERS))
    )


def time_until(curve: Curve, *, share: Fraction, level: float = 0.95) -> Reading:
    """Estimate the time, in seconds, by which a share (0..1) of people have done it.

    The first time at which no more than 1 − share are left; where the curve lies exactly
    on that share for a while, the middle of that while, as R and SAS have it, so that
    with nobody waiting the median is the ordinary one. The interval holds every time at
    which the log-log interval of the curve reaches the share: Brookmeyer and Crowley
    (1982), Biometrics 38, 29–41; Klein and Moeschberger (2003), Survival Analysis, 2nd
    ed., section 4.5. Its ends are times at which somebody did it.

    Unknown when fewer than the share have done it so far, and when so few were watched
    for long enough that the interval has no upper end.
    """
    target = 1.0 - float(share_of_one(share, of="share of the people"))
    if curve.people == 0:
        return NOBODY
    there = np.flatnonzero(curve.left <= target + _EQUAL)
    if there.size == 0:
        return Unknown(f"fewer than {_in_words(share)} have done it so far")
    first = int(there[0])
    lowest, highest = _band(curve, z=normal(level))
    above = np.flatnonzero(highest > target)
    beyond = int(above[-1]) + 1 if above.size else 0
    if beyond == curve.times.size:
        return Unknown(
            f"{_in_words(share)} had done it after {_spoken(int(curve.times[first]))}, but too "
            f"few were watched for long enough to say how late it might be"
        )
    # Then a next step is there: the upper limit, which lies above the curve, passes at one.
    rests = abs(curve.left[first] - target) <= _EQUAL
    value = Fraction(int(curve.times[first]) + int(curve.times[first + rests]), 2)
    return Estimate(
        value=float(value / SECOND),
        low=int(curve.times[np.flatnonzero(lowest <= target)[0]]) / SECOND,
        high=int(curve.times[max(beyond, first + rests)]) / SECOND,
        method="log-log",
    )


def share_within(curve: Curve, *, cutoff: int, level: float = 0.95) -> Reading:
    """Estimate the share of people (0..1) who do it within `cutoff` microseconds, inclusive.

    1 − left, with the interval that is symmetric for log(−log left) and so stays inside
    0..1:  left^exp(∓z·√spread/log left). Kalbfleisch and Prentice (2002), The Statistical
    Analysis of Failure Time Data, 2nd ed., section 1.4; Klein and Moeschberger (2003),
    eq. 4.3.2. That has no answer at the ends: while nobody has done it, Wilson's interval
    for nobody among those watched that long is given (method "wilson"); once nobody is
    left, see `_band`.

    Unknown when nobody entered, or nobody was watched that long and some are left.
    """
    cutoff = whole(cutoff, of="microseconds")
    if curve.people == 0:
        return NOBODY
    last = int(np.searchsorted(curve.times, cutoff, side="right")) - 1
    longer = int(np.searchsorted(curve.waits, cutoff, side="left"))
    all_done = curve.times.size > 0 and curve.left[-1] == 0.0 and last == curve.times.size - 1
    if longer == curve.waits.size and not all_done:
        return Unknown("nobody has been watched for that long yet")
    if last < 0:
        return share(0, people=int(curve.watched[longer]), level=level)
    lowest, highest = _band(curve, z=normal(level))
    value = 1.0 - float(curve.left[last])
    low, high = 1.0 - float(highest[last]), 1.0 - float(lowest[last])
    return Estimate(value=value, low=min(low, value), high=max(high, value), method="log-log")


def _column(numbers: Sequence[int] | NDArray[Any], *, of: str) -> Whole:
    column = np.asarray(numbers)
    if column.ndim != 1 or (column.size and column.dtype.kind not in "iu"):
        raise ImpossibleCounts(f"a column of {column.dtype} does not hold whole numbers of {of}")
    if column.size and int(column.min()) < 0:
        raise ImpossibleCounts(f"{int(column.min())} is less than no {of}")
    return column.astype(np.int64)


def _add_up(counts: Whole, rows: Whole, size: int) -> Whole:
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, rows, counts)
    return sums


def _left(r: Whole, d: Whole) -> Real:
    """Multiply up the curve so that only those who stopped waiting cost a rounding.

    Between two deeds with nobody leaving in between, r − d of the first is r of the
    second and cancels: with nobody waiting every share is one division of whole numbers.
    """
    after = (r - d).astype(np.float64)
    stayed = np.ones(r.size)
    stayed[1:] = after[:-1] / r[1:]
    return np.asarray(after * np.cumprod(stayed) / (r[0] if r.size else 1), dtype=np.float64)


def _greenwood(r: Whole, d: Whole) -> Real:
    """Return Σ d/(r(r−d)): Greenwood (1926), The Natural Duration of Cancer, appendix 1."""
    after = (r - d).astype(np.float64)
    terms = np.full(r.size, math.inf)
    np.divide(d, r * after, out=terms, where=after > 0)
    return np.cumsum(terms)


def _band(curve: Curve, *, z: float) -> tuple[Real, Real]:
    """Return the log-log limits of the share left after each deed.

    Once nobody is left the logarithm ends. Then the lower limit is 0, and the upper one
    that of the moment before times Wilson's for nobody left of the r last ones.
    """
    some = curve.left > 0
    log_left = np.log(curve.left[some])
    width = z * np.sqrt(curve.spread[some]) / -log_left
    lowest, highest = np.zeros(curve.left.size), np.ones(curve.left.size)
    lowest[some] = np.exp(log_left * np.exp(width))
    highest[some] = np.exp(log_left * np.exp(-width))
    if not some.all():
        before = highest[-2] if highest.size > 1 else 1.0
        highest[-1] = before * z * z / (float(curve.at_risk[-1]) + z * z)
    return lowest, highest


def _in_words(share: Fraction) -> str:
    words = {QUARTER: "a quarter", HALF: "half", THREE_QUARTERS: "three quarters"}
    return words.get(share, f"{float(share):.0%}")


def _spoken(microseconds: int) -> str:
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if microseconds >= 2 * size * SECOND:
            return f"{microseconds / (size * SECOND):.1f} {unit}"
    return f"{microseconds / SECOND:g} seconds"
