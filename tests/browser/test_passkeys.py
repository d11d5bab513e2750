"""A passkey added, signed in with, and taken away, by an authenticator that Chromium plays."""

from __future__ import annotations

import pytest

from tests.browser.test_people import ADA, LOOKS, PASSWORD, is_signed_out, press, role_of

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ada(begun, visitor, look):
    """Who runs the place, at a machine with a lock, under a name that passkeys know."""
    address, code = begun
    one = visitor(address.replace("127.0.0.1", "localhost"), **look)
    page = one.page
    page.goto("/start/")
    page.get_by_label("Code").fill(code)
    page.get_by_label("Your name").fill("Ada Example")
    page.get_by_label("Your e-mail address").fill(ADA)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Begin")
    machine = one.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return one


def signs_out(page):
    menu = page.get_by_label("Menu", exact=True)
    if menu.is_visible():
        menu.click()
    press(page, "Sign out")


def signs_in_with_a_passkey(page):
    page.goto("/accounts/login/")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in with a passkey").click()


@pytest.mark.parametrize("look", LOOKS)
def test_a_passkey_is_added_signed_in_with_and_taken_away(ada):
    page = ada.page
    page.goto("/settings/")
    page.get_by_role("link", name="Second factor").click()
    ada.keeps("factors")
    page.locator("a[href='/accounts/2fa/webauthn/add/']").click()
    page.get_by_label("Password").fill(PASSWORD)
    ada.keeps("asked again")
    press(page, "Go on")
    page.get_by_label("What to call it").fill("Ada's machine")
    page.get_by_label("Sign in with it alone").check()
    ada.keeps("adding")
    press(page, "Add it")
    ada.keeps("added")
    page.goto("/accounts/2fa/webauthn/")
    assert "Ada's machine" in page.locator("main").inner_text()
    ada.keeps("listed")
    signs_out(page)
    signs_in_with_a_passkey(page)
    assert role_of(page) == "admin"
    page.goto("/accounts/2fa/webauthn/")
    assert "last used" in page.locator("main").inner_text()
    page.get_by_role("link", name="Remove Ada's machine").click()
    page.get_by_role("link", name="Use a security key").click()
    ada.keeps("asked for the key")
    press(page, "Use a security key")
    ada.keeps("removing")
    press(page, "Remove it")
    signs_out(page)
    signs_in_with_a_passkey(page)
    assert is_signed_out(page)
    assert page.locator("[data-toast]").first.is_visible()
    ada.keeps("gone")
    page.goto("/settings/")
    assert is_signed_out(page)


def test_a_browser_without_passkeys_is_offered_none(begun, visitor):
    address, _ = begun
    one = visitor(address)
    one.page.add_init_script("delete globalThis.PublicKeyCredential")
    one.page.goto("/accounts/login/")
    assert one.page.get_by_role("button", name="Sign in", exact=True).is_visible()
    assert not one.page.get_by_role("button", name="Sign in with a passkey").is_visible()
    one.judged("without")
