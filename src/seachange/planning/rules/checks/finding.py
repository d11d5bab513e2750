"""What a check finds: which rule, at which record, decided by what, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey


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

    def finding(self, hit: Hit, severity: Severity, *, title: str = "") -> Finding:
        """Put a hit into words; `title` is how the record is called."""
        message = self.message.format(**dict(hit.fills)) if hit.fills else self.message
        return Finding(
            id=self.id,
            severity=severity,
            record=hit.record,
            message=f"{message} {hit.told}".rstrip(),
            decided_by=hit.decided_by,
            why=self.why,
            mend=hit.mend or self.mend,
            title=title,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a plan, with what decided it, why it matters and what to do.

    `record` is the id of the record at fault, empty for the plan as a whole; `title` is how
    that record is called, where it has a name or a text.
    """

    id: str
    severity: Severity
    record: str
    message: str
    decided_by: tuple[str, ...]
    why: str
    mend: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in a file; lines and columns from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
