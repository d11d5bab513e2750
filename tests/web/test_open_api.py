"""What is written of the JSON for scripts is what stands: routes, fields, answers, refusals."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest
from django import forms
from django.test import Client
from django.urls import get_resolver

from seachange.errors import Conflict, NotThere
from seachange.people.access import Role
from seachange.planning.actions import access_tokens
from seachange.web import schemas
from seachange.web.forms.asking import Asking
from seachange.web.open_api import document
from seachange.web.policies import MEMBERS
from seachange.web.routing import for_scripts
from tests.house.checkout import PACKAGE, ROOT
from tests.web.ways import ways

REFERENCE = ROOT / "docs" / "reference" / "openapi.json"


def described() -> dict:
    return document(get_resolver().url_patterns)


def door_of(name):
    return next(way.door for way in ways() if way.route.name == name)


def test_the_reference_says_what_the_doors_say():
    told = json.dumps(described(), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("WRITE_REFERENCE"):
        REFERENCE.write_text(told)
    assert REFERENCE.read_text() == told, (
        "something scripts are given has changed: look at it, then"
        " `WRITE_REFERENCE=1 python -m pytest tests/web/test_open_api.py`"
    )


def test_every_route_that_answers_scripts_is_described_and_none_else():
    told = {f"/{way.address}" for way in ways() if way.route.is_for_scripts}
    plainly = {address.replace("<path:", "{").replace("<slug:", "{") for address in told}
    assert {each.replace(">", "}") for each in plainly} == set(described()["paths"])
    assert {way.address for way in ways() if way.address.startswith("api/")} == {
        way.address for way in ways() if way.route.is_for_scripts
    }


def test_nothing_but_what_is_described_answers_in_json():
    who = {path.name for path in PACKAGE.rglob("*.py") if "JsonResponse" in path.read_text()}
    assert who == {"in_json.py", "api.py"}


def test_a_reference_in_it_leads_somewhere():
    whole = described()

    def leads(told):
        if isinstance(told, dict):
            if isinstance(told.get("$ref"), str):
                found = whole
                for part in told["$ref"].removeprefix("#/").split("/"):
                    found = found[part]
            for each in told.values():
                leads(each)
        elif isinstance(told, list):
            for each in told:
                leads(each)

    leads(whole)
    parts = whole["components"]
    used = json.dumps(whole)
    unused = [n for group in parts for n in parts[group] if f'/{n}"' not in used]
    assert sorted(unused) == ["session", "token"]


def test_a_route_for_scripts_cannot_say_too_little_of_itself():
    told = {"name": "x", "policy": MEMBERS, "gives": schemas.RECORDS}
    with pytest.raises(ValueError, match="what it is"):
        for_scripts("api/x/<slug:kind>/", lambda _: None, **told)
    with pytest.raises(ValueError, match="lies under api/"):
        for_scripts("x/", lambda _: None, **told)
    with pytest.raises(TypeError, match="gives"):
        for_scripts("api/x/", lambda _: None, name="x", policy=MEMBERS)


def test_a_field_of_a_sort_that_nobody_described_is_found_before_it_is_served():
    class Wide(forms.Form):
        limit = forms.IntegerField()

    told = {"name": "x", "policy": MEMBERS, "gives": schemas.OUTCOMES}
    with pytest.raises(TypeError, match="limit"):
        document([for_scripts("api/x/", lambda _: None, **told, asks=Wide)])


@pytest.mark.parametrize("role", Role)
def test_it_is_given_to_whoever_may_read_what_it_describes(role, client_as):
    answer = client_as(role).get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == described()
    assert Client().get("/api/openapi.json", headers={"Accept": "*/*"}).status_code == 401


@pytest.mark.parametrize(
    "address",
    [
        "/api/outcomes/?limit=3",
        "/api/outcomes/OC1/?record=OC2",
        "/api/records/outcome/?kind[$ne]=",
        '/api/answers/?question={"kind":"description"}&as_of=2026-01-01',
        '/api/answers/?question={"kind":"description"}&question={"kind":"description"}',
        f"/api/outcomes/?{'&'.join(f'a{n}=1' for n in range(600))}",
    ],
)
def test_what_nobody_asks_for_is_refused_and_not_passed_over(address, client_as):
    answer = client_as(Role.PRODUCT).get(address)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("question", ['{"kind": NaN}', '{"kind": "share", "x": -Infinity}'])
def test_what_is_no_json_is_no_question(question, client_as):
    answer = client_as(Role.PRODUCT).get("/api/answers/", {"question": question})
    assert (answer.status_code, answer.json()["error"]) == (422, "the question is not valid JSON")


def test_a_question_may_be_so_long_and_no_longer():
    for name, is_valid in ((" " * 3, True), ("x" * 20_000, False)):
        told = json.dumps({"kind": "description", "name": name})
        assert Asking({"question": told}).is_valid() == is_valid


@pytest.mark.parametrize(
    "address", ["/api/", "/api/nothing/", "/api/records/a b/", "/api/outcomes"]
)
def test_where_nothing_stands_scripts_are_told_so_in_their_own_words(address, client_as):
    answer = client_as(Role.PRODUCT).get(address)
    assert (answer.status_code, answer.json()["version"]) == (404, 1)
    assert "<html" in client_as(Role.PRODUCT).get("/nothing/").content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_what_is_only_read_says_so_to_everybody(method, client_as):
    token = access_tokens.make("weekly figures", days=30, by="nadia")
    strict = Client(enforce_csrf_checks=True)
    bearing = {"headers": {"Authorization": f"Bearer {token}"}}
    for client, more in ((client_as(Role.ADMIN), {}), (strict, {}), (strict, bearing)):
        answer = client.generic(method, "/api/outcomes/", **more)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("error", "status"), [(NotThere("gone"), 404), (Conflict("written over", remedy="again"), 409)]
)
def test_a_refusal_on_purpose_is_told_to_scripts_in_json(error, status, client_as, monkeypatch):
    def refuse(_):
        raise error

    door = door_of("api_outcomes")
    monkeypatch.setattr(door, "route", replace(door.route, view=refuse))
    answer = client_as(Role.PRODUCT).get("/api/outcomes/")
    assert answer.status_code == status
    assert answer.json()["error"] == error.what
