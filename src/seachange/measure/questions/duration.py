"""Duration: how long it takes from one event to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field, spoken
from seachange.events.rules import Rule, parse_rule
from seachange.measure.periods import LENGTHS
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

CUTOFFS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
_MOST_CUTOFFS = 20


@dataclass(frozen=True, kw_only=True)
class Duration:
    """How long after their first `of` in the period actors first do `did`, in whole seconds.

    `cutoffs` are the lengths of time of which the share who did it is wanted. After
    `within` nobody is watched any longer (None: until the moment of asking).
    """

    kind: ClassVar[str] = "duration"

    of: Rule
    did: Rule
    cutoffs: tuple[timedelta, ...] = CUTOFFS
    within: timedelta | None = None
    by: Breakdown | None = None
    trend: str | None = None
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        for key, span in [("within", self.within), *(("cutoffs", c) for c in self.cutoffs)]:
            if span is not None and (span <= timedelta(0) or span % timedelta(seconds=1)):
                raise BadQuestion(
                    f"{spoken(span)} is not one or more whole seconds", place=key, path=(key,)
                )
        if self.within and any(cutoff > self.within for cutoff in self.cutoffs):
            raise BadQuestion(
                f"nobody is watched for longer than {spoken(self.within)}",
                place="cutoffs",
                remedy="Name cut-offs of no more than `within`.",
                path=("cutoffs",),
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
            "cutoffs": [spoken(cutoff) for cutoff in self.cutoffs],
            "within": spoken(self.within) if self.within else None,
            "by": self.by.to_dict() if self.by else None,
            "trend": self.trend,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Duration:
    """Read a duration as it stands in a file."""
    known = ("of", "did", "cutoffs", "within", "by", "trend", *SCOPE_KEYS)
    keys = field.keys(known, what="a duration")
    for needed in ("of", "did"):
        if needed not in keys:
            raise field.wrong(f"a duration needs `{needed}`", remedy=_EXAMPLE)
    within = keys["within"].duration() if "within" in keys else None
    return Duration(
        of=parse_rule(keys["of"]),
        did=parse_rule(keys["did"]),
        cutoffs=_cutoffs(keys.get("cutoffs"), within),
        within=within,
        by=parse_breakdown(keys["by"]) if "by" in keys else None,
        trend=keys["trend"].one_of(LENGTHS) if "trend" in keys else None,
        scope=parse_scope(keys),
    )


def _cutoffs(field: Field | None, within: timedelta | None) -> tuple[timedelta, ...]:
    if field is None:
        return tuple(c for c in CUTOFFS if within is None or c <= within)
    cutoffs = tuple(sorted({item.duration() for item in field.items()}))
    if len(cutoffs) > _MOST_CUTOFFS:
        raise field.wrong(f"more than {_MOST_CUTOFFS} cut-offs")
    return cutoffs


_EXAMPLE = "{kind: duration, of: {event: sign_up}, did: {event: first_meeting}}"
