"""How each behaviour goes with success among people alike, before any calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.measure.driver_counts import Sides
from seachange.measure.statistics.stratified import Arms, risk_difference, score

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_PEOPLE = 30
FEWEST_EXPECTED = 5.0
FEWEST_TO_JUDGE = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Associations:
    """One entry a behaviour: exposures and their successes, and what they show.

    `beta` is the one-step log odds ratio with standard error `se` (the design effect
    included), `crude` the same within landmark, segment and cohort only; `difference` is
    the risk difference with `variance` (without the design effect), `control` the risk of
    controls. `supported`: 30 exposures, and five successes and failures expected of them.
    NaN where no stratum holds both arms and both outcomes. With a score `successes`
    answered, `difference` and `control` are in points, `spread` is the standard deviation
    of scores, and `beta`, `se` and `crude` are in such deviations.
    """

    people: Floats
    successes: Floats
    expected: Floats
    beta: Floats
    se: Floats
    crude: Floats
    difference: Floats
    variance: Floats
    control: Floats
    supported: Flags
    design_effect: float
    risk_design_effect: float
    spread: Floats | None = None

    @property
    def removed(self) -> Floats:
        """What comparing like with like took away: crude − beta, 0 where there is no crude."""
        return np.nan_to_num(self.crude - self.beta)


def associations(
    *, within: Arms, crude: Arms, compared: Flags, like: Associations | None = None
) -> Associations:
    """Return how behaviours go with success.

    `within` has axes behaviour, stratum, bucket of actors; `crude` behaviour, cell;
    `compared` says which behaviours can be compared at all. The
    design effect is the median over supported behaviours of the delete-one-bucket
    jackknife variance to the model's (at least 1): one number for entries of one actor
    being alike; of values of properties it is that of the events they are `like`.
    """
    together = _summed(within)
    tested, plain, risk = score(together), score(crude), risk_difference(together)
    people = together.n1.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        supported = (
            compared
            & (people >= FEWEST_PEOPLE)
            & (tested.expected >= FEWEST_EXPECTED)
            & (people - tested.expected >= FEWEST_EXPECTED)
            & (tested.v > 0)
        )
    if like is not None:
        effect, risk_effect = like.design_effect, like.risk_design_effect
    else:
        beta_spread, risk_spread = _jackknifed(within, together)
        effect = design_effect_of(beta_spread, tested.variance, supported)
        risk_effect = design_effect_of(risk_spread, risk.variance, supported)
    return Associations(
        people=people,
        successes=together.y1.sum(axis=-1),
        expected=tested.expected,
        beta=tested.log_odds_ratio,
        se=np.sqrt(effect * tested.variance),
        crude=plain.log_odds_ratio,
        difference=risk.value,
        variance=risk.variance,
        control=risk.control_risk,
        supported=supported,
        design_effect=effect,
        risk_design_effect=risk_effect,
    )


def arms(exposed: Sides, everybody: Sides, removed: Sides) -> Arms:
    """Return exposed against controls: everybody's rows less those of who had done it."""
    return Arms(
        n1=exposed.rows.astype(float),
        y1=exposed.successes.astype(float),
        n0=(everybody.rows - removed.rows).astype(float),
        y0=(everybody.successes - removed.successes).astype(float),
    )


def _summed(parted: Arms) -> Arms:
    return Arms(**{name: getattr(parted, name).sum(axis=-1) for name in Arms.__slots__})


def _jackknifed(parted: Arms, together: Arms) -> tuple[Floats, Floats]:
    """Return the jackknife variances of the log odds ratio and of the risk difference."""
    filled = np.flatnonzero((parted.n1 + parted.n0).sum(axis=(0, 1)) > 0)
    if filled.size < FEWEST_TO_JUDGE:
        nothing = np.full(together.n1.shape[:-1], np.nan)
        return nothing, nothing
    betas, risks = [], []
    for bucket in filled:
        rest = Arms(
            **{n: getattr(together, n) - getattr(parted, n)[..., bucket] for n in Arms.__slots__}
        )
        betas.append(score(rest).log_odds_ratio)
        risks.append(risk_difference(rest).value)
    return spread_of(np.array(betas)), spread_of(np.array(risks))


def spread_of(left_out: Floats) -> Floats:
    """Return the jackknife variance of values with one bucket left out each."""
    buckets = left_out.shape[0]
    spread: Floats = (buckets - 1) / buckets * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
    return spread


def design_effect_of(spread: Floats, variance: Floats, supported: Flags) -> float:
    """Return the median ratio of the jackknife variances to the model's, at least 1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (spread / variance)[supported]
    ratio = ratio[np.isfinite(ratio)]
    return max(1.0, float(np.median(ratio))) if ratio.size >= FEWEST_TO_JUDGE else 1.0
