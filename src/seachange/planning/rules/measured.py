"""What a test or a piece of evidence measured: the change, and how sure it is by its own design."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from seachange.planning.rules.belief import EXPERIMENT_HALF_LIFE, HALF_LIFE
from seachange.planning.rules.meter import Tier
from seachange.planning.rules.plan.learning import AssumptionTest, Evidence
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.power import (
    Count,
    Interval,
    newcombe,
    reach,
    reach_of_a_look,
    smallest_seen,
)
from seachange.planning.rules.vocabulary import Design

WITH_CONTROL = (Design.RANDOMISED, Design.HOLDBACK, Design.DIFFERENCE_IN_DIFFERENCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A change as its metric moves, with its 95 % interval and the standard error that tells.

    `people` are those of both groups, control first; `smallest_seen` is the change that they
    would show with a power of 80 %. Both are unknown (None) where only an estimate was given.
    `is_early`: its sequential test stopped before its planned number, and allows for the looks.
    """

    change: float
    interval: Interval
    standard_error: float
    people: tuple[int, int] | None = None
    smallest_seen: float | None = None
    is_early: bool = False

    def times(self, factor: float) -> Effect:
        """Return it in another unit: a metric's later definition, by a bridge's factor."""
        low, high = sorted((factor * self.interval.low, factor * self.interval.high))
        seen = self.smallest_seen
        return replace(
            self,
            change=factor * self.change,
            interval=Interval(low, high),
            standard_error=abs(factor) * self.standard_error,
            smallest_seen=None if seen is None else abs(factor) * seen,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An effect on the outcome's metric as evidence: from which design, how old, how it ages."""

    evidence: Evidence
    effect: Effect
    design: Design
    age_days: int
    half_life: float

    def times(self, factor: float) -> Measured:
        """Return it in another unit, as `Effect.times` does."""
        return self if factor == 1 else replace(self, effect=self.effect.times(factor))

    @property
    def change(self) -> float:
        """The change, as the metric moves."""
        return self.effect.change

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the change."""
        return self.effect.interval

    @property
    def standard_error(self) -> float:
        """How far the change may be off by chance."""
        return self.effect.standard_error

    @property
    def people(self) -> tuple[int, int] | None:
        """Those of both groups, control first."""
        return self.effect.people

    @property
    def smallest_seen(self) -> float | None:
        """The change these people would show with a power of 80 %."""
        return self.effect.smallest_seen


def measured(piece: Evidence, test: AssumptionTest | None, *, age_days: int) -> Measured | None:
    """Return what was measured, by the evidence itself or by its test; none where nothing was."""
    design = piece.design or (test.design if test else None) or Design.NONE
    half_life = EXPERIMENT_HALF_LIFE if design in WITH_CONTROL else HALF_LIFE[Tier.TESTS]
    # What was counted comes before what was written of it.
    effect = _by_counts(test) if test else None
    effect = effect or _estimated(piece.estimate, piece.standard_error)
    if effect is None and test:
        effect = effect_of(test)
    if effect is None:
        return None
    return Measured(
        evidence=piece, effect=effect, design=design, age_days=age_days, half_life=half_life
    )


def effect_of(test: AssumptionTest) -> Effect | None:
    """Return what came of a test: its two groups compared, else the effect it states."""
    return _by_counts(test) or _estimated(test.result_effect, test.standard_error)


def estimate_of(piece: Evidence) -> Effect | None:
    """Return the change a piece of evidence states itself, if it does, with its error."""
    return _estimated(piece.estimate, piece.standard_error)


def _by_counts(test: AssumptionTest) -> Effect | None:
    """Compare the two groups, by the test's own design.

    One that was watched is not read like one that was looked at once: it has the interval that
    its sequential analysis tells or, stopped early, one that holds however often it was looked at.
    """
    arms = _arms(test)
    if arms is None:
        return None
    error = sqrt(sum(arm.share * (1 - arm.share) / arm.people for arm in arms))
    if not error:
        return None
    people = (arms[0].people, arms[1].people)
    effect = Effect(
        change=arms[1].share - arms[0].share,
        interval=newcombe(arms[0], after=arms[1]),
        standard_error=error,
        people=people,
        smallest_seen=smallest_seen(arms[0].share, people=people),
    )
    return _as_watched(test, effect, people=sum(people)) if test.is_sequential else effect


def _as_watched(test: AssumptionTest, effect: Effect, *, people: int) -> Effect:
    """Return the effect with the interval of a test that was looked at before its end."""
    planned = test.planned_people
    is_early = planned is not None and people < planned
    told = _estimated(test.result_effect, test.standard_error)
    if told is None and planned and is_early:
        widely = reach_of_a_look(people / planned) / reach()
        told = _estimated(effect.change, effect.standard_error * widely)
    if told is None:
        return effect
    return replace(
        effect,
        change=told.change,
        interval=told.interval,
        standard_error=told.standard_error,
        is_early=is_early,
    )


def _estimated(change: float | None, error: float | None) -> Effect | None:
    if change is None or not error:
        return None
    interval = Interval(change - reach() * error, change + reach() * error)
    return Effect(change=change, interval=interval, standard_error=error)


def _arms(test: AssumptionTest) -> tuple[Count, Count] | None:
    counted = [_count(level) for level in (test.control, test.treatment)]
    return (counted[0], counted[1]) if counted[0] and counted[1] else None


def _count(level: Level | None) -> Count | None:
    if level is None or level.did is None or not level.people:
        return None
    return Count(level.did, level.people)
