"""The main tasks as each role: done by all who may, and to the others not offered, and refused."""

from __future__ import annotations

import re

import pytest

from seachange.people.access import Role
from tests.browser.conftest import AS_PARLEY
from tests.browser.houses import copied, served
from tests.browser.waiting import COUNTED, in_the_end, press

pytestmark = pytest.mark.browser

MAKERS = {Role.ADMIN, Role.PRODUCT, Role.ENGINEERING, Role.DESIGN}
STATERS = MAKERS | {Role.LEADER}
BRINGERS = MAKERS - {Role.DESIGN}
MOVERS = {Role.ADMIN, Role.PRODUCT}
DECIDERS = {Role.ADMIN, Role.PRODUCT, Role.LEADER}
INSIDE = set(Role) - {Role.REQUESTER}

# Each role walks through a house of its own; the longest walks are left to the night.
BY_DAY = {Role.SALES}
ROLES = [
    pytest.param(role, id=role.value, marks=() if role in BY_DAY else pytest.mark.nightly)
    for role in Role
]


@pytest.fixture(scope="module", params=ROLES)
def house(request, year, tmp_path_factory):
    """The address of a house nobody worked in yet, and the role that is going to."""
    folder = tmp_path_factory.mktemp(request.param.value) / "house"
    with copied(year, folder) as house, served(house, **AS_PARLEY) as address:
        yield address, request.param


@pytest.fixture
def one(house, visitor):
    """Somebody of the role, on their home page."""
    address, role = house
    somebody = visitor(address)
    somebody.looks_through(role.value)
    somebody.role = role
    return somebody


def place(one, name):
    one.page.get_by_role("navigation", name="Places").get_by_role("link", name=name).click()


def is_not_offered(one, address, *words):
    """Look for what is not for this role; where the place itself is not, be told so gently."""
    answer = one.page.goto(address)
    if one.role == Role.REQUESTER:
        assert answer.status == 403
        is_told_gently(one)
    else:
        assert answer.status == 200
    for each in words:
        for part in ("link", "button"):
            assert one.page.get_by_role(part, name=each).count() == 0, each
    one.keeps_every_look(f"{address} as {one.role}")


def is_told_gently(one):
    told = one.page.locator("main").inner_text()
    assert "This page is not for your role" in told
    assert f"You are here as {one.role.value.replace('_', ' ')}" in told
    assert one.page.get_by_role("link", name="Go to your first page").is_visible()


def is_refused(one, address, **form):
    """Send a form past the page, as somebody with other tools would."""
    one.page.goto("/settings/")
    token = one.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = one.context.request.post(
        address,
        form={**form, "csrfmiddlewaretoken": token},
        headers={"Referer": one.address},
        max_redirects=0,
    )
    assert answer.status == 403, address
    assert "not for your role" in answer.text()


def test_events_are_brought(one, log_of_events):
    page = one.page
    if one.role not in BRINGERS:
        is_not_offered(one, "/events/", "Bring events")
        is_refused(one, "/events/bring/", name="mine")
        return
    place(one, "Events")
    page.get_by_role("link", name="Bring events").click()
    page.get_by_label("A file").set_input_files(log_of_events)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("Who did it").select_option("who", timeout=COUNTED)
    page.get_by_label("What was done").select_option("what")
    page.get_by_role("button", name="Read it like this").click()
    page.get_by_role("button", name="Use these events").wait_for(timeout=COUNTED)
    one.keeps_every_look("brought")


def test_a_journey_is_drawn(one):
    page = one.page
    if one.role not in MAKERS:
        is_not_offered(one, "/journeys/", "Draw a journey")
        is_not_offered(one, "/journeys/JM2/", "Edit steps")
        is_refused(one, "/journeys/draw/", name="mine")
        return
    place(one, "Journey")
    page.get_by_role("link", name="Draw a journey").click()
    page.wait_for_selector(".answer:not(.waiting)", timeout=COUNTED)
    page.get_by_label("What the journey is called").fill("The way in")
    for number, (name, rule) in enumerate((("Signs up", "sign_up"), ("Meets", "meeting_held")), 1):
        page.locator(f"#id_name_{number}").fill(name)
        page.locator(f"[name=rule_{number}]").fill(rule)
    for number in range(3, 9):
        for field in page.locator(f"[name=name_{number}], [name=rule_{number}]").all():
            field.fill("")
    page.get_by_role("button", name="Draw it").click()
    page.get_by_role("heading", name="The way in").wait_for()
    in_the_end(page, page.locator(".answer:not(.waiting) figure svg"))
    one.keeps_every_look("drawn")


