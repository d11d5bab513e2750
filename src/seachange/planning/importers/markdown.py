"""Features in Markdown, a file each: what its front matter says, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from seachange.errors import BadQuestion
from seachange.events.yaml_files import parse_document
from seachange.planning.importers.entries import Entry, Listing, Remark, Spot

TITLE, TEXT = "title", "text"
_FENCE = re.compile(r"---[ \t]*\Z")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t]*#*\Z")
_LINE = re.compile(r", line (\d+)")
_NAMES = frozenset({"title", "name", "summary"})


def read_notes(texts: Mapping[str, str]) -> Listing:
    """Read one feature from each text, by its file's name.

    Front matter is YAML between two lines of `---`; without a title there, the first heading
    is it, and what stands below is the text. A file whose front matter is broken is set aside.
    """
    entries: list[Entry] = []
    remarks: list[Remark] = []
    for file, text in texts.items():
        front, body, begins = _parts(text)
        if front is None and begins:
            told = "front matter that never ends; close it with a line of ---"
            remarks.append(Remark(Spot(file, 1), told, is_set_aside=True))
            continue
        try:
            cells = dict(_cells(front or "", file=file))
        except BadQuestion as broken:
            line = _LINE.search(broken.place)
            spot = Spot(file, int(line[1]) if line else 1)
            told = f"broken front matter: {broken.what}"
            remarks.append(Remark(spot, told, is_set_aside=True))
            continue
        entries.append(Entry(Spot(file, 1), _with_body(cells, body)))
    named = [TITLE] if entries else []
    columns = dict.fromkeys([*named, *(column for each in entries for column in each.cells)])
    return Listing(columns=tuple(columns), entries=tuple(entries), remarks=tuple(remarks))


def _parts(text: str) -> tuple[str | None, str, bool]:
    """Return front matter (with a line in front, so that lines keep their numbers) and body."""
    lines = text.splitlines()
    if not lines or not _FENCE.match(lines[0]):
        return None, text, False
    for at, line in enumerate(lines[1:], 1):
        if _END.match(line):
            return "\n" + "\n".join(lines[1:at]), "\n".join(lines[at + 1 :]), True
    return None, "", True


def _cells(front: str, *, file: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not front.strip():
        return
    told: Any = parse_document(front, lambda document: document, name=file).value
    if not isinstance(told, Mapping):
        raise BadQuestion("not a mapping of names to values", place=f"{file}, line 2")
    marks: Any = told
    for key, held in told.items():
        values = held if isinstance(held, list) else [held]
        if any(isinstance(each, Mapping | list) for each in values):
            line = marks.lc.key(key)[0] + 1
            raise BadQuestion(f"{key} holds more than values", place=f"{file}, line {line}")
        cells = tuple(_text(each) for each in values)
        if any(cells):
            yield str(key), tuple(cell for cell in cells if cell)


def _text(held: Any) -> str:
    if held is None:
        return ""
    if isinstance(held, bool):
        return "yes" if held else "no"
    return held.isoformat() if isinstance(held, date) else str(held).strip()


def _with_body(cells: dict[str, tuple[str, ...]], body: str) -> dict[str, tuple[str, ...]]:
    """Add the title from the first heading where none is said, and the text below it."""
    lines = body.strip().splitlines()
    found = _HEADING.match(lines[0]) if lines else None
    cells = {TITLE if name.casefold() in _NAMES else name: held for name, held in cells.items()}
    if found and TITLE not in cells:
        cells = {TITLE: (found[1],), **cells}
        lines = lines[1:]
    text = "\n".join(lines).strip()
    return {**cells, TEXT: (text,)} if text and TEXT not in cells else cells
