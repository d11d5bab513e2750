"""A database that cannot be had: told as that and when to come again, and gone when it is back."""

from __future__ import annotations

import errno
import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, close_old_connections, connection
from django.db.utils import DatabaseErrorWrapper
from django.test import Client

from seachange import clock
from seachange.cli.house import take_parley_in
from seachange.people.access import Role
from seachange.planning.models.outcomes import Outcome
from seachange.planning.reads.snapshot import whole_plan
from seachange.web.away import Briefly, is_away
from seachange.web.middleware import CONTENT, POLICY
from tests.planning.databases import at
from tests.servers import postgres_server, stopped
from tests.web.conftest import NOW, give_accounts
from tests.web.ways import in_plan, ways

SAYS = "What is kept here cannot be reached just now"


def browser(role: Role | None = None) -> Client:
    """Return a browser that is told of faults as people are, signed in as somebody."""
    client = Client(raise_request_exception=False)
    if role is not None:
        client.force_login(get_user_model().objects.get(username=role.value))
    return client


@pytest.fixture
def gone(parley):
    """Take the file of the plan away, and give what puts it back."""
    file, aside = parley / "plan.sqlite3", parley / "aside.sqlite3"

    def take():
        connection.close()
        file.rename(aside)
        file.mkdir()  # where a folder stands, nobody opens or makes a file

    def back():
        connection.close()
        shutil.rmtree(file)
        aside.rename(file)

    return take, back


def test_a_database_that_is_away_is_a_page_of_ours_until_it_is_back(gone):
    take, back = gone
    client = browser(Role.PRODUCT)
    take()
    answer = client.get("/outcomes/")
    told = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert SAYS in told
    assert "plan.sqlite3" not in told
    assert answer[POLICY] == CONTENT
    assert answer["Cache-Control"] == "private, no-store"
    back()
    assert client.get("/outcomes/").status_code == 200


def test_scripts_are_told_it_in_json_and_whoever_watches_by_an_address_of_its_own(gone):
    take, back = gone
    member, watch = browser(Role.PRODUCT), browser()
    assert watch.get("/api/ready/").json() == {"version": 1, "ready": True}
    take()
    for client, address in ((member, "/api/outcomes/"), (watch, "/api/ready/")):
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "15")
        assert answer.json()["error"] == SAYS[0].lower() + SAYS[1:]
        assert set(answer.json()) == {"version", "error", "remedy"}
    back()
    assert watch.get("/api/ready/").status_code == 200


@pytest.mark.nightly
def test_no_address_fails_in_another_way_while_it_is_away(gone):
    take, back = gone
    plan, member, stranger = whole_plan(), browser(Role.ADMIN), browser()
    addresses = [in_plan(way, plan) for way in ways()]
    take()
    asked = [(address, ask) for address in addresses for ask in ("GET", "POST")]
    of_members = {member.generic(ask, address).status_code for address, ask in asked}
    of_strangers = {each: stranger.generic(each[1], each[0]).status_code for each in asked}
    back()
    assert of_members == {503}
    assert {each for each, status in of_strangers.items() if status == 500} == set()
    assert of_strangers["/accounts/login/", "GET"] == 503


def test_what_finds_no_room_is_told_and_nothing_of_it_is_kept(parley):
    client = browser(Role.PRODUCT)
    change = {"behaviour": "meet " * 4_000}
    client.get("/outcomes/")
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    answer = client.post("/records/OC1/edit/", change)
    assert (answer.status_code, SAYS in answer.content.decode()) == (503, True)
    assert Outcome.objects.get(id="OC1").behaviour != change["behaviour"].strip()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert client.post("/records/OC1/edit/", change).status_code == 302
    assert Outcome.objects.get(id="OC1").behaviour == change["behaviour"].strip()


def test_what_the_console_is_told_is_one_line():
    why = ('connection to server at "127.0.0.1", port 5 failed:\n\tConnection refused', "x.py")
    error = OperationalError(why[0])
    error.__cause__ = _of_postgresql(None)
    told = (OperationalError, error, None)
    line = logging.LogRecord("django.request", 40, why[1], 1, "%s: /", ("Away",), told)
    assert Briefly().filter(line)
    assert line.exc_info is None
    assert line.getMessage().startswith(f"Away: /: {SAYS[0].lower()}{SAYS[1:]}: connection to")
    assert "\n" not in line.getMessage()
    fault = logging.LogRecord("x", 40, "x", 1, "x", (), (KeyError, KeyError("x"), None))
    assert Briefly().filter(fault)
    assert fault.exc_info


