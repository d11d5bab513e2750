"""What we make and how it reaches people: outputs, releases, enablement, positioning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from seachange.errors import BadPlan
from seachange.planning.rules.plan.record import Record, check_record, link, links, needs
from seachange.planning.rules.plan.values import Claim, MeasurementPlan, SalesMotion
from seachange.planning.rules.vocabulary import Kind, Maturity, Origin, OutputKind

STARTED = frozenset({"building", "built", "released", "measured", "kept", "iterated", "removed"})
OUT = frozenset({"released", "measured", "kept", "iterated", "removed"})
JUDGED = frozenset({"measured", "kept", "iterated", "removed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Output(Record):
    """Anything we make or do: a feature, a document, a fix, a training.

    Efforts are person-weeks. `due` is a date said aloud. `customers` are those who asked for it
    by name; `buyers`, `active_users` and `eligible_users` are counted after the launch.
    """

    kind: ClassVar[Kind] = Kind.OUTPUT

    output_kind: OutputKind = OutputKind.FEATURE
    text: str = ""
    idea: str | None = link(Kind.IDEA)
    problem: str | None = link(Kind.PROBLEM)
    outcome: str | None = link(Kind.OUTCOME)
    milestone: str | None = link(Kind.MILESTONE)
    product: str | None = link(Kind.PRODUCT)
    made_by: str | None = link(Kind.TEAM)
    origin: Origin = Origin.TEAM
    customers: tuple[str, ...] = links(Kind.CUSTOMER)
    effort_weeks: float | None = None
    effort_spent_weeks: float | None = None
    is_reversible: bool = True
    is_risky: bool = False
    maturity: Maturity = Maturity.DISCOVERY
    is_customer_facing: bool = True
    measurement_plan: MeasurementPlan = field(default_factory=MeasurementPlan)
    due: date | None = None
    building_started_on: date | None = None
    built_on: date | None = None
    released_on: date | None = None
    launched_on: date | None = None
    buyers: int | None = None
    active_users: int | None = None
    eligible_users: int | None = None
    sales_target: Decimal | None = None
    motion: SalesMotion = field(default_factory=SalesMotion)  # how it must be sold
    motion_plan: str = ""

    @property
    def has_started(self) -> bool:
        """Whether building it has begun, at whatever time."""
        return self.state in STARTED

    @property
    def is_out(self) -> bool:
        """Whether it was released to anybody."""
        return self.state in OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Record):
    """Making an output available to a share of some users."""

    kind: ClassVar[Kind] = Kind.RELEASE

    output: str = needs(Kind.OUTPUT)
    share: float | None = None
    segment: str = ""
    released_on: date | None = None
    flag: str = ""
    holdback_share: float | None = None
    soft_on: date | None = None
    announced_on: date | None = None
    has_failed: bool = False

    def __post_init__(self) -> None:
        check_record(self)
        for name in ("share", "holdback_share"):
            share = getattr(self, name)
            if share is not None and not 0 <= share <= 1:
                raise BadPlan(f"{name.replace('_', ' ')} lies between 0 and 1", place=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnablementItem(Record):
    """What a department needs to play its part for an output, and the proof that it has it."""

    kind: ClassVar[Kind] = Kind.ENABLEMENT

    output: str = needs(Kind.OUTPUT)
    department: str = needs(Kind.DEPARTMENT)
    need: str = ""
    owner: str | None = link(Kind.MEMBER)
    due: date | None = None
    proof: str = ""
    is_required: bool = True
    ready_said_by: str | None = link(Kind.MEMBER)
    verified_by: str | None = link(Kind.MEMBER)
    verified_on: date | None = None
    waiver_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep(Record):
    """A department's step between market problem and solved problem, with what must come first."""

    kind: ClassVar[Kind] = Kind.CHAIN_STEP

    output: str | None = link(Kind.OUTPUT)
    department: str | None = link(Kind.DEPARTMENT)
    owner: str | None = link(Kind.MEMBER)
    position: int = 1
    preconditions: tuple[str, ...] = links(Kind.CHAIN_STEP)
    done_when: str = ""
    ready_on: date | None = None
    started_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Positioning(Record):
    """What we say of a solution to whom, with the proof and how real each claim is."""

    kind: ClassVar[Kind] = Kind.POSITIONING

    problem: str | None = link(Kind.PROBLEM)
    output: str | None = link(Kind.OUTPUT)
    product: str | None = link(Kind.PRODUCT)
    audience: str = ""
    statement: str = ""
    proof: str = ""
    claims: tuple[Claim, ...] = ()
    version: int = 1
    approved_by: str | None = link(Kind.MEMBER)
    approved_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPeriod(Record):
    """How delivery went in a period: context, never a goal."""

    kind: ClassVar[Kind] = Kind.DELIVERY_PERIOD

    made_by: str | None = link(Kind.TEAM)
    starts: date | None = None
    ends: date | None = None
    deployments: int | None = None
    failed_deployments: int | None = None
    lead_time_hours: float | None = None
    recovery_hours: float | None = None
