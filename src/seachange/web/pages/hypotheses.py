"""Hypotheses as their pages show them: judged anew by all evidence, beside what is on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from seachange.errors import NotThere
from seachange.people.access import Viewer
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.cases import Case, cases
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.learning import (
    Assumption,
    Evidence,
    Hypothesis,
    HypothesisVersion,
)
from seachange.planning.rules.plan.measuring import BehaviourSignal
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Finish, Kind, Risk
from seachange.planning.rules.worth import Choice, choices, falls_short
from seachange.report.verdicts import telling
from seachange.report.verdicts.page import part
from seachange.web.pages.paging import Leaf, leaf_of

LOOKS = {Finish.SUPPORTED: "good", Finish.REFUTED: "bad", Finish.HARMED: "bad"}
STATES = ("draft", "complete", "testing", "supported", "inconclusive", "refuted", "harmed")
ON_A_LEAF, IN_A_COLUMN = 50, 20
ASKED_OF = (Risk.VALUE, Risk.USABILITY, Risk.FEASIBILITY, Risk.VIABILITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which hypotheses are looked for, in which order and as what; empty is not asked."""

    state: str = ""
    team: str = ""
    outcome: str = ""
    words: str = ""
    sort: str = "next"
    look: str = "list"
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One hypothesis of the list, in short."""

    case: Case
    called: str
    tone: str
    sentence: str
    confidence: str
    chance: str
    what_next: str

    @property
    def hypothesis(self) -> Hypothesis:
        """The hypothesis itself."""
        return self.case.hypothesis


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesesPage:
    """The hypotheses that were asked for; `of` is how many there are in all.

    `columns` are states with the first that are in them, and how many are.
    """

    asked: Asked
    leaf: Leaf[Row]
    columns: tuple[tuple[str, tuple[Row, ...], int], ...]
    of: int
    teams: tuple[Team, ...]
    may_state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A risk, and what is assumed about it; nothing where nobody looked at it yet."""

    risk: Risk
    assumptions: tuple[tuple[Assumption, tuple[Evidence, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisPage:
    """All about one hypothesis. `verdict` is the part of a page that tells how it is judged.

    `choices` are what might be chosen as worth it while nobody said it, `short` that less is
    predicted than that; `seen` is the version they were read at.
    """

    case: Case
    row: Row
    verdict: str
    output: Record | None
    signals: tuple[BehaviourSignal, ...]
    risks: tuple[Looked, ...]
    evidence: tuple[Evidence, ...]
    versions: tuple[HypothesisVersion, ...]
    choices: tuple[Choice, ...]
    short: str
    seen: int
    is_frozen: bool
    may_edit: bool
    may_conclude: bool
    may_decide: bool

    @property
    def hypothesis(self) -> Hypothesis:
        """The hypothesis itself."""
        return self.case.hypothesis


@kept_per_plan
def judged(plan: Plan) -> tuple[Case, ...]:
    """Return every hypothesis of a plan judged by its evidence."""
    return tuple(cases(plan))


def hypotheses_page(viewer: Viewer | None, asked: Asked) -> HypothesesPage:
    """Return the hypotheses that somebody may see and asks for."""
    plan = snapshot(viewer)
    rows = sorted((r for r in rows_of(plan) if _is_asked(r.case, asked)), key=SORTS[asked.sort])
    within = ((state, [r for r in rows if r.hypothesis.state == state]) for state in STATES)
    return HypothesesPage(
        asked=asked,
        leaf=leaf_of(rows, asked.page, size=ON_A_LEAF),
        columns=tuple((state, tuple(r[:IN_A_COLUMN]), len(r)) for state, r in within),
        of=len(plan.hypotheses),
        teams=plan.teams,
        may_state=viewer is not None and may(viewer.role, deed=Deed.CREATE, kind=Kind.HYPOTHESIS),
    )


@kept_per_plan
def rows_of(plan: Plan) -> tuple[Row, ...]:
    """Return every hypothesis of a plan in short."""
    return tuple(row_of(case) for case in judged(plan))


def row_of(case: Case) -> Row:
    """Return a hypothesis in short."""
    finish, belief = case.told.finish, case.told.belief
    return Row(
        case=case,
        called=telling.called(case),
        tone=LOOKS.get(finish, "") if finish else "",
        sentence=telling.sentence(case),
        confidence=f"{case.told.confidence:.1f}",
        chance=telling.chance(belief.worthwhile) if belief else "",
        what_next=case.advice.says,
    )


def hypothesis_page(viewer: Viewer | None, record: str) -> HypothesisPage:
    """Return all about one hypothesis, as far as somebody may see it."""
    seen = version_of(record)
    plan = snapshot(viewer)
    hypothesis = plan.get(Hypothesis, record)
    if hypothesis is None:
        raise NotThere(f"there is no hypothesis {record}"[:120])
    case = next(iter(cases(plan, [record])))
    signals = (plan.get(BehaviourSignal, each) for each in hypothesis.signals)
    role = viewer.role if viewer else None
    is_frozen = any(test.state != "planned" for test in case.tests)
    is_open = not is_frozen and hypothesis.criteria.smallest_worthwhile is None
    return HypothesisPage(
        case=case,
        row=row_of(case),
        verdict=part([case]),
        output=plan.get(Output, hypothesis.output) or plan.by_id.get(hypothesis.idea or ""),
        signals=tuple(each for each in signals if each is not None),
        risks=tuple(_risks(plan, hypothesis)),
        evidence=plan.of(Evidence, hypothesis.id),
        versions=plan.of(HypothesisVersion, hypothesis.id),
        choices=choices(plan, hypothesis) if is_open else (),
        short="" if is_frozen else falls_short(plan, hypothesis),
        seen=seen,
        is_frozen=is_frozen,
        may_edit=role is not None and may(role, deed=Deed.EDIT, kind=Kind.HYPOTHESIS),
        may_conclude=role is not None and may(role, deed=Deed.CREATE, kind=Kind.VERDICT),
        may_decide=role is not None and may(role, deed=Deed.CREATE, kind=Kind.DECISION),
    )


def _risks(plan: Plan, hypothesis: Hypothesis) -> Iterator[Looked]:
    held = plan.of(Assumption, hypothesis.id)
    for risk in dict.fromkeys((*ASKED_OF, *(each.risk for each in held))):
        mine = sorted((a for a in held if a.risk == risk), key=lambda a: -a.importance)
        yield Looked(
            risk=risk, assumptions=tuple((each, plan.of(Evidence, each.id)) for each in mine)
        )


def _is_asked(case: Case, asked: Asked) -> bool:
    hypothesis, outcome = case.hypothesis, case.outcome
    if asked.state and hypothesis.state != asked.state:
        return False
    if asked.outcome and hypothesis.outcome != asked.outcome:
        return False
    owners = (*(outcome.owners if outcome else ()), hypothesis.team)
    if asked.team and asked.team not in owners:
        return False
    told = f"{hypothesis.id} {title_of(hypothesis)} {hypothesis.statement}"
    return asked.words.casefold() in f"{told} {outcome.text if outcome else ''}".casefold()


def _place(row: Row) -> int:
    state = row.hypothesis.state
    urgent = {"testing": 0, "complete": 1, "draft": 2}
    return urgent.get(state, 3 if not row.case.decisions else 4)


SORTS: dict[str, Callable[[Row], Any]] = {
    "next": lambda row: (_place(row), row.hypothesis.id),
    "confidence": lambda row: -row.case.told.confidence,
    "id": lambda row: row.hypothesis.id,
}
