"""Who we are: departments, teams, members, and what we sell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from seachange.errors import BadPlan
from seachange.planning.rules.plan.record import Record, check_record, link, links, needs
from seachange.planning.rules.plan.values import SalesMotion
from seachange.planning.rules.vocabulary import Function, Kind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Record):
    """A part of the organisation with a leader and a way of being paid."""

    kind: ClassVar[Kind] = Kind.DEPARTMENT

    function: Function = Function.OTHER
    leader: str | None = link(Kind.MEMBER)
    pay_basis: str = ""
    motion: SalesMotion = field(default_factory=SalesMotion)  # how it sells today


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    """People who work on the same outcomes."""

    kind: ClassVar[Kind] = Kind.TEAM

    department: str | None = link(Kind.DEPARTMENT)
    is_product_team: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Record):
    """A person of the organisation, with or without an account here.

    `teams` are those they sit in; the record's own `team` says who may see the record.
    """

    kind: ClassVar[Kind] = Kind.MEMBER

    role: Role = Role.REQUESTER
    email: str = ""
    department: str | None = link(Kind.DEPARTMENT)
    teams: tuple[str, ...] = links(Kind.TEAM)
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Record):
    """Something we sell or give, with the purpose it serves."""

    kind: ClassVar[Kind] = Kind.PRODUCT

    purpose: str = ""
    motion: SalesMotion = field(default_factory=SalesMotion)  # how it is sold today


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(Record):
    """One department's doubt about what another plans, and the answer."""

    kind: ClassVar[Kind] = Kind.OBJECTION

    department: str = needs(Kind.DEPARTMENT)
    output: str | None = link(Kind.OUTPUT)
    text: str = ""
    raised_on: date | None = None
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FluencyCheck(Record):
    """Whether somebody could tell the category's story unaided, on a day."""

    kind: ClassVar[Kind] = Kind.FLUENCY_CHECK

    member: str = needs(Kind.MEMBER)
    product: str | None = link(Kind.PRODUCT)
    checked_on: date | None = None
    items: tuple[str, ...] = ()
    passed: bool = False
    expires_on: date | None = None

    def standing(self, as_of: date) -> str:
        """Return pass, fail, or expired: a pass past its day."""
        if self.passed and self.expires_on is not None and self.expires_on < as_of:
            return "expired"
        return "pass" if self.passed else "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Record):
    """Leave to break a rule for one record: why, given by whom, until when.

    `rule` is the id of an invariant or a check (I-8, OU02), `record` the id of what it is for.
    """

    kind: ClassVar[Kind] = Kind.WAIVER

    rule: str = ""
    record: str = ""
    reason: str = ""
    approver: str | None = link(Kind.MEMBER)
    granted_on: date | None = None
    expires_on: date | None = None

    def __post_init__(self) -> None:
        check_record(self)
        if not (self.rule and self.record and self.reason and self.approver and self.expires_on):
            raise BadPlan(
                "a waiver needs a rule, a record, a reason, an approver and an end",
                place=self.id,
            )

    def holds(self, *, rule: str, record: str, as_of: date) -> bool:
        """Tell whether it covers this rule for this record on a day."""
        until = self.expires_on
        return self.rule == rule and self.record == record and bool(until and as_of <= until)
