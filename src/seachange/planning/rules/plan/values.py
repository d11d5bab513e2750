"""Values that records are made of: levels, criteria, claims, lanes; nonsense cannot be built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seachange.errors import BadPlan
from seachange.planning.rules.vocabulary import ActorKind, Maturity


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Where a metric stood in a period: a tally k of n, an NPS tally, or a bare value.

    `version` is the version of the metric's definition it was measured with.
    """

    value: float | None = None
    did: int | None = None
    people: int | None = None
    promoters: int | None = None
    passives: int | None = None
    detractors: int | None = None
    starts: date | None = None
    ends: date | None = None
    version: int | None = None

    def __post_init__(self) -> None:
        counts = (self.did, self.people, self.promoters, self.passives, self.detractors)
        if any(count is not None and count < 0 for count in counts):
            raise BadPlan("a count of people is never below zero")
        if self.did is not None and (self.people is None or self.did > self.people):
            raise BadPlan(f"{self.did} of {self.people} people cannot have done it")
        if self.starts and self.ends and self.starts > self.ends:
            raise BadPlan(f"a period cannot end ({self.ends}) before it starts ({self.starts})")

    @property
    def level(self) -> float | None:
        """The number itself: k/n, the NPS in points, else the value as stated."""
        if self.did is not None and self.people:
            return self.did / self.people
        if self.promoters is not None and self.detractors is not None and self.n:
            return 100 * (self.promoters - self.detractors) / self.n
        return self.value

    @property
    def n(self) -> int | None:
        """How many people it was measured on, where that is known."""
        if self.promoters is not None or self.detractors is not None:
            return (self.promoters or 0) + (self.passives or 0) + (self.detractors or 0)
        return self.people

    @property
    def has_period(self) -> bool:
        """Whether both ends of its period are known."""
        return self.starts is not None and self.ends is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What a hypothesis predicts, and when it has held or is to be stopped.

    Changes are in the units of the outcome's metric (a share: 0.03 is three points), signed as
    the metric moves; `smallest_worthwhile` is δ*. `kill_below` is the change, in the same units
    and sign, that we stop short of; `kill_state` says it in words.
    """

    predicted_low: float | None = None
    predicted: float | None = None
    predicted_high: float | None = None
    smallest_worthwhile: float | None = None
    success_on: date | None = None
    kill_state: str = ""
    kill_below: float | None = None
    kill_after_people: int | None = None
    kill_on: date | None = None

    @property
    def has_kill_criterion(self) -> bool:
        """Whether it names a state and a date (or a number of people) to stop at."""
        when = self.kill_on is not None or self.kill_after_people is not None
        return when and (bool(self.kill_state) or self.kill_below is not None)

    @property
    def are_complete(self) -> bool:
        """Whether a hypothesis with these can be called right or wrong."""
        return (
            self.predicted is not None
            and self.smallest_worthwhile is not None
            and self.success_on is not None
            and self.has_kill_criterion
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementPlan:
    """Before a release: what we hope will happen, and how we shall see it."""

    hope: str = ""
    metric: str = ""
    instrumentation: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether all three questions have an answer."""
        return bool(self.hope and self.metric and self.instrumentation)


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesMotion:
    """How something is sold: to whom, at what price, how long it takes."""

    buyer: str = ""
    price: str = ""
    cycle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something we say of the product, and whether it exists."""

    text: str
    maturity: Maturity | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row of a journey map: the people whose steps stand in it."""

    actor: str
    actor_kind: ActorKind = ActorKind.CUSTOMER
