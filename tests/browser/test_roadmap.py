"""A roadmap item moved by mouse, by finger, by keyboard and by menu, and taken back."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def board(parley, visitor):
    """Give `board(narrow=…)`: the board before somebody of product, with the item at 6 months."""

    def opened(*, narrow=False):
        somebody = visitor(parley, narrow=narrow)
        somebody.looks_through("product")
        somebody.page.goto("/roadmap/")
        if at(somebody.page) != "6":
            by_menu(somebody.page, "6")
        return somebody

    return opened


def card(page):
    return page.locator("#item-RM7")


def at(page):
    return card(page).get_attribute("data-months")


def by_menu(page, to):
    card(page).get_by_text("Move to…").click()
    card(page).get_by_label("Horizon").select_option(to)
    with page.expect_navigation():
        card(page).get_by_role("button", name="Move", exact=True).click()


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_by_mouse(board):
    somebody = board()
    page = somebody.page
    handle = card(page).locator("[data-lift]")
    handle.scroll_into_view_if_needed()
    page.mouse.move(*middle(handle.bounding_box()))
    page.mouse.down()
    across, _ = middle(page.locator("[data-horizon='12']").bounding_box())
    page.mouse.move(across, middle(handle.bounding_box())[1], steps=8)
    somebody.keeps("in hand")
    page.mouse.up()
    page.wait_for_selector("#item-RM7[data-months='12']")
    somebody.keeps("put down")
    page.reload()
    assert at(page) == "12"


def test_by_keyboard_with_the_focus_kept_and_every_step_said(board):
    somebody = board()
    page = somebody.page
    card(page).locator("[data-lift]").focus()
    page.keyboard.press("Space")
    assert "Lifted from 6 months" in page.locator("#announcer").text_content()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("#announcer").text_content() == "12 months"
    page.keyboard.press("Enter")
    page.wait_for_selector("#item-RM7[data-months='12']")
    assert page.evaluate("document.activeElement.closest('[data-item]').id") == "item-RM7"


def test_escape_leaves_it_where_it_was(board):
    page = board().page
    card(page).locator("[data-lift]").focus()
    for key in ("Space", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    assert at(page) == "6"


def test_by_finger(board):
    somebody = board(narrow=True)
    page = somebody.page
    handle = card(page).locator("[data-lift]")
    handle.scroll_into_view_if_needed()
    x, y = middle(handle.bounding_box())
    column = page.locator("[data-horizon='12']").bounding_box()
    finger = somebody.context.new_cdp_session(page)
    touch = {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    finger.send("Input.dispatchTouchEvent", touch)
    for step in range(1, 7):
        to = {"x": x, "y": y + (column["y"] + 30 - y) * step / 6}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [to]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_selector("#item-RM7[data-months='12']")
    page.reload()
    assert at(page) == "12"


def test_by_menu_and_taken_back(board):
    somebody = board()
    by_menu(somebody.page, "12")
    assert at(somebody.page) == "12"
    somebody.page.get_by_role("button", name="Undo").click()
    somebody.page.wait_for_selector("#item-RM7[data-months='6']")
