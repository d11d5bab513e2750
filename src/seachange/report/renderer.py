"""What a door plugs into answers so that they print, show and plot themselves."""

from __future__ import annotations

from typing import Any

from seachange.measure.answers import Answer
from seachange.report import page, spreadsheet, text
from seachange.report.pictures.choose import picture
from seachange.report.pictures.drawing import standalone


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
        return standalone(picture(answer))

    def frame(self, answer: Answer) -> Any:
        """Return an answer's main table."""
        return spreadsheet.frame(answer)
