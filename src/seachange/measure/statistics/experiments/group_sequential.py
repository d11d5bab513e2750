"""The default way to watch an experiment: stop early if overwhelming, else at the planned size."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy.optimize import brentq

from seachange.errors import BadQuestion
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.experiments.boundaries import (
    Boundaries,
    boundaries,
)
from seachange.measure.statistics.experiments.effects import Effect
from seachange.measure.statistics.experiments.looks import Course, Look, Stage, in_order
from seachange.measure.statistics.refusals import whole

GOES_ON = Unknown("the experiment goes on: an estimate is given when it ends")

_FARTHEST_DRIFT = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many units, in all variants compared, are to be judged, and how often it may err."""

    units: int
    alpha: float = 0.05

    def __post_init__(self) -> None:
        if whole(self.units, of="units") < 2:
            raise BadQuestion("a plan needs at least two units")
        if not 0 < self.alpha < 1:
            raise BadQuestion(f"no test errs in {self.alpha!r} of all cases")


def follow(looks: Sequence[Look], *, plan: Plan) -> Course:
    """Judge every look by Lan and DeMets' boundary of O'Brien and Fleming's kind.

    Any number of looks, at any time: the boundary spends by the share of the planned units
    that is there. The first look that crosses ends the experiment; so does the first with
    all planned units, and what comes later is shown but tests nothing. Each interval is
    the repeated one, value ∓ c_k·error: all of them together hold the effect in 95 % of
    experiments (Jennison and Turnbull 2000, Group Sequential Methods, ch. 9).

    At the end `p` and the corrected estimate go by the order of stopping (earlier is
    stronger): the estimate is above the truth as often as below, where the plain one
    exaggerates after an early stop (ibid., ch. 8). Raises BadQuestion.
    """
    stages, ended = watch(looks, plan=plan)
    if ended is None:
        return Course(stages=stages, ended=None, p=None, corrected=GOES_ON)
    tested = [look for look, stage in zip(looks, stages, strict=True) if stage.tested]
    lines = _lines(tested, plan)
    last, effect = len(lines.critical) - 1, looks[ended].effect
    return Course(
        stages=stages,
        ended=ended,
        p=stagewise_p(lines, look=last, z=effect.z),
        corrected=corrected(lines, look=last, effect=effect, alpha=plan.alpha),
    )


def watch(looks: Sequence[Look], *, plan: Plan) -> tuple[tuple[Stage, ...], int | None]:
    """Return the stages and where it ended, as `follow` does, without what costs time then."""
    in_order(looks)
    told = _told(looks, plan)
    lines = _lines([looks[k] for k in told], plan)
    stages: list[Stage] = []
    ended, place = None, -1
    for k, look in enumerate(looks):
        is_tested = ended is None and k in told
        place += is_tested
        stage = Stage(
            units=look.units,
            z=look.effect.z,
            critical=lines.critical[place],
            interval=look.effect.within(lines.critical[place]),
            tested=is_tested,
        )
        stages.append(stage)
        if is_tested and (stage.crossed or look.units >= plan.units):
            ended = k
    return tuple(stages), ended


def stagewise_p(lines: Boundaries, *, look: int, z: float) -> float:
    """Return how often, with no effect, the path would end as strongly as at this look.

    Either way; an earlier crossing is stronger than a later one, at one look the larger
    |z| is: Armitage (1957) and Siegmund (1978), Biometrika 65, 341–349.
    """
    return min(1.0, 2 * min(_above(lines, look=look, z=z), _below(lines, look=look, z=z)))


def corrected(lines: Boundaries, *, look: int, effect: Effect, alpha: float) -> Estimate:
    """Estimate the effect at the look where it ended, median unbiased, with its interval.

    The drifts at which ending so high or higher has the chances ½, α/2 and 1 − α/2, taken
    as so many errors away from the effect found, in the shape of its interval: after a
    single look it is that interval.
    """
    z, root = effect.z, math.sqrt(lines.information[look])

    def errors_where(chance: float) -> float:
        def surplus(drift: float) -> float:
            return _above(lines, look=look, z=z, drift=drift) - chance

        return _root(surplus, near=z / root) * root - z

    value, low, high = (
        effect.at(errors_where(chance)) for chance in (0.5, alpha / 2, 1 - alpha / 2)
    )
    return Estimate(value=value, low=low, high=high, method="stagewise")


def _told(looks: Sequence[Look], plan: Plan) -> dict[int, None]:
    """Return the looks that can be tested: those that know more, up to the first with all."""
    told: dict[int, None] = {}
    last: Look | None = None
    for k, look in enumerate(looks):
        if last is None or (look.units > last.units and look.worth > last.worth):
            told[k], last = None, look
            if look.units >= plan.units:
                break
    return told


def _lines(looks: Sequence[Look], plan: Plan) -> Boundaries:
    # In shares of the plan, or of what the last look knows: only their ratios matter then.
    most = plan.units if looks[-1].information is None else looks[-1].worth
    return boundaries(
        [look.worth / most for look in looks],
        alpha=plan.alpha,
        spent_at=[look.units / plan.units for look in looks],
    )


def _above(lines: Boundaries, *, look: int, z: float, drift: float = 0.0) -> float:
    """Return the chance to end at least so high, in the order of stopping."""
    if z < 0 and abs(z) >= lines.critical[look]:
        return 1 - _below(lines, look=look, z=z, drift=drift)
    earlier = sum(lines.above(k, z=lines.critical[k], drift=drift) for k in range(look))
    return earlier + lines.above(look, z=z, drift=drift)


def _below(lines: Boundaries, *, look: int, z: float, drift: float = 0.0) -> float:
    """Return the chance to end at most so high, in the order of stopping."""
    if z > 0 and z >= lines.critical[look]:
        return 1 - _above(lines, look=look, z=z, drift=drift)
    earlier = sum(lines.below(k, z=-lines.critical[k], drift=drift) for k in range(look))
    return earlier + lines.below(look, z=z, drift=drift)


def _root(surplus: Callable[[float], float], *, near: float) -> float:
    """Find where an increasing function of the drift is 0, looking ever further out."""
    reach = 1.0
    while reach < _FARTHEST_DRIFT and not surplus(near - reach) < 0 < surplus(near + reach):
        reach *= 2
    return float(brentq(surplus, near - reach, near + reach, xtol=1e-10))
