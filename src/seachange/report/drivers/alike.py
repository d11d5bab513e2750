"""People alike: what became of those who did it, and of as many like them who had not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seachange.measure.answering.driver_parts import StratumArms
from seachange.report import words


@dataclass(frozen=True, slots=True)
class Compared:
    """By a landmark (None: by any): people who did it, their success, and that of people alike."""

    landmark: float | None
    people: int
    share_with: float
    share_without: float


def compared(arms: Sequence[StratumArms]) -> list[Compared]:
    """Return both shares at each landmark; the people without count as those with are made up.

    A stratum without either arm tells nothing and is left out.
    """
    found = []
    for landmark in sorted({each.landmark for each in arms}):
        own = [
            each
            for each in arms
            if each.landmark == landmark and each.people_with and each.people_without
        ]
        people = sum(each.people_with for each in own)
        if not people:
            continue
        alike = sum(e.people_with * e.successes_without / e.people_without for e in own)
        did = sum(each.successes_with for each in own)
        found.append(Compared(landmark, people, did / people, alike / people))
    return found


def together(rows: Sequence[Compared]) -> Compared:
    """Return both shares over all landmarks, by the people with the behaviour at each."""
    people = sum(row.people for row in rows)
    did = sum(row.people * row.share_with for row in rows) / people
    alike = sum(row.people * row.share_without for row in rows) / people
    return Compared(None, people, did, alike)


def moment(row: Compared) -> str:
    """Write until when: `by 8 h`, or all together."""
    return "all together" if row.landmark is None else f"by {words.span(row.landmark)}"
