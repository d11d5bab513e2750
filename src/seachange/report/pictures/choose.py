"""Which picture an answer has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seachange.measure.answering.driver_parts import DriversAnswer
from seachange.measure.answering.experiment_parts import ExperimentAnswer
from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer
from seachange.measure.answering.rollout_parts import RolloutAnswer
from seachange.measure.answers import Answer, Estimate
from seachange.report.headline import headline
from seachange.report.pictures.days import days
from seachange.report.pictures.effects import effects
from seachange.report.pictures.forest import forest
from seachange.report.pictures.journey import Notes, journey
from seachange.report.pictures.map import observed_map
from seachange.report.pictures.matrix import matrix
from seachange.report.pictures.ranges import ranges
from seachange.report.pictures.rollout import rollout
from seachange.report.pictures.sizes import sizes
from seachange.report.pictures.trend import Mark, trend
from seachange.report.sheets import unit_of


def picture(
    answer: Answer,
    *,
    width: float = 760,
    marks: Sequence[Mark] = (),
    title: str = "",
    notes: Notes | None = None,
) -> str:
    """Draw an answer in SVG for a page that has the classes; a lone number has no picture."""
    if answer.kind == "funnel":
        return journey(answer, width=width, notes=notes)
    if answer.kind == "journey_map":
        return observed_map(answer, width=width)
    if answer.kind == "retention":
        return matrix(answer, width=width)
    if isinstance(answer, DriversAnswer):
        return forest(answer, width=width)
    if isinstance(answer, ExperimentAnswer):
        return effects(answer, width=width)
    if isinstance(answer, ExperimentPlanAnswer):
        return sizes(answer, width=width)
    if isinstance(answer, RolloutAnswer):
        return rollout(answer, width=width)
    return _rates(answer, width, marks, title or headline(answer))


def _rates(answer: Any, width: float, marks: Sequence[Mark], title: str) -> str:
    if answer.kind == "description":
        return days(answer, width=width)
    unit = unit_of(answer)
    series = [p for p in getattr(answer, "series", ()) if hasattr(p, "estimate")]
    if series:
        height = 250 if width >= 560 else 210
        return trend(series, unit=unit, title=title, marks=marks, width=width, height=height)
    if answer.kind == "duration" and not answer.breakdown:
        by_then = [(f"within {c.within}", c.estimate) for c in answer.within]
        return ranges(by_then, unit="share", title=title, width=width)
    groups = [(g.value, g.estimate) for g in getattr(answer, "breakdown", ())]
    estimate = getattr(answer, "estimate", None)
    if isinstance(estimate, Estimate):
        groups = [("All", estimate), *groups]
    return ranges(groups, unit=unit, title=title, width=width) if groups else ""
