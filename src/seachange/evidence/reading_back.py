"""Answers read back from the JSON they were kept as: the same object again, number by number."""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from seachange.measure.answers import Answer, Json, Unknown, key_of
from seachange.measure.ask import answer_types
from seachange.measure.schema import schema

Back = Callable[[Any], Any]


def answer_from(told: Json) -> Answer:
    """Return the answer whose `to_dict()` this is."""
    kind = next(each for each in answer_types() if each.kind == told["kind"])
    whole: Any = kind
    answer: Answer = _record(whole)(told)
    return answer


@cache
def layout() -> str:
    """Return a hash of what answers look like: one kept in another layout is not read back."""
    return hashlib.sha256(json.dumps(schema(), sort_keys=True).encode()).hexdigest()


@cache
def _record(kind: Any) -> Back:
    hints = get_type_hints(kind)
    names = {f.name: key_of(f.name) for f in fields(kind)}

    def back(told: Any) -> Any:
        if kind is Unknown:
            return Unknown(told["unknown"])
        return kind(**{name: _value(hints[name])(told[key]) for name, key in names.items()})

    return back


@cache
def _value(hint: Any) -> Back:
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _one_of(inner)
    if origin is tuple:
        each = _value(inner[0])
        return lambda told: tuple(each(one) for one in told)
    if origin in (dict, Mapping) and len(inner) == 2:
        own = _value(inner[1])
        return lambda told: {key: own(held) for key, held in told.items()}
    return lambda told: told


def _one_of(hints: tuple[Any, ...]) -> Back:
    """Read a value that may be of several types: by its keys where it is a record."""
    records = [each for each in hints if isinstance(each, type) and is_dataclass(each)]
    others = [each for each in hints if each not in records and each is not types.NoneType]

    def back(told: Any) -> Any:
        if told is None:
            return None
        if isinstance(told, dict) and records:
            kind = next(each for each in records if _keys(each) == told.keys())
            return _record(kind)(told)
        return _value(others[0])(told) if len(others) == 1 else told

    return back


@cache
def _keys(kind: type) -> frozenset[str]:
    if kind is Unknown:
        return frozenset({"unknown"})
    return frozenset(key_of(f.name) for f in fields(kind))
