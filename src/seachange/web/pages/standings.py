"""Where outcomes and impacts stand, by the events or by what was written down, for every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from seachange.evidence.readings import level_of
from seachange.measure.answers import Answer, Estimate, Reading, Unknown
from seachange.measure.statistics.proportions import difference_of
from seachange.planning.rules.checks.survey import seen_on
from seachange.planning.rules.indicators.pacing import Course, Pacing, pacing
from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.power import Count, reach, wilson
from seachange.planning.rules.standings import Standing, answers_of
from seachange.planning.rules.vocabulary import Direction, Scale
from seachange.report import words
from seachange.report.pictures.trend import sparkline
from seachange.report.verdicts.telling import amount
from seachange.web.pages.counts import counted_of
from seachange.web.pages.progress import bar, way

Goal = Impact | Outcome

# How a state is drawn beside its words: never told by colour alone.
SHAPES = {
    Course.REACHED: "◆",
    Course.ON_PACE: "▲",
    Course.BEHIND: "▼",
    Course.AWAY: "✕",
    Course.UNKNOWN: "○",
}
TONES = {
    Course.REACHED: "good",
    Course.ON_PACE: "good",
    Course.BEHIND: "warn",
    Course.AWAY: "bad",
    Course.UNKNOWN: "",
}
UNITS = {Scale.RATE: "share", Scale.NPS: "points", Scale.DURATION: "seconds"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A level at a time, as pictures over time take it."""

    period: str
    estimate: Estimate
    people: int
    level: Level
    source: str = ""
    partial: bool = False
    pending: int = 0


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where one goal stands: its last measured level, how far it has come, and at which pace.

    `value` is none where nothing was measured. `points` begin with the baseline. `estimate` and
    `difference` are an answer's own, where the level was counted from events just now.
    """

    goal: Goal
    metric: Metric | None
    last: Measurement | None
    standing: Standing | None
    pacing: Pacing
    points: tuple[Point, ...]
    estimate: Estimate | None = None
    difference: Reading | None = None

    @property
    def unit(self) -> str:
        """The unit its numbers are written in."""
        return unit_of(self.metric)

    @property
    def value(self) -> float | None:
        """The last measured level."""
        return self.last.level.level if self.last else None

    @property
    def baseline(self) -> float | None:
        """Where it stood before."""
        return self.goal.baseline.level if self.goal.baseline else None

    @cached_property
    def sure(self) -> str:
        """How sure the last level is."""
        if self.last is None:
            return "nothing was measured since"
        told = self.estimate or sureness(self.last.level)
        if told is None:
            return "no interval: no count of people"
        return words.interval(told, self.unit)

    @property
    def counted(self) -> str:
        """Who was counted: 1,197 of 3,100 people."""
        return counted(self.last.level) if self.last else ""

    @cached_property
    def change(self) -> Reading:
        """How far it has come since its baseline, with its interval."""
        if self.difference is not None:
            return self.difference
        if self.standing is None or self.standing.change is None:
            return Unknown("nothing to compare" if self.last else "nothing was measured since")
        interval, value = self.standing.interval, self.standing.change
        if interval is None:
            return Unknown(f"{self._plain(value)}, how sure nobody knows: no count of people")
        low, high = min(interval.low, value), max(interval.high, value)
        return Estimate(value, low, high, "difference")

    @property
    def change_words(self) -> str:
        """The change as one reads it."""
        told = self.change
        return told.why if isinstance(told, Unknown) else words.change(told, self.unit)

    @property
    def moved(self) -> str:
        """Whether it is shown to have moved, in words."""
        told = self.change
        has_moved = None if isinstance(told, Unknown) else not told.low <= 0 <= told.high
        if has_moved is None:
            return ""
        if not has_moved:
            return "not shown to have moved"
        return "towards its target" if (self.standing_progress or 0) > 0 else "away from its target"

    @property
    def standing_progress(self) -> float | None:
        """How much of the way it has come: 1 at the target."""
        return self.standing.progress if self.standing else None

    @property
    def progress_words(self) -> str:
        """The same in words: 54 % of the way."""
        progress = self.standing_progress
        if progress is None:
            return ""
        return way(progress)

    @property
    def meter(self) -> int:
        """The same as a whole number from 0 to 100, for a bar."""
        return bar(self.standing_progress)

    @property
    def course(self) -> str:
        """How it goes, in words: behind by 2.1 pp."""
        told = self.pacing
        if told.behind is not None:
            return f"{told.course} by {self._plain(told.behind).lstrip('+')}"
        return str(told.course.value)

    @property
    def shape(self) -> str:
        """The sign of how it goes."""
        return SHAPES[self.pacing.course]

    @property
    def tone(self) -> str:
        """The tone of how it goes: good, warn, bad or none."""
        return TONES[self.pacing.course]

    @property
    def as_of(self) -> date | None:
        """The day that its last level speaks of."""
        return seen_on(self.last) if self.last else None

    @cached_property
    def spark(self) -> str:
        """Its levels so far, small; empty where there are fewer than two."""
        return sparkline(self.points, title=f"{title_of(self.goal) or self.goal.id} over time")

    def _plain(self, value: float) -> str:
        scale = self.metric.scale if self.metric else Scale.RATE
        return amount(value, scale)


def unit_of(metric: Metric | None) -> str:
    """Return the unit that levels of a metric are written in."""
    return UNITS.get(metric.scale, "number") if metric else "share"


def stand_of(plan: Plan, goal: Goal) -> Stand:
    """Return where a goal stands: as its events were counted, else by the plan's measurements.

    Every page asks here, so that a goal has one number. Measurements of segments are left out.
    """
    metric = plan.get(Metric, goal.metric)
    found = measured(plan, goal)
    last = found[-1] if found else None
    standing = None
    told = Pacing(course=Course.UNKNOWN, why="nothing was measured since its baseline")
    if last is not None:
        standing = Standing(
            record=goal.id,
            title=title_of(goal),
            scale=metric.scale if metric else Scale.RATE,
            before=goal.baseline,
            now=last.level,
            target=goal.target,
        )
        told = pacing(standing, by=goal.by, as_of=plan.as_of)
    stand = Stand(
        goal=goal,
        metric=metric,
        last=last,
        standing=standing,
        pacing=told,
        points=tuple(_points(goal, found)),
    )
    counts = counted_of(plan).get(goal.id)
    return by_events(plan, stand, counts) if counts else stand


def by_events(plan: Plan, stand: Stand, answer: Answer) -> Stand:
    """Put what was counted in the place of the last measurement, with the answer's own interval."""
    goal, estimate = stand.goal, getattr(answer, "estimate", None)
    ends = date.fromisoformat(answer.as_of[:10])
    starts = _first_day(answer, ends)
    version = stand.metric.version if stand.metric else 1
    level = level_of(answer, starts=starts, ends=ends, version=version)
    if not isinstance(level, Level) or not isinstance(estimate, Estimate):
        return stand
    standing = Standing(
        record=goal.id,
        title=title_of(goal),
        scale=stand.standing.scale if stand.standing else _scale(stand),
        before=goal.baseline,
        now=level,
        target=goal.target,
    )
    before = sureness(goal.baseline) if goal.baseline else None
    reading = Measurement(id="measured", metric=goal.metric or "-", level=level, measured_on=ends)
    return replace(
        stand,
        last=reading,
        standing=standing,
        pacing=pacing(standing, by=goal.by, as_of=plan.as_of),
        estimate=estimate,
        difference=difference_of(estimate, minus=before) if before else None,
    )


