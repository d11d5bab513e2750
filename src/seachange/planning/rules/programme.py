"""All learning of an organisation at a glance: what won, what was killed, how well we foresee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from seachange.planning.rules.belief import base_rate
from seachange.planning.rules.cases import Case, cases
from seachange.planning.rules.indicators.learning import (
    Calibration,
    Forecast,
    Refit,
    calibration,
    refit,
)
from seachange.planning.rules.indicators.survival import Wait, median_wait
from seachange.planning.rules.indicators.tallies import Tally, Unknown, tally
from seachange.planning.rules.invariants.learning import current_verdicts
from seachange.planning.rules.judgement import How
from seachange.planning.rules.library import Lesson, lessons, started_on
from seachange.planning.rules.measured import WITH_CONTROL
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Decision
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.unnamed import called
from seachange.planning.rules.totals import Contest, Total, effect_to_win, pooled, total
from seachange.planning.rules.vocabulary import Choice, Finish, Scale

_BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
_KILLING = frozenset({Choice.KILL, Choice.STOP, Choice.REMOVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTotal:
    """What all that won did to one outcome, gains positive, in its metric's unit.

    `total` is of what was measured against a control (None where nothing of that won); `believed`
    the sum of E[θ] of all that won, however measured.
    """

    outcome: Outcome
    scale: Scale
    total: Total | None
    believed: float
    won: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts between two beliefs: what they said on average, and how many came true."""

    low: float
    high: float
    said: float
    came_true: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """Something that was not gone on with, and why, where anybody said so."""

    record: str
    title: str
    how: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """How beliefs met their verdicts: of one team, or (`team` empty) of everybody."""

    team: str
    score: Calibration | Unknown
    bins: tuple[Bin, ...]
    refit: Refit | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The learning of a plan; `base` is the base rate that its own verdicts teach."""

    lessons: tuple[Lesson, ...]
    open: tuple[Case, ...]
    wins: Tally
    totals: tuple[OutcomeTotal, ...]
    days_to_verdict: float | Unknown
    killed: tuple[Killed, ...]
    base: float
    forecasts: tuple[Forecasts, ...]


def programme(plan: Plan, *, how: How | None = None) -> Programme:
    """Return what a plan has learnt by its day; inconclusive verdicts count as no win."""
    told = list(cases(plan, how=how))
    found = tuple(lessons(plan, told))
    finishes = [each.verdict.finish for each in found]
    return Programme(
        lessons=found,
        open=tuple(case for case in told if case.standing is None),
        wins=tally(finishes, lambda each: each is Finish.SUPPORTED),
        totals=tuple(_totals(found)),
        days_to_verdict=median_wait(_waits(told)),
        killed=tuple(_killed(plan)),
        base=own_base_rate(plan),
        forecasts=tuple(_forecasts(found)),
    )


def own_base_rate(plan: Plan) -> float:
    """Return the base rate that a plan's own verdicts teach, from Beta(2, 8) on.

    What moved too little to be worth it did not hold; what is inconclusive teaches nothing.
    """
    finishes = [each.finish for each in current_verdicts(plan)]
    held = finishes.count(Finish.SUPPORTED)
    failed = len(finishes) - held - finishes.count(Finish.INCONCLUSIVE)
    return base_rate(held=held, failed=failed)


def _totals(found: Sequence[Lesson]) -> Iterator[OutcomeTotal]:
    by: dict[str, list[Lesson]] = {}
    for lesson in found:
        if lesson.case.outcome is not None:
            by.setdefault(lesson.case.outcome.id, []).append(lesson)
    for _, own in sorted(by.items()):
        won = [each for each in own if each.verdict.finish is Finish.SUPPORTED]
        outcome = own[0].case.outcome
        if won and outcome is not None:
            beliefs = [each.case.told.belief for each in won]
            yield OutcomeTotal(
                outcome=outcome,
                scale=own[0].case.scale,
                total=total(contest for each in own for contest in _contest(each)),
                believed=sum(each.mean for each in beliefs if each is not None),
                won=len(won),
            )


def _contest(lesson: Lesson) -> Iterator[Contest]:
    told = lesson.case.told
    result = pooled(
        (told.sign * each.change, each.standard_error)
        for each in told.measured
        if each.design in WITH_CONTROL
    )
    if result is not None and told.prior is not None:
        effect, error = result
        yield Contest(
            effect=effect,
            standard_error=error,
            bar=effect_to_win(told.prior, standard_error=error, bars=told.how.bars),
            has_won=lesson.verdict.finish is Finish.SUPPORTED,
        )


def _waits(told: Iterable[Case]) -> Iterator[Wait]:
    for case in told:
        begun = started_on(case)
        if begun is None:
            continue
        ended = case.standing.decided_on if case.standing else None
        days = ((ended or case.told.as_of) - begun).days
        if days >= 0:
            yield Wait(days, is_over=ended is not None)


def _killed(plan: Plan) -> Iterator[Killed]:
    """Walk what was stopped, each thing once: as an output, else a hypothesis, else an idea."""
    told: set[str | None] = set()
    for output in plan.outputs:
        if output.state == "removed":
            told |= {output.id, output.idea}
            title, why = title_of(output), _why(plan, output.id, output.idea)
            yield Killed(record=output.id, title=title, how="removed", why=why)
    for hypothesis in plan.hypotheses:
        if hypothesis.state in {"withdrawn", "refuted", "harmed"}:
            about = {hypothesis.output, hypothesis.idea} - {None}
            if not about & told:
                title, why = title_of(hypothesis), _why(plan, hypothesis.id, *about)
                yield Killed(record=hypothesis.id, title=title, how=hypothesis.state, why=why)
            told |= about
    for idea in plan.ideas:
        if idea.state == "killed" and idea.id not in told:
            why = _why(plan, idea.id)
            yield Killed(record=idea.id, title=called(idea), how="killed", why=why)


def _why(plan: Plan, *about: str | None) -> str:
    found = [each for one in about if one for each in plan.of(Decision, one)]
    reasons = [each.reason for each in found if each.choice in _KILLING and each.reason]
    return reasons[-1] if reasons else ""


def _forecasts(found: Sequence[Lesson]) -> Iterator[Forecasts]:
    told = [(each.teams, forecast) for each in found for forecast in _forecast(each)]
    yield _scored("", [forecast for _, forecast in told])
    teams = sorted({team for own, _ in told for team in own})
    for team in teams:
        yield _scored(team, [forecast for own, forecast in told if team in own])


def _forecast(lesson: Lesson) -> Iterator[Forecast]:
    belief = lesson.case.hypothesis.belief_at_decision
    belief = lesson.verdict.belief_before if belief is None else belief
    finish = lesson.verdict.finish
    if belief is not None and finish is not Finish.INCONCLUSIVE:
        yield Forecast(belief, finish is Finish.SUPPORTED)


def _scored(team: str, told: Sequence[Forecast]) -> Forecasts:
    return Forecasts(
        team=team, score=calibration(told), bins=tuple(reliability(told)), refit=refit(told)
    )


def reliability(told: Sequence[Forecast]) -> Iterator[Bin]:
    """Walk forecasts by how likely they said it was: what was said, and how many came true."""
    for low, high in pairwise(_BINS):
        own = [each for each in told if low <= each.belief < high or each.belief == high == 1]
        if own:
            said = sum(each.belief for each in own) / len(own)
            true = tally(own, lambda each: each.came_true)
            yield Bin(low=low, high=high, said=said, came_true=true)
