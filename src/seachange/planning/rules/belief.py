"""How likely it is that a hypothesis reaches its smallest worthwhile change.

Two channels: judgement moves a base rate by the log-odds of each piece of evidence, capped by
kind so that opinions can never argue anybody into certainty; measured results, where there are
any, update a normal prior over the true change. Signs are turned so that a gain is positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, log, pi, sqrt
from statistics import NormalDist
from types import MappingProxyType

from seachange.errors import BadPlan, ImpossibleCounts
from seachange.planning.rules.meter import TIER, Tier
from seachange.planning.rules.vocabulary import Bearing, Design, EvidenceClass, Finish

_NORMAL = NormalDist()

# --- what ages, and how fast ----------------------------------------------------------------------

# Days after which evidence is worth half: our own defaults, the order follows common practice.
HALF_LIFE = MappingProxyType(
    {
        Tier.OPINION: 90,
        Tier.ASSESSMENT: 90,
        Tier.ANECDOTAL: 120,
        Tier.DATA: 180,
        Tier.TESTS: 270,
        Tier.LAUNCH: 365,
    }
)
EXPERIMENT_HALF_LIFE = 365


def freshness(age_days: float, *, half_life: float) -> float:
    """Return what is left of a piece of evidence, 0..1: half of it after each half-life."""
    if age_days < 0 or half_life <= 0:
        raise BadPlan("evidence has an age of no less than 0 days and a half-life of more")
    return float(0.5 ** (age_days / half_life))


# --- judgement ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence without a measured change; quality, relevance, remaining are 0..1.

    `remaining` is what is left once the world it was seen in has changed.
    """

    evidence_class: EvidenceClass
    bearing: Bearing = Bearing.FOR
    quality: float = 1.0
    relevance: float = 1.0
    remaining: float = 1.0
    age_days: float = 0.0

    def __post_init__(self) -> None:
        if not all(0 <= share <= 1 for share in (self.quality, self.relevance, self.remaining)):
            raise BadPlan("quality, relevance and what remains are shares between 0 and 1")
        if self.age_days < 0:
            raise BadPlan("evidence cannot be younger than today")


# The log-odds one piece of a class is worth; the order is the meter's, the sizes are ours.
LOG_ODDS = MappingProxyType(
    {
        EvidenceClass.SELF_CONVICTION: 0.01,
        EvidenceClass.PITCH: 0.01,
        EvidenceClass.THEMATIC: 0.03,
        EvidenceClass.REVIEW: 0.08,
        EvidenceClass.ESTIMATE: 0.15,
        EvidenceClass.ANECDOTAL: 0.25,
        EvidenceClass.MARKET_DATA: 0.60,
        EvidenceClass.USER_EVIDENCE: 1.00,
        EvidenceClass.TEST_RESULTS: 1.20,
        EvidenceClass.LAUNCH_DATA: 1.20,
    }
)
# How far one kind of evidence may move the log-odds, either way, however much of it there is.
MOST_LOG_ODDS = MappingProxyType(
    {
        Tier.OPINION: 0.05,
        Tier.ASSESSMENT: 0.20,
        Tier.ANECDOTAL: 0.40,
        Tier.DATA: 1.40,
        Tier.TESTS: 1.80,
        Tier.LAUNCH: 1.80,
    }
)
_DAMPING = 0.5  # pieces of one kind share their errors: the second counts half, the third a quarter
BASE_RATE = 0.20
_PRIOR_HELD, _PRIOR_FAILED = 2, 8


def base_rate(*, held: int = 0, failed: int = 0) -> float:
    """Return the share of ideas here that reach their smallest worthwhile change.

    Beta(2, 8) before any verdict of our own: published programmes see 8 to 33 % succeed
    (Kohavi, Tang, Xu 2020).
    """
    if held < 0 or failed < 0:
        raise ImpossibleCounts(f"{held} hypotheses held and {failed} failed")
    return (_PRIOR_HELD + held) / (_PRIOR_HELD + _PRIOR_FAILED + held + failed)


