"""Findings as one self-contained HTML page, in the look of every other report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seachange.planning.rules.checks.catalogue import AREAS
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.checks.run import Report
from seachange.planning.rules.checks.severity import Severity
from seachange.report.findings.groups import Group, grouped
from seachange.report.findings.standings import period, told
from seachange.report.findings.text import summary
from seachange.report.findings.words import words_used
from seachange.report.look import environment, style


@dataclass(frozen=True, slots=True)
class Area:
    """The findings of one area, with an anchor to jump to."""

    anchor: str
    title: str
    groups: tuple[Group, ...]

    def count(self, severity: Severity) -> int:
        """How many findings of this severity the area has."""
        return sum(len(g.entries) for g in self.groups if g.severity is severity)


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
            errors=[
                group for group in grouped(report.findings) if group.severity is Severity.ERROR
            ],
            places=places,
            words=words_used(report.findings),
            period=period(report),
            told=told,
            style=style() + environment().get_template("findings.css").render(),
        )
    )


def _areas(report: Report) -> list[Area]:
    by_check = {group.id: group for group in grouped(report.findings)}
    areas = []
    for title, checks in AREAS.items():
        groups = tuple(by_check[check.id] for check in checks if check.id in by_check)
        if groups:
            areas.append(Area(title.lower().replace(" ", "-"), title, groups))
    return areas
