"""What a check finds: which rule, at which record, decided by what, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seachange.planning.rules.checks.survey import Survey


class Severity(StrEnum):
    """How bad it is: an error breaks what must hold, a warning asks, a note only tells."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"

    @property
    def word(self) -> str:
        """The severity as people say it."""
        return {"E": "error", "W": "warning", "I": "note"}[self.value]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a check's condition holds.

    `record` is the id of the record at fault, empty where it is the plan as a whole;
    `decided_by` the words or records that decided; `told` goes behind the message to tell
    figures; `fills` are the words for the message's {places}; `mend` replaces the check's
    own advice where the plan's own words give a better one.
    """

    record: str
    decided_by: tuple[str, ...]
    told: str = ""
    mend: str = ""
    fills: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of a good plan; `condition` says in words when `look` finds something."""

    id: str
    severity: Severity
    message: str
    condition: str
    why: str
    mend: str
    look: Callable[[Survey], Iterator[Hit]]
    needs_events: bool = False

    def finding(self, hit: Hit, severity: Severity) -> Finding:
        """Put a hit into words."""
        message = self.message.format(**dict(hit.fills)) if hit.fills else self.message
        return Finding(
            id=self.id,
            severity=severity,
            record=hit.record,
            message=f"{message} {hit.told}".rstrip(),
            decided_by=hit.decided_by,
            why=self.why,
            mend=hit.mend or self.mend,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a plan, with what decided it, why it matters and what to do."""

    id: str
    severity: Severity
    record: str
    message: str
    decided_by: tuple[str, ...]
    why: str
    mend: str
