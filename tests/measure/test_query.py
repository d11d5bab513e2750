"""Whether a rule picks the same events on every engine, whatever is written in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.events.documents import Field
from seachange.events.rules import parse_rule
from seachange.measure.engines.choose import engine_for
from seachange.measure.sql.query import Writer
from tests.measure.logs import ORIGIN
from tests.measure.oracle.reading import meets, read

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))

VALUES = (
    None, "", " ", "0", 0, -0.0, "-0", 1, 1.0, "1", "1.0", "01", " 1", "1 ", "+1", "1e0", "1E+0",
    10, "10", 9.5, -3, 1e300, 1e-300, 10**15, "1e99", "9" * 200, "9" * 201, "9" * 400, ".5", "5.",
    "1e", "1e400", "0x1F", "1_000", "1,000", "٣", "１", "Infinity", "-inf", "nan", "NaN",
    True, False, "true", "false", "True", "t", "null", "NULL", "None",
    "pro", "Pro", "PRO", "100%", "a_b", "a%b", "axb", "it's", "''", '"quoted"', "back\\slash",
    "\\", "\\n", "tab\there", "two\nlines", "cr\rlf", "naïve", "nai\u0308ve", "straße", "日本語",
    "🙂", "a🙂b", "$v0", "%(v0)s", "%s", "{v0:String}", "@v0", "?", ":v0", "--", "/*", ";",
    "'; DROP TABLE seachange_events; --", "x' OR '1'='1", "\u202e", "\ufeff", "\u00a0",
)  # fmt: skip

DEMANDS = (
    *({"equals": v} for v in VALUES if v is not None),
    *({"not": v} for v in ("pro", 1, True, "")),
    {"not": ["pro", 10]},
    {"one_of": ["pro", 10, True, "it's"]},
    *({op: v} for op in ("<", "<=", ">", ">=") for v in (1, 9.5, 0, -3, 1e300)),
    {"is_set": True},
    {"is_set": False},
    *({"contains": v} for v in ("%", "_", "'", '"', "\\", "o", "ï", "🙂", "\n", "\t", " ", "", 1)),
    {">": 0, "<=": 10},
)

NAMES = (
    "plan", "select", "p0", "t", "a.b", "we'ird", 'we"ird', "näme", "日本", "two words",
    "$v0", "%s", "back\\slash", "'; DROP TABLE seachange_events; --", "x" * 60,
)  # fmt: skip
NO_COLUMNS = ("", "actor", "x" * 200)  # a table cannot have them, but JSON can


def picked(log, document):
    """Return the arrivals of the events that a rule picks, by SQL."""
    writer = Writer(log, as_of=log.newest or 0)
    rule = parse_rule(Field(document))
    query = writer.query(f"{writer.events('seq', where=writer.rule(rule))} ORDER BY seq")
    return [row[2] for row in engine_for(log).rows(query)]


def wanted(rows, document):
    """Return the same by the slow way."""
    events = [e for history in read(rows, at=ORIGIN).values() for e in history]
    return sorted(e.seq for e in events if meets(e, document))


def held(*values, name="plan", event="visit"):
    return [
        {"actor": f"a{n}", "time": ORIGIN, "event": event, "properties": {name: value}}
        for n, value in enumerate(values)
    ]


def test_what_a_demand_picks_is_the_same_everywhere(log_on):
    rows = held(*VALUES)
    log = log_on(rows)
    for demand in DEMANDS:
        document = {"event": "visit", "where": {"plan": demand}}
        assert picked(log, document) == wanted(rows, document), demand


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@FEW
@given(values=st.lists(texts, max_size=8), asked=texts)
def test_any_text_is_compared_letter_by_letter(log_on, values, asked):
    rows = held("something", *values, asked)
    log = log_on(rows)
    for operator in ("equals", "not", "contains"):
        document = {"any_event": True, "where": {"plan": {operator: asked}}}
        assert picked(log, document) == wanted(rows, document)


@FEW
@given(
    values=st.lists(st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e9, 1e9)), max_size=8),
    asked=st.one_of(st.integers(-5, 5), st.floats(-1e9, 1e9)),
)
def test_any_number_is_compared_as_a_number(log_on, values, asked):
    rows = held(0, *values, asked)
    log = log_on(rows)
    for operator in ("equals", "<", "<=", ">", ">="):
        document = {"any_event": True, "where": {"plan": {operator: asked}}}
        assert picked(log, document) == wanted(rows, document)


def test_properties_and_events_may_be_called_anything(log_on):
    names = (*NAMES, *NO_COLUMNS) if log_on.engine == "duckdb" else NAMES
    rows = [row for name in names for row in held("yes", "no", name=name, event=f"e {name}")]
    rows = [{**row, "actor": f"a{n}"} for n, row in enumerate(rows)]
    log = log_on(rows)
    for name in names:
        document = {"event": [f"e {name}", "never seen"], "where": {name: "yes"}}
        assert picked(log, document) == wanted(rows, document) != []


def test_a_property_that_nothing_has_meets_not_and_not_set_alone(log_on):
    log = log_on(held("pro"))
    for demand, met in [({"not": "x"}, 1), ({"is_set": False}, 1), ({"equals": "x"}, 0)]:
        assert len(picked(log, {"any_event": True, "where": {"colour": demand}})) == met
    for operator in ("<", "contains", "is_set"):
        demand = {operator: {"<": 1, "contains": "x", "is_set": True}[operator]}
        assert picked(log, {"any_event": True, "where": {"colour": demand}}) == []


@pytest.mark.parametrize("rule", [{"event": "never", "where": {"plan": "pro"}}, "never"])
def test_a_rule_of_no_known_event_picks_none(log_on, rule):
    assert picked(log_on(held("pro")), rule) == []
    assert picked(log_on([]), {"any": [rule, {"any_event": True}]}) == []
