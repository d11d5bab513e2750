"""Answers as CSV and as data frames: full numbers, an estimate's bounds beside it."""

from __future__ import annotations

import csv
import importlib.util
from io import StringIO
from typing import Any

from seachange.errors import MissingExtra
from seachange.measure.answers import Answer, Estimate, Unknown
from seachange.report.cells import Sheet
from seachange.report.sheets import main_sheet


def comma_separated(answer: Answer) -> str:
    """Write an answer's main table as CSV (RFC 4180); unknown cells are empty."""
    names, rows = columns_and_rows(main_sheet(answer))
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def columns_and_rows(sheet: Sheet) -> tuple[list[str], list[list[Any]]]:
    """Spread a sheet's estimates over three columns: value, low, high."""
    names: list[str] = []
    spread = []
    for index, column in enumerate(sheet.columns):
        wide = any(isinstance(row[index], Estimate | Unknown) for row in sheet.rows)
        spread.append(wide)
        names += [column.title, f"{column.title}: low", f"{column.title}: high"][: 3 if wide else 1]
    rows = []
    for row in sheet.rows:
        cells: list[Any] = []
        for cell, wide in zip(row, spread, strict=True):
            if isinstance(cell, Estimate):
                cells += [cell.value, cell.low, cell.high]
            else:
                cells += [None, None, None] if wide else [cell]
        rows.append(cells)
    return names, rows


def frame(answer: Answer) -> Any:
    """Return the main table as a pandas frame, else a Polars one, else an Arrow table."""
    names, rows = columns_and_rows(main_sheet(answer))
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    if importlib.util.find_spec("pandas"):
        return importlib.import_module("pandas").DataFrame(columns)
    if importlib.util.find_spec("polars"):
        return importlib.import_module("polars").DataFrame(columns)
    if importlib.util.find_spec("pyarrow"):
        return importlib.import_module("pyarrow").table(columns)
    raise MissingExtra("a frame needs pandas or polars", remedy="pip install pandas")


def _safe(cell: Any) -> Any:
    """Keep a spreadsheet from running a text that somebody else wrote (=, +, -, @)."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell
