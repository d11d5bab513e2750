"""Whether metrics are read off a log as their own questions say."""

import json
from datetime import date

import pytest

from seachange.errors import BadQuestion
from seachange.events.sources.open import open_log
from seachange.evidence.readings import Readings, take_readings
from seachange.planning.rules.plan.measuring import Metric
from tests.story import story

SHARE = {"kind": "share", "of": {"event": "join"}, "did": {"event": "meet"}, "within": "7 days"}
TOLD = """
    ada:   join@0d  meet@2d
    ben:   join@1d
    cleo:  join@3d  meet@4d
    dora:  join@29d meet@29d
    early: join@-60d meet@-59d
"""
MONTH = date(2024, 1, 1)
AS_OF = date(2024, 1, 31)  # the thirtieth day of the story; dora's window is still open


@pytest.fixture
def log():
    opened = open_log(story(TOLD), cache=False)
    yield opened
    opened.close()


def metric(question, **fields):
    written = question if isinstance(question, str) else json.dumps(question)
    return Metric(id="M1", question=written, **fields)


def taken(of, log):
    return take_readings([of], log, since=MONTH, until=AS_OF)


def test_a_share_becomes_a_tally_of_the_period(log):
    (reading,) = taken(metric(SHARE), log).taken
    assert (reading.metric, reading.level.did, reading.level.people) == ("M1", 2, 3)
    assert (reading.level.starts, reading.level.ends) == (date(2024, 1, 1), AS_OF)


def test_a_question_keeps_the_period_it_names(log):
    wide = SHARE | {"from": "2023-10-01"}
    (reading,) = taken(metric(wide), log).taken
    assert (reading.level.did, reading.level.people) == (3, 4)


def test_what_nobody_could_do_is_not_measured_as_nothing(log):
    nobody = SHARE | {"of": {"event": "join", "where": {"plan": "gold"}}}
    readings = taken(metric(nobody), log)
    assert readings.taken == ()
    assert readings.unknown["M1"]


def test_a_share_of_entries_is_told_with_the_people_behind_it_and_not_as_a_tally(log):
    (reading,) = taken(metric(SHARE | {"entry": "every"}), log).taken
    assert (reading.level.level, reading.level.people, reading.level.did) == (2 / 3, 3, None)


def test_what_has_no_single_number_says_so(log):
    funnel = {"kind": "funnel", "steps": [{"event": "join"}, {"event": "meet"}]}
    assert "no single number" in taken(metric(funnel), log).unknown["M1"]


def test_metrics_without_a_question_or_out_of_use_are_left_alone(log):
    metrics = [metric(""), metric(SHARE, state="deprecated")]
    assert take_readings(metrics, log, since=MONTH, until=AS_OF) == Readings()


@pytest.mark.parametrize("question", ["not json", "[]", {"kind": "guess"}])
def test_a_question_that_cannot_be_asked_names_its_metric(log, question):
    with pytest.raises(BadQuestion, match="M1"):
        taken(metric(question), log)
