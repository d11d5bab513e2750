"""For each invariant a small world that holds, and the same a hair away that does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from seachange.planning.rules.plan.delivery import ChainStep, EnablementItem, Output, Release
from seachange.planning.rules.plan.discovery import (
    FeatureRequest,
    Idea,
    KeyResult,
    Objective,
    Problem,
    RiskFinding,
)
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome
from seachange.planning.rules.plan.learning import (
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    HypothesisVersion,
    Verdict,
)
from seachange.planning.rules.plan.measuring import (
    JourneyMap,
    JourneyStep,
    Measurement,
    Metric,
    MetricBridge,
    MetricVersion,
)
from seachange.planning.rules.plan.organisation import Department, Member, Team, Waiver
from seachange.planning.rules.plan.plan import Plan, plan_of
from seachange.planning.rules.plan.promises import Board, Commitment, Customer, Deal, SignOff
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.values import Criteria, Level, MeasurementPlan
from seachange.planning.rules.vocabulary import (
    FOUR_RISKS,
    Answer,
    Bearing,
    Choice,
    Direction,
    EvidenceClass,
    Finish,
    Function,
    Maturity,
    Precision,
    Purpose,
    RoadmapKind,
    Role,
    Source,
    Stage,
)

AS_OF = date(2026, 6, 30)
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)
QUARTER = {"starts": date(2025, 10, 1), "ends": date(2025, 12, 31)}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A world, the records that break it, and the record the violation is told of."""

    invariant: str
    what: str
    holds: tuple[Record, ...]
    breaks: tuple[Record, ...]
    at: str

    @property
    def world(self) -> Plan:
        """The plan that holds; a record said again stands as it was said last."""
        return plan_of({each.id: each for each in self.holds}.values(), as_of=AS_OF)

    @property
    def broken(self) -> Plan:
        """The plan that does not."""
        return self.world.changed(put=self.breaks)


ADA = Member(id="ada", role=Role.PRODUCT, department="D-product")
BEN = Member(id="ben", role=Role.ENGINEERING, department="D-engineering")
CLEO = Member(id="cleo", role=Role.CUSTOMER_SUCCESS, department="D-cs")
DAN = Member(id="dan", role=Role.SALES, department="D-sales")
BOSS = Member(id="boss", role=Role.LEADER)
PEOPLE = (
    Department(id="D-product", function=Function.PRODUCT),
    Department(id="D-engineering", function=Function.ENGINEERING),
    Department(id="D-cs", function=Function.CUSTOMER_SUCCESS),
    Department(id="D-sales", function=Function.SALES),
    ADA,
    BEN,
    CLEO,
    DAN,
    BOSS,
    Team(id="matching", department="D-product"),
    Team(id="success", department="D-cs"),
)
METRIC = Metric(
    id="M1", numerator="met within 7 days", denominator="new clients", window="7 days", source="log"
)
IMPACT = Impact(id="IM1", state="active", sponsor="boss")
OUTCOME = Outcome(
    id="OC1",
    state="active",
    actor="new client",
    behaviour="holds a first meeting within 7 days",
    metric="M1",
    baseline=Level(did=899, people=2900, version=1, **QUARTER),
    target=0.45,
    by=date(2026, 9, 30),
    owners=("matching",),
)
DRIVES = DriverLink(id="DL1", outcome="OC1", impact="IM1")
INTENT = (*PEOPLE, METRIC, IMPACT, OUTCOME, DRIVES)

CRITERIA = Criteria(
    predicted=0.06,
    smallest_worthwhile=0.03,
    success_on=date(2026, 5, 1),
    kill_below=0.02,
    kill_on=date(2026, 5, 15),
)
IDEA = Idea(id="ID1", state="validated", effort_weeks=1)
FINDINGS = tuple(RiskFinding(id=f"RF-{risk}", idea="ID1", risk=risk) for risk in FOUR_RISKS)
ASKED = Evidence(
    id="EV1",
    state="fresh",
    idea="ID1",
    evidence_class=EvidenceClass.ANECDOTAL,
    bearing=Bearing.FOR,
    observed_on=SPRING,
    source="three clients",
)
PLANNED = MeasurementPlan(hope="more first meetings", metric="M1", instrumentation="the event log")
OUTPUT = Output(id="OU1", state="released", idea="ID1", measurement_plan=PLANNED)
HYPOTHESIS = Hypothesis(
    id="H1", state="complete", output="OU1", outcome="OC1", criteria=CRITERIA, stated_on=SPRING
)
VERDICT = Verdict(
    id="V1", hypothesis="H1", finish=Finish.SUPPORTED, decided_by="ada", decided_on=SPRING
)
BUILT = (*INTENT, IDEA, *FINDINGS, ASKED, OUTPUT, HYPOTHESIS)

