"""Tables as files of spreadsheets: full numbers, and no text that is run."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from seachange.measure.answers import Estimate
from seachange.report.cells import Column, Sheet
from seachange.report.spreadsheet import sheet_as_csv, workbook

# What OWASP names as the beginnings of a formula, and their full-width forms.
BEGINNINGS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


def one(cell, unit="text"):
    return Sheet("T", (Column("C", unit),), ((cell,),))


def read_csv(sheet):
    return list(csv.reader(StringIO(sheet_as_csv(sheet))))[1:]


def read_book(sheet):
    page = load_workbook(BytesIO(workbook([sheet]))).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_text_that_a_spreadsheet_would_run_is_a_text(beginning):
    text = f"{beginning}HYPERLINK(1)"
    assert read_csv(one(text))[0][0].startswith("'")
    page = load_workbook(BytesIO(workbook([one(text)]))).worksheets[0]
    assert page["A2"].data_type == "s"
    assert str(page["A2"].value).startswith("'")


def test_a_heading_is_no_formula_either():
    told = sheet_as_csv(Sheet("T", (Column("=1+1"),), ()))
    assert told.startswith("'=1+1")


@given(some.floats(-1e300, 1e300))
def test_a_number_comes_back_as_it_was_in_both(number):
    assert float(read_csv(one(number, "number"))[0][0]) == number
    assert read_book(one(number, "number"))[0][0] == pytest.approx(number, rel=1e-15)


def test_an_estimate_brings_its_bounds():
    sheet = one(Estimate(0.4, 0.3, 0.5, "wilson"), "share")
    assert read_csv(sheet) == [["0.4", "0.3", "0.5"]]
    assert read_book(sheet) == [[0.4, 0.3, 0.5]]


@given(some.text(max_size=40))
def test_any_text_can_be_written(text):
    assert read_csv(one(f"a{text}".replace("\r", " ").replace("\n", " "))) != []
    assert workbook([Sheet(text, (Column(text),), ((f"a{text}",),))])


def test_sheets_of_one_name_stand_beside_one_another():
    book = load_workbook(BytesIO(workbook([one("a"), one("b")])))
    assert len(set(book.sheetnames)) == 2
