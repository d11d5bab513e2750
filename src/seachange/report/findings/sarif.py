"""Findings as SARIF 2.1.0, so that code hosts and editors show them where they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from seachange import __version__
from seachange.planning.rules.checks.catalogue import AREAS
from seachange.planning.rules.checks.finding import Check, Finding, Place
from seachange.planning.rules.checks.run import Report
from seachange.planning.rules.checks.settings import Waiver
from seachange.planning.rules.checks.severity import Severity
from seachange.report.findings.words import words_of

Json = dict[str, Any]
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_RULES = [(area, check) for area, checks in AREAS.items() for check in checks]
_INDEX = {check.id: index for index, (_, check) in enumerate(_RULES)}


def sarif(report: Report, *, places: Mapping[str, Place], plan: Place) -> str:
    """Write findings as SARIF; what has no place of its own stands at the plan's."""
    results = [_result(finding, places, plan) for finding in report.findings]
    results += [
        {**_result(w.finding, places, plan), "suppressions": [_suppression(w.waiver)]}
        for w in report.waived
    ]
    driver = {
        "name": "Seachange",
        "version": __version__,
        "rules": [_rule(area, check) for area, check in _RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    held = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def _rule(area: str, check: Check) -> Json:
    return {
        "id": check.id,
        "shortDescription": {"text": check.message},
        "fullDescription": {"text": check.condition},
        "help": {"text": f"{check.why} {check.mend}", "markdown": _markdown(check)},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"area": area, "needsEvents": check.needs_events},
    }


def _markdown(check: Check) -> str:
    """Say why and how to mend it, with the words of the glossary that it is about."""
    words = [f"- **{meaning.word}**: {meaning.means}" for meaning in words_of(check.id)]
    return "\n".join((check.why, "", check.mend, "", *words))


def _result(finding: Finding, places: Mapping[str, Place], plan: Place) -> Json:
    decided = "; ".join(finding.decided_by)
    location: Json = {"physicalLocation": _physical(places.get(finding.record, plan))}
    if finding.record:
        location["logicalLocations"] = [{"name": finding.record, "kind": "object"}]
    return {
        "ruleId": finding.id,
        "ruleIndex": _INDEX[finding.id],
        "level": _LEVELS[finding.severity],
        "message": {
            "text": f"{_about(finding)}{finding.message}\nBecause: {decided}.\n{finding.mend}"
        },
        "locations": [location],
        # The same finding at the same record is the same one, wherever its line has moved to.
        "partialFingerprints": {"record/v1": f"{finding.id}:{finding.record}"},
    }


def _about(finding: Finding) -> str:
    return f"{finding.record}: " if finding.record else ""


def _physical(place: Place) -> Json:
    return {
        "artifactLocation": {"uri": place.file.replace("\\", "/").replace(" ", "%20")},
        "region": {"startLine": place.line, "startColumn": place.column},
    }


def _suppression(waiver: Waiver) -> Json:
    why = f"{waiver.reason} ({waiver.owner}, until {waiver.expires})"
    return {"kind": "external", "status": "accepted", "justification": why}
