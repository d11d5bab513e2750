"""What a way of comparing found, before it is graded and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from seachange.measure.answering.rollout_parts import Placebo, RolloutCheck, RolloutPeriod
from seachange.measure.answers import Reading, Unknown
from seachange.measure.statistics.rollouts.grades import Comparison

Real = NDArray[np.float64]

MORE_SEGMENTS = Unknown("not with more days, but with more segments")
AS_RARE = 0.05
"""A check of the past fails where chance makes so much in fewer than so many cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An effect with all that shows how far it may be believed.

    `alike` is whether the segments moved alike before, `agrees` whether two yardsticks
    do (None: not asked). `before` and `after` count periods of `each`.
    """

    comparison: Comparison
    effect: Reading
    before: int
    after: int
    p: float | None = None
    alike: bool | None = None
    agrees: bool | None = None
    each: str = "day"
    checks: tuple[RolloutCheck, ...] = ()
    series: tuple[RolloutPeriod, ...] = ()
    placebos: tuple[Placebo, ...] = ()
    weights: Mapping[int, float] = field(default_factory=dict)
    more_days: int | Unknown = MORE_SEGMENTS


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Lines:
    """What is drawn period by period: `expected` only from the change on.

    `blurred` are so many last days before it whose windows reach into it: they are left out.
    """

    labels: tuple[str, ...]
    people: tuple[int, ...]
    treated: Real
    beside: Real | None = None
    expected: Real | None = None
    blurred: int = 0

    def series(self, *, before: int) -> Real:
        """Return the treated less those beside, nan on days that cannot be compared."""
        gap = self.treated.copy() if self.beside is None else self.treated - self.beside
        gap[max(0, before - self.blurred) : before] = np.nan
        return np.asarray(gap, dtype=np.float64)

    def periods(self, *, before: int) -> tuple[RolloutPeriod, ...]:
        """Return the lines as records; what is not known is None."""
        return tuple(
            RolloutPeriod(
                period=label,
                after=index >= before,
                people=self.people[index],
                treated=_known(self.treated, index),
                beside=_known(self.beside, index),
                expected=_known(self.expected, index) if index >= before else None,
            )
            for index, label in enumerate(self.labels)
        )


def _known(line: Real | None, index: int) -> float | None:
    if line is None or not np.isfinite(line[index]):
        return None
    return float(line[index])
