"""The evidence library leaf by leaf: the newest lessons first, beside what all of them come to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seachange.planning.rules.library import Lesson, Wanted, search
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.programme import Programme, programme
from seachange.web.pages.paging import Leaf, leaf_of

# Lessons on a leaf; and of how many teams it is drawn how they foresee, unless one is asked for.
ON_A_LEAF, TEAMS = 30, 4

programme_of = kept_per_plan(programme)


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """What was learnt: `told` holds the lessons of the leaf, `of` is how many there are in all."""

    told: Programme
    leaf: Leaf[Lesson]
    of: int
    teams_left_out: int


def library_page(plan: Plan, wanted: Wanted, number: int, *, is_whole: bool = False) -> LibraryPage:
    """Return a leaf of the lessons of a plan that somebody asks for; whole, with every team."""
    told = programme_of(plan)
    leaf = leaf_of(search(told.lessons, wanted), number, size=ON_A_LEAF)
    everybody, teams = told.forecasts[:1], told.forecasts[1:]
    if wanted.team:
        teams = tuple(each for each in teams if each.team == wanted.team)
    few = len(teams) if is_whole else TEAMS
    return LibraryPage(
        told=replace(told, lessons=leaf.things, forecasts=(*everybody, *teams[:few])),
        leaf=leaf,
        of=len(told.lessons),
        teams_left_out=len(teams[few:]),
    )
