"""The first run: an empty installation, led from a file of events to a stated outcome."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seachange import clock
from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.actions.accounts import give_account
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.organisation import Member
from tests.planning.databases import at, copied

ROWS = ["user_id,timestamp,event"]
for who in range(200):
    day = f"2026-{1 + who % 6:02}-{1 + who % 20:02}"
    ROWS += [f"p{who},{day}T10:00:00Z,sign_up", f"p{who},{day}T10:05:00Z,ask"]
    ROWS += [f"p{who},{day}T11:00:00Z,meet"] * bool(who % 2)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.engine)])
def admin(request, tmp_path, monkeypatch, django_db_blocker):
    """The first administrator of an installation in which nothing is yet."""
    is_postgres = request.param == "postgresql"
    address = request.getfixturevalue("postgres_tables") if is_postgres else ""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 30, 12, tzinfo=UTC))
    monkeypatch.setattr(settings, "FOLDER", tmp_path)
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    with django_db_blocker.unblock(), copied(address, tmp_path) as there, at(there, tmp_path):
        records.create(Member(id="ada", name="Ada", role=Role.ADMIN), by="")
        account = get_user_model().objects.create_user("ada", "ada@firm.test")
        give_account("ada", account.pk)
        client = Client()
        client.force_login(account)
        yield client


def test_home_leads_from_nothing_to_the_first_outcome(admin):
    review = admin.get("/review/").content.decode()
    assert "there is no work to be judged" in review
    assert "signs of the build trap" not in review
    home = admin.get("/").content.decode()
    assert "/events/bring/" in home
    file = SimpleUploadedFile("log.csv", "\n".join(ROWS).encode())
    source = admin.post("/events/bring/", {"file": file})["Location"]
    assert "Use these events" in admin.get(source).content.decode()

    drawing = admin.post(f"{source}use")["Location"]
    assert drawing == "/journeys/draw/"
    assert 'value="sign_up"' in admin.get(drawing).content.decode()
    steps = {"name_1": "Signs up", "rule_1": "sign_up", "name_2": "Meets", "rule_2": "meet"}
    outcome = admin.post(drawing, {"name": "The way in", **steps})["Location"]

    page = admin.get(outcome).content.decode()
    assert "50" in page
    assert "did_event=meet" in page
    assert "measure=on" in page
    onward = page.split('first" href="')[1].split('"')[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(onward).query)
    for name in ("starts", "ends"):  # what its baseline is counted on is said before it is stated
        day = date.fromisoformat(asked[name][0])
        assert f"{day.day} {day:%B %Y}" in page
    form = admin.get(onward).content.decode()
    assert 'value="meet"' in form
    assert "meets within 7 days" in form

    assert admin.get("/").status_code == 200
    assert whole_plan().journeys[0].name == "The way in"


def test_what_was_left_is_taken_up_again(admin):
    file = SimpleUploadedFile("log.csv", "\n".join(ROWS).encode())
    source = admin.post("/events/bring/", {"file": file})["Location"]
    admin.post(f"{source}use")
    home = admin.get("/").content.decode()
    assert "done" in home
    assert "/journeys/draw/" in home
    admin.post("/journeys/draw/", {"name": "The way in", "rule_1": "sign_up"})
    held = whole_plan().journeys[0].id
    assert f"/journeys/{held}/outcome/" in admin.get("/").content.decode()
    assert "Two steps are needed" in admin.get(f"/journeys/{held}/outcome/").content.decode()


def test_who_comes_before_the_count_is_told_that_steps_will_be_proposed(admin, monkeypatch):
    file = SimpleUploadedFile("log.csv", "\n".join(ROWS).encode())
    source = admin.post("/events/bring/", {"file": file})["Location"]
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", False)
    admin.post(f"{source}use")
    drawing = admin.get("/journeys/draw/").content.decode()
    assert "then the way most of them go is proposed" in drawing
    assert 'value="sign_up"' not in drawing
