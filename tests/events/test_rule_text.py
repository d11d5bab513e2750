"""Rules as a line: read, written, and wrong ones told with the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.rule_text import document_of, kept_rule, rule_from, text_of
from seachange.events.rules import Condition, Pick, Rule, parse_rule


@pytest.mark.parametrize(
    ("line", "document"),
    [
        ("sign_up", "sign_up"),
        ("Course module viewed", "Course module viewed"),
        ("sign_up where market = home", {"event": "sign_up", "where": {"market": "home"}}),
        (
            "buy where amount >= 10.5 and plan in (pro, team) and coupon is not set",
            {
                "event": "buy",
                "where": {
                    "amount": {">=": 10.5},
                    "plan": ["pro", "team"],
                    "coupon": {"is_set": False},
                },
            },
        ),
        (
            "a or b where x != 1",
            {"any": [{"event": "a"}, {"event": "b", "where": {"x": {"not": 1}}}]},
        ),
        (
            '"this or that" where "a b" contains "and"',
            {"event": "this or that", "where": {"a b": {"contains": "and"}}},
        ),
        ("any event where via = mail", {"any_event": True, "where": {"via": "mail"}}),
        ('{"event": "sign_up"}', "sign_up"),
        (
            "{event: sign_up, where: {seats: {'>': 3}}}",
            {"event": "sign_up", "where": {"seats": {">": 3}}},
        ),
        ('pay where code = "007"', {"event": "pay", "where": {"code": "007"}}),
    ],
)
def test_a_line_says_a_rule(line, document):
    wanted = parse_rule(Field(document))
    assert {p.names for p in rule_from(line).picks} == {p.names for p in wanted.picks}
    assert [set(p.where) for p in rule_from(line).picks] == [set(p.where) for p in wanted.picks]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("", "character 1"),
        ("a or ", "character 5"),
        ("a where ", "character 8"),
        ("sign_up where market", "character 14"),
        ("a where x =", "character 8"),
        ("a where x = 1 where y = 2", "character 20"),
        ("{event: }", "the rule"),
        ("a = 3", "character 1"),
        ("a\0b", "character 2"),
    ],
)
def test_what_is_no_rule_says_where(line, place):
    with pytest.raises(BadQuestion) as refused:
        rule_from(line)
    assert place in refused.value.place


texts = st.text(
    st.characters(blacklist_characters='"', categories=["L", "N", "P", "Zs"]), max_size=8
)
names = texts.filter(lambda t: t == t.strip() and t)
scalars = texts.filter(lambda t: t == t.strip() and t) | st.booleans() | st.integers(-999, 999)
conditions = (
    st.builds(Condition, names, st.sampled_from(["equals", "not"]), scalars)
    | st.builds(Condition, names, st.sampled_from(["<", ">="]), st.integers(0, 99))
    | st.builds(Condition, names, st.just("is_set"), st.booleans())
    | st.builds(
        Condition, names, st.just("one_of"), st.lists(scalars, min_size=1, max_size=3).map(tuple)
    )
)
picks = st.builds(
    Pick,
    st.none() | st.frozensets(names, min_size=1, max_size=1),
    st.lists(conditions, max_size=2).map(tuple),
)


@given(st.builds(Rule, st.lists(picks, min_size=1, max_size=3).map(tuple)))
def test_a_rule_written_and_read_is_the_rule(rule):
    assert rule_from(text_of(rule)) == rule
    assert kept_rule(document_of(rule)).to_dict() == rule.to_dict()
