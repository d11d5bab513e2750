"""One's sessions: listed for oneself alone, and ended there at one's word."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import override_settings

from seachange import clock
from seachange.people.access import Role
from seachange.web.session_store import kept
from seachange.web.sessions import EVERY, NOTED, device

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def comes(client_as):
    """Give `comes(role, with_=…, at=…)`: somebody signed in with a browser from an address."""

    def signed_in(role, *, with_=FIREFOX, at="192.0.2.7"):
        client = client_as(role)
        client.defaults |= {"HTTP_USER_AGENT": with_, "REMOTE_ADDR": at}
        assert client.get("/settings/").status_code == 200
        return client

    return signed_in


def listed(client):
    return client.get("/settings/sessions/").content.decode()


def ways_to_end(client):
    return re.findall(r'action="(/settings/sessions/\d+/end)"', listed(client))


def test_one_sees_where_one_is_signed_in_and_with_what(comes):
    here = comes(Role.PRODUCT)
    comes(Role.PRODUCT, with_=PHONE, at="2001:db8::5")
    told = listed(here)
    for said in ("Firefox on Linux", "192.0.2.7", "Safari on iPhone", "2001:db8::5", "2 sessions"):
        assert said in told
    assert len(ways_to_end(here)) == 1
    assert here.session.session_key not in told


def test_what_is_ended_is_out_and_what_is_not_stays(comes):
    here, lost = comes(Role.PRODUCT), comes(Role.PRODUCT, with_=PHONE)
    kept = comes(Role.PRODUCT, with_=EDGE)
    way = next(
        form
        for form in re.findall(r'action="(\S+/end)".*?aria-label="([^"]*)"', listed(here))
        if "iPhone" in form[1]
    )
    assert here.post(way[0]).status_code == 302
    assert lost.get("/strategy/").status_code == 302
    assert kept.get("/strategy/").status_code == 200
    assert here.get("/strategy/").status_code == 200


def test_signing_out_everywhere_else_leaves_this_one(comes):
    here, others = comes(Role.PRODUCT), [comes(Role.PRODUCT) for _ in range(3)]
    stranger = comes(Role.SALES)
    here.post("/settings/sessions/")
    assert [each.get("/strategy/").status_code for each in others] == [302, 302, 302]
    assert here.get("/strategy/").status_code == 200
    assert stranger.get("/strategy/").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REQUESTER])
def test_another_s_session_is_neither_seen_nor_ended(role, comes):
    theirs = comes(Role.PRODUCT, with_=PHONE, at="198.51.100.4")
    number = UserSession.objects.get(session_key=kept(theirs.session.session_key)).pk
    mine = comes(role)
    assert "198.51.100.4" not in listed(mine)
    told = [mine.post(f"/settings/sessions/{each}/end") for each in (number, 99_999)]
    assert [each.status_code for each in told] == [404, 404]
    assert "there is no such session" in told[0].content.decode().lower()
    mine.post("/settings/sessions/")
    assert theirs.get("/strategy/").status_code == 200


def test_ending_the_one_in_which_one_asks_signs_out(comes):
    here = comes(Role.PRODUCT)
    number = UserSession.objects.get(session_key=kept(here.session.session_key)).pk
    here.post(f"/settings/sessions/{number}/end")
    assert here.get("/strategy/").status_code == 302
    assert not UserSession.objects.exists()


def test_what_has_ended_is_listed_no_more(comes):
    here, gone = comes(Role.PRODUCT), comes(Role.PRODUCT, with_=PHONE)
    gone.post("/accounts/logout/")
    assert "iPhone" not in listed(here)


def test_a_page_writes_down_that_one_was_here_only_now_and_then(comes, monkeypatch):
    here = comes(Role.PRODUCT)
    first = here.session[NOTED]
    here.get("/strategy/")
    assert here.session[NOTED] == first
    later = clock.now().timestamp() + EVERY
    monkeypatch.setattr(clock, "now", lambda: clock.datetime.fromtimestamp(later, clock.UTC))
    here.defaults["REMOTE_ADDR"] = "203.0.113.9"
    here.get("/strategy/")
    assert here.session[NOTED] >= first + EVERY
    assert UserSession.objects.get().ip == "203.0.113.9"


def test_nobody_signed_in_has_no_sessions_to_see_nor_the_demonstration(client_as):
    for way in ("/settings/sessions/", "/accounts/sessions/"):
        assert client_as(None).get(way).status_code in {302, 404}
    with override_settings(DEMO=True):
        assert settings.DEMO
        assert client_as(None).get("/settings/sessions/").status_code == 404


@pytest.mark.parametrize(
    ("calls_itself", "told"),
    [
        (FIREFOX, "Firefox on Linux"),
        (EDGE, "Edge on Windows"),
        (PHONE, "Safari on iPhone"),
        ("curl/8.9", "a program that does not say what it is"),
        ("", "a program that does not say what it is"),
        ("<script>alert(1)</script> Firefox", "Firefox"),
    ],
)
def test_a_browser_is_told_by_what_it_calls_itself(calls_itself, told):
    assert device(calls_itself) == told
