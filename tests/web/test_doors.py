"""Who may come in where: every route of the house, asked by everybody."""

from __future__ import annotations

import pytest
from django.urls import URLResolver, get_resolver

from seachange.people.access import Role, Viewer
from seachange.web.routing import Door


def doors(patterns=None, before=""):
    """Walk every route there is: its whole address, and what stands behind it."""
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from doors(each.url_patterns, address)
        else:
            yield address, each.callback


def test_no_route_is_without_a_policy():
    assert [address for address, view in doors() if not isinstance(view, Door)] == []


@pytest.mark.parametrize("role", [None, *Role])
def test_a_page_without_parts_lets_in_whom_its_policy_admits_and_nobody_else(role, client_as):
    client = client_as(role)
    viewer = role and viewer_as(role)
    for address, door in doors():
        route = door.route
        is_a_library_s = route.form is None and "accounts/" in address
        if "<" in address or "GET" not in route.methods or is_a_library_s:
            continue
        status = client.get(f"/{address}").status_code
        if route.policy.admits(viewer):
            assert status not in {401, 403, 500}, address
        else:
            assert status == (302 if role is None else 403), address


def viewer_as(role):
    return Viewer(id="somebody", role=role)


def test_a_field_that_a_form_does_not_have_is_a_bad_request(client_as):
    answer = client_as(Role.ADMIN).post("/look-through", {"role": "admin", "is_staff": "1"})
    assert answer.status_code == 400


def test_a_page_asked_in_a_way_it_does_not_know_says_which_it_knows(client_as):
    answer = client_as(Role.ADMIN).post("/strategy/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("role", [Role.PRODUCT, None])
def test_who_asks_once_more_for_the_address_of_a_form_gets_a_page(role, client_as):
    answer = client_as(role).get("/outcomes/OC1/pursue")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing was done" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")
    script = client_as(role).get("/outcomes/OC1/pursue", headers={"Accept": "application/json"})
    assert (script.status_code, script.content) == (405, b"")


def test_a_session_ends_when_its_member_s_role_changes(client_as):

    client = client_as(Role.PRODUCT)
    assert client.get("/strategy/").status_code == 200
    from seachange.planning.actions import records

    records.edit("nadia", by="", role=Role.REQUESTER)
    assert client.get("/strategy/").status_code == 302


def test_nothing_is_asked_of_another_host_and_nothing_is_run_from_within_the_page(client_as):
    answer = client_as(Role.PRODUCT).get("/")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    told = answer.content.decode()
    assert "http://" not in told.replace('xmlns="http://www.w3.org', "")
    assert "https://" not in told
    assert "<style" not in told
    assert ' style="' not in told
