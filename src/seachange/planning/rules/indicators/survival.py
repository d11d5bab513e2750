"""How long things take when some are not finished yet: the Kaplan–Meier median."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seachange.errors import ImpossibleCounts
from seachange.planning.rules.indicators.tallies import Unknown


@dataclass(frozen=True, slots=True)
class Wait:
    """How many days something took, or has been going on without an end."""

    days: float
    is_over: bool

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ImpossibleCounts("nothing waits for fewer than 0 days")


def median_wait(waits: Iterable[Wait]) -> float | Unknown:
    """Return the day by which half are over, counting those that still wait (Kaplan, Meier 1958).

    The median of the finished ones alone would flatter: what takes long is not finished yet.
    Unknown while more than half may still be waiting.
    """
    # On one day, ends come before waits that are still open: those were there to end.
    told = sorted(waits, key=lambda wait: (wait.days, not wait.is_over))
    surviving = 1.0
    for index, wait in enumerate(told):
        if wait.is_over:
            surviving *= 1 - 1 / (len(told) - index)
            if surviving <= 0.5 + 1e-12:
                return wait.days
    return Unknown("fewer than half are over" if told else "nothing was started")
