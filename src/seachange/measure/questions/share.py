"""Share: of those who could, who did it in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field, spoken
from seachange.events.rules import Rule, parse_rule
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

ENTRIES = ("first", "every")
TRENDS = ("day", "week", "month", "quarter")


@dataclass(frozen=True, kw_only=True)
class Share:
    """Of the entries matching `of`, how many were followed by `did` within the window.

    `entry` is each actor's first matching event in the period, or every one of them.
    """

    kind: ClassVar[str] = "share"

    of: Rule
    did: Rule
    within: timedelta
    entry: str = "first"
    by: Breakdown | None = None
    trend: str | None = None
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if self.within <= timedelta(0):
            raise BadQuestion("a window must be longer than zero", path=("within",))

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        return {"of": self.of, "did": self.did}

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "of": self.of.to_dict(),
            "did": self.did.to_dict(),
            "within": spoken(self.within),
            "entry": self.entry,
            "by": self.by.to_dict() if self.by else None,
            "trend": self.trend,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Share:
    """Read a share as it stands in a file."""
    known = ("of", "did", "within", "entry", "by", "trend", *SCOPE_KEYS)
    keys = field.keys(known, what="a share")
    for needed in ("of", "did", "within"):
        if needed not in keys:
            raise field.wrong(f"a share needs `{needed}`", remedy=_EXAMPLE)
    return Share(
        of=parse_rule(keys["of"]),
        did=parse_rule(keys["did"]),
        within=keys["within"].duration(),
        entry=keys["entry"].one_of(ENTRIES) if "entry" in keys else "first",
        by=parse_breakdown(keys["by"]) if "by" in keys else None,
        trend=keys["trend"].one_of(TRENDS) if "trend" in keys else None,
        scope=parse_scope(keys),
    )


_EXAMPLE = "{kind: share, of: {event: sign_up}, did: {event: first_meeting}, within: 7 days}"
