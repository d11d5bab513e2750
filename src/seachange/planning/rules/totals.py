"""What all winners did together, without the luck that made them winners.

Whoever adds up the effects of what won adds up their luck as well. Lee and Shen ("Winner's Curse:
Bias Estimation for Total Effects of Features in Online Controlled Experiments", KDD 2018) show
that the sum is too high by Σ σᵢ·φ((bᵢ − aᵢ)/σᵢ) over *all* experiments, the losers too, where bᵢ
is the effect from which on one wins; with each measured effect put for its true one aᵢ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from seachange.errors import ImpossibleCounts
from seachange.planning.rules.belief import Bars, Belief

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """An experiment that could win: its effect (a gain positive), error, and the effect to win."""

    effect: float
    standard_error: float
    bar: float
    has_won: bool

    def __post_init__(self) -> None:
        if not self.standard_error > 0:
            raise ImpossibleCounts("a measured change has a standard error above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of what won: as measured, by how much luck made it too high, and its error."""

    measured: float
    luck: float
    standard_error: float
    won: int
    of: int

    @property
    def effect(self) -> float:
        """The sum without the luck."""
        return self.measured - self.luck


def total(contests: Iterable[Contest]) -> Total | None:
    """Return what the winners did together (Lee, Shen 2018); nothing where nobody won."""
    told = list(contests)
    won = [each for each in told if each.has_won]
    if not won:
        return None
    luck = sum(
        each.standard_error * _NORMAL.pdf((each.bar - each.effect) / each.standard_error)
        for each in told
    )
    return Total(
        measured=sum(each.effect for each in won),
        luck=luck,
        standard_error=sqrt(sum(each.standard_error**2 for each in won)),
        won=len(won),
        of=len(told),
    )


def effect_to_win(before: Belief, *, standard_error: float, bars: Bars) -> float:
    """Return the measured effect from which on P(θ ≥ δ*) is enough to call it supported.

    The posterior's mean must lie `Φ⁻¹(bar)` of its spreads above δ*; solved for the measurement.
    """
    prior, own = 1 / before.spread**2, 1 / standard_error**2
    spread = 1 / sqrt(prior + own)
    mean = before.smallest_worthwhile + _NORMAL.inv_cdf(bars.supported) * spread
    return (mean * (prior + own) - before.mean * prior) / own


def pooled(results: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    """Return the effect and error of several measurements of one thing, weighed by precision."""
    told = list(results)
    if not told:
        return None
    precision = sum(1 / error**2 for _, error in told)
    mean = sum(effect / error**2 for effect, error in told) / precision
    return mean, 1 / sqrt(precision)
