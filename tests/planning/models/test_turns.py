"""Tests of the database itself, by a client that knows nothing of us."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest

from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.seals import verify_chain
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Vision
from tests.planning.databases import at
from tests.planning.rules.invariants.worlds import BUILT, OFFERED, VERDICT

WORLD = {r.id: r for r in (*BUILT, *OFFERED, VERDICT, Vision(id="VI1"))}
TAKE = "UPDATE planning_turn SET held_id = 2"
LET_GO = "UPDATE planning_turn SET held_id = NULL"
REFUSED = (sqlite3.IntegrityError, psycopg.errors.IntegrityError)


@pytest.fixture(scope="module")
def place(committed):
    with at(*committed):
        take_in(WORLD.values(), by="", why="a world", as_found=True)
    return committed


@pytest.fixture
def client(place):
    """A client of the database, within a transaction that is undone at the end."""
    address, folder = place
    if address:
        opened = psycopg.connect(address)
    else:
        opened = sqlite3.connect(folder / "plan.sqlite3", isolation_level=None)
        opened.execute("PRAGMA foreign_keys = ON")
        opened.execute("BEGIN")
    with closing(opened):
        yield opened
        opened.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE planning_outcome SET name = 'x'",
        "DELETE FROM planning_outcome_owners",
        "INSERT INTO people_team (id, name, state, visibility, breaches, is_product_team)"
        " VALUES ('t', '', '', 'public', '', false)",
        "UPDATE people_member SET role = 'admin'",
        "INSERT INTO planning_history (at, by, deed, kind, record, after, why)"
        " VALUES ('2026-01-01', 'ada', 'edit', 'outcome', 'OC1', '{}', 'it was her')",
    ],
)
def test_no_table_takes_a_word_out_of_turn(client, statement):
    with pytest.raises(REFUSED, match="in a turn of your own"):
        client.execute(statement)


def test_an_open_turn_is_not_committed(client):
    client.execute(TAKE)
    client.execute("UPDATE planning_vision SET name = 'x' WHERE id = 'VI1'")
    with pytest.raises(REFUSED, match="(?i)foreign key"):
        client.commit()


def test_a_state_follows_from_the_one_before(client):
    client.execute(TAKE)
    with pytest.raises(REFUSED, match="move: idea: it does not go"):
        client.execute("UPDATE planning_idea SET state = 'captured' WHERE id = 'ID1'")


def test_what_is_judged_as_a_turn_ends_says_which_invariant(client):
    client.execute(TAKE)
    client.execute("DELETE FROM planning_riskfinding WHERE idea_id = 'ID1'")
    with pytest.raises(REFUSED, match="I-9: a validated idea has a finding on each"):
        client.execute(LET_GO)


def test_an_id_is_given_once_whatever_the_kind(client):
    client.execute(TAKE)
    client.execute(
        "INSERT INTO people_team (id, name, state, visibility, breaches, is_product_team)"
        " VALUES ('OC1', '', '', 'public', '', false)"
    )
    with pytest.raises(REFUSED, match="id: an id is given once"):
        client.execute(LET_GO)


def test_what_is_written_once_is_not_replaced(client, place):
    client.execute(TAKE)
    columns = "id, name, state, visibility, breaches, hypothesis_id, hypothesis_version, finish"
    row = "'V1', '', '', 'public', '', 'H1', 1, 'harmed'"
    verb = "INSERT" if place[0] else "INSERT OR REPLACE"
    onto = " ON CONFLICT (id) DO UPDATE SET finish = 'harmed'" if place[0] else ""
    with pytest.raises(REFUSED, match="I-29|null"):
        client.execute(f"{verb} INTO planning_verdict ({columns}, reason) VALUES ({row}, ''){onto}")


def test_the_turn_itself_is_not_thrown_away(client):
    with pytest.raises(REFUSED, match="the row of the turn stays"):
        client.execute("DELETE FROM planning_turn")


@pytest.mark.engine
@pytest.mark.parametrize("table", ["planning_verdict", "planning_seal", "planning_turn"])
def test_what_is_written_once_is_not_emptied(client, place, table):
    # SQLite's word for it is a DELETE of everything, which it takes a short way to where it may.
    emptied = f"TRUNCATE {table} CASCADE" if place[0] else f"DELETE FROM {table}"
    with pytest.raises(REFUSED, match="written once|the row of the turn stays"):
        client.execute(emptied)


def test_what_a_client_wrote_in_its_turn_is_read_by_everybody_else(client, place):
    with at(*place):
        assert whole_plan().by_id["VI1"].name == ""
    client.execute(TAKE)
    client.execute("UPDATE planning_vision SET name = 'by hand' WHERE id = 'VI1'")
    client.execute(LET_GO)
    client.commit()
    with at(*place):
        assert whole_plan().by_id["VI1"].name == "by hand"
        told = {(each.record, each.says) for each in verify_chain()}
        assert told == {("VI1", "it does not read as its history says: it was changed past us")}
        records.edit("VI1", by="", name="seen to")
        assert not list(verify_chain())