CUSTOMER = Customer(id="bramley", name="Bramley Bank")
ALL = (Function.SALES, Function.CUSTOMER_SUCCESS, Function.PRODUCT, Function.ENGINEERING)
BOARD = Board(id="B1", functions=ALL)
DEAL = Deal(id="D1", state="won", customer="bramley", board="B1", seller="dan")
PROMISE = Commitment(
    id="C1", deal="D1", state="approved", text="a set-up call", price=Decimal(10), due=SUMMER
)
SIGNERS = dict(zip(ALL, ("dan", "cleo", "ada", "ben"), strict=True))


def signed(promise: Commitment) -> tuple[SignOff, ...]:
    """Return everybody's yes to a promise as it reads."""
    return tuple(
        SignOff(
            id=f"S-{promise.id}-{function}",
            commitment=promise.id,
            function=function,
            member=member,
            answer=Answer.YES,
            material=promise.material,
        )
        for function, member in SIGNERS.items()
    )


OFFERED = (
    *PEOPLE,
    CUSTOMER,
    BOARD,
    replace(DEAL, state="in review"),
    replace(PROMISE, state="feasibility known"),
)
SOLD = (*PEOPLE, CUSTOMER, BOARD, DEAL, PROMISE, *signed(PROMISE))
ITEM = RoadmapItem(
    id="RI1", item_kind=RoadmapKind.THEME, title="no missed meetings", source=Source.VISION
)


def case(invariant: str, what: str, holds: object, *breaks: Record, at: str = "") -> Case:
    """Return a case; the violation is told of the first breaking record unless said otherwise."""
    return Case(
        invariant=invariant,
        what=what,
        holds=tuple(holds),
        breaks=breaks,
        at=at or breaks[0].id,
    )


