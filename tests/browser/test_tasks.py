"""What a product team comes for, from a cold start to done: outcomes, boosters, tests, verdicts."""

from __future__ import annotations

import pytest

from tests.browser.waiting import COUNTED, in_the_end, press

pytestmark = pytest.mark.browser

# What is counted beside a page takes its time on a machine that has other things to do.


@pytest.fixture
def somebody(measured, visitor):
    """Give `somebody(role, dark=…, narrow=…)`: whoever has this role, on their home page."""

    def comes(role, **look):
        one = visitor(measured, **look)
        one.looks_through(role)
        return one

    return comes


def place(page, name):
    page.get_by_role("navigation", name="Places").get_by_role("link", name=name).click()


def test_an_output_is_caught_mended_and_gone_after_as_an_outcome(somebody):
    one = somebody("product")
    page = one.page
    place(page, "Outcomes")
    scripts = []

    def are_late(route):
        scripts.append(route)

    page.route("**/htmx-*", are_late)
    page.get_by_role("link", name="State an outcome").click()
    page.get_by_label("Who", exact=True).fill("we")
    page.get_by_label("Does what").fill("launch the redesigned app by June")
    # Whoever is quicker than the page's scripts is read as soon as they come.
    scripts[0].continue_()
    page.unroute("**/htmx-*")
    caught = page.locator("#wording .wording.bad, #wording .wording.warn")
    caught.wait_for()
    assert "output" in caught.inner_text().lower()
    one.keeps("caught")
    page.get_by_label("Who", exact=True).fill("new clients")
    page.get_by_label("Does what").fill("hold a second meeting within 30 days")
    page.locator("#wording .wording.good").wait_for()
    page.get_by_label("Of the people with the event").fill("sign_up")
    page.get_by_label("those who go on to").fill("meeting_held where meeting = 2")
    page.get_by_label("within so many days").fill("30")
    page.get_by_label("Count it from the events").check()
    page.get_by_label("From", exact=True).fill("2026-01-01")
    page.get_by_label("Up to and with").fill("2026-05-31")
    page.locator("#counted .answer .say").wait_for()
    page.get_by_label("To which rate").fill("25 %")
    page.get_by_label("By when").fill("2026-12-31")
    page.get_by_label("Drives which result").select_option("IM1")
    page.get_by_label("Why it should").fill("who meets twice stays")
    page.get_by_label("Matching").check()
    page.wait_for_selector("#counted .answer:not(.waiting) .say", timeout=COUNTED)
    one.keeps("counted")
    press(page, "Go after it")
    assert page.url.endswith("/outcomes/OC6/")
    page.wait_for_selector("#number:not([aria-busy])", timeout=COUNTED)
    assert "25.0" in page.locator("#number").inner_text()
    one.keeps("stated")


def test_a_booster_at_a_step_becomes_a_hypothesis(somebody):
    one = somebody("design", dark=True)
    page = one.page
    place(page, "Journey")
    page.get_by_role("link", name="From signing up to the second meeting").click()
    page.wait_for_selector(".answer figure svg", timeout=COUNTED)
    page.get_by_role("link", name="4. Books a meeting").click()
    page.get_by_role("button", name="Keep it as a signal").first.wait_for(timeout=COUNTED)
    one.keeps("found")
    booster = page.locator("li.driver.booster")
    with page.expect_navigation():
        booster.get_by_role("button", name="Keep it as a signal").first.click()
    kept = page.get_by_role("region", name="Kept signals")
    in_the_end(page, kept)
    one.keeps("kept")
    kept.get_by_role("link", name="Make it a hypothesis").first.click()
    one.keeps("becoming")
    with page.expect_navigation():
        page.locator("main form button.first").click()
    assert "/hypotheses/H" in page.url
    assert page.get_by_text("Read from").is_visible()
    one.keeps("stated")


def test_a_test_is_planned_and_begun_and_an_experiment_read(somebody):
    one = somebody("engineering")
    page = one.page
    place(page, "Hypotheses")
    page.get_by_role("link", name="H2").first.click()
    page.get_by_role("link", name="Plan a test").click()
    one.keeps("planning")
    page.get_by_label("Method").fill("call every second newcomer")
    page.get_by_label("Planned people").fill("600")
    press(page, "State it")
    assert page.url.endswith("/hypotheses/H2/")
    page.get_by_role("link", name="T7").first.click()
    one.keeps("planned")
    page.get_by_role("link", name="Begin the test").click()
    one.keeps("freezing")
    press(page, "Begin, and freeze it")
    assert "running" in page.locator("header.top").inner_text()
    one.keeps("begun")
    page.goto("/tests/T1/")
    page.wait_for_selector("section.answer:not(.waiting) figure svg", timeout=COUNTED)
    assert "better than the control" in page.locator("section.answer").first.inner_text()
    one.keeps("read")


