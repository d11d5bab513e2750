"""An experiment without a plan: it may be looked at always, and pays for that in power."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from seachange.errors import BadQuestion
from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments.looks import Course, Look, Stage, in_order
from seachange.measure.statistics.refusals import whole

_NOT_FREED = Unknown(
    "without a plan there is no estimate freed of early stopping: read the interval"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """Where the interval is to be narrowest: at so many units, in all variants compared.

    Half of the units expected in all is a good choice; it must be settled before anything
    is seen. `alpha` is how often it may ever err, over all looks.
    """

    units: int
    alpha: float = 0.05

    def __post_init__(self) -> None:
        if whole(self.units, of="units") == 0:
            raise BadQuestion("the interval cannot be narrowest without units")
        if not 0 < self.alpha < 1:
            raise BadQuestion(f"no test errs in {self.alpha!r} of all cases")

    @property
    def mixing(self) -> float:
        """ρ² = (−2·ln α + ln(1 − 2·ln α))/N*."""
        twice = -2 * math.log(self.alpha)
        return (twice + math.log(1 + twice)) / self.units


def critical(units: float, *, tuning: Tuning) -> float:
    """Return the |z| to be crossed with so many units: √(2(1+k)/k · ln(√(1+k)/α)), k = N·ρ².

    The asymptotic confidence sequence of Waudby-Smith et al. (2024), Annals of Statistics
    52, 2613–2640: value ∓ this·error holds the effect at all looks together in 1 − α of
    experiments. It is what GrowthBook's sequential test computes.
    """
    k = units * tuning.mixing
    return math.sqrt(2 * (1 + k) / k * (math.log1p(k) / 2 - math.log(tuning.alpha)))


def p_always(z: float, *, units: float, tuning: Tuning) -> float:
    """Return min(1, √(1+k)·exp(−z²k/(2(1+k)))): below α exactly where z crosses `critical`."""
    k = units * tuning.mixing
    return math.exp(min(0.0, math.log1p(k) / 2 - z * z * k / (2 * (1 + k))))


def follow(looks: Sequence[Look], *, tuning: Tuning) -> Course:
    """Judge every look by the always-valid boundary; the first that crosses ends it.

    `p` is the smallest over the looks so far. A look at which fewer than ten did it, or did
    not, in a variant tests nothing: the normal does not hold yet. Raises BadQuestion.
    """
    in_order(looks)
    stages: list[Stage] = []
    smallest, ended = 1.0, None
    for k, look in enumerate(looks):
        z, tested = look.effect.z, ended is None and not look.effect.is_sparse
        if tested:
            smallest = min(smallest, p_always(z, units=look.worth, tuning=tuning))
        limit = critical(look.worth, tuning=tuning)
        stages.append(
            Stage(
                units=look.units,
                z=z,
                critical=limit,
                interval=look.effect.within(limit),
                tested=tested,
                p=smallest,
            )
        )
        if stages[-1].crossed:
            ended = k
    return Course(
        stages=tuple(stages),
        ended=ended,
        p=None if ended is None else smallest,
        corrected=_NOT_FREED,
    )
