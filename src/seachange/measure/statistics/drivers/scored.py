"""How each behaviour goes with a score that people gave, among people alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seachange.measure.driver_counts import Sides, Whole
from seachange.measure.statistics.drivers.associations import (
    FEWEST_PEOPLE,
    FEWEST_TO_JUDGE,
    Associations,
    design_effect_of,
    spread_of,
)
from seachange.measure.statistics.stratified_scores import ScoredArms, mean_score

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_HUNDREDTHS = 100


def scored_arms(exposed: Sides, everybody: Sides, removed: Sides, *, middle: int) -> ScoredArms:
    """Return exposed against controls: everybody's rows less those of who had done it.

    Scores come in hundredths and leave in points, less `middle` (in hundredths), so that
    sums of squares lose nothing.
    """
    control = Sides(
        everybody.rows - removed.rows,
        everybody.successes - removed.successes,
        _known(everybody.total) - _known(removed.total),
        _known(everybody.squares) - _known(removed.squares),
    )
    n1, y1, yy1 = _centred(exposed, middle)
    n0, y0, yy0 = _centred(control, middle)
    return ScoredArms(
        n1=n1,
        y1=y1,
        yy1=yy1,
        asked1=exposed.rows.astype(float),
        n0=n0,
        y0=y0,
        yy0=yy0,
        asked0=control.rows.astype(float),
    )


def scored_associations(
    *,
    within: ScoredArms,
    crude: ScoredArms,
    middle: int,
    compared: Flags,
    like: Associations | None = None,
) -> Associations:
    """Return how behaviours go with the score, as `associations` does with success.

    Differences of means in standard deviations stand in the place of log odds ratios. A
    behaviour needs 30 answers in each arm.
    """
    together = _summed(within)
    tested, plain = mean_score(together), mean_score(crude)
    answers = together.n1.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        supported = compared & (answers >= FEWEST_PEOPLE) & (tested.v > 0)
        supported &= (together.n0.sum(axis=-1) >= FEWEST_PEOPLE) & np.isfinite(tested.difference)
    if like is not None:
        effect = like.design_effect
    else:
        effect = design_effect_of(_jackknifed(within, together), tested.variance, supported)
    return Associations(
        people=together.asked1.sum(axis=-1),
        successes=answers,
        expected=answers,
        beta=tested.difference / tested.spread,
        se=np.sqrt(effect * tested.variance) / tested.spread,
        crude=plain.difference / plain.spread,
        difference=tested.difference,
        variance=tested.variance,
        control=_control(together) + middle / _HUNDREDTHS,
        supported=supported,
        design_effect=effect,
        risk_design_effect=effect,
        spread=tested.spread,
    )


def _known(sums: Whole | None) -> Whole:
    if sums is None:
        raise ValueError("no scores were counted")
    return sums


def _centred(side: Sides, middle: int) -> tuple[Floats, Floats, Floats]:
    """Return answers, Σ(score − middle) and Σ(score − middle)², in points."""
    n, total, squares = side.successes, _known(side.total), _known(side.squares)
    y = (total - n * middle) / _HUNDREDTHS
    yy = (squares - 2 * middle * total + n * middle * middle) / _HUNDREDTHS**2
    return n.astype(float), y, yy


def _summed(parted: ScoredArms) -> ScoredArms:
    return ScoredArms(**{name: getattr(parted, name).sum(axis=-1) for name in ScoredArms.__slots__})


def _jackknifed(parted: ScoredArms, together: ScoredArms) -> Floats:
    filled = np.flatnonzero((parted.asked1 + parted.asked0).sum(axis=(0, 1)) > 0)
    if filled.size < FEWEST_TO_JUDGE:
        return np.full(together.n1.shape[:-1], np.nan)
    left_out = []
    for bucket in filled:
        rest = {
            name: getattr(together, name) - getattr(parted, name)[..., bucket]
            for name in ScoredArms.__slots__
        }
        # What is left of squares by subtraction may fall short of 0 by a rounding error.
        rest |= {name: np.maximum(rest[name], 0.0) for name in ("yy1", "yy0")}
        left_out.append(mean_score(ScoredArms(**rest)).difference)
    return spread_of(np.array(left_out))


def _control(arms: ScoredArms) -> Floats:
    """Return the mean score of controls on the weights of the difference."""
    both = (arms.n1 > 0) & (arms.n0 > 0)
    whole = np.where(both, arms.asked1 + arms.asked0, 1.0)
    weight = np.where(both, arms.asked1 * arms.asked0 / whole, 0.0)
    mean = np.where(both, arms.y0 / np.where(both, arms.n0, 1.0), 0.0)
    total = weight.sum(axis=-1)
    control: Floats = np.divide(
        (weight * mean).sum(axis=-1), total, out=np.full(total.shape, np.nan), where=total > 0
    )
    return control
