"""At which moments after the entry are people looked at?"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from seachange.measure.driver_counts import Grid

Floats = NDArray[np.float64]

LANDMARKS = 12
SUCCESSES_WEIGH = 0.6
FEWEST_SUCCESSES = 20
_SPAN = 64
_RUNGS_A_DOUBLING, _DOUBLINGS = 4, 20
_SECOND = 1_000_000


def rungs(within: int) -> list[int]:
    """Return rising times, the last the window itself, at which waits are counted.

    Microseconds; four to each doubling, over twenty doublings.
    """
    steps = range(_RUNGS_A_DOUBLING * _DOUBLINGS, -1, -1)
    return sorted({max(1, math.floor(within * 2 ** (-k / _RUNGS_A_DOUBLING))) for k in steps})


def grid(waits: Mapping[int, int], *, within: int) -> Grid:
    """Lay landmarks from the first successes up to half the window.

    `waits` counts successes by how many of `rungs` their time from the entry exceeded;
    times are microseconds. Landmarks share out evenly the mixture

        0.6 · share of the successes in the first half of the window
      + 0.4 · share of the logarithm of time from 1/64 of that half up to all of it

    so that none of the twelve intervals holds much more than a tenth of the successes
    (a coarse interval mixes those who did it before most had succeeded with those who did
    it after), and none is without landmarks where nobody succeeds. The gap after a
    landmark is a hundredth of the median time to success, at least a second: whoever
    succeeds so soon did the behaviour on the way in, not before.
    """
    bounds = rungs(within)
    counts = np.array([waits.get(k, 0) for k in range(len(bounds))], dtype=float)
    cumulated = np.cumsum(counts)
    logs = np.log(np.array(bounds, dtype=float))
    last = within // 2 or 1
    least = max(1.0, last / _SPAN)
    points = np.unique(np.concatenate([logs, [math.log(least), math.log(last)]]))
    points = points[points <= math.log(last)]
    by_then = np.interp(points, logs, cumulated)
    time = np.clip((points - math.log(least)) / max(math.log(last / least), 1e-9), 0, 1)
    total = by_then[-1]
    mixture = time
    if total >= FEWEST_SUCCESSES:
        mixture = SUCCESSES_WEIGH * by_then / total + (1 - SUCCESSES_WEIGH) * time
    marks = np.exp(_inverse(mixture, points, np.arange(1, LANDMARKS + 1) / LANDMARKS))
    gap = _gap(cumulated, logs)
    return Grid(_tidied(marks, last=last), gap)


def _inverse(
    rising: Floats,
    points: Floats,
    levels: Floats,
) -> Floats:
    """Return where a function that never falls first reaches each level."""
    kept = np.concatenate([[True], np.diff(rising) > 0])
    found: Floats = np.interp(levels, rising[kept], points[kept])
    return found


def _gap(
    cumulated: Floats,
    logs: Floats,
) -> int:
    if not cumulated[-1]:
        return _SECOND
    median = math.exp(float(_inverse(cumulated, logs, np.array([cumulated[-1] / 2]))[0]))
    return max(_SECOND, math.floor(median / 100))


def _tidied(marks: Floats, *, last: int) -> tuple[int, ...]:
    """Round to whole seconds, or to thousandths where all of it is short."""
    unit = _SECOND if last >= 1000 * _SECOND else 1000 if last >= _SECOND else 1
    rounded = {max(unit, round(float(mark) / unit) * unit) for mark in marks[:-1]}
    return (*sorted(mark for mark in rounded if mark < last), last)
