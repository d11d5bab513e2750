"""A review: its pack says what the walk-through says, and what is decided stands in it."""

from __future__ import annotations

import pytest

from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import Review
from seachange.planning.rules.plan.learning import Decision
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
    "Sales cannot yet tell the story",
    "healthy",
)


@pytest.mark.parametrize("words", SAYS)
def test_the_pack_says_what_it_should_of_parley(words, client_as):
    assert words in client_as(Role.LEADER).get("/review/?cycle=2026-H1").content.decode()


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
