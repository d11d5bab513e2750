"""The first run with nothing but a keyboard: from the code on the console to the first outcome."""

from __future__ import annotations

import pytest

from tests.browser.hands import Hands
from tests.browser.waiting import COUNTED

pytestmark = pytest.mark.browser

WAY = (("Signs up", "sign_up"), ("Meets", "meet"))
LINES = 8


def test_from_a_code_on_the_console_to_the_first_outcome(begun, log_of_events, visitor):
    address, code = begun
    one = visitor(address)
    one.page.goto("/start/")
    hands = Hands(one.page)
    comes_in(one, hands, code)
    brings(one, hands, log_of_events)
    draws(one, hands)
    states(one, hands)


def comes_in(one, hands, code):
    hands.writes("Code", code)
    hands.writes("Your name", "Ada Example")
    hands.writes("Your e-mail address", "ada@firm.test")
    hands.writes("Password", "a long and quiet phrase")
    hands.follows("Begin", exactly=True)
    one.page.get_by_role("heading", name="Three steps to your first number").wait_for()


def brings(one, hands, log_of_events):
    page = one.page
    hands.follows("Bring events", exactly=True)
    hands.tabs_to("A file")
    with page.expect_file_chooser() as chooser:
        hands.press("Space")
    chooser.value.set_files(log_of_events)
    hands.tabs_to("Look at it")
    hands.press("Enter")
    page.get_by_role("heading", name="It cannot be read like this").wait_for(timeout=COUNTED)
    hands.chooses("Who did it", "who")
    hands.chooses("What was done", "what")
    hands.tabs_to("Read it like this")
    hands.press("Enter")
    page.get_by_role("button", name="Use these events").wait_for(timeout=COUNTED)
    hands.follows("Use these events")


def draws(one, hands):
    page = one.page
    page.get_by_role("heading", name="Draw a journey").wait_for()
    hands.writes("What the journey is called", "The way in")
    for number in range(1, LINES + 1):
        name, rule = WAY[number - 1] if number <= len(WAY) else ("", "")
        empties_or_writes(hands, f"{number}. What they do", name)
        empties_or_writes(hands, "People come to it by", rule)
    hands.follows("Draw it", exactly=True)
    page.get_by_role("heading", name="State an outcome").wait_for()
    page.wait_for_selector(".answer:not(.waiting) .say", timeout=COUNTED)
    assert "50" in page.locator(".answer .say").first.inner_text()


def empties_or_writes(hands, name, words):
    hands.tabs_to(name)
    hands.press("Control+a", "Delete")
    hands.page.keyboard.type(words)


def states(one, hands):
    page = one.page
    hands.follows("State it, with its baseline")
    hands.writes("Who", "people who signed up", exactly=True)
    hands.writes("Does what", "meet somebody within 14 days")
    hands.writes("To which rate", "60 %")
    page.wait_for_selector("#counted .answer:not(.waiting) .say", timeout=COUNTED)
    hands.follows("Keep it with its baseline")
    page.wait_for_selector("#number:not([aria-busy])", timeout=COUNTED)
    assert "50.0" in page.locator("#number").inner_text()
    one.judged("stated")
