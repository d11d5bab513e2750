"""What was typed and not kept yet: nobody loses it to another button of the same page."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def steps(parley, visitor):
    """The page on which a journey's steps are edited, and the questions the browser put there."""
    somebody = visitor(parley)
    somebody.looks_through("product")
    page = somebody.page
    page.goto("/journeys/JM1/edit/")
    page.wait_for_selector("#steps")
    asked: list[str] = []

    def stays(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stays)
    return page, asked


def test_a_step_that_was_not_saved_is_asked_after_before_another_form_takes_it(steps):
    page, asked = steps
    first = page.locator("#steps input[name=name]").first
    first.fill("Signs up, and says what for")
    page.get_by_label("Add a step: what they do").fill("Comes back")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert first.input_value() == "Signs up, and says what for"
    assert page.get_by_label("Add a step: what they do").input_value() == "Comes back"


def test_what_is_saved_or_left_by_its_own_link_is_not_asked_after(steps):
    page, asked = steps
    first = page.locator("#steps input[name=name]").first
    first.fill("Signs up at last")
    with page.expect_navigation():
        page.locator("#steps button", has_text="Save").first.click()
    assert page.locator("#steps input[name=name]").first.input_value() == "Signs up at last"
    page.goto("/records/new/impact/")
    page.locator("[name=statement]").fill("Revenue grows")
    with page.expect_navigation():
        page.get_by_role("link", name="Leave it").click()
    assert asked == []
