"""Tests of what the tables refuse by themselves: every road, and behind the guard as well."""

from __future__ import annotations

import pytest
from django.db import connection

from seachange.errors import NotAllowed, Refused
from seachange.people.models import Member
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.door import Change, judged
from seachange.planning.actions.rows import write
from seachange.planning.actions.turns import forget_the_whole_roadmap, turn
from seachange.planning.models.history import History, Seal
from seachange.planning.models.mapping import mapping, mappings
from seachange.planning.models.metrics import Measurement
from seachange.planning.models.outcomes import Outcome
from seachange.planning.models.verdicts import Decision, Verdict
from seachange.planning.rules.plan.measuring import Measurement as MeasurementRecord
from seachange.planning.rules.plan.values import Level
from tests.planning.actions.deeds import keep
from tests.planning.rules.invariants.worlds import BUILT, CASES, SOLD, VERDICT


def save(before, after):
    """Write past the rules, as somebody does who holds the database: rows, links and seals."""
    write(before, after, by="", deed="edit", why="because I can")


def delete(rows):
    rows._raw_delete(rows.db)


@pytest.mark.parametrize("case", [pytest.param(each, id=each.what) for each in CASES])
def test_the_database_lets_a_known_breach_pass(empty_plan, case):
    before = take_in(case.world, by="", why="a world", as_found=True)
    found = Change(by="", deed="edit", put=case.breaks, as_found=True)
    with turn():
        forget_the_whole_roadmap()
        save(before, judged(before, found))


def test_a_row_is_not_saved_past_the_actions(empty_plan):
    with pytest.raises(NotAllowed):
        Outcome(id="OC1").save()


def test_rows_are_not_updated_past_the_actions(empty_plan):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(NotAllowed):
        Outcome.objects.filter(pk="OC1").update(target=0.5)


def test_rows_are_not_created_in_bulk_past_the_actions(empty_plan):
    with pytest.raises(NotAllowed):
        Outcome.objects.bulk_create([Outcome(id="OC1")])


def test_rows_are_not_deleted_past_the_actions(empty_plan):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(NotAllowed):
        delete(Outcome.objects.filter(pk="OC1"))


def test_links_are_not_changed_past_the_actions(empty_plan):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(NotAllowed):
        Outcome.objects.get(pk="OC1").guardrails.add("M1")


def test_members_do_not_promote_themselves_past_the_actions(empty_plan):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(NotAllowed):
        Member.objects.filter(pk="dan").update(role="admin")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE planning_outcome SET target = 0.5",
        'update "planning_outcome" set target = 0.5',
        "DELETE FROM planning_history",
        "INSERT INTO people_team (id) VALUES ('x')",
        "INSERT OR REPLACE INTO people_team (id) VALUES ('x')",
        "WITH x AS (SELECT 1) DELETE FROM planning_seal",
    ],
)
def test_statements_do_not_write_past_the_actions(each_database, statement):
    with pytest.raises(NotAllowed), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", [Verdict, Decision, Measurement, History, Seal])
def test_what_is_written_once_is_neither_changed_nor_deleted(each_database, table):
    measured = MeasurementRecord(id="MS1", metric="M1", level=Level(value=1.0))
    take_in((*BUILT, VERDICT, measured), by="", why="a world", as_found=True)
    if table is Decision:
        keep()
    assert table.objects.exists()
    column = {History: "why", Seal: "content"}.get(table, "name")
    with pytest.raises(Refused), turn():
        table.objects.update(**{column: "otherwise"})
    with pytest.raises(Refused), turn():
        delete(table.objects.all())


def test_more_people_did_it_than_were_there_is_refused(each_database):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(Refused), turn():
        Outcome.objects.update(baseline_did=9, baseline_people=3)


def test_a_state_that_is_none_is_refused(each_database):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(Refused), turn():
        Outcome.objects.update(state="shipped")


def test_a_promise_outside_a_deal_is_refused(each_database):
    take_in(SOLD, by="", why="a world", as_found=True)
    model = mapping(next(r.kind for r in SOLD if r.id == "C1")).model
    with pytest.raises(Refused), turn():
        model.objects.update(deal=None)


def test_a_link_to_nothing_is_refused_at_the_end(each_database):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(Refused), turn():
        point_at_nothing()


def point_at_nothing():
    Outcome.objects.update(metric="M9")
    connection.check_constraints()


def test_every_field_of_every_record_has_its_columns():
    for held in mappings():
        ours = {*held.columns, *held.links, *held.model.derived}
        theirs = {f.attname for f in held.model._meta.concrete_fields} - {"account_id"}
        theirs |= {f.name for f in held.model._meta.many_to_many}
        assert ours == theirs, held.kind
