"""Roll-out: what a change did that came to everybody, or to segments, without chance deciding."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.rules import ANY_EVENT, Rule
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.metrics import Metric, parse_metric
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

KINDS = ("share", "frequency", "total", "mean")
"""What can be followed day by day: whoever came that day, and what they then did."""
MOST_SEGMENTS = 100

Days = Mapping[str, date]
"""The day on which each segment got the change, by its value."""


@dataclass(frozen=True, kw_only=True)
class Rollout:
    """The effect of a change on a metric, beside what would have been without it.

    Each day's units are those with an event matching the metric's `of` on it (any event,
    unless said), counted once a day; the metric is what they did `within` after.

    `released` is the day for everybody, or for each value of the property `segment` that
    got the change. `control` are the values compared with (empty: all others found).
    """

    kind: ClassVar[str] = "rollout"

    metric: Metric
    released: date | Days
    segment: Breakdown | None = None
    control: tuple[str, ...] = ()
    smallest_worthwhile: float | None = None
    alpha: float = 0.05
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if self.metric.kind not in KINDS:
            raise BadQuestion(
                f"a {self.metric.kind} cannot be followed through a roll-out",
                path=("metric", "kind"),
                remedy=f"What can: {', '.join(KINDS)}.",
            )
        _check_segments(self)
        if not 0 < self.alpha <= 0.5:
            raise BadQuestion("alpha is above 0 and at most 0.5", path=("alpha",))
        least = self.smallest_worthwhile
        if least is not None and not (math.isfinite(least) and least > 0):
            raise BadQuestion(
                "the smallest worthwhile change is above 0, whichever way is better",
                path=("smallest_worthwhile",),
            )

    @property
    def of(self) -> Rule:
        """What makes a unit one of a day's."""
        return self.metric.of or ANY_EVENT

    @property
    def waves(self) -> Days:
        """The day of each segment that got the change; empty where everybody did at once."""
        return {} if isinstance(self.released, date) else self.released

    @property
    def first(self) -> date:
        """The day on which the change came to anybody at all."""
        return self.released if isinstance(self.released, date) else min(self.released.values())

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        own = {f"metric.{key}": rule for key, rule in self.metric.rules.items()}
        return {"metric.of": self.of, **own}

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "metric": {**self.metric.to_dict(), "of": self.of.to_dict()},
            "released": self.released.isoformat()
            if isinstance(self.released, date)
            else {value: day.isoformat() for value, day in self.released.items()},
            "segment": self.segment.to_dict() if self.segment else None,
            "control": list(self.control),
            "smallest_worthwhile": self.smallest_worthwhile,
            "alpha": self.alpha,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Rollout:
    """Read a roll-out as it stands in a file."""
    keys = field.keys((*_OWN, *_OF_CHANCE, *SCOPE_KEYS), what="a roll-out")
    for name in _OF_CHANCE:
        if name in keys:
            raise keys[name].wrong("a percentage drawn by chance is an experiment", remedy=_CHANCE)
    for needed in ("metric", "released"):
        if needed not in keys:
            raise field.wrong(f"a roll-out needs `{needed}`", remedy=_EXAMPLE)
    scope = parse_scope(keys)
    numbers = {
        name: keys[name].number() for name in ("smallest_worthwhile", "alpha") if name in keys
    }
    return Rollout(
        metric=parse_metric(keys["metric"]),
        released=_released(keys["released"], zone=ZoneInfo(scope.timezone)),
        segment=_segment(keys["segment"]) if "segment" in keys else None,
        control=_values(keys["control"]) if "control" in keys else (),
        scope=scope,
        **numbers,
    )


def _check_segments(question: Rollout) -> None:
    if not question.waves:
        if not isinstance(question.released, date):
            raise BadQuestion("no segment got the change", path=("released",))
        if question.segment is not None or question.control:
            raise BadQuestion(
                "a change that came to everybody leaves no segment to compare with",
                path=("released",),
                remedy="Say which segments got it and when: released: {de: 2024-03-01}.",
            )
        return
    if question.segment is None:
        raise BadQuestion("which property tells the segments apart is not said", path=("segment",))
    both = sorted(set(question.control) & question.waves.keys())
    if both:
        raise BadQuestion(
            f"{both[0]!r} got the change, and cannot be compared with", path=("control",)
        )
    if len(question.control) + len(question.waves) > question.segment.most:
        raise BadQuestion(f"more than {question.segment.most} segments", path=("segment",))


def _released(field: Field, *, zone: ZoneInfo) -> date | Days:
    """Read a day, or a day for each segment: `{de: 2024-03-01, fr: 2024-03-15}`."""
    if not isinstance(field.value, dict):
        return _day(field, zone)
    return MappingProxyType(
        {
            str(value): _day(Field(day, (*field.path, str(value))), zone)
            for value, day in field.value.items()
        }
    )


def _day(field: Field, zone: ZoneInfo) -> date:
    if isinstance(field.value, int | float) or str(field.value).rstrip().endswith("%"):
        raise field.wrong("a percentage drawn by chance is an experiment", remedy=_CHANCE)
    value = field.day_or_moment()
    if not isinstance(value, datetime):
        return value
    return (value.astimezone(zone) if value.tzinfo else value).date()


def _segment(field: Field) -> Breakdown:
    by = parse_breakdown(field)
    said = isinstance(field.value, dict) and "most" in field.value
    return by if said else replace(by, most=MOST_SEGMENTS)


def _values(field: Field) -> tuple[str, ...]:
    if isinstance(field.value, str):
        return (field.text(),)
    return tuple(dict.fromkeys(item.text() for item in field.items()))


_OWN = ("metric", "released", "segment", "control", "smallest_worthwhile", "alpha")
_OF_CHANCE = ("percentage", "percent", "phases", "variant")
_CHANCE = (
    "Ask it with `seachange experiment` (kind: experiment), with its `phases` where the "
    "percentage changed: that proves more than any comparison of days."
)
_EXAMPLE = (
    "{kind: rollout, metric: {kind: share, of: visit, did: buy, within: 1 day}, "
    "segment: country, released: {de: 2024-03-01}, control: [at]}"
)
