"""The main tasks with nothing but a keyboard: Tab, Enter, arrows, and the palette."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser.hands import Hands
from tests.browser.waiting import COUNTED

pytestmark = pytest.mark.browser


@pytest.fixture
def keys(measured, visitor):
    """Give `keys(role)`: the hands of somebody of this role, on their home page."""

    def comes(role):
        one = visitor(measured)
        one.looks_through(role)
        return one, Hands(one.page)

    return comes


def told(page):
    return page.locator("main").inner_text()


def test_an_outcome_is_stated(keys):
    one, hands = keys("product")
    page = one.page
    hands.leads("g", "o")
    hands.follows("State an outcome")
    hands.writes("Who", "we", exactly=True)
    hands.writes("Does what", "launch the redesigned app by June")
    page.locator("#wording .wording.bad, #wording .wording.warn").wait_for()
    hands.press("Shift+Tab", "Control+a")
    page.keyboard.type("new clients")
    hands.writes("Does what", "hold a second meeting within 30 days")
    page.locator("#wording .wording.good").wait_for()
    hands.writes("Of the people with the event", "sign_up")
    hands.writes("those who go on to", "meeting_held where meeting = 2")
    hands.writes("within so many days", "30")
    hands.tabs_to("Count it from the events")
    hands.press("Space")
    hands.dates("From", date(2026, 1, 1), exactly=True)
    hands.dates("Up to and with", date(2026, 5, 31))
    hands.writes("To which rate", "25 %")
    hands.dates("By when", date(2026, 12, 31))
    hands.chooses("Drives which result", "IM1")
    hands.writes("Why it should", "who meets twice stays")
    hands.tabs_to("Matching")
    hands.press("Space")
    page.wait_for_selector("#counted .answer:not(.waiting) .say", timeout=COUNTED)
    hands.follows("Go after it")
    assert "/outcomes/OC" in page.url
    one.judged("stated")


def test_a_hypothesis_is_made_of_a_booster(keys):
    one, hands = keys("design")
    page = one.page
    hands.leads("g", "j")
    hands.follows("From signing up to the second meeting")
    hands.follows("4. Books a meeting")
    page.get_by_role("button", name="Keep it as a signal").first.wait_for(timeout=COUNTED)
    hands.follows("Keep it as a signal")
    kept = page.get_by_role("region", name="Kept signals")
    for _ in range(COUNTED // 500):
        if kept.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    hands.follows("Make it a hypothesis")
    hands.follows("State the hypothesis")
    assert "/hypotheses/H" in page.url


def test_a_test_is_planned_and_begun(keys):
    one, hands = keys("engineering")
    page = one.page
    hands.goes("H2", to="/H2/")
    hands.follows("Plan a test")
    hands.writes("Method", "call every second newcomer")
    hands.writes("Planned people", "600")
    hands.follows("State it")
    hands.follows("T7 call every second newcomer")
    hands.follows("Begin the test …")
    hands.follows("Begin, and freeze it")
    assert "running" in page.locator("header.top").inner_text()


def test_an_experiment_is_read_and_how_it_was_counted(keys):
    one, hands = keys("engineering")
    hands.goes("T1", to="/T1/")
    read = one.page.locator("section.answer:not(.waiting)").first
    read.locator("figure svg").first.wait_for(timeout=COUNTED)
    assert "better than the control" in read.inner_text()
    counted = read.locator("details", has_text="How this was counted").first
    assert counted.get_attribute("open") is None
    hands.tabs_to("How this was counted")
    hands.press("Enter")
    assert counted.get_attribute("open") is not None


def test_why_an_output_exists_is_found(keys):
    one, hands = keys("engineering")
    hands.goes("OU1", to="/OU1/")
    hands.follows("Why?")
    assert "IM1" in told(one.page)


def test_an_item_of_the_roadmap_is_moved_and_put_back(keys):
    one, hands = keys("product")
    page = one.page
    hands.leads("g", "r")
    assert page.get_attribute("#item-RM7", "data-months") == "6"
    hands.tabs_to(page.get_attribute("#item-RM7 [data-lift]", "aria-label"))
    hands.press("Space", "ArrowRight", "ArrowRight", "Enter")
    page.wait_for_selector("#item-RM7[data-months='12']")
    hands.tabs_to("Undo")
    hands.press("Enter")
    page.wait_for_selector("#item-RM7[data-months='6']")


def test_the_roadmap_of_last_quarter_is_looked_at_and_what_changed(keys):
    one, hands = keys("leader")
    page = one.page
    hands.leads("g", "r")
    hands.dates("As of", date(2026, 3, 31))
    hands.follows("Show", exactly=True)
    assert "31 March 2026" in page.locator("header.top").inner_text()
    hands.follows("What changed")
    hands.dates("After", date(2026, 3, 31))
    hands.follows("Show", exactly=True)
    assert "moved from 9 to 6 months" in page.get_by_role("region", name="Changes").inner_text()


def test_a_review_is_held(keys):
    one, hands = keys("leader")
    page = one.page
    hands.leads("g", "w")
    hands.follows("Hold the review")
    for about in ("H1", "H3", "H5"):
        hands.chooses(f"Decision on {about}", "scale")
        hands.tabs_to("Because")
        page.keyboard.type("What we saw settles it.")
        with page.expect_navigation():
            hands.press("Enter")
    hands.writes("Notes", "Done within the hour.")
    hands.follows("Close the review")
    assert "held" in page.locator("header.top").inner_text()


def test_a_verdict_is_given_and_what_follows_decided_and_found(keys):
    one, hands = keys("product")
    page = one.page
    hands.goes("H4", to="/H4/")
    hands.follows("Conclude and seal")
    hands.chooses("Decision", "kill")
    hands.writes("Reason", "Nobody missed fewer meetings.")
    hands.follows("Decide", exactly=True)
    assert "Nobody missed fewer meetings." in told(page)
    other, hands = keys("support")
    hands.leads("g", "e")
    hands.writes("With the words", "time-zone")
    with other.page.expect_navigation():
        hands.press("Enter")
    assert "time-zone fix" in told(other.page)


def test_a_seller_finds_what_to_sell(keys):
    seller, hands = keys("sales")
    hands.leads("g", "r")
    hands.follows("For sellers")
    assert "do not promise" in told(seller.page)


def test_a_requester_asks_and_sees_what_became_of_it(keys):
    asks, hands = keys("requester")
    hands.writes("What do you wish for?", "A weekly digest")
    hands.follows("Ask", exactly=True)
    assert "A weekly digest" in told(asks.page)
