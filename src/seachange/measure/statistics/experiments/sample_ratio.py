"""Did every variant get its share of the units? If not, nothing else may be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import chdtrc, gammaln

from seachange.errors import ImpossibleCounts
from seachange.measure.statistics.refusals import whole

LEAST_P = 0.001
"""A chi-square p below this, once the experiment is over, is a failed check."""
LEAST_ODDS = 0.01
"""Odds below this of the planned shares against any others, on any day, are a failed check."""

_CONCENTRATION = 1000.0
_LARGEST_LOG = 700.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How many units each variant got, and which share of them each was to get.

    One `Split` holds one phase: where the planned shares were changed half way, the
    units before and after stand in two. Shares are above 0 and add up to 1.
    """

    units: tuple[int, ...]
    planned: tuple[float, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", tuple(whole(n, of="units") for n in self.units))
        if len(self.units) != len(self.planned) or len(self.units) < 2:
            raise ImpossibleCounts("there must be a planned share for each of several variants")
        if min(self.planned) <= 0 or not math.isclose(sum(self.planned), 1, abs_tol=1e-9):
            raise ImpossibleCounts(f"planned shares are above 0 and add up to 1: {self.planned}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRatio:
    """Whether the units came as planned.

    `p` is the chi-square test's, for one look at the end. `bayes_factor` is how many times
    likelier the counts are if the shares are any others than if they are the planned
    ones: it may be looked at daily.
    """

    p: float
    bayes_factor: float

    @property
    def is_healthy_today(self) -> bool:
        """Whether a look on any day finds no fault; a healthy experiment fails in < 1 %."""
        return 1 / self.bayes_factor >= LEAST_ODDS

    @property
    def is_healthy_at_the_end(self) -> bool:
        """Whether the one look at the end finds no fault; a healthy one fails in 0.1 %."""
        return self.p >= LEAST_P


def sample_ratio(phases: Sequence[Split]) -> SampleRatio:
    """Test whether the units of every phase came in the planned shares.

    Chi-squares and degrees of freedom add up over phases, Bayes factors multiply. With
    counts c of n units in all, planned shares π, and a = 1000·π (a Dirichlet prior that
    knows the plan about as well as a thousand units would), A = 1000,

        log BF = lnΓ(A) − lnΓ(A + n) + Σ(lnΓ(aᵢ + cᵢ) − lnΓ(aᵢ)) − Σ cᵢ·ln πᵢ

    Its inverse stays below 0.01 at some time in at most 1 % of healthy experiments, however
    often it is looked at (Ville's inequality): Lindon and Malek (2022), NeurIPS. Chi-square
    looked at daily would cry wolf in a quarter of them. Fabijan et al. (2019), KDD, 2156–64,
    for the limit at the end.
    """
    if not phases:
        raise ImpossibleCounts("there is no phase to check")
    chi, freedom, log_factor = 0.0, 0, 0.0
    for phase in phases:
        n = sum(phase.units)
        if n == 0:
            continue
        pairs = list(zip(phase.units, phase.planned, strict=True))
        chi += math.fsum((c - n * share) ** 2 / (n * share) for c, share in pairs)
        freedom += len(pairs) - 1
        log_factor += _log_bayes_factor(pairs, n=n)
    return SampleRatio(
        p=float(chdtrc(freedom, chi)) if freedom else 1.0,
        bayes_factor=math.exp(max(-_LARGEST_LOG, min(_LARGEST_LOG, log_factor))),
    )


def watched(looks: Sequence[Sequence[Split]]) -> SampleRatio:
    """Return the last look's check with the largest Bayes factor of all looks so far.

    What failed once has failed: a loss in the first week does not heal by growing.
    """
    checks = [sample_ratio(phases) for phases in looks]
    if not checks:
        raise ImpossibleCounts("nobody has looked yet")
    return SampleRatio(p=checks[-1].p, bayes_factor=max(check.bayes_factor for check in checks))


def _log_bayes_factor(pairs: Sequence[tuple[int, float]], *, n: int) -> float:
    terms = [float(gammaln(_CONCENTRATION) - gammaln(_CONCENTRATION + n))]
    for c, share in pairs:
        a = _CONCENTRATION * share
        terms.append(float(gammaln(a + c) - gammaln(a)) - c * math.log(share))
    return math.fsum(terms)
