"""What scripts are given, told as JSON schemas: no key more than these, and none fewer."""

from __future__ import annotations

from typing import Any

from seachange.measure.schema import schema as schema_of_answers
from seachange.planning.rules.plan.record_schema import name_of, record_schemas
from seachange.planning.rules.vocabulary import Kind
from seachange.report.json_schema import NUMBER, keyed, listed, said
from seachange.web.answers import State
from seachange.web.given import Given, Json
from seachange.web.in_json import VERSION
from seachange.web.pages.standings import UNITS

# Where the schemas that have a name stand.
PLACE = "#/components/schemas/"
ANSWERS = "#/$defs/"


def closed(**properties: Json) -> Json:
    """Return the schema of an object with all these keys and no other."""
    return keyed(**properties) | {"additionalProperties": False}


def versioned(**properties: Json) -> Json:
    """Return the schema of an answer: these keys, beside the version of its layout."""
    return closed(version={"const": VERSION}, **properties)


def named(name: str) -> Json:
    """Return a reference to a schema that has a name."""
    return {"$ref": PLACE + name}


def or_nothing(schema: Json) -> Json:
    """Return the schema of something that may not be there."""
    return {"anyOf": [schema, {"type": "null"}]}


_TEXT: Json = {"type": "string"}
_PART = {"type": "number", "minimum": 0, "maximum": 1}
_ENDS: Json = {
    "description": "from, to: 95 %",
    "type": "array",
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
}


def _later(*states: State) -> dict[str, Json]:
    """Return the keys of an answer that is not there: why, and how far it is."""
    return {
        "state": {"enum": [each.value for each in states]},
        "progress": said("how far it is: 1 at the end", **_PART),
        "why": _TEXT,
        "remedy": _TEXT,
    }


_READY: dict[str, Json] = {"state": {"const": State.READY.value}, "answer": named("Answer")}

_STANDING: dict[str, Json] = {
    "outcome": named(name_of(Kind.OUTCOME)),
    "page": said("the address of its page", **_TEXT),
    "unit": said("what its numbers are", enum=[*sorted(set(UNITS.values())), "number"]),
    "value": said("where it stands; null where nothing was measured", **NUMBER),
    "interval": said("of the value; null where no count of people is known", **or_nothing(_ENDS)),
    "counted": said("who was counted, in words", **_TEXT),
    "as_of": said("the day the value speaks of", type=["string", "null"], format="date"),
    "change": named("Reading"),
    "progress": said("how much of the way it has come: 1 at the target", **NUMBER),
    "course": said("how it goes, in words", **_TEXT),
}


def _one_outcome(now: Json) -> Json:
    is_live = said("whether the value was counted from the events", type="boolean")
    shown = or_nothing(named("Shown"))
    return versioned(**_STANDING, is_counted_now=is_live, now=now, over_time=shown)


def _records_of(kind: Kind) -> Json:
    found = listed(named(name_of(kind)), "all that one may see")
    return versioned(kind={"const": kind.value}, records=found)


READY = Given(body=versioned(ready={"const": True}))
OUTCOMES = Given(
    body=versioned(outcomes=listed(named("Standing"), "in the order of the plan")),
    links={
        "outcome": {
            "description": "The first of them by itself.",
            "operationId": "api_outcome",
            "parameters": {"record": "$response.body#/outcomes/0/outcome/id"},
        }
    },
)
OUTCOME = Given(
    body=_one_outcome(or_nothing(named("Shown"))),
    waiting=_one_outcome(closed(**_later(State.WAITING))),
)
RECORDS = Given(body={"oneOf": [_records_of(kind) for kind in Kind]})
ANSWER = Given(
    body={"oneOf": [versioned(**_READY), versioned(**_later(State.NO_EVENTS))]},
    waiting=versioned(**_later(State.WAITING)),
)
DESCRIPTION = Given(body={"type": "object", "required": ["openapi", "info", "paths"]})
ID: Json = {"type": "string", "minLength": 1}
KINDS: Json = {"enum": [kind.value for kind in Kind]}


def components() -> dict[str, Json]:
    """Return every schema that has a name: of answers, of records, and of what holds them."""
    answers = schema_of_answers()
    later = (state for state in State if state != State.READY)
    out: dict[str, Json] = {
        "Answer": {key: answers[key] for key in ("description", "oneOf")},
        "Shown": {"oneOf": [closed(**_READY), closed(**_later(*later))]},
        "Standing": closed(**_STANDING),
        "Reading": {
            "description": "The change since the baseline, or why nobody knows it.",
            "oneOf": [closed(value={"type": "number"}, interval=_ENDS), closed(unknown=_TEXT)],
        },
        "Refusal": REFUSAL,
    }
    for more in (answers["$defs"], record_schemas(PLACE)):
        if out.keys() & more.keys():
            raise ValueError(f"two schemas of one name: {sorted(out.keys() & more.keys())}")
        out |= more
    return {name: _moved(schema) for name, schema in sorted(out.items())}


# Beside what is wrong: where, and what to do about it.
REFUSAL: Json = {
    **versioned(error=_TEXT, remedy=_TEXT, place=_TEXT),
    "required": ["version", "error"],
}


def _moved(schema: Any) -> Any:
    """Return a schema whose references lead to where named ones stand here."""
    if isinstance(schema, list):
        return [_moved(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: _moved(each) for key, each in schema.items()}
    refers = out.get("$ref")
    if isinstance(refers, str):
        out["$ref"] = refers.replace(ANSWERS, PLACE)
    return out
