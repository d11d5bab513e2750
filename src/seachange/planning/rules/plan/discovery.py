"""What we find out before building: problems, ideas, risks, questions, talks with customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from seachange.planning.rules.plan.record import Record, link, links, needs
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import (
    ActorKind,
    Choice,
    Finding,
    Function,
    Kind,
    Origin,
    Risk,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Record):
    """An unmet need of an actor, phrased without a solution, with the pain measured."""

    kind: ClassVar[Kind] = Kind.PROBLEM

    actor: str = ""
    actor_kind: ActorKind = ActorKind.CUSTOMER
    statement: str = ""
    pain_metric: str | None = link(Kind.METRIC)
    pain_baseline: Level | None = None
    people_affected: int | None = None
    outcome: str | None = link(Kind.OUTCOME)
    product: str | None = link(Kind.PRODUCT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea(Record):
    """A candidate output not yet committed; what people believe of it stands as their claim.

    `effect_score`, `ease_score` (0..10) and `claimed_confidence` are typed in by somebody;
    confidence itself is always computed.
    """

    kind: ClassVar[Kind] = Kind.IDEA

    text: str = ""
    problem: str | None = link(Kind.PROBLEM)
    outcome: str | None = link(Kind.OUTCOME)
    milestone: str | None = link(Kind.MILESTONE)
    origin: Origin = Origin.TEAM
    originator: str | None = link(Kind.MEMBER)
    effect_score: float | None = None
    ease_score: float | None = None
    claimed_confidence: float | None = None
    effort_weeks: float | None = None
    is_reversible: bool = True
    is_risky: bool = False  # money, safety, law, brand
    captured_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFinding(Record):
    """What a look at one risk of an idea or output found, by whom, when."""

    kind: ClassVar[Kind] = Kind.RISK_FINDING

    idea: str | None = link(Kind.IDEA)
    output: str | None = link(Kind.OUTPUT)
    risk: Risk = Risk.VALUE
    finding: Finding = Finding.ACCEPTABLE
    text: str = ""
    found_by: str | None = link(Kind.MEMBER)
    found_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """Somebody of ours talked with somebody of theirs; `conversations` of them on that day."""

    kind: ClassVar[Kind] = Kind.CONTACT

    held_on: date | None = None
    member: str | None = link(Kind.MEMBER)
    function: Function | None = None
    product_team: str | None = link(Kind.TEAM)
    customer: str | None = link(Kind.CUSTOMER)
    with_whom: str = ""
    form: str = ""  # interview, visit, call, usability session …
    conversations: int = 1
    notes: str = ""
    problems: tuple[str, ...] = links(Kind.PROBLEM)
    ideas: tuple[str, ...] = links(Kind.IDEA)
    outputs: tuple[str, ...] = links(Kind.OUTPUT)
    deals: tuple[str, ...] = links(Kind.DEAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningQuestion(Record):
    """What we need to learn; the unit of a roadmap of questions."""

    kind: ClassVar[Kind] = Kind.QUESTION

    text: str = ""
    outcome: str | None = link(Kind.OUTCOME)
    would_answer: str = ""
    is_knowable: bool | None = None
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRequest(Record):
    """Somebody's wish, usually an output, kept with the need behind it, and our reply."""

    kind: ClassVar[Kind] = Kind.FEATURE_REQUEST

    asked_by: str = ""
    origin: Origin = Origin.CUSTOMER
    role: Role | None = None
    member: str | None = link(Kind.MEMBER)
    customers: tuple[str, ...] = links(Kind.CUSTOMER)
    asked: str = ""
    need: str = ""
    value_at_stake: Decimal | None = None
    received_on: date | None = None
    problem: str | None = link(Kind.PROBLEM)
    idea: str | None = link(Kind.IDEA)
    output: str | None = link(Kind.OUTPUT)
    outcome: str | None = link(Kind.OUTCOME)
    choice: Choice | None = None
    reason: str = ""
    decided_on: date | None = None
    reply: str = ""
    replied_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation(Record):
    """What a party thinks will happen, and when."""

    kind: ClassVar[Kind] = Kind.EXPECTATION

    party: str = ""
    output: str | None = link(Kind.OUTPUT)
    outcome: str | None = link(Kind.OUTCOME)
    commitment: str | None = link(Kind.COMMITMENT)
    roadmap_item: str | None = link(Kind.ROADMAP_ITEM)
    deal: str | None = link(Kind.DEAL)
    expected: str = ""
    expected_on: date | None = None
    claimed_confidence: float | None = None
    stated_on: date | None = None

    @property
    def about(self) -> str | None:
        """The record it is about."""
        return self.output or self.outcome or self.commitment or self.roadmap_item or self.deal


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """A meeting over what moved and what was learned; what was decided points back here."""

    kind: ClassVar[Kind] = Kind.REVIEW

    cycle: str = ""
    held_on: date | None = None
    participants: tuple[str, ...] = links(Kind.MEMBER)
    teams: tuple[str, ...] = links(Kind.TEAM)
    hypotheses: tuple[str, ...] = links(Kind.HYPOTHESIS)
    outcomes: tuple[str, ...] = links(Kind.OUTCOME)
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Record):
    """A qualitative aim of some teams for a cycle."""

    kind: ClassVar[Kind] = Kind.OBJECTIVE

    cycle: str = ""
    text: str = ""
    teams: tuple[str, ...] = links(Kind.TEAM)
    cycle_starts: date | None = None
    cycle_ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResult(Record):
    """An outcome in a cycle, from where to where; or, marked so, a guardrail's health.

    `text` is how the team wrote it; `impact` is there so that the mistake can be said.
    """

    kind: ClassVar[Kind] = Kind.KEY_RESULT

    objective: str = needs(Kind.OBJECTIVE)
    text: str = ""
    outcome: str | None = link(Kind.OUTCOME)
    guardrail: str | None = link(Kind.METRIC)
    impact: str | None = link(Kind.IMPACT)
    metric: str | None = link(Kind.METRIC)
    is_health: bool = False
    start: float | None = None
    target: float | None = None
    score: float | None = None
