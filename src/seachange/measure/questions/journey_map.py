"""Journey map: what people did after what, inside their sessions, lives or cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field, spoken
from seachange.events.rules import Rule
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

KEEP = 12


@dataclass(frozen=True, slots=True)
class Sessions:
    """A case is a session: a silence longer than `gap` ends it."""

    gap: timedelta = timedelta(minutes=30)

    def __post_init__(self) -> None:
        if self.gap <= timedelta(0):
            raise BadQuestion(
                "a session needs a gap longer than zero", path=("case", "session_gap")
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the case as it would be written."""
        return {"session_gap": spoken(self.gap)}


@dataclass(frozen=True, slots=True)
class Lives:
    """A case is all that one actor did in the period."""

    def to_dict(self) -> str:
        """Return the case as it would be written."""
        return "actor"


@dataclass(frozen=True, slots=True)
class Property:
    """A case is all events with one value of a property, whoever did them."""

    name: str

    def to_dict(self) -> dict[str, Any]:
        """Return the case as it would be written."""
        return {"property": self.name}


Case = Sessions | Lives | Property


@dataclass(frozen=True, kw_only=True)
class JourneyMap:
    """Which event followed which inside a case; the `keep` most frequent names are shown.

    `keep` None shows every name.
    """

    kind: ClassVar[str] = "journey_map"

    case: Case = Sessions()
    keep: int | None = KEEP
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if self.keep is not None and self.keep < 1:
            raise BadQuestion("a map needs at least one name", path=("keep",))

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events: none, a map takes them all."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "case": self.case.to_dict(),
            "keep": self.keep or "all",
            **self.scope.to_dict(),
        }


def parse(field: Field) -> JourneyMap:
    """Read a journey map as it stands in a file."""
    keys = field.keys(("case", "keep", *SCOPE_KEYS), what="a journey map")
    return JourneyMap(
        case=_case(keys["case"]) if "case" in keys else Sessions(),
        keep=_keep(keys["keep"]) if "keep" in keys else KEEP,
        scope=parse_scope(keys),
    )


def _case(field: Field) -> Case:
    if isinstance(field.value, str):
        field.one_of(("actor",))
        return Lives()
    keys = field.keys(("session_gap", "property"), what="a case")
    if len(keys) != 1:
        raise field.wrong(
            "a case needs exactly one of session_gap, property",
            remedy="Write {session_gap: 30m}, {property: session_id}, or the word actor.",
        )
    if "property" in keys:
        return Property(keys["property"].text())
    return Sessions(keys["session_gap"].duration())


def _keep(field: Field) -> int | None:
    return None if field.value == "all" else field.whole(least=1)
