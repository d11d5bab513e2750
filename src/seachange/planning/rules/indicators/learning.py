"""How we learn: ideas closed, tests run, beliefs met (H05, H06, H12–H14, H17, H18, H38)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
