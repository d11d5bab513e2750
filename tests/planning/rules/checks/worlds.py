"""A sound little plan that no check has anything to say about, and worlds a change away from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from seachange.planning.rules.checks.run import check
from seachange.planning.rules.plan.delivery import (
    ChainStep,
    EnablementItem,
    Output,
    Positioning,
)
from seachange.planning.rules.plan.discovery import (
    Contact,
    FeatureRequest,
    Idea,
    KeyResult,
    LearningQuestion,
    Objective,
    Problem,
    Review,
)
from seachange.planning.rules.plan.intent import (
    DriverLink,
    Impact,
    Outcome,
    Vision,
    VisionMilestone,
)
from seachange.planning.rules.plan.learning import (
    Assumption,
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    Verdict,
)
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
    Measurement,
    Metric,
)
from seachange.planning.rules.plan.organisation import (
    Department,
    FluencyCheck,
    Member,
    Objection,
    Product,
    Team,
)
from seachange.planning.rules.plan.plan import Plan, plan_of
from seachange.planning.rules.plan.promises import Board, Commitment, Customer, Deal, SignOff
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.roadmap import RoadmapItem, RoadmapView
from seachange.planning.rules.plan.values import Claim, Criteria, Lane, Level, SalesMotion
from seachange.planning.rules.vocabulary import (
    ActorKind,
    Answer,
    Bearing,
    Choice,
    Design,
    EvidenceClass,
    Finish,
    Function,
    Maturity,
    Origin,
    Precision,
    Purpose,
    Risk,
    RoadmapKind,
    Role,
    Scale,
    SignalKind,
    Source,
    Stage,
)

AS_OF = date(2026, 6, 30)
F = Function

WHO = (
    Department(id="sales", function=F.SALES, leader="lea", pay_basis="renewals"),
    Department(id="cs", function=F.CUSTOMER_SUCCESS, leader="lea", pay_basis="renewals"),
    Department(id="product", function=F.PRODUCT),
    Department(id="eng", function=F.ENGINEERING),
    Department(id="support", function=F.SUPPORT, name="Support"),
    Team(id="matching", department="product"),
    Team(id="care", department="cs"),
    Member(id="lea", role=Role.LEADER),
    Member(id="sam", role=Role.SALES, department="sales"),
    Member(id="cy", role=Role.CUSTOMER_SUCCESS, department="cs", teams=("care",)),
    Member(id="pia", role=Role.PRODUCT, department="product", teams=("matching",)),
    Member(id="eve", role=Role.ENGINEERING, department="eng"),
    Member(id="sue", role=Role.SUPPORT, department="support"),
    FluencyCheck(id="FL1", member="sam", passed=True, checked_on=date(2026, 5, 1)),
    Product(id="app", motion=SalesMotion(buyer="team lead", price="per seat", cycle="weeks")),
)
WHY = (
    Vision(id="VI1", state="live", category="advice on demand"),
    VisionMilestone(id="VM1", vision="VI1", due=date(2027, 6, 1), text="help within the hour"),
    Metric(id="NPS", scale=Scale.NPS, purpose=Purpose.IMPACT, numerator="NPS", source="survey"),
    Metric(id="M1", numerator="meetings", denominator="new clients", window="7 days",
           source="events", state="live"),
    Metric(id="G1", numerator="meetings rated 4", denominator="meetings", window="7 days",
           source="events", purpose=Purpose.GUARDRAIL),
    Impact(id="IM1", name="Client NPS", state="active", metric="NPS", target=30,
           by=date(2027, 1, 1), baseline=Level(promoters=168, passives=155, detractors=97)),
    Outcome(id="OC1", actor="new clients", behaviour="hold a first meeting within 7 days",
            state="active", metric="M1", target=0.45, by=date(2026, 12, 31),
            baseline=Level(did=899, people=2900, starts=date(2026, 1, 1), ends=date(2026, 3, 31)),
            owners=("matching", "care"), guardrails=("G1",), journey_step="ST1"),
    Measurement(id="ME1", metric="M1", outcome="OC1",
                level=Level(did=1100, people=3000, starts=date(2026, 4, 1),
                            ends=date(2026, 6, 15))),
    DriverLink(id="DR1", outcome="OC1", impact="IM1"),
    JourneyMap(id="JM1", lanes=(Lane(actor="client"),
                                Lane(actor="adviser", actor_kind=ActorKind.EMPLOYEE))),
    JourneyStep(id="ST1", journey="JM1", name="first meeting", departments=("product", "cs")),
    Behaviour(id="BE1", journey_step="ST1", actor="client", act="meets", event_rule="met"),
    BehaviourSignal(id="SG1", behaviour="BE1", signal=SignalKind.BOOSTER, low=0.214, high=0.29,
                    state="observed"),
)  # fmt: skip
CRITERIA = Criteria(
    predicted=0.06, smallest_worthwhile=0.03, success_on=date(2026, 8, 1),
    kill_state="below +2 pp", kill_below=0.02, kill_on=date(2026, 8, 31),
)  # fmt: skip
ARMS = {
    "control": Level(did=1860, people=6000),
    "treatment": Level(did=2100, people=6000),
}
HOW = (
    Problem(id="PR1", actor="client", statement="I cannot find a time", outcome="OC1"),
    Idea(id="ID1", outcome="OC1", problem="PR1", state="in delivery"),
    Idea(id="ID2", outcome="OC1", problem="PR1", state="in delivery"),
    Idea(id="ID3", outcome="OC1", problem="PR1", state="triaged"),
    Output(id="OU1", name="instant slots", idea="ID1", problem="PR1", outcome="OC1",
           origin=Origin.OUTCOME, state="building", effort_weeks=3, effort_spent_weeks=2,
           building_started_on=date(2026, 6, 1), product="app"),
    Output(id="OU2", name="reply by SMS", idea="ID2", problem="PR1", outcome="OC1",
           origin=Origin.OUTCOME, state="measured", effort_weeks=2, product="app",
           building_started_on=date(2026, 2, 1), built_on=date(2026, 3, 20),
           released_on=date(2026, 4, 1), launched_on=date(2026, 4, 5),
           buyers=5, active_users=300, eligible_users=1000, sales_target=Decimal(50_000)),
    Contact(id="CT1", outputs=("OU1", "OU2"), held_on=date(2026, 1, 20)),
    Hypothesis(id="H1", statement="slots bring meetings forward", output="OU1", outcome="OC1",
               criteria=CRITERIA, state="testing", effect_score=5, claimed_confidence=3.5),
    Hypothesis(id="H2", statement="SMS brings replies forward", output="OU2", outcome="OC1",
               criteria=CRITERIA, state="supported", effect_score=5),
    *(Assumption(id=f"AS{n}", hypothesis="H1", risk=risk, importance=5 if n == 1 else 3,
                 text=f"{risk.value} holds")
      for n, risk in enumerate((Risk.VALUE, Risk.USABILITY, Risk.FEASIBILITY, Risk.VIABILITY), 1)),
    AssumptionTest(id="TE0", hypothesis="H1", assumptions=("AS1",), stage=Stage.FACT_FINDING,
                   cost=Decimal(100), starts_on=date(2026, 4, 1), analysed_on=date(2026, 4, 20),
                   state="analysed"),
    AssumptionTest(id="TE1", hypothesis="H1", stage=Stage.EXPERIMENT, design=Design.RANDOMISED,
                   metric="M1", guardrails=("G1",), cost=Decimal(9000), looks=1,
                   starts_on=date(2026, 6, 10), ends_on=date(2026, 7, 15), state="running", **ARMS),
    AssumptionTest(id="TE2", hypothesis="H2", stage=Stage.EXPERIMENT, design=Design.RANDOMISED,
                   metric="M1", guardrails=("G1",), starts_on=date(2026, 4, 1),
                   analysed_on=date(2026, 5, 1), state="analysed", **ARMS),
    Verdict(id="VE2", hypothesis="H2", finish=Finish.SUPPORTED, measured=0.04, belief=0.9,
            belief_positive=0.99, decided_on=date(2026, 5, 2)),
    Decision(id="DE2", choice=Choice.KEEP, hypothesis="H2", decided_on=date(2026, 5, 3)),
)  # fmt: skip


def piece(record: str, klass: str, **fields: Any) -> Evidence:
    """Return whole evidence for something, seen this spring."""
    seen = {"observed_on": date(2026, 5, 1), "bearing": Bearing.FOR}
    seen |= {"source": f"source of {record}"}
    return Evidence(id=record, evidence_class=EvidenceClass(klass), **(seen | fields))


SEEN = (
    piece("EV1", "user_evidence", hypothesis="H1"),
    piece("EV2", "market_data", hypothesis="H1"),
    piece("EV3", "user_evidence", assumption="AS1"),
    piece("EV4", "user_evidence", hypothesis="H2", observed_on=date(2026, 1, 10)),
    piece("EV5", "test_results", hypothesis="H2", assumption_test="TE2"),
    piece("EV6", "anecdotal", problem="PR1", is_from_customers=True),
    piece("EV7", "market_data", driver_link="DR1"),
)
WHEN = (
    LearningQuestion(id="Q1", text="why do they not meet?", outcome="OC1"),
    RoadmapItem(id="RM3", horizon=3, state="now", item_kind=RoadmapKind.OUTCOME, outcome="OC1",
                confidence=6, effort_weeks=4, source=Source.OUTCOME, due=date(2026, 9, 30),
                precision=Precision.DAY),
    RoadmapItem(id="RM6", horizon=6, state="next", item_kind=RoadmapKind.QUESTION, question="Q1",
                confidence=4, effort_weeks=1, source=Source.OUTCOME),
    RoadmapItem(id="RM9", horizon=9, state="later", item_kind=RoadmapKind.HYPOTHESIS,
                hypothesis="H1", confidence=3, effort_weeks=2, source=Source.OUTCOME),
    RoadmapItem(id="RM12", horizon=12, state="later", item_kind=RoadmapKind.MILESTONE,
                milestone="VM1", confidence=2, effort_weeks=3, source=Source.VISION),
    RoadmapView(id="RV1", audience=(F.SALES, F.CUSTOMER_SUCCESS)),
    Objective(id="OB1", cycle="2026-H1", teams=("matching",), state="committed",
              cycle_starts=date(2026, 1, 1), text="clients get help fast"),
    KeyResult(id="KR1", objective="OB1", outcome="OC1",
              text="New clients hold a first meeting within 7 days: 31 % → 45 %"),
    Review(id="RW1", cycle="2026-H1", held_on=date(2026, 6, 1), state="held", outcomes=("OC1",),
           teams=("matching", "care")),
    FeatureRequest(id="FR1", asked_by="a client", asked="send reminders to my phone",
                   need="I forget which time zone was meant", received_on=date(2026, 5, 1),
                   choice=Choice.DISCOVERY, reason="missed meetings", reply="we look into it"),
    FeatureRequest(id="FR2", asked_by="an adviser", asked="let me see my week at a glance",
                   need="I double-book myself", received_on=date(2026, 6, 20)),
)  # fmt: skip
BOARD = (F.CUSTOMER_SUCCESS, F.PRODUCT, F.ENGINEERING)
SIGNERS = {F.CUSTOMER_SUCCESS: "cy", F.PRODUCT: "pia", F.ENGINEERING: "eve"}
PROMISE = Commitment(
    id="CM1", deal="DL1", text="reply by SMS", output="OU2", maturity=Maturity.AVAILABLE,
    due=date(2026, 5, 1), delivered_on=date(2026, 4, 20), state="accepted",
)  # fmt: skip
TO_WHOM = (
    Customer(id="bramley"),
    Customer(id="norfold"),
    Board(id="BO1", functions=BOARD),
    Deal(id="DL1", customer="bramley", state="live", board="BO1", seller="sam",
         won_on=date(2026, 2, 1), handed_over_on=date(2026, 2, 5),
         outcome_measured_on=date(2026, 5, 1)),
    PROMISE,
    *(SignOff(id=f"SO-{f.value}", commitment="CM1", function=f, member=who, answer=Answer.YES,
              signed_on=date(2026, 1, 25), material=PROMISE.material)
      for f, who in SIGNERS.items()),
    Deal(id="DL2", customer="norfold", state="in review", board="BO1", seller="sam"),
    Commitment(id="CM2", deal="DL2", text="set-up call within 5 days", due=date(2026, 8, 1),
               delivery_days_p80=10, is_capacity_reserved=True, state="approved"),
)  # fmt: skip
READY = {"state": "verified", "verified_on": date(2026, 4, 1)}
HELPED = (
    EnablementItem(id="EN1", output="OU1", department="support", need="how slots work"),
    EnablementItem(id="EN2", output="OU2", department="support", verified_by="sue", **READY),
    EnablementItem(id="EN3", output="OU2", department="sales", verified_by="sam", **READY),
    ChainStep(id="CH1", name="build", owner="eve", state="done", done_on=date(2026, 3, 20)),
    ChainStep(id="CH2", name="sell", owner="sam", preconditions=("CH1",), state="ready",
              started_on=date(2026, 3, 21)),
    Positioning(id="PO1", output="OU2", state="live", approved_on=date(2026, 4, 1),
                claims=(Claim(text="replies in a day", maturity=Maturity.AVAILABLE),)),
    Objection(id="OJ1", department="support", text="who answers at night?",
              raised_on=date(2026, 5, 1), answer="nobody; we say so"),
)  # fmt: skip
SOUND = plan_of((*WHO, *WHY, *HOW, *SEEN, *WHEN, *TO_WHOM, *HELPED), as_of=AS_OF)


@dataclass(frozen=True)
class Set:
    """A change of one record of the sound plan."""

    record: str
    fields: dict[str, Any]


def put(record: str, **fields: Any) -> Set:
    """Change some fields of a record of the sound plan."""
    return Set(record, fields)


def gone(*records: str) -> tuple[str, ...]:
    """Take records out of the sound plan."""
    return records


@dataclass(frozen=True)
class World:
    """What breaks the sound plan so that a check finds it, and what just does not."""

    id: str
    story: str
    record: str
    broken: tuple[Any, ...]
    hair: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.id} {self.story}"

    @property
    def found(self) -> set[str]:
        """The records at which the broken plan has the finding."""
        return found(self.id, changed(*self.broken))

    @property
    def found_a_hair_away(self) -> set[str]:
        """The records at which the other plan has the finding."""
        return found(self.id, changed(*self.hair))


def world(check_id: str, story: str, record: str, *, broken: Any, hair: Any = ()) -> World:
    """Tell a world; without a hair of its own the sound plan is the one that is not found."""
    return World(check_id, story, record, _row(broken), _row(hair))


def _row(changes: Any) -> tuple[Any, ...]:
    return changes if isinstance(changes, tuple) and not _is_gone(changes) else (changes,)


def _is_gone(changes: tuple[Any, ...]) -> bool:
    return bool(changes) and all(isinstance(each, str) for each in changes)


def changed(*changes: Any) -> Plan:
    """Return the sound plan with records changed, added and taken out."""
    plan = SOUND
    for change in changes:
        if isinstance(change, Record):
            plan = plan.changed(put=[change])
        elif isinstance(change, Set):
            plan = plan.changed(put=[replace(plan.by_id[change.record], **change.fields)])
        else:
            plan = plan.changed(without=change)
    return plan


def found(check_id: str, plan: Plan) -> set[str]:
    """Return the records at which a check finds something."""
    return {f.record for f in check(plan).findings if f.id == check_id}
