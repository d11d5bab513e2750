"""What the answer about a planned test is made of: its size, and what shorter ones could show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from seachange.measure.answers import Answer, Reading, Unknown


@dataclass(frozen=True, slots=True)
class SizePoint:
    """A test that runs for so many weeks of entry and a window: what it could show.

    `smallest` is the smallest change it finds with the power asked for, `power` how often
    it finds the change asked for.
    """

    weeks: int
    days: int
    units: int
    smallest: float
    power: float


@dataclass(frozen=True, kw_only=True)
class ExperimentPlanAnswer(Answer):
    """How many units, in both variants, and how many days, a test of the change takes.

    `people` came in within the span looked at, and had their whole window; `per_day` is
    how many a day that was, before `taking_part`. `estimate` is the metric's level among
    them, `unit` its unit, `deviation` the standard deviation of one unit. `inflation` is by
    how much several looks enlarge the plan, `expected` the share of it that is used up on
    average if the change is there. `curve` goes on week by week.
    """

    kind: ClassVar[str] = "experiment_plan"

    metric: str
    unit: str
    per_day: float
    estimate: Reading
    deviation: float | Unknown
    units: int | Unknown
    days: int | Unknown
    inflation: float
    expected: float
    curve: tuple[SizePoint, ...] = ()
