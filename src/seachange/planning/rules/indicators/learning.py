"""How we learn: ideas closed, tests run, beliefs met (H05, H06, H12–H14, H17, H18, H38)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p

from seachange.errors import BadPlan, ImpossibleCounts
from seachange.planning.rules.indicators.tallies import Tally, Unknown, middle, tally
from seachange.planning.rules.vocabulary import Choice, Finish, Stage

_CHEAP = frozenset({Stage.ASSESSMENT, Stage.FACT_FINDING, Stage.TEST})
_STOPPING = frozenset({Choice.REMOVE, Choice.ITERATE, Choice.STOP, Choice.KILL})
_DISAPPOINTING = frozenset({Finish.REFUTED, Finish.HARMED, Finish.INCONCLUSIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedIdea:
    """An idea that left the bank: killed or released, and whether evidence was cited."""

    is_killed: bool
    cites_evidence: bool = False


def killed_by_evidence(ideas: Iterable[ClosedIdea]) -> Tally:
    """H05: of closed ideas, those killed with evidence cited."""
    return tally(ideas, lambda idea: idea.is_killed and idea.cites_evidence)


def kills_with_evidence(ideas: Iterable[ClosedIdea]) -> Tally:
    """H05 over kills alone."""
    return tally((idea for idea in ideas if idea.is_killed), lambda idea: idea.cites_evidence)


def stop_share(verdicts: Iterable[tuple[Finish, Choice | None]]) -> Tally:
    """H06: of verdicts that disappointed, those after which something was stopped or changed."""
    told = [choice for finish, choice in verdicts if finish in _DISAPPOINTING]
    return tally(told, lambda choice: choice in _STOPPING)


def discovery_throughput(analysed: int, *, days: int) -> float:
    """H12: tests analysed per 30 days."""
    if analysed < 0 or days < 1:
        raise ImpossibleCounts(f"{analysed} tests in {days} days")
    return analysed * 30 / days


def tests_per_idea(analysed: int, *, ideas: int) -> float | Unknown:
    """H13: tests analysed for each idea that left discovery."""
    if min(analysed, ideas) < 0:
        raise ImpossibleCounts(f"{analysed} tests for {ideas} ideas")
    return analysed / ideas if ideas else Unknown("no idea has left discovery")


def cheap_first(first_stages: Iterable[Stage]) -> Tally:
    """H14: hypotheses whose first test came before experiment and release."""
    return tally(first_stages, lambda stage: stage in _CHEAP)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was believed when the decision was taken, 0..1, and whether it came true."""

    belief: float
    came_true: bool

    def __post_init__(self) -> None:
        if not 0 <= self.belief <= 1:
            raise BadPlan("a belief is a probability")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The Brier score of our beliefs beside that of always believing the base rate."""

    brier: float
    brier_of_base: float
    forecasts: int

    @property
    def skill(self) -> float:
        """1 − Brier/Brier(base rate): above 0 where judging beats the base rate."""
        return 1 - self.brier / self.brier_of_base


def calibration(forecasts: Sequence[Forecast], *, base: float = 0.20) -> Calibration | Unknown:
    """H17: how far beliefs were from verdicts (Brier 1950). Inconclusive verdicts are left out."""
    if not 0 < base < 1:
        raise BadPlan("a base rate lies between 0 and 1")
    if not forecasts:
        return Unknown("no belief has met its verdict yet")
    ours = sum((each.belief - each.came_true) ** 2 for each in forecasts)
    theirs = sum((base - each.came_true) ** 2 for each in forecasts)
    people = len(forecasts)
    return Calibration(ours / people, theirs / people, people)


ENOUGH_VERDICTS = 20
_LEAST_BELIEF = 1e-3  # nobody's certainty is more than this apart from 0 or 1
_MOST_STEPS = 50
_SETTLED = 1e-10


@dataclass(frozen=True, slots=True)
class Refit:
    """How beliefs should be read so that they meet their verdicts: logit p = α + β·logit p̂.

    α below 0 says that ideas are judged too well, β below 1 that judgements are too bold.
    """

    alpha: float
    beta: float
    forecasts: int

    def mended(self, belief: float) -> float:
        """Return the belief, 0..1, that a stated one comes down to."""
        return _chance(self.alpha + self.beta * _logit(belief))


def refit(forecasts: Sequence[Forecast]) -> Refit | Unknown:
    """Refit beliefs to the verdicts they met, from twenty verdicts on (Cox 1958).

    Maximum likelihood by Newton's steps. Unknown with fewer verdicts, and where no finite
    answer fits best: all came out alike, all were believed alike, or every belief in what came
    true was above every belief in what did not.
    """
    if len(forecasts) < ENOUGH_VERDICTS:
        return Unknown(f"a refit needs {ENOUGH_VERDICTS} verdicts, there are {len(forecasts)}")
    told = [(_logit(each.belief), each.came_true) for each in forecasts]
    true = [x for x, came_true in told if came_true]
    false = [x for x, came_true in told if not came_true]
    if not true or not false:
        return Unknown("every idea came out alike")
    if min(true + false) == max(true + false):
        return Unknown("every idea was believed in alike")
    if max(false) <= min(true) or max(true) <= min(false):
        return Unknown("beliefs part what came true from what did not, so no slope fits best")
    alpha, beta = 0.0, 1.0
    for _ in range(_MOST_STEPS):
        up, turn = _newton(told, alpha, beta)
        # A whole step may jump over the top from afar: half of it, and half again, does not.
        before, share = _likelihood(told, alpha, beta), 1.0
        while _likelihood(told, alpha + share * up, beta + share * turn) < before and share > 1e-9:
            share /= 2
        alpha, beta = alpha + share * up, beta + share * turn
        if abs(up) + abs(turn) < _SETTLED:
            break
    return Refit(alpha, beta, len(told))


def _likelihood(told: Sequence[tuple[float, bool]], alpha: float, beta: float) -> float:
    """Return the logarithm of how likely the verdicts are under a line."""
    lines = (alpha + beta * x if came_true else -(alpha + beta * x) for x, came_true in told)
    return -sum(log1p(exp(-line)) if line > 0 else log1p(exp(line)) - line for line in lines)


def _newton(told: Sequence[tuple[float, bool]], alpha: float, beta: float) -> tuple[float, float]:
    """Return the step of α and β that a quadratic fitted to the likelihood here asks for."""
    chances = [_chance(alpha + beta * x) for x, _ in told]
    off = [came_true - p for (_, came_true), p in zip(told, chances, strict=True)]
    weights = [p * (1 - p) for p in chances]
    xs = [x for x, _ in told]
    flat, tilt = sum(off), sum(o * x for o, x in zip(off, xs, strict=True))
    w = sum(weights)
    wx = sum(each * x for each, x in zip(weights, xs, strict=True))
    wxx = sum(each * x * x for each, x in zip(weights, xs, strict=True))
    spread = w * wxx - wx * wx
    return (wxx * flat - wx * tilt) / spread, (w * tilt - wx * flat) / spread


def _logit(chance: float) -> float:
    held = min(max(chance, _LEAST_BELIEF), 1 - _LEAST_BELIEF)
    return log(held / (1 - held))


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > 0 else exp(logit) / (1 + exp(logit))


def prediction_bias(changes: Iterable[tuple[float, float]]) -> float | Unknown:
    """H18: mean(predicted − measured) / mean(predicted), over pairs of the two, gains positive."""
    told = list(changes)
    predicted = sum(each for each, _measured in told)
    if not told or predicted == 0:
        return Unknown("no prediction has been measured yet")
    return (predicted - sum(measured for _predicted, measured in told)) / predicted


def options_per_outcome(tested_ideas: Mapping[str, int]) -> float | Unknown:
    """H38: the median number of ideas tested for an outcome."""
    return middle(tested_ideas.values(), of="outcome has an idea")
