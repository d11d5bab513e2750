"""How bad a finding is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: an error breaks what must hold, a warning asks, a note only tells."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"

    @property
    def word(self) -> str:
        """The severity as people say it."""
        return {"E": "error", "W": "warning", "I": "note"}[self.value]
