"""What we promise to whom: customers, deals, boards, commitments and their sign-offs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from seachange.planning.rules.plan.record import Record, link, links, needs
from seachange.planning.rules.vocabulary import Answer, Function, Kind, Maturity

WON = frozenset({"won", "handed over", "live", "renewed", "churned"})
APPROVED = frozenset({"approved", "conditional", "in progress", "delivered", "accepted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer(Record):
    """An organisation or person that buys."""

    kind: ClassVar[Kind] = Kind.CUSTOMER

    segment: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Record):
    """The functions whose sign-off a deal or a promise needs."""

    kind: ClassVar[Kind] = Kind.BOARD

    functions: tuple[Function, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(Record):
    """A sale in progress, made by a team and not by a department."""

    kind: ClassVar[Kind] = Kind.DEAL

    customer: str = needs(Kind.CUSTOMER)
    value: Decimal | None = None
    seller: str | None = link(Kind.MEMBER)
    products: tuple[str, ...] = links(Kind.PRODUCT)
    board: str | None = link(Kind.BOARD)
    why_buy_today: str = ""
    opened_on: date | None = None
    won_on: date | None = None
    lost_on: date | None = None
    handed_over_on: date | None = None
    outcome_measured_on: date | None = None

    @property
    def is_won(self) -> bool:
        """Whether it was won, at whatever time."""
        return self.state in WON


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Record):
    """One promise inside a deal. Its text, scope, due date and price are what is signed for.

    A board of its own takes the place of its deal's board.
    """

    kind: ClassVar[Kind] = Kind.COMMITMENT

    deal: str = needs(Kind.DEAL)
    text: str = ""
    scope: str = ""
    price: Decimal | None = None
    due: date | None = None
    output: str | None = link(Kind.OUTPUT)
    outcome: str | None = link(Kind.OUTCOME)
    maturity: Maturity = Maturity.AVAILABLE  # when it was signed or proposed
    board: str | None = link(Kind.BOARD)
    delivery_days_p80: int | None = None
    is_capacity_reserved: bool = False
    effort_weeks: float | None = None
    proposed_on: date | None = None
    delivered_on: date | None = None
    accepted_on: date | None = None
    renegotiated_on: date | None = None

    @property
    def is_approved(self) -> bool:
        """Whether it counts as promised, conditions or not."""
        return self.state in APPROVED

    @property
    def material(self) -> str:
        """Return a short hash of all that a signature stands for: text, scope, due, price."""
        price = None if self.price is None else format(self.price.normalize(), "f")
        signed = [self.text, self.scope, self.due.isoformat() if self.due else None, price]
        return hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Record):
    """A function's yes, yes-if or no to a promise as it read that day; a later one replaces it.

    `material` is the promise's hash when it was signed: once the promise reads differently,
    the signature is void by itself.
    """

    kind: ClassVar[Kind] = Kind.SIGN_OFF

    commitment: str = needs(Kind.COMMITMENT)
    function: Function = Function.PRODUCT
    member: str | None = link(Kind.MEMBER)
    answer: Answer = Answer.YES
    conditions: str = ""
    are_conditions_met: bool = False
    signed_on: date | None = None
    material: str = field(default="", metadata={"form": "([0-9a-f]{16})?"})
    supersedes: str | None = link(Kind.SIGN_OFF)
