"""What the answer about a roll-out is made of: effect, grade, checks, segments, days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from seachange.measure.answers import Answer, Reading, Unknown

BETTER, WORSE, NO_MEANINGFUL_EFFECT = "better", "worse", "no_meaningful_effect"
CONSISTENT, INCONCLUSIVE, NOT_SHOWN, UNKNOWN = "consistent", "inconclusive", "not_shown", "unknown"
READINGS = (BETTER, WORSE, NO_MEANINGFUL_EFFECT, CONSISTENT, INCONCLUSIVE, NOT_SHOWN, UNKNOWN)

TREATED, BESIDE, LEFT_OUT = "treated", "beside", "left_out"
"""What a segment is there for; what is left out says why in the caveats."""


@dataclass(frozen=True, slots=True)
class RolloutSegment:
    """One segment: its role (treated, beside, left_out), and its level before and after.

    `released` is the day it got the change; segments beside are split at the first day
    anybody did. `weight` is its share of the mix that stands for a single treated one.
    """

    segment: str
    role: str
    released: str | None
    people: int
    before: float | None
    after: float | None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class RolloutPeriod:
    """One day, or week from the day the change first came on.

    `treated` and `beside` are the levels of those that got the change in the end and of
    those compared with; `expected` is where the treated would be without it.
    """

    period: str
    after: bool
    people: int
    treated: float | None
    beside: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class RolloutCheck:
    """A check of the comparison itself, made before the change came: nothing should be found.

    `held` is None where it could not be made; `found` is the slope a day, or the step, that
    was there without any change.
    """

    check: str
    held: bool | None
    found: Reading
    p: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Placebo:
    """What the same sum finds where nothing was changed: on an earlier day, or in a segment."""

    where: str
    effect: float


@dataclass(frozen=True, kw_only=True)
class RolloutAnswer(Answer):
    """What a change did that came without chance deciding who got it, and what that proves.

    `effect` is the treated less what is expected without the change, in the metric's
    `unit` (share or number); `comparison` the way it was found and `grade` how much that
    can prove, A to D, whatever its `p`. `reading` is one of better, worse,
    no_meaningful_effect, consistent (it goes with the change), inconclusive, not_shown
    (nothing stands beside it), unknown. `people` are units counted once a day.
    `explanations` are what else could explain it; `more_days` with the change are needed
    to tell the smallest worthwhile change, or one as large as found.
    """

    kind: ClassVar[str] = "rollout"

    metric: str
    unit: str
    comparison: str
    effect: Reading
    p: float | None
    grade: str
    why: str
    reading: str
    before: int
    after: int
    each: str
    checks: tuple[RolloutCheck, ...]
    explanations: tuple[str, ...]
    more_days: int | Unknown
    segments: tuple[RolloutSegment, ...] = ()
    series: tuple[RolloutPeriod, ...] = ()
    placebos: tuple[Placebo, ...] = ()
