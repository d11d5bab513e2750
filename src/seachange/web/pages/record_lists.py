"""Records by their kind: how many there are, a table of them, and the start of another one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms

from seachange.errors import NotThere
from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import Shape, Sort, shapes
from seachange.planning.rules.vocabulary import Kind
from seachange.report.cells import Column, Sheet
from seachange.web.choices import called
from seachange.web.exports import Later
from seachange.web.forms.records import names_of
from seachange.web.pages.field_shown import value_text
from seachange.web.pages.paging import Leaf, leaf_of
from seachange.web.pages.record_page import many

# As many columns as a table of records has, beside id, name and state.
MOST_COLUMNS, ON_A_LEAF = 4, 100
IN_A_TABLE = frozenset({Sort.LINK, Sort.CHOICE, Sort.DAY, Sort.NUMBER, Sort.WHOLE, Sort.AMOUNT})
# A record with what it says in each column.
Row = tuple[Record, tuple[str, ...]]
ENDING = re.compile(r"^(.*?)(\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindShown:
    """A kind of record: what several are called, how many somebody sees, may they state one."""

    kind: Kind
    title: str
    count: int
    may_state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPage:
    """The records of a kind: those chosen, in which states there are how many, and as a sheet."""

    kind: Kind
    title: str
    records: tuple[Record, ...]
    leaf: Leaf[Row]
    headings: tuple[str, ...]
    states: tuple[tuple[str, int], ...]
    all_in_all: int
    sheet: Later
    may_state: bool

    @property
    def meaning(self) -> str:
        """What such a record is, in the sentence that its type begins with."""
        told = " ".join((RECORD_TYPES[self.kind].__doc__ or "").split("\n\n")[0].split())
        # What comes after a semicolon names a field as programs know it.
        return told if "`" not in told else f"{told.partition(';')[0].rstrip('.')}."


def kind_told(text: str) -> Kind:
    """Return the kind of this name; raise as for what is not there where there is none."""
    if text not in set(Kind):
        raise NotThere(f"there is no kind {text[:40]}", remedy="choose one of the list of records")
    return Kind(text)


def all_kinds(viewer: Viewer | None) -> tuple[KindShown, ...]:
    """Return every kind that somebody sees any of or may state, in the order of a plan."""
    plan = snapshot(viewer)
    shown = (
        KindShown(
            kind=kind,
            title=many(kind),
            count=len(getattr(plan, name)),
            may_state=may_state(viewer, kind),
        )
        for kind, name in COLLECTIONS.items()
    )
    return tuple(each for each in shown if each.count or each.may_state)


def may_state(viewer: Viewer | None, kind: Kind) -> bool:
    """Tell whether somebody may state records of a kind."""
    return viewer is not None and may(viewer.role, deed=Deed.CREATE, kind=kind)


def one_kind(
    viewer: Viewer | None, kind: Kind, *, words: str, state: str, number: int = 1
) -> KindPage:
    """Return a page of the records of a kind in which all words stand, and which are in a state."""
    plan = snapshot(viewer)
    everything: tuple[Record, ...] = getattr(plan, COLLECTIONS[kind])
    wanted, title = words.casefold().split(), many(kind).capitalize()
    records = tuple(
        each
        for each in everything
        if (not state or each.state == state)
        and all(word in called(each).casefold() for word in wanted)
    )
    columns = _columns(kind, records)
    leaf = leaf_of(records, number, size=ON_A_LEAF)

    def told(some: tuple[Record, ...]) -> tuple[Row, ...]:
        return tuple(
            (each, tuple(value_text(plan, each, c.name) for c in columns)) for each in some
        )

    return KindPage(
        kind=kind,
        title=many(kind),
        records=records,
        leaf=leaf.made(told(leaf.things)),
        headings=tuple(each.label for each in columns),
        states=tuple(Counter(each.state for each in everything if each.state).items()),
        all_in_all=len(everything),
        sheet=Later(title, lambda: _sheet(title, columns, told(records))),
        may_state=may_state(viewer, kind),
    )


def _columns(kind: Kind, records: tuple[Record, ...]) -> list[Shape]:
    """Return the first short fields that any of these records says something in."""
    told = [
        each
        for each in shapes(kind)
        if each.sort in IN_A_TABLE
        and each.name not in {"visibility", "team"}
        and any(getattr(record, each.name) is not None for record in records)
    ]
    return told[:MOST_COLUMNS]


def _sheet(title: str, columns: list[Shape], rows: tuple[Row, ...]) -> Sheet:
    heads = (
        Column("Id"),
        Column("Name", "prose"),
        Column("State"),
        *(Column(c.label) for c in columns),
    )
    return Sheet(title, heads, tuple((r.id, title_of(r), r.state, *cells) for r, cells in rows))


def proposed_id(plan: Plan, kind: Kind) -> str:
    """Return an id for another record of a kind: the next number after those that one sees.

    A number that a record has which one does not see is passed over: an id is never given twice.
    """
    tails = [found for each in getattr(plan, COLLECTIONS[kind]) if (found := ENDING.match(each.id))]
    usual = Counter(found[1] for found in tails).most_common(1)
    prefix = usual[0][0] if usual else f"{kind.value.replace('_', '-')}-"
    number = max((int(found[2]) for found in tails if found[1] == prefix), default=0) + 1
    taken = whole_plan().by_id
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def stated_with(kind: Kind, record_id: str, form: forms.Form) -> Record:
    """Return the record that a valid form states; what was left open is left to its kind."""
    told = form.cleaned_data
    said: dict[str, Any] = {}
    for shape in shapes(kind):
        parts = {part.name: told[name] for name, part in names_of(shape) if name in told}
        if shape.sort is Sort.PARTS and shape.of is not None:
            given = {name: value for name, value in parts.items() if value not in (None, "")}
            if given:
                said[shape.name] = shape.of(**given)
        elif parts and parts[shape.name] not in (None, "", ()):
            said[shape.name] = parts[shape.name]
    return RECORD_TYPES[kind](id=record_id, **said)
