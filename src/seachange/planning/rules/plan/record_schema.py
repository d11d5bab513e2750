"""What records look like as `plain` writes them, as JSON schemas that know every key."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from seachange.planning.rules.plan.encoding import RECORD_TYPES, default_of
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Kind

Schema = dict[str, Any]

_PLAIN: dict[type, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    date: {"type": "string", "format": "date"},
}


def name_of(kind: Kind) -> str:
    """Return the name under which a kind's schema stands.

    >>> name_of(Kind.OUTCOME)
    'OutcomeRecord'
    """
    return f"{RECORD_TYPES[kind].__name__}Record"


def record_schemas(place: str) -> dict[str, Schema]:
    """Return the schema of every kind's records, and of the values they are made of, by name.

    `place` is where they will stand, for those that refer to another: `#/$defs/`. A field that
    may be left out says its default then, as `plain` leaves out what says nothing.
    """
    parts: dict[str, Schema] = {}
    for kind, of in RECORD_TYPES.items():
        parts[name_of(kind)] = _record(kind, of, parts, place)
    return dict(sorted(parts.items()))


def _record(kind: Kind, of: type, parts: dict[str, Schema], place: str) -> Schema:
    told = _object(of, parts, place)
    told["properties"]["id"] = {"type": "string", "minLength": 1}
    # A record begins in the first of its states; a kind that has none never says one.
    if kind in MOVES:
        told["properties"]["state"] = {"enum": list(MOVES[kind])}
        told["required"] = [*told["required"], "state"]
    else:
        del told["properties"]["state"]
    return told


def _object(of: type, parts: dict[str, Schema], place: str) -> Schema:
    hints = get_type_hints(of)
    return {
        "type": "object",
        "description": (of.__doc__ or "").partition("\n")[0],
        "additionalProperties": False,
        "properties": {f.name: _held(f, hints[f.name], parts, place) for f in fields(of)},
        "required": [f.name for f in fields(of) if default_of(f) is MISSING],
    }


def _held(field: Field[Any], hint: Any, parts: dict[str, Schema], place: str) -> Schema:
    told = _value(hint, parts, place)
    to: tuple[Kind, ...] = field.metadata.get("to", ())
    if to:
        # Kinds as whoever asks for them names them, not as one speaks of them.
        about = {"description": f"the id of a record: {' or '.join(to)}"}
        told = {**about, **told}
    # What may be nothing, and is not so by itself, is written down as null.
    is_told_to_be_none = isinstance(hint, UnionType) and default_of(field) is not None
    return {"anyOf": [told, {"type": "null"}]} if is_told_to_be_none else told


def _value(hint: Any, parts: dict[str, Schema], place: str) -> Schema:
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0], parts, place)}
    if issubclass(hint, Enum):
        return {"enum": [each.value for each in hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in parts:
            parts[hint.__name__] = _object(hint, parts, place)
        return {"$ref": place + hint.__name__}
    return _PLAIN[hint]
