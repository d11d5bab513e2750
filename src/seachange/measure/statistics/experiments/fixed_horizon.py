"""An experiment that is looked at once, when all the units that were planned are there."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.answers import Reading, Unknown
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.experiments.group_sequential import Plan
from seachange.measure.statistics.experiments.looks import Course, Look, Stage, in_order


def follow(looks: Sequence[Look], *, plan: Plan) -> Course:
    """Judge the first look that has all planned units; nothing is tested before or after.

    Looking daily at a test made for one look finds an effect where there is none in 27 %
    of cases instead of 5 %: before its size is reached there is no p and no verdict.
    """
    in_order(looks)
    limit = normal(1 - plan.alpha)
    ended = next((k for k, look in enumerate(looks) if look.units >= plan.units), None)
    stages = tuple(
        Stage(
            units=look.units,
            z=look.effect.z,
            critical=limit,
            interval=look.effect.within(limit),
            tested=k == ended,
            p=look.effect.p if k == ended else None,
        )
        for k, look in enumerate(looks)
    )
    if ended is None:
        more: Reading = Unknown(f"{plan.units - looks[-1].units} units more before this is judged")
        return Course(stages=stages, ended=None, p=None, corrected=more)
    effect = looks[ended].effect
    return Course(stages=stages, ended=ended, p=effect.p, corrected=effect.within(limit))
