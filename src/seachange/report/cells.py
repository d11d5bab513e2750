"""Cells and sheets: titled tables of plain values, and how one value is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from seachange.measure.answers import Estimate, Times, Unknown
from seachange.measure.statistics.durations import Quartiles
from seachange.report import words

Cell = str | int | float | bool | None | Estimate | Unknown

# As answers write a moment: whoever reads a table needs no millionths of a second.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_CHANGES = {"pp": "share", "gain": "number", "later": "seconds", "points gained": "points"}
_TITLES = {
    "from_previous": "From previous step",
    "from_first": "From first step",
    "seconds_from_previous": "Time from previous",
    "did": "Did it",
    "value": "Value",
    "estimate": "Estimate",
    "median_seconds": "Median time",
    "name": "Name",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title and the unit of its cells.

    The unit is one of `words.UNITS`; `pp`, `gain`, `later` or `points gained`, which are
    differences of shares, numbers, times and points; `chance`, a probability; `text`; or
    `prose`, which may take several lines.
    """

    title: str
    unit: str = "text"

    @property
    def look(self) -> str:
        """Return the class of its cells on a page: `num`, `prose`, or none for short words."""
        return {"text": "", "prose": "prose"}.get(self.unit, "num")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table; every row has a cell for every column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def shown(cell: Cell, unit: str) -> str:
    """Write one cell for a reader; a moment to the minute.

    >>> shown("2025-07-01T11:52:03.866116Z", "text")
    '2025-07-01 11:52'
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and _MOMENT.fullmatch(cell):
        return f"{cell[:10]} {cell[11:16]}"
    if isinstance(cell, Estimate) and unit in _CHANGES:
        return words.change(cell, _CHANGES[unit])
    if isinstance(cell, Estimate | Unknown):
        return words.estimate(cell, unit)
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, float) and unit == "chance":
        return words.chance(cell)
    if isinstance(cell, int | float) and unit in words.UNITS:
        return words.quantity(cell, unit)
    return words.count(cell) if isinstance(cell, int) else str(cell)


def of_records(title: str, records: Sequence[Any], unit: str) -> Sheet:
    """Turn like dataclasses into a sheet, leaving out what is itself a table."""
    columns: list[Column] = []
    cells: list[list[Cell]] = [[] for _ in records]
    for field in fields(records[0]):
        values = [getattr(record, field.name) for record in records]
        if any(isinstance(v, tuple | list | dict) for v in values):
            continue
        if all(v is None for v in values):  # nobody asked for it
            continue
        if any(isinstance(v, Quartiles) for v in values):
            columns += quarters(unit)
            for row, value in zip(cells, values, strict=True):
                row.extend((value.q25, value.q75) if isinstance(value, Quartiles) else (None, None))
            continue
        if any(isinstance(v, Times) for v in values):
            columns.append(Column("Median time", "seconds"))
            values = [v.median if isinstance(v, Times) else None for v in values]
        else:
            columns.append(Column(titled(field.name), unit_among(field.name, values, unit)))
        for row, value in zip(cells, values, strict=True):
            row.append(value)
    return Sheet(title, tuple(columns), tuple(map(tuple, cells)))


def quarters(unit: str) -> list[Column]:
    """Return the columns of how long a quarter and three quarters took."""
    return [Column("A quarter by", unit), Column("Three quarters by", unit)]


def titled(name: str) -> str:
    """Return a field's name as a column's title."""
    return _TITLES.get(name, name.replace("_", " ").capitalize())


def unit_among(name: str, values: Iterable[Any], unit: str) -> str:
    """Return the unit of a field's values; estimates have the answer's, `unit`."""
    if name.endswith("seconds"):
        return "seconds"
    if any(isinstance(v, Estimate | Unknown) for v in values):
        return unit
    if name == "step":
        return "text"
    if all(isinstance(v, int) or v is None for v in values):
        return "people"
    numbers = all(isinstance(v, int | float) or v is None for v in values)
    return ("share" if name == "share" else "number") if numbers else "text"
