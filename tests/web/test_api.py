"""What scripts are given: the same objects that pages show, to the same people."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.conf import settings

import seachange
from seachange.evidence.sources import add_file, read_in
from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.encoding import record_from
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.standings import stand_of

ROWS = """actor,time,event
ada,2026-01-01T10:00:00Z,sign_up
ada,2026-01-02T10:00:00Z,meeting_held
bo,2026-01-01T10:00:00Z,sign_up
cy,2026-01-20T10:00:00Z,sign_up
"""
SHARE = {"kind": "share", "of": "sign_up", "did": "meeting_held", "within": "7 days"}


@pytest.fixture
def one_source(parley, monkeypatch):
    """Four events as the source in use; jobs are done at once. Give their file."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(ROWS)
    read_in(add_file("A few", place="events.csv"))
    return parley / "events.csv"


def test_every_outcome_is_given_as_its_page_shows_it(client_as):
    client = client_as(Role.PRODUCT)
    told = client.get("/api/outcomes/").json()["outcomes"]
    plan = whole_plan()
    for given, outcome in zip(told, plan.outcomes, strict=True):
        stand = stand_of(plan, outcome)
        assert given["outcome"]["id"] == outcome.id
        assert given["value"] == stand.value
        assert stand.course == given["course"]
        page = client.get(given["page"]).content.decode()
        assert f"{100 * given['value']:.1f}" in page


def test_records_are_given_so_that_they_can_be_read_back(client_as):
    told = client_as(Role.PRODUCT).get("/api/records/hypothesis/").json()["records"]
    assert [record_from(Kind.HYPOTHESIS, each) for each in told] == list(whole_plan().hypotheses)


@pytest.mark.parametrize(
    "question",
    ["", "{", "[]", "3", json.dumps({"kind": "horoscope"}), json.dumps({"kind": ["share"]})],
)
def test_a_question_that_cannot_be_asked_is_told_why(question, client_as, one_source):
    answer = client_as(Role.PRODUCT).get("/api/answers/", {"question": question})
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_what_one_may_not_see_is_not_given(client_as):
    records.edit("OC1", by="", visibility=Visibility.PRIVATE, keeper="CEO")
    client = client_as(Role.PRODUCT)
    assert client.get("/api/outcomes/OC1/").status_code == 404
    for address in ("/api/outcomes/", "/api/records/outcome/"):
        assert "first meeting within 7 days" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["outcomes/", "outcomes/OC1/", "answers/?question={}"])
def test_a_requester_and_a_stranger_are_given_nothing(address, client_as):
    assert client_as(Role.REQUESTER).get(f"/api/{address}").status_code == 403
    assert client_as(None).get(f"/api/{address}").status_code == 302


def test_there_is_no_kind_of_record_by_another_name(client_as):
    assert client_as(Role.PRODUCT).get("/api/records/feature/").status_code == 404


def test_an_answer_is_one_object_for_scripts_pages_files_and_the_library(one_source, client_as):
    client = client_as(Role.PRODUCT)
    given = client.get("/api/answers/", {"question": json.dumps(SHARE)}).json()
    own = seachange.open_log(str(one_source)).ask(SHARE, as_of=given["answer"]["as_of"])
    told = own.to_dict()
    # The two were brought in at different moments, and under different names.
    for name in told.keys() - {"as_of", "source", "derivation", "caveats"}:
        assert given["answer"][name] == told[name], name
    estimate = told["estimate"]
    records.edit("M-OC1", by="", question=json.dumps(SHARE), version=2)
    page = client.get("/outcomes/OC1/").content.decode()
    assert f"{100 * estimate['value']:.1f}" in page
    ways = re.findall(r'href="(/export/[^"]*form=csv[^"]*)"', page)
    cells = set()
    for way in ways:
        text = client.get(way.replace("&amp;", "&")).content.decode().lstrip("\ufeff")
        cells |= {cell for row in csv.reader(io.StringIO(text)) for cell in row}
    assert any(_is(cell, estimate["value"]) for cell in cells), cells


def _is(cell, value):
    number = re.match(r"-?\d+(\.\d+)?", cell)
    return number is not None and float(number[0]) in {value, 100 * value}
