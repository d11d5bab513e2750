"""Boosters and blockers at the steps of a study's journey, on its picture."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from seachange.events.sources.rows import from_rows
from seachange.events.yaml_files import parse_document
from seachange.measure.answers import Estimate
from seachange.report.page import study_page
from seachange.report.pictures.journey import StepNote, journey
from seachange.report.step_notes import step_notes
from seachange.report.study import Measured, MeasuredStudy, measure, parse_study
from tests.report.drivers_made import CALIBRATION, drivers, nothing_found, nothing_known
from tests.story import story

STUDY = """
title: Every step
journey: {kind: funnel, steps: [visit, sign_up, buy], window: 14 days}
questions:
  - {id: ways, question: {kind: drivers, step: each, within: 7 days}}
"""


@pytest.fixture(scope="module")
def measured() -> MeasuredStudy:
    """Three people on a journey of three steps: much too few to tell."""
    log = from_rows(
        story("ada: visit@0 sign_up@1d buy@2d\nben: visit@1d sign_up@3d\ncleo: visit@40d")
    )
    return measure(parse_document(STUDY, parse_study, name="study.yml"), log)


def with_answers(measured: MeasuredStudy, *answers: object) -> MeasuredStudy:
    """Put other answers under a study's questions."""
    items: list[Measured] = [
        replace(item, answer=answer) for item, answer in zip(measured.items, answers, strict=True)
    ]
    return replace(measured, items=tuple(items))


def test_the_first_boosters_and_blockers_stand_at_their_step(measured: MeasuredStudy) -> None:
    notes = step_notes(with_answers(measured, drivers(), nothing_found()))
    assert [(note.words, note.kind) for note in notes[1]] == [
        ("viewed_size_guide", "boost"),
        ("saved_address", "boost"),
        ("payment_error", "block"),
        ("coupon_refused (platform mobile)", "block"),
    ]
    assert notes[1][0].effect == "+7.2\u202fpp [5.1, 9.3]"
    assert [note.words for note in notes[2]] == ["nothing shown"]


def test_too_little_to_tell_is_said_at_its_step(measured: MeasuredStudy) -> None:
    few = replace(nothing_found(), entries=900, base=Estimate(0.3, 0.27, 0.33, "wilson"))
    notes = step_notes(with_answers(measured, nothing_known(), few))
    assert [note.words for own in notes.values() for note in own] == ["not enough data"] * 2


def test_findings_of_too_few_behaviours_say_so(measured: MeasuredStudy) -> None:
    bare = drivers(calibration=replace(CALIBRATION, calibrated=False))
    notes = step_notes(with_answers(measured, bare, nothing_known()))
    assert notes[1][0].effect == "+7.2\u202fpp, uncalibrated"


def test_drivers_of_another_journey_leave_the_picture_alone(measured: MeasuredStudy) -> None:
    item = measured.items[0]
    other = replace(item.item.question, journey=item.item.question.journey[:2])
    moved = replace(measured, items=(replace(item, item=replace(item.item, question=other)),))
    assert step_notes(moved) == {}


@pytest.mark.parametrize("width", [920, 350])
def test_notes_stand_inside_the_picture_and_in_its_name(
    measured: MeasuredStudy, width: int
) -> None:
    notes = {
        1: [StepNote("guide", "+7 pp", "boost")] * 3,
        2: [StepNote("error", "\u22125 pp", "block")],
    }
    svg = journey(measured.journey, width=width, notes=notes)
    assert svg.count("▲ guide") == 3
    assert "▼ error" in svg
    assert "goes with going on from sign_up: error \u22125 pp" in svg
    (height,) = re.findall(r'viewBox="0 0 \d+ ([\d.]+)"', svg)
    assert all(float(y) <= float(height) for y in re.findall(r'<text x="[^"]+" y="([\d.]+)"', svg))


def test_the_page_of_a_study_has_a_section_for_every_step(measured: MeasuredStudy) -> None:
    page = study_page(measured)
    assert 'id="q-ways-1"' in page
    assert 'id="q-ways-2"' in page
    assert page.count(">not enough data</text>") == 4  # two steps, wide and narrow
