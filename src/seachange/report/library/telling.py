"""The learning library in words: one lesson, what won, what was killed, how well we foresee."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.checks.survey import spoken
from seachange.planning.rules.indicators.learning import Calibration, Refit
from seachange.planning.rules.indicators.tallies import FEWEST_SHOWN, Tally, Unknown
from seachange.planning.rules.library import Lesson
from seachange.planning.rules.power import Count, wilson
from seachange.planning.rules.programme import Forecasts, OutcomeTotal, Programme
from seachange.planning.rules.vocabulary import Scale
from seachange.report.verdicts import telling
from seachange.report.words import NARROW, day, plural


def headline(told: Programme) -> str:
    """Say in one sentence what all verdicts amount to."""
    if not told.lessons:
        return "No hypothesis has a verdict yet, so nothing was learnt that could be found again."
    return f"{share(told.wins)} verdicts support their hypothesis."


def share(counted: Tally) -> str:
    """Write so many of so many, with the share and its 95 % interval where there are enough."""
    said = f"{counted.count} of {counted.of}"
    if isinstance(counted.share, Unknown):
        return said
    own = wilson(Count(counted.count, counted.of))
    low, high = f"{100 * own.low:.0f}", f"{100 * own.high:.0f}"
    return f"{said} ({100 * counted.share:.0f}{NARROW}%) [{low}, {high}]"


def facts(told: Programme) -> Iterator[tuple[str, str]]:
    """Yield what the programme comes to, in pairs of a name and a value."""
    yield "Win rate", share(told.wins)
    days = told.days_to_verdict
    known = f"{days:g} days" if not isinstance(days, Unknown) else f"unknown: {days.because}"
    yield "From first test to verdict", known
    yield "Open", plural(len(told.open), "hypothesis", "hypotheses")
    yield "Stopped", plural(len(told.killed), "thing")
    yield "Base rate learnt", f"{100 * told.base:.0f}{NARROW}% (20{NARROW}% before any verdict)"


def total(each: OutcomeTotal) -> str:
    """Say what all winners did to an outcome, without the luck that made them winners."""
    believed = f"believed {amount(each.believed, each.scale)}"
    if each.total is None:
        return f"{believed}; nothing of it was measured against a control"
    found = each.total
    error = amount(1.96 * found.standard_error, each.scale).lstrip("+")
    return (
        f"{amount(found.effect, each.scale)} ± {error} ({amount(found.measured, each.scale)} as "
        f"measured, less {amount(found.luck, each.scale).lstrip('+')} of luck); {believed}"
    )


def amount(value: float, scale: Scale) -> str:
    """Write a gain in the unit of its metric."""
    return telling.amount(value, scale)


def lesson(each: Lesson) -> str:
    """Say what was learnt: the verdict, what was measured, when."""
    case, called = each.case, telling.CALLED[each.verdict.finish]
    return f"{called}{', ' if case.told.measured else ' '}{came_of(each)}".strip()


def came_of(each: Lesson) -> str:
    """Say what was measured, and when the verdict fell: for where the verdict itself is shown."""
    case, verdict = each.case, each.verdict
    parts = []
    if case.told.measured:
        last = case.told.measured[-1]
        parts.append(f"{amount(last.change, case.scale)} {telling.interval(last, case.scale)}")
    if verdict.decided_on:
        parts.append(f"on {day(verdict.decided_on)}")
    if each.days is not None:
        parts.append(f"after {plural(each.days, 'day')}")
    return " ".join(parts)


def decided(each: Lesson) -> str:
    """Say what was decided last, and why; that nothing was, where nothing was."""
    decision = each.decision
    if decision is None:
        return "nothing was decided on it"
    why = f": {decision.reason}" if decision.reason else ""
    when = f" on {day(decision.decided_on)}" if decision.decided_on else ""
    return f"{spoken(decision.choice)}{when}{why}"


def score(told: Forecasts) -> str:
    """Say how far beliefs were from what came: Brier's score beside that of the base rate."""
    found = told.score
    if not isinstance(found, Calibration):
        return f"unknown: {found.because}"
    said = f"{plural(found.forecasts, 'forecast')}: Brier score {found.brier:.3f}"
    if found.forecasts < FEWEST_SHOWN:
        return f"{said}, too few to tell anything"
    better = "better" if found.skill > 0 else "no better"
    return f"{said}, {better} than always saying 20{NARROW}% ({found.brier_of_base:.3f})"


def mended(told: Forecasts) -> str:
    """Say how beliefs should be read so that they meet their verdicts."""
    found = told.refit
    if not isinstance(found, Refit):
        return f"How they should be read is unknown: {found.because}."
    read = ", ".join(f"{at:.1f} as {found.mended(at):.2f}" for at in (0.2, 0.4, 0.6, 0.8))
    return f"By the verdicts they met, read a belief of {read}."
