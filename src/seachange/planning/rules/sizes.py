"""How many people a test needs, and what for: the one reckoning behind every number in a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import BehaviourSignal, SignalEstimate
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.power import people_needed
from seachange.planning.rules.signals import standing

POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """So many people show a change of a share: in each of two equal groups, looked at once.

    `change` is signed as the share moves, from `level`; it is found in `power` of such tests, and
    where there is nothing something is found in 5 % of them, on either side. `exact` is not
    rounded.
    """

    change: float
    level: float
    power: float
    exact: float

    @property
    def people(self) -> int:
        """The people in each of the two groups."""
        return round(self.exact)

    @property
    def points(self) -> str:
        """The change without its sign: 0.22 points."""
        told = f"{100 * abs(self.change):.3g}"
        return f"{told} point{'' if told == '1' else 's'}"


def size_for(change: float | None, *, level: float | None, power: float = POWER) -> Size | None:
    """Return the size of a test that shows a change of a share; none where it can have none."""
    if not change or level is None or not (0 <= level <= 1 and 0 <= level + change <= 1):
        return None
    exact = people_needed(level, after=level + change, power=power)
    return Size(change=change, level=level, power=power, exact=exact)


def baseline_of(plan: Plan, hypothesis: Hypothesis) -> float | None:
    """Return where the outcome of a hypothesis stood before anything was done; none if unknown."""
    outcome = plan.get(Outcome, hypothesis.outcome)
    return outcome.baseline.level if outcome and outcome.baseline else None


def sign_of(hypothesis: Hypothesis) -> int:
    """Return −1 where less of the metric is better, by what is predicted; else 1."""
    criteria = hypothesis.criteria
    return -1 if (criteria.predicted or criteria.smallest_worthwhile or 0) < 0 else 1


def size_for_worthwhile(plan: Plan, hypothesis: Hypothesis) -> Size | None:
    """Return the size that shows the smallest change worth it, from the outcome's baseline."""
    worth = hypothesis.criteria.smallest_worthwhile
    change = None if worth is None else sign_of(hypothesis) * abs(worth)
    return size_for(change, level=baseline_of(plan, hypothesis))


def size_for_predicted(plan: Plan, hypothesis: Hypothesis) -> Size | None:
    """Return the size that shows the change predicted, from the outcome's baseline."""
    return size_for(hypothesis.criteria.predicted, level=baseline_of(plan, hypothesis))


def found_for(
    plan: Plan, hypothesis: Hypothesis
) -> Iterator[tuple[BehaviourSignal, SignalEstimate]]:
    """Walk the signals a hypothesis rests on, with the newest cohort, by which tests are sized."""
    for each in hypothesis.signals:
        signal = plan.get(BehaviourSignal, each)
        newest = standing(plan, signal).newest if signal else None
        if signal and newest and newest.proof_per_arm:
            yield signal, newest
