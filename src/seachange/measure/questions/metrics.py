"""Metric: what is measured of every unit of an experiment, inside a window of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from seachange.errors import BadQuestion
from seachange.events.documents import Field, spoken
from seachange.events.rules import Rule, parse_rule
from seachange.measure.questions.score import SCALES, Score, parse_range

KINDS = ("share", "frequency", "total", "mean", "ratio", "duration", "score")
RATIOS = ("mean", "ratio", "score")
"""Kinds that divide by something units differ in: events, or having answered at all."""
WITH_COVARIATE = ("share", "frequency", "total")
"""Kinds of which the same can be measured before the exposure."""

DIRECTIONS = ("more", "less")

# An outcome's own question may say how it is laid out; an experiment has its own layout.
_LAYOUT = ("trend", "by", "timezone", "period", "sent", "entry", "unit")
_NEEDED = {
    "share": ("did",),
    "frequency": ("did",),
    "total": ("did", "value"),
    "mean": ("did", "value"),
    "ratio": ("did", "over"),
    "duration": ("did",),
    "score": ("survey", "value"),
}


@dataclass(frozen=True, kw_only=True)
class Metric:
    """What a unit did from the start of its window until `within` after it.

    The window starts with the exposure, or with the unit's first event matching `of` at
    the exposure or later; units that never come so far are not judged.

    - `share`: whether it did `did`; `frequency`: how often.
    - `total`: the sum of `value` over its `did` events; `mean`: the mean of `value` over
      all units' events; `ratio`: `did` events for each `over` event of all units.
    - `duration`: how long until it first did, in seconds, never longer than `within`.
    - `score`: the last answer to a survey (`did`), on `scale`, of those who answered.
    """

    kind: str
    did: Rule
    within: timedelta
    of: Rule | None = None
    over: Rule | None = None
    value: str | None = None
    scale: str | None = None
    range: tuple[float, float] | None = None
    better: str = "more"
    name: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadQuestion(f"{self.kind!r} is not one of: {', '.join(KINDS)}", path=("kind",))
        if self.within <= timedelta(0):
            raise BadQuestion("a window must be longer than zero", path=("within",))
        if self.better not in DIRECTIONS:
            raise BadQuestion("better is `more` or `less`", path=("better",))
        if (self.kind == "ratio") != (self.over is not None):
            raise BadQuestion("a ratio, and nothing else, is over something", path=("over",))
        if (self.kind in ("total", "mean", "score")) != (self.value is not None):
            raise BadQuestion(f"which property a {self.kind} reads is its `value`", path=("value",))
        if self.survey is not None:
            object.__setattr__(self, "scale", self.survey.scale)
            object.__setattr__(self, "range", self.survey.range)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        did = "survey" if self.kind == "score" else "did"
        named = {"of": self.of, did: self.did, "over": self.over}
        return {key: rule for key, rule in named.items() if rule is not None}

    @property
    def is_ratio(self) -> bool:
        """Whether units differ in what is divided by."""
        return self.kind in RATIOS

    @property
    def label(self) -> str:
        """The metric in a few words."""
        if self.name:
            return self.name
        did = self.did.label
        words = {
            "share": f"did {did}",
            "frequency": f"{did} per unit",
            "total": f"{self.value} of {did} per unit",
            "mean": f"mean {self.value} of {did}",
            "ratio": f"{did} per {self.over.label if self.over else ''}",
            "duration": f"time to {did}",
            "score": f"{self.scale} of {did}",
        }
        return f"{words[self.kind]} within {spoken(self.within)}"

    @property
    def survey(self) -> Score | None:
        """The survey of a score as a question of its own, which knows its scale."""
        if self.kind != "score" or self.value is None:
            return None
        return Score(survey=self.did, value=self.value, scale=self.scale or "nps", range=self.range)

    def to_dict(self) -> dict[str, Any]:
        """Return the metric with every default spelt out."""
        own: dict[str, Any] = {key: rule.to_dict() for key, rule in self.rules.items()}
        if self.value is not None:
            own["value"] = self.value
        if self.kind == "score":
            own |= {"scale": self.scale, "range": list(self.range) if self.range else None}
        return {
            "kind": self.kind,
            **own,
            "within": spoken(self.within),
            "better": self.better,
            "name": self.name,
        }


def parse_metric(field: Field) -> Metric:
    """Read a metric: an outcome's own question, with its window and which way is better."""
    if not isinstance(field.value, dict) or "kind" not in field.value:
        raise field.wrong("a metric needs a `kind`", remedy=_EXAMPLE)
    kind = Field(field.value["kind"], (*field.path, "kind")).one_of(KINDS)
    own = _NEEDED[kind] + (("scale", "range") if kind == "score" else ())
    known = ("kind", "name", "of", "within", "better", *own, *_LAYOUT)
    keys = field.keys(known, what=f"a {kind} as a metric")
    for needed in (*_NEEDED[kind], "within"):
        if needed not in keys:
            raise field.wrong(f"a {kind} as a metric needs `{needed}`", remedy=_EXAMPLE)
    if "entry" in keys and keys["entry"].value != "first":
        raise keys["entry"].wrong(
            "a unit of an experiment enters once",
            remedy="Write `entry: first`, or count events over events with `kind: ratio`.",
        )
    return Metric(
        kind=kind,
        did=parse_rule(keys["survey" if kind == "score" else "did"]),
        within=keys["within"].duration(),
        of=parse_rule(keys["of"]) if "of" in keys else None,
        over=parse_rule(keys["over"]) if "over" in keys else None,
        value=keys["value"].text() if "value" in keys else None,
        scale=keys["scale"].one_of(SCALES) if "scale" in keys else None,
        range=parse_range(keys["range"]) if "range" in keys else None,
        better=keys["better"].one_of(DIRECTIONS) if "better" in keys else _usual(kind),
        name=keys["name"].text() if "name" in keys else None,
    )


def _usual(kind: str) -> str:
    return "less" if kind == "duration" else "more"


_EXAMPLE = "{kind: share, did: {event: first_meeting}, within: 7 days, better: more}"
