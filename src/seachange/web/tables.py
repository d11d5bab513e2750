"""A table of a page as a sheet: its cells as they read there, plain numbers as numbers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from seachange.report.cells import Cell, Column, Sheet
from seachange.report.words import MINUS

NUMBER = re.compile(rf"[+\-{MINUS}]?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|[+\-{MINUS}]?\d+(?:\.\d+)?")
# What is pressed is no part of what a table says.
PRESSED = frozenset({"button", "form", "svg", "script"})


class TableReader(HTMLParser):
    """Reads the rows of a table, heading first, and in which columns something is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_heading: list[bool] = []
        self.pressed: set[int] = set()
        self._cell: list[str] | None = None
        self._open: list[str] = []
        self._is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        if tag in PRESSED or (tag == "a" and ("class", "change") in attrs):
            self._open.append(tag)
            if self._cell is not None and not self._is_head:
                self.pressed.add(len(self.rows[-1]))
        elif tag == "thead":
            self._is_head = True
        elif tag == "tr":
            self.rows.append([])
            self.is_heading.append(True)
        elif tag in {"td", "th"} and self.rows:
            self._cell = []
            if tag == "td" and not self._is_head:
                self.is_heading[-1] = False
        elif tag in {"br", "li", "p", "div"} and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if self._open and tag == self._open[-1]:
            self._open.pop()
        elif tag == "thead":
            self._is_head = False
        elif tag in {"td", "th"} and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Take the words of a cell."""
        if self._cell is not None and not self._open:
            self._cell.append(data)


def sheet_of(html: str, title: str) -> Sheet:
    """Return the table in a piece of a page; none in it is a sheet without rows.

    A column that holds nothing but what is pressed is left out.
    """
    reader = TableReader()
    reader.feed(html)
    headings = [row for row, is_one in zip(reader.rows, reader.is_heading, strict=True) if is_one]
    rows = [row for row, is_one in zip(reader.rows, reader.is_heading, strict=True) if not is_one]
    width = max((len(row) for row in rows), default=0)
    named = [*(headings[0] if headings else []), *[""] * width][:width]
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    kept = [at for at in range(width) if at not in reader.pressed or any(r[at] for r in filled)]
    are_numbers = {at: all(_is_number(row[at]) for row in filled) for at in kept}
    return Sheet(
        title,
        tuple(Column(named[at], "number" if are_numbers[at] else "text") for at in kept),
        tuple(
            tuple(_read(row[at]) if are_numbers[at] else row[at] for at in kept) for row in filled
        ),
    )


def _is_number(text: str) -> bool:
    return not text or NUMBER.fullmatch(text) is not None


def _read(text: str) -> Cell:
    plain = text.replace(",", "").replace(MINUS, "-")
    if not plain:
        return None
    return float(plain) if "." in plain else int(plain)
