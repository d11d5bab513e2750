"""A metric's question is refused where it stands, before there is a log to ask."""

from pathlib import Path

import pytest
from django.db import DatabaseError

from seachange.errors import BadPlan, SeachangeError
from seachange.evidence.questions import refuse_unaskable
from seachange.people.guard import writing
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.turns import turn
from seachange.planning.files.reading import parse_plan
from seachange.planning.models.metrics import Metric as MetricRow
from seachange.planning.models.refusals import set_up, take_down
from seachange.planning.reads.snapshot import forget, whole_plan
from seachange.planning.rules.plan.measuring import Metric
from tests.planning.conftest import each_database, empty_plan
from tests.planning.parley import AS_OF

__all__ = ["each_database", "empty_plan"]

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


def asked(question):
    return Metric(id="M1", question=question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ('{"kind": "share"', "not valid JSON"),
        ('{"kind": "share"} and more', "not valid JSON"),
        ("{" * 20_000, "not valid JSON"),
        ('{"kind": "horoscope"}', "cannot be asked"),
        ('{"kind": "share", "of": "a", "did": "b", "within": "7 dayz"}', "not a duration"),
    ],
)
def test_no_road_leads_a_question_into_the_plan_that_cannot_be_asked(empty_plan, question, said):
    with pytest.raises(BadPlan, match=said):
        records.create(asked(question), by="")
    with pytest.raises(BadPlan, match=said):
        take_in([asked(question)], by="", why="an import", as_found=True)
    records.create(asked("as the survey asks it"), by="")
    with pytest.raises(BadPlan, match=said):
        records.edit("M1", by="", question=question)
    assert whole_plan().get(Metric, "M1").question == "as the survey asks it"


def test_a_broken_question_from_before_is_let_be_until_it_is_changed(each_database):
    records.create(asked("as the survey asks it"), by="")
    broken = '{"kind": "share"'
    take_down(using="default")
    with writing():
        MetricRow.objects.filter(pk="M1").update(question=broken)
    set_up(using="default")
    forget()
    records.edit("M1", by="", unit="people")
    kept = whole_plan().get(Metric, "M1")
    assert (kept.question, kept.unit) == (broken, "people")


def test_the_database_itself_takes_no_question_that_is_no_object(each_database):
    records.create(asked("as the survey asks it"), by="")
    with pytest.raises((DatabaseError, SeachangeError)), turn(), writing():
        MetricRow.objects.filter(pk="M1").update(question='{"kind": ')
    with turn(), writing():
        MetricRow.objects.filter(pk="M1").update(question='{"kind": "share"}')
