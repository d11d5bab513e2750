"""The library as one uses it in a notebook."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import jsonschema
import pandas as pd
import polars as pl
import pytest

import seachange as sea
from seachange import notebook
from seachange.errors import BadQuestion
from seachange.report.library.schema import schema
from tests.planning.files.test_demonstration import PLAN
from tests.story import story

TALE = """
ada:  visit@0 sign_up@1d buy@2d
ben:  visit@1d sign_up@3d
cleo: visit@2d
dan:  visit@40d
"""


@pytest.fixture
def log():
    """Give a small log, opened as one would."""
    with sea.open_log(story(TALE)) as opened:
        yield opened


def test_an_answer_prints_its_sentence_and_its_table(log):
    told = str(log.funnel("visit", "sign_up", "buy", window="7 days"))
    assert told.startswith("1 of 4 people reached buy")
    assert "How this was counted" in told


def test_an_answer_shows_itself_as_a_page_s_part_with_its_picture(log):
    shown = log.funnel("visit", "sign_up", window="7 days")._repr_html_()
    assert "<svg" in shown
    assert "<table" in shown
    assert "<script" not in shown


def test_a_picture_can_be_plotted_and_kept(log, tmp_path):
    drawn = log.share("visit", "sign_up", "7 days", trend="week").plot()
    assert drawn._repr_svg_().startswith("<svg")
    for ending, begins in ((".svg", b"<svg"), (".png", b"\x89PNG"), (".pdf", b"%PDF")):
        drawn.save(tmp_path / f"trend{ending}")
        assert (tmp_path / f"trend{ending}").read_bytes().startswith(begins)
    with pytest.raises(BadQuestion, match=".svg, .png, .pdf"):
        drawn.save(tmp_path / "trend.xlsx")


def test_an_answer_that_is_unknown_shows_itself_as_well(log):
    for question in ({"of": "nothing", "did": "buy"}, {"of": "visit", "did": "buy"}):
        answer = log.ask({"kind": "share", "within": "90 days", **question})
        assert answer.estimate.why in answer._repr_html_()
        assert answer.estimate.why in answer._repr_svg_()
        assert b"<svg" in answer.plot().drawn("svg")


def test_an_answer_becomes_a_frame_whose_numbers_are_full(log):
    frame = log.funnel("visit", "sign_up", "buy", window="7 days").frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["Reached"]) == [4, 2, 1]
    assert frame["From previous step"][1] == 2 / 3


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_a_frame_is_a_log_too(kind):
    held = kind({"user_id": ["a", "a", "b"], "event": ["visit", "buy", "visit"],
                 "timestamp": ["2024-01-01", "2024-01-02", "2024-01-03"]})  # fmt: skip
    with sea.open_log(held) as log:
        assert [s.reached for s in log.funnel("visit", "buy").steps] == [2, 1]


def test_a_question_may_stand_in_a_file(log, tmp_path):
    file = tmp_path / "q.yml"
    file.write_text("{kind: share, of: visit, did: sign_up, within: 7 days}")
    assert log.ask(file).to_json() == log.share("visit", "sign_up", "7 days").to_json()


def test_numbers_are_reached_by_their_names(log):
    answer = log.ask(kind="share", of="visit", did="sign_up", within="7 days")
    assert (answer.did, answer.people, answer.pending) == (2, 3, 1)
    assert answer.estimate.low < answer.estimate.value < answer.estimate.high


def test_only_what_the_door_offers_opens_it():
    asked = "import sys; from seachange import clock; print('seachange.notebook' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
    assert all(hasattr(sea, name) for name in notebook.__all__)
    assert not hasattr(sea, "open_logs")


def test_an_answer_is_as_of_a_day_or_a_moment_however_it_is_given(log):
    asked = {"of": "visit", "did": "sign_up", "within": "1 hour"}
    moment = datetime(2024, 1, 3, tzinfo=UTC)
    told = [log.share(**asked, as_of=at) for at in ("2024-01-03", moment.date(), moment)]
    assert [each.people for each in told] == [2, 2, 2]
    with pytest.raises(BadQuestion, match="'lately' is not a date"):
        log.share(**asked, as_of="lately")


def test_two_answers_to_one_question_are_compared(log):
    asked = {"of": "visit", "did": "sign_up", "within": "7 days"}
    before = log.share(**asked, to="2024-01-02")
    after = log.share(**asked, **{"from": "2024-01-02", "to": "2024-01-05"})
    assert (before.estimate.value, after.estimate.value) == (1.0, 0.5)
    assert sea.change(before, after).difference.value == -0.5


@pytest.fixture
def plan():
    """Open the demonstration's plan, as of the day of the walk-through."""
    return sea.open_plan(PLAN, as_of="2026-06-30")


def test_a_plan_s_verdicts_show_themselves(plan):
    told = plan.verdict("H1")
    assert "H1 “instant slots on profile moves OC1”: supported" in str(told)
    assert told.to_dict()["verdicts"][0]["finish"] == "supported"
    assert told._repr_html_().count("<svg") >= 2
    assert "<html" not in told._repr_html_()
    assert "<script" not in told._repr_html_()


def test_the_learning_library_shows_itself_whole_or_searched(plan):
    whole, some = plan.library(), plan.library("slot")
    assert "3 of 5" in str(whole)
    assert whole.to_dict()["wins"]["count"] == 3
    assert [each["hypothesis"] for each in some.to_dict()["lessons"]] == ["H6", "H1"]
    jsonschema.validate(whole.to_dict(), schema())
    assert "How beliefs met their verdicts" in whole._repr_html_()
    assert "<html" not in whole._repr_html_()


def test_a_plan_s_tests_are_asked_of_an_open_log(plan):
    with sea.open_log(story(TALE)) as log:
        (recount,) = plan.verdict("H6", log=log).to_dict()["recounts"]
    assert recount["why"]
