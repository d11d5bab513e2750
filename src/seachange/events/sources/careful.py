"""Reading CSV record by record, to say of each that is broken where it stands and why."""

from __future__ import annotations

import csv
import gzip
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOT_UTF8 = "bytes that are not UTF-8"
BAD_QUOTES = "a quoted cell that does not end well"
TOO_LONG = "a cell of more than 131,072 characters"


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a file: the line it begins on (from 1), its cells, or why it has none."""

    line: int
    cells: list[str]
    broken: str | None = None


def records(path: Path, *, gzipped: bool, delimiter: str, width: int) -> Iterator[Record]:
    """Yield every record that is not blank, the line of column names first.

    A record that cannot be taken apart costs its own first line and no other: reading
    goes on with the next, so that one forgotten quote does not swallow the rest.
    """
    with path.open("rb") as file:
        source = gzip.GzipFile(fileobj=file) if gzipped else file
        with io.TextIOWrapper(
            source, encoding="utf-8-sig", errors="surrogateescape", newline=""
        ) as text:
            lines = _Lines(text)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            while True:
                lines.begin()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    broken = TOO_LONG if "field larger" in str(error) else BAD_QUOTES
                    yield Record(lines.first, [], broken)
                    lines.give_back()
                    reader = csv.reader(lines, delimiter=delimiter, strict=True)
                    continue
                record = _judged(lines, cells, width)
                if record is None:
                    continue
                yield record
                if record.broken and record.broken != NOT_UTF8:
                    lines.give_back()


def _judged(lines: _Lines, cells: list[str], width: int) -> Record | None:
    if not cells or (len(cells) == 1 < width and not cells[0].strip()):
        return None
    while len(cells) > width and not cells[-1]:
        cells.pop()  # a delimiter at the end of the line, as some programs write
    if len(cells) != width:
        return Record(lines.first, [], f"{len(cells)} cells where {width} columns are named")
    if not lines.is_utf8():
        return Record(lines.first, [], NOT_UTF8)
    return Record(lines.first, cells)


class _Lines:
    """Lines of a text, of which those of the present record can be given back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.first = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else next(self.text)
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """Begin a record behind the lines taken so far."""
        self.first += len(self.taken)
        self.taken = []

    def give_back(self) -> None:
        """Give back all lines of the present record but its first."""
        self.waiting.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]

    def is_utf8(self) -> bool:
        """Say whether the present record's bytes are UTF-8."""
        return all(line.isascii() or max(line) <= "\ud7ff" or _encodes(line) for line in self.taken)


def _encodes(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
