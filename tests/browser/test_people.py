"""Who works here: asked in by a link, given another role, let go, and where they are signed in."""

from __future__ import annotations

import pytest

from tests.browser.waiting import press

pytestmark = pytest.mark.browser

ADA, BEA = "ada@firm.test", "bea@firm.test"
PASSWORD = "a long and quiet phrase"
LOOKS = [{}, pytest.param({"dark": True, "narrow": True}, marks=pytest.mark.nightly)]


@pytest.fixture
def ada(begun, visitor):
    """Give `ada(…)`: who runs the place, come in by the code on the console."""
    address, code = begun

    def comes(**look):
        one = visitor(address, **look)
        page = one.page
        page.goto("/start/")
        page.get_by_label("Code").fill(code)
        page.get_by_label("Your name").fill("Ada Example")
        page.get_by_label("Your e-mail address").fill(ADA)
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Begin")
        return one

    return comes


def asks_in(page, *, name, email, role):
    """Ask somebody in; return the address that is shown this once."""
    page.goto("/members/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Role", exact=True).select_option(role)
    press(page, "Make the invitation")
    return page.get_by_label("Send this address").input_value()


def signs_in(page, *, email=BEA):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def gives(page, role, *, to="Bea Example"):
    """Give somebody another role, by the list as it stands open."""
    page.get_by_label(f"Role of {to}", exact=True).select_option(role)
    press(page, f"Change the role of {to}")


def is_signed_out(page):
    return page.url.partition("?")[0].endswith("/accounts/login/")


def role_of(page):
    return page.locator(".self .who .quiet").text_content()


@pytest.mark.parametrize("look", LOOKS)
def test_somebody_is_asked_in_given_another_role_let_go_and_taken_back(ada, visitor, look):
    one = ada(**look)
    page = one.page
    link = asks_in(page, name="Bea Example", email=BEA, role="sales")
    one.keeps("asked")
    page.goto("/members/")
    assert "/join/" not in page.content()
    assert "asked, until" in page.locator("main table").inner_text()
    other = visitor(one.address, **look)
    theirs = other.page
    theirs.goto(link)
    other.keeps("joining")
    theirs.get_by_label("Password").fill("password1234")
    press(theirs, "Come in")
    other.keeps("guessed password")
    theirs.get_by_label("Password").fill(PASSWORD)
    press(theirs, "Come in")
    assert role_of(theirs) == "sales"
    other.keeps("home of sales")
    assert visitor(one.address).page.goto(link).status == 404
    page.reload()
    gives(page, "leader")
    one.keeps("changed")
    theirs.get_by_role("link", name="Seachange").click()
    theirs.wait_for_url("**/accounts/login/**")
    assert "Your role was changed" in theirs.locator("main").inner_text()
    other.keeps("signed out")
    signs_in(theirs)
    assert role_of(theirs) == "leader"
    other.keeps("home of a leader")
    press(page, "Let Bea Example in no more")
    one.keeps("let go")
    theirs.reload()
    assert is_signed_out(theirs)
    assert "You come in here no more" in theirs.locator("main").inner_text()
    signs_in(theirs)
    assert theirs.get_by_role("heading", name="You come in here no more").is_visible()
    other.keeps("refused")
    theirs.goto("/")
    assert is_signed_out(theirs)
    press(page, "Let Bea Example in again")
    signs_in(theirs)
    assert role_of(theirs) == "leader"


@pytest.mark.parametrize("look", LOOKS)
def test_of_two_administrators_none_writes_over_the_other_unseen(ada, look):
    one = ada(**look)
    page = one.page
    asks_in(page, name="Bea Example", email=BEA, role="sales")
    page.goto("/members/")
    elsewhere = one.context.new_page()
    elsewhere.goto("/members/")
    gives(elsewhere, "support")
    with page.expect_response(lambda answer: answer.status == 409):
        gives(page, "leader")
    assert "Another administrator changed" in page.get_by_role("alert").inner_text()
    chosen = page.get_by_label("Role of Bea Example", exact=True)
    assert chosen.input_value() == "leader"
    one.keeps("both choices")
    press(page, "Change the role of Bea Example")
    assert chosen.input_value() == "leader"
    elsewhere.reload()
    assert elsewhere.get_by_label("Role of Bea Example", exact=True).input_value() == "leader"


@pytest.mark.parametrize("look", LOOKS)
def test_one_sees_where_one_is_signed_in_and_signs_out_there(ada, visitor, look):
    one = ada(**look)
    page = one.page
    lost, left = visitor(one.address), visitor(one.address)
    for each in (lost, left):
        signs_in(each.page, email=ADA)
    page.goto("/settings/")
    page.get_by_role("link", name="Where you are signed in").click()
    assert "3 sessions" in page.locator("main").inner_text()
    one.keeps("three")
    with page.expect_navigation():
        page.get_by_role("button", name="End the session").last.click()
    assert "2 sessions" in page.locator("main").inner_text()
    lost.page.goto("/settings/")
    assert is_signed_out(lost.page)
    press(page, "Sign out everywhere else")
    assert page.get_by_role("button", name="Sign out everywhere else").count() == 0
    left.page.goto("/settings/")
    assert is_signed_out(left.page)
    one.keeps("one")
