"""What holds on every page: a field changed in place, taking back, the palette, keys, comments."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def record(parley, visitor):
    """Give `record(dark=…, narrow=…)`: an outcome's record before somebody of product."""

    def opened(**look):
        somebody = visitor(parley, **look)
        somebody.looks_through("product")
        somebody.page.goto("/records/OC2/")
        return somebody

    return opened


def test_a_field_is_changed_where_it_stands_by_keyboard_and_taken_back(record):
    somebody = record()
    page = somebody.page
    says = page.locator("[data-field=target] .says")
    before = says.inner_text()
    page.locator("[data-field=target] .change").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form.field [name=target]")
    assert page.evaluate("document.activeElement.name") == "target"
    page.keyboard.press("Control+a")
    page.keyboard.type("very many")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.field .errorlist")
    assert page.locator("form.field [name=target]").input_value() == "very many"
    somebody.keeps("what cannot be read")
    page.locator("form.field [name=target]").fill("77 %")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told [data-toast]")
    assert "77.0" in says.inner_text()
    # One is where one was, and what came of it stays until it is dismissed.
    assert page.evaluate("document.activeElement.className") == "change"
    somebody.keeps("changed")
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").click()
    assert says.inner_text() == before


def test_the_palette_finds_and_does_by_keyboard_alone(record):
    somebody = record()
    page = somebody.page
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette-list [role=option][aria-selected=true]")
    page.keyboard.type("OC3")
    page.wait_for_selector("#palette-list a[href='/outcomes/OC3/'], a[href='/records/OC3/']")
    somebody.keeps("found")
    chosen = page.get_attribute("#palette-q", "aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#palette-q", "aria-activedescendant") != chosen
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/OC3/")


def test_keys_lead_on_and_a_sheet_tells_them(record):
    somebody = record()
    page = somebody.page
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    page.wait_for_selector("#shortcuts[open]")
    somebody.keeps("sheet")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    page.wait_for_selector("#shortcuts[open]")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("]")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/records/OC3/")
    with page.expect_navigation():
        page.keyboard.press("e")
    assert page.url.endswith("/records/OC3/edit/")
    somebody.keeps("whole form")
    page.go_back()
    assert page.url.endswith("/records/OC3/")


def test_single_keys_are_turned_off_and_on_where_they_are_told(record):
    page = record().page
    page.wait_for_load_state("networkidle")
    keys = page.get_by_label("Single keys lead there")
    page.keyboard.press("?")
    keys.uncheck()
    page.keyboard.press("Escape")
    page.reload(wait_until="networkidle")
    for key in ("e", "]", "g", "o", "?"):
        page.keyboard.press(key)
    assert page.url.endswith("/records/OC2/")
    assert not page.locator("#shortcuts").is_visible()
    page.get_by_role("button", name="Keys").click()
    assert not keys.is_checked()
    keys.check()
    page.keyboard.press("Escape")
    # A sheet that closes holds the focus for a moment more, and whoever is quick presses on.
    with page.expect_navigation():
        keys.dispatch_event("keydown", {"key": "]", "bubbles": True})


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"narrow": True}])
def test_what_is_said_stays_and_every_page_of_records_looks_right(record, look):
    somebody = record(**look)
    page = somebody.page
    said = page.locator("#comments ol li")
    before = said.count()
    page.locator("#say-text").fill("What @nadia saw in H3")
    with page.expect_response("**/comments/on/OC2"):
        page.get_by_role("button", name="Say it").click()
    page.wait_for_function(
        "count => document.querySelectorAll('#comments ol li').length > count", arg=before
    )
    page.wait_for_load_state("networkidle")
    somebody.keeps("said")
    for name, address in {
        "all": "/records/",
        "kind": "/records/kind/hypothesis/",
        "state": "/records/new/hypothesis/",
        "remove": "/records/H3/remove/",
        "found": "/search/?q=meeting",
        "mentions": "/mentions/",
        "absent": "/records/none/",
    }.items():
        page.goto(address)
        somebody.keeps(name)
