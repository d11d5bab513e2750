"""What cannot be is told as a page that says what to do, with a status that says the same."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template
from django.test import Client

from seachange.errors import BadPlan, NotAllowed, NotThere, Refused
from seachange.people.access import Role
from seachange.planning.actions import journeys, records
from seachange.planning.actions.conflicts import version_of
from seachange.web.middleware import Doors
from seachange.web.views import api, outcomes


def told(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nowhere/", 404, "There is nothing here for you"),
        ("/records/none/", 404, "There is nothing here for you"),
        ("/export/plan.yml", 403, "not for your role"),
    ],
)
def test_a_page_that_is_not_there_or_not_theirs_says_what_to_do(client_as, address, status, says):
    answer = client_as(Role.REQUESTER).get(address)
    assert answer.status_code == status
    assert says in told(answer)
    assert re.search(r"<title>.+ · Seachange</title>", told(answer))
    assert 'href="/"' in told(answer)


def test_an_address_that_holds_no_more_says_whom_to_ask_for_another(client_as):
    asked, shared = (client_as(None).get(at) for at in ("/join/si_used/", "/share/ended/"))
    assert [asked.status_code, shared.status_code] == [404, 404]
    assert "This invitation holds no more" in told(asked)
    assert "This link shows nothing any more" in told(shared)
    assert "href=" not in told(shared).partition("<main")[2]


@pytest.mark.parametrize(
    ("kind", "status"), [(NotThere, 404), (BadPlan, 422), (Refused, 422), (NotAllowed, 403)]
)
def test_what_is_not_there_is_told_by_its_kind_not_by_its_words(kind, status, rf):
    request = rf.get("/")
    request.htmx, request.member = False, None
    answer = Doors(lambda _: None).process_exception(request, kind("there is no such place"))
    assert answer.status_code == status


def test_a_change_written_over_and_a_bad_wish_are_pages_too(client_as):
    client = client_as(Role.PRODUCT)
    change = version_of("OC1")
    records.edit("OC1", by="", behaviour="book at once")
    over = client.post("/records/undo", {"change": change})
    assert over.status_code == 409
    assert "Somebody changed this meanwhile" in told(over)
    assert "Nothing was written" in told(over)


def test_where_only_a_part_of_a_page_was_asked_for_a_refusal_is_a_word_at_its_top(
    client_as, monkeypatch
):
    def refuses(*_, **__):
        raise Refused("it stands at the end", remedy="move another one", invariant="move")

    monkeypatch.setattr(journeys, "move_step", refuses)
    at, way = "/journeys/JM1/steps/ST1/move", {"way": "left"}
    client = client_as(Role.PRODUCT)
    answer = client.post(at, way, headers={"HX-Request": "true", "HX-Target": "steps"})
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (
        422,
        "#told",
        "beforeend",
    )
    assert "It stands at the end. Move another one. What you wrote is still here." in told(answer)
    assert "<html" not in told(answer)
    assert "<html" in told(client.post(at, way))


def test_a_form_from_another_session_says_so(client_as, parley):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/look-through", {"role": "admin"})
    assert answer.status_code == 403
    assert "form is from another session" in told(answer)


def test_a_fault_of_ours_needs_nothing_else_to_be_told():
    page = get_template("500.html").render()
    assert "Nothing was half written" in page
    assert "{%" not in page


def test_a_fault_of_ours_is_told_to_scripts_as_other_refusals_are_and_says_nothing_inner(
    client_as, monkeypatch, caplog
):
    def fails(*_, **__):
        raise ZeroDivisionError("SELECT secret FROM /srv/plan.sqlite3")

    monkeypatch.setattr(outcomes, "outcomes_page", fails)
    monkeypatch.setattr(api, "snapshot", fails)
    client = client_as(Role.PRODUCT)
    client.raise_request_exception = False
    answer = client.get("/api/outcomes/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/json")
    assert answer.json() == {
        "version": 1,
        "error": "something went wrong on our side",
        "remedy": (
            "try once more; if it goes on, tell whoever runs this installation what you asked,"
            " and when"
        ),
    }
    # On the console stands which it was, and where.
    (line,) = (each for each in caplog.records if each.name == "django.request")
    assert "/api/outcomes/" in line.getMessage()
    assert "ZeroDivisionError" in str(line.exc_info)
    page = client.get("/outcomes/")
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (500, "text/html")
    assert "secret" not in told(page)
