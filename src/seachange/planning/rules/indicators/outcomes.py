"""Whether goals are outcomes, and whether outcomes move (H19–H21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seachange.errors import BadPlan
from seachange.planning.rules.indicators.tallies import Tally, Unknown, tally
from seachange.planning.rules.power import Count, Interval, newcombe
from seachange.planning.rules.wording.reading import read_goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An outcome's share before and now, and where it is to go; `target` is a share."""

    before: Count
    now: Count
    target: float

    def __post_init__(self) -> None:
        if not 0 <= self.target <= 1 or self.target == self.before.share:
            raise BadPlan("a target is a share other than the baseline")

    @property
    def change(self) -> float:
        """How far the share has come, signed as it moves."""
        return self.now.share - self.before.share

    @property
    def interval(self) -> Interval:
        """The interval of the change (Newcombe 1998)."""
        return newcombe(self.before, after=self.now)

    @property
    def progress(self) -> float:
        """(now − baseline) / (target − baseline): 1 at the target, below 0 on the wrong way."""
        return self.change / (self.target - self.before.share)

    @property
    def has_moved(self) -> bool:
        """Whether the interval excludes no change, in the direction of the target."""
        if self.target > self.before.share:
            return self.interval.low > 0
        return self.interval.high < 0


def key_results_that_are_outcomes(texts: Iterable[str]) -> Tally:
    """H19: key results whose wording is an outcome, measured or not."""
    return tally(texts, lambda text: read_goal(text).is_outcome)


def outcome_movement(movements: Iterable[Movement]) -> Tally:
    """H20: active outcomes shown to have moved the right way."""
    return tally(movements, lambda movement: movement.has_moved)


def pace(movement: Movement, *, elapsed: float) -> float | Unknown:
    """H21: progress over the share of the time that has passed; 1 is on pace."""
    if not 0 <= elapsed <= 1:
        raise BadPlan("the time that has passed is a share between 0 and 1")
    return movement.progress / elapsed if elapsed else Unknown("no time has passed yet")
