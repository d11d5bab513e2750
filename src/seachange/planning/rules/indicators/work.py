"""What became of what we made (H01–H04, H07–H09, H11, H15, H16, H31–H33, H41)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from seachange.errors import BadPlan
from seachange.planning.rules.indicators.survival import Wait, median_wait
from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown, middle, tally
from seachange.planning.rules.vocabulary import Finish, Origin

MEASURED_AFTER = 45  # days a release is given before it should have been measured
_BOUGHT_WITHIN = 60
_THIN = 0.5  # confidence below which a build starts on opinion
_ASKED_OF_US = frozenset(
    {Origin.DEAL, Origin.SALES, Origin.MARKETING, Origin.OPERATIONS, Origin.EXECUTIVE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An output as its indicators need it: who wanted it, what it cost, what became of it.

    `effort` is in person-weeks. `finish` is the verdict's, `called_on` its day; `gained_on` the
    day of the first supported verdict. `ready_items` counts enablement verified of required.
    """

    name: str
    origin: Origin
    effort: float
    has_hypothesis: bool = False
    building_since: date | None = None
    had_contact_before: bool | None = False  # None: somebody spoke with a customer, who knows when
    has_all_risk_findings: bool = False
    confidence_at_start: float | None = None
    released_on: date | None = None
    measured_on: date | None = None
    finish: Finish | None = None
    called_on: date | None = None
    gained_on: date | None = None
    is_building: bool = False
    is_started: bool = True
    was_launched: bool = False
    is_used_within_60_days: bool = False
    ready_items: Tally | None = None

    def __post_init__(self) -> None:
        if self.effort < 0:
            raise BadPlan("an effort is no less than 0", place=self.name)
        if self.called_on and self.released_on and self.called_on < self.released_on:
            raise BadPlan("a release is judged after it, not before", place=self.name)


