"""All checks there are, as Markdown tables: the same for the terminal and the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.checks.catalogue import AREAS


def listing() -> str:
    """Return every check by area: id, severity, when it is found, what it says."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for area, checks in AREAS.items():
        yield f"### {area}\n"
        yield "| id | | found when | says |"
        yield "|---|---|---|---|"
        for check in checks:
            needs = " *" if check.needs_events else ""
            yield f"| {check.id}{needs} | {check.severity} | {check.condition} | {check.message} |"
        yield ""