def test_an_outcome_is_stated_with_a_target(one):
    page = one.page
    if one.role not in STATERS:
        is_not_offered(one, "/outcomes/", "State an outcome")
        is_refused(one, "/outcomes/new/", who="new clients")
        return
    place(one, "Outcomes")
    page.get_by_role("link", name="State an outcome").click()
    page.get_by_label("Who", exact=True).fill("new clients")
    page.get_by_label("Does what").fill("hold a second meeting within 30 days")
    if one.role in MAKERS:
        page.get_by_label("Of the people with the event").fill("sign_up")
        page.get_by_label("those who go on to").fill("meeting_held where meeting = 2")
        page.get_by_label("within so many days").fill("30")
    else:
        page.get_by_label("Measured by").select_option("M-OC5")
    page.get_by_label("Count it from the events").check()
    page.get_by_label("From", exact=True).fill("2026-01-01")
    page.get_by_label("Up to and with").fill("2026-05-31")
    page.get_by_label("To which rate").fill("45 %")
    page.get_by_label("By when").fill("2026-12-31")
    page.get_by_label("Drives which result").select_option("IM1")
    page.get_by_label("Why it should").fill("who meets twice stays")
    page.get_by_label("Matching").check()
    page.wait_for_selector("#counted .answer:not(.waiting) .say", timeout=COUNTED)
    press(page, "Go after it")
    assert "/outcomes/OC" in page.url
    one.keeps_every_look("stated")


def test_a_booster_becomes_a_hypothesis(one):
    page = one.page
    if one.role not in MAKERS:
        is_not_offered(one, "/journeys/JM2/steps/ST6/", "Keep it as a signal")
        is_refused(one, "/journeys/JM2/steps/ST6/keep", behaviour="message_sent")
        return
    place(one, "Journey")
    page.get_by_role("link", name="From signing up to the second meeting").click()
    page.get_by_role("link", name="4. Books a meeting").click()
    booster = page.locator("li.driver.booster").get_by_role("button", name="Keep it as a signal")
    booster.first.wait_for(timeout=COUNTED)
    with page.expect_navigation():
        booster.first.click()
    kept = page.get_by_role("region", name="Kept signals")
    in_the_end(page, kept)
    kept.get_by_role("link", name="Make it a hypothesis").first.click()
    press(page, "State the hypothesis")
    assert "/hypotheses/H" in page.url
    one.keeps_every_look("hypothesis")


def test_a_test_is_planned_and_begun(one):
    page = one.page
    if one.role not in MAKERS:
        is_not_offered(one, "/hypotheses/H2/", "Plan a test")
        is_refused(one, "/records/new/assumption_test/", hypothesis="H2", method="call them")
        is_refused(one, "/tests/T6/start")
        return
    place(one, "Hypotheses")
    page.get_by_role("link", name="H2").first.click()
    page.get_by_role("link", name="Plan a test").click()
    page.get_by_label("Method").fill("call every second newcomer")
    page.get_by_label("Planned people").fill("600")
    press(page, "State it")
    page.get_by_role("link", name="T7").first.click()
    page.get_by_role("link", name="Begin the test").click()
    press(page, "Begin, and freeze it")
    assert "running" in page.locator("header.top").inner_text()
    one.keeps_every_look("begun")


def test_an_experiment_is_read(one):
    page = one.page
    if one.role not in INSIDE:
        is_not_offered(one, "/tests/T1/")
        return
    page.goto("/tests/T1/")
    page.wait_for_selector("section.answer:not(.waiting) figure svg", timeout=COUNTED)
    assert "better than the control" in page.locator("section.answer").first.inner_text()
    one.keeps_every_look("read")