def test_why_an_output_exists_is_found_from_its_name(somebody):
    one = somebody("engineering", narrow=True)
    page = one.page
    asked = []

    def answers_the_last(route):
        """Only what was asked with all the words is answered: typing on gives up the others."""
        asked.append(route.request.url)
        if "slots" in route.request.url:
            route.continue_()

    page.route("**/search**", answers_the_last)
    with page.expect_request("**/search**"):
        page.get_by_role("link", name="Find or do").click()
    page.keyboard.type("instant slots")
    page.wait_for_selector("#palette-list [href='/records/OU1/']")
    assert len(asked) > 1
    one.keeps("found")
    page.locator("#palette-list [href='/records/OU1/']").click()
    page.get_by_role("link", name="Why").first.click()
    told = page.locator("main").inner_text()
    assert "OC1" in told
    assert "IM1" in told
    one.keeps("told")


def test_a_leader_sees_the_roadmap_as_of_last_quarter_and_what_changed(somebody):
    product = somebody("product").page
    product.goto("/roadmap/")
    product.locator("#item-RM7").get_by_text("Move to…").click()
    product.locator("#item-RM7").get_by_label("Horizon").select_option("9")
    with product.expect_navigation():
        product.locator("#item-RM7").get_by_role("button", name="Move", exact=True).click()
    one = somebody("leader")
    page = one.page
    place(page, "Roadmap")
    assert page.locator("[data-horizon='9'] #item-RM7").count() == 1
    one.keeps("today")
    page.get_by_label("As of").fill("2026-03-31")
    press(page, "Show")
    assert "as it stood at the end of 31 March 2026" in page.locator("header.top").inner_text()
    assert page.locator("[data-horizon='9'] #item-RM7").count() == 0
    one.keeps("last quarter")
    page.goto("/roadmap/")
    page.get_by_role("link", name="What changed").click()
    page.get_by_label("After").fill("2026-03-31")
    press(page, "Show")
    assert "no missed meetings" in page.get_by_role("region", name="Changes").inner_text()
    one.keeps("changed")


def test_a_review_is_begun_three_things_decided_and_closed(somebody):
    one = somebody("leader")
    page = one.page
    place(page, "Review")
    one.keeps("pack")
    press(page, "Hold the review")
    for about in ("H1", "H3", "OU8"):
        deciding = page.locator("form.deciding", has=page.locator(f"[name=about][value={about}]"))
        deciding.get_by_label("Because").fill(f"What we saw of {about} settles it.")
        with page.expect_navigation():
            deciding.get_by_role("button", name="Decide").click()
    assert page.locator("#agenda ul.plain").first.locator("li").count() == 3
    one.keeps("decided")
    page.get_by_label("Notes").fill("Calm, and done within the hour.")
    press(page, "Close the review")
    assert "held" in page.locator("header.top").inner_text()
    assert page.locator("form.deciding").count() == 0
    one.keeps("closed")


def test_a_verdict_is_given_a_decision_follows_and_support_finds_it(somebody):
    one = somebody("product")
    page = one.page
    page.goto("/hypotheses/H4/")
    conclude = page.locator("#conclude")
    conclude.wait_for()
    one.keeps("judged")
    conclude.get_by_role("button", name="Conclude and seal").click()
    decide = page.locator("#decide")
    decide.wait_for()
    decide.get_by_label("Decision").select_option(label="kill")
    decide.get_by_label("Reason").fill("Nobody missed fewer meetings.")
    with page.expect_navigation():
        decide.get_by_role("button", name="Decide").click()
    assert "Nobody missed fewer meetings." in page.locator("main").inner_text()
    one.keeps("decided")
    other = somebody("support", narrow=True, dark=True)
    other.page.goto("/evidence/?words=time-zone")
    assert "time-zone fix" in other.page.locator(".judged").inner_text()
    other.keeps("found")


def test_a_seller_sees_what_to_sell_and_a_requester_what_became_of_a_wish(somebody):
    seller = somebody("sales")
    seller.keeps("home")
    seller.page.goto("/roadmap/for/sellers/")
    assert "do not promise" in seller.page.locator("main").inner_text()
    seller.keeps("sells")
    asks = somebody("requester", narrow=True)
    page = asks.page
    page.get_by_role("textbox").first.fill("A weekly digest of open requests")
    asks.keeps("asking")
    with page.expect_navigation():
        page.get_by_role("button", name="Ask", exact=True).click()
    assert "A weekly digest of open requests" in page.locator("main").inner_text()
    asks.keeps("asked")
