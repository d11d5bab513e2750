"""What another test would be worth before it is done, and which is to be done next.

The value of a test is what knowing its result can be expected to gain over deciding today: how
much better "go on where the change is worth it, else stop" comes out, in units of the metric
(expected value of sample information; Raiffa and Schlaifer 1961). A test that could not change
what is done is worth nothing, however good it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from seachange.planning.rules.belief import (
    Belief,
    Piece,
    judged,
    prior,
    updated,
    value_of_certainty,
    value_of_test,
)
from seachange.planning.rules.judgement import Judgement
from seachange.planning.rules.plan.learning import AssumptionTest
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.sizes import baseline_of, size_for_worthwhile
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass, Finish, Stage

# A step counts as one that could change the decision from this share of certainty's value on.
TELLING = 0.1
OPEN = frozenset({Finish.INCONCLUSIVE, Finish.SMALL})
# The steps before an experiment, cheap first (AFTER), with the class their result has.
LADDER = (
    (Stage.ASSESSMENT, "an estimate on the back of an envelope", EvidenceClass.ESTIMATE),
    (Stage.FACT_FINDING, "a survey, or a look at what others do", EvidenceClass.MARKET_DATA),
    (Stage.FACT_FINDING, "twenty interviews, or a look at the log", EvidenceClass.USER_EVIDENCE),
    (Stage.TEST, "a prototype in the hands of some people", EvidenceClass.USER_EVIDENCE),
    (Stage.TEST, "an early version for some people", EvidenceClass.TEST_RESULTS),
)
# An experiment as big as it takes to see δ* at 80 % power, a tenth of it, and twice as big.
_SIZES = (("a pilot", 0.1), ("an experiment", 1.0), ("one twice as big", 2.0))
_LEAST = 50
_CURVE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A test that could be done, and what it is worth in the unit of the metric.

    `people` are those of each of two groups, `times` what they are of those who show the smallest
    worthwhile change; `share` is the part of certainty's value, 0..1. `test` names one that is
    planned, with its `cost` where it says one.
    """

    stage: Stage
    what: str
    value: float
    share: float
    people: int | None = None
    times: float | None = None
    test: str | None = None
    cost: Decimal | None = None

    @property
    def per_cost(self) -> float | None:
        """What it is worth for each unit of money."""
        return self.value / float(self.cost) if self.cost else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTest:
    """What certainty would be worth, the steps in the order of the ladder, and the best of them.

    `best` is the planned test worth most for its cost, where costs are told; else the cheapest
    step that could change the decision, an experiment where one was done already; none where the
    matter is settled, or no step could.
    `curve` is the value of an experiment with so many people in each group.
    """

    certainty: float
    steps: tuple[Step, ...]
    best: Step | None
    curve: tuple[tuple[int, float], ...] = ()


def next_test(plan: Plan, told: Judgement) -> NextTest | None:
    """Return what further tests of a hypothesis are worth; none before anything can be called."""
    if told.belief is None or told.prior is None:
        return None
    certainty = value_of_certainty(told.belief)
    level = baseline_of(plan, told.hypothesis)
    error = _error(told, level)
    steps = [*_judged_steps(told, certainty), *_planned(plan, told, error, certainty)]
    curve: tuple[tuple[int, float], ...] = ()
    size = size_for_worthwhile(plan, told.hypothesis)
    if error is not None and size is not None:
        steps += _experiments(told.belief, error, certainty, whole=size.exact)
        curve = _curve(told.belief, error, whole=size.exact)
    ladder = list(Stage)
    steps.sort(key=lambda each: (ladder.index(each.stage), each.people or 0))
    is_open = told.finish in OPEN and not told.is_negligible
    best = _best(_upwards(told, steps)) if is_open else None
    return NextTest(certainty=certainty, steps=tuple(steps), best=best, curve=curve)


def _upwards(told: Judgement, steps: list[Step]) -> list[Step]:
    """Leave out the steps below one that was measured: the ladder is climbed upwards."""
    if not told.measured:
        return steps
    return [each for each in steps if each.people is not None]


def _best(steps: list[Step]) -> Step | None:
    telling = [each for each in steps if each.share >= TELLING]
    priced = [each for each in telling if each.per_cost is not None]
    if priced:
        return max(priced, key=lambda each: each.per_cost or 0.0)
    return next(iter(telling), None)


def _judged_steps(told: Judgement, certainty: float) -> Iterator[Step]:
    for stage, what, klass in LADDER:
        value = value_of_piece(told, klass)
        yield Step(stage=stage, what=what, value=value, share=_share(value, certainty))


def value_of_piece(told: Judgement, klass: EvidenceClass) -> float:
    """Return what a judged piece of a class is worth, that may speak for or against.

    How likely it is to speak for follows from what is believed: what one expects to believe
    afterwards is what one believes now.
    """
    now = _mean(told, None)
    ups, downs = (
        _mean(told, Piece(evidence_class=klass, bearing=bearing))
        for bearing in (Bearing.FOR, Bearing.AGAINST)
    )
    if now is None or ups is None or downs is None or not downs < ups:
        return 0.0
    chance = min(max((now - downs) / (ups - downs), 0.0), 1.0)
    gains = chance * max(ups, 0.0) + (1 - chance) * max(downs, 0.0)
    return max(0.0, gains - max(now, 0.0))


def _mean(told: Judgement, also: Piece | None) -> float | None:
    """Return how far beyond the smallest worthwhile change is believed in, with one piece more."""
    if told.prior is None:
        return None
    pieces = [*told.pieces, *([also] if also else [])]
    worth = told.prior.smallest_worthwhile
    before = prior(judged(pieces, base=told.how.base), smallest_worthwhile=worth)
    return updated(before, told.results).mean - worth


def _error(told: Judgement, level: float | None) -> float | None:
    """Return the standard error of an experiment with one person in each group; none if unknown.

    Of a share it follows from where the outcome stood.
    """
    if told.prior is None or level is None:
        return None
    after = level + told.sign * told.prior.smallest_worthwhile
    if not (0 < level < 1 and 0 < after < 1):
        return None
    return sqrt(level * (1 - level) + after * (1 - after))


def _experiments(belief: Belief, error: float, certainty: float, *, whole: float) -> Iterator[Step]:
    for what, times in _SIZES:
        people = max(_LEAST, round(whole * times))
        value = value_of_test(belief, standard_error=error / sqrt(people))
        share = _share(value, certainty)
        yield Step(
            stage=Stage.EXPERIMENT,
            what=what,
            value=value,
            share=share,
            people=people,
            times=times if people > _LEAST else None,
        )


def _planned(plan: Plan, told: Judgement, error: float | None, certainty: float) -> Iterator[Step]:
    for test in plan.of(AssumptionTest, told.hypothesis.id):
        people = (test.planned_people or 0) // 2
        if test.state != "planned" or error is None or not people or told.belief is None:
            continue
        value = value_of_test(told.belief, standard_error=error / sqrt(people))
        yield Step(
            stage=test.stage,
            what=f"{test.id}, as planned",
            value=value,
            share=_share(value, certainty),
            people=people,
            test=test.id,
            cost=test.cost,
        )


def _curve(belief: Belief, error: float, *, whole: float) -> tuple[tuple[int, float], ...]:
    most = 4 * max(whole, _LEAST)
    told = []
    for step in range(_CURVE + 1):
        people = round(_LEAST * (most / _LEAST) ** (step / _CURVE))
        told.append((people, value_of_test(belief, standard_error=error / sqrt(people))))
    return tuple(dict(told).items())


def _share(value: float, certainty: float) -> float:
    return value / certainty if certainty > 0 else 0.0
