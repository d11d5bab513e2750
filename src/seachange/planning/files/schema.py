"""The JSON schema of a plan file, for editors to complete and check while one writes."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin

from seachange.planning.files.reading import FORMAT
from seachange.planning.files.short.forms import Form, Section, Top
from seachange.planning.files.short.sections import SECTIONS, TOPS
from seachange.planning.files.values import hints_of
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.plan import COLLECTIONS
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Kind

Schema = dict[str, Any]

_TALLY: Schema = {"type": "string", "pattern": r"^\s*[0-9]+\s*/\s*[0-9]+\s*$"}
_PERIOD: Schema = {
    "type": ["string", "integer"],
    "pattern": "^[0-9]{4}(-(Q[1-4]|H[12]|[0-9]{2}))?$",
}
_PLAIN: dict[type, Schema] = {
    str: {"type": ["string", "number"]},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": ["number", "string"]},
    date: {"type": "string", "format": "date"},
}


def plan_schema() -> Schema:
    """Return the schema (draft 2020-12), made from the records' own fields."""
    kinds = {name: _kind(kind, SECTIONS.get(name)) for kind, name in COLLECTIONS.items()}
    for name, section in SECTIONS.items():
        kinds.setdefault(name, _kind(section.kind, section))
    for name, top in TOPS.items():
        kinds[name] = _either(kinds.get(name), top)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan of Seachange",
        "type": "object",
        "additionalProperties": False,
        "properties": {"version": {"const": FORMAT}, **kinds},
    }


def _kind(kind: Kind, section: Section | None) -> Schema:
    record = _object(RECORD_TYPES[kind], but=("id",))
    told = record["properties"]
    if kind in MOVES:
        told["state"] = {"enum": [*MOVES[kind], None]}
    for name, form in section.forms.items() if section else ():
        told[name] = _either(told.get(name), form)
    if section and section.gives:  # said by something short that stands elsewhere
        record.pop("required", None)
    if "required" not in record:
        record["type"] = ["object", "null"]
    return {
        "type": ["object", "null"],
        "description": record["description"],
        "additionalProperties": record,
    }


def _either(long: Schema | None, form: Form | Top) -> Schema:
    """What a key may hold that is written short, and long too where there is such a field."""
    short: Schema = {
        "description": f"Short: {form.means}.",
        "examples": [form.example],
        **form.schema,
    }
    return {"anyOf": [long, short]} if long else {"anyOf": [short, {"type": "null"}]}


def _object(of: type, *, but: tuple[str, ...] = ()) -> Schema:
    told = [f for f in fields(of) if f.name not in but]
    hints = hints_of(of)
    needed = [f.name for f in told if f.default is MISSING and f.default_factory is MISSING]
    out: Schema = {
        "type": "object",
        "description": (of.__doc__ or "").partition("\n")[0],
        "additionalProperties": False,
        "properties": {f.name: _held(f, hints[f.name]) for f in told},
    }
    if needed:
        out["required"] = needed
    return out


def _held(field: Field[Any], hint: Any) -> Schema:
    if "document" in field.metadata:
        return {"type": ["object", "string", "null"]}
    if "form" in field.metadata:
        return {"type": ["string", "number", "null"], "pattern": f"^{field.metadata['form']}$"}
    return _field(hint)


def _field(hint: Any) -> Schema:
    """What a field may hold: its type, or nothing, which is as good as leaving it out."""
    schema = _type(hint)
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return {"anyOf": [schema, {"type": "null"}]}


def _type(hint: Any) -> Schema:
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        each = _type(get_args(hint)[0])
        return {"anyOf": [{"type": "array", "items": each}, each]}
    if hint is Level:
        level = _object(Level)
        level["properties"] |= {"tally": _TALLY, "period": _PERIOD}
        return {"anyOf": [_TALLY, {"type": "number"}, level]}
    if issubclass(hint, Enum):
        return {"enum": [each.value for each in hint]}
    if isinstance(hint, type) and is_dataclass(hint):
        return _object(hint)
    return _PLAIN[hint]
