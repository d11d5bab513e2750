"""A metric's question is refused where it stands, before there is a log to ask."""

from pathlib import Path

import pytest

from seachange.errors import BadPlan
from seachange.evidence.questions import refuse_unaskable
from seachange.planning.files.reading import parse_plan
from tests.planning.parley import AS_OF

FILE = Path("plan.yml")
ASKED = """
metrics:
  M1:
    question:
      kind: share
      of: {event: join}
      did: {event: meet}
      within: 7 days
  M2: {question: as the survey asks it}
  M3: {}
"""


def test_what_can_be_asked_is_let_be():
    refuse_unaskable(*parse_plan(ASKED, AS_OF), file=FILE)


@pytest.mark.parametrize(
    ("amiss", "said"),
    [
        ("within: 7 dayz", "cannot be asked: '7 dayz' is not a duration (within)"),
        ("wihtin: 7 days", "has no key 'wihtin'"),
        ("within: 7 days\n      kin: share", "has no key 'kin'"),
    ],
)
def test_what_cannot_be_asked_is_told_at_the_metric(amiss, said):
    plan, places = parse_plan(ASKED.replace("within: 7 days", amiss), AS_OF)
    with pytest.raises(BadPlan) as told:
        refuse_unaskable(plan, places, file=FILE)
    assert "plan.yml, line 3, column 3: the question of metric M1" in str(told.value)
    assert said in str(told.value)


def test_all_are_told_at_once():
    text = "metrics: {A: {question: {kind: shar}}, B: {question: '{broken'}}"
    plan, places = parse_plan(text, AS_OF)
    with pytest.raises(BadPlan, match="2 mistakes") as told:
        refuse_unaskable(plan, places, file=FILE)
    assert "metric A" in str(told.value)
    assert "metric B cannot be asked: not valid JSON" in str(told.value)


def test_a_signal_s_question_is_refused_where_it_stands():
    asked = "signals:\n  SG1:\n    behaviour: BE1\n    question: {kind: drivers, step: enter}\n"
    known = """
journeys: {JM1: {}}
journey_steps: {ST1: {journey: JM1}}
behaviours: {BE1: {journey_step: ST1}}
"""
    plan, places = parse_plan(known + asked, AS_OF)
    with pytest.raises(BadPlan, match="the question of behaviour signal SG1 cannot be asked"):
        refuse_unaskable(plan, places, file=FILE)
