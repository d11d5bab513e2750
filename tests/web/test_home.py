"""The first page, by role: what matters, how sure it is, what changed, what to do next."""

from __future__ import annotations

import re
from datetime import date

import pytest

from seachange.people.access import Role, Visibility
from seachange.planning.actions import feature_requests, records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.promises import Commitment, Customer, Deal


def told(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.PRODUCT, ("The outcomes of your teams", "38.6", "[36.9, 40.3]", "OC1", "next test")),
        (Role.ENGINEERING, ("What your work is to change", "Nobody has looked at its")),
        (Role.DESIGN, ("What is in the making, and how we will know",)),
        (Role.LEADER, ("Client NPS", "signs of the build trap", "Today and tomorrow")),
        (
            Role.LEADER,
            (
                "How sure we are of our bets",
                "confidence 6.1 of 10",
                "85 % likely to be worth it",
            ),
        ),
        (Role.SALES, ("Your deals", "deal with Bramley", "What may be said of what comes next")),
        (Role.SALES, ("Customers have it today", "since 1 April 2026", "it may never come")),
        (Role.CUSTOMER_SUCCESS, ("Promises to keep", "Customers have it today")),
        (Role.SUPPORT, ("Promises to keep", "miss a booked meeting")),
        (Role.MARKETING, ("What we say, and how real it is",)),
        (Role.REQUESTER, ("What became of what you asked for", "Ask for something")),
        (Role.ADMIN, ("Who is here", "in the plan that nobody waived")),
    ],
)
def test_everybody_finds_what_is_theirs_to_know_and_do(role, said, client_as):
    page = told(client_as(role).get("/"))
    for words in said:
        assert words in page


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.REQUESTER])
def test_where_a_first_page_leads_on_to_is_a_page(role, client_as):
    client = client_as(role)
    onward = re.findall(r'<p><a href="(/[^"]+)"', client.get("/").content.decode())
    assert [client.get(each).status_code for each in onward] == [200] * len(onward)


@pytest.mark.parametrize("role", [Role.SALES, Role.SUPPORT, Role.MARKETING])
def test_who_talks_to_customers_reads_first_what_may_be_said(role, client_as):
    page = told(client_as(role).get("/"))
    assert page.index("What may be said of what comes next") < page.index("OC1</span>")


def test_a_product_manager_sees_the_outcomes_of_their_own_teams_alone(client_as):
    page = told(client_as(Role.PRODUCT).get("/"))
    assert "OC1</span>" in page
    assert "OC3</span>" not in page  # the Calendar team's


def test_a_promise_waits_for_the_yes_of_those_who_must_keep_it(client_as):
    deal = Deal(id="D9", customer="C9", board=whole_plan().boards[0].id)
    records.create(Customer(id="C9", name="Acorn"), by="")
    records.create(deal, by="")
    records.create(Commitment(id="CM9", deal="D9", text="a nightly export"), by="")
    board = whole_plan().boards[0].functions
    page = told(client_as(Role.CUSTOMER_SUCCESS).get("/"))
    assert "customer_success" in board
    assert "“a nightly export” for Acorn waits for your yes or no" in page
    assert "waits for your yes" not in told(client_as(Role.PRODUCT).get("/"))


def test_a_requester_asks_and_sees_what_becomes_of_it_and_why(client_as):
    oliver = client_as(Role.REQUESTER)
    oliver.post("/ask", {"asked": "a dark theme", "need": "my eyes hurt at night"})
    wish = next(e for e in whole_plan().feature_requests if e.asked == "a dark theme")
    assert (wish.keeper, wish.received_on) == ("oliver", date(2026, 6, 30))
    page = told(oliver.get("/"))
    assert "a dark theme" in page
    assert "We have it." in page
    feature_requests.understand(wish.id, need="reads late", by="nadia")
    assert "We understand what you need it for" in told(oliver.get("/"))


def test_a_requester_reads_an_answer_and_not_what_we_say_among_ourselves(client_as):
    oliver = client_as(Role.REQUESTER)
    assert "We look into what stands behind it, because missed meetings." in told(oliver.get("/"))
    theirs, ours = (told(c.get("/records/R1/")) for c in (oliver, client_as(Role.SALES)))
    assert "replied without the day of the reply" in ours
    assert "Does not hold" not in theirs
    why = whole_plan().by_id["R1"] and "the first half of 2026 is counted"
    assert (why in ours, why in theirs) == (True, False)
    assert 'name="because"' not in theirs
    assert "Why?" not in theirs.partition("<main")[2]


def test_a_seller_s_deal_is_theirs_unless_they_say_otherwise(client_as):
    form = told(client_as(Role.SALES).get("/records/new/deal/"))
    assert '<option value="seller1" selected>' in form


def test_a_requester_asks_on_the_first_page_alone(client_as):
    answer = client_as(Role.REQUESTER).get("/records/new/feature_request/")
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_share_is_a_share_also_to_who_may_not_see_its_metric(client_as):
    records.edit("OC1", by="", visibility=Visibility.PUBLIC)
    page = told(client_as(Role.REQUESTER).get("/records/OC1/"))
    assert "45.0 %" in page


def test_a_requester_sees_nobody_else_s_wish(client_as):
    wish = FeatureRequest(
        id="R99", asked="something secret", keeper="nadia", visibility=Visibility.PRIVATE
    )
    records.create(wish, by="nadia")
    assert "something secret" not in told(client_as(Role.REQUESTER).get("/"))
    assert "SSO for Bramley" not in told(client_as(Role.REQUESTER).get("/"))


@pytest.mark.parametrize("asked", ["", "   ", "x" * 3000, "a\x00b"])
def test_a_wish_that_says_nothing_is_asked_for_again(asked, client_as):
    before = whole_plan().by_id
    answer = client_as(Role.REQUESTER).post("/ask", {"asked": asked, "need": "to sleep"})
    assert answer.status_code == 422
    assert "to sleep" in told(answer)
    assert whole_plan().by_id == before


def test_a_stranger_asks_for_nothing(client_as):
    assert client_as(None).post("/ask", {"asked": "anything"}).status_code == 401


def test_a_new_place_leads_through_three_steps_to_its_first_number(client_as):
    page = told(client_as(Role.PRODUCT).get("/"))
    steps = ["Bring events", "Draw the first journey", "State the first outcome"]
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert "Three steps" not in told(client_as(Role.SALES).get("/"))
