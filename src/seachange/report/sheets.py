"""Answers as sheets: titled tables of plain values, the same numbers for every format.

Text, CSV, spreadsheets, HTML tables and data frames are all written from these, so no
two of them can disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from seachange.measure.answers import Answer, Estimate, Times, Unknown
from seachange.report import words

Cell = str | int | float | bool | None | Estimate | Unknown

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
_AROUND = ("question", "version", "as_of", "source", "caveats", "derivation")
_PLAIN = (str, int, float, Estimate, Unknown)
_DESCRIBED = ("names", "properties", "gaps")
_PARTS = (*_DESCRIBED, "series", "breakdown", "steps", "cohorts", "nodes", "edges")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title and the unit of its numbers (`words.UNITS`, or text)."""

    title: str
    unit: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table; every row has a cell for every column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def unit_of(answer: Answer) -> str:
    """Return the unit of an answer's estimates."""
    question = answer.question
    if answer.kind == "duration":
        return "seconds"
    if answer.kind == "frequency" and question.get("measure") != "share_active":
        return "number"
    if answer.kind == "score":
        return {"nps": "points", "csat": "share"}.get(question.get("scale", ""), "number")
    return "share"


def sheets(answer: Answer) -> list[Sheet]:
    """Return an answer's tables, the main one first."""
    return [s for s in _sheets(answer) if s.rows]


def main_sheet(answer: Answer) -> Sheet:
    """Return the table that CSV and data frames hold: the one a reader would copy."""
    own = sheets(answer)
    return own[0] if own else _summary(answer)


def shown(cell: Cell, unit: str) -> str:
    """Write one cell for a reader."""
    if cell is None:
        return ""
    if isinstance(cell, Estimate | Unknown):
        return words.estimate(cell, unit)
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, int | float) and unit in words.UNITS:
        return words.quantity(cell, unit)
    return words.count(cell) if isinstance(cell, int) else str(cell)


def _sheets(answer: Answer) -> Iterator[Sheet]:
    if answer.kind == "retention":
        yield _retention(answer)
        return
    unit = unit_of(answer)
    for part in _PARTS:
        rows = getattr(answer, part, ())
        if not rows:
            continue
        title = part.replace("_", " ").capitalize()
        if hasattr(rows[0], "steps"):
            yield _stepped(title, rows, unit)
        elif hasattr(rows[0], "top"):
            yield _with_top(of_records(title, rows, unit), rows)
        else:
            yield of_records(title, rows, unit)
    if answer.kind == "funnel":
        yield _leavers(answer)
    if not any(getattr(answer, part, ()) for part in _PARTS):
        yield _summary(answer)


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
        if any(isinstance(v, Times) for v in values):
            columns.append(Column("Median time", "seconds"))
            values = [v.median if isinstance(v, Times) else None for v in values]
        else:
            columns.append(Column(titled(field.name), _unit(field.name, values, unit)))
        for row, value in zip(cells, values, strict=True):
            row.append(value)
    return Sheet(title, tuple(columns), tuple(map(tuple, cells)))


def titled(name: str) -> str:
    """Return a field's name as a column's title."""
    return _TITLES.get(name, name.replace("_", " ").capitalize())


def _unit(name: str, values: Iterable[Any], unit: str) -> str:
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


def _stepped(title: str, groups: Sequence[Any], unit: str) -> Sheet:
    """One row for each group and step of a funnel."""
    first = of_records(title, groups[0].steps, unit)
    label = "value" if hasattr(groups[0], "value") else "period"
    rows: list[tuple[Cell, ...]] = []
    for group in groups:
        own = of_records(title, group.steps, unit).rows
        rows += [(getattr(group, label), *row) for row in own]
    return Sheet(title, (Column(titled(label)), *first.columns), tuple(rows))


def _with_top(sheet: Sheet, records: Sequence[Any]) -> Sheet:
    """Add the commonest values of each row, in one cell."""
    cells = [", ".join(f"{t.value} ({words.count(t.events)})" for t in r.top) for r in records]
    rows = tuple((*row, cell) for row, cell in zip(sheet.rows, cells, strict=True))
    return Sheet(sheet.title, (*sheet.columns, Column("Commonest")), rows)


def _leavers(answer: Any) -> Sheet:
    rows = [
        (step.step, step.name, after.name, after.people)
        for step in answer.steps
        for after in step.next_events
    ]
    columns = (Column("Left after step"), Column("Name"), Column("Next event"))
    return Sheet("What leavers did next", (*columns, Column("People", "people")), tuple(rows))


def _retention(answer: Any) -> Sheet:
    width = max((len(c.kept) for c in answer.cohorts), default=0)
    columns = [Column("Cohort"), Column("People", "people")]
    columns += [Column(f"+{k}", "share") for k in range(width)]
    rows = [
        (c.period, c.people, *c.share, *([None] * (width - len(c.share)))) for c in answer.cohorts
    ]
    return Sheet("Cohorts", tuple(columns), tuple(rows))


def _summary(answer: Answer) -> Sheet:
    """One row of an answer's plain numbers, for those that have no table of their own."""
    unit = unit_of(answer)
    columns, row = [], []
    for field in fields(answer):
        value = getattr(answer, field.name)
        if field.name in _AROUND or not isinstance(value, _PLAIN):
            continue
        columns.append(Column(titled(field.name), _unit(field.name, [value], unit)))
        row.append(value)
    return Sheet("Answer", tuple(columns), (tuple(row),))
