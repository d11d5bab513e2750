"""What goes with going on, at each step of a study's journey, for the journey's picture."""

from __future__ import annotations

from seachange.measure.answering.driver_parts import BLOCKER, BOOSTER, DriversAnswer, Finding
from seachange.report.drivers import telling
from seachange.report.pictures.journey import StepNote
from seachange.report.study import MeasuredStudy

_MOST = 2  # of each kind; the step's own section tells the rest


def step_notes(measured: MeasuredStudy) -> dict[int, list[StepNote]]:
    """Return the first boosters and blockers by step, where drivers were asked of the journey.

    A step at which nothing was shown, or too little is known, says so.
    """
    journey = measured.study.journey
    notes: dict[int, list[StepNote]] = {}
    for each in measured.items:
        question, answer = each.item.question, each.answer
        if not isinstance(answer, DriversAnswer) or telling.is_scored(answer):
            continue
        if journey is not None and question.journey == journey.steps:
            notes.setdefault(question.step, []).extend(_notes(answer))
    return notes


def _notes(answer: DriversAnswer) -> list[StepNote]:
    kinds = ((BOOSTER, "boost"), (BLOCKER, "block"))
    found = [
        StepNote(finding.behaviour.label, _effect(answer, finding), short)
        for kind, short in kinds
        for finding in telling.of_kind(answer, kind)[:_MOST]
    ]
    if found:
        return found
    too_little = answer.unknown is not None or telling.enough(answer) or not telling.judged(answer)
    said = "not enough data" if too_little else "nothing shown"
    return [StepNote(said, "", "")]


def _effect(answer: DriversAnswer, finding: Finding) -> str:
    """Write the effect; the less sure ones of too few behaviours say so instead of how sure."""
    said = telling.change_of(answer, finding.effect)
    if answer.calibration is not None and answer.calibration.calibrated:
        return said
    return f"{said.split(' [')[0]}, uncalibrated"