def test_an_item_of_the_roadmap_is_moved(one):
    page = one.page
    if one.role not in MOVERS:
        is_not_offered(one, "/roadmap/", "Move no missed meetings")
        assert page.get_by_text("Move to…").count() == page.locator("[data-lift]").count() == 0
        is_refused(one, "/roadmap/RM7/move", to="12")
        return
    place(one, "Roadmap")
    page.locator("#item-RM7").get_by_text("Move to…").click()
    page.locator("#item-RM7").get_by_label("Horizon").select_option("12")
    with page.expect_navigation():
        page.locator("#item-RM7").get_by_role("button", name="Move", exact=True).click()
    assert page.get_attribute("#item-RM7", "data-months") == "12"
    one.keeps_every_look("moved")


def test_why_an_output_exists_is_found(one):
    page = one.page
    page.get_by_role("link", name="Find or do").click()
    page.keyboard.type("instant slots")
    page.wait_for_selector("#palette-list [role=option]")
    found = page.locator("#palette-list [href='/records/OU1/']")
    if one.role not in INSIDE:
        assert found.count() == 0
        assert page.goto("/why/OU1/").status == 404
        one.keeps_every_look("nothing for them")
        return
    found.click()
    page.get_by_role("link", name="Why").first.click()
    told = page.locator("main").inner_text()
    assert "OC1" in told
    assert "IM1" in told
    one.keeps_every_look("why")


def test_the_roadmap_of_last_quarter_is_seen(one):
    page = one.page
    if one.role not in INSIDE:
        is_not_offered(one, "/roadmap/?on=2026-03-31")
        return
    place(one, "Roadmap")
    page.get_by_label("As of").fill("2026-03-31")
    press(page, "Show")
    assert "as it stood at the end of 31 March 2026" in page.locator("header.top").inner_text()
    one.keeps_every_look("last quarter")


def test_a_review_is_held(one):
    page = one.page
    if one.role not in DECIDERS:
        is_not_offered(one, "/review/", "Hold the review", "Decide")
        is_refused(one, "/review/begin")
        return
    place(one, "Review")
    press(page, "Hold the review")
    for about in ("H1", "H3", "OU8"):
        deciding = page.locator("form.deciding", has=page.locator(f"[name=about][value={about}]"))
        deciding.get_by_label("Because").fill(f"What we saw of {about} settles it.")
        with page.expect_navigation():
            deciding.get_by_role("button", name="Decide").click()
    page.get_by_label("Notes").fill("Done within the hour.")
    press(page, "Close the review")
    assert "held" in page.locator("header.top").inner_text()
    one.keeps_every_look("held")


def test_a_verdict_is_given(one):
    page = one.page
    if one.role not in MAKERS:
        is_not_offered(one, "/hypotheses/H4/", "Conclude and seal")
        is_refused(one, "/hypotheses/H4/conclude")
        return
    page.goto("/hypotheses/H4/")
    press(page, "Conclude and seal")
    assert page.locator("#conclude").count() == 0
    one.keeps_every_look("concluded")


def test_what_follows_is_decided(one):
    page = one.page
    if one.role not in DECIDERS:
        is_not_offered(one, "/hypotheses/H1/", "Decide")
        is_refused(one, "/hypotheses/H1/decide", choice="kill", reason="nobody")
        return
    page.goto("/hypotheses/H1/")
    decide = page.locator("#decide")
    decide.get_by_label("Decision").select_option(index=1)
    decide.get_by_label("Reason").fill("We saw enough of it.")
    with page.expect_navigation():
        decide.get_by_role("button", name="Decide").click()
    assert "We saw enough of it." in page.locator("main").inner_text()
    one.keeps_every_look("decided")


def test_what_may_be_said_to_customers_is_found(one):
    page = one.page
    if one.role not in INSIDE:
        is_not_offered(one, "/roadmap/for/sellers/")
        return
    place(one, "Roadmap")
    page.get_by_role("link", name="For sellers").click()
    assert "do not promise" in page.locator("main").inner_text()
    one.keeps_every_look("for sellers")


def test_something_is_asked_for(one):
    page = one.page
    if one.role != Role.REQUESTER:
        page.goto("/records/new/feature_request/")
    words = page.locator("main form textarea, main form input[type=text]").first
    words.fill("A weekly digest of open requests")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^(Ask|State it)$")).click()
    assert "A weekly digest" in page.locator("main").inner_text()
    one.keeps_every_look("asked")
