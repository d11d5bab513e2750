"""Rows as records and records as rows: the same fields by the same names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import itemgetter
from types import UnionType
from typing import Any, get_args, get_type_hints

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import JSONField, ManyToManyField, Model

from seachange.planning.rules.plan.encoding import RECORD_TYPES, decoder, plain
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind

PEOPLE = {Kind.DEPARTMENT, Kind.TEAM, Kind.MEMBER}


@dataclass(frozen=True, kw_only=True)
class Held:
    """How one field of a record is held: in which columns, and how to write and read them."""

    name: str
    columns: tuple[str, ...]
    write: Callable[[Any], tuple[Any, ...]]
    read: Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """A kind's table: its model, the fields held in columns, the links held in tables."""

    kind: Kind
    model: Any
    held: tuple[Held, ...]
    links: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Every column a record is read from, in order."""
        return [column for each in self.held for column in each.columns]

    def row(self, record: Record) -> Any:
        """Return an unsaved row that holds a record."""
        values: dict[str, Any] = {}
        for each in self.held:
            parts = each.write(getattr(record, each.name))
            values.update(zip(each.columns, parts, strict=True))
        for name in self.model.derived:
            values[name] = getattr(record, name)
        return self.model(**values)

    def record(self, row: Sequence[Any], linked: dict[str, tuple[str, ...]]) -> Record:
        """Return the record that a row of `columns` and its links hold."""
        told: dict[str, Any] = dict(linked)
        at = 0
        for each in self.held:
            width = len(each.columns)
            told[each.name] = each.read(row[at : at + width])
            at += width
        return RECORD_TYPES[self.kind](**told)


@cache
def mapping(kind: Kind) -> Mapping:
    """Return how records of a kind are held."""
    record_type = RECORD_TYPES[kind]
    app = "people" if kind in PEOPLE else "planning"
    model: Any = apps.get_model(app, record_type.__name__)
    hints = get_type_hints(record_type)
    held, links = [], []
    for field in fields(record_type):
        if _is_many(model, field.name):
            links.append(field.name)
        else:
            held.append(_held(model, field.name, hints[field.name]))
    return Mapping(kind=kind, model=model, held=tuple(held), links=tuple(links))


def mappings() -> Iterator[Mapping]:
    """Walk how each kind is held, in the order of a plan."""
    return map(mapping, RECORD_TYPES)


def _is_many(model: type[Model], name: str) -> bool:
    try:
        return isinstance(model._meta.get_field(name), ManyToManyField)
    except FieldDoesNotExist:
        return False


def _held(model: type[Model], name: str, hint: Any) -> Held:
    if name == "breaches":
        return Held(name=name, columns=(name,), write=_breaches_out, read=_breaches_in)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return _parts(name, hint)
    column = field.attname  # a link's column ends in _id
    if isinstance(field, JSONField):
        read = decoder(hint)
        return Held(
            name=name,
            columns=(column,),
            write=lambda value: (plain(value),),
            read=lambda row: read(row[0]),
        )
    return Held(name=name, columns=(column,), write=_bare, read=_reader(hint))


def _bare(value: Any) -> tuple[Any, ...]:
    return (getattr(value, "value", value),)


def _reader(hint: Any) -> Callable[[Sequence[Any]], Any]:
    inner = hint
    if isinstance(hint, UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
    if isinstance(inner, type) and hasattr(inner, "__members__"):
        return lambda row: None if row[0] is None else inner(row[0])
    return lambda row: row[0]


def _parts(name: str, hint: Any) -> Held:
    may_be_none = isinstance(hint, UnionType)
    inner = next(e for e in get_args(hint) if e is not type(None)) if may_be_none else hint
    parts = tuple(field.name for field in fields(inner))

    def write(value: Any) -> tuple[Any, ...]:
        told = inner() if value is None else value
        return tuple(getattr(told, part) for part in parts)

    def read(row: Sequence[Any]) -> Any:
        if may_be_none and all(part is None for part in row):
            return None
        return inner(**dict(zip(parts, row, strict=True)))

    return Held(
        name=name, columns=tuple(f"{name}_{part}" for part in parts), write=write, read=read
    )


def _breaches_out(ids: tuple[str, ...]) -> tuple[Any, ...]:
    return (f"|{'|'.join(ids)}|" if ids else "",)


def _breaches_in(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple(part for part in row[0].split("|") if part)


def read_all(kind: Kind) -> list[Record]:
    """Return the records of a kind, by id: one query, and one for each of its tables of links."""
    held = mapping(kind)
    linked = {name: _links(kind, name) for name in held.links}
    # Sorted here: databases differ in how they order texts.
    return [
        held.record(row, {name: linked[name].get(row[0], ()) for name in held.links})
        for row in sorted(_rows(kind).all(), key=itemgetter(0))
    ]


@cache
def _rows(kind: Kind) -> Any:
    """Return the question for all rows, put together once: that takes longer than asking it."""
    held = mapping(kind)
    return held.model.objects.values_list(*held.columns)


@cache
def _link_rows(kind: Kind, name: str) -> Any:
    field = mapping(kind).model._meta.get_field(name)
    return field.remote_field.through.objects.values_list("pk", *ends(field))


def _links(kind: Kind, name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, from_id, to_id in sorted(_link_rows(kind, name).all()):
        found[from_id] = (*found.get(from_id, ()), to_id)
    return found


def ends(field: Any) -> tuple[str, str]:
    """Return the columns of a table of links: from which record, to which."""
    return f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"


def link_rows(held: Mapping, records: Sequence[Record]) -> Iterator[tuple[Any, list[Any]]]:
    """Walk the tables of links of a kind with the unsaved rows that hold these records' links."""
    for name in held.links:
        field = held.model._meta.get_field(name)
        through = field.remote_field.through
        source, target = ends(field)
        yield (
            through,
            [
                through(**{source: record.id, target: to})
                for record in records
                for to in getattr(record, name)
            ],
        )
