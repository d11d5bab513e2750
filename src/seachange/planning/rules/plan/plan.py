"""A whole plan as plain values, with its records by id and by what they point at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, get_args, get_type_hints

from seachange.errors import BadPlan
from seachange.planning.rules.plan.delivery import (
    ChainStep,
    DeliveryPeriod,
    EnablementItem,
    Output,
    Positioning,
    Release,
)
from seachange.planning.rules.plan.discovery import (
    Contact,
    Expectation,
    FeatureRequest,
    Idea,
    KeyResult,
    LearningQuestion,
    Objective,
    Problem,
    Review,
    RiskFinding,
)
from seachange.planning.rules.plan.intent import (
    DriverLink,
    Impact,
    Outcome,
    Trend,
    Vision,
    VisionMilestone,
)
from seachange.planning.rules.plan.learning import (
    Assumption,
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    HypothesisVersion,
    Verdict,
)
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
    Measurement,
    Metric,
    MetricBridge,
    MetricVersion,
    SignalEstimate,
)
from seachange.planning.rules.plan.organisation import (
    Department,
    FluencyCheck,
    Member,
    Objection,
    Product,
    Team,
    Waiver,
)
from seachange.planning.rules.plan.promises import Board, Commitment, Customer, Deal, SignOff
from seachange.planning.rules.plan.record import Record, linked
from seachange.planning.rules.plan.roadmap import RoadmapItem, RoadmapView
from seachange.planning.rules.vocabulary import Kind

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything we intend, on one day: tuples of records, in a stable order.

    `as_of` is the day it is judged at. Ids are unique across all kinds. A partial plan (what
    one member may see, a world of a test) may point at records it does not hold.
    """

    as_of: date
    departments: tuple[Department, ...] = ()
    teams: tuple[Team, ...] = ()
    members: tuple[Member, ...] = ()
    products: tuple[Product, ...] = ()
    visions: tuple[Vision, ...] = ()
    milestones: tuple[VisionMilestone, ...] = ()
    trends: tuple[Trend, ...] = ()
    metrics: tuple[Metric, ...] = ()
    metric_versions: tuple[MetricVersion, ...] = ()
    metric_bridges: tuple[MetricBridge, ...] = ()
    impacts: tuple[Impact, ...] = ()
    journeys: tuple[JourneyMap, ...] = ()
    journey_steps: tuple[JourneyStep, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    signals: tuple[BehaviourSignal, ...] = ()
    signal_estimates: tuple[SignalEstimate, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    driver_links: tuple[DriverLink, ...] = ()
    problems: tuple[Problem, ...] = ()
    ideas: tuple[Idea, ...] = ()
    customers: tuple[Customer, ...] = ()
    outputs: tuple[Output, ...] = ()
    risk_findings: tuple[RiskFinding, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    hypothesis_versions: tuple[HypothesisVersion, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    assumption_tests: tuple[AssumptionTest, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    questions: tuple[LearningQuestion, ...] = ()
    releases: tuple[Release, ...] = ()
    enablement: tuple[EnablementItem, ...] = ()
    chain_steps: tuple[ChainStep, ...] = ()
    positionings: tuple[Positioning, ...] = ()
    objections: tuple[Objection, ...] = ()
    delivery_periods: tuple[DeliveryPeriod, ...] = ()
    objectives: tuple[Objective, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    feature_requests: tuple[FeatureRequest, ...] = ()
    boards: tuple[Board, ...] = ()
    deals: tuple[Deal, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    roadmap: tuple[RoadmapItem, ...] = ()
    roadmap_views: tuple[RoadmapView, ...] = ()
    contacts: tuple[Contact, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    reviews: tuple[Review, ...] = ()
    decisions: tuple[Decision, ...] = ()
    fluency_checks: tuple[FluencyCheck, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def __post_init__(self) -> None:
        seen: dict[str, Record] = {}
        for record in self.records():
            if record.id in seen:
                raise BadPlan(
                    f"the id {record.id} is given twice",
                    place=record.id,
                    remedy=f"to a {seen[record.id].kind} and a {record.kind}; rename one",
                )
            seen[record.id] = record

    def records(self) -> Iterator[Record]:
        """Walk every record, kind by kind."""
        for name in COLLECTIONS.values():
            yield from getattr(self, name)

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """Every record by its id."""
        return {record.id: record for record in self.records()}

    @cached_property
    def _pointing(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for record in self.records():
            for _, to in linked(record):
                ids = found.setdefault((to, record.kind), [])
                # A record's links come one after the other, so the last tells.
                if not ids or ids[-1] != record.id:
                    ids.append(record.id)
        return {key: tuple(ids) for key, ids in found.items()}

    @cached_property
    def _pointing_at(self) -> dict[str, tuple[Record, ...]]:
        order: dict[str, int] = {kind: place for place, kind in enumerate(COLLECTIONS)}
        found: dict[str, list[Record]] = {}
        for (to, _), ids in sorted(self._pointing.items(), key=lambda one: order[one[0][1]]):
            found.setdefault(to, []).extend(self.by_id[each] for each in ids)
        return {to: tuple(records) for to, records in found.items()}

    def get(self, of: type[R], record_id: str | None) -> R | None:
        """Return the record of this type with this id, or none if the plan holds none such."""
        record = self.by_id.get(record_id) if record_id else None
        return record if isinstance(record, of) else None

    def of(self, children: type[R], parent: str) -> tuple[R, ...]:
        """Return the records of this type that point at a record, in whichever field."""
        ids = self._pointing.get((parent, children.kind), ())
        found = (self.by_id[each] for each in ids)
        return tuple(record for record in found if isinstance(record, children))

    def all(self, of: type[R]) -> tuple[R, ...]:
        """Return every record of this type."""
        records: tuple[R, ...] = getattr(self, COLLECTIONS[of.kind])
        return records

    def linked_to(self, record_id: str) -> tuple[Record, ...]:
        """Return every record that points at this one, kind by kind."""
        return self._pointing_at.get(record_id, ())

    def changed(self, *, put: Iterable[Record] = (), without: Iterable[str] = ()) -> Plan:
        """Return the plan with these records added or in the place of their namesakes."""
        changes = {record.id: record for record in put}
        gone = set(without)
        named: dict[str, Any] = {"as_of": self.as_of}
        for kind, name in COLLECTIONS.items():
            mine = {each: new for each, new in changes.items() if new.kind == kind}
            kept = [mine.pop(old.id, old) for old in getattr(self, name) if old.id not in gone]
            named[name] = (*kept, *mine.values())
        return Plan(**named)


def _collections() -> dict[Kind, str]:
    hints = get_type_hints(Plan)
    named = (f.name for f in fields(Plan) if f.name != "as_of")
    return {get_args(hints[name])[0].kind: name for name in named}


# Kind → the plan's tuple of it, parents before those who point at them where that is possible.
COLLECTIONS: dict[Kind, str] = _collections()


def plan_of(records: Iterable[Record], *, as_of: date) -> Plan:
    """Return a plan that holds these records."""
    return Plan(as_of=as_of).changed(put=_once(records))


def _once(records: Iterable[Record]) -> Iterator[Record]:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise BadPlan(f"the id {record.id} is given twice", place=record.id)
        seen.add(record.id)
        yield record
