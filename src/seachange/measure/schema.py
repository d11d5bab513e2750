"""The JSON schemas of answers and questions, read off what makes and reads them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from seachange.measure.answers import Answer, Json, Unknown, key_of
from seachange.measure.ask import KINDS, answer_types, keys_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {int: "integer", float: "number", str: "string", bool: "boolean", type(None): "null"}


def schema() -> Json:
    """Return the schema (draft 2020-12) of every answer that JSON output can hold."""
    parts: Json = {}
    kinds = [_record(kind, parts, name=kind.__name__) for kind in answer_types()]
    return {
        "$schema": DRAFT,
        "title": "An answer of Seachange",
        "description": "Keys keep their meaning within a major version; new ones may be added.",
        "oneOf": kinds,
        "$defs": dict(sorted(parts.items())),
    }


def question_schema() -> Json:
    """Return the schema of questions: of which kinds they are, and which keys each may have.

    What a key may hold is judged when a question is read; `null` says nothing anywhere.
    """
    return {"oneOf": [_question(kind) for kind in KINDS]}


def _question(kind: str) -> Json:
    keys: Json = {key: {} for key in keys_of(kind)}
    return {
        "type": "object",
        "properties": {**keys, "kind": {"const": kind}},
        "required": ["kind"],
        "additionalProperties": False,
    }


def _record(kind: type, parts: Json, *, name: str) -> Json:
    """Describe a dataclass once, under `$defs`, and refer to it."""
    if name not in parts:
        parts[name] = {}  # stands in while its own parts are described
        hints = get_type_hints(kind)
        keys = {key_of(f.name): _value(hints[f.name], parts) for f in fields(kind)}
        if issubclass(kind, Answer):
            keys = {"kind": {"const": kind.kind}, **keys}
        if kind is Unknown:
            keys = {"unknown": {"type": "string"}}
        said = (kind.__doc__ or "").strip()
        parts[name] = {
            "type": "object",
            "description": " ".join(said.split()),
            "properties": keys,
            "required": list(keys),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def _value(hint: Any, parts: Json) -> Json:
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, parts, name=hint.__name__)
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_value(a, parts) for a in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _value(arguments[0], parts)}
    if origin in (dict, Mapping) and len(arguments) == 2 and arguments[1] is not Any:
        return {"type": "object", "additionalProperties": _value(arguments[1], parts)}
    return {"type": "object"} if origin in (dict, Mapping) else {}
