"""A review: its pack says what the walk-through says, and what is decided stands in it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from seachange.people.access import Role, Viewer
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import Objective, Review
from seachange.planning.rules.plan.learning import Decision
from seachange.web.pages.reviews import review_page
from tests.web.conftest import NOW


@pytest.fixture
def review(parley):
    """A review that Nadia begins to hold."""
    records.create(Review(id="RV-1", cycle="2026-H1", participants=("nadia",)), by="nadia")
    return "RV-1"


# domain theory §7: "What the review pack should say".
SAYS = (
    "3 behaviours moved, 2 did not",
    "Scale it: give it to everybody",
    "2,841 people in each group",
    "SSO for Bramley Bank",
    "app redesign",
    "Nothing at 9 months",
    "Sales cannot yet tell the story. 5 of 9 can",
    "healthy",
)


@pytest.mark.parametrize("words", SAYS)
def test_the_pack_says_what_it_should_of_parley(words, client_as):
    assert words in client_as(Role.LEADER).get("/review/?cycle=2026-H1").content.decode()


def test_whoever_was_told_why_waits_for_no_reply(client_as):
    told = client_as(Role.LEADER).get("/review/?cycle=2026-H1").content.decode()
    waiting = set(re.findall(r"Write the reason to (\w+)\.", told))
    assert waiting == {"sales", "CEO"}  # R2 and R3: built, and nobody said why


def test_a_review_is_begun_decided_in_and_closed(client_as):
    client = client_as(Role.LEADER)
    begun = client.post("/review/begin", {"cycle": "2026-H1"})
    address = begun["Location"]
    made = {"about": "H1", "choice": "scale", "reason": "it holds"}
    assert client.post(f"{address}decide", made).status_code == 302
    told = client.get(address).content.decode()
    decided = next(d for d in whole_plan().decisions if d.review)
    assert (decided.hypothesis, decided.choice, decided.decided_by) == ("H1", "scale", "CEO")
    assert "Decided in this review" in told
    assert "Decision on H1" not in told  # it is not open any more
    client.post(f"{address}close", {"notes": "see you in October"})
    held = whole_plan().get(Review, decided.review)
    assert (held.state, held.held_on, held.notes) == ("held", NOW.date(), "see you in October")


@pytest.mark.parametrize(
    "form",
    [
        {"about": "H1", "choice": "scale", "reason": ""},
        {"about": "H1", "choice": "celebrate", "reason": "yes"},
        {"about": "OC1", "choice": "scale", "reason": "yes"},
        {"about": "nothing", "choice": "scale", "reason": "yes"},
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_written(form, review, client_as):
    before = len(whole_plan().all(Decision))
    status = client_as(Role.LEADER).post(f"/review/{review}/decide", form).status_code
    assert status in {404, 422}
    assert len(whole_plan().all(Decision)) == before


def test_what_was_noted_before_is_kept_when_a_review_is_closed(review, client_as):
    records.edit(review, by="CEO", notes="ask Ben first")
    client = client_as(Role.LEADER)
    page = client.get(f"/review/{review}/").content.decode()
    assert "ask Ben first</textarea>" in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    records.edit(review, by="nadia", notes="ask Ben and Cleo first")
    told = {"notes": "ask Ben first. He agrees.", "seen": seen}
    answer = client.post(f"/review/{review}/close", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ask Ben and Cleo first" in page
    assert "He agrees.</textarea>" in page
    assert whole_plan().get(Review, review).notes == "ask Ben and Cleo first"


def a_cycle(name, starts, ends):
    told = {"cycle": name, "cycle_starts": starts, "cycle_ends": ends}
    records.create(Objective(id=f"OB-{name}", text="Clients book", **told), by="nadia")
    return name


def test_nobody_looks_back_on_a_cycle_that_has_not_begun(client_as):
    a_cycle("2027-H1", date(2027, 1, 1), date(2027, 6, 30))
    page = client_as(Role.LEADER).get("/review/").content.decode()
    assert "Review of 2026-H1" in page
    assert "2027-H1" not in page


@pytest.mark.parametrize(
    ("starts", "ends", "last"),
    [
        (date(2026, 4, 1), date(2026, 5, 31), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2026, 8, 31), NOW.date()),
        (NOW.date(), date(2026, 9, 30), NOW.date()),
    ],
)
def test_the_figures_are_of_the_days_of_the_cycle_as_far_as_it_has_come(starts, ends, last, parley):
    viewer = Viewer(id="CEO", role=Role.LEADER)
    window = review_page(viewer, cycle=a_cycle("this", starts, ends)).health.window
    days = [starts - timedelta(1), starts, last, last + timedelta(1)]
    assert [window.holds(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("role", [Role.ENGINEERING, Role.SALES, Role.REQUESTER, None])
def test_who_does_not_lead_holds_no_review(role, review, client_as):
    client = client_as(role)
    for address, form in (
        ("begin", {"cycle": "2026-H1"}),
        (f"{review}/decide", {"about": "H1", "choice": "scale", "reason": "yes"}),
        (f"{review}/close", {"notes": ""}),
    ):
        assert client.post(f"/review/{address}", form).status_code in {302, 401, 403}
    assert whole_plan().get(Review, review).state == "planned"


def test_a_requester_reads_no_pack_and_a_review_that_there_is_not_is_not_there(client_as):
    assert client_as(Role.REQUESTER).get("/review/").status_code == 403
    assert client_as(Role.SALES).get("/review/").status_code == 200
    assert client_as(Role.SALES).get("/review/RV-9/").status_code == 404
