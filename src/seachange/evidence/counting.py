"""A question put to a log, as plain values to keep."""

from __future__ import annotations

from typing import Any

from seachange.events.documents import Field
from seachange.events.log import EventLog
from seachange.events.rules import parse_rule
from seachange.measure.ask import ask, parse, picked

Json = dict[str, Any]

# Asked while somebody types a rule: its events and people, and nothing else.
RULE = "rule"


def meant(question: Json) -> Json:
    """Return a question with every default spelt out. Raises BadQuestion."""
    if question.get("kind") == RULE:
        rule = parse_rule(Field(question.get("rule"), ("rule",)))
        return {"kind": RULE, "rule": rule.to_dict()}
    told: Json = parse(question).to_dict()
    return told


def answered(question: Json, log: EventLog) -> Json:
    """Return the answer to a question as the values that JSON can hold."""
    if question.get("kind") != RULE:
        return ask(question, log).to_dict()
    events, people = picked(parse_rule(Field(question["rule"])), log)
    return {"kind": RULE, "events": events, "people": people}
