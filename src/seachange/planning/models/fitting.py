"""Whether a record can be kept as it is, in one database as in the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from seachange.errors import BadPlan
from seachange.planning.models.mapping import mapping
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind

# What an integer column holds, in PostgreSQL; SQLite would hold more, and then disagree.
LARGEST = {"IntegerField": 2**31 - 1, "SmallIntegerField": 2**15 - 1}
LARGEST_OF_ALL = 2**63 - 1
# Beyond these a number that somebody measured cannot be squared.
SMALLEST_MEASURED, LARGEST_MEASURED = 1e-100, 1e100


def check_fits(record: Record) -> None:
    """Raise `BadPlan` if a record would not come back from the database as it went in.

    Each field of its type; a text without end marks and half letters, numbers that are some and
    not too long, amounts to the fourth place, and no link given twice.
    """
    longest = _lengths(record.kind)
    for name, takes in _types(record.kind).items():
        if not takes(getattr(record, name)):
            raise BadPlan(
                f"its `{name}` cannot be {getattr(record, name)!r}",
                place=record.id,
                remedy=f"it is {_told(_HINTS[record.kind][name])}",
            )
    for name, part, value in _values(record):
        flaw = _flaw(value, longest.get(part, LARGEST_OF_ALL))
        if flaw:
            raise BadPlan(f"its `{name}` {flaw}", place=record.id)
    for name in mapping(record.kind).links:
        held = getattr(record, name)
        twice = next((each for each in held if held.count(each) > 1), None)
        if twice is not None:
            raise BadPlan(
                f"its `{name}` names {twice} twice", place=record.id, remedy="name it once"
            )
    if len(record.id) > longest["id"]:
        raise BadPlan(
            f"an id has at most {longest['id']} letters", place=record.id, remedy="shorten it"
        )


def _values(record: Record) -> Iterator[tuple[str, str, Any]]:
    """Walk the single values of a record: of which field, in which column, and the value."""
    for field in fields(record):
        held = getattr(record, field.name)
        if is_dataclass(held) and not isinstance(held, type):
            for part in fields(held):
                yield field.name, f"{field.name}_{part.name}", getattr(held, part.name)
        else:
            for each in held if isinstance(held, tuple) else (held,):
                yield from _parts(field.name, each)


def _parts(name: str, held: Any) -> Iterator[tuple[str, str, Any]]:
    if is_dataclass(held) and not isinstance(held, type):
        for part in fields(held):
            yield name, name, getattr(held, part.name)
    else:
        yield name, name, held


def _flaw(value: Any, largest: int) -> str:
    """Return what is wrong with a value; empty if nothing is."""
    if isinstance(value, str):
        if "\x00" in value:
            return "holds a character that no text has (NUL)"
        return "holds half a letter" if not value.isascii() and _is_broken(value) else ""
    if isinstance(value, float):
        return _flaw_of_number(value)
    if isinstance(value, int):
        return "" if abs(value) <= largest else f"is {value}, which is too large a number"
    if isinstance(value, Decimal):
        if not value.is_finite():
            return f"is {value}, which is no amount"
        exponent = value.normalize().as_tuple().exponent
        has_room = isinstance(exponent, int) and exponent >= -4 and abs(value) < 10**14
        return "" if has_room else f"is {value}: give at most four places, below 10^14"
    return ""


def _flaw_of_number(value: float) -> str:
    if not isfinite(value):
        return f"is {value}, which is no number"
    if abs(value) > LARGEST_MEASURED:
        return f"is {value}, which is too large a number"
    return f"is {value}, which is too small a number" if 0 < abs(value) < SMALLEST_MEASURED else ""


def _is_broken(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


_HINTS = {kind: get_type_hints(of) for kind, of in RECORD_TYPES.items()}


@cache
def _types(kind: Kind) -> dict[str, Callable[[Any], bool]]:
    """Return what tells, for each field, whether a value is one it can hold."""
    return {f.name: _taking(_HINTS[kind][f.name]) for f in fields(RECORD_TYPES[kind])}


WORDS = {
    str: "a text",
    float: "a number",
    int: "a whole number",
    bool: "yes or no",
    date: "a date",
    Decimal: "an amount",
}


def _told(hint: Any) -> str:
    """Say what a field holds."""
    if isinstance(hint, UnionType):
        return f"{_told(next(e for e in get_args(hint) if e is not type(None)))}, or nothing"
    if get_origin(hint) is tuple:
        return f"any number of these: {_told(get_args(hint)[0])}"
    if issubclass(hint, Enum):
        return f"one of {', '.join(str(each.value) for each in hint)}"
    return WORDS.get(hint, f"a {hint.__name__}")


def _taking(hint: Any) -> Callable[[Any], bool]:
    if isinstance(hint, UnionType):
        inner = _taking(next(each for each in get_args(hint) if each is not type(None)))
        return lambda value: value is None or inner(value)
    if get_origin(hint) is tuple:
        each = _taking(get_args(hint)[0])
        return lambda value: isinstance(value, tuple) and all(each(one) for one in value)
    if hint is float:
        return lambda value: isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    if hint is date:
        return lambda value: isinstance(value, date) and not isinstance(value, datetime)
    return lambda value: isinstance(value, hint)


@cache
def _lengths(kind: Kind) -> dict[str, int]:
    """Return how large a number each column holds, and how long an id may be."""
    columns = mapping(kind).model._meta.concrete_fields
    told = {f.attname: LARGEST.get(f.get_internal_type(), LARGEST_OF_ALL) for f in columns}
    return told | {"id": next(f.max_length for f in columns if f.attname == "id")}
