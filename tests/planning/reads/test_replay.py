"""Whether a settled verdict comes out as it was sealed, whatever became of the plan since."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from seachange.errors import BadPlan
from seachange.people.guard import writing
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.models.history import Seal
from seachange.planning.models.refusals import set_up, take_down
from seachange.planning.reads.replay import replay
from seachange.planning.rules.dossier import dossier_from, dossier_of
from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.encoding import canonical
from seachange.planning.rules.plan.learning import Evidence, Hypothesis, Verdict
from tests.planning.parley import parley


@pytest.fixture
def kept(each_database):
    """Keep the worked example with its five verdicts, each sealed."""
    take_in(parley().records(), by="", why="a world", as_found=True)


def test_every_settled_verdict_replays_byte_for_byte(kept):
    for verdict in parley().verdicts:
        told = replay(verdict.id)
        assert told.is_same
        assert told.sealed == told.again == Seal.objects.get(record=verdict.id).evidence
        assert (told.changed, told.gone) == ((), ())


def test_it_was_judged_by_what_was_known_on_its_day(kept):
    told = replay("V1")
    assert told.dossier.as_of == date(2026, 5, 1)
    # On the day of the result nothing of it has aged: the belief is above the one of 30 June.
    assert told.judged["worthwhile"] > 0.848
    assert told.judged["finish"] == "supported"


def test_what_becomes_of_the_plan_changes_no_settled_verdict(kept):
    before = replay("V1").sealed
    records.remove("E-H1-3", by="", why="the log was wrong")
    records.edit("OC1", by="", why="a better name", name="first meetings")
    told = replay("V1")
    assert told.is_same
    assert told.sealed == before
    assert (told.changed, told.gone) == (("OC1",), ("E-H1-3",))


def test_numbers_changed_behind_the_seal_are_told(kept):
    take_down(using="default")
    row = Seal.objects.get(record="V6")
    held = json.loads(row.evidence)
    held["judged"]["finish"] = "supported"
    with writing():
        Seal.objects.filter(record="V6").update(evidence=canonical(held))
    set_up(using="default")
    told = replay("V6")
    assert not told.is_same
    assert told.differences == (("finish", '"supported"', '"refuted"'),)


def test_records_changed_behind_the_seal_come_out_otherwise(kept):
    take_down(using="default")
    row = Seal.objects.get(record="V6")
    flattered = row.evidence.replace('"did":584', '"did":684')
    assert flattered != row.evidence
    with writing():
        Seal.objects.filter(record="V6").update(evidence=flattered)
    set_up(using="default")
    assert not replay("V6").is_same


def test_a_verdict_that_is_not_there_is_told_with_those_that_are(kept):
    with pytest.raises(BadPlan, match="no sealed verdict V9") as refused:
        replay("V9")
    assert "V1, V3, V4, V5, V6" in refused.value.remedy


def test_a_seal_of_another_way_of_judging_is_not_weighed_by_this_one(kept):
    take_down(using="default")
    row = Seal.objects.get(record="V1")
    later = canonical({**json.loads(row.evidence), "method": 99})
    with writing():
        Seal.objects.filter(record="V1").update(evidence=later)
    set_up(using="default")
    with pytest.raises(BadPlan, match="cannot be replayed here"):
        replay("V1")


def test_a_dossier_comes_back_from_its_text_as_it_was():
    plan = parley()
    for verdict in plan.verdicts:
        held = dossier_of(plan, verdict)
        assert dossier_from(json.loads(held.text)) == held


def test_a_dossier_weighs_as_the_whole_plan_does():
    plan = parley()
    for verdict in plan.verdicts:
        held = dossier_of(plan, verdict)
        whole = judge(plan, plan.get(Hypothesis, verdict.hypothesis), as_of=verdict.decided_on)
        told = held.judged()
        assert told["worthwhile"] == pytest.approx(whole.belief.worthwhile, rel=1e-11)
        assert told["confidence"] == pytest.approx(whole.confidence, rel=1e-11)
        assert told["finish"] == whole.finish


def test_the_order_of_a_plan_and_what_has_nothing_to_do_with_it_change_no_dossier():
    plan = parley()
    other = Evidence(id="E-other", hypothesis="H2", source="somebody")
    turned = replace(plan, evidence=(other, *reversed(plan.evidence)))
    verdict = plan.get(Verdict, "V1")
    assert dossier_of(turned, verdict).text == dossier_of(plan, verdict).text
