"""Answers as sheets: titled tables of plain values, the same numbers for every format.

Text, CSV, spreadsheets, HTML tables and data frames are all written from these, so no
two of them can disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from seachange.measure.answering.driver_parts import DriversAnswer
from seachange.measure.answering.experiment_parts import ExperimentAnswer
from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer
from seachange.measure.answering.rollout_parts import RolloutAnswer
from seachange.measure.answers import Answer, Estimate, Unknown
from seachange.measure.statistics.durations import Quartiles
from seachange.report import words
from seachange.report.cells import Cell, Column, Sheet, of_records, quarters, titled, unit_among
from seachange.report.drivers import tables
from seachange.report.experiments import planned
from seachange.report.experiments import tables as experiments
from seachange.report.rollouts import tables as rollouts

_AROUND = ("question", "version", "as_of", "source", "caveats", "derivation")
_PLAIN = (str, int, float, Estimate, Unknown)
_DESCRIBED = ("names", "properties", "gaps")
_PARTS = (*_DESCRIBED, "series", "breakdown", "steps", "cohorts", "nodes", "edges")


def unit_of(answer: Answer) -> str:
    """Return the unit of an answer's estimates."""
    question = answer.question
    if isinstance(answer, ExperimentAnswer | ExperimentPlanAnswer | RolloutAnswer):
        return answer.unit
    if answer.kind == "duration":
        return "seconds"
    if answer.kind == "frequency" and question.get("measure") != "share_active":
        return "number"
    if answer.kind == "score":
        return {"nps": "points", "csat": "share"}.get(question.get("scale", ""), "number")
    if answer.kind == "drivers" and question.get("score"):
        return "number"
    return "share"


def sheets(answer: Answer) -> list[Sheet]:
    """Return an answer's tables, the main one first."""
    return [s for s in _sheets(answer) if s.rows]


def main_sheet(answer: Answer) -> Sheet:
    """Return the table that CSV and data frames hold: the one a reader would copy."""
    if isinstance(answer, DriversAnswer):
        return tables.everything(answer)
    if isinstance(answer, ExperimentAnswer):
        return experiments.everything(answer)
    if isinstance(answer, RolloutAnswer):
        return rollouts.everything(answer)
    own = sheets(answer)
    return own[0] if own else _summary(answer)


def _sheets(answer: Answer) -> Iterator[Sheet]:
    if answer.kind == "retention":
        yield _retention(answer)
        return
    if isinstance(answer, DriversAnswer):
        yield from tables.tables(answer)
        return
    if isinstance(answer, ExperimentAnswer):
        yield from experiments.tables(answer)
        return
    if isinstance(answer, RolloutAnswer):
        yield from rollouts.tables(answer)
        return
    if isinstance(answer, ExperimentPlanAnswer):
        yield planned.table(answer)
        yield _summary(answer)
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
    columns: list[Column] = []
    row: list[Cell] = []
    for field in fields(answer):
        value = getattr(answer, field.name)
        if isinstance(value, Quartiles):
            columns += quarters(unit)
            row += [value.q25, value.q75]
        if field.name in _AROUND or not isinstance(value, _PLAIN):
            continue
        columns.append(Column(titled(field.name), unit_among(field.name, [value], unit)))
        row.append(value)
    return Sheet("Answer", tuple(columns), (tuple(row),))
