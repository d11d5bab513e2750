"""How much a comparison can prove, by the way it was made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """From A, chance decided who got the change, to D, it goes with the change and no more."""

    A = "A"
    B = "B"
    C = "C"
    D_PLUS = "D+"
    D = "D"


class Comparison(StrEnum):
    """The ways a change can be compared with what would have been without it."""

    RANDOMISED = "randomised"
    PERCENTAGE = "percentage roll-out"
    STAGGERED = "staggered roll-out"
    DIFFERENCE_IN_DIFFERENCES = "difference in differences"
    SYNTHETIC_CONTROL = "synthetic control"
    INTERRUPTED_SERIES = "interrupted series"
    BEFORE_AND_AFTER = "before and after"


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with its reason, for whoever reads the figure."""

    grade: Grade
    why: str


_AT_BEST = {
    Comparison.RANDOMISED: Graded(Grade.A, "chance decided who got the change"),
    Comparison.PERCENTAGE: Graded(
        Grade.A, "chance decided who got the change, in the share that was open on each day"
    ),
    Comparison.STAGGERED: Graded(
        Grade.B, "segments with the change are set beside those that had not got it yet"
    ),
    Comparison.DIFFERENCE_IN_DIFFERENCES: Graded(
        Grade.B, "the segment is set beside one without the change, trend and weekdays taken out"
    ),
    Comparison.SYNTHETIC_CONTROL: Graded(
        Grade.B, "the segment is set beside a mix of others that moved alike before"
    ),
    Comparison.INTERRUPTED_SERIES: Graded(
        Grade.D_PLUS,
        "a step beyond trend, weekdays and the steps of its own past, but nothing stands beside "
        "it: whatever else happened that day would look the same",
    ),
    Comparison.BEFORE_AND_AFTER: Graded(
        Grade.D,
        "before and after differ for many reasons: in simulation a trend, weekdays and good weeks "
        "made such a comparison find an effect in more than half of all changes that had none",
    ),
}


def graded(
    comparison: Comparison, *, alike_before: bool | None = None, agrees: bool | None = None
) -> Graded:
    """Grade a comparison by how it was made and what its own checks found.

    `alike_before` is whether segments moved alike before the change, where others stand
    beside it: if not, B becomes C. `agrees` is whether an interrupted series' two
    yardsticks agree: if not, or if it was not asked, D+ becomes D. A comparison of before
    and after with nothing beside it is never above D+, whatever its p.
    """
    best = _AT_BEST[comparison]
    if best.grade is Grade.B and alike_before is False:
        return Graded(Grade.C, "the segments did not move alike before the change came")
    if best.grade is Grade.D_PLUS and not agrees:
        return Graded(Grade.D, "its own past took steps as large on days when nothing happened")
    return best
