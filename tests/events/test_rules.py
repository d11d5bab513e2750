"""Whether a rule is read as it is written, and what is no rule is refused with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.rules import ANY_EVENT, Condition, Pick, Rule, event, parse_rule


def read(document):
    return parse_rule(Field(document, ("of",)))


def test_a_name_alone_is_a_rule():
    assert read("buy") == read({"event": "buy"}) == read({"event": ["buy"]}) == event("buy")


def test_any_event_is_a_rule_without_names():
    assert read({"any_event": True}) == ANY_EVENT
    assert ANY_EVENT.names is None


def test_conditions_may_be_written_short_or_by_operator():
    short = read({"event": "buy", "where": {"plan": "pro", "seats": [1, 2]}})
    by_operator = {"plan": {"equals": "pro"}, "seats": {"one_of": [1, 2]}}
    assert short == read({"event": "buy", "where": by_operator})


def test_operators_have_more_than_one_spelling():
    for spelt, meant in [("=", "equals"), ("≤", "<="), ("≥", ">="), ("not_equals", "not")]:
        written = read({"event": "buy", "where": {"seats": {spelt: 3}}})
        assert written == read({"event": "buy", "where": {"seats": {meant: 3}}})


def test_several_things_not_wanted_are_several_conditions():
    rule = read({"event": "buy", "where": {"plan": {"not": ["free", "trial"]}}})
    assert [c.value for c in rule.picks[0].where] == ["free", "trial"]
    assert rule.to_dict()["where"] == {"plan": {"not": ["free", "trial"]}}


def test_any_of_several_rules_is_one_rule():
    rule = read({"any": ["buy", {"any": ["renew", {"event": "upgrade", "where": {"a": 1}}]}]})
    assert rule.names == {"buy", "renew", "upgrade"}
    assert rule.properties == {"a"}
    assert len(rule.picks) == 3


def test_rules_may_meet_in_one_event_if_a_name_may():
    assert event("a", "b").may_overlap(event("b"))
    assert not event("a").may_overlap(event("b"))
    assert event("a").may_overlap(ANY_EVENT)
    # By name alone: whether conditions can hold together is not looked into.
    assert event("a", where={"x": 1}).may_overlap(event("a", where={"x": 2}))


def test_a_rule_has_a_label_that_a_table_can_show():
    assert (
        event("buy", where={"plan": "pro", "seats": {">": 3}}).label == "buy (plan pro, seats > 3)"
    )
    assert read({"any": ["buy", {"any_event": True}]}).label == "buy or any event"
    assert event("buy", where={"plan": {"is_set": False}}).label == "buy (plan not set)"


@pytest.mark.parametrize(
    ("document", "place", "words"),
    [
        (None, "of", "a rule must be a mapping, not nothing"),
        (3, "of", "a rule must be a mapping, not a number (3)"),
        ("", "of", "expected a text"),
        ({}, "of", "exactly one of event, any_event, any"),
        ({"event": "a", "any": ["b"]}, "of", "exactly one of"),
        ({"evnt": "a"}, "of.evnt", "Did you mean event"),
        ({"event": []}, "of.event", "at least one event name"),
        ({"event": ["a", 3]}, "of.event[2]", "expected a text, not a number (3)"),
        ({"any_event": False}, "of.any_event", "either `true` or not there"),
        ({"any": []}, "of.any", "at least one rule"),
        ({"any": "a"}, "of.any", "expected a list"),
        ({"any": ["a", {"event": 1}]}, "of.any[2].event", "Put it in quotes: '1'"),
        ({"event": True}, "of.event", "Put it in quotes: 'true'"),
        ({"any": ["a"], "where": {"x": 1}}, "of.where", "inside each rule"),
        ({"event": "a", "where": ["x"]}, "of.where", "conditions are a mapping"),
        ({"event": "a", "where": {"x": None}}, "of.where.x", "is_set: false"),
        ({"event": "a", "where": {"x": {}}}, "of.where.x", "needs an operator"),
        ({"event": "a", "where": {"x": {"like": "b"}}}, "of.where.x.like", "is not one of"),
        ({"event": "a", "where": {"x": {">": "b"}}}, "of.where.x.>", "compares with a number"),
        ({"event": "a", "where": {"x": {">": True}}}, "of.where.x.>", "compares with a number"),
        ({"event": "a", "where": {"x": {"is_set": "no"}}}, "of.where.x.is_set", "true or false"),
        ({"event": "a", "where": {"x": []}}, "of.where.x", "at least one value"),
        ({"event": "a", "where": {"x": {"contains": ["b"]}}}, "of.where.x.contains", "several"),
        ({"event": "a", "where": {"x": {"=": 1, "equals": 2}}}, "of.where.x", "written twice"),
        ({"event": "a", "where": {"x": float("nan")}}, "of.where.x", "finite"),
        ({"event": "a", "where": {"x": 10**400}}, "of.where.x", "finite"),
        ({"event": "a", "where": {"x": "nul\0"}}, "of.where.x", "no letters"),
        ({"event": "half \ud83d a pair"}, "of.event", "no letters"),
        ({"event": "a", "where": {"x": [{"y": 1}]}}, "of.where.x[1]", "expected a text"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(document, place, words):
    with pytest.raises(BadQuestion) as caught:
        read(document)
    assert caught.value.place == place
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Rule(()),
        lambda: Pick(frozenset()),
        lambda: Condition("x", "like", "y"),
        lambda: Condition("x", "<", "y"),
        lambda: Condition("x", "one_of", ()),
        lambda: Condition("x", "equals", ("a",)),
        lambda: Condition("x", "is_set", 1),
    ],
)
def test_a_rule_that_makes_no_sense_cannot_be_built(build):
    with pytest.raises(BadQuestion):
        build()


scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)
numbers = st.integers(-1000, 1000)
demands = st.one_of(
    scalars,
    st.lists(scalars, min_size=1, max_size=3),
    st.fixed_dictionaries({}, optional={"<": numbers, ">=": numbers, "not": scalars}).filter(bool),
    st.fixed_dictionaries({"is_set": st.booleans()}),
    st.fixed_dictionaries({"not": st.lists(scalars, min_size=1, max_size=3)}),
)
names = st.text(st.characters(exclude_categories=["Cs", "Z"], exclude_characters="\0"), min_size=1)
named = names.filter(str.strip)
single = st.fixed_dictionaries(
    {"event": st.one_of(named, st.lists(named, min_size=1, max_size=3))},
    optional={"where": st.dictionaries(st.text(max_size=4), demands, min_size=1, max_size=3)},
)


@given(st.one_of(single, st.fixed_dictionaries({"any": st.lists(single, min_size=1, max_size=3)})))
def test_a_rule_reads_back_as_it_is_written(document):
    rule = read(document)
    assert read(rule.to_dict()) == rule
    assert read(rule.to_dict()).to_dict() == rule.to_dict()
