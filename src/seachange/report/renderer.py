"""What a door plugs into answers so that they print, show and plot themselves."""

from __future__ import annotations

from typing import Any

from seachange.measure.answers import Answer
from seachange.report import page, spreadsheet, text
from seachange.report.headline import headline
from seachange.report.pictures.choose import picture
from seachange.report.pictures.drawing import Drawing, standalone, wrapped
from seachange.report.pictures.files import as_file

_WIDTH, _SIZE = 760.0, 15.0


class Reporter:
    """Renders answers with this package; see `measure.answers.Renderer`."""

    def text(self, answer: Answer) -> str:
        """Return what printing an answer shows."""
        return text.text(answer)

    def html(self, answer: Answer) -> str:
        """Return what a notebook shows."""
        return page.fragment(answer)

    def svg(self, answer: Answer) -> str:
        """Return an answer's picture with its own colours."""
        return standalone(_drawn(answer))

    def picture(self, answer: Answer, form: str) -> bytes:
        """Return an answer's picture as the bytes of a file: svg, png or pdf."""
        return as_file(_drawn(answer), form)

    def frame(self, answer: Answer) -> Any:
        """Return an answer's main table."""
        return spreadsheet.frame(answer)


def _drawn(answer: Answer) -> str:
    """Return an answer's picture; of one that has none, such as an unknown, its sentence."""
    drawn = picture(answer)
    if drawn:
        return drawn
    lines = wrapped(headline(answer), width=_WIDTH - 2 * _SIZE, size=_SIZE, most=4)
    sentence = Drawing(_WIDTH, (len(lines) + 1) * _SIZE * 1.5, headline(answer))
    for number, line in enumerate(lines, start=1):
        sentence.text(_SIZE, number * _SIZE * 1.5, line, size=_SIZE)
    return sentence.svg()
