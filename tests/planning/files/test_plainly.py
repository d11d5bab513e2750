"""What is written at once reads as the writer of YAML would have written it, to the letter."""

from __future__ import annotations

from datetime import date
from importlib.resources import as_file, files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from seachange.planning.files.plainly import at_once
from seachange.planning.files.reading import read_plan
from seachange.planning.files.texts import written, written_as_lines
from seachange.planning.files.writing import dumped, plan_text, record_tree
from seachange.planning.rules.plan.plan import COLLECTIONS
from tests.planning.shapes import side_by_side

# Letters of several scripts, digits, and every mark that YAML reads something into somewhere.
LETTERS = st.sampled_from(
    [*"aeoyntxbNEO0129", *"éßŁжאلか中한", *" -?:,[]{}#&*!|>'\"%@`=<~^+./\\_;$()\t"]
)
WORDS = st.sampled_from(
    ["true", "No", "null", "~", "1e3", "0x1f", "0o7", "12 days", "3/4", "2026-H1", "2026-01-02",
     "1234567890123456", "12345678901234e5", "9a3f00c1d2e4b567", "{}", '{"a": 1}', "{'", ".inf",
     "-", "a: b", "a #b", "12:30", "1_000", "a" * 130, "", " ", "=", "<<", "2026-01-02 10:00"]
)  # fmt: skip
TEXTS = st.one_of(st.text(LETTERS, max_size=12), WORDS, st.text(max_size=8)).filter(
    lambda text: not any("\ud800" <= each <= "\udfff" for each in text)
)
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False), st.booleans(), st.dates())
PLAIN = st.one_of(TEXTS.map(written), NUMBERS)


def flow(held):
    held.fa.set_flow_style()
    return held


def trees():
    """Return values as a record's tree holds them: lists and maps on one line, maps below."""
    keys = TEXTS.filter(bool).map(written)
    one_line = st.recursive(
        PLAIN,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda told: flow(CommentedSeq(told))),
            st.dictionaries(keys, inner, max_size=3).map(lambda told: flow(CommentedMap(told))),
        ),
        max_leaves=6,
    )
    below = st.dictionaries(keys, one_line, max_size=3).map(CommentedMap)
    return st.one_of(PLAIN, TEXTS.map(written_as_lines), one_line, below)


@given(st.lists(st.tuples(TEXTS.filter(bool), trees()), max_size=30))
def test_whatever_is_written_at_once_is_what_the_writer_writes(told):
    for key, held in told:
        tree = {written(key): {"field": held}}
        said = at_once(tree, 2)
        assert said is None or said == dumped({"kind": tree}).partition("\n")[2]


@pytest.mark.parametrize(
    "held",
    ["12 days", "3/4", "2026-H1", "people's own words, told (so)", "почему", 0.35, -2, True,
     date(2026, 1, 2), flow(CommentedSeq(["OC1", "OC2"])), flow(CommentedMap(value=0.4, of=3))],
)  # fmt: skip
def test_what_plans_are_full_of_is_written_at_once(held):
    assert at_once({"OC1": {"field": held}}, 2) is not None


def test_a_plan_is_written_as_the_writer_alone_would():
    with as_file(files("seachange.demo") / "plan.yml") as file:
        plan = side_by_side(read_plan(file, date(2026, 6, 30))[0], 2)
    alone = [dumped({"version": 1})]
    for name in COLLECTIONS.values():
        records = {written(each.id): record_tree(each) for each in getattr(plan, name)}
        alone += [dumped({name: records})] if records else []
    assert plan_text(plan) == "\n".join(alone)
