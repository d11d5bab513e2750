"""How we see it: metrics and their versions, measurements, journeys, boosters and blockers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from seachange.errors import BadPlan
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
    SignalStance,
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
    """A stage of a journey, with the three questions about what customers want there.

    `entry_event` is by which event people come to it: its name, or a rule as JSON text.
    """

    kind: ClassVar[Kind] = Kind.STEP

    journey: str = needs(Kind.JOURNEY)
    position: int = 1
    entry_event: str = field(default="", metadata={"document": True})
    departments: tuple[str, ...] = links(Kind.DEPARTMENT)
    trying_to: str = ""
    how_today: str = ""
    could_be_easier: str = ""

    def __post_init__(self) -> None:
        check_record(self)
        object.__setattr__(self, "entry_event", document_text(self.entry_event))


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour(Record):
    """An observable act of an actor at a step, and the rule that picks it from the log.

    `event_rule` is the name of its event, or a rule as JSON text.
    """

    kind: ClassVar[Kind] = Kind.BEHAVIOUR

    journey_step: str = needs(Kind.STEP)
    actor: str = ""
    actor_kind: ActorKind = ActorKind.CUSTOMER
    act: str = ""
    event_rule: str = field(default="", metadata={"document": True})
    window: str = ""
    stance: Stance = Stance.NEUTRAL

    def __post_init__(self) -> None:
        check_record(self)
        object.__setattr__(self, "event_rule", document_text(self.event_rule))


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourSignal(Record):
    """A behaviour that predicts success or failure: a booster or a blocker, with its interval.

    One that was found in a log holds the `question` that found it, as JSON text of the measuring
    core; its figures are then those of its newest cohort (`SignalEstimate`), and never typed.
    `owner` looks after it, `stance` is what is to be done about it.
    """

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
    question: str = field(default="", metadata={"document": True})
    owner: str | None = link(Kind.TEAM)
    stance: SignalStance | None = None

    def __post_init__(self) -> None:
        check_record(self)
        object.__setattr__(self, "question", document_text(self.question))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalEstimate(Record):
    """What one cohort says of a signal: everybody who came to its step from one day to another.

    `effect` with `low` and `high` is the difference of success between those who did it and
    people alike who had not (a share: 0.05 is five points); none, where the cohort had too few,
    and `why` says so. `without` is the success of the latter. `reach` is the share of `entries`
    that a change could touch, `addressable` the successes a month to be gained at most, `people`
    those who did it. `e_value` is that of the interval's end nearer to nothing, `proof_per_arm`
    the people each arm of an experiment needs. `doing` is how many of those at the step do it,
    `succeeding` how many succeed. `definition` is the fingerprint of the question that was
    asked, `log` of the events it was asked of.
    """

    kind: ClassVar[Kind] = Kind.SIGNAL_ESTIMATE

    signal: str = needs(Kind.SIGNAL)
    starts: date
    ends: date
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""
    without: float | None = None
    reach: float | None = None
    addressable: float | None = None
    e_value: float | None = None
    entries: int | None = None
    people: int | None = None
    proof_per_arm: int | None = None
    doing: Level | None = None
    succeeding: Level | None = None
    definition: str = ""
    log: str = ""

    def __post_init__(self) -> None:
        check_record(self)
        if self.ends < self.starts:
            raise BadPlan(
                f"a cohort cannot end ({self.ends}) before it starts ({self.starts})",
                place=self.id,
            )
        told = [each for each in (self.effect, self.low, self.high) if each is not None]
        if len(told) not in {0, 3}:
            raise BadPlan("an effect is told with both ends of its interval", place=self.id)
        if told and not told[1] <= told[0] <= told[2]:
            raise BadPlan("an effect lies within its interval", place=self.id)
        if not told and not self.why:
            raise BadPlan(
                "a cohort without an effect says why",
                place=self.id,
                remedy="say why it is not known",
            )

    @property
    def is_known(self) -> bool:
        """Whether it tells an effect."""
        return self.effect is not None
