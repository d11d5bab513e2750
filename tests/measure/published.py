"""Published cases as our own questions and rows: one way for all of them, none known by name."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.shared import published

Case = dict[str, Any]

# Long after every published event, so that all entries are mature.
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def cases(kind: str) -> list[Case]:
    """Return the published cases of one kind, or skip the test where they are not."""
    found = json.loads(published("funnel_cases.json").read_text())["cases"]
    return [case for case in found if case["kind"] == kind]


def rows(case: Case) -> list[dict[str, Any]]:
    """Return a case's events as rows."""
    return [
        {
            "actor": event["actor"],
            "time": datetime.fromisoformat(event["time"]),
            "event": event["event"],
            "properties": event["properties"],
        }
        for event in case["events"]
    ]


def funnel(case: Case) -> dict[str, Any]:
    """Write a funnel case as it would stand in a question file."""
    window = case["window"]
    question: dict[str, Any] = {
        "kind": "funnel",
        "steps": [_rule(step) for step in case["steps"]],
        "order": case["order"],
        "window": f"{window['value']} {window['unit']}s",
        "exclusions": [
            # Published steps are counted from 0.
            {"event": e["event"], "between": [e["from_step"] + 1, e["to_step"] + 1]}
            for e in case["exclusions"]
        ],
    }
    if case["range"]:
        first, last = case["range"]
        question |= {"from": _moment(first), "to": _after(last)}
    if "breakdown" in case["expect"]:
        question["by"] = case["expect"]["breakdown"].split()[0]
    return question


def _rule(step: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in step.items() if value is not None}


def _moment(text: str) -> str:
    return text if len(text) == 10 else f"{text.replace(' ', 'T')}Z"


def _after(text: str) -> str:
    """Return the end outside a period whose last day, or last second, is inside."""
    if len(text) == 10:
        return (date.fromisoformat(text) + timedelta(days=1)).isoformat()
    return (datetime.fromisoformat(f"{text}Z") + timedelta(seconds=1)).isoformat()
