"""Tests of what the tables refuse by themselves: every road, and behind the guard as well."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from seachange.errors import NotAllowed
from seachange.people.guard import writing
from seachange.people.models import Member
from seachange.planning.actions.bulk import take_in
from seachange.planning.models.history import History, Seal
from seachange.planning.models.mapping import mapping, mappings
from seachange.planning.models.metrics import Measurement
from seachange.planning.models.outcomes import Outcome
from seachange.planning.models.verdicts import Decision, Verdict
from seachange.planning.rules.plan.measuring import Measurement as MeasurementRecord
from seachange.planning.rules.plan.values import Level
from tests.planning.actions.deeds import keep
from tests.planning.rules.invariants.worlds import BUILT, CASES, SOLD, VERDICT

# What a database can hold without reading the whole plan; the rest is the actions' alone.
HELD = {
    "no people in the baseline",
    "no period",
    "no date",
    "no actor",
    "no sponsor",
    "an impact as a key result",
    "no kill date",
    "no smallest worthwhile change",
    "an idea still in discovery",
    "goalposts moved",
    "no plan to measure",
    "measured without a verdict",
    "won without a yes",
    "won against a no",
    "one person for two functions",
    "the seller for customer success",
    "a vision promised",
    "waived for no reason",
    "before its turn",
    "closed without a reason",
    "a day at six months",
    "there for no reason",
    "evidence without a date",
}


def save(records):
    for record in records:
        mapping(record.kind).row(record).save()


def delete(rows):
    rows._raw_delete(rows.db)


@pytest.mark.parametrize("case", [c for c in CASES if c.what in HELD], ids=lambda c: c.what)
def test_the_database_refuses_a_row_that_breaks_an_invariant(each_database, case):
    take_in(case.world, by="", why="a world", as_found=True)
    with pytest.raises(DatabaseError), transaction.atomic(), writing():
        save(case.breaks)


@pytest.mark.parametrize("case", [c for c in CASES if c.what in HELD], ids=lambda c: c.what)
def test_the_database_lets_a_known_breach_pass(empty_plan, case):
    take_in(case.world, by="", why="a world", as_found=True)
    with writing():
        save(replace(record, breaches=(case.invariant,)) for record in case.breaks)


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
    with pytest.raises(DatabaseError), transaction.atomic(), writing():
        table.objects.update(**{column: "otherwise"})
    with pytest.raises(DatabaseError), transaction.atomic(), writing():
        delete(table.objects.all())


def test_more_people_did_it_than_were_there_is_refused(each_database):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Outcome.objects.update(baseline_did=9, baseline_people=3)


def test_a_state_that_is_none_is_refused(each_database):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Outcome.objects.update(state="shipped")


def test_a_promise_outside_a_deal_is_refused(each_database):
    take_in(SOLD, by="", why="a world", as_found=True)
    model = mapping(next(r.kind for r in SOLD if r.id == "C1")).model
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        model.objects.update(deal=None)


def test_a_link_to_nothing_is_refused_at_the_end(each_database):
    take_in(BUILT, by="", why="a world", as_found=True)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
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
