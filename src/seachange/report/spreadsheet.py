"""Sheets as CSV, workbooks and data frames: full numbers, an estimate's bounds beside it."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from seachange.errors import MissingExtra
from seachange.measure.answers import Answer, Estimate, Unknown
from seachange.report.cells import Sheet
from seachange.report.sheets import main_sheet

# What a spreadsheet would run as a formula, in plain and in full-width letters, or skip to one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL, LONGEST_TITLE = 32_767, 31
NUMBER_FORMATS = {"share": "0.0%", "pp": "0.0%", "people": "#,##0"}


def comma_separated(answer: Answer) -> str:
    """Write an answer's main table as CSV (RFC 4180); unknown cells are empty."""
    return sheet_as_csv(main_sheet(answer))


def sheet_as_csv(sheet: Sheet) -> str:
    """Write a table as CSV (RFC 4180); unknown cells are empty."""
    names, rows = columns_and_rows(sheet)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(name) for name in names])
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write tables as a workbook of Excel, one a sheet: numbers as numbers, texts as texts."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for at, sheet in enumerate(sheets):
        page = book.create_sheet(_sheet_title(sheet.title, at))
        names, rows = columns_and_rows(sheet)
        formats = _formats(sheet)
        for row, cells in enumerate([names, *rows], start=1):
            for column, cell in enumerate(cells, start=1):
                written = page.cell(row=row, column=column)
                written.value = _written(cell)
                if isinstance(cell, str):
                    written.data_type = "s"
                elif formats[column - 1]:
                    written.number_format = formats[column - 1]
                if row == 1:
                    written.font = Font(bold=True)
        page.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_title(title: str, at: int) -> str:
    """Return a title that a workbook takes, and that no other of its sheets has."""
    plain = UNWRITABLE.sub("", re.sub(r"[\[\]:*?/\\']", " ", title)).strip() or "Table"
    tail = f" {at + 1}" if at else ""
    return f"{plain[: LONGEST_TITLE - len(tail)]}{tail}"


def _formats(sheet: Sheet) -> list[str]:
    """Return how the numbers of each column are shown, an estimate's bounds as the estimate."""
    out: list[str] = []
    for index, column in enumerate(sheet.columns):
        is_wide = any(isinstance(row[index], Estimate | Unknown) for row in sheet.rows)
        out += [NUMBER_FORMATS.get(column.unit, "")] * (3 if is_wide else 1)
    return out


def _written(cell: Any) -> Any:
    """Return a cell as a workbook holds it."""
    if isinstance(cell, str):
        return UNWRITABLE.sub("", str(_safe(cell)))[:LONGEST_CELL]
    return cell


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
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell
