"""Whether an outcome drives what it is said to drive, by the experiments that moved it.

An experiment tells of a driver link when it moved the outcome for some, by chance, and the end of
the link was measured too: what was claimed to follow then has to follow. What merely goes
together, or moved nobody, can neither promote a link nor refute it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import sqrt

from seachange.planning.rules.invariants.violation import Violation
from seachange.planning.rules.measured import Effect, effect_of, estimate_of
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.power import Interval, chance_of_split, reach
from seachange.planning.rules.vocabulary import Design, Scale

CLAIMED, SUPPORTED, REFUTED = "claimed", "supported", "refuted"
STRONG = 10.0
"""A change of the outcome whose F is less says too little of what follows from it: Staiger and
Stock (1997), Econometrica 65."""
ODD = 0.001
"""A split less likely than this is not the planned one."""
_BY_CHANCE = (Design.RANDOMISED, Design.HOLDBACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One experiment that moved the outcome, with what became of the end of the link."""

    evidence: Evidence
    test: AssumptionTest
    moved: Effect
    followed: Effect

    @property
    def strength(self) -> float:
        """F of the change of the outcome."""
        return (self.moved.change / self.moved.standard_error) ** 2

    @property
    def slope(self) -> float:
        """How much the end moved for each unit the outcome did (Wald's ratio)."""
        return self.followed.change / self.moved.change

    @property
    def error(self) -> float:
        """Standard error of the slope, by the delta method."""
        followed, moved = self.followed.standard_error, self.slope * self.moved.standard_error
        return sqrt(followed**2 + moved**2) / abs(self.moved.change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """A driver link as its experiments have it: claimed, supported or refuted.

    `slope` is how far the end moves for each unit of the outcome's metric, by all trials
    together, with its 95 % interval; none where no trial tells. `scales` are those of the
    outcome's metric and of the end's. `set_aside` names evidence that tells nothing of the link,
    with why.
    """

    link: DriverLink
    state: str
    scales: tuple[Scale, Scale]
    trials: tuple[Trial, ...]
    set_aside: tuple[tuple[Evidence, str], ...]
    slope: float | None = None
    interval: Interval | None = None

    @property
    def stands(self) -> str:
        """What is held of the link: what its experiments say, else what it was found with."""
        return self.state if self.trials else self.link.state


def driving(plan: Plan, link: DriverLink) -> Driving:
    """Judge a link by every experiment on it, weighed by how sure each is.

    Supported: the interval lies on the claimed side of nothing. Refuted: it lies on the other
    side or, where the claim names its size, it holds nothing as well and stays below that size.
    """
    trials: list[Trial] = []
    aside: list[tuple[Evidence, str]] = []
    told: set[str] = set()
    for piece in plan.of(Evidence, link.id):
        if piece.driver_link != link.id or piece.state == "retracted" or piece.is_draft:
            continue
        found = _trial(plan, link, piece)
        if isinstance(found, Trial) and found.test.id in told:
            found = "it tells again what other evidence has told"
        if isinstance(found, Trial):
            told.add(found.test.id)
            trials.append(found)
        else:
            aside.append((piece, found))
    scales = _scale(plan, plan.get(Outcome, link.outcome)), _scale(plan, end_of(plan, link))
    if not trials:
        return Driving(link=link, state=CLAIMED, scales=scales, trials=(), set_aside=tuple(aside))
    sureness = sum(each.error**-2 for each in trials)
    slope = sum(each.slope * each.error**-2 for each in trials) / sureness
    half = reach() / sqrt(sureness)
    interval = Interval(slope - half, slope + half)
    return Driving(
        link=link,
        state=_state(link, interval),
        scales=scales,
        trials=tuple(trials),
        set_aside=tuple(aside),
        slope=slope,
        interval=interval,
    )


def _state(link: DriverLink, interval: Interval) -> str:
    low, high = sorted((link.sign * interval.low, link.sign * interval.high))
    if low > 0:
        return SUPPORTED
    falls_short = link.size is not None and high < abs(link.size)
    return REFUTED if high < 0 or falls_short else CLAIMED


def _trial(plan: Plan, link: DriverLink, piece: Evidence) -> Trial | str:
    """Return the trial a piece of evidence is, or why it is none."""
    test = plan.get(AssumptionTest, piece.assumption_test)
    if test is None or (piece.design or test.design) not in _BY_CHANCE:
        return "only an experiment can tell whether one thing drives another"
    if test.state in {"planned", "invalid"}:
        return f"its test is {test.state}"
    if piece.remaining == 0:
        return piece.invalidated_by or "the world it was seen in is gone"
    followed, moved = estimate_of(piece), effect_of(test)
    if followed is None:
        return "it does not say how far the end of the link moved, and how sure that is"
    why = _not_moved(plan, link, test) or _not_sound(test, moved)
    if why or moved is None:
        return why or f"nobody knows whether {test.id} moved {link.outcome}"
    trial = Trial(evidence=piece, test=test, moved=moved, followed=followed)
    if trial.strength < STRONG:
        return f"{test.id} moved {link.outcome} too little to tell (F = {trial.strength:.1f})"
    return trial


def _not_moved(plan: Plan, link: DriverLink, test: AssumptionTest) -> str:
    """Say why a test's own result is not of the outcome at the beginning of the link."""
    outcome = plan.get(Outcome, link.outcome)
    own = outcome.metric if outcome else None
    hypothesis = plan.get(Hypothesis, test.hypothesis)
    about = hypothesis.outcome if hypothesis else None
    if test.metric is not None and own is not None:
        return "" if test.metric == own else f"{test.id} measured another metric than {own}"
    return "" if about == link.outcome else f"{test.id} is not about {link.outcome}"


def _not_sound(test: AssumptionTest, moved: Effect | None) -> str:
    """Say why a test's two groups cannot be compared (yet): the gate of any result."""
    people, planned = moved.people if moved else None, test.planned_control_share
    if not people:
        return ""
    if 0 < planned < 1 and chance_of_split(people, planned=(planned, 1 - planned)) < ODD:
        return f"the split of {test.id} is not the planned one"
    if sum(people) < (test.planned_people or 0) and not test.is_sequential:
        return f"{test.id} was read before its planned end"
    return ""


def links_of(plan: Plan, outcome: str) -> tuple[DriverLink, ...]:
    """Return the links that begin at an outcome."""
    return tuple(each for each in plan.of(DriverLink, outcome) if each.outcome == outcome)


def end_of(plan: Plan, link: DriverLink) -> Impact | Outcome | None:
    """Return the impact or outcome that a link leads to."""
    return plan.get(Impact, link.impact) or plan.get(Outcome, link.driven_outcome)


def _scale(plan: Plan, goal: Impact | Outcome | None) -> Scale:
    metric = plan.get(Metric, goal.metric) if goal else None
    return metric.scale if metric else Scale.RATE


# --- the state of a link is earned ----------------------------------------------------------------


def earned_states(before: Plan, after: Plan) -> Iterator[DriverLink]:
    """Walk the links whose state follows from their evidence, in the state it earns them.

    What somebody else's experiment of the past had settled when a plan was taken in stays as it
    was found, until an experiment in the plan says otherwise.
    """
    for link in _with_evidence(before, after):
        state = driving(after, link).state
        if state == link.state:
            continue
        old = before.get(DriverLink, link.id)
        was_earned = old is not None and driving(before, old).state == old.state
        if state != CLAIMED or was_earned:
            yield replace(link, state=state)


def _with_evidence(before: Plan, after: Plan) -> Iterable[DriverLink]:
    told = {each.driver_link for plan in (before, after) for each in plan.evidence}
    return (each for each in after.driver_links if each.id in told)


def typed_states(before: Plan, after: Plan) -> Iterator[Violation]:
    """Walk the links that somebody called supported or refuted, and no experiment does (I-27)."""
    for link in after.driver_links:
        old = before.get(DriverLink, link.id)
        if link.state == (old.state if old else CLAIMED):
            continue
        earned = driving(after, link).state
        if link.state != earned:
            yield Violation(
                invariant="I-27",
                record=link.id,
                says=f"the link is called {link.state}, and by its experiments it is {earned}",
                remedy="leave its state out: add what an experiment showed as evidence on it",
            )