@dataclass(frozen=True, slots=True)
class Window:
    """The days looked at, both ends included; 180 days up to `as_of` unless said otherwise."""

    as_of: date
    days: int = 180

    def __post_init__(self) -> None:
        if self.days < 1:
            raise BadPlan("a window holds at least one day")

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies inside."""
        return day is not None and self.as_of - timedelta(self.days - 1) <= day <= self.as_of


def released(works: Iterable[Work], window: Window) -> list[Work]:
    """Return what was released in the window."""
    return [work for work in works if window.holds(work.released_on)]


def outcome_coverage(works: Iterable[Work], window: Window) -> Tally:
    """H01: released outputs that had a hypothesis."""
    return tally(released(works, window), lambda work: work.has_hypothesis)


def measured_share(works: Iterable[Work], window: Window, *, after: int = MEASURED_AFTER) -> Tally:
    """H02: of outputs released at least `after` days ago, those measured since."""
    due = window.as_of - timedelta(after)
    old = [w for w in released(works, window) if w.released_on and w.released_on <= due]
    return tally(old, lambda work: _is_measured(work, window))


def measured_of_all(works: Iterable[Work], window: Window) -> Tally:
    """H02 over all releases, however recent."""
    return tally(released(works, window), lambda work: _is_measured(work, window))


def _is_measured(work: Work, window: Window) -> bool:
    return work.measured_on is not None and work.measured_on <= window.as_of


def hit_rate(works: Iterable[Work], window: Window) -> Tally:
    """H03: released outputs whose hypothesis was supported."""
    return tally(released(works, window), lambda work: work.finish is Finish.SUPPORTED)


def hit_rate_of_judged(works: Iterable[Work], window: Window) -> Tally:
    """H03 over those with a verdict."""
    judged = [work for work in released(works, window) if work.finish is not None]
    return tally(judged, lambda work: work.finish is Finish.SUPPORTED)


def time_to_verdict(works: Iterable[Work], window: Window) -> float | Unknown:
    """H04: days from release to verdict, those without one still waiting."""
    return median_wait(
        _wait(work.released_on, until=work.called_on, as_of=window.as_of)
        for work in released(works, window)
        if work.released_on
    )


def time_to_outcome(works: Iterable[Work], *, as_of: date) -> float | Unknown:
    """H41: days from the start of building to the first supported verdict."""
    return median_wait(
        _wait(work.building_since, until=work.gained_on, as_of=as_of)
        for work in works
        if work.building_since and work.building_since <= as_of
    )


def _wait(since: date, *, until: date | None, as_of: date) -> Wait:
    is_over = until is not None and until <= as_of
    end = until if until is not None and is_over else as_of
    return Wait((end - since).days, is_over)


def unmeasured_effort(works: Iterable[Work], window: Window) -> Part:
    """H07: of the effort in released outputs, that in those nobody has measured."""
    out = released(works, window)
    unmeasured = (work.effort for work in out if not _is_measured(work, window))
    return Part(sum(unmeasured), sum(work.effort for work in out))


def effort_by_origin(works: Sequence[Work]) -> Mapping[Origin, Part]:
    """H08: how much of the effort each origin took; origins that took none are left out."""
    total = sum(work.effort for work in works)
    spent: dict[Origin, float] = {}
    for work in works:
        spent[work.origin] = spent.get(work.origin, 0.0) + work.effort
    return {origin: Part(effort, total) for origin, effort in spent.items()}


def effort_with_hypothesis(works: Sequence[Work]) -> Part:
    """H08: how much of the effort had a hypothesis behind it."""
    backed = sum(work.effort for work in works if work.has_hypothesis)
    return Part(backed, sum(work.effort for work in works))


def agency_index(works: Sequence[Work]) -> Part:
    """H09: effort others asked for without a hypothesis: the share of an agency in us."""
    asked = (w.effort for w in works if w.origin in _ASKED_OF_US and not w.has_hypothesis)
    return Part(sum(asked), sum(work.effort for work in works))


def contact_before_build(works: Iterable[Work]) -> Tally:
    """H11: started outputs for which somebody spoke with a customer before building.

    Those of whose contacts none has a day are left out: it may have been before or after.
    """
    known = (w for w in works if w.is_started and w.had_contact_before is not None)
    return tally(known, lambda work: bool(work.had_contact_before))


def risk_coverage(works: Iterable[Work]) -> Tally:
    """H15: outputs in building with findings on all four risks."""
    return tally((w for w in works if w.is_building), lambda work: work.has_all_risk_findings)


def evidence_at_start(works: Iterable[Work]) -> float | Unknown:
    """H16: the median confidence at entry to building."""
    return middle(_at_start(works), of="output was started")


def thin_starts(works: Iterable[Work]) -> Tally:
    """H16: outputs that entered building with a confidence below a half."""
    return tally(_at_start(works), lambda confidence: confidence < _THIN)


def _at_start(works: Iterable[Work]) -> list[float]:
    return [w.confidence_at_start for w in works if w.confidence_at_start is not None]


def enablement_readiness(works: Iterable[Work]) -> Tally:
    """H31: verified of required enablement items, at launch."""
    items = [w.ready_items for w in works if w.was_launched and w.ready_items is not None]
    return Tally(sum(each.count for each in items), sum(each.of for each in items))


def built_to_bought(works: Iterable[Work], *, as_of: date) -> Tally:
    """H32: launched outputs that somebody bought or used within 60 days; younger ones wait."""
    due = as_of - timedelta(_BOUGHT_WITHIN)
    old = [w for w in works if w.was_launched and w.released_on and w.released_on <= due]
    return tally(old, lambda work: work.is_used_within_60_days)


@dataclass(frozen=True, slots=True)
class StepDone:
    """One passage of a chain step: the department's name, and the days it took once ready."""

    step: str
    days: float


def chain_lead_times(passages: Iterable[StepDone]) -> Mapping[str, float]:
    """H33: the median days of each step, longest first: the first of them is the broken link."""
    days: dict[str, list[float]] = {}
    for passage in passages:
        days.setdefault(passage.step, []).append(passage.days)
    medians = {step: middle(each, of="passage") for step, each in days.items()}
    told = [(step, days) for step, days in medians.items() if isinstance(days, float)]
    return dict(sorted(told, key=lambda each: -each[1]))
