"""Tests of the one way in: what breaks an invariant is refused, and nothing is half done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seachange.errors import NotAllowed, Refused
from seachange.people.access import Visibility
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.door import Change, carry_out
from seachange.planning.models.history import History
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Outcome, Vision
from seachange.planning.rules.plan.learning import AssumptionTest, HypothesisVersion
from seachange.planning.rules.plan.measuring import MetricVersion
from tests.planning.rules.invariants.worlds import (
    AS_OF,
    BUILT,
    CASES,
    CRITERIA,
    INTENT,
    METRIC,
)

NAMED = [pytest.param(each, id=f"{each.invariant}, {each.what}") for each in CASES]


@pytest.mark.parametrize("case", NAMED)
def test_what_breaks_an_invariant_is_refused_whole_unless_it_is_taken_in_as_found(empty_plan, case):
    before = take_in(case.world, by="", why="a world", as_found=True)
    broken = before.changed(put=case.breaks)
    with pytest.raises(Refused) as refusal:
        take_in(broken, by="", why="a hair away")
    assert f"{case.at}: " in str(refusal.value)
    assert f"({case.invariant})" in str(refusal.value)
    assert whole_plan(as_of=AS_OF).by_id == before.by_id
    after = take_in(broken, by="", why="it was so", as_found=True)
    record = after.by_id.get(case.at)
    assert record is None or case.invariant in record.breaches


def test_what_may_not_be_kept_and_what_breaks_an_invariant_are_told_at_once(empty_plan):
    case = next(each for each in CASES if each.what == "no date")
    unseen = Vision(id="VI9", name="For a team without a name", visibility=Visibility.TEAM)
    with pytest.raises(Refused) as refusal:
        take_in([*case.broken.records(), unseen], by="", why="both")
    assert "VI9: it is for a team alone, and names none" in str(refusal.value)
    assert "(I-1)" in str(refusal.value)
    with pytest.raises(Refused) as refusal:
        take_in([*case.broken.records(), unseen], by="", why="both", as_found=True)
    assert "(I-1)" not in str(refusal.value)  # what was found so is written down


def test_links_that_lead_nowhere_are_told_before_what_follows_from_them(empty_plan):
    case = next(each for each in CASES if each.what == "no date")
    lost = replace(case.broken.by_id["OC1"], id="OC9", metric="M404")
    with pytest.raises(Refused) as refusal:
        take_in([*case.broken.records(), lost], by="", why="both")
    assert "'M404', but there is none" in str(refusal.value)
    assert "(I-1)" not in str(refusal.value)


def test_a_breach_that_is_mended_is_struck_out(empty_plan):
    case = next(each for each in CASES if each.what == "no date")
    take_in(case.broken, by="", why="it was so", as_found=True)
    after = carry_out(
        Change(by="", deed="edit", put=(replace(case.world.by_id["OC1"], breaches=("I-1",)),)),
        as_of=AS_OF,
    )
    assert "I-1" not in after.by_id["OC1"].breaches


def test_a_known_breach_stays_written_down_until_it_is_mended(empty_plan):
    case = next(each for each in CASES if each.what == "no date")
    take_in(case.broken, by="", why="it was so", as_found=True)
    again = replace(case.broken.by_id["OC1"], name="from the file, which knows of no breach")
    after = take_in([again], by="", why="the file was edited")
    assert after.by_id["OC1"].breaches == ("I-1",)
    assert whole_plan().by_id["OC1"].name == again.name


def test_nobody_writes_down_a_breach_that_is_none_of_the_past(empty_plan):
    take_in(INTENT, by="", why="a world", as_found=True)
    after = records.create(Outcome(id="OC9", breaches=("I-1",)), by="")
    assert after.by_id["OC9"].breaches == ()
    broken = replace(whole_plan().by_id["OC1"], by=None, breaches=("I-1",))
    with pytest.raises(Refused):
        carry_out(Change(by="", deed="edit", put=(broken,)), as_of=AS_OF)


def test_a_link_to_nothing_is_refused(empty_plan):
    with pytest.raises(Refused, match="there is none"):
        records.create(Outcome(id="OC1", metric="M9"), by="")


def test_a_link_to_the_wrong_kind_is_refused(empty_plan):
    records.create(Vision(id="VI1"), by="")
    with pytest.raises(Refused, match="that is a vision"):
        records.create(Outcome(id="OC1", metric="VI1"), by="")


def test_what_others_point_at_is_not_removed(empty_plan):
    take_in(INTENT, by="", why="a world", as_found=True)
    with pytest.raises(Refused, match="its metric is 'M1'"):
        records.remove("M1", by="", why="no use")


def test_a_removed_record_is_gone_but_remembered(empty_plan):
    records.create(Vision(id="VI1", name="advice on demand"), by="", why="a start")
    records.remove("VI1", by="", why="another one came")
    assert "VI1" not in whole_plan().by_id
    told = History.objects.filter(record="VI1").order_by("sequence")
    assert [row.deed for row in told] == ["create", "remove"]
    assert told[1].before["name"] == "advice on demand"
    assert told[1].why == "another one came"


def test_a_change_tells_what_was_before_and_what_after(empty_plan):
    records.create(Vision(id="VI1", name="old"), by="")
    records.edit("VI1", by="", why="plainer", name="new")
    row = History.objects.get(deed="edit")
    assert (row.before["name"], row.after["name"], row.why) == ("old", "new", "plainer")


def test_a_record_begins_where_its_kind_begins(empty_plan):
    with pytest.raises(Refused, match="begins draft"):
        records.create(Vision(id="VI1", state="live"), by="")


def test_a_move_that_is_none_is_refused(empty_plan):
    records.create(Outcome(id="OC1"), by="")
    with pytest.raises(Refused, match="does not go from draft to achieved"):
        records.move("OC1", to="achieved", by="")


def test_a_stranger_cannot_do_anything(empty_plan):
    with pytest.raises(NotAllowed):
        records.create(Vision(id="VI1"), by="cleo")


def test_criteria_are_kept_as_the_first_test_starts(empty_plan):
    take_in(BUILT, by="", why="a world", as_found=True)
    records.create(AssumptionTest(id="T1", hypothesis="H1"), by="")
    after = records.move("T1", to="running", by="")
    kept = after.get(HypothesisVersion, "H1.v1")
    assert kept is not None
    assert kept.criteria == CRITERIA


def test_a_new_version_of_the_criteria_leaves_the_old_one_standing(empty_plan):
    take_in(BUILT, by="", why="a world", as_found=True)
    records.create(AssumptionTest(id="T1", hypothesis="H1"), by="")
    records.move("T1", to="running", by="")
    easier = replace(CRITERIA, smallest_worthwhile=0.01)
    with pytest.raises(Refused, match="I-10"):
        records.edit("H1", by="", criteria=easier)
    after = records.edit("H1", by="", why="we learnt", criteria=easier, version=2)
    assert [v.criteria for v in after.hypothesis_versions] == [CRITERIA, easier]


def test_guardrails_stay_while_a_hypothesis_is_tested(empty_plan):
    take_in((*BUILT, replace(METRIC, id="M2")), by="", why="a world", as_found=True)
    records.edit("H1", by="", guardrails=("M1",))
    records.create(AssumptionTest(id="T1", hypothesis="H1"), by="")
    records.move("T1", to="running", by="")
    with pytest.raises(Refused, match="guardrails changed after T1"):
        records.edit("H1", by="", guardrails=("M1", "M2"))
    records.edit("H1", by="", why="we learnt", guardrails=("M1", "M2"), version=2)


def test_a_metric_keeps_what_each_version_meant(empty_plan):
    take_in(INTENT, by="", why="a world", as_found=True)
    records.move("M1", to="live", by="")
    after = records.edit("M1", by="", version=2, window="14 days")
    kept = after.of(MetricVersion, "M1")
    assert [(each.version, "14 days" in each.definition) for each in kept] == [
        (1, False),
        (2, True),
    ]
    assert len({each.fingerprint for each in kept}) == 2
