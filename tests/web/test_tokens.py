"""Access tokens: a script sees what its member sees, changes nothing, and is out when they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from seachange import clock
from seachange.errors import BadPlan
from seachange.people.access import Role, Visibility
from seachange.planning.actions import access_tokens, invitations, records
from seachange.planning.actions.accounts import give_account
from seachange.planning.models.access_tokens import AccessToken
from seachange.planning.models.audit import AuditLine
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.access_tokens import MOST
from seachange.planning.rules.vocabulary import Kind
from seachange.web.bearers import MOST_GUESSES
from tests.web.conftest import CAST, NOW
from tests.web.ways import in_plan, ways

FOR_SCRIPTS = [
    "/api/outcomes/",
    "/api/outcomes/OC1/",
    '/api/answers/?question={"kind":"description"}',
    *(f"/api/records/{kind.value}/" for kind in Kind),
]


def bearing(token, **more) -> dict:
    return {"headers": {"Authorization": f"Bearer {token}", **more}}


def read(token, address="/api/outcomes/", client=None):
    return (client or Client()).get(address, **bearing(token))


@pytest.fixture
def token(parley):
    return access_tokens.make("weekly figures", days=30, by="nadia")


@pytest.mark.parametrize("role", list(Role))
def test_a_token_sees_what_its_member_sees(role, client_as):
    records.edit("OC1", by="", visibility=Visibility.PRIVATE, keeper="CEO")
    token = access_tokens.make("weekly figures", days=30, by=CAST[role])
    client = client_as(role)
    for address in FOR_SCRIPTS:
        mine, its = client.get(address), read(token, address)
        assert its.status_code == mine.status_code, address
        assert its.content == mine.content, address


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REQUESTER])
def test_a_token_opens_no_page_and_no_form(role, parley):
    token, plan = access_tokens.make("weekly figures", days=30, by=CAST[role]), whole_plan()
    asked = 0
    for way in ways():
        address = in_plan(way, plan)
        if "^" in address:  # a library's pattern, which is no address
            continue
        for method in way.route.methods:
            if way.address.startswith("api/") and method in {"GET", "HEAD"}:
                continue
            answer = Client().generic(method, address, **bearing(token))
            assert answer.status_code == 403, (method, address)
            assert answer.headers["Content-Type"] == "application/json", (method, address)
            assert "Set-Cookie" not in answer.headers
            asked += 1
    assert asked > 150
    assert whole_plan().by_id == plan.by_id
    assert Client().post("/api/outcomes/", **bearing(token)).status_code == 405


@pytest.mark.parametrize(
    "told", ["", "sa_", "sa_nobody", "sc_nobody", "a b c", "ü" * 9, "x" * 9000]
)
def test_a_token_that_there_is_not_opens_nothing_even_beside_a_session(told, client_as):
    answer = read(told, client=client_as(Role.ADMIN))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"] == "there is no such token"


def test_a_token_ends_with_its_days(token, monkeypatch):
    assert read(token).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=30))
    answer = read(token)
    assert answer.status_code == 401
    assert "it has expired" in answer.json()["error"]


def test_a_token_that_was_ended_opens_nothing(token, client_as):
    number = AccessToken.objects.get().pk
    assert client_as(Role.PRODUCT).post(f"/settings/tokens/{number}/end").status_code == 302
    assert read(token, client=client_as(Role.ADMIN)).status_code == 401
    assert "was ended" in client_as(Role.PRODUCT).get("/settings/tokens/").content.decode()


def test_a_token_ends_for_good_when_its_member_has_another_role(token):
    records.edit("nadia", by="", role=Role.REQUESTER)
    assert "role has changed" in read(token).json()["error"]
    records.edit("nadia", by="", role=Role.PRODUCT)
    assert "was ended" in read(token).json()["error"]


def test_a_token_ends_for_good_when_its_member_is_let_go(token):
    invitations.shut_out("nadia", by="priya")
    assert read(token).status_code == 401
    records.edit("nadia", by="", is_active=True)
    assert read(token).status_code == 401


def test_who_can_sign_in_no_more_reads_no_more(token):
    give_account("nadia", None)
    assert "comes in no more" in read(token).json()["error"]
    with pytest.raises(BadPlan, match="who signs in here"):
        access_tokens.make("another", days=1, by="nadia")


def test_what_one_may_see_is_judged_anew_each_time(token):
    assert "OC1" in read(token).content.decode()
    records.edit("OC1", by="", visibility=Visibility.PRIVATE, keeper="CEO")
    assert read(token, "/api/outcomes/OC1/").status_code == 404


def test_a_token_is_shown_once_and_kept_as_a_digest(client_as):
    client = client_as(Role.PRODUCT)
    told = client.post("/settings/tokens/", {"name": "the weekly sheet", "days": "7"})
    token = told.context["token"]
    assert token.startswith("sa_")
    assert len(token) > 40
    assert told.content.decode().count(token) == 2  # by itself, and in the line to try it with
    assert "/api/openapi.json" in told.content.decode()
    assert "no-store" in told.headers["Cache-Control"]
    assert token not in client.get("/settings/tokens/").content.decode()
    assert token not in "\n".join(connection.connection.iterdump())
    assert read(token).status_code == 200


def test_whoever_guesses_is_held_up_and_nobody_at_another_address_is(token):
    for _ in range(MOST_GUESSES):
        assert read("sa_guess").status_code == 401
    assert read("sa_guess").status_code == 429
    assert int(read(token).headers["Retry-After"]) > 0
    assert read(token, client=Client(REMOTE_ADDR="192.0.2.7")).status_code == 200


def test_one_v6_network_guesses_as_one(token):
    for each in range(MOST_GUESSES):
        read("sa_guess", client=Client(REMOTE_ADDR=f"2001:db8:1:2::{each:x}"))
    assert read(token, client=Client(REMOTE_ADDR="2001:db8:1:2:ffff::1")).status_code == 429
    assert read(token, client=Client(REMOTE_ADDR="2001:db8:1:3::1")).status_code == 200


def test_an_address_with_a_port_from_a_proxy_is_counted_as_it_stands(token, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    behind = {"HTTP_X_FORWARDED_FOR": "192.0.2.9:4711"}
    assert read("sa_guess", client=Client(**behind)).status_code in {401, 403}


def test_a_token_that_is_known_and_past_is_no_guess(token):
    access_tokens.end_all_of("nadia", by="priya")
    for _ in range(MOST_GUESSES + 3):
        assert read(token).status_code == 401


def test_making_ending_and_the_first_reading_of_a_day_are_written_down(client_as, monkeypatch):
    client = client_as(Role.PRODUCT)
    token = client.post("/settings/tokens/", {"name": "weekly figures", "days": "7"}).context[
        "token"
    ]
    number = AccessToken.objects.get().pk
    for hours in (0, 1, 2, 24):
        monkeypatch.setattr(clock, "now", lambda hours=hours: NOW + timedelta(hours=hours))
        assert read(token).status_code == 200
    client.post(f"/settings/tokens/{number}/end")
    lines = [(line.route, line.by) for line in AuditLine.objects.order_by("sequence")]
    made, ended = ("tokens", "nadia"), ("token_end", "nadia")
    read_once = (f"read by token {number}", "nadia")
    assert lines == [made, read_once, read_once, ended]


def test_ones_tokens_are_ones_own_and_an_administrators(token, client_as):
    number = AccessToken.objects.get().pk
    for role in (Role.SALES, Role.REQUESTER):
        assert "weekly figures" not in client_as(role).get("/settings/tokens/").content.decode()
        assert client_as(role).post(f"/settings/tokens/{number}/end").status_code == 404
    assert read(token).status_code == 200
    assert "weekly figures" in client_as(Role.ADMIN).get("/settings/tokens/").content.decode()
    assert client_as(Role.ADMIN).post(f"/settings/tokens/{number}/end").status_code == 302
    assert read(token).status_code == 401
    assert client_as(None).get("/settings/tokens/").status_code == 302


@pytest.mark.parametrize(
    "told", [{"name": ""}, {"name": "  "}, {"days": "0"}, {"days": "367"}, {"days": "ever"}]
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(told, client_as):
    told = {"name": "weekly figures", "days": "7", **told}
    answer = client_as(Role.PRODUCT).post("/settings/tokens/", told)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="error"' in page
    if told["name"].strip():
        assert f'value="{told["name"]}"' in page
    assert not AccessToken.objects.exists()


def test_one_has_no_more_tokens_than_one_can_keep_in_mind(parley):
    for each in range(MOST):
        access_tokens.make(f"sheet {each}", days=1, by="nadia")
    with pytest.raises(BadPlan, match="at most"):
        access_tokens.make("one more", days=1, by="nadia")


def test_a_proxys_own_password_is_none_of_ours(client_as):
    client, basic = client_as(Role.PRODUCT), {"headers": {"Authorization": "Basic b3Blbg=="}}
    assert client.get("/api/outcomes/", **basic).status_code == 200
    assert Client().get("/strategy/", **basic).status_code == 302


def test_a_script_without_any_token_is_told_so_in_json(parley):
    answer = Client().get("/api/outcomes/", headers={"Accept": "*/*"})
    assert answer.status_code == 401
    assert "Bearer" in answer.json()["remedy"]
    assert Client().get("/api/outcomes/", headers={"Accept": "text/html"}).status_code == 302


def test_the_demonstration_where_nobody_signs_in_makes_none(client_as, settings):
    settings.DEMO = True
    for member in CAST.values():
        give_account(member, None)
    client = client_as(None)
    assert "anybody’s eyes" in client.get("/settings/tokens/").content.decode()
    answer = client.post("/settings/tokens/", {"name": "weekly figures", "days": "7"})
    assert answer.status_code == 422
    assert read("sa_nobody").status_code == 401
