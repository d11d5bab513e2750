"""A study: read, measured, and written as one page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.log import EventLog
from seachange.events.sources.rows import from_rows
from seachange.events.yaml_files import parse_document
from seachange.measure.answers import Estimate
from seachange.report.page import study_page
from seachange.report.study import MeasuredStudy, measure, parse_study

DAY = 86_400_000_000
JULY = 1_751_328_000_000_000  # 2025-07-01T00:00Z

STUDY = """
title: First meetings <b>matter</b>
questions:
  - id: OC1
    name: New clients meet within 7 days
    question: {kind: share, of: sign_up, did: meet, within: 7 days, trend: month}
    baseline: {from: 2025-07-01, to: 2025-08-01}
    target: {value: 0.9, by: 2025-12-31}
"""


def entered(*, times: int = 1) -> list[dict[str, Any]]:
    """In July 2 of 10 meet in time, in August 6 of 10, or so many times as many."""
    rows: list[dict[str, Any]] = []
    for month, keen in ((0, 2), (31, 6)):
        for n in range(10 * times):
            person, day = f"p{month}_{n}", JULY + (month + n % 10) * DAY
            rows.append({"actor": person, "event": "sign_up", "time": day})
            if n < keen * times:
                rows.append({"actor": person, "event": "meet", "time": day + 2 * DAY})
    return [*rows, {"actor": "end", "event": "end", "time": JULY + 60 * DAY}]


@pytest.fixture(scope="module")
def log() -> EventLog:
    """Besides twenty who entered one has only just signed up, and one has a strange name."""
    rows = entered()
    rows.append({"actor": "late", "event": "sign_up", "time": JULY + 60 * DAY})
    rows.append({"actor": "<script>alert(1)</script>", "event": "<img src=x>", "time": JULY})
    return from_rows(rows)


@pytest.fixture(scope="module")
def measured(log: EventLog) -> MeasuredStudy:
    return measure(parse_document(STUDY, parse_study, name="study.yml"), log)


def test_the_baseline_and_now_are_measured_over_their_own_entries(measured: MeasuredStudy) -> None:
    (item,) = measured.items
    assert isinstance(item.before, Estimate)
    assert isinstance(item.now, Estimate)
    assert (item.before.value, item.now.value) == (0.2, 0.6)
    assert item.progress == pytest.approx((0.6 - 0.2) / (0.9 - 0.2))


def test_a_page_says_what_moved_and_what_is_pending(measured: MeasuredStudy) -> None:
    page = study_page(measured)
    assert "First meetings &lt;b&gt;matter" in page
    assert "+40.0\u202fpp" in page
    assert "1 entry too new to judge" in page
    assert page.count("57\u202f% of the way") == 2
    assert '<span class="line unsure">+40.0' in page


@pytest.mark.parametrize(
    ("goal", "moved"),
    [
        ("target: {value: 0.9}", "towards"),
        ("target: {value: 0.1}", "away"),  # fewer were wanted
        ("target: {value: 0.2}", ""),  # as many as there were
        ("", ""),  # nobody said which way is better
    ],
)
def test_which_way_is_better_is_the_target_s_to_say(goal: str, moved: str) -> None:
    told = STUDY.replace("target: {value: 0.9, by: 2025-12-31}", goal)
    many = from_rows(entered(times=5))
    page = study_page(measure(parse_document(told, parse_study, name="study.yml"), many))
    assert f'<span class="line {moved}">+40.0' in page


def test_a_page_needs_nothing_from_anywhere_else(measured: MeasuredStudy) -> None:
    page = study_page(measured).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|<script|<link|<img|@import|url\(", page)


def test_every_picture_has_its_numbers_beside_it_and_a_name(measured: MeasuredStudy) -> None:
    page = study_page(measured)
    sections = page.split("<section")[1:]
    assert sections
    for section in sections:
        assert "<table>" in section
        assert all("aria-label=" in svg for svg in re.findall(r"<svg[^>]*>", section))


def test_a_baseline_that_was_stated_does_not_pretend_to_be_measured(log: EventLog) -> None:
    stated = STUDY.replace("from: 2025-07-01, to: 2025-08-01", "value: 0.3")
    page = study_page(measure(parse_document(stated, parse_study, name="study.yml"), log))
    assert "30.0\u202f%, stated" in page
    assert "[30.0, 30.0]" not in page


def test_telling_of_progress_ends_with_everything_done(log: EventLog) -> None:
    told: list[tuple[str, float]] = []
    study = parse_document(STUDY, parse_study, name="study.yml")
    measure(study, log, progress=lambda name, done: told.append((name, done)))
    assert told == [("New clients meet within 7 days", 0.0), ("Done", 1.0)]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, ""),
        ({"questions": [{"name": "x"}]}, "questions[1]"),
        ({"questions": [{"question": {"kind": "share"}}]}, "questions[1].question"),
        ({"title": "t", "jurney": {}}, "jurney"),
        ({"journey": {"kind": "share", "of": "a", "did": "b", "within": "1d"}}, "journey"),
        ({"questions": [{"id": "A", "question": _} for _ in ()], "as_of": "yesterday"}, "as_of"),
        ({"questions": []}, "questions"),
    ],
)
def test_a_study_that_cannot_be_read_is_refused_at_the_place(
    document: dict[str, Any], place: str
) -> None:
    with pytest.raises(BadQuestion) as refused:
        parse_study(Field(document))
    assert refused.value.place == place


def test_two_questions_of_one_name_are_refused() -> None:
    twice = STUDY + STUDY.split("questions:\n")[1]
    with pytest.raises(BadQuestion, match="OC1") as refused:
        parse_document(twice, parse_study, name="study.yml")
    assert "study.yml, line" in refused.value.place


@pytest.mark.parametrize(
    ("old", "put", "complaint"),
    [
        ("value: 0.9", "value: 90", "a share lies between 0 and 1, not 90\nWrite 0.9 for 90 %"),
        ("from: 2025-07-01, to: 2025-08-01", "value: 20", "Write 0.2 for 20 %"),
        ("to: 2025-08-01", "to: 2025-07-01", "the period is empty"),
        ("from: 2025-07-01", "value: 0.3, from: 2025-07-01", "or a period that is measured, not"),
        ("from: 2025-07-01, to", "value: 0.3, to", "or a period that is measured, not both"),
        ("did: meet, within: 7 days", "did: meet, period: month", "has no single rate"),
    ],
)  # fmt: skip
def test_a_baseline_or_target_that_the_rate_cannot_have_is_refused_at_its_line(
    old: str, put: str, complaint: str
) -> None:
    text = STUDY.replace(old, put)
    if "within" in old:
        text = text.replace("kind: share", "kind: retention").replace(", trend: month", "")
    with pytest.raises(BadQuestion, match=complaint) as refused:
        parse_document(text, parse_study, name="study.yml")
    assert "study.yml, line" in refused.value.place


DRIVERS = """
title: Every step
journey: {kind: funnel, steps: [visit, sign_up, {event: meet, name: Meets}, renew]}
questions:
  - id: ways
    name: What goes with going on
    question: {kind: drivers, step: each, within: 14 days}