CASES = [
    case("I-1", "no people in the baseline", INTENT,
         replace(OUTCOME, baseline=Level(value=0.31, **QUARTER))),
    case("I-1", "no period", INTENT, replace(OUTCOME, baseline=Level(did=899, people=2900))),
    case("I-1", "no date", INTENT, replace(OUTCOME, by=None)),
    case("I-1", "no actor", INTENT, replace(OUTCOME, actor="")),
    case("I-1", "no window", INTENT, replace(METRIC, window=""), at="OC1"),
    case("I-1", "a target that is the baseline", INTENT, replace(OUTCOME, target=899 / 2900)),
    case("I-2", "a target on the wrong side", INTENT, replace(OUTCOME, direction=Direction.LESS)),
    case("I-2", "a rate above one", INTENT, replace(OUTCOME, target=45.0)),
    case("I-2", "a baseline in per cent", INTENT,
         replace(OUTCOME, direction=Direction.LESS, baseline=Level(value=31.0, **QUARTER))),
    case("I-3", "no way to an impact", INTENT, replace(DRIVES, state="refuted"), at="OC1"),
    case("I-3", "a circle", (*INTENT, replace(OUTCOME, id="OC2", state="baselined"),
                             DriverLink(id="DL2", outcome="OC1", driven_outcome="OC2")),
         DriverLink(id="DL3", outcome="OC2", driven_outcome="OC1"), at="OC1"),
    case("I-4", "no sponsor", INTENT, replace(IMPACT, sponsor=None)),
    case("I-4", "an impact as a key result",
         (*INTENT, Objective(id="OB1", state="committed"),
          KeyResult(id="KR1", objective="OB1", outcome="OC1")),
         KeyResult(id="KR1", objective="OB1", outcome="OC1", impact="IM1")),
    case("I-4", "a metric of an impact as a key result",
         (*INTENT, Objective(id="OB1", state="committed"),
          KeyResult(id="KR1", objective="OB1", outcome="OC1", metric="M1")),
         replace(METRIC, purpose=Purpose.IMPACT), at="KR1"),
    case("I-5", "a key result about nothing",
         (*INTENT, Objective(id="OB1", state="committed"),
          KeyResult(id="KR1", objective="OB1", outcome="OC1")),
         KeyResult(id="KR1", objective="OB1")),
    case("I-5", "health without a guardrail",
         (*INTENT, Objective(id="OB1", state="committed"),
          KeyResult(id="KR1", objective="OB1", is_health=True, guardrail="M1")),
         KeyResult(id="KR1", objective="OB1", is_health=True)),
    case("I-6", "no kill date", BUILT,
         replace(HYPOTHESIS, criteria=replace(CRITERIA, kill_on=None))),
    case("I-6", "no smallest worthwhile change", BUILT,
         replace(HYPOTHESIS, criteria=replace(CRITERIA, smallest_worthwhile=None))),
    case("I-7", "a dead hypothesis",
         (*INTENT, IDEA, *FINDINGS, ASKED, OUTPUT, replace(HYPOTHESIS, state="testing"),
          RoadmapItem(id="RI1", item_kind=RoadmapKind.OUTPUT, output="OU1", source=Source.OUTCOME)),
         replace(HYPOTHESIS, state="refuted"), at="RI1"),
    case("I-8", "an idea still in discovery",
         (*INTENT, replace(IDEA, state="in discovery"), replace(OUTPUT, state="ready")),
         replace(OUTPUT, state="building")),
    case("I-8", "a waiver that ran out",
         (*INTENT, replace(IDEA, state="in discovery"),
          replace(OUTPUT, state="building", building_started_on=SPRING),
          Waiver(id="W1", rule="I-8", record="OU1", reason="a spike", approver="boss",
                 expires_on=SPRING)),
         replace(OUTPUT, state="building", building_started_on=SUMMER)),
    case("I-8", "released to a few past discovery",
         (*INTENT, replace(IDEA, state="in discovery"), replace(OUTPUT, state="ready"),
          Release(id="RE1", output="OU1")),
         Release(id="RE1", output="OU1", state="full"), at="OU1"),
    case("I-9", "a risk nobody looked at", BUILT, replace(FINDINGS[0], idea=None), at="ID1"),
    case("I-9", "too little evidence for the cost", BUILT, replace(IDEA, effort_weeks=3)),
    case("I-9", "evidence against", BUILT, replace(ASKED, bearing=Bearing.AGAINST), at="ID1"),
    case("I-10", "goalposts moved",
         (*BUILT, AssumptionTest(id="T1", state="running", hypothesis="H1"),
          HypothesisVersion(id="H1.v1", hypothesis="H1", version=1, criteria=CRITERIA)),
         replace(HYPOTHESIS, criteria=replace(CRITERIA, smallest_worthwhile=0.01))),
    case("I-10", "a verdict on no version", BUILT, replace(VERDICT, hypothesis_version=2)),
    case("I-11", "no plan to measure", BUILT,
         replace(OUTPUT, measurement_plan=replace(PLANNED, instrumentation=""))),
    case("I-11", "measured without a verdict", BUILT, replace(OUTPUT, state="measured")),
    case("I-11", "released to a few without a plan",
         (*INTENT, IDEA, *FINDINGS, ASKED,
          replace(OUTPUT, state="built", measurement_plan=MeasurementPlan()),
          Release(id="RE1", output="OU1")),
         Release(id="RE1", output="OU1", state="partial"), at="OU1"),
    case("I-12", "removed, and nobody decided",
         (*BUILT, replace(HYPOTHESIS, state="refuted"),
          replace(VERDICT, finish=Finish.REFUTED, decided_on=SUMMER),
          replace(OUTPUT, state="measured")),
         replace(OUTPUT, state="removed")),
    case("I-12", "refuted and left",
         (*BUILT, Decision(id="DE1", choice=Choice.REMOVE, hypothesis="H1", decided_on=SPRING)),
         replace(VERDICT, id="V2", finish=Finish.REFUTED, decided_on=date(2026, 4, 1)), at="H1"),
    case("I-13", "a promise to somebody without a name", SOLD, replace(CUSTOMER, name=""),
         at="C1"),
    case("I-14", "won without a yes", (*OFFERED, *signed(PROMISE)[:-1]), DEAL),
    case("I-14", "won against a no",
         (*OFFERED, *(replace(s, answer=Answer.NO) if s.member == "ben" else s
                      for s in signed(PROMISE))),
         DEAL),
    case("I-14", "signed off without a yes", (*OFFERED, *signed(PROMISE)[:-1]),
         replace(DEAL, state="signed off")),
    case("I-14", "approved without a yes", (*OFFERED, *signed(PROMISE)[:-1]), PROMISE),
    case("I-14", "approved without a board",
         (*OFFERED, replace(DEAL, state="open", board=None), *signed(PROMISE)), PROMISE),
    case("I-14", "approved though a condition is open",
         (*OFFERED, *(replace(s, answer=Answer.YES_IF, conditions="two people more")
                      if s.member == "ben" else s for s in signed(PROMISE))),
         PROMISE),
    case("I-15", "customer success not on the board",
         (*PEOPLE, CUSTOMER, BOARD, replace(DEAL, state="in review")),
         replace(BOARD, functions=(Function.SALES,)), at="D1"),
    case("I-15", "one deliverer where there is no customer success",
         (CUSTOMER, Board(id="B1", functions=(Function.SUPPORT, Function.OPERATIONS)),
          Deal(id="D1", state="in review", customer="bramley", board="B1")),
         Board(id="B1", functions=(Function.SUPPORT,)), at="D1"),
    case("I-15", "what is not there yet, without engineering",
         (*PEOPLE, CUSTOMER, replace(BOARD, functions=ALL[:3]), replace(DEAL, state="in review"),
          replace(PROMISE, state="feasibility known")),
         replace(PROMISE, state="feasibility known", maturity=Maturity.COMMITTED)),
    case("I-15", "a board of its own without customer success",
         (*OFFERED, Board(id="B2", functions=(Function.SALES,))),
         replace(PROMISE, state="feasibility known", board="B2")),
    case("I-16", "one person for two functions", SOLD,
         SignOff(id="S2", commitment="C1", function=Function.ENGINEERING, member="ada",
                 answer=Answer.YES, material=PROMISE.material)),
    case("I-16", "the seller for customer success",
         (*PEOPLE, CUSTOMER, BOARD, replace(DEAL, state="in review"),
          replace(PROMISE, state="feasibility known")),
         SignOff(id="S2", commitment="C1", function=Function.CUSTOMER_SUCCESS, member="dan",
                 answer=Answer.YES, material=PROMISE.material)),
    case("I-16", "a yes beside a no",
         (*OFFERED, *(replace(s, answer=Answer.NO) if s.member == "ben" else s
                      for s in signed(PROMISE))),
         SignOff(id="T1", commitment="C1", function=Function.ENGINEERING, answer=Answer.YES,
                 material=PROMISE.material)),
    case("I-16", "a yes that supersedes another's no",
         (*OFFERED, *(replace(s, answer=Answer.NO) if s.member == "ben" else s
                      for s in signed(PROMISE) if s.member != "ada")),
         SignOff(id="T1", commitment="C1", function=Function.PRODUCT, answer=Answer.YES,
                 material=PROMISE.material, supersedes="S-C1-engineering")),
    case("I-17", "another due date", SOLD, replace(PROMISE, due=date(2026, 6, 2))),
    case("I-17", "another price", SOLD, replace(PROMISE, price=Decimal("10.01"))),
    case("I-18", "a vision promised", SOLD, replace(PROMISE, maturity=Maturity.VISION)),
    case("I-18", "a promise of something in discovery",
         (*SOLD, replace(OUTPUT, state="proposed", idea=None)),
         replace(PROMISE, output="OU1")),
    case("I-19", "launched before it was verified",
         (*BUILT, EnablementItem(id="EN1", state="ready", output="OU1", department="D-cs")),
         replace(OUTPUT, launched_on=SUMMER), at="EN1"),
    case("I-19", "verified by somebody else's department",
         (*BUILT, EnablementItem(id="EN1", state="verified", output="OU1", department="D-cs",
                                 verified_by="cleo")),
         EnablementItem(id="EN1", state="verified", output="OU1", department="D-cs",
                        verified_by="ada")),
    case("I-19", "waived for no reason",
         (*BUILT, EnablementItem(id="EN1", state="waived", output="OU1", department="D-cs",
                                 waiver_reason="they know it already")),
         EnablementItem(id="EN1", state="waived", output="OU1", department="D-cs")),
    case("I-20", "before its turn",
         (ChainStep(id="CS1", state="ready"), ChainStep(id="CS2", preconditions=("CS1",))),
         ChainStep(id="CS2", state="ready", preconditions=("CS1",))),
    case("I-21", "measured before the release",
         (*INTENT, replace(METRIC, id="M2", purpose=Purpose.PAIN),
          Problem(id="P1", state="chosen", pain_metric="M2"),
          replace(IDEA, problem="P1"), *FINDINGS, ASKED, HYPOTHESIS,
          replace(OUTPUT, problem="P1", released_on=SUMMER),
          Measurement(id="MS1", metric="M2", problem="P1", level=Level(value=3.0),
                      measured_on=SPRING)),
         Problem(id="P1", state="solved", pain_metric="M2")),
    case("I-22", "closed without a reason",
         (FeatureRequest(id="R1", state="replied", choice=Choice.NO, reason="too few ask for it",
                         reply="We will not, because too few ask.", replied_on=SPRING),),
         FeatureRequest(id="R1", state="replied", choice=Choice.NO, reply="We will not.",
                        replied_on=SPRING)),
    case("I-23", "a day at six months",
         (replace(ITEM, horizon=6, due=date(2026, 12, 1), precision=Precision.MONTH),),
         replace(ITEM, horizon=6, due=date(2026, 12, 1), precision=Precision.DAY)),
    case("I-23", "an output at nine months",
         (*BUILT, replace(ITEM, item_kind=RoadmapKind.OUTPUT, output="OU1", horizon=6)),
         replace(ITEM, item_kind=RoadmapKind.OUTPUT, output="OU1", horizon=9)),
    case("I-24", "nothing at twelve months",
         tuple(replace(ITEM, id=f"RI{months}", horizon=months) for months in (3, 6, 9, 12)),
         replace(ITEM, id="RI12", horizon=9), at="roadmap"),
    case("I-25", "there for no reason", (ITEM,), replace(ITEM, source=None)),
    case("I-26", "evidence without a date", BUILT, replace(ASKED, observed_on=None)),
    case("I-26", "a class its test does not give",
         (*BUILT, AssumptionTest(id="T1", stage=Stage.FACT_FINDING),
          replace(ASKED, id="EV2", assumption_test="T1")),
         replace(ASKED, id="EV2", assumption_test="T1",
                 evidence_class=EvidenceClass.LAUNCH_DATA)),
    case("I-27", "a claim beyond the meter", BUILT, replace(IDEA, claimed_confidence=10.5)),
    case("I-28", "another version, no bridge",
         (*INTENT, MetricBridge(id="MB1", metric="M1", from_version=1, to_version=2)),
         Measurement(id="MS1", metric="M1", outcome="OC1",
                     level=Level(did=1, people=2, version=3))),
    case("I-28", "another metric", (*INTENT, replace(METRIC, id="M2")),
         Measurement(id="MS1", metric="M2", outcome="OC1", level=Level(did=1, people=2))),
    case("I-29", "superseded by an earlier one", (*BUILT, VERDICT),
         replace(VERDICT, id="V2", supersedes="V1", decided_on=date(2026, 2, 1))),
    case("I-28", "another meaning of the same version",
         (*INTENT, replace(METRIC, state="live"),
          MetricVersion(id="M1.v1", metric="M1", definition=METRIC.definition,
                        fingerprint=METRIC.fingerprint)),
         replace(METRIC, state="live", window="14 days")),
    case("I-29", "refuted by hand", (*BUILT, replace(HYPOTHESIS, state="testing")),
         replace(HYPOTHESIS, state="refuted")),
    case("I-29", "refuted, and still under test",
         (*BUILT, replace(HYPOTHESIS, state="testing")),
         replace(VERDICT, finish=Finish.REFUTED), at="H1"),
    case("I-29", "a verdict without evidence",
         (*INTENT, replace(OUTPUT, state="ready", idea=None),
          replace(HYPOTHESIS, state="testing")),
         VERDICT, replace(HYPOTHESIS, state="supported")),
    case("I-29", "two verdicts at once",
         (*BUILT, replace(HYPOTHESIS, state="supported"), VERDICT),
         replace(VERDICT, id="V2")),
    case("I-30", "a department that does not own what it shares",
         (*INTENT, JourneyMap(id="J1"),
          JourneyStep(id="ST1", journey="J1", departments=("D-product", "D-cs")),
          replace(OUTCOME, journey_step="ST1", owners=("matching", "success"))),
         replace(OUTCOME, journey_step="ST1")),
]  # fmt: skip
