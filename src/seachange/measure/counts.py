"""The narrow waist: all that comes back from an engine, as sums that cannot be nonsense."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.errors import ImpossibleCounts

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ShareSums:
    """Sums over actors of their entries n and successes k: Σ1, Σn, Σk, Σk², Σkn, Σn²."""

    actors: int = 0
    entries: int = 0
    did: int = 0
    did_did: int = 0
    did_entries: int = 0
    entries_entries: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.did <= self.entries or self.actors > self.entries:
            raise ImpossibleCounts(f"{self.did} of {self.entries} entries of {self.actors} actors")

    def __add__(self, other: ShareSums) -> ShareSums:
        """Add sums over different actors."""
        return ShareSums(
            self.actors + other.actors,
            self.entries + other.entries,
            self.did + other.did,
            self.did_did + other.did_did,
            self.did_entries + other.did_entries,
            self.entries_entries + other.entries_entries,
        )


@dataclass(frozen=True, slots=True)
class ShareCount:
    """One cell of a share: entries of a period and group, `mature` ones or pending ones."""

    period: int
    group: int
    mature: bool
    sums: ShareSums


def share_counts(rows: Iterable[tuple[int, ...]]) -> list[ShareCount]:
    """Read the rows of `sql.share.query`."""
    return [ShareCount(row[0], row[1], bool(row[2]), ShareSums(*map(int, row[3:]))) for row in rows]


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """One period of a frequency: the active, those who did it, events and Σ events²."""

    period: int
    people: int
    did: int
    events: int
    events_events: int

    def __post_init__(self) -> None:
        if not 0 <= self.did <= min(self.people, self.events):
            raise ImpossibleCounts(f"{self.did} of {self.people} people with {self.events} events")


@dataclass(frozen=True, slots=True)
class ActivitySums:
    """A frequency's sums over actors, of their periods x, those k in which they did it, and
    their events y: people with any period, people waiting for one, people who did it, Σx,
    Σk, Σk², Σkx, Σx², Σy, Σy², Σyx.
    """

    people: int = 0
    waiting: int = 0
    did: int = 0
    periods: int = 0
    kept: int = 0
    kept_kept: int = 0
    kept_periods: int = 0
    periods_periods: int = 0
    events: int = 0
    events_events: int = 0
    events_periods: int = 0

    def __post_init__(self) -> None:
        if not self.did <= self.people <= self.periods or not self.did <= self.kept <= self.periods:
            raise ImpossibleCounts(f"{self.did} of {self.people} people in {self.periods} periods")


@dataclass(frozen=True, slots=True, eq=False)
class WaitCounts:
    """How many did it after so many seconds, and how many had not when last watched.

    Columns, since there can be as many rows as people: period, group, seconds, `did`,
    `waiting`, and `pending`, those of the waiting who are watched still.
    """

    period: Whole
    group: Whole
    seconds: Whole
    did: Whole
    waiting: Whole
    pending: Whole

    def __post_init__(self) -> None:
        impossible = (self.seconds < 0) | (self.did < 0) | (self.pending > self.waiting)
        if bool(impossible.any()):
            raise ImpossibleCounts("somebody waits less than no time, or more wait than wait")

    @classmethod
    def of(cls, table: Whole) -> WaitCounts:
        """Read the rows of `sql.duration.query`."""
        return cls(*(table[:, column] for column in range(6)))

    def those(self, wanted: NDArray[np.bool_]) -> WaitCounts:
        """Return some of the rows."""
        columns = (self.period, self.group, self.seconds, self.did, self.waiting, self.pending)
        return WaitCounts(*(column[wanted] for column in columns))


@dataclass(frozen=True, slots=True)
class CohortCount:
    """People of a cohort who did it in the k-th period after; k = −1: all of them."""

    cohort: int
    group: int
    k: int
    people: int


@dataclass(frozen=True, slots=True)
class CohortSums:
    """Sums over actors at one k, of their cohorts x and those y they came back to:
    Σ1, Σx, Σy, Σy², Σxy, Σx².
    """

    group: int
    k: int
    actors: int
    cohorts: int
    kept: int
    kept_kept: int
    kept_cohorts: int
    cohorts_cohorts: int


@dataclass(frozen=True, slots=True)
class NameCount:
    """An event name on a map: its events, those who did it, the cases it is in, starts, ends.

    `steps` says how many of its events stand where in their cases, from the first event
    (0) to the last; events alone in their case stand nowhere.
    """

    name: int
    events: int
    people: int
    cases: int
    starts: int
    ends: int
    steps: Mapping[int, int]

    def __post_init__(self) -> None:
        within = 0 < self.people <= self.events and 0 < self.cases <= self.events
        if not within or max(self.starts, self.ends) > self.cases:
            raise ImpossibleCounts(f"{self.events} events in {self.cases} cases: {self}")


@dataclass(frozen=True, slots=True)
class FollowCount:
    """How often one name followed another inside a case, for how many people, and the
    median of the microseconds between (exact: a whole or a half).
    """

    before: int
    after: int
    count: int
    people: int
    micros: float

    def __post_init__(self) -> None:
        if not 0 < self.people <= self.count or self.micros < 0:
            raise ImpossibleCounts(f"{self.people} people in {self.count} follows: {self}")


@dataclass(frozen=True, slots=True)
class MapCounts:
    """A journey map: people, cases, events of every name, and the names and follows shown."""

    people: int
    cases: int
    events: Mapping[int, int]
    names: tuple[NameCount, ...]
    follows: tuple[FollowCount, ...]

    def __post_init__(self) -> None:
        if max(self.people, self.cases) > sum(self.events.values()):
            raise ImpossibleCounts(f"{self.cases} cases have fewer events than that")


@dataclass(frozen=True, slots=True)
class FunnelPeople:
    """How many of a period and group got exactly as far as step `depth` (0: removed)."""

    period: int
    group: int
    depth: int
    mature: bool
    people: int

    def __post_init__(self) -> None:
        if self.people < 1 or self.depth < 0:
            raise ImpossibleCounts(f"{self.people} people got as far as step {self.depth}")


@dataclass(frozen=True, slots=True)
class FunnelTimes:
    """Microseconds from the step before: people, sum, and the values at the two ranks each
    between which lie the first quartile, the median and the third.
    """

    period: int
    group: int
    step: int
    people: int
    total: int
    ranked: tuple[int, int, int, int, int, int]

    def __post_init__(self) -> None:
        lower, upper = self.ranked[::2], self.ranked[1::2]
        rise = all(list(side) == sorted(side) for side in (lower, upper))
        if not rise or any(a > b for a, b in zip(lower, upper, strict=True)) or lower[0] < 0:
            raise ImpossibleCounts(f"quartiles must rise: {self.ranked}")
        if self.people < 1 or self.total < upper[-1]:
            raise ImpossibleCounts(f"{self.people} times add up to {self.total} only")


@dataclass(frozen=True, slots=True)
class FunnelNext:
    """How many that got no further than a step did what next; name −1: nothing since."""

    period: int
    group: int
    step: int
    name: int
    people: int


@dataclass(frozen=True, slots=True)
class FunnelScore:
    """How many that got no further than a step gave which number, as it is written."""

    period: int
    group: int
    step: int
    score: str
    people: int


@dataclass(frozen=True, slots=True)
class FunnelCounts:
    """All that a funnel's answer, or the parts of a breakdown or series, are made of."""

    people: tuple[FunnelPeople, ...] = ()
    times: tuple[FunnelTimes, ...] = ()
    nexts: tuple[FunnelNext, ...] = ()
    scores: tuple[FunnelScore, ...] = ()

    def __post_init__(self) -> None:
        for step in {time.step for time in self.times}:
            timed = sum(time.people for time in self.times if time.step == step)
            reached = sum(cell.people for cell in self.people if cell.depth >= step)
            if timed != reached:
                raise ImpossibleCounts(f"{timed} times, but {reached} reached step {step}")

    def those(self, *, period: int | None = None, group: int | None = None) -> FunnelCounts:
        """Return what was counted of one period, or of one group."""

        def wanted(cell: FunnelPeople | FunnelTimes | FunnelNext | FunnelScore) -> bool:
            return period in (None, cell.period) and group in (None, cell.group)

        return FunnelCounts(
            tuple(filter(wanted, self.people)),
            tuple(filter(wanted, self.times)),
            tuple(filter(wanted, self.nexts)),
            tuple(filter(wanted, self.scores)),
        )


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """How many people of a period and group answered with this text last."""

    period: int
    group: int
    answer: str
    people: int

    def __post_init__(self) -> None:
        if self.people < 1:
            raise ImpossibleCounts(f"{self.people} people answered {self.answer!r}")


