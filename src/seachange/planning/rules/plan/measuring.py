"""How we see it: metrics and their versions, measurements, journeys, boosters and blockers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from seachange.planning.rules.plan.record import (
    Record,
    check_record,
    document_text,
    link,
    links,
    needs,
)
from seachange.planning.rules.plan.values import Lane, Level
from seachange.planning.rules.vocabulary import (
    ActorKind,
    Kind,
    Purpose,
    Scale,
    SignalKind,
    Stance,
    Tag,
    Timing,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Record):
    """A measure with a definition; `question` is the measuring core's question, as JSON text.

    `version` is the version in force; what each version meant stands in `MetricVersion`.
    """

    kind: ClassVar[Kind] = Kind.METRIC

    numerator: str = ""
    denominator: str = ""
    window: str = ""
    unit: str = ""
    source: str = ""
    question: str = field(default="", metadata={"document": True})
    version: int = 1
    scale: Scale = Scale.RATE
    purpose: Purpose = Purpose.BEHAVIOUR
    timing: Timing = Timing.LEADING
    tags: tuple[Tag, ...] = ()
    is_tied_to_pay: bool = False

    def __post_init__(self) -> None:
        check_record(self)
        object.__setattr__(self, "question", document_text(self.question))

    @property
    def definition(self) -> tuple[str, ...]:
        """All that decides what it means; a change of any of it is a change of version."""
        return (
            self.numerator,
            self.denominator,
            self.window,
            self.unit,
            self.source,
            self.question,
            self.scale,
        )

    @property
    def fingerprint(self) -> str:
        """Return a short hash of its definition."""
        told = json.dumps([str(part) for part in self.definition], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def is_defined(self) -> bool:
        """Whether one could measure it: what of what, in which window, from where."""
        return bool(self.source and (self.question or self.is_a_rate))

    @property
    def is_a_rate(self) -> bool:
        """Whether it says how many of how many, in which window."""
        return bool(self.numerator and self.denominator and self.window)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricVersion(Record):
    """What a metric meant in one version: its definition, kept as it was, with a hash of it."""

    kind: ClassVar[Kind] = Kind.METRIC_VERSION

    metric: str = needs(Kind.METRIC)
    version: int = 1
    definition: tuple[str, ...] = ()
    fingerprint: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricBridge(Record):
    """Why levels of two versions of a metric may be compared, and by what factor."""

    kind: ClassVar[Kind] = Kind.METRIC_BRIDGE

    metric: str = needs(Kind.METRIC)
    from_version: int = 1
    to_version: int = 2
    factor: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Record):
    """A level of a metric as it was measured in a period; never changed afterwards."""

    kind: ClassVar[Kind] = Kind.MEASUREMENT

    metric: str = needs(Kind.METRIC)
    outcome: str | None = link(Kind.OUTCOME)
    impact: str | None = link(Kind.IMPACT)
    problem: str | None = link(Kind.PROBLEM)
    output: str | None = link(Kind.OUTPUT)
    deal: str | None = link(Kind.DEAL)
    level: Level = field(default_factory=Level)
    segment: str = ""
    source: str = ""
    measured_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyMap(Record):
    """Left-to-right steps of what people do, one lane an actor, employees among them."""

    kind: ClassVar[Kind] = Kind.JOURNEY

    product: str | None = link(Kind.PRODUCT)
    lanes: tuple[Lane, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyStep(Record):
    """A stage of a journey, with the three questions about what customers want there."""

    kind: ClassVar[Kind] = Kind.STEP

    journey: str = needs(Kind.JOURNEY)
    position: int = 1
    entry_event: str = ""
    departments: tuple[str, ...] = links(Kind.DEPARTMENT)
    trying_to: str = ""
    how_today: str = ""
    could_be_easier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour(Record):
    """An observable act of an actor at a step, and the rule that picks it from the log."""

    kind: ClassVar[Kind] = Kind.BEHAVIOUR

    journey_step: str = needs(Kind.STEP)
    actor: str = ""
    actor_kind: ActorKind = ActorKind.CUSTOMER
    act: str = ""
    event_rule: str = ""
    window: str = ""
    stance: Stance = Stance.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourSignal(Record):
    """A behaviour that predicts success or failure: a booster or a blocker, with its interval."""

    kind: ClassVar[Kind] = Kind.SIGNAL

    behaviour: str = needs(Kind.BEHAVIOUR)
    signal: SignalKind | None = None
    success_label: str = ""
    risk_difference: float | None = None
    low: float | None = None
    high: float | None = None
    people: int | None = None
    reach: float | None = None
    headroom: float | None = None
    changeability: float = 0.5
    is_adjusted: bool = False
    assumption_test: str | None = link(Kind.ASSUMPTION_TEST)
