"""Score: what people answered when asked, as NPS, as the share satisfied, or as a mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.rules import Rule, parse_rule
from seachange.measure.periods import LENGTHS
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

SCALES = ("nps", "csat", "mean")
_RANGES: dict[str, tuple[float, float] | None] = {"nps": (0, 10), "csat": (1, 5), "mean": None}


@dataclass(frozen=True, kw_only=True)
class Score:
    """The latest answer of each actor: the number that events matching `survey` hold.

    `range` are the lowest and the highest number that is an answer: 0 and 10 for `nps`;
    for `csat` 1 and 5 unless named, both whole; for `mean` any two, or None for any
    number. `sent` is the event of being asked, from which the response rate comes.
    """

    kind: ClassVar[str] = "score"

    survey: Rule
    value: str
    scale: str = "nps"
    range: tuple[float, float] | None = None
    sent: Rule | None = None
    by: Breakdown | None = None
    trend: str | None = None
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if self.scale not in SCALES:
            raise BadQuestion(f"{self.scale!r} is not one of: {', '.join(SCALES)}", path=("scale",))
        if self.range is None:
            object.__setattr__(self, "range", _RANGES[self.scale])
        if self.range is not None:
            self._check_range(*self.range)
            # 5 and 5.0 are one answer, so they are written, and told apart by version, as one.
            lowest, highest = (int(end) if end == int(end) else end for end in self.range)
            object.__setattr__(self, "range", (lowest, highest))

    def _check_range(self, lowest: float, highest: float) -> None:
        if self.scale == "nps" and self.range != _RANGES["nps"]:
            raise BadQuestion("the scale of nps is 0 to 10, always", path=("range",))
        if lowest >= highest:
            raise BadQuestion("a range goes from the lowest to the highest", path=("range",))
        if self.scale == "csat":
            if lowest != int(lowest) or highest != int(highest):
                raise BadQuestion("the range of csat is in whole numbers", path=("range",))
            if not 2 <= highest - lowest <= 100:
                raise BadQuestion(
                    "csat needs three answers at least and a hundred at most",
                    path=("range",),
                    remedy="The two highest count as satisfied: [1, 5] is usual.",
                )

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        return {"survey": self.survey, **({"sent": self.sent} if self.sent else {})}

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "survey": self.survey.to_dict(),
            "value": self.value,
            "scale": self.scale,
            "range": list(self.range) if self.range else None,
            "sent": self.sent.to_dict() if self.sent else None,
            "by": self.by.to_dict() if self.by else None,
            "trend": self.trend,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Score:
    """Read a score as it stands in a file."""
    known = ("survey", "value", "scale", "range", "sent", "by", "trend", *SCOPE_KEYS)
    keys = field.keys(known, what="a score")
    for needed in ("survey", "value"):
        if needed not in keys:
            raise field.wrong(f"a score needs `{needed}`", remedy=_EXAMPLE)
    return Score(
        survey=parse_rule(keys["survey"]),
        value=keys["value"].text(),
        scale=keys["scale"].one_of(SCALES) if "scale" in keys else "nps",
        range=parse_range(keys["range"]) if "range" in keys else None,
        sent=parse_rule(keys["sent"]) if "sent" in keys else None,
        by=parse_breakdown(keys["by"]) if "by" in keys else None,
        trend=keys["trend"].one_of(LENGTHS) if "trend" in keys else None,
        scope=parse_scope(keys),
    )


def parse_range(field: Field) -> tuple[float, float]:
    """Read the lowest and the highest number that is an answer."""
    ends = [item.number() for item in field.items()]
    if len(ends) != 2:
        raise field.wrong("a range has two ends: [1, 5]")
    return ends[0], ends[1]


_EXAMPLE = "{kind: score, survey: {event: nps_answered}, value: score, scale: nps}"