def _of_postgresql(state: str | None) -> Exception:
    """Return an error as PostgreSQL's driver raises it, of a state (or of no server at all)."""
    error = Exception("whatever it says")
    error.sqlstate = state
    return error


def said_by_sqlite(wrong) -> Exception:
    """Return what Django raises where something is asked of SQLite, and goes wrong."""
    with pytest.raises(Exception) as told, DatabaseErrorWrapper(connection):
        wrong()
    return told.value


@pytest.fixture
def other(tmp_path):
    """Another database of SQLite, with a table `t` of one text that is unique."""
    with closing(sqlite3.connect(tmp_path / "other", timeout=0, isolation_level=None)) as made:
        made.execute("CREATE TABLE t (x TEXT UNIQUE)")
        made.execute("INSERT INTO t VALUES ('a')")
        yield made


def _full(other):
    (pages,) = other.execute("PRAGMA page_count").fetchone()
    other.execute(f"PRAGMA max_page_count = {pages}")
    other.execute("INSERT INTO t VALUES (?)", ("b" * 100_000,))


def _locked(other):
    (_, _, file), *_ = other.execute("PRAGMA database_list").fetchall()
    with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        other.execute("INSERT INTO t VALUES ('b')")


def _only_read(other):
    other.execute("PRAGMA query_only = ON")
    other.execute("INSERT INTO t VALUES ('b')")


def _no_database(other):
    (_, _, file), *_ = other.execute("PRAGMA database_list").fetchall()
    other.close()
    Path(file).write_bytes(b"no database" * 1000)
    with closing(sqlite3.connect(file)) as again:
        again.execute("SELECT * FROM t")


@pytest.mark.parametrize("wrong", [_full, _locked, _only_read, _no_database])
def test_a_file_that_is_full_locked_only_read_or_spoilt_is_away(wrong, other):
    assert is_away(said_by_sqlite(lambda: wrong(other)))


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("SELECT * FROM nowhere", OperationalError),
        ("SELEKT 1", OperationalError),
        ("INSERT INTO t VALUES ('a')", IntegrityError),
    ],
)
def test_a_question_that_is_wrong_is_a_fault_of_ours(asked, kind, other):
    error = said_by_sqlite(lambda: other.execute(asked))
    assert isinstance(error, kind)
    assert not is_away(error)


def test_a_disk_without_room_is_away_and_a_file_that_is_not_there_is_a_fault():
    assert is_away(OSError(errno.ENOSPC, "No space left on device"))
    assert not is_away(OSError(errno.ENOENT, "No such file"))
    assert not is_away(KeyError("x"))
    assert not is_away(None)


@pytest.fixture
def on_a_server_of_its_own(tmp_path, django_db_blocker, monkeypatch):
    """Parley with its plan on a PostgreSQL that nobody else asks; gives the server's address."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(settings, "FOLDER", tmp_path)
    with django_db_blocker.unblock(), postgres_server() as server, at(server, tmp_path):
        call_command("migrate", verbosity=0)
        take_parley_in()
        give_accounts()
        yield server


@pytest.mark.nightly
def test_a_server_that_is_stopped_and_started_again_needs_no_restart_of_ours(
    on_a_server_of_its_own,
):
    client = browser(Role.PRODUCT)
    assert client.get("/outcomes/").status_code == 200
    with stopped(on_a_server_of_its_own):
        for address in ("/outcomes/", "/", "/accounts/login/"):
            answer = client.get(address)
            told = answer.content.decode()
            assert (answer.status_code, SAYS in told) == (503, True)
            assert "127.0.0.1" not in told
            assert "seachange@" not in told
            close_old_connections()  # as each request ends
        assert client.get("/api/ready/").status_code == 503
        close_old_connections()
    assert client.get("/api/ready/").status_code == 200
    assert client.get("/outcomes/").status_code == 200
