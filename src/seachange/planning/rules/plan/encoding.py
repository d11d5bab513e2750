"""Records as plain JSON values and back, without loss: for history, seals and columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind

Decoder = Callable[[Any], Any]


def _record_types() -> dict[Kind, type[Record]]:
    hints = get_type_hints(Plan)
    return {kind: get_args(hints[name])[0] for kind, name in COLLECTIONS.items()}


# Kind → the type of its records, in the order a plan holds them.
RECORD_TYPES: dict[Kind, type[Record]] = _record_types()


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; fields of a record that say nothing are left out."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: getattr(value, f.name) for f in fields(value)}
        silent = {f.name: default_of(f) for f in fields(value)}
        return {name: plain(held) for name, held in told.items() if held != silent[name]}
    return value


def default_of(field: Field[Any]) -> Any:
    """Return what a field says when nothing is said; `MISSING` where something must be."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def record_from(kind: Kind, told: dict[str, Any]) -> Record:
    """Return the record that `plain` made these values of."""
    decoders = _decoders(RECORD_TYPES[kind])
    return RECORD_TYPES[kind](**{name: decoders[name](held) for name, held in told.items()})


def decoder(hint: Any) -> Decoder:
    """Return what turns a plain value back into a value of this type."""
    if isinstance(hint, UnionType):
        inner = decoder(next(each for each in get_args(hint) if each is not type(None)))
        return lambda held: None if held is None else inner(held)
    if get_origin(hint) is tuple:
        each = decoder(get_args(hint)[0])
        return lambda held: tuple(each(one) for one in held)
    if isinstance(hint, type):
        return _of_type(hint)
    raise TypeError(f"no record holds a {hint}")


def _of_type(hint: type) -> Decoder:
    if issubclass(hint, Enum):
        return hint
    if hint is date:
        return date.fromisoformat
    if hint is Decimal:
        return Decimal
    if is_dataclass(hint):
        decoders = _decoders(hint)
        return lambda held: hint(**{name: decoders[name](one) for name, one in held.items()})
    return lambda held: held


def _decoders(of: type) -> dict[str, Decoder]:
    known = _DECODERS.get(of.__name__)
    if known is None:
        hints = get_type_hints(of)
        known = {f.name: decoder(hints[f.name]) for f in fields(of)}
        _DECODERS[of.__name__] = known
    return known


_DECODERS: dict[str, dict[str, Decoder]] = {}


def canonical(value: Any) -> str:
    """Return plain values as the one JSON text they have: keys sorted, nothing to spare."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
