"""Events in a table of a database: named by an administrator, mapped, used, and its secret kept."""

from __future__ import annotations

from urllib.parse import urlsplit

import duckdb
import psycopg
import pytest
from django.conf import settings

from seachange.evidence.logs import forget
from seachange.evidence.models import EventSource, SourceState
from seachange.evidence.sources import source_in_use
from seachange.people.access import Role, Viewer
from seachange.web.answers import State, shown
from tests.web.ways import ways

SECRET = "canary77"
ROWS = [
    ("ada", "2026-01-01T10:00:00Z", "sign_up", "pro"),
    ("ada", "2026-01-02T10:00:00Z", "meeting_held", "pro"),
    ("bo", "2026-01-01T10:00:00Z", "sign_up", None),
    ("cy", "2026-01-20T10:00:00Z", "sign_up", "free"),
]
SHARE = {"kind": "share", "of": "sign_up", "did": "meeting_held", "within": "7 days"}
INSIDER = Viewer(id="nadia", role=Role.PRODUCT)


@pytest.fixture(autouse=True)
def done_at_once(monkeypatch):
    """Jobs are done within the request; what they open is closed after the test."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    yield
    forget()


@pytest.fixture
def address(postgres):
    """The address of a PostgreSQL with a table of events, as somebody writes it who has to say
    a password."""
    parts = urlsplit(postgres)
    if parts.password:
        pytest.skip("the PostgreSQL given for tests has a password of its own")
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("CREATE SCHEMA app")
        server.execute(
            'CREATE TABLE app.clicks (client text, "on" timestamptz, what text, plan text)'
        )
        with server.cursor() as cursor:
            cursor.executemany("INSERT INTO app.clicks VALUES (%s, %s, %s, %s)", ROWS)
        yield parts._replace(netloc=parts.netloc.replace("@", f":{SECRET}@")).geturl()
        forget()
        server.execute("DROP SCHEMA app CASCADE")


def bring(client, address):
    return client.post("/events/bring/", {"address": address, "name": "What people click"})


@pytest.mark.engine
def test_a_table_is_named_mapped_used_and_asked_and_its_password_is_never_shown(client_as, address):
    client = client_as(Role.ADMIN)
    at = bring(client, f"{address}?table=app.clicks")["Location"]
    page = client.get(at).content.decode()
    assert "cannot be read like this" in page
    assert "Say below which column is which" in page
    for column in ("client", "on", "what", "plan"):
        assert f'<option value="{column}"' in page
    assert '<option value="client" selected' in page
    assert '<option value="on" selected' in page
    assert "<td>meeting_held</td>" in page
    assert "<td>2026-01-20T10:00:00" in page

    client.post(at, {"actor": "client", "time": "on", "event": "what"})
    page = client.get(at).content.decode()
    assert "Use these events" in page
    source = EventSource.objects.get()
    assert source.state == SourceState.READY
    assert source.told["events"] == len(ROWS)
    client.post(f"{at}use")
    assert source_in_use() == source

    answer = shown(SHARE, INSIDER)
    assert answer.state == State.READY, answer
    # Who signed up with the last event has not had their seven days.
    assert (answer.answer["did"], answer.answer["people"]) == (1, 2)
    assert "4 events of 3 people" in client.get("/events/").content.decode()

    whole = {f"/answers/{answer.key}/"}
    whole |= {way.at() for way in ways() if not way.parts and not way.is_a_library_s}
    whole |= {way.at(str(source.pk)) for way in ways() if way.parts == ["number"]}
    for each in whole:
        assert SECRET not in client.get(each).content.decode(errors="replace"), each
    kept = [each for each in settings.FOLDER.rglob("*") if each.is_file()]
    assert [each.name for each in kept if SECRET.encode() in each.read_bytes()] == []


def test_a_table_of_duckdb_is_mapped_by_its_columns_and_first_rows_as_well(client_as, parley):
    with duckdb.connect(str(parley / "app.duckdb")) as database:
        database.execute(
            'CREATE TABLE clicks (client text, "on" timestamptz, what text, plan text)'
        )
        database.executemany("INSERT INTO clicks VALUES (?, ?, ?, ?)", ROWS)
    client = client_as(Role.ADMIN)
    at = bring(client, f"{parley}/app.duckdb::clicks")["Location"]
    page = client.get(at).content.decode()
    assert "Say below which column is which" in page
    for column in ("client", "on", "what", "plan"):
        assert f'<option value="{column}"' in page
    assert "<td>meeting_held</td>" in page
    client.post(at, {"actor": "client", "time": "on", "event": "what"})
    assert "Use these events" in client.get(at).content.decode()
    assert EventSource.objects.get().told["events"] == len(ROWS)


@pytest.mark.engine
def test_a_table_that_is_not_there_is_told_and_a_password_that_is_not_taken_is_not(
    client_as, address
):
    client = client_as(Role.ADMIN)
    page = client.get(bring(client, f"{address}?table=app.nothing")["Location"]).content.decode()
    assert "app.nothing" in page
    assert "does not exist" in page
    gone = address.replace("127.0.0.1", "nowhere.invalid")
    page = client.get(bring(client, f"{gone}?table=app.clicks")["Location"]).content.decode()
    assert "PostgreSQL cannot be reached" in page
    assert SECRET not in page


@pytest.mark.parametrize("password", ["canary77@home", "canary77/x", "a:canary77", "canary77#1"])
def test_a_password_that_parts_its_address_is_told_how_to_be_written(client_as, password):
    answer = bring(client_as(Role.ADMIN), f"postgresql://me:{password}@127.0.0.1:1/d?table=t")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write @ as %40" in page
    assert SECRET not in page
    assert not EventSource.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:canary77%40home@127.0.0.1:1/d?table=t",
        "postgresql://127.0.0.1:1/d?table=t&user=me&password=canary77",
        "postgresql://127.0.0.1:1/d?table=t&application_name=a@b",
    ],
)
def test_an_address_whose_password_is_well_written_is_tried(client_as, address):
    client = client_as(Role.ADMIN)
    page = client.get(bring(client, address)["Location"]).content.decode()
    assert "PostgreSQL cannot be reached" in page
    assert SECRET not in page
