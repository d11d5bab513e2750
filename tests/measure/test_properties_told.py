"""Which properties are told instead of one that a question's events do not have."""

from __future__ import annotations

from seachange.measure.ask import ask
from tests.story import story

SHOP = """
    ada: visit@0{page=home} sign_up@1{source=ad,plan=pro} buy@2{amount=3}
    ben: visit@0{page=home} sign_up@1{source=post}
"""


def told(log, where):
    asked = {"kind": "share", "of": where, "did": "buy", "within": "7 days"}
    return [c.text for c in ask(asked, log).caveats if c.code.startswith("unseen")]


def test_of_a_property_of_other_events_those_of_these_are_told_instead(log_on):
    (said,) = told(log_on(story(SHOP)), {"event": "sign_up", "where": {"page": "home"}})
    assert said.endswith("None of these events has “page”. They have: 'source', 'plan'.")


def test_of_a_property_that_nothing_has_those_of_these_events_are_told(log_on):
    (said,) = told(log_on(story(SHOP)), {"event": "sign_up", "where": {"colour": "red"}})
    assert said.endswith("is called 'colour'. These events have, among 2: source, plan.")


def test_events_without_any_property_are_said_to_have_none(log_on):
    log = log_on(story("ada: visit@0 sign_up@1{plan=pro} buy@2"))
    (said,) = told(log, {"event": "visit", "where": {"plan": "pro"}})
    assert said.endswith("None of these events has “plan”. They have no property.")
    (said,) = told(log, {"event": "visit", "where": {"colour": "red"}})
    assert said.endswith("The log has, among 1: plan.")