def judged(pieces: Iterable[Piece], *, base: float = BASE_RATE) -> float:
    """Return the probability that a hypothesis holds, judged from evidence without a measurement.

    `logit(π) = logit(π₀) + Σ over kinds of clip(Σ for − Σ against)`, each side sorted by size and
    damped by ½ per rank.
    """
    if not 0 < base < 1:
        raise BadPlan("a base rate lies between 0 and 1")
    moved = sum(leanings(pieces).values())
    return 1 / (1 + exp(-(log(base / (1 - base)) + moved)))


def leanings(pieces: Iterable[Piece]) -> dict[Tier, float]:
    """Return by how much each kind of evidence moves the log-odds, for (+) or against (−)."""
    signed: dict[Tier, list[float]] = {}
    for piece in pieces:
        tier = TIER[piece.evidence_class]
        left = freshness(piece.age_days, half_life=HALF_LIFE[tier]) * piece.remaining
        worth = LOG_ODDS[piece.evidence_class] * piece.quality * piece.relevance * left
        signed.setdefault(tier, []).append(piece.bearing * worth)
    return {tier: _net(signed[tier], most=MOST_LOG_ODDS[tier]) for tier in Tier if tier in signed}


def _net(worths: Sequence[float], *, most: float) -> float:
    speaking_for = sorted((w for w in worths if w > 0), reverse=True)
    against = sorted((-w for w in worths if w < 0), reverse=True)
    net = _damped(speaking_for) - _damped(against)
    return max(-most, min(most, net))


def _damped(worths: Sequence[float]) -> float:
    return sum(worth * _DAMPING**rank for rank, worth in enumerate(worths))


# --- measurement ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A measured change of the outcome's own metric, a gain positive, with its standard error.

    `remaining` is what is left of it, above 0, once the world it was seen in has changed.
    """

    change: float
    standard_error: float
    design: Design = Design.RANDOMISED
    age_days: float = 0.0
    half_life: float = EXPERIMENT_HALF_LIFE
    remaining: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.remaining <= 1:
            raise BadPlan("what remains of a result is a share above 0; of none there is no result")
        if not isfinite(self.change) or not (
            isfinite(self.standard_error) and self.standard_error > 0
        ):
            raise ImpossibleCounts("a measured change has a standard error above 0")
        freshness(self.age_days, half_life=self.half_life)

    def variance(self, smallest_worthwhile: float) -> float:
        """Return its variance with what its design may be off by, grown with its age.

        Without end where it is so old that nothing is left of it.
        """
        bias = DESIGN_ERROR[self.design] * smallest_worthwhile
        left = freshness(self.age_days, half_life=self.half_life) * self.remaining
        return (self.standard_error**2 + bias**2) / left if left > 0 else inf


# How far a design may be off without anybody seeing it, in smallest worthwhile changes.
DESIGN_ERROR = MappingProxyType(
    {
        Design.RANDOMISED: 0.0,
        Design.HOLDBACK: 0.0,
        Design.DIFFERENCE_IN_DIFFERENCES: 0.5,
        Design.PRE_POST: 0.5,
        Design.SELF_SELECTED: 0.5,
        Design.CORRELATION: 1.0,
        Design.NONE: 1.0,
    }
)


@dataclass(frozen=True, slots=True)
class Belief:
    """What we believe the true change to be: normal, with this mean and spread."""

    mean: float
    spread: float
    smallest_worthwhile: float

    @property
    def worthwhile(self) -> float:
        """P(θ ≥ δ*): the probability that the change is worth it."""
        return 1 - NormalDist(self.mean, self.spread).cdf(self.smallest_worthwhile)

    @property
    def positive(self) -> float:
        """P(θ > 0): the probability that it is a gain at all."""
        return 1 - NormalDist(self.mean, self.spread).cdf(0)


def prior(judgement: float, *, smallest_worthwhile: float) -> Belief:
    """Return the belief before any measurement that gives the judgement its probability.

    `τ = δ*/0.8416` and `μ₀ = δ* + τ·Φ⁻¹(π)`: at π = 20 % half of all ideas do nothing or harm.
    """
    if smallest_worthwhile <= 0 or not isfinite(smallest_worthwhile):
        raise BadPlan("a smallest worthwhile change is a gain above 0")
    if not 0 < judgement < 1:
        raise BadPlan("a judged probability lies between 0 and 1")
    spread = smallest_worthwhile / -_NORMAL.inv_cdf(BASE_RATE)
    mean = smallest_worthwhile + spread * _NORMAL.inv_cdf(judgement)
    return Belief(mean, spread, smallest_worthwhile)


def updated(before: Belief, results: Iterable[Result]) -> Belief:
    """Return the belief after measured results: precisions add, means weigh by them."""
    precision = 1 / before.spread**2
    weighted = before.mean * precision
    for result in results:
        variance = result.variance(before.smallest_worthwhile)
        precision += 1 / variance
        weighted += result.change / variance
    return Belief(weighted / precision, sqrt(1 / precision), before.smallest_worthwhile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What must hold before a result may count as measured; else it is an anecdote.

    `split_chance` is the chance of a split at least as odd as the one seen.
    """

    split_chance: float = 1.0
    is_of_the_metric: bool = True
    is_of_the_definition: bool = True  # the metric's own of today, or one bridged to it
    is_read_as_planned: bool = True  # the planned number reached, or a sequential method
    has_guardrails: bool = True

    @property
    def faults(self) -> tuple[str, ...]:
        """Return what is wrong, in words; empty if the result counts."""
        checks = (
            (self.split_chance >= 0.001, "the split is not the planned one"),
            (self.is_of_the_metric, "another metric than the outcome's was measured"),
            (self.is_of_the_definition, "an older definition of the metric was measured"),
            (self.is_read_as_planned, "it was read before its planned end"),
            (self.has_guardrails, "no guardrail was measured"),
        )
        return tuple(fault for holds, fault in checks if not holds)


