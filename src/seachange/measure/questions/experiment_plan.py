"""Experiment plan: how large and how long a test must be, by who comes and what they do now."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field, spoken
from seachange.events.rules import Rule, parse_rule
from seachange.measure.questions.metrics import Metric, parse_metric
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, UNITS, Scope, parse_scope

_MONTH = timedelta(days=28)
_MOST_LOOKS = 100


@dataclass(frozen=True, kw_only=True)
class ExperimentPlan:
    """What a test would need to show that a metric changes by `change`, in its own unit.

    Units come in by their first event matching `of`; who came, and what they did, is
    measured over the span `over`, the latest that is over by now. `taking_part` is the
    share of them that the test takes in, `treated` the share of those that get the change;
    `looks` is how often one looks, evenly spaced. It is to find the change in `power` of
    cases, and to err in `alpha`.
    """

    kind: ClassVar[str] = "experiment_plan"

    of: Rule
    metric: Metric
    change: float
    over: timedelta = _MONTH
    taking_part: float = 1.0
    treated: float = 0.5
    looks: int = 1
    power: float = 0.8
    alpha: float = 0.05
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if not (math.isfinite(self.change) and self.change > 0):
            raise BadQuestion(
                "a change is how much better it is to be: above 0, whichever way is better",
                path=("change",),
            )
        if self.metric.of is not None:
            raise BadQuestion("the window starts where units come in", path=("metric", "of"))
        if not 0 < self.taking_part <= 1:
            raise BadQuestion(
                "a share of the units is above 0 and at most 1", path=("taking_part",)
            )
        if not 0 < self.treated < 1:
            raise BadQuestion("both variants need units: above 0, below 1", path=("treated",))
        if not 0 < self.alpha < self.power < 1:
            raise BadQuestion("power lies between alpha and 1", path=("power",))
        if not 1 <= self.looks <= _MOST_LOOKS:
            raise BadQuestion(f"one looks once to {_MOST_LOOKS} times", path=("looks",))
        if self.scope.start or self.scope.end:
            raise BadQuestion(
                "the period is the latest one that is over",
                path=("from" if self.scope.start else "to",),
                remedy="Say how long it is with `over`, and ask `as_of` another moment.",
            )

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        return {"of": self.of, **{f"metric.{k}": r for k, r in self.metric.rules.items()}}

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "of": self.of.to_dict(),
            "metric": self.metric.to_dict(),
            "change": self.change,
            "over": spoken(self.over),
            "taking_part": self.taking_part,
            "treated": self.treated,
            "looks": self.looks,
            "power": self.power,
            "alpha": self.alpha,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> ExperimentPlan:
    """Read an experiment plan as it stands in a file.

    An outcome's own question can be its metric: what that says in `of` lets units in.
    """
    keys = field.keys((*_OWN, *SCOPE_KEYS), what="an experiment plan")
    for needed in ("metric", "change"):
        if needed not in keys:
            raise field.wrong(f"an experiment plan needs `{needed}`", remedy=_EXAMPLE)
    metric = parse_metric(keys["metric"])
    of = parse_rule(keys["of"]) if "of" in keys else metric.of
    if of is None:
        raise field.wrong("an experiment plan needs `of`", remedy=_EXAMPLE)
    scope = parse_scope(keys)
    if "unit" not in keys:
        held = keys["metric"].value.get("unit", "actor")
        scope = replace(scope, unit=Field(held, (*keys["metric"].path, "unit")).one_of(UNITS))
    numbers = {
        name: keys[name].number()
        for name in ("taking_part", "treated", "power", "alpha")
        if name in keys
    }
    return ExperimentPlan(
        of=of,
        metric=replace(metric, of=None),
        change=keys["change"].number(),
        over=keys["over"].duration() if "over" in keys else _MONTH,
        looks=keys["looks"].whole(least=1) if "looks" in keys else 1,
        scope=scope,
        **numbers,
    )


_OWN = ("of", "metric", "change", "over", "taking_part", "treated", "looks", "power", "alpha")
_EXAMPLE = (
    "{kind: experiment_plan, metric: {kind: share, of: sign_up, did: first_meeting, "
    "within: 7 days}, change: 0.03}"
)