"""


def test_drivers_of_each_step_are_a_question_a_step_of_the_study_s_journey() -> None:
    study = parse_document(DRIVERS, parse_study, name="study.yml")
    assert [item.id for item in study.items] == ["ways-1", "ways-2", "ways-3"]
    assert study.items[2].name == "What goes with going on: Meets"
    asked = [(item.question.step, item.question.targets) for item in study.items]
    assert asked == [(1, (2,)), (2, (3,)), (3, (4,))]
    assert [step.name for step in study.items[0].question.journey][2] == "Meets"


def test_drivers_at_a_numbered_step_take_the_study_s_journey() -> None:
    text = DRIVERS.replace("step: each", "step: 2, target: last")
    (item,) = parse_document(text, parse_study, name="study.yml").items
    assert (item.question.step, item.question.targets) == (2, (4,))


@pytest.mark.parametrize(
    ("old", "put", "complaint"),
    [
        ("step: each", "step: 9, target: 4", "there is no step 9 of 4"),
        ("step: each", "step: 4", "the last of the journey"),
        ("journey: {kind: funnel, steps: [visit, sign_up, {event: meet, name: Meets}, renew]}", "",
         "needs a journey"),
        ("    question:", "    target: {value: 0.5}\n    question:", "no single rate"),
    ],
)  # fmt: skip
def test_drivers_that_a_study_cannot_ask_are_refused(old: str, put: str, complaint: str) -> None:
    with pytest.raises(BadQuestion, match=complaint) as refused:
        parse_document(DRIVERS.replace(old, put), parse_study, name="study.yml")
    assert "study.yml, line" in refused.value.place
