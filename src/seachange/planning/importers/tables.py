"""Lists in CSV as people's programs write it: any separator, any encoding that says so."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from seachange.errors import BadPlan
from seachange.planning.importers.entries import Entry, Listing, Remark, Spot

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARKS = {  # how a text begins → how it is written
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_LONGEST_CELL = 1_000_000
_MOST_ROWS = 50_000


def read_table(content: bytes, *, file: str, encoding: str = "") -> Listing:
    """Read a list from CSV: the first row names the columns, every other row is an entry.

    UTF-8, or UTF-16 with its mark, or the encoding that is named. The separator is the one that
    makes the most columns of the first row. A row with more or fewer cells than there are
    columns is set aside. Raises BadPlan with the line where the text is no CSV.
    """
    text = decoded(content, file=file, encoding=encoding)
    text, separator = _separator(text)
    rows = _rows(text, separator, file=file)
    header = next(rows, None)
    if header is None:
        raise BadPlan("the file is empty", place=file, remedy="Is it the right one?")
    columns = _columns(header[1])
    entries, remarks = [], []
    for spot, cells in rows:
        if len(cells) != len(columns):
            told = f"{len(cells)} cells, but {len(columns)} columns"
            remarks.append(Remark(spot, told, is_set_aside=True))
        elif any(cells):
            entries.append(Entry(spot, _cells(columns, cells)))
    return Listing(
        columns=tuple(dict.fromkeys(columns)),
        entries=tuple(entries),
        remarks=tuple(remarks),
        told=f"separated by {_SEPARATORS[separator]}",
    )


def decoded(content: bytes, *, file: str, encoding: str = "") -> str:
    """Return a text from its bytes. Raises BadPlan with the line that cannot be read."""
    marked = next((how for mark, how in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding or marked)
    except LookupError:
        told = f"there is no encoding {encoding!r}"
        raise BadPlan(told, place=file, remedy="Such as cp1252, latin-1 or utf-16.") from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadPlan(
            f"not a text in {encoding or marked}",
            place=f"{file}, line {line}",
            remedy="Save it as UTF-8, or name its encoding: --encoding cp1252, for example.",
        ) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        told = "a zero byte, which no text holds"
        raise BadPlan(told, place=f"{file}, line {line}", remedy="Is it a spreadsheet? Save CSV.")
    return text.removeprefix("\ufeff")


def _separator(text: str) -> tuple[str, str]:
    """Return the separator, and the text without a first line `sep=;` of a spreadsheet."""
    first, end, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.startswith("sep=") and said[4:] in _SEPARATORS:
        return end + rest, said[4:]  # the line stays, so that lines keep their numbers
    lines = text.lstrip("\r\n")
    return text, max(_SEPARATORS, key=lambda each: len(_first_row(lines, each)))


def _first_row(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), [])
    except csv.Error:
        return []


def _rows(text: str, separator: str, *, file: str) -> Iterator[tuple[Spot, list[str]]]:
    """Walk rows that have cells, without the spaces around them."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for row in range(1, _MOST_ROWS + 2):
        try:
            cells = next(reader, None)
        except csv.Error as error:
            remedy = "A quote that opens must close, and a quote inside a cell is doubled."
            told = f"not valid CSV: {error}"
            raise BadPlan(told, place=f"{file}, line {line}", remedy=remedy) from None
        if cells is None:
            return
        if cells:
            yield Spot(file, line, row), [cell.strip() for cell in cells]
        line = reader.line_num + 1
    raise BadPlan(f"more than {_MOST_ROWS:,} rows", place=file, remedy="Split the file.")


def _columns(header: list[str]) -> list[str]:
    return [name or f"column {number}" for number, name in enumerate(header, 1)]


def _cells(columns: list[str], cells: list[str]) -> dict[str, tuple[str, ...]]:
    told: dict[str, tuple[str, ...]] = {}
    for column, cell in zip(columns, cells, strict=True):
        if cell:
            told[column] = (*told.get(column, ()), cell)
    return told
