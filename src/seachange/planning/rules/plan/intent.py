"""What we mean to bring about: visions, impacts, outcomes, and what drives what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from seachange.errors import BadPlan
from seachange.planning.rules.plan.record import Record, check_record, link, links, needs
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import (
    HORIZONS,
    ActorKind,
    Direction,
    ImpactKind,
    Kind,
)

# An outcome somebody went after, whatever came of it.
PURSUED = frozenset({"active", "achieved", "missed", "sustained", "relapsed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision(Record):
    """A concrete future state of the product, and the category it belongs to."""

    kind: ClassVar[Kind] = Kind.VISION

    category: str = ""
    statement: str = ""
    from_state: str = ""
    to_state: str = ""
    problem: str = ""
    why_now: tuple[str, ...] = ()
    todays_terms: str = ""  # the same, for people who do not know the category yet
    product: str | None = link(Kind.PRODUCT)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisionMilestone(Record):
    """A point on the way to the vision, at a horizon; `earlier_due` are the dates it slipped."""

    kind: ClassVar[Kind] = Kind.MILESTONE

    vision: str = needs(Kind.VISION)
    text: str = ""
    horizon: int = 12
    due: date | None = None
    earlier_due: tuple[date, ...] = ()
    reached_on: date | None = None

    def __post_init__(self) -> None:
        check_record(self)
        check_horizon(self.horizon, of=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Record):
    """Something going on outside that the vision rests on."""

    kind: ClassVar[Kind] = Kind.TREND

    vision: str = needs(Kind.VISION)
    text: str = ""
    source: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact(Record):
    """A high-level result, the sum of many behaviours, too big for any one group."""

    kind: ClassVar[Kind] = Kind.IMPACT

    statement: str = ""
    result: ImpactKind | None = None
    metric: str | None = link(Kind.METRIC)
    baseline: Level | None = None
    target: float | None = None
    by: date | None = None
    sponsor: str | None = link(Kind.MEMBER)
    vision: str | None = link(Kind.VISION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Record):
    """A change in what people do: who, does what, from which rate to which, by when."""

    kind: ClassVar[Kind] = Kind.OUTCOME

    actor: str = ""
    actor_kind: ActorKind = ActorKind.CUSTOMER
    behaviour: str = ""
    direction: Direction = Direction.MORE
    metric: str | None = link(Kind.METRIC)
    baseline: Level | None = None
    target: float | None = None
    by: date | None = None
    activated_on: date | None = None
    owners: tuple[str, ...] = links(Kind.TEAM)
    guardrails: tuple[str, ...] = links(Kind.METRIC)
    journey_step: str | None = link(Kind.STEP)
    signals: tuple[str, ...] = links(Kind.SIGNAL)
    product: str | None = link(Kind.PRODUCT)

    @property
    def text(self) -> str:
        """Who does what, as one says it."""
        return f"{self.actor} {self.behaviour}".strip() or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverLink(Record):
    """A claim that one outcome moves an impact, or another outcome; sign +1 or −1.

    `size` is how far the metric at its end moves for each unit of the outcome's (of a share: from
    0 to 1). Its state follows from experiments (`rules/driving.py`), and is never typed in.
    """

    kind: ClassVar[Kind] = Kind.DRIVER_LINK

    outcome: str = needs(Kind.OUTCOME)
    impact: str | None = link(Kind.IMPACT)
    driven_outcome: str | None = link(Kind.OUTCOME)
    sign: int = 1
    size: float | None = None
    theory: str = ""
    signal: str | None = link(Kind.SIGNAL)  # the predictor it is read from, if it is

    def __post_init__(self) -> None:
        check_record(self)
        if self.sign not in {1, -1}:
            raise BadPlan("a driver link's sign is 1 or -1", place=self.id)
        if (self.impact is None) == (self.driven_outcome is None):
            raise BadPlan(
                "a driver link leads to one impact or one outcome",
                place=self.id,
                remedy="name an impact, or the outcome it drives, one of them",
            )


def check_horizon(horizon: int, *, of: str) -> None:
    """Refuse a horizon that is not one of the four."""
    if horizon not in HORIZONS:
        told = ", ".join(str(months) for months in HORIZONS)
        raise BadPlan(f"there is no horizon at {horizon} months", place=of, remedy=told)
