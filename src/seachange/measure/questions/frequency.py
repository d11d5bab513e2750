"""Frequency: how often active people do it in a period, or which share of them does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from seachange.events.documents import Field
from seachange.events.rules import ANY_EVENT, Rule, parse_rule
from seachange.measure.periods import LENGTHS
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

MEASURES = ("per_active", "share_active")


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """In each period, events matching `did` of the actors active in it.

    Active is who has an event matching `active` in the period. `per_active` is events
    for each active actor, `share_active` the share of them with at least one.
    """

    kind: ClassVar[str] = "frequency"

    did: Rule
    active: Rule = ANY_EVENT
    period: str = "month"
    measure: str = "per_active"
    by: Breakdown | None = None
    scope: Scope = EVERYTHING

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        return {"did": self.did, "active": self.active}

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "did": self.did.to_dict(),
            "active": self.active.to_dict(),
            "period": self.period,
            "measure": self.measure,
            "by": self.by.to_dict() if self.by else None,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Frequency:
    """Read a frequency as it stands in a file."""
    known = ("did", "active", "period", "measure", "by", *SCOPE_KEYS)
    keys = field.keys(known, what="a frequency")
    if "did" not in keys:
        raise field.wrong("a frequency needs `did`", remedy=_EXAMPLE)
    return Frequency(
        did=parse_rule(keys["did"]),
        active=parse_rule(keys["active"]) if "active" in keys else ANY_EVENT,
        period=keys["period"].one_of(LENGTHS) if "period" in keys else "month",
        measure=keys["measure"].one_of(MEASURES) if "measure" in keys else "per_active",
        by=parse_breakdown(keys["by"]) if "by" in keys else None,
        scope=parse_scope(keys),
    )


_EXAMPLE = "{kind: frequency, did: {event: support_call}, active: {event: login}, period: month}"