# --- verdict --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The probabilities at which a hypothesis is called; all are settings."""

    harmed: float = 0.05  # P(θ > 0) at or below
    supported: float = 0.80  # P(θ ≥ δ*) at or above
    refuted: float = 0.10  # P(θ ≥ δ*) at or below
    moved: float = 0.95  # P(θ > 0) at or above

    def __post_init__(self) -> None:
        if not (0 <= self.harmed < self.moved <= 1 and 0 <= self.refuted < self.supported <= 1):
            raise BadPlan("the bars of a verdict must leave room between them")


def call(belief: Belief, *, is_guardrail_harmed: bool = False, bars: Bars | None = None) -> Finish:
    """Return the verdict on a hypothesis; harm to a guardrail is harm."""
    bars = bars or Bars()
    if is_guardrail_harmed or belief.positive <= bars.harmed:
        return Finish.HARMED
    if belief.worthwhile >= bars.supported:
        return Finish.SUPPORTED
    if belief.worthwhile <= bars.refuted:
        return Finish.REFUTED
    return Finish.SMALL if belief.positive >= bars.moved else Finish.INCONCLUSIVE


# --- what a further test is worth -----------------------------------------------------------------


def value_of_certainty(belief: Belief) -> float:
    """Return what perfect knowledge would be worth, in units of the metric (EVPI)."""
    return _loss(belief, spread=belief.spread)


def value_of_test(belief: Belief, *, standard_error: float) -> float:
    """Return what a test with this standard error is expected to be worth (EVSI).

    `σ_p = v/√(v+s²)`, `EVSI = σ_p·[φ(u) − u(1−Φ(u))]`, `u = |m−δ*|/σ_p` (Raiffa, Schlaifer 1961).
    """
    if standard_error <= 0:
        raise ImpossibleCounts("a test has a standard error above 0")
    variance = belief.spread**2
    return _loss(belief, spread=variance / sqrt(variance + standard_error**2))


def _loss(belief: Belief, *, spread: float) -> float:
    u = abs(belief.mean - belief.smallest_worthwhile) / spread
    density = exp(-u * u / 2) / sqrt(2 * pi)
    return spread * (density - u * (1 - _NORMAL.cdf(u)))
