"""Objectives with key results that are outcomes: how far each has come, and how it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.checks.finding import Finding
from seachange.planning.rules.indicators.outcomes import key_results_that_are_outcomes
from seachange.planning.rules.indicators.tallies import Tally, Unknown
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.discovery import KeyResult, Objective
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Kind
from seachange.report import words
from seachange.web.pages.checks import report_of
from seachange.web.pages.paging import Leaf, leaf_of
from seachange.web.pages.progress import bar, way
from seachange.web.pages.records import found_of
from seachange.web.pages.standings import Stand, stand_of, unit_of
from seachange.web.pages.strategy import is_of
from seachange.web.pages.wording import Worded, worded_in

ON_A_LEAF = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultShown:
    """A key result: what it counts, from where to where, how far it has come, how it reads.

    `progress` is (now − start) / (target − start); none where one of them is not known, and
    `why` says which.
    """

    key_result: KeyResult
    text: str
    outcome: Outcome | None
    guardrail: Metric | None
    stand: Stand | None
    start: float | None
    target: float | None
    progress: float | None
    why: str
    worded: Worded | None
    findings: tuple[Finding, ...]

    @property
    def unit(self) -> str:
        """The unit of its numbers."""
        return self.stand.unit if self.stand else unit_of(self.guardrail)

    @property
    def meter(self) -> int:
        """Its progress as a whole number from 0 to 100, for a bar."""
        return bar(self.progress)

    @property
    def progress_words(self) -> str:
        """Its progress in words."""
        return self.why if self.progress is None else way(self.progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveShown:
    """An objective with its key results; `progress` is their mean where any is known."""

    objective: Objective
    teams: tuple[Team, ...]
    results: tuple[KeyResultShown, ...]
    findings: tuple[Finding, ...]
    known: int
    progress: float | None
    may_add: bool

    @property
    def progress_words(self) -> str:
        """How far it has come, and by how many of its key results that is known."""
        if self.progress is None:
            return "progress unknown: no key result of it can be measured yet"
        return f"{way(self.progress)}, by {self.known} of {len(self.results)} key results"

    @property
    def meter(self) -> int:
        """Its progress as a whole number from 0 to 100, for a bar."""
        return bar(self.progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which objectives somebody looks for; empty is not asked."""

    cycle: str = ""
    team: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectivesPage:
    """The objectives asked for; `outcomes` counts key results that read as outcomes."""

    asked: Asked
    leaf: Leaf[ObjectiveShown]
    of: int
    cycles: tuple[str, ...]
    teams: tuple[Team, ...]
    outcomes: Tally
    may_state: bool

    @property
    def outcomes_words(self) -> str:
        """How many key results are outcomes (H19), and whether that says anything."""
        share = self.outcomes.share
        said = f"{self.outcomes.count} of {self.outcomes.of} key results are outcomes"
        return said if isinstance(share, Unknown) else f"{said} ({words.quantity(share, 'share')})"


def objectives_page(viewer: Viewer, asked: Asked) -> ObjectivesPage:
    """Return the objectives that somebody may see and asks for, the newest cycle first."""
    plan = snapshot(viewer)
    found = [each for each in plan.objectives if _is_asked(each, asked)]
    found.sort(key=lambda each: (each.cycle, each.id), reverse=True)
    at = _findings(plan)
    leaf: Leaf[Any] = leaf_of(found, asked.page, size=ON_A_LEAF)
    texts = [text_of(plan, each) for o in found for each in plan.of(KeyResult, o.id)]
    return ObjectivesPage(
        asked=asked,
        leaf=replace(leaf, things=tuple(_objective(plan, o, viewer, at) for o in leaf.things)),
        of=len(plan.objectives),
        cycles=tuple(sorted({each.cycle for each in plan.objectives if each.cycle}, reverse=True)),
        teams=plan.teams,
        outcomes=key_results_that_are_outcomes(texts),
        may_state=may(viewer.role, deed=Deed.CREATE, kind=Kind.OBJECTIVE),
    )


def objective_shown(viewer: Viewer, objective_id: str) -> ObjectiveShown:
    """Return one objective."""
    plan = snapshot(viewer)
    return _objective(plan, found_of(plan, Objective, objective_id), viewer, _findings(plan))


def _is_asked(objective: Objective, asked: Asked) -> bool:
    of_team = not asked.team or is_of(objective, asked.team)
    return of_team and (not asked.cycle or objective.cycle == asked.cycle)


@kept_per_plan
def _findings(plan: Plan) -> dict[str, list[Finding]]:
    at: dict[str, list[Finding]] = {}
    for each in report_of(plan).findings:
        own = at.setdefault(each.record, [])
        # Several checks may ask for the same remedy: once is enough.
        is_told = any(other.mend == each.mend for other in own)
        own.append(replace(each, mend="") if is_told else each)
    return at


def _objective(
    plan: Plan, objective: Objective, viewer: Viewer, at: dict[str, list[Finding]]
) -> ObjectiveShown:
    results = tuple(_results(plan, objective, at))
    known = [each.progress for each in results if each.progress is not None]
    return ObjectiveShown(
        objective=objective,
        teams=tuple(team for each in objective.teams if (team := plan.get(Team, each))),
        results=results,
        findings=tuple(at.get(objective.id, ())),
        known=len(known),
        progress=sum(known) / len(known) if known else None,
        may_add=may(viewer.role, deed=Deed.CREATE, kind=Kind.KEY_RESULT),
    )


def _results(
    plan: Plan, objective: Objective, at: dict[str, list[Finding]]
) -> Iterator[KeyResultShown]:
    for each in plan.of(KeyResult, objective.id):
        outcome = plan.get(Outcome, each.outcome)
        stand = stand_of(plan, outcome) if outcome else None
        start, target = _ends(each, stand)
        progress, why = _progress(stand, start, target)
        text = text_of(plan, each)
        yield KeyResultShown(
            key_result=each,
            text=text,
            outcome=outcome,
            guardrail=plan.get(Metric, each.guardrail),
            stand=stand,
            start=start,
            target=target,
            progress=progress,
            why=why,
            worded=_readings(plan).get(text),
            findings=tuple(at.get(each.id, ())),
        )


def text_of(plan: Plan, key_result: KeyResult) -> str:
    """Return what a key result says: its own words, else those of its outcome."""
    outcome = plan.get(Outcome, key_result.outcome)
    return key_result.text or (outcome.text if outcome else "")


@kept_per_plan
def _readings(plan: Plan) -> dict[str, Worded]:
    """Return how every key result of a plan reads, by what it says."""
    texts = {text_of(plan, each) for each in plan.key_results}
    return {text: worded_in(plan, text) for text in texts if text}


def _ends(key_result: KeyResult, stand: Stand | None) -> tuple[float | None, float | None]:
    """Return from where to where: as the key result says, else as its outcome does."""
    start, target = key_result.start, key_result.target
    if stand is not None:
        start = stand.baseline if start is None else start
        target = stand.goal.target if target is None else target
    return start, target


def _progress(
    stand: Stand | None, start: float | None, target: float | None
) -> tuple[float | None, str]:
    if stand is None:
        return None, "it points at no outcome, so nothing can be measured"
    if stand.value is None:
        return None, "its outcome was not measured yet"
    if start is None or target is None or start == target:
        return None, "it does not say from where to where"
    return (stand.value - start) / (target - start), ""
