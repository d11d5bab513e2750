"""Where the rates of a plan stand: how far from their baseline, and whether that is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.power import Answers, Count, Interval, newcombe, score_change
from seachange.planning.rules.vocabulary import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An outcome or impact with what was measured of it now.

    `change` and its interval are in the unit of the metric, signed as it moves; the interval is
    none where the counts behind a level are not known.
    """

    record: str
    title: str
    scale: Scale
    before: Level | None
    now: Level
    target: float | None

    @property
    def change(self) -> float | None:
        """How far the level has come since its baseline."""
        if self.before is None or self.before.level is None or self.now.level is None:
            return None
        return self.now.level - self.before.level

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the change."""
        return interval_of_change(self.before, now=self.now)

    @property
    def has_moved(self) -> bool | None:
        """Whether the interval of the change excludes zero; none where nobody can know."""
        return None if self.interval is None else not self.interval.holds(0.0)

    @property
    def progress(self) -> float | None:
        """(now − baseline) / (target − baseline): 1 at the target, below 0 on the wrong way."""
        before = self.before.level if self.before else None
        if self.change is None or before is None or self.target in {None, before}:
            return None
        return self.change / ((self.target or 0.0) - before)


def interval_of_change(before: Level | None, *, now: Level | None) -> Interval | None:
    """Return the 95 % interval of a change between two levels; none where nobody can know.

    Tallies by Newcombe's interval (1998, method 10), answers to a survey by their standard
    errors; bare values tell nothing of how sure they are.
    """
    if before is None or now is None:
        return None
    first, last = answers_of(before), answers_of(now)
    if first and last:
        return score_change(first, after=last)
    if before.did is None or now.did is None or not before.people or not now.people:
        return None
    return newcombe(Count(before.did, before.people), after=Count(now.did, now.people))


def answers_of(level: Level | None) -> Answers | None:
    """Return who answered what in a level of an NPS; none where that is not told."""
    if level is None or not level.n:
        return None
    if level.promoters is None or level.passives is None or level.detractors is None:
        return None
    return Answers(level.promoters, level.passives, level.detractors)


def standings(plan: Plan, measurements: Iterable[Measurement]) -> tuple[Standing, ...]:
    """Return where each open outcome and impact stands by these measurements of its metric.

    In the order of the plan; the last measurement of a metric counts.
    """
    now = {each.metric: each.level for each in measurements}
    goals: tuple[Impact | Outcome, ...] = (*plan.impacts, *plan.outcomes)
    return tuple(
        Standing(
            record=record.id,
            title=title_of(record),
            scale=metric.scale,
            before=record.baseline,
            now=now[metric.id],
            target=record.target,
        )
        for record in goals
        if (metric := plan.get(Metric, record.metric)) is not None and metric.id in now
    )
