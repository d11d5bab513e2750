"""The roadmap at its horizons, with where it comes from; and the one that is safe to hand out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from seachange.people.access import Function, Viewer
from seachange.planning.reads.past import plan_on
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.handout import SafeHorizon, safe_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import HORIZONS, Source


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """What lies at a number of months, and the mix of where it comes from.

    `sources` counts items, `effort` adds up person-weeks where they are known; `unknown_effort`
    is how many items have none.
    """

    months: int
    items: tuple[RoadmapItem, ...]
    sources: dict[Source | None, int]
    effort: dict[Source | None, float]
    unknown_effort: int


def horizons(viewer: Viewer | None, *, on: date | None = None) -> tuple[Horizon, ...]:
    """Return the open items at 3, 6, 9 and 12 months, today or as they stood on a past day."""
    plan = snapshot(viewer) if on is None else plan_on(viewer, on)
    return tuple(_horizon(plan, months) for months in HORIZONS)


def _horizon(plan: Plan, months: int) -> Horizon:
    items = tuple(each for each in plan.roadmap if each.is_open and each.horizon == months)
    effort: dict[Source | None, float] = {}
    for item in items:
        if item.effort_weeks is not None:
            effort[item.source] = effort.get(item.source, 0.0) + item.effort_weeks
    return Horizon(
        months=months,
        items=items,
        sources=dict(Counter(item.source for item in items)),
        effort=effort,
        unknown_effort=sum(item.effort_weeks is None for item in items),
    )


def safe_roadmap(
    viewer: Viewer | None, *, audience: Function | None = None
) -> tuple[SafeHorizon, ...]:
    """Return the roadmap with no features on it, of what somebody may see."""
    return safe_of(snapshot(viewer), audience=audience)
