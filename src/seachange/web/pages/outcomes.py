"""All outcomes at a glance: where each stands, whose they are, and what was looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.indicators.pacing import Course
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.paging import Leaf, leaf_of
from seachange.web.pages.standings import Stand, stand_of
from seachange.web.pages.strategy import is_of

# What needs somebody first comes first.
URGENCY = (Course.AWAY, Course.BEHIND, Course.UNKNOWN, Course.ON_PACE, Course.REACHED)
ON_A_LEAF = 50
SETTLED = frozenset({"missed", "abandoned", "sustained", "relapsed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One outcome of the list."""

    outcome: Outcome
    stand: Stand
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for, and in which order; empty is not asked."""

    team: str = ""
    state: str = ""
    words: str = ""
    sort: str = "course"
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesPage:
    """The outcomes that were asked for; `of` is how many there are in all."""

    asked: Asked
    leaf: Leaf[Row]
    of: int
    teams: tuple[Team, ...]
    states: tuple[str, ...]
    may_state: bool


def outcomes_page(viewer: Viewer | None, asked: Asked) -> OutcomesPage:
    """Return the outcomes that somebody may see and asks for."""
    plan = snapshot(viewer)
    rows = rows_of(plan, (each for each in plan.outcomes if _is_asked(each, asked)))
    return OutcomesPage(
        asked=asked,
        leaf=leaf_of(sorted(rows, key=SORTS[asked.sort]), asked.page, size=ON_A_LEAF),
        of=len(plan.outcomes),
        teams=plan.teams,
        states=tuple(dict.fromkeys(each.state for each in plan.outcomes)),
        may_state=viewer is not None and may(viewer.role, deed=Deed.CREATE, kind=Kind.OUTCOME),
    )


def rows_of(plan: Plan, outcomes: Iterable[Outcome]) -> list[Row]:
    """Return outcomes with where they stand and who owns them."""
    return [
        Row(outcome=each, stand=stand_of(plan, each), teams=owners_of(plan, each))
        for each in outcomes
    ]


def owners_of(plan: Plan, outcome: Outcome) -> tuple[Team, ...]:
    """Return the teams that own an outcome."""
    return tuple(team for each in outcome.owners if (team := plan.get(Team, each)))


def _is_asked(outcome: Outcome, asked: Asked) -> bool:
    said = f"{outcome.id} {outcome.name} {outcome.text}".casefold()
    return (
        (not asked.team or is_of(outcome, asked.team))
        and (not asked.state or outcome.state == asked.state)
        and all(word in said for word in asked.words.casefold().split())
    )


def by_urgency(row: Row) -> tuple[bool, int, str]:
    """Order by what needs somebody first; what is settled comes last."""
    return row.outcome.state in SETTLED, URGENCY.index(row.stand.pacing.course), row.outcome.id


# How a list may be ordered: the word in the address → the key.
SORTS: dict[str, Callable[[Row], Any]] = {
    "course": by_urgency,
    "name": lambda row: title_of(row.outcome).casefold(),
    "due": lambda row: (row.outcome.by or date.max, row.outcome.id),
    "progress": lambda row: (-(row.stand.standing_progress or 0.0), row.outcome.id),
    "id": lambda row: row.outcome.id,
}
