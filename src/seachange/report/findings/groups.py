"""Findings of one check told together: once what all of them share, then what is each one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from seachange.planning.rules.checks.catalogue import BY_ID
from seachange.planning.rules.checks.finding import Finding
from seachange.planning.rules.checks.severity import Severity
from seachange.report.findings.words import words_of
from seachange.report.glossary import Meaning


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding, without what its group has said already; each part may be empty."""

    finding: Finding
    said: str
    because: str
    mend: str

    @property
    def name(self) -> str:
        """The record by its id, or the plan as a whole."""
        return self.finding.record or "the plan"


@dataclass(frozen=True, slots=True)
class Group:
    """Every finding of one check: its message, why it matters, and the way to mend all of it."""

    id: str
    severity: Severity
    message: str
    why: str
    mend: str
    entries: tuple[Entry, ...]

    @property
    def words(self) -> tuple[Meaning, ...]:
        """The words of the glossary that the check is about."""
        return words_of(self.id)


def grouped(findings: Iterable[Finding]) -> Iterator[Group]:
    """Walk findings check by check, in the order in which they come."""
    for check_id, found in groupby(findings, key=lambda each: each.id):
        yield _group(check_id, list(found))


def _group(check_id: str, found: list[Finding]) -> Group:
    messages = [each.message for each in found]
    usual = BY_ID[check_id].message
    if len(set(messages)) == 1:
        shared = messages[0]
    else:
        shared = usual if all(each.startswith(usual) for each in messages) else ""
    mend = found[0].mend if len({each.mend for each in found}) == 1 else ""
    return Group(
        id=check_id,
        severity=found[0].severity,
        message=shared,
        why=found[0].why,
        mend=mend,
        entries=tuple(
            Entry(
                finding=each,
                said=each.message.removeprefix(shared).strip(),
                because=_because(each),
                mend="" if mend else each.mend,
            )
            for each in found
        ),
    )


def _because(finding: Finding) -> str:
    """Return what decided, but for the record's own title, which stands beside it already."""
    told = [words for words in finding.decided_by if words != f"“{finding.title}”"]
    return "; ".join(told)
