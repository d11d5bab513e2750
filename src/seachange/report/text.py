"""Answers as text for a terminal or a file: sentence, tables, what to know, how counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seachange.measure.answering.driver_parts import DriversAnswer
from seachange.measure.answers import Answer
from seachange.report import words
from seachange.report.cells import Sheet, shown
from seachange.report.drivers import telling
from seachange.report.drivers.tables import ranked
from seachange.report.drivers.text import drivers
from seachange.report.headline import headline, waiting
from seachange.report.sheets import main_sheet, sheets

_MOST_ROWS = 60
_WIDEST = 400  # of a cell: sentences stand whole, a name of a megabyte does not
_BOLD, _DIM, _RED, _YELLOW, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
_WEIGHTS = {"note": ("note", _DIM), "loud": ("NOTE", _YELLOW), "wrong": ("WRONG", _RED)}


def text(answer: Answer, *, colours: bool = False, derivation: bool = True) -> str:
    """Write an answer as text; `colours` adds ANSI escapes, for terminals only."""
    return "\n".join(_lines(answer, colours=colours, derivation=derivation)) + "\n"


def _lines(answer: Answer, *, colours: bool, derivation: bool) -> Iterator[str]:
    def paint(words_: str, code: str) -> str:
        plain = words.visible(words_)
        return f"{code}{plain}{_PLAIN}" if colours else plain

    yield paint(headline(answer), _BOLD)
    if waiting(answer):
        yield waiting(answer)
    own = sheets(answer)
    main = [main_sheet(answer)] if main_sheet(answer) in own else own  # else it has all of them
    if isinstance(answer, DriversAnswer):
        if answer.entries:
            yield words.visible(telling.base(answer))
        first = ranked(answer)
        own = [sheet for sheet in own if sheet not in first]
        yield from _tables(first, paint, main=main)
        for line, is_title in drivers(answer):
            yield paint(line, _BOLD) if is_title else words.visible(line)
    yield from _tables(own, paint, main=main)
    if answer.caveats:
        yield ""
    for caveat in answer.caveats:
        label, code = _WEIGHTS[caveat.weight]
        yield paint(f"{label}: {caveat.text}", code)
    if derivation:
        yield ""
        yield paint("How this was counted", _BOLD)
        for sentence in (*answer.derivation, *_source(answer)):
            yield paint(f"  {sentence}", _DIM)


def _tables(
    own: list[Sheet], paint: Callable[[str, str], str], *, main: list[Sheet]
) -> Iterator[str]:
    for sheet in own:
        yield ""
        yield paint(sheet.title, _BOLD)
        yield from table(sheet, whole="csv" if sheet in main else "json")


def _source(answer: Answer) -> Iterator[str]:
    source = answer.source
    yield (
        f"Source: {', '.join(source.names)}; {words.plural(source.events, 'event')}, "
        f"{words.plural(source.set_aside, 'row')} set aside, "
        f"{words.plural(source.duplicates, 'duplicate')} counted once; "
        f"fingerprint {source.fingerprint[:12]}."
    )
    yield from (f"Source: {note}" for note in source.notes)
    yield f"As of {words.moment(answer.as_of)}; definition {answer.version}."


def table(sheet: Sheet, *, whole: str = "json") -> Iterator[str]:
    """Write a sheet with aligned columns; a long one is cut, and says which format is `whole`."""
    rows = [
        [
            _in_line(shown(cell, column.unit))
            for cell, column in zip(row, sheet.columns, strict=True)
        ]
        for row in sheet.rows[:_MOST_ROWS]
    ]
    titles = [column.title for column in sheet.columns]
    widths = [max(len(t), *(len(r[i]) for r in rows)) for i, t in enumerate(titles)]
    numeric = [column.look == "num" for column in sheet.columns]
    for line in [titles, ["─" * w for w in widths], *rows]:
        cells = [
            cell.rjust(w) if right else cell.ljust(w)
            for cell, w, right in zip(line, widths, numeric, strict=True)
        ]
        yield "  " + "  ".join(cells).rstrip()
    if len(sheet.rows) > _MOST_ROWS:
        more = words.count(len(sheet.rows) - _MOST_ROWS)
        yield f"  … {more} more rows; --format {whole} has them all"


def _in_line(cell: str) -> str:
    plain = words.visible(cell).replace("\n", "␊").replace("\t", "␉")
    return plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 1]}…"
