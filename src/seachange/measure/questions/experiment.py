"""Experiment: what a change did, from whom chance gave it and what they did afterwards."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field, Path, spoken
from seachange.events.rules import Rule, parse_rule
from seachange.measure.questions.metrics import WITH_COVARIATE, Metric, parse_metric
from seachange.measure.questions.scope import (
    EVERYTHING,
    SCOPE_KEYS,
    UNITS,
    Scope,
    iso,
    parse_scope,
)

LOOKS = ("day", "week", "month", "once")
NARROWEST = 5000
"""Units at which an experiment without a plan is most sharp-sighted, unless it says otherwise."""
_MOST_VARIANTS = 20

Shares = Mapping[str, float]
"""The planned share of each variant, by its name; they add up to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many units, in all variants, are to be judged, and how often one looks until then.

    `once` is one look, when all of them are there, and nothing is shown before.
    """

    units: int
    looks: str = "day"

    def __post_init__(self) -> None:
        if self.units < 2:
            raise BadQuestion("a plan needs at least two units", path=("plan", "units"))
        if self.looks not in LOOKS:
            raise BadQuestion(f"one looks every {', '.join(LOOKS)}", path=("plan", "looks"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """From this moment on the variants have these shares."""

    start: datetime
    shares: Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardrail:
    """A metric that must not get worse by more than `margin`, in its own unit."""

    metric: Metric
    margin: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.margin) and self.margin > 0):
            raise BadQuestion("a margin is how much worse it may get: above 0", path=("margin",))


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """The effect of each variant against the `control` on a metric.

    `assigned` picks the events that say which variant a unit saw, in the property
    `variant`; the first one is its exposure. `shares` are those planned for the variants
    (None: all that are found, equally), from the start or until the first of `phases`.

    `covariate` is the span before the exposure in which the same is measured, to make the
    effect sharper. `alpha` is how often an effect may be seen where there is none.
    """

    kind: ClassVar[str] = "experiment"

    assigned: Rule
    variant: str
    control: str
    metric: Metric
    shares: Shares | None = None
    phases: tuple[Phase, ...] = ()
    secondary: tuple[Metric, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    covariate: timedelta | None = None
    plan: Plan | None = None
    narrowest: int = NARROWEST
    smallest_worthwhile: float | None = None
    alpha: float = 0.05
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        _check_shares(self)
        if not 0 < self.alpha <= 0.5:
            raise BadQuestion("alpha is above 0 and at most 0.5", path=("alpha",))
        if self.narrowest < 2:
            raise BadQuestion("there must be at least two units", path=("narrowest",))
        least = self.smallest_worthwhile
        if least is not None and not (math.isfinite(least) and least > 0):
            raise BadQuestion(
                "the smallest worthwhile change is above 0, whichever way is better",
                path=("smallest_worthwhile",),
            )
        if self.covariate is not None and self.covariate <= timedelta(0):
            raise BadQuestion("a covariate needs a span before", path=("covariate",))
        if self.covariate is not None and self.metric.kind not in WITH_COVARIATE:
            raise BadQuestion(
                f"the same cannot be measured before the exposure for a {self.metric.kind}",
                path=("covariate",),
                remedy=f"It can for {', '.join(WITH_COVARIATE)}.",
            )

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All metrics: the one that decides, the secondary ones, the guardrails'."""
        return (self.metric, *self.secondary, *(g.metric for g in self.guardrails))

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under."""
        named = {"assigned": self.assigned}
        places = ["metric"]
        places += [f"secondary[{n + 1}]" for n in range(len(self.secondary))]
        places += [f"guardrails[{n + 1}].metric" for n in range(len(self.guardrails))]
        for place, metric in zip(places, self.metrics, strict=True):
            named |= {f"{place}.{key}": rule for key, rule in metric.rules.items()}
        return named

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "assigned": self.assigned.to_dict(),
            "variant": self.variant,
            "control": self.control,
            "shares": dict(self.shares) if self.shares else None,
            "phases": [{"from": iso(p.start), "shares": dict(p.shares)} for p in self.phases],
            "metric": self.metric.to_dict(),
            "secondary": [metric.to_dict() for metric in self.secondary],
            "guardrails": [
                {"metric": g.metric.to_dict(), "margin": g.margin} for g in self.guardrails
            ],
            "covariate": spoken(self.covariate) if self.covariate else None,
            "plan": {"units": self.plan.units, "looks": self.plan.looks} if self.plan else None,
            "narrowest": self.narrowest,
            "smallest_worthwhile": self.smallest_worthwhile,
            "alpha": self.alpha,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Experiment:
    """Read an experiment as it stands in a file."""
    keys = field.keys((*_OWN, *SCOPE_KEYS), what="an experiment")
    for needed in ("assigned", "variant", "control", "metric"):
        if needed not in keys:
            raise field.wrong(f"an experiment needs `{needed}`", remedy=_EXAMPLE)
    scope = parse_scope(keys)
    if "unit" not in keys:
        scope = replace(scope, unit=_unit_of(keys["metric"]))
    numbers = {
        name: keys[name].number()
        for name in ("smallest_worthwhile", "alpha")
        if name in keys and keys[name].value is not None
    }
    return Experiment(
        assigned=parse_rule(keys["assigned"]),
        variant=keys["variant"].text(),
        control=keys["control"].text(),
        metric=parse_metric(keys["metric"]),
        shares=_shares(keys["shares"]) if "shares" in keys else None,
        phases=tuple(_phase(item, zone=keys.get("timezone")) for item in _items(keys, "phases")),
        secondary=tuple(parse_metric(item) for item in _items(keys, "secondary")),
        guardrails=tuple(_guardrail(item) for item in _items(keys, "guardrails")),
        covariate=keys["covariate"].duration() if "covariate" in keys else None,
        plan=_plan(keys["plan"]) if "plan" in keys else None,
        narrowest=keys["narrowest"].whole(least=2) if "narrowest" in keys else NARROWEST,
        scope=scope,
        **numbers,
    )


def _check_shares(question: Experiment) -> None:
    given: list[tuple[Path, Shares]] = []
    if question.shares is not None:
        given.append((("shares",), question.shares))
    given += [(("phases", n, "shares"), phase.shares) for n, phase in enumerate(question.phases)]
    if question.phases and question.shares is None:
        raise BadQuestion("which shares the variants began with is not said", path=("shares",))
    starts = [phase.start for phase in question.phases]
    if starts != sorted(set(starts)):
        raise BadQuestion("phases follow each other in time", path=("phases",))
    for path, shares in given:
        if question.control not in shares or len(shares) < 2:
            raise BadQuestion(
                f"there must be shares of the control {question.control!r} and of others",
                path=path,
            )
        if len(shares) > _MOST_VARIANTS:
            raise BadQuestion(f"more than {_MOST_VARIANTS} variants", path=path)
        if min(shares.values()) <= 0 or not math.isclose(sum(shares.values()), 1, abs_tol=1e-9):
            raise BadQuestion("shares are above 0 and add up to 1", path=path)
        if question.shares is not None and shares.keys() != question.shares.keys():
            raise BadQuestion("every phase has the same variants", path=path)


def _shares(field: Field) -> Shares:
    """Read `{control: 0.5, treatment: 0.5}`, or parts that need not add up to 1: `{a: 1, b: 9}`."""
    if not isinstance(field.value, dict):
        raise field.wrong("shares are a mapping: {control: 0.5, treatment: 0.5}")
    parts = {
        str(name): Field(part, (*field.path, str(name))).number()
        for name, part in field.value.items()
    }
    total = math.fsum(parts.values())
    if not parts or min(parts.values()) <= 0:
        raise field.wrong("every variant has a share above 0")
    return MappingProxyType({name: part / total for name, part in parts.items()})


def _phase(field: Field, *, zone: Field | None) -> Phase:
    keys = field.keys(("from", "shares"), what="a phase")
    for needed in ("from", "shares"):
        if needed not in keys:
            raise field.wrong(f"a phase needs `{needed}`")
    start = parse_scope({"from": keys["from"], **({"timezone": zone} if zone else {})}).start
    if start is None:
        raise keys["from"].wrong("a phase begins at a moment")
    return Phase(start=start, shares=_shares(keys["shares"]))


def _guardrail(field: Field) -> Guardrail:
    keys = field.keys(("metric", "margin"), what="a guardrail")
    for needed in ("metric", "margin"):
        if needed not in keys:
            raise field.wrong(f"a guardrail needs `{needed}`")
    margin = keys["margin"].number()
    if margin <= 0:
        raise keys["margin"].wrong("a margin is how much worse it may get: above 0")
    return Guardrail(metric=parse_metric(keys["metric"]), margin=margin)


def _plan(field: Field) -> Plan:
    keys = field.keys(("units", "looks"), what="a plan")
    if "units" not in keys:
        raise field.wrong("a plan needs `units`: how many, in all variants, are to be judged")
    looks = keys["looks"].one_of(LOOKS) if "looks" in keys else "day"
    return Plan(units=keys["units"].whole(least=2), looks=looks)


def _unit_of(metric: Field) -> str:
    """An outcome's own question says whom it counts; so does an experiment on it."""
    held = metric.value.get("unit", "actor") if isinstance(metric.value, dict) else "actor"
    return Field(held, (*metric.path, "unit")).one_of(UNITS)


def _items(keys: dict[str, Field], name: str) -> list[Field]:
    return list(keys[name].items()) if name in keys else []


_OWN = (
    *("assigned", "variant", "control", "shares", "phases", "metric", "secondary", "guardrails"),
    *("covariate", "plan", "narrowest", "smallest_worthwhile", "alpha"),
)
_EXAMPLE = (
    "{kind: experiment, assigned: {event: experiment_viewed, where: {experiment: h1}}, "
    "variant: variant, control: a, metric: {kind: share, did: buy, within: 7 days}}"
)
