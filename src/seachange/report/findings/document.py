"""Findings as JSON for programs, and the schema that says what its keys mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from seachange.planning.rules.checks.finding import Finding, Place
from seachange.planning.rules.checks.run import Report
from seachange.planning.rules.checks.settings import Waiver
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.standings import Standing
from seachange.report.findings.words import words_of, words_used

Json = dict[str, Any]
VERSION = 1


def document(report: Report, *, places: Mapping[str, Place]) -> str:
    """Write findings as JSON in the order of the catalogue; see `schema`."""
    held = {
        "version": VERSION,
        "as_of": report.as_of.isoformat(),
        "records": report.records,
        "status": report.status,
        "counts": {severity.word: report.counts[severity] for severity in Severity},
        "findings": [_finding(finding, places) for finding in report.findings],
        "waived": [
            {**_finding(w.finding, places), "waiver": _waiver(w.waiver)} for w in report.waived
        ],
        "expired_waivers": [_waiver(waiver) for waiver in report.expired],
        "idle_waivers": [_waiver(waiver) for waiver in report.idle],
        "unjudged": list(report.unjudged),
        "measured": [_standing(standing) for standing in report.standings],
        "unread": [{"metric": metric, "why": why} for metric, why in report.unread],
        "glossary": {
            meaning.word: meaning.means
            for meaning in words_used([*report.findings, *(w.finding for w in report.waived)])
        },
    }
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding, places: Mapping[str, Place]) -> Json:
    place = places.get(finding.record)
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "record": finding.record or None,
        "title": finding.title or None,
        "message": finding.message,
        "decided_by": list(finding.decided_by),
        "why": finding.why,
        "mend": finding.mend,
        "words": [meaning.word for meaning in words_of(finding.id)],
        "place": place and {"file": place.file, "line": place.line, "column": place.column},
    }


def _standing(standing: Standing) -> Json:
    interval, now = standing.interval, standing.now
    return {
        "record": standing.record,
        "title": standing.title or None,
        "baseline": standing.before and standing.before.level,
        "now": now.level,
        "did": now.did,
        "people": now.n,
        "from": now.starts and now.starts.isoformat(),
        "to": now.ends and now.ends.isoformat(),
        "change": standing.change,
        "interval": interval and [interval.low, interval.high],
        "target": standing.target,
        "progress": standing.progress,
    }


def _waiver(waiver: Waiver) -> Json:
    return {
        "finding": waiver.finding,
        "record": waiver.record or None,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires": waiver.expires.isoformat(),
    }


def schema() -> Json:
    """Return the JSON schema (draft 2020-12) of what `document` writes."""
    finding, waiver = {"$ref": "#/$defs/finding"}, {"$ref": "#/$defs/waiver"}
    waived = {"allOf": [finding, {"required": ["waiver"], "properties": {"waiver": waiver}}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What seachange check found",
        "description": "Keys keep their meaning within a version; new ones may be added.",
        **_object(
            version={"const": VERSION},
            as_of=_said("The day the plan was judged at.", type="string", format="date"),
            records=_said("How many records were read.", type="integer"),
            status=_said("1 if an error stands that nobody waived.", enum=[0, 1]),
            counts=_object(**{s.word: {"type": "integer"} for s in Severity}),
            findings=_list(finding, "In the order of the catalogue, then of the plan."),
            waived=_list(waived, "Findings that somebody answers for until a day."),
            expired_waivers=_list(waiver, "Waivers that no longer hold."),
            idle_waivers=_list(waiver, "Waivers for which nothing was found."),
            unjudged=_list({"type": "string"}, "Checks that need measurements; there are none."),
            measured=_list(_of_standing(), "Where outcomes and impacts stand by the events."),
            unread=_list(_of_unread(), "Metrics of which the events tell nothing."),
            glossary=_said(
                "What each of the `words` of the findings means.",
                type="object",
                additionalProperties={"type": "string"},
            ),
        ),
        "$defs": {"finding": _of_finding(), "waiver": _of_waiver()},
    }


def _of_finding() -> Json:
    return _object(
        id=_said("The check, such as OC01.", type="string"),
        severity=_said("E error, W warning, I note.", enum=[s.value for s in Severity]),
        record=_said("The record at fault; null for the plan as a whole.", **_TEXT_OR_NULL),
        title=_said("How that record is called.", **_TEXT_OR_NULL),
        message=_said("What is wrong.", type="string"),
        decided_by=_list({"type": "string"}, "The words and the records that decided."),
        why=_said("Why it matters.", type="string"),
        mend=_said("How to mend it.", type="string"),
        words=_list({"type": "string"}, "The words it is about; `glossary` explains them."),
        place={
            "description": "Where the record stands, if it came from a file.",
            "anyOf": [
                {"type": "null"},
                _object(
                    file={"type": "string"}, line={"type": "integer"}, column={"type": "integer"}
                ),
            ],
        },
    )


def _of_standing() -> Json:
    day = {"type": ["string", "null"], "format": "date"}
    return _object(
        record=_said("The outcome or impact.", type="string"),
        title=_said("How it is called.", **_TEXT_OR_NULL),
        baseline=_said("Its level before, in the unit of its metric; a share is 0..1.", **_NUMBER),
        now=_said("Its level now.", **_NUMBER),
        did=_said("How many did it, where it is a tally.", **_NUMBER),
        people=_said("Of how many.", **_NUMBER),
        **{"from": _said("First day measured.", **day), "to": _said("Last day measured.", **day)},
        change=_said("Now less baseline.", **_NUMBER),
        interval=_said(
            "The change's 95 % interval; null where counts are not known.",
            type=["array", "null"],
            items={"type": "number"},
        ),
        target=_said("Where it is to go.", **_NUMBER),
        progress=_said("Share of the way from baseline to target.", **_NUMBER),
    )


def _of_unread() -> Json:
    return _object(metric=_said("The metric.", type="string"), why=_said("Why.", type="string"))


def _of_waiver() -> Json:
    return _object(
        finding=_said("The check waived.", type="string"),
        record=_said("For which record; null for the plan as a whole.", **_TEXT_OR_NULL),
        reason=_said("Why.", type="string"),
        owner=_said("Who answers for it.", type="string"),
        expires=_said("The last day it holds.", type="string", format="date"),
    )


_TEXT_OR_NULL = {"type": ["string", "null"]}
_NUMBER = {"type": ["number", "null"]}


def _said(description: str, **rest: Any) -> Json:
    return {"description": description, **rest}


def _list(items: Json, description: str) -> Json:
    return _said(description, type="array", items=items)


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}
