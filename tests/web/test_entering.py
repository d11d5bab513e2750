"""Coming in for the first time: a code on the console, links to members, and nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from seachange import clock
from seachange.cli.serve import tell_how_to_come_in
from seachange.errors import BadPlan, NotAllowed
from seachange.people.access import Role
from seachange.planning.actions import first_admin, invitations, records
from seachange.planning.actions.accounts import give_account
from seachange.planning.models.entrances import Invitation, StartCode
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.entering import MOST_TRIES
from seachange.planning.rules.plan.organisation import Member
from tests.web.conftest import NOW

PASSWORD = "a tern over grey water"
ME = {"name": "Ada Byron", "email": "ada@parley.test", "password": PASSWORD}


@pytest.fixture
def fresh(parley):
    """An installation that nobody can run yet; give the code that stands on its console."""
    give_account("priya", None)
    return first_admin.fresh_code()


def test_whoever_types_the_code_runs_the_place_and_then_the_page_is_gone(fresh, client_as):
    client = client_as(None)
    assert client.get("/start/").status_code == 200
    answer = client.post("/start/", {"code": fresh.lower().replace("-", " "), **ME})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    made = whole_plan().get(Member, "ada-byron")
    assert made is not None
    assert made.role == Role.ADMIN
    assert client.get("/strategy/").status_code == 200
    for asked in (client, client_as(None)):
        assert asked.get("/start/").status_code == 404
        assert asked.post("/start/", {"code": fresh, **ME}).status_code == 404
    assert first_admin.fresh_code() == ""


def test_a_wrong_code_is_tried_only_so_often_and_then_the_right_one_is_wrong_too(fresh, client_as):
    client = client_as(None)
    for _ in range(MOST_TRIES):
        assert client.post("/start/", {"code": "AAAAA-AAAAA", **ME}).status_code == 422
    assert client.post("/start/", {"code": fresh, **ME}).status_code == 422
    assert not get_user_model().objects.filter(email=ME["email"]).exists()
    again = first_admin.fresh_code()
    assert client.post("/start/", {"code": again, **ME}).status_code == 302


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"password": "password12345"}, {"email": "nobody"}]
)
def test_what_cannot_be_is_said_beside_its_field_and_costs_no_try(wrong, fresh, client_as):
    answer = client_as(None).post("/start/", {"code": fresh, **ME, **wrong})
    assert answer.status_code == 422
    assert "Ada Byron" in answer.content.decode()
    assert StartCode.objects.get().tries_left == MOST_TRIES


def test_only_a_digest_of_the_code_is_kept(fresh):
    assert fresh.replace("-", "") not in str(StartCode.objects.values().get())


def test_the_console_leads_to_the_page_of_the_code_until_somebody_runs_the_place(
    fresh, client_as, capsys
):
    assert tell_how_to_come_in(host="here", port=1) == "/start/"
    code = re.search(r"does:\s+(\S+)", capsys.readouterr().err)
    client_as(None).post("/start/", {"code": code[1], **ME})
    assert tell_how_to_come_in(host="here", port=1) == "/"
    assert capsys.readouterr().err == ""


def test_a_stranger_is_told_nothing_of_an_installation_that_nobody_runs(fresh, client_as):
    told = client_as(None).get("/", follow=True).content.decode()
    assert "start" not in told.lower().replace("htmx", "")


@pytest.fixture
def asked(parley):
    """Somebody asked in by the administrator: the address of the page to come in by."""
    token = invitations.ask_in(
        name="Cleo Marsh", email="cleo@parley.test", role=Role.DESIGN, by="priya"
    )
    return f"/join/{token}/"


def test_whoever_is_asked_in_comes_in_once_under_the_address_they_were_asked_at(asked, client_as):
    client = client_as(None)
    assert "cleo@parley.test" in client.get(asked).content.decode()
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    assert client.get("/strategy/").status_code == 200
    account = get_user_model().objects.get(username="cleo-marsh")
    assert account.email == "cleo@parley.test"
    assert client_as(None).get(asked).status_code == 404
    assert client_as(None).post(asked, {"password": PASSWORD}).status_code == 404


def test_an_invitation_takes_no_address_of_whoever_comes(asked, client_as):
    answer = client_as(None).post(asked, {"password": PASSWORD, "email": "eve@parley.test"})
    assert answer.status_code == 400


@pytest.mark.parametrize("ended", ["past", "asked again", "moved", "shut out", "wrong"])
def test_an_invitation_that_ended_is_told_from_no_other(ended, asked, client_as, monkeypatch):
    if ended == "past":
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=8))
    if ended == "asked again":
        invitations.ask_again("cleo-marsh", by="priya")
    if ended == "moved":
        records.edit("cleo-marsh", by="", email="other@parley.test")
    if ended == "shut out":
        invitations.shut_out("cleo-marsh", by="priya")
    if ended == "wrong":
        asked = asked[:-3] + "xx/"
    assert client_as(None).get(asked).status_code == 404
    assert client_as(None).post(asked, {"password": PASSWORD}).status_code == 404


def test_only_a_digest_of_an_invitation_is_kept(asked):
    assert asked.split("/")[2] not in str(list(Invitation.objects.values()))


def test_only_an_administrator_asks_in_and_shuts_out(parley):
    with pytest.raises(NotAllowed):
        invitations.ask_in(name="Eve", email="eve@parley.test", role=Role.ADMIN, by="nadia")
    with pytest.raises(NotAllowed):
        invitations.shut_out("ines", by="nadia")
    with pytest.raises(BadPlan, match="yourself"):
        invitations.shut_out("priya", by="priya")


def test_a_session_ends_with_its_member_s_leave(client_as):
    client = client_as(Role.PRODUCT)
    assert client.get("/strategy/").status_code == 200
    invitations.shut_out("nadia", by="priya")
    assert client.get("/strategy/").status_code == 302


def test_a_session_ends_with_its_password(client_as):
    client = client_as(Role.PRODUCT)
    account = get_user_model().objects.get(username="product")
    account.set_password(PASSWORD)
    account.save()
    assert client.get("/strategy/").status_code == 302
