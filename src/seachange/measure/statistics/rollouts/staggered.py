"""A roll-out that came to one segment after another, beside those it had not reached yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Estimate, Reading, Unknown

Real = NDArray[np.float64]

WEEKS_BEFORE = 4
"""The mean of so many periods before is what a segment is compared with: less noise than one."""
ORDERS = 999
_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOut:
    """What the change did where it had come, on average over segments and periods.

    `p` is the share of `orders` in which the segments might have got it that show as large
    an effect; `effect` has the interval of constant effects that this test does not rule
    out. `compared` of the periods in which segments were treated had a segment to compare
    them with.
    """

    effect: Reading
    p: float
    orders: int
    compared: int
    treated: int


def staggered(
    rates: Real, *, starts: Sequence[int | None], alpha: float = 0.05, seed: int = 1
) -> RollOut | Unknown:
    """Estimate the effect from a figure per segment and period (segments × periods).

    `starts` is the period (from 0) at which each segment got the change, None for those
    that never did. Each treated segment's change since the mean of its last four periods
    before is set against the same change of the segments not treated yet, and averaged:
    Callaway and Sant'Anna (2021), J. Econometrics 225, 200–230. The usual regression with
    fixed effects compares with segments already treated too, and with an effect that grows
    was 1.2 of 2.8 points too low.

    Chance is judged by the order of the segments, which is what chance decided: the starts
    are dealt out anew `ORDERS` times. With a dozen segments no formula keeps its 5 %.
    Unknown where no treated period has a comparison. Raises ImpossibleCounts, BadQuestion.
    """
    table, begun = _checked(rates, starts, alpha)
    weights, compared = _weights(begun, periods=table.shape[1])
    treated = int((begun[:, None] <= np.arange(table.shape[1])[None, :]).sum())
    if compared == 0:
        return Unknown("at no time was there both a segment with the change and one without")
    indicator = (begun[:, None] <= np.arange(table.shape[1])[None, :]).astype(np.float64)
    found, exposure = _dealt(weights, table, indicator, seed=seed)
    value = float(found[0])
    interval = _not_ruled_out(found, exposure, alpha=alpha)
    effect: Reading = Unknown("so few segments rule out no effect at all, however large")
    if interval is not None:
        effect = Estimate(
            value, min(value, interval[0]), max(value, interval[1]), "not-yet-treated"
        )
    return RollOut(
        effect=effect,
        p=_as_large(found, exposure, effect=0.0),
        orders=ORDERS,
        compared=compared,
        treated=treated,
    )


def _checked(
    rates: Real, starts: Sequence[int | None], alpha: float
) -> tuple[Real, NDArray[np.int64]]:
    table = np.asarray(rates, dtype=np.float64)
    if table.ndim != 2 or len(starts) != len(table) or not np.isfinite(table).all():
        raise ImpossibleCounts("every segment needs a start and a finite figure for every period")
    if not 0 < alpha < 1:
        raise BadQuestion(f"no test errs in {alpha!r} of all cases")
    periods = table.shape[1]
    if any(start is not None and start < 1 for start in starts):
        raise BadQuestion("a segment that had the change from the start has no time before it")
    never = [periods if start is None else min(start, periods) for start in starts]
    return table, np.array(never, dtype=np.int64)


def _weights(begun: NDArray[np.int64], *, periods: int) -> tuple[Real, int]:
    """Return the weights whose sum of products with the table is the effect, and how many
    segment-periods it averages.
    """
    weights = np.zeros((begun.size, periods))
    compared = 0
    for start in np.unique(begun[begun < periods]):
        group = begun == start
        base = np.arange(max(0, start - WEEKS_BEFORE), start)
        for period in range(start, periods):
            others = begun > period
            if not others.any():
                break
            size = int(group.sum())
            for rows, sign in ((group, 1.0), (others, -1.0)):
                each = sign * size / rows.sum()
                weights[rows, period] += each
                weights[np.ix_(rows, base)] -= each / base.size
            compared += size
    return weights / max(1, compared), compared


def _dealt(weights: Real, table: Real, indicator: Real, *, seed: int) -> tuple[Real, Real]:
    """Return the effect in every order, the true one first, and how much of it a constant
    effect would make.

    Dealing out starts anew is dealing out the rows of the weights.
    """
    draw = np.random.default_rng(seed)
    size = len(table)
    orders = np.array([np.arange(size), *(draw.permutation(size) for _ in range(ORDERS))])
    columns = np.arange(size)[None, :]
    found, exposure = weights @ table.T, weights @ indicator.T
    return found[orders, columns].sum(axis=1), exposure[orders, columns].sum(axis=1)


def _as_large(found: Real, exposure: Real, *, effect: float) -> float:
    """Return the share of orders, the true one among them, that leave as much unexplained."""
    rest = np.abs(found - effect * exposure)
    # Orders that deal the same starts differ by rounding only: they are as large.
    return float(np.mean(rest >= rest[0] * (1 - 1e-9)))


def _not_ruled_out(found: Real, exposure: Real, *, alpha: float) -> tuple[float, float] | None:
    """Return the least and largest constant effect with p above alpha, or None without end."""
    value = float(found[0])
    width = float(np.abs(found).max()) or 1.0
    ends = []
    for way in (-1, 1):
        near, far = value, value + way * width
        while _as_large(found, exposure, effect=far) > alpha:
            width *= 2
            far = value + way * width
            if width > 1e6 * max(1e-12, float(np.abs(found).max())):
                return None
        for _ in range(_STEPS):
            middle = (near + far) / 2
            if _as_large(found, exposure, effect=middle) > alpha:
                near = middle
            else:
                far = middle
        ends.append(far)
    return ends[0], ends[1]
