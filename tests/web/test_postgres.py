"""Pages on PostgreSQL: every one answers as on SQLite, whoever asks and whatever is sent."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, close_old_connections, connection
from django.test import Client

from seachange.evidence.sources import add_address
from seachange.people.access import Role
from seachange.planning.actions import access_tokens
from seachange.planning.actions.audit import verify_audit
from seachange.planning.models.audit import AuditLine
from seachange.planning.reads.snapshot import whole_plan
from seachange.web.sealed import seal_what_lies_open
from tests.planning.databases import at
from tests.web.conftest import lived_in
from tests.web.ways import in_plan, ways

ASKING = (Role.ADMIN, Role.PRODUCT, Role.REQUESTER)
# What is sent to a page: nothing but a press, as to a button; and a word in every field of few.
WORDS = "What people do first"


@pytest.fixture
def on_postgres(parley_in_postgresql, tmp_path, django_db_blocker, monkeypatch):
    """Parley's installation with its plan in PostgreSQL."""
    with django_db_blocker.unblock(), lived_in(parley_in_postgresql, tmp_path, monkeypatch):
        yield


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=role.value))
    return client


def answered() -> dict:
    """Ask every page and send every form, as several people; return how each was answered."""
    out = {}
    for role in ASKING:
        plan = whole_plan()
        for way in ways():
            if way.is_a_library_s or way.route.name in {"look_through", "start"}:
                continue
            address = in_plan(way, plan)
            client = signed_in(role)
            out[role, "GET", address] = client.get(address).status_code
            fields = way.route.form.base_fields if way.route.form else {}
            if "POST" in way.route.methods:
                few = dict.fromkeys(list(fields)[:6], WORDS)
                out[role, "POST", address] = client.post(address, few).status_code
    return out


def test_every_page_answers_on_postgresql_as_on_sqlite(parley, on_postgres):
    on_theirs = answered()
    assert AuditLine.objects.count() > 50
    assert list(verify_audit()) == []
    assert {each for each, status in on_theirs.items() if status >= 500} == set()
    with at("", parley):
        on_ours = answered()
    assert {each: (on_ours[each], s) for each, s in on_theirs.items() if on_ours[each] != s} == {}


def in_table(name: str) -> bytes:
    """Return the file a table is kept in, as it lies on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [name])
        return bytes(cursor.fetchone()[0])


def test_what_lay_open_is_sealed_and_its_traces_removed(on_postgres):
    address = "postgresql://reader:canary-of-the-warehouse@127.0.0.1:1/shop?table=clicks"
    source = add_address("A table", address=address, by="priya")
    assert b"canary" not in in_table("evidence_eventsource")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_eventsource SET address = %s", [address])
    assert b"canary" in in_table("evidence_eventsource")
    assert seal_what_lies_open()
    assert b"canary" not in in_table("evidence_eventsource")
    assert not seal_what_lies_open()
    source.refresh_from_db()
    assert source.address == address


def test_a_token_reads_there_too(on_postgres):
    token = access_tokens.make("a sheet", days=1, by="nadia")
    told = {"headers": {"Authorization": f"Bearer {token}"}}
    assert Client().get("/api/outcomes/", **told).json()["outcomes"]
    access_tokens.end_all_of("nadia", by="priya")
    assert Client().get("/api/outcomes/", **told).status_code == 401
    assert list(verify_audit()) == []


def test_a_connection_that_was_lost_is_opened_anew(on_postgres):
    client = signed_in(Role.PRODUCT)
    assert client.get("/").status_code == 200
    close_old_connections()  # as each request begins
    assert connection.connection is not None
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    close_old_connections()
    assert client.get("/").status_code == 200


def test_a_part_of_an_address_that_no_text_holds_leads_nowhere(on_postgres):
    client = signed_in(Role.ADMIN)
    for way in ways():
        if way.parts and not way.is_a_library_s:
            address = way.at(*("a\0b" for _ in way.parts))
            told = {ask: client.generic(ask, address).status_code for ask in way.route.methods}
            assert set(told.values()) <= {404, 405}, (address, told)
