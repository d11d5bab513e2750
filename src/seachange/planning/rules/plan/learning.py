"""How we learn: hypotheses, what they assume, tests, evidence, verdicts and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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
from seachange.planning.rules.plan.values import Criteria, Level
from seachange.planning.rules.vocabulary import (
    Bearing,
    Choice,
    Design,
    EvidenceClass,
    Finish,
    Function,
    Kind,
    Risk,
    Stage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis(Record):
    """One output or idea, one outcome, and the change we predict, with when to stop.

    `version` counts changes of the criteria; `belief_at_decision` is π as it was computed when
    the decision to go ahead was taken (for calibration).
    """

    kind: ClassVar[Kind] = Kind.HYPOTHESIS

    statement: str = ""
    idea: str | None = link(Kind.IDEA)
    output: str | None = link(Kind.OUTPUT)
    outcome: str | None = link(Kind.OUTCOME)
    criteria: Criteria = field(default_factory=Criteria)
    version: int = 1
    guardrails: tuple[str, ...] = links(Kind.METRIC)
    signals: tuple[str, ...] = links(Kind.SIGNAL)
    effect_score: float | None = None
    ease_score: float | None = None
    claimed_confidence: float | None = None
    belief_at_decision: float | None = None
    stated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisVersion(Record):
    """The criteria of a hypothesis as they stood in one version."""

    kind: ClassVar[Kind] = Kind.HYPOTHESIS_VERSION

    hypothesis: str = needs(Kind.HYPOTHESIS)
    version: int = 1
    criteria: Criteria = field(default_factory=Criteria)
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(Record):
    """What must be true for a hypothesis to hold; importance 1..5."""

    kind: ClassVar[Kind] = Kind.ASSUMPTION

    hypothesis: str = needs(Kind.HYPOTHESIS)
    text: str = ""
    risk: Risk = Risk.VALUE
    importance: int = 3

    def __post_init__(self) -> None:
        check_record(self)
        if not 1 <= self.importance <= 5:
            raise BadPlan(f"an importance is 1 to 5, not {self.importance}", place=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionTest(Record):
    """A step that produces evidence; an experiment if it has a control.

    `asked` is what was put to people, or looked for where nobody was asked; `held_by` who did so,
    `with_whom` who took part, in words. What was seen is told by its evidence.
    `control` and `treatment` are the arms as counted; `planned_people` is the sample of both
    together; `result_effect` and `standard_error` are in the metric's units. `question` is how
    a log is asked for its result, as JSON text of the measuring core; without a metric of its
    own it asks for the outcome's.
    """

    kind: ClassVar[Kind] = Kind.ASSUMPTION_TEST

    hypothesis: str | None = link(Kind.HYPOTHESIS)
    assumptions: tuple[str, ...] = links(Kind.ASSUMPTION)
    method: str = ""
    asked: str = ""
    held_by: str | None = link(Kind.MEMBER)
    with_whom: str = ""
    stage: Stage = Stage.TEST
    design: Design = Design.NONE
    metric: str | None = link(Kind.METRIC)
    guardrails: tuple[str, ...] = links(Kind.METRIC)  # measured in it
    planned_people: int | None = None
    planned_control_share: float = 0.5
    cost: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    finished_on: date | None = None
    analysed_on: date | None = None
    analysis_plan: str = ""
    is_sequential: bool = False
    looks: int = 0
    variants_judged: int = 1
    metrics_judged: int = 1
    correction: str = ""
    control: Level | None = None
    treatment: Level | None = None
    result_effect: float | None = None
    standard_error: float | None = None
    question: str = field(default="", metadata={"document": True})

    def __post_init__(self) -> None:
        check_record(self)
        object.__setattr__(self, "question", document_text(self.question))
        if not 0 <= self.planned_control_share <= 1:
            raise BadPlan("the share planned for control lies between 0 and 1", place=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A dated, sourced observation for or against something.

    `evidence_class` follows from the test's stage where there is a test. `estimate` and
    `standard_error` are the measured change, in the metric's units; `remaining` is what is left
    of it once the world it was seen in changed (1, 0.5 or 0; `invalidated_by` says how).
    """

    kind: ClassVar[Kind] = Kind.EVIDENCE

    text: str = ""
    hypothesis: str | None = link(Kind.HYPOTHESIS)
    assumption: str | None = link(Kind.ASSUMPTION)
    idea: str | None = link(Kind.IDEA)
    output: str | None = link(Kind.OUTPUT)
    problem: str | None = link(Kind.PROBLEM)
    driver_link: str | None = link(Kind.DRIVER_LINK)
    assumption_test: str | None = link(Kind.ASSUMPTION_TEST)
    measurement: str | None = link(Kind.MEASUREMENT)
    evidence_class: EvidenceClass | None = None
    bearing: Bearing | None = None
    design: Design | None = None
    estimate: float | None = None
    standard_error: float | None = None
    people: int | None = None
    quality: float = 1.0
    relevance: float = 1.0
    remaining: float = 1.0
    invalidated_by: str = ""
    observed_on: date | None = None
    source: str = ""
    source_function: Function | None = None  # whose voice it is: sales for a sales request
    population: str = ""
    is_from_customers: bool = False

    def __post_init__(self) -> None:
        check_record(self)
        for name in ("quality", "relevance", "remaining"):
            if not 0 <= getattr(self, name) <= 1:
                raise BadPlan(f"{name} is a share between 0 and 1", place=self.id)

    @property
    def about(self) -> str | None:
        """The record it speaks for or against."""
        return (
            self.hypothesis
            or self.assumption
            or self.idea
            or self.output
            or self.problem
            or self.driver_link
        )

    @property
    def is_complete(self) -> bool:
        """Whether it may be called evidence: class, direction, date and source."""
        return bool(
            self.evidence_class is not None
            and self.bearing is not None
            and self.observed_on is not None
            and self.source
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Record):
    """What the evidence says of one version of a hypothesis, with the numbers it rests on."""

    kind: ClassVar[Kind] = Kind.VERDICT

    hypothesis: str = needs(Kind.HYPOTHESIS)
    hypothesis_version: int = 1
    finish: Finish = Finish.INCONCLUSIVE
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    expected_change: float | None = None  # E[θ]
    belief: float | None = None  # P(θ ≥ δ*)
    belief_positive: float | None = None  # P(θ > 0)
    confidence: float | None = None
    belief_before: float | None = None  # π before the measured results
    reason: str = ""
    decided_by: str | None = link(Kind.MEMBER)
    decided_on: date | None = None
    evidence: tuple[str, ...] = links(Kind.EVIDENCE)
    supersedes: str | None = link(Kind.VERDICT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A recorded choice: the reason, the alternatives, the evidence seen, who and when."""

    kind: ClassVar[Kind] = Kind.DECISION

    choice: Choice = Choice.GO
    hypothesis: str | None = link(Kind.HYPOTHESIS)
    verdict: str | None = link(Kind.VERDICT)
    idea: str | None = link(Kind.IDEA)
    output: str | None = link(Kind.OUTPUT)
    problem: str | None = link(Kind.PROBLEM)
    feature_request: str | None = link(Kind.FEATURE_REQUEST)
    roadmap_item: str | None = link(Kind.ROADMAP_ITEM)
    outcome: str | None = link(Kind.OUTCOME)
    review: str | None = link(Kind.REVIEW)
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    decided_by: str | None = link(Kind.MEMBER)
    decided_on: date | None = None
    evidence: tuple[str, ...] = links(Kind.EVIDENCE)
    supersedes: str | None = link(Kind.DECISION)
