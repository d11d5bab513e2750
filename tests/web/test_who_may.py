"""Who may come where: every route, asked by everybody, in every way there is to ask."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.urls import get_resolver

from seachange.people.access import Role, Viewer
from seachange.planning.reads.snapshot import whole_plan
from seachange.web.who_may import document
from tests.house.checkout import ROOT
from tests.web.ways import in_plan, ways

REFERENCE = ROOT / "docs" / "reference" / "who-may.md"


def test_the_reference_says_who_may_come_where_and_do_what():
    told = document(get_resolver().url_patterns)
    if os.environ.get("WRITE_REFERENCE"):
        REFERENCE.write_text(told)
    assert REFERENCE.read_text() == told, "a route or a right is new or gone: look, then write it"


@pytest.mark.parametrize("role", [None, *Role])
def test_a_door_lets_in_whom_its_policy_admits_whatever_is_behind_it(role, client_as, monkeypatch):
    client, plan = client_as(role), whole_plan()
    viewer = role and Viewer(id="somebody", role=role)
    for way in ways():
        if way.is_a_library_s:
            continue
        open_door = replace(way.route, view=lambda *_, **__: HttpResponse("in"))
        monkeypatch.setattr(way.door, "route", open_door)
        address = in_plan(way, plan)
        for ask in ("GET", "POST"):
            status = client.generic(ask, address).status_code
            assert status == expected(way.route, viewer, ask), (ask, address)


def expected(route, viewer, ask) -> int:
    if ask not in route.methods:
        return 405
    if route.policy.admits(viewer):
        return 200
    return 403 if viewer else (302 if ask == "GET" else 401)


@pytest.mark.nightly
@pytest.mark.parametrize("role", [None, *Role])
def test_no_page_fails_whoever_asks_for_it_about_whatever_record(role, client_as):
    client, plan = client_as(role), whole_plan()
    about = {each.kind: each.id for each in plan.records()}
    for way in ways():
        if way.is_a_library_s or "GET" not in way.route.methods:
            continue
        for record in about.values() if way.parts else [""]:
            address = in_plan(way, plan, record)
            assert client.get(address).status_code in {200, 302, 403, 404, 422}, address
