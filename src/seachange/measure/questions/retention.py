"""Retention: who of those that came in one period did it again, period after period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.rules import Rule, parse_rule
from seachange.measure.periods import LENGTHS
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

MODES = ("first", "recurring")
_MOST, _MOST_DAYS = 400, 3660


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Of each period's cohort, how many did `did` in the k-th period after.

    A cohort is those whose first `of` fell into the period; with `recurring`, all who had
    one in it. The k-th period is counted by the calendar, or, with `days`, in windows of
    so many days from each actor's own entry. At most `most` of them are shown, from 0.
    """

    kind: ClassVar[str] = "retention"

    of: Rule
    did: Rule
    period: str = "month"
    days: int | None = None
    mode: str = "first"
    most: int = 12
    by: Breakdown | None = None
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if self.days is not None and not 1 <= self.days <= _MOST_DAYS:
            raise BadQuestion(f"days must be 1 to {_MOST_DAYS}", place="days", path=("days",))
        if not 1 <= self.most <= _MOST:
            raise BadQuestion(f"most must be 1 to {_MOST}", place="most", path=("most",))
        if self.days is not None and self.mode == "recurring":
            raise BadQuestion(
                "recurring cohorts come back by the calendar, not after so many days",
                place="days",
                remedy="Leave out `days`, or `mode: recurring`.",
                path=("days",),
            )

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
            "period": self.period,
            "days": self.days,
            "mode": self.mode,
            "most": self.most,
            "by": self.by.to_dict() if self.by else None,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Retention:
    """Read a retention as it stands in a file."""
    known = ("of", "did", "period", "days", "mode", "most", "by", *SCOPE_KEYS)
    keys = field.keys(known, what="a retention")
    for needed in ("of", "did"):
        if needed not in keys:
            raise field.wrong(f"a retention needs `{needed}`", remedy=_EXAMPLE)
    return Retention(
        of=parse_rule(keys["of"]),
        did=parse_rule(keys["did"]),
        period=keys["period"].one_of(LENGTHS) if "period" in keys else "month",
        days=keys["days"].whole(least=1) if "days" in keys else None,
        mode=keys["mode"].one_of(MODES) if "mode" in keys else "first",
        most=keys["most"].whole(least=1) if "most" in keys else 12,
        by=parse_breakdown(keys["by"]) if "by" in keys else None,
        scope=parse_scope(keys),
    )


_EXAMPLE = "{kind: retention, of: {event: sign_up}, did: {any_event: true}, period: month}"
