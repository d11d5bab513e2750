"""What two groups of people can show: intervals, the smallest change seen, the people needed.

The measuring core has the exact versions for events; these few formulas judge counts that
stand in a plan, where no log is at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, gamma, sqrt
from statistics import NormalDist

from seachange.errors import ImpossibleCounts

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many people did it; `people` is at least one."""

    did: int
    people: int

    def __post_init__(self) -> None:
        if self.people < 1 or not 0 <= self.did <= self.people:
            raise ImpossibleCounts(f"{self.did} of {self.people} people cannot have done it")

    @property
    def share(self) -> float:
        """The share of people who did it, 0..1."""
        return self.did / self.people


@dataclass(frozen=True, slots=True)
class Interval:
    """The range in which the true value may well lie."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether a value lies inside, the ends included."""
        return self.low <= value <= self.high


def reach(level: float = 0.95) -> float:
    """Return how many standard errors an interval of this level goes to either side."""
    return _NORMAL.inv_cdf((1 + level) / 2)


def reach_of_a_look(information: float, *, level: float = 0.95) -> float:
    """Return the same for a look at a share `information`, 0..1, of what was planned.

    The boundary Φ⁻¹(1 − α/4)/√t of a test that is watched all the time, from which the spending
    function of O'Brien and Fleming's kind is made (Lan, DeMets 1983): its intervals hold at all
    looks together, however many there were, and are a little wide for a few.
    """
    if not 0 < information <= 1:
        raise ImpossibleCounts(f"a look at {information} of what was planned")
    return _NORMAL.inv_cdf(1 - (1 - level) / 4) / sqrt(information)


def wilson(count: Count, *, level: float = 0.95) -> Interval:
    """Return Wilson's interval of a share (Wilson 1927); it stays inside 0..1."""
    z, n, p = reach(level), count.people, count.share
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def newcombe(before: Count, *, after: Count, level: float = 0.95) -> Interval:
    """Return Newcombe's interval of `after` minus `before` (Newcombe 1998, method 10)."""
    first, second = wilson(before, level=level), wilson(after, level=level)
    change = after.share - before.share
    down = sqrt((after.share - second.low) ** 2 + (first.high - before.share) ** 2)
    up = sqrt((second.high - after.share) ** 2 + (before.share - first.low) ** 2)
    return Interval(max(-1.0, change - down), min(1.0, change + up))


def smallest_seen(
    share: float, *, people: tuple[int, int], power: float = 0.8, level: float = 0.95
) -> float:
    """Return the smallest change of a share that two groups of people show with this power.

    Both groups are taken to scatter as `share` does: for small changes they nearly do.
    """
    if not 0 <= share <= 1 or min(people) < 1:
        raise ImpossibleCounts(f"a share of {share} among {people[0]} and {people[1]} people")
    one_of_each = 1 / people[0] + 1 / people[1]
    return (reach(level) + _NORMAL.inv_cdf(power)) * sqrt(share * (1 - share) * one_of_each)


def people_needed(before: float, *, after: float, power: float = 0.8, level: float = 0.95) -> float:
    """Return how many people each of two groups needs to tell one share from the other.

    Not rounded: whoever plans rounds up. (Fleiss 1981, without continuity correction.)
    """
    if before == after or not (0 <= before <= 1 and 0 <= after <= 1):
        raise ImpossibleCounts(f"no number of people tells {before} from {after}")
    middle = (before + after) / 2
    apart = reach(level) * sqrt(2 * middle * (1 - middle))
    each = _NORMAL.inv_cdf(power) * sqrt(before * (1 - before) + after * (1 - after))
    return float(((apart + each) / (after - before)) ** 2)


def chance_of_split(counts: Sequence[int], *, planned: Sequence[float]) -> float:
    """Return how likely a split at least as odd as this is, if people fell as planned.

    Pearson's chi-square; `planned` are weights, one for each count, in any scale.
    """
    if len(counts) != len(planned) or len(counts) < 2 or min(planned) <= 0 or min(counts) < 0:
        raise ImpossibleCounts(f"a split of {list(counts)} planned as {list(planned)}")
    people, weight = sum(counts), sum(planned)
    if people == 0:
        return 1.0
    expected = [people * w / weight for w in planned]
    odd = sum((c - e) ** 2 / e for c, e in zip(counts, expected, strict=True))
    return _chi_square_beyond(odd, freedom=len(counts) - 1)


def _chi_square_beyond(x: float, *, freedom: int) -> float:
    """Return the chi-square distribution's upper tail, by its recurrence in steps of two."""
    half = x / 2
    tail = erfc(sqrt(half)) if freedom % 2 else exp(-half)
    for k in range(freedom % 2 or 2, freedom, 2):
        tail += half ** (k / 2) * exp(-half) / gamma(k / 2 + 1)
    return min(1.0, tail)


@dataclass(frozen=True, slots=True)
class Answers:
    """What people said when asked whether they would recommend us, 0 to 10."""

    promoters: int
    passives: int
    detractors: int

    def __post_init__(self) -> None:
        if min(self.promoters, self.passives, self.detractors) < 0 or self.people < 1:
            raise ImpossibleCounts("a score needs answers, and none can be fewer than none")

    @property
    def people(self) -> int:
        """Everybody who answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float:
        """NPS: the share of promoters less that of detractors, times a hundred."""
        return 100 * (self.promoters - self.detractors) / self.people

    @property
    def error(self) -> float:
        """The standard error of the score."""
        p, d = self.promoters / self.people, self.detractors / self.people
        return 100 * sqrt((p + d - (p - d) ** 2) / self.people)


def score_change(before: Answers, *, after: Answers, level: float = 0.95) -> Interval:
    """Return the interval of the change between two waves of answers."""
    change = after.score - before.score
    half = reach(level) * sqrt(before.error**2 + after.error**2)
    return Interval(change - half, change + half)
