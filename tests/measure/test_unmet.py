"""Whether a condition that no event meets is told, with what there is instead of it."""

from __future__ import annotations

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from tests.story import moment, story

SHOP = """
    ada:  visit@0{platform=web,returning=True}     buy@1h{amount=120,code=A-1}
    ben:  visit@0{platform=mobile,returning=False} buy@2h{amount=80,code=B-2}
    cleo: visit@1h{platform=web,returning=False}   refund@1d{reason=late}
"""


@pytest.fixture(scope="module")
def shop():
    """Give the shop's log."""
    return from_rows(story(SHOP))


def told(log, **more):
    """Return what is said of each part that no event meets: weight and text."""
    question = {"kind": "share", "of": "visit", "did": "buy", "within": "7 days", **more}
    answer = ask(question, log, as_of=moment("30d"))
    return {c.text.split(":")[0]: (c.weight, c.text) for c in answer.caveats if "unseen" in c.code}


def ask_of(log, rule):
    """Return what is said of who is counted: each weight, and its sentence up to the hint."""
    question = {"kind": "share", "of": rule, "did": "buy", "within": "7 days"}
    answer = ask(question, log, as_of=moment("30d"))
    return {(c.weight, c.text.split(". ")[0]) for c in answer.caveats}


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"platform": "mobil"}, "Near: 'mobile'."),
        ({"platform": ["Web", "tablet"]}, "Near: 'web'."),
        ({"platform": {"contains": "tv"}}, "“platform” has, among 2: 'web', 'mobile'."),
        ({"returning": True}, "“visit (returning true)”. Near: 'True'."),
        ({"amount": 120}, "None of these events has “amount”."),
    ],
)  # fmt: skip
def test_a_value_that_no_event_has_is_to_be_mended_and_the_nearest_is_named(shop, where, said):
    weight, text = told(shop, of={"event": "visit", "where": where})["of"]
    assert weight == "wrong"
    assert said in text


def test_a_number_asked_of_what_is_no_number_is_to_be_mended(shop):
    weight, text = told(shop, did={"event": "buy", "where": {"code": {"<": 5}}})["did"]
    assert weight == "wrong"
    assert "None of its values is a number: “code” has, among 2: 'A-1', 'B-2'." in text


def test_a_number_that_nobody_reached_may_well_be_meant(shop):
    weight, text = told(shop, did={"event": "buy", "where": {"amount": {">": 500}}})["did"]
    assert weight == "loud"
    assert "“amount” goes from 80 to 120." in text


def test_a_number_of_many_digits_is_told_to_the_last():
    log = from_rows(story("ada: visit@0{spent=1234567} buy@1\nben: visit@0{spent=89.25}"))
    _, text = told(log, of={"event": "visit", "where": {"spent": {">": 2_000_000}}})["of"]
    assert "“spent” goes from 89.25 to 1234567." in text


def test_that_everybody_has_what_nobody_must_have_may_well_be_so(shop):
    weight, text = told(shop, of={"event": "visit", "where": {"platform": {"is_set": False}}})["of"]
    assert weight == "loud"
    assert "“platform” has, among 2: 'web', 'mobile'." in text


@pytest.mark.parametrize("other", ["vist", {"event": "visit", "where": {"nothing": 1}}])
def test_of_several_rules_of_which_nothing_is_left_one_is_to_be_mended(shop, other):
    rules = [{"event": "visit", "where": {"platform": "tv"}}, other]
    assert ask_of(shop, {"any": rules}) >= {("wrong", "of: no event matches “visit (platform tv)”")}


def test_demands_that_are_met_but_never_together_are_told_so(shop):
    both = {"platform": "mobile", "returning": "True"}
    weight, text = told(shop, of={"event": "visit", "where": both})["of"]
    assert weight == "loud"
    assert "all together by none" in text


def test_of_several_rules_one_that_nothing_meets_is_a_note(shop):
    rules = [{"event": "visit", "where": {"platform": "tv"}}, {"event": "visit"}]
    assert told(shop, of={"any": rules})["of"][0] == "note"


def test_a_property_that_is_nowhere_is_a_note_where_another_rule_is_left(shop):
    rules = [{"event": "refund", "where": {"raeson": "late"}}, "buy"]
    assert told(shop, did={"any": rules})["did"][0] == "note"
    assert told(shop, did=rules[0])["did"][0] == "wrong"


def test_a_population_is_asked_too_but_what_must_not_have_been_may_never_have_been(shop):
    people = {
        "not": {"event": "refund", "where": {"reason": "stolen"}},
        "where": {"platform": "wap"},
    }
    found = told(shop, population=people)
    assert found["population.not"][0] == "note"
    assert found["population.where"][0] == "wrong"


def test_nothing_is_said_of_what_some_event_meets(shop):
    bought = {"event": "buy", "where": {"amount": {">": 100}, "code": {"not": "B-2"}}}
    assert told(shop, did=bought, population={"where": {"returning": {"not": "maybe"}}}) == {}


def test_every_engine_says_the_same(shop, log_on):
    bought = {"event": "buy", "where": {"amount": {">": 500}, "code": {"<": 5}}}
    strange = {"event": "visit", "where": {"platform": ["Web", "tv"]}}
    question = {"of": strange, "did": bought, "population": {"where": {"reason": "stolen"}}}
    assert told(log_on(story(SHOP)), **question) == told(shop, **question)
