"""Events: brought as a file or an address, read beside the page, mapped, used, removed."""

from __future__ import annotations

import gzip
import html
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from seachange.evidence.models import EventSource, SourceState
from seachange.evidence.sources import source_in_use
from seachange.people.access import Role

ROWS = """who,at,what,plan
ada,2026-01-01T10:00:00Z,sign_up,pro
ada,soon,meeting_held,pro
bo,2026-01-01T10:00:00Z,sign_up,free
"""


@pytest.fixture(autouse=True)
def done_at_once(monkeypatch):
    """Jobs are done within the request."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)


def a_file(text=ROWS, name="events.csv"):
    held = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile(name, held)


def bring(client, **told):
    return client.post("/events/bring/", told)


def test_a_file_is_looked_at_mapped_and_used(client_as):
    client = client_as(Role.PRODUCT)
    answer = bring(client, file=a_file(), name="January")
    page = client.get(answer["Location"]).content.decode()
    assert "cannot be read like this" in page
    assert '<option value="who"' in page
    mapping = {"actor": "who", "time": "at", "event": "what"}
    client.post(answer["Location"], mapping)
    page = client.get(answer["Location"]).content.decode()
    assert "a time that cannot be read" in page
    assert "Use these events" in page
    assert source_in_use() is None
    number = EventSource.objects.get().pk
    client.post(f"/events/{number}/use")
    assert source_in_use().name == "January"
    assert "2 events of 2 people" in client.get("/events/").content.decode()
    assert "How this was counted" in client.get("/events/description/").content.decode()


def test_a_column_that_is_hardly_who_did_it_is_doubted_until_another_is_chosen(client_as):
    """Three platforms made 300 events; sixty people did."""
    rows = [
        f"p{n % 60},{('web', 'ios', 'android')[n % 3]},2026-01-{n % 28 + 1:02}T10:{n % 60:02}:00Z,"
        f"{('sign_up', 'visit')[n % 2]}"
        for n in range(300)
    ]
    client = client_as(Role.PRODUCT)
    answer = bring(client, file=a_file("\n".join(["person,platform,at,what", *rows])), name="P")
    client.post(answer["Location"], {"actor": "platform", "time": "at", "event": "what"})
    page = html.unescape(client.get(answer["Location"]).content.decode())
    assert "3 people, 100 events each on average." in page
    assert "2 names of events." in page
    assert "28 days: 01 Jan 2026 10:00 to 28 Jan 2026 10:" in page
    assert "3 actors made 300 events, 100 each on average: is this really who did it?" in page
    assert "'android' (100)" in page
    assert "Use these events all the same" in page
    client.post(answer["Location"], {"actor": "person", "time": "at", "event": "what"})
    page = client.get(answer["Location"]).content.decode()
    assert "60 people, 5 events each on average." in page
    assert "is this really" not in page
    assert "all the same" not in page


def test_one_column_for_two_parts_is_doubted(client_as):
    client = client_as(Role.PRODUCT)
    answer = bring(client, file=a_file(), name="Twice")
    client.post(answer["Location"], {"actor": "what", "time": "at", "event": "what"})
    page = client.get(answer["Location"]).content.decode()
    assert "what is read as “who did it” and as “what was done” as well." in page


def test_a_compressed_file_whose_columns_speak_for_themselves_needs_no_mapping(client_as):
    told = ROWS.replace("who,at,what", "user_id,timestamp,event")
    bring(client_as(Role.ADMIN), file=a_file(gzip.compress(told.encode()), "log.CSV.gz"))
    source = EventSource.objects.get()
    assert source.state == SourceState.READY
    assert source.told["set_aside"] == 1
    assert source.told["examples"][0][1] == 3


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Choose a file"),
        ({"file": ("x.exe", b"MZ")}, "Files of events end with"),
        ({"file": ("Events.XLSX", b"PK")}, "save it as CSV"),
        ({"file": ("x.csv", b"")}, "empty"),
        ({"address": "the moon"}, "not the address of a table"),
        ({"address": "ftp://x/y?table=z"}, "ftp:// is not something events can be read from"),
    ],
)
def test_what_cannot_be_brought_is_answered_with_what_to_do(client_as, told, said):
    told = {k: a_file(v[1], v[0]) if isinstance(v, tuple) else v for k, v in told.items()}
    answer = bring(client_as(Role.ADMIN), **told, name="Mine")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    assert not EventSource.objects.exists()


@pytest.mark.parametrize("role", [None, Role.REQUESTER, Role.SALES])
def test_a_file_of_who_may_not_bring_any_is_not_written_to_the_disk(role, client_as, monkeypatch):
    written = []
    chunk = "receive_data_chunk"
    monkeypatch.setattr(TemporaryFileUploadHandler, chunk, lambda *told: written.append(told))
    client = client_as(role)
    client.handler.enforce_csrf_checks = True
    client.get("/accounts/login/" if role is None else "/settings/")
    told = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "file": a_file()}
    assert client.post("/events/bring/", told).status_code in {401, 403}
    assert not written


def test_a_file_that_grows_too_large_is_dropped(client_as, monkeypatch):
    monkeypatch.setattr(settings, "MOST_UPLOADED", 10)
    # As a browser sends them: the file before its name.
    answer = bring(client_as(Role.PRODUCT), file=a_file(), name="Our clicks")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The file is larger than 10\xa0bytes." in page
    assert "Choose a file, or write" not in page
    assert 'value="Our clicks"' in page
    assert not EventSource.objects.exists()
    assert not list(settings.FOLDER.glob("events/*"))


@pytest.mark.parametrize(
    "told",
    [
        {"name": "a" * 2_600_000},
        {f"field{n}": "" for n in range(600)},
        {"file": a_file(), "another": a_file(name="more.csv")},
    ],
    ids=["text", "fields", "files"],
)
def test_more_than_a_form_holds_is_answered_in_words_with_what_it_holds(told, client_as):
    answer = bring(client_as(Role.PRODUCT), **told)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1e6} MB of text" in page
    assert f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields and one file at most" in page
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES == 1
    assert not EventSource.objects.exists()


def test_what_is_no_events_file_inside_is_told_with_its_remedy(client_as):
    client = client_as(Role.PRODUCT)
    answer = bring(client, file=a_file(b"PK\x03\x04rest", "sheet.csv"))
    assert "save the sheet as CSV" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (("31.12.2025 14:00", "1.1.2026"), "Is it another column? Say so below."),
        (("2026-01-01T10:00:00Z", "2026-01-01T10:00:00"), "zone of those without below."),
    ],
    ids=["no times", "two clocks"],
)
def test_a_remedy_on_a_page_names_no_option_of_a_command(times, said, client_as):
    rows = "\n".join(f"ada,{at},sign_up" for at in times)
    client = client_as(Role.PRODUCT)
    answer = bring(client, file=a_file(f"who,at,what\n{rows}\n"))
    client.post(answer["Location"], {"actor": "who", "time": "at", "event": "what"})
    page = client.get(answer["Location"]).content.decode()
    assert said in page
    assert "--" not in re.sub(r"<!--.*?-->", "", page.partition('id="source"')[2])
    assert "in Python" not in page


def test_of_a_damaged_file_no_columns_are_asked_for(client_as):
    client = client_as(Role.PRODUCT)
    answer = bring(client, file=a_file(gzip.compress(ROWS.encode())[:30], "events.csv.gz"))
    page = client.get(answer["Location"]).content.decode()
    assert "It cannot be read like this" in page
    assert "Who did it" not in page


def test_a_password_is_shown_nowhere_again(client_as):
    client = client_as(Role.ADMIN)
    secret = "postgresql://me:canary77@127.0.0.1:1/d?table=t"
    answer = bring(client, address=secret)
    assert answer.status_code == 302
    source = EventSource.objects.get()
    assert source.state == SourceState.FAILED
    for address in ("/events/", answer["Location"], f"/events/{source.pk}/remove"):
        assert "canary77" not in client.get(address).content.decode()


def test_an_address_is_an_administrators_to_name(client_as):
    answer = bring(client_as(Role.PRODUCT), address="postgresql://h/d?table=t")
    assert answer.status_code == 403
    assert not EventSource.objects.exists()


def test_columns_stay_chosen_where_the_zone_is_none(client_as):
    client = client_as(Role.PRODUCT)
    at = bring(client, file=a_file())["Location"]
    told = {"actor": "who", "time": "at", "event": "plan", "zone": "Mars"}
    answer = client.post(at, told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no such zone" in page
    assert re.findall(r'value="(\w+)" selected', page) == ["who", "at", "plan"]


def test_removing_asks_first_and_takes_the_file_along(client_as):
    client = client_as(Role.PRODUCT)
    bring(client, file=a_file())
    number = EventSource.objects.get().pk
    assert "Remove it" in client.get(f"/events/{number}/remove").content.decode()
    assert list((settings.FOLDER / "events").iterdir())
    client.post(f"/events/{number}/remove")
    assert not list((settings.FOLDER / "events").iterdir())
    assert client.get(f"/events/{number}/").status_code == 404


@pytest.mark.parametrize("role", [Role.SALES, Role.LEADER])
def test_others_inside_see_what_is_there_and_bring_nothing(client_as, role):
    client = client_as(role)
    assert client.get("/events/").status_code == 200
    assert client.get("/events/bring/").status_code == 403
    assert client_as(Role.REQUESTER).get("/events/").status_code == 403


def test_characters_that_no_database_takes_do_not_stop_a_file(client_as):
    rows = "user_id,timestamp,event\nada,2026-01-01T10:00:00Z,sign\0up\n"
    answer = bring(client_as(Role.PRODUCT), file=a_file(rows))
    assert client_as(Role.PRODUCT).get(answer["Location"]).status_code == 200
    assert "\0" not in str(EventSource.objects.get().told)
