"""From a fresh installation to the first outcome: a code, a file of events, a journey, a number."""

from __future__ import annotations

import pytest

from tests.browser.waiting import COUNTED

pytestmark = pytest.mark.browser


def test_from_a_code_on_the_console_to_the_first_outcome(begun, log_of_events, visitor):
    address, code = begun
    one = visitor(address)
    comes_in(one, code)
    brings(one, log_of_events)
    draws(one)
    states(one)
    one.page.goto("/start/")
    assert one.page.get_by_label("Code").count() == 0
    one.page.goto("/")
    one.keeps("home")


def comes_in(one, code):
    page = one.page
    page.goto("/start/")
    one.keeps("begin")
    page.get_by_label("Code").fill("not it")
    page.get_by_label("Your name").fill("Ada Example")
    page.get_by_label("Your e-mail address").fill("ada@firm.test")
    page.get_by_label("Password").fill("a long and quiet phrase")
    page.get_by_role("button", name="Begin").click()
    page.locator(".error, .errorlist").first.wait_for()
    one.keeps("wrong code")
    page.get_by_label("Code").fill(code)
    page.get_by_label("Password").fill("a long and quiet phrase")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="Three steps to your first number").wait_for()
    one.keeps("three steps")


def brings(one, log_of_events):
    page = one.page
    page.locator(".first-steps a.button").first.click()
    one.keeps("bring")
    page.get_by_label("A file").set_input_files(log_of_events)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("heading", name="It cannot be read like this").wait_for(timeout=COUNTED)
    one.keeps("mapping")
    page.get_by_label("Who did it").select_option("who")
    page.get_by_label("What was done").select_option("what")
    page.get_by_role("button", name="Read it like this").click()
    page.get_by_role("button", name="Use these events").wait_for(timeout=COUNTED)
    one.keeps("taken")
    page.get_by_role("button", name="Use these events").click()


def draws(one):
    page = one.page
    page.get_by_role("heading", name="Draw a journey").wait_for()
    page.wait_for_selector(".answer:not(.waiting)", timeout=COUNTED)
    one.keeps("drawing")
    page.get_by_label("What the journey is called").fill("The way in")
    for number, (name, rule) in enumerate((("Signs up", "sign_up"), ("Meets", "meet")), 1):
        page.locator(f"#id_name_{number}").fill(name)
        page.locator(f"[name=rule_{number}]").fill(rule)
    for number in range(3, 9):
        for field in page.locator(f"[name=name_{number}], [name=rule_{number}]").all():
            field.fill("")
    page.get_by_role("button", name="Draw it").click()
    page.get_by_role("heading", name="State an outcome").wait_for()
    page.wait_for_selector(".answer:not(.waiting) .say", timeout=COUNTED)
    assert "50" in page.locator(".answer .say").first.inner_text()
    one.keeps("outcome")


def states(one):
    page = one.page
    page.get_by_role("link", name="State it, with its baseline").click()
    page.get_by_label("Who", exact=True).fill("people who signed up")
    page.get_by_label("Does what").fill("meet somebody within 14 days")
    page.get_by_label("To which rate").fill("60 %")
    page.wait_for_selector("#counted .answer:not(.waiting) .say", timeout=COUNTED)
    one.keeps("stating")
    page.get_by_role("button", name="Keep it with its baseline").click()
    page.wait_for_selector("#number:not([aria-busy])", timeout=COUNTED)
    assert "50.0" in page.locator("#number").inner_text()
    one.keeps("stated")
