"""Counts of plan records, shown only where there are enough of them to mean something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from seachange.errors import ImpossibleCounts

FEWEST_SHOWN = 5
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A missing answer, and why it is missing; never a comfortable zero."""

    because: str


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many; its share is hidden while there are fewer than five."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if self.of < 0 or not 0 <= self.count <= self.of:
            raise ImpossibleCounts(f"{self.count} of {self.of} cannot be counted")

    @property
    def share(self) -> float | Unknown:
        """Return the share, 0..1, or why it is not shown."""
        if self.of < FEWEST_SHOWN:
            return Unknown(f"only {self.of}: a share is shown from {FEWEST_SHOWN} on")
        return self.count / self.of

    def is_below(self, bar: float) -> bool:
        """Tell whether the share is known and lies below a bar."""
        return isinstance(self.share, float) and self.share < bar

    def is_above(self, bar: float) -> bool:
        """Tell whether the share is known and lies above a bar."""
        return isinstance(self.share, float) and self.share > bar


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a total, such as effort in person-weeks."""

    amount: float
    of: float

    def __post_init__(self) -> None:
        if self.of < 0 or not 0 <= self.amount <= self.of + 1e-9:
            raise ImpossibleCounts(f"{self.amount} of {self.of} cannot be spent")

    @property
    def share(self) -> float | Unknown:
        """Return the share, 0..1; unknown while nothing was spent at all."""
        return self.amount / self.of if self.of else Unknown("nothing was spent")


def tally(things: Iterable[Thing], holds: Callable[[Thing], bool]) -> Tally:
    """Count for how many of the things something holds."""
    told = [bool(holds(thing)) for thing in things]
    return Tally(sum(told), len(told))


def middle(values: Iterable[float], *, of: str) -> float | Unknown:
    """Return the median, or why there is none."""
    told = list(values)
    return float(median(told)) if told else Unknown(f"no {of} yet")