@dataclass(frozen=True, slots=True)
class Invited:
    """How many people of a period and group were asked, and how many of those answered."""

    period: int
    group: int
    asked: int
    answered: int

    def __post_init__(self) -> None:
        if not 0 <= self.answered <= self.asked:
            raise ImpossibleCounts(f"{self.answered} of {self.asked} people answered")


@dataclass(frozen=True, slots=True)
class NameTotals:
    """An event name in a whole log: events, actors, first and last time, events lately."""

    name: str
    events: int
    actors: int
    first: int
    last: int
    lately: int

    def __post_init__(self) -> None:
        if not 0 < self.actors <= self.events or self.lately > self.events:
            raise ImpossibleCounts(f"{self.events} events of {self.actors} actors: {self}")
        if self.first > self.last:
            raise ImpossibleCounts(f"{self.name} ends before it begins")


@dataclass(frozen=True, slots=True)
class ExposureCount:
    """Units first shown a variant in a phase, in one period of the exposures.

    `variant` is an index among the variants, −1 for none of them, −2 for several of them.
    """

    variant: int
    phase: int
    period: int
    units: int
    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if self.units < 1 or self.phase < 0 or self.earliest > self.latest:
            raise ImpossibleCounts(f"units were first shown a variant impossibly: {self}")


@dataclass(frozen=True, slots=True)
class MetricSums:
    """Sums over units of one value y each, and of x: Σ1, Σy, Σx, Σy², Σxy, Σx²."""

    units: int = 0
    y: int = 0
    x: int = 0
    yy: int = 0
    xy: int = 0
    xx: int = 0

    def __post_init__(self) -> None:
        pairs = ((self.y, self.yy), (self.x, self.xx))
        if self.units < 0 or any(s * s > self.units * squares for s, squares in pairs):
            raise ImpossibleCounts(f"no units have these sums: {self}")

    def __add__(self, other: MetricSums) -> MetricSums:
        """Add sums over different units."""
        return MetricSums(
            self.units + other.units,
            self.y + other.y,
            self.x + other.x,
            self.yy + other.yy,
            self.xy + other.xy,
            self.xx + other.xx,
        )


@dataclass(frozen=True, slots=True)
class MetricCount:
    """One cell of a metric: units of a variant and phase whose window was over in a period.

    In period −1 are those whose window was not.
    """

    variant: int
    phase: int
    period: int
    sums: MetricSums


def metric_counts(rows: Iterable[tuple[int, ...]]) -> list[MetricCount]:
    """Read the rows of `sql.metrics.sums`."""
    return [MetricCount(row[0], row[1], row[2], MetricSums(*map(int, row[3:]))) for row in rows]
