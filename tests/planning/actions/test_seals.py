"""Tests of the chain of what was decided: any touch is found, and names its record."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.db import connection

from seachange.cli.verify import verify
from seachange.errors import Refused, Tampered
from seachange.people.guard import writing
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.seals import head_of_chain, verify_chain
from seachange.planning.actions.turns import turn
from seachange.planning.models import refusals
from seachange.planning.models.history import Seal
from seachange.planning.models.refusals import are_of_this_version, set_up, take_down
from seachange.planning.models.verdicts import Decision, Verdict
from tests.planning.actions.deeds import keep
from tests.planning.rules.invariants.worlds import ASKED, BUILT, SOLD, VERDICT


@pytest.fixture
def decided(each_database):
    """A plan with a verdict, four signatures and three decisions, all sealed."""
    world = {r.id: r for r in (*BUILT, *SOLD, replace(ASKED, id="EV9", hypothesis="H1"), VERDICT)}
    take_in(world.values(), by="", why="a world", as_found=True)
    for number in (1, 2, 3):
        keep(name=f"DE{number}")


def behind_the_triggers(write):
    """Write as somebody does who holds the database itself."""
    take_down(using="default")
    with writing(), connection.cursor() as cursor:
        write(cursor)
    set_up(using="default")


def damage(**keys):
    return {(each.record, each.says) for each in verify_chain(**keys)}


def test_nothing_is_found_where_nothing_was_touched(decided):
    assert damage() == set()
    assert Seal.objects.count() == 8


def test_a_verdict_rewritten_is_found(decided):
    behind_the_triggers(lambda _: Verdict.objects.update(reason="it always worked"))
    assert damage() == {("V1", "it no longer reads as it was sealed")}


def test_a_verdict_rewritten_together_with_its_seal_is_found(decided):
    def rewrite(_):
        Verdict.objects.update(reason="it always worked")
        row = Seal.objects.get(record="V1")
        told = {**json.loads(row.content), "reason": "it always worked"}
        content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        Seal.objects.filter(record="V1").update(content=content)

    behind_the_triggers(rewrite)
    assert damage() == {
        ("V1", "its seal was changed"),
        ("V1", "it does not read as its history says: it was changed past us"),
    }


def test_evidence_rewritten_after_the_fact_is_found(decided):
    behind_the_triggers(lambda _: Seal.objects.filter(record="V1").update(evidence="[]"))
    assert damage() == {("V1", "its seal was changed")}


def test_a_decision_taken_out_of_the_middle_is_found(decided):
    def cut(cursor):
        cursor.execute("DELETE FROM planning_seal WHERE record = 'DE2'")
        cursor.execute("DELETE FROM planning_decision WHERE id = 'DE2'")

    behind_the_triggers(cut)
    assert "DE3" in {record for record, _ in damage()}


def test_a_decision_removed_with_its_seal_left_is_found(decided):
    behind_the_triggers(
        lambda cursor: cursor.execute("DELETE FROM planning_decision WHERE id = 'DE2'")
    )
    assert damage() == {("DE2", "it was sealed, and is gone")}


def test_a_decision_slipped_in_is_found(decided):
    def slip(_):
        row = Decision.objects.get(id="DE1")
        row.id = "DE9"
        row.save(force_insert=True)

    behind_the_triggers(slip)
    assert damage() == {("DE9", "it was never sealed: it did not come by an action")}


def test_an_end_that_was_cut_off_is_found_by_whoever_kept_the_last_fingerprint(decided):
    kept = head_of_chain()

    def cut(cursor):
        for table, column in (("seal", "record"), ("decision", "id"), ("history", "record")):
            cursor.execute(f"DELETE FROM planning_{table} WHERE {column} = 'DE3'")

    behind_the_triggers(cut)
    assert damage() == set()
    assert len(damage(head=kept)) == 1


def test_a_seal_that_does_not_follow_the_last_is_refused_by_the_database(decided):
    with pytest.raises(Refused, match="follows the last"), turn():
        Seal.objects.create(sequence=99, record="x", previous="y", fingerprint="z")


def test_a_seal_holds_the_evidence_as_it_stood(decided):
    seen = json.loads(Seal.objects.get(record="V1").evidence)
    kinds = [kind for kind, _ in seen["records"]]
    assert {"hypothesis", "outcome", "metric", "output", "evidence"} <= set(kinds)
    assert "EV9" in {held["id"] for _, held in seen["records"]}
    records.move("EV9", to="retracted", by="", why="the log was wrong")
    assert json.loads(Seal.objects.get(record="V1").evidence) == seen
    assert damage() == set()


def test_any_record_changed_past_the_actions_is_found(decided):
    behind_the_triggers(lambda cursor: cursor.execute("UPDATE planning_outcome SET name = 'x'"))
    assert damage() == {
        ("OC1", "it does not read as its history says: it was changed past us"),
    }


def test_a_record_that_came_or_went_past_the_actions_is_found(decided):
    def come_and_go(cursor):
        cursor.execute("DELETE FROM planning_riskfinding WHERE id = 'RF-value'")
        cursor.execute("UPDATE people_team SET id = 'others' WHERE id = 'success'")

    behind_the_triggers(come_and_go)
    assert damage() == {
        ("RF-value", "it is gone, and nobody took it out"),
        ("success", "it is gone, and nobody took it out"),
        ("others", "it has no history: it did not come by an action"),
    }


def test_a_refusal_taken_out_of_the_database_is_found(decided):
    standing_before = damage()
    take_down(using="default")
    told = {says for record, says in damage() if record == "the database"}
    assert any("verdict_is_written_once" in each for each in told)
    assert any("turn_ends" in each for each in told)
    set_up(using="default")
    assert damage() == standing_before == set()


def test_a_refusal_that_was_made_to_refuse_less_is_found(each_database, monkeypatch):
    as_it_reads = refusals.statements
    less = ("a verdict is written once: state a new one", "a verdict is as you like")
    monkeypatch.setattr(
        refusals, "statements", lambda vendor: [e.replace(*less) for e in as_it_reads(vendor)]
    )
    set_up(using="default")
    monkeypatch.undo()
    assert damage()
    assert all("verdict_is_written_once" in says for _, says in damage())
    assert not are_of_this_version()
    set_up(using="default")
    assert (damage(), are_of_this_version()) == (set(), True)


def test_the_command_names_what_was_touched(decided):
    runner = CliRunner()
    told = runner.invoke(verify)
    assert told.exit_code == 0
    assert head_of_chain() in told.output
    behind_the_triggers(lambda _: Verdict.objects.update(reason="it always worked"))
    refused = runner.invoke(verify)
    assert isinstance(refused.exception, Tampered)
    assert "V1: it no longer reads" in str(refused.exception)
