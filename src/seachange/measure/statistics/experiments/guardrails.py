"""Did a change leave alone what it must not harm?"""

from __future__ import annotations

import math
from enum import StrEnum

from seachange.errors import BadQuestion
from seachange.measure.answers import Estimate


class Guard(StrEnum):
    """What is known of a guardrail: kept, harmed, or neither shown."""

    KEPT = "kept"
    HARMED = "harmed"
    UNSURE = "unsure"


def guard(effect: Estimate, *, margin: float, more_is_better: bool) -> Guard:
    """Judge a guardrail by the interval of the effect on it, in the metric's unit.

    Kept: whatever the truth in the interval, it is worse by less than `margin` > 0 (not
    inferior: Piaggio et al. 2012, JAMA 308, 2594–2604). Harmed: it is worse, and maybe by
    the margin or more. Otherwise unsure: "no significant harm" of a small experiment is
    no finding. Raises BadQuestion for a margin of 0, within which nothing can be shown.
    """
    if not (margin > 0 and math.isfinite(margin)):
        raise BadQuestion(
            f"a guardrail cannot have the margin {margin!r}",
            remedy="Say how much worse would still be borne, above 0.",
        )
    worst, best = (effect.low, effect.high) if more_is_better else (-effect.high, -effect.low)
    if worst > -margin:
        return Guard.KEPT
    return Guard.HARMED if best < 0 else Guard.UNSURE
