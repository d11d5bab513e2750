"""The roadmap: items at horizons, each with why it is there, and who may look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from seachange.planning.rules.plan.intent import check_horizon
from seachange.planning.rules.plan.record import Record, check_record, link
from seachange.planning.rules.vocabulary import Function, Kind, Precision, RoadmapKind, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapItem(Record):
    """An outcome, question, theme, problem, hypothesis, milestone or output at a horizon.

    `horizon` is months ahead (3, 6, 9, 12). `earlier_due` are the dates it had before, oldest
    first. A range (`earliest`, `latest`) says how sure the date is. `confidence` (0..10) is what
    somebody claims: what the evidence earns is computed (`rules/confidence.py`).
    """

    kind: ClassVar[Kind] = Kind.ROADMAP_ITEM

    item_kind: RoadmapKind = RoadmapKind.OUTCOME
    outcome: str | None = link(Kind.OUTCOME)
    question: str | None = link(Kind.QUESTION)
    problem: str | None = link(Kind.PROBLEM)
    milestone: str | None = link(Kind.MILESTONE)
    hypothesis: str | None = link(Kind.HYPOTHESIS)
    output: str | None = link(Kind.OUTPUT)
    title: str = ""
    horizon: int = 3
    due: date | None = None
    precision: Precision | None = None
    earliest: date | None = None
    latest: date | None = None
    earlier_due: tuple[date, ...] = ()
    confidence: float | None = None
    source: Source | None = None
    feature_request: str | None = link(Kind.FEATURE_REQUEST)
    deal: str | None = link(Kind.DEAL)
    near_term_reason: str = ""
    is_legal_date: bool = False
    effort_weeks: float | None = None
    audience: tuple[Function, ...] = ()
    changed_on: date | None = None

    def __post_init__(self) -> None:
        check_record(self)
        check_horizon(self.horizon, of=self.id)

    @property
    def subject(self) -> str | None:
        """The record that its kind says it is about; a theme has only its title."""
        return {
            RoadmapKind.OUTCOME: self.outcome,
            RoadmapKind.QUESTION: self.question,
            RoadmapKind.PROBLEM: self.problem,
            RoadmapKind.MILESTONE: self.milestone,
            RoadmapKind.HYPOTHESIS: self.hypothesis,
            RoadmapKind.OUTPUT: self.output,
            RoadmapKind.THEME: None,
        }[self.item_kind]

    @property
    def is_open(self) -> bool:
        """Whether it still lies ahead."""
        return self.state in {"later", "next", "now"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapView(Record):
    """A way of looking at the roadmap, and the departments it is for."""

    kind: ClassVar[Kind] = Kind.ROADMAP_VIEW

    audience: tuple[Function, ...] = ()
