"""Findings as one self-contained HTML page, in the look of every other report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from seachange.planning.rules.checks.catalogue import AREAS, BY_ID
from seachange.planning.rules.checks.finding import Check, Finding, Place
from seachange.planning.rules.checks.run import Report
from seachange.planning.rules.checks.severity import Severity
from seachange.report.findings.standings import period, told
from seachange.report.findings.text import summary
from seachange.report.look import environment, style


@dataclass(frozen=True, slots=True)
class Found:
    """All findings of one check: the check itself, how bad it is here, and where."""

    check: Check
    severity: Severity
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """The findings of one area, with an anchor to jump to."""

    anchor: str
    title: str
    found: tuple[Found, ...]

    def count(self, severity: Severity) -> int:
        """How many findings of this severity the area has."""
        return sum(len(f.findings) for f in self.found if f.severity is severity)


def page(report: Report, *, places: Mapping[str, Place], title: str) -> str:
    """Return a whole page that works offline and prints."""
    return (
        environment()
        .get_template("findings.html")
        .render(
            title=title,
            report=report,
            summary=summary(report),
            areas=_areas(report),
            severities=list(Severity),
            places=places,
            period=period(report),
            told=told,
            style=style() + environment().get_template("findings.css").render(),
        )
    )


def _areas(report: Report) -> list[Area]:
    by_check = {
        check_id: tuple(found) for check_id, found in groupby(report.findings, key=lambda f: f.id)
    }
    areas = []
    for title, checks in AREAS.items():
        found = tuple(
            Found(BY_ID[c.id], by_check[c.id][0].severity, by_check[c.id])
            for c in checks
            if c.id in by_check
        )
        if found:
            areas.append(Area(title.lower().replace(" ", "-"), title, found))
    return areas
