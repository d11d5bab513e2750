"""A test that is planned, in words and tables: how many units, how many days, and by when what."""

from __future__ import annotations

import math
from collections.abc import Iterator

from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer
from seachange.measure.answers import Unknown
from seachange.report import words
from seachange.report.cells import Column, Sheet

_HALF = 0.5


def headline(answer: ExperimentPlanAnswer) -> str:
    """Return how large and how long the test must be, of whom, and from where."""
    if isinstance(answer.units, Unknown) or isinstance(answer.days, Unknown):
        return f"Unknown: {answer.units.why if isinstance(answer.units, Unknown) else ''}."
    return (
        f"To see a change of {change(answer.question['change'], answer.unit)}{_from(answer)}, "
        f"{words.count(answer.units)} {_units(answer)} must be judged, {_groups(answer)}: "
        f"{words.plural(answer.days, 'day')}, with {words.around(answer.per_day)} coming a day."
    )


def _from(answer: ExperimentPlanAnswer) -> str:
    now = answer.estimate
    if isinstance(now, Unknown):
        return ""
    return f" from {words.quantity(now.value, answer.unit)}"


def _units(answer: ExperimentPlanAnswer) -> str:
    return "people" if answer.question["unit"] == "actor" else "accounts"


def _groups(answer: ExperimentPlanAnswer) -> str:
    """Say how they fall to the two groups."""
    treated = answer.question["treated"]
    if isinstance(answer.units, Unknown):
        return ""
    if treated == _HALF:
        return f"{words.count(math.ceil(answer.units / 2))} in each of two groups"
    share = words.quantity(treated, "share")
    return f"{share} of them with the change and the others without"


def facts(answer: ExperimentPlanAnswer) -> Iterator[tuple[str, str]]:
    """Yield what stands beside the sentence on a page."""
    yield "Metric", answer.metric
    yield "Now", words.estimate(answer.estimate, answer.unit)
    yield "Power", f"{answer.question['power']:.0%}"
    yield "Found where there is nothing", f"{answer.question['alpha']:.0%}, up or down"
    looks = answer.question["looks"]
    if looks == 1:
        yield "Looked at", "once"
    if looks > 1:
        yield "Looked at", f"{looks} times: {answer.inflation:.2f} × the {_units(answer)} of once"
        yield "If the change is there", f"{answer.expected:.0%} of them are used on average"


def table(answer: ExperimentPlanAnswer) -> Sheet:
    """Return what tests of so many weeks could show."""
    columns = (
        Column("Weeks", "people"),
        Column("Days", "people"),
        Column("Judged", "people"),
        Column("Smallest change seen"),
        Column(f"Power for {change(answer.question['change'], answer.unit)}", "share"),
    )
    rows = [
        (p.weeks, p.days, p.units, change(p.smallest, answer.unit), p.power) for p in answer.curve
    ]
    return Sheet("What a test could show", columns, tuple(rows))


def change(size: float, unit: str) -> str:
    """Write the size of a change in the unit of a level, without a sign."""
    if unit == "share":
        return f"{size * 100:.3g}{words.NARROW}pp"
    return words.quantity(size, unit)
