"""Nodes of a plan file read as the types that records declare, each mistake at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from seachange.errors import BadPlan
from seachange.events.documents import nearest
from seachange.planning.files.documents import document_text
from seachange.planning.files.mistakes import Mistakes
from seachange.planning.files.nodes import Items, Keys, Node, Scalar, named, wrong
from seachange.planning.files.periods import period, tally
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.plan.plan import COLLECTIONS
from seachange.planning.rules.plan.values import Level

_WHOLE = re.compile(r"[-+]?[0-9]{1,18}\Z")
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?\Z"
)
_SUM = re.compile(r"[-+]?[0-9]{1,20}(?:\.[0-9]{1,20})?\Z")
_PART = re.compile(r"([-+]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*(?:%|pp)\Z")
_DIGITS = re.compile(r"[0-9]+(?:[./][0-9]+)?\s*[%kKmM]?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_HINTS: dict[str, dict[str, Any]] = {}


def hints_of(of: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields."""
    if of.__name__ not in _HINTS:
        _HINTS[of.__name__] = get_type_hints(of)
    return _HINTS[of.__name__]


def told_fields(
    node: Node, of: type, *, what: str, but: tuple[str, ...] = (), also: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read a mapping as the fields of a dataclass; a key that says nothing counts as left out.

    `also` are keys that were taken before, to offer in the place of one that is not known.
    """
    if isinstance(node, Scalar) and node.is_nothing:
        node = Keys(node.at)
    if not isinstance(node, Keys):
        raise wrong(node.at, f"{what} must be a mapping of its fields, not {named(node)}")
    hints = hints_of(of)
    known = {f.name: f for f in fields(of) if f.name not in but}
    told = {}
    mistakes = Mistakes()
    for name, held in node.held.items():
        with mistakes.caught():
            if name not in known:
                raise unknown(node.keys[name], name, (*known, *also), what=what)
            if not (isinstance(held, Scalar) and held.is_nothing):
                told[name] = _field(known[name], held, hints[name])
    for name, field in known.items():
        if _must_be_told(field) and _is_silent(node.held.get(name)):
            mistakes.add(wrong(node.at, f"{what} needs {name!r}", remedy=f"Add `{name}:`."))
    mistakes.refuse()
    return told


def _is_silent(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and node.is_nothing)


def _field(field: Field[Any], node: Node, hint: Any) -> Any:
    if "form" in field.metadata and not re.fullmatch(field.metadata["form"], _text(node)):
        told = f"{field.name} cannot be {named(node)}"
        raise wrong(node.at, told, remedy="Leave it out: it is computed.")
    if "document" in field.metadata and isinstance(node, Keys):
        return document_text(node)
    return value_of(node, hint, what=field.name)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def unknown(at: Place, key: str, known: Iterable[str], *, what: str) -> BadPlan:
    """Return the refusal of a key, with the nearest known ones."""
    known = tuple(dict.fromkeys(known))
    near = nearest(key, known)
    hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(known)}."
    if key in COLLECTIONS.values() and key not in known:
        hint = f"Write `{key}:` at the top of the plan, each by its id, and link to it by that."
    if _DIGITS.match(key):
        hint = "In braces a comma parts what stands there. Write 1197 for 1,197 and 0.45 for 0,45."
    return wrong(at, f"{what} has no key {key!r}", remedy=hint)


def value_of(node: Node, hint: Any, *, what: str) -> Any:
    """Read a node as a value of this type."""
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        each = get_args(hint)[0]
        items = node.items if isinstance(node, Items) else [node]  # one may stand on its own
        return tuple(value_of(one, each, what=what) for one in items)
    if hint is Level:
        return _level(node, what=what)
    if isinstance(hint, type) and is_dataclass(hint):
        return built(hint, told_fields(node, hint, what=what), at=node.at)
    if not isinstance(node, Scalar) or node.is_nothing:
        raise wrong(node.at, f"{what} must be {_expected(hint)}, not {named(node)}")
    return _scalar(node, hint, what=what)


def built(of: Any, told: dict[str, Any], *, at: Place) -> Any:
    """Build a value of these fields; what it refuses is told at its place."""
    try:
        return of(**told)
    except BadPlan as refused:
        raise wrong(at, refused.what, remedy=refused.remedy) from None


def _scalar(node: Scalar, hint: type, *, what: str) -> Any:
    if hint is str:
        return node.text
    if issubclass(hint, Enum):
        return _word(node, hint, what=what)
    read = _READERS[hint](node)
    if read is None:
        told = f"{what} must be {_expected(hint)}, not {named(node)}"
        raise wrong(node.at, told, remedy=_meant(node, hint))
    return read


def _meant(node: Scalar, hint: type) -> str:
    """Say how to write what people write otherwise: 45 % is 0.45, a quarter its last day."""
    part = _PART.match(node.text) if hint is float else None
    if part is not None:
        return f"Write {float(part[1].replace(',', '.')) / 100:g} for {node.text}."
    span = period(node.text) if hint is date else None
    return f"Write a day, such as its last: {span[1]}." if span else ""


def _word(node: Scalar, of: type[Enum], *, what: str) -> Enum:
    words = {str(each.value): each for each in of}
    if node.text not in words:
        near = nearest(node.text, words)
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        told = f"{what} cannot be {named(node)}"
        raise wrong(node.at, told, remedy=f"{hint}One of: {', '.join(words)}.")
    return words[node.text]


def _day(node: Scalar) -> date | None:
    try:
        return date.fromisoformat(node.text) if _DAY.match(node.text) else None
    except ValueError:
        return None


def _number(node: Scalar) -> float | None:
    number = float(node.text) if node.is_plain and _NUMBER.match(node.text) else None
    return number if number is not None and abs(number) < float("inf") else None


_READERS = {
    bool: lambda node: _TRUTH.get(node.text.lower()) if node.is_plain else None,
    int: lambda node: int(node.text) if node.is_plain and _WHOLE.match(node.text) else None,
    float: _number,
    Decimal: lambda node: Decimal(node.text) if _SUM.match(node.text) else None,
    date: _day,
}
_EXPECTED = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    Decimal: "a sum such as 240000 or 99.50",
    date: "a day such as 2026-06-30",
}


def _expected(hint: type) -> str:
    return _EXPECTED.get(hint, "one word")


def _level(node: Node, *, what: str) -> Level:
    """Read `899/2900`, `0.96`, or a mapping with `tally` and `period` beside a level's fields."""
    if isinstance(node, Scalar):
        counted, number = tally(node.text), _number(node)
        if counted is None and number is None:
            told = f"{what} must be a tally or a number, not {named(node)}"
            how = _meant(node, float) or "Write 899/2900, 0.96, or {tally: …, period: …}."
            raise wrong(node.at, told, remedy=how)
        return _counted(counted, at=node.at) if counted else Level(value=number)
    if isinstance(node, Items):
        raise wrong(node.at, f"{what} must be a tally, a number or a mapping, not a list")
    short: dict[str, Any] = {}
    if "tally" in node.held:
        short |= _pair(node.held["tally"], tally, ("did", "people"), expected="k/n as 899/2900")
    if "period" in node.held:
        expected = "a year, half, quarter or month as 2026, 2026-H1, 2026-Q2, 2026-04"
        short |= _pair(node.held["period"], period, ("starts", "ends"), expected=expected)
    for said in short:
        if said in node.held:
            raise wrong(node.keys[said], f"{said} is said twice", remedy="Leave one out.")
    rest = {name: held for name, held in node.held.items() if name not in {"tally", "period"}}
    written = told_fields(Keys(node.at, rest, node.keys), Level, what=what)
    level: Level = built(Level, {**written, **short}, at=node.at)
    return level


def _pair(node: Node, read: Any, names: tuple[str, str], *, expected: str) -> dict[str, Any]:
    found = read(node.text) if isinstance(node, Scalar) else None
    if found is None:
        raise wrong(node.at, f"expected {expected}, not {named(node)}")
    return dict(zip(names, found, strict=True))


def _counted(counted: tuple[int, int], *, at: Place) -> Level:
    level: Level = built(Level, {"did": counted[0], "people": counted[1]}, at=at)
    return level


def _must_be_told(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
