"""Description: what is in a log, before anything is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from seachange.events.documents import Field
from seachange.events.rules import Rule
from seachange.measure.questions.scope import EVERYTHING, Scope


@dataclass(frozen=True, kw_only=True)
class Description:
    """The names, properties, people and days of a whole log, in UTC, and what looks wrong."""

    kind: ClassVar[str] = "description"

    @property
    def scope(self) -> Scope:
        """Everything there is."""
        return EVERYTHING

    @property
    def rules(self) -> dict[str, Rule]:
        """No rule: every event is described."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {"kind": self.kind}


def parse(field: Field) -> Description:
    """Read a description as it stands in a file."""
    field.keys(("kind", "name"), what="a description")
    return Description()
