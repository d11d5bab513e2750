"""What the roadmap is made of, and whether it holds (H22–H26, H35, H36, H39)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from seachange.errors import BadPlan, ImpossibleCounts
from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown, tally
from seachange.planning.rules.vocabulary import HORIZONS, RoadmapKind, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of the roadmap: what it is, when, why, and its effort in person-weeks."""

    kind: RoadmapKind
    horizon: int
    source: Source
    effort: float = 0.0
    is_near: bool = False  # stands in now or next
    serves_vision: bool = False
    slips: int = 0
    days_slipped: float = 0.0

    def __post_init__(self) -> None:
        if self.horizon not in HORIZONS:
            raise BadPlan(f"a horizon is one of {HORIZONS} months, not {self.horizon}")
        if min(self.effort, self.slips, self.days_slipped) < 0:
            raise BadPlan("effort and slips are no less than 0")


def mix(items: Sequence[Item]) -> Mapping[RoadmapKind, Tally]:
    """H22: how many of the items are of each kind."""
    counted = Counter(item.kind for item in items)
    return {kind: Tally(number, len(items)) for kind, number in counted.items()}


def output_share(items: Sequence[Item]) -> Tally:
    """H22: items that are outputs."""
    return tally(items, lambda item: item.kind is RoadmapKind.OUTPUT)


def question_share(items: Sequence[Item]) -> Tally:
    """H22: items that are questions."""
    return tally(items, lambda item: item.kind is RoadmapKind.QUESTION)


def horizon_coverage(items: Iterable[Item]) -> Tally:
    """H23: of the horizons 3, 6, 9 and 12 months, those with an item."""
    return Tally(len({item.horizon for item in items}), len(HORIZONS))


def near_term_requests(items: Iterable[Item]) -> Part:
    """H24: of the effort in now and next, that for requests and deals."""
    near = [item for item in items if item.is_near]
    asked = (item.effort for item in near if item.source in {Source.REQUEST, Source.DEAL})
    return Part(sum(asked), sum(item.effort for item in near))


def vision_share(items: Sequence[Item]) -> Part:
    """H25: of the effort, that which serves the vision."""
    served = sum(item.effort for item in items if item.serves_vision)
    return Part(served, sum(item.effort for item in items))


def tempo(*, reached: int, due: int) -> Tally:
    """H25: vision milestones reached of those due."""
    return Tally(reached, due)


_PERIODS = 4


def drift(request_shares: Sequence[float]) -> float | Unknown:
    """H26: how fast the share of requests grows a period, over the last four.

    The median of the slopes between every two periods (Theil 1950, Sen 1968): one odd period
    does not turn it.
    """
    last = list(request_shares)[-_PERIODS:]
    if len(last) < _PERIODS:
        return Unknown(f"drift needs {_PERIODS} periods, there are {len(last)}")
    slopes = [
        (last[later] - last[earlier]) / (later - earlier)
        for earlier in range(_PERIODS)
        for later in range(earlier + 1, _PERIODS)
    ]
    return float(median(slopes))


@dataclass(frozen=True, slots=True)
class TwoViews:
    """When two parties expect the same item, and whether they expect the same thing."""

    first: date
    second: date
    is_same_thing: bool


def expectation_gap(views: Sequence[TwoViews]) -> float | Unknown:
    """H35: the mean days between the dates two parties expect."""
    if not views:
        return Unknown("no item has two expectations")
    return sum(abs((view.first - view.second).days) for view in views) / len(views)


def differing_expectations(views: Iterable[TwoViews]) -> Tally:
    """H35: items of which two parties expect different things."""
    return tally(views, lambda view: not view.is_same_thing)


def slipped(items: Iterable[Item]) -> Tally:
    """H36: items moved later at least twice."""
    return tally(items, lambda item: item.slips >= 2)


def mean_slip(items: Sequence[Item]) -> float | Unknown:
    """H36: the mean days an item was moved later, over those that were moved."""
    moved = [item.days_slipped for item in items if item.slips]
    return sum(moved) / len(moved) if moved else Unknown("nothing was moved later")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """H39: today and tomorrow, always shown as a pair."""

    outcomes_on_pace: Tally
    milestones_on_pace: Tally


def scorecard(paces: Iterable[float], *, reached: int, due: int) -> Scorecard:
    """H39: near-term outcomes on pace, and vision milestones reached of those due."""
    if reached > due:
        raise ImpossibleCounts(f"{reached} of {due} milestones cannot have been reached")
    return Scorecard(tally(paces, lambda pace: pace >= 1), Tally(reached, due))
