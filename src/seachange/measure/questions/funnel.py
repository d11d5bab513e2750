"""Funnel: how many get from step to step in time, how fast, and where the others went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field, spoken
from seachange.events.rules import Rule, parse_rule
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

ORDERS = ("ordered", "strict", "unordered")
TRENDS = ("day", "week", "month", "quarter")
WINDOW = timedelta(days=14)
_MOST_STEPS, _MOST_EXCLUSIONS = 20, 10


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the events that are it, and what it is called."""

    rule: Rule
    label: str | None = None

    @property
    def name(self) -> str:
        """The name it was given, or its rule in a few words."""
        return self.label or self.rule.label

    def to_dict(self) -> dict[str, Any]:
        """Return the step as it would be written."""
        return {**self.rule.to_dict(), **({"name": self.label} if self.label else {})}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Events that must not occur after step `first` and before step `last` (from 1)."""

    rule: Rule
    first: int
    last: int

    def to_dict(self) -> dict[str, Any]:
        """Return the exclusion as it would be written."""
        return {**self.rule.to_dict(), "between": [self.first, self.last]}


@dataclass(frozen=True, slots=True)
class Survey:
    """Where satisfaction is written down: the event, and its property with the number."""

    rule: Rule
    value: str


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """How many reach each step within `window` of the first; `docs/concepts/funnel.md`.

    `order` is `ordered` (other events may lie between), `strict` (none may) or
    `unordered` (any k different steps make the k-th).
    """

    kind: ClassVar[str] = "funnel"

    steps: tuple[Step, ...]
    window: timedelta = WINDOW
    order: str = "ordered"
    exclusions: tuple[Exclusion, ...] = ()
    survey: Survey | None = None
    by: Breakdown | None = None
    trend: str | None = None
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if not 1 <= len(self.steps) <= _MOST_STEPS:
            raise BadQuestion(f"a funnel has 1 to {_MOST_STEPS} steps", path=("steps",))
        if self.window <= timedelta(0):
            raise BadQuestion("a window must be longer than zero", path=("window",))
        if self.order not in ORDERS:
            raise BadQuestion(f"{self.order!r} is not one of: {', '.join(ORDERS)}", path=("order",))
        if len(self.exclusions) > _MOST_EXCLUSIONS:
            raise BadQuestion(
                f"a funnel has at most {_MOST_EXCLUSIONS} exclusions",
                remedy="Join those between the same steps into one: {any: [{event: a}, …]}.",
                path=("exclusions",),
            )
        for index, exclusion in enumerate(self.exclusions):
            if not 1 <= exclusion.first < exclusion.last <= len(self.steps):
                raise BadQuestion(
                    f"there is nothing between steps {exclusion.first} and {exclusion.last} "
                    f"of {len(self.steps)}",
                    remedy="Steps are counted from 1: between: [1, 2].",
                    path=("exclusions", index, "between"),
                )

    @property
    def entry(self) -> Rule:
        """The rule of the events with which actors enter: step 1, or any if unordered."""
        if self.order != "unordered":
            return self.steps[0].rule
        return Rule(tuple(dict.fromkeys(pick for step in self.steps for pick in step.rule.picks)))

    @property
    def names(self) -> tuple[str, ...]:
        """What each step is called in an answer."""
        if self.order != "unordered":
            return tuple(step.name for step in self.steps)
        return tuple(f"any {k} of {len(self.steps)}" for k in range(1, len(self.steps) + 1))

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        rules = {f"steps[{k}]": step.rule for k, step in enumerate(self.steps, start=1)}
        return rules | ({"survey": self.survey.rule} if self.survey else {})

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "steps": [step.to_dict() for step in self.steps],
            "window": spoken(self.window),
            "order": self.order,
            "exclusions": [exclusion.to_dict() for exclusion in self.exclusions],
            "survey": self.survey.rule.to_dict() if self.survey else None,
            "value": self.survey.value if self.survey else None,
            "by": self.by.to_dict() if self.by else None,
            "trend": self.trend,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Funnel:
    """Read a funnel as it stands in a file."""
    known = ("steps", "window", "order", "exclusions", "survey", "value", "by", "trend")
    keys = field.keys((*known, *SCOPE_KEYS), what="a funnel")
    if "steps" not in keys:
        raise field.wrong("a funnel needs `steps`", remedy=_EXAMPLE)
    steps = tuple(parse_step(item) for item in keys["steps"].items())
    excluded = keys["exclusions"].items() if "exclusions" in keys else ()
    return Funnel(
        steps=steps,
        window=keys["window"].duration() if "window" in keys else WINDOW,
        order=keys["order"].one_of(ORDERS) if "order" in keys else "ordered",
        exclusions=tuple(_exclusion(item, steps=len(steps)) for item in excluded),
        survey=_survey(keys),
        by=parse_breakdown(keys["by"]) if "by" in keys else None,
        trend=keys["trend"].one_of(TRENDS) if "trend" in keys else None,
        scope=parse_scope(keys),
    )


def parse_step(field: Field) -> Step:
    """Read a step: a rule, perhaps with a `name`."""
    if isinstance(field.value, Step):
        return field.value
    rule = parse_rule(field)
    name = field.value.get("name") if isinstance(field.value, dict) else None
    return Step(rule, None if name is None else Field(name, (*field.path, "name")).text())


def _exclusion(field: Field, *, steps: int) -> Exclusion:
    if not isinstance(field.value, dict) or "between" not in field.value:
        return Exclusion(parse_rule(field), 1, steps)
    bare = {key: value for key, value in field.value.items() if key != "between"}
    between = Field(field.value["between"], (*field.path, "between"))
    ends = [item.whole(least=1) for item in between.items()]
    if len(ends) != 2:
        raise between.wrong("between names two steps", remedy="Write between: [1, 2].")
    return Exclusion(parse_rule(Field(bare, field.path)), ends[0], ends[1])


def _survey(keys: dict[str, Field]) -> Survey | None:
    if "survey" not in keys and "value" not in keys:
        return None
    for needed, other in (("survey", "value"), ("value", "survey")):
        if needed not in keys:
            raise keys[other].wrong(
                f"`{other}` needs `{needed}` beside it",
                remedy="Write survey: {event: rated}, value: stars.",
            )
    return Survey(parse_rule(keys["survey"]), keys["value"].text())


_EXAMPLE = (
    "{kind: funnel, steps: [{event: visit}, {event: sign_up}, {event: buy}], window: 14 days}"
)