def _scale(stand: Stand) -> Any:
    return stand.metric.scale if stand.metric else None


def _first_day(answer: Answer, ends: date) -> date:
    told = answer.question.get("from")
    return min(date.fromisoformat(str(told)[:10]), ends) if told else ends


def measured(plan: Plan, goal: Goal) -> list[Measurement]:
    """Return what was measured of a goal by its own metric, oldest first, segments left out."""
    found = [
        each
        for each in plan.of(Measurement, goal.id)
        if not each.segment and each.level.level is not None and each.metric == goal.metric
    ]
    return sorted(found, key=lambda each: (seen_on(each) or date.min, each.id))


def _points(goal: Goal, found: Iterable[Measurement]) -> Iterable[Point]:
    base = goal.baseline
    told = [("baseline", base, "")] if base and base.level is not None else []
    told += [(_period(each), each.level, each.source) for each in found]
    for period, level, source in told:
        value = level.level or 0.0
        estimate = sureness(level) or Estimate(value, value, value, "as stated")
        yield Point(
            period=period, estimate=estimate, people=level.n or 0, level=level, source=source
        )


def _period(measurement: Measurement) -> str:
    day = seen_on(measurement)
    return f"{day:%b %Y}" if day else "undated"


def sureness(level: Level) -> Estimate | None:
    """Return a level with its 95 % interval; none where the people behind it are not told."""
    value = level.level
    if value is None:
        return None
    answers = answers_of(level)
    if answers is not None:
        half = reach() * answers.error
        return Estimate(value, value - half, value + half, "standard error")
    if level.did is not None and level.people:
        interval = wilson(Count(level.did, level.people))
        return Estimate(value, min(interval.low, value), max(interval.high, value), "Wilson")
    return None


def counted(level: Level) -> str:
    """Say who was counted: 1,197 of 3,100 people; empty where that is not told."""
    if level.did is not None and level.people:
        return f"{words.count(level.did)} of {words.count(level.people)} people"
    return words.plural(level.n, "person", "people") if level.n else ""


def wanted(outcome: Outcome) -> str:
    """Say which way an outcome is to go."""
    return {
        Direction.MORE: "more of it",
        Direction.LESS: "less of it",
        Direction.START: "to start",
        Direction.STOP: "to stop",
    }[outcome.direction]
