"""Whether a text with nothing amiss is read by either reader of YAML as the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan
from seachange.planning.files import nodes
from seachange.planning.files.mistakes import Mistakes
from seachange.planning.files.nodes import Items, Keys, Node, Scalar, nodes_of

# A mapping written in most of the ways there are, to be cut, joined and broken.
PIECES = (
    "impacts:\n  IM1: {name: NPS, baseline: {P:168, A: 155, period:2025-Q4}, target: 30}\n",
    'a: [1, 2, {b: c, "d":e}, \'f\']\n',
    "a: |\n  x\n  y\n\nb: >-\n  fold\n  ed\n\n  z\n",
    "- a\n-\n  b: c\n- ? x\n  : y\n",
    "a: &x {b: 1}\nc: *x\n",
    '{"a":[1,2,{"b":null}],"c":"\\u00e9\\n"}',
    "a: \"q\n  w\"\nb: 'it''s'\n",
    "a:\n- b\n- c: d\n  e: f # why\n# more\ng: h#i\n",
    "---\na: b\n...\n",
    "a:\nb: ~\nc: null\n",
    "é: ü\nz: 日本語 😀\n",
    *":-?,[]{}#&*!|>'\"%@` \n0~.<=",
    "\r\n", "\t", "\x85", "\ufeff", "\n  ", "- ", ": ", "? ", " #", "\n---\n", "|-\n", ">\n",
)  # fmt: skip


def told(text):
    """The tree that the reader gives which tells what is amiss; None where anything is."""
    mistakes = Mistakes()
    try:
        root = nodes._told(text, file="plan.yml", mistakes=mistakes)
    except BadPlan:
        return None
    return None if mistakes else root


def without_places_of_nothing(node: Node):
    if isinstance(node, Scalar):
        return (node.text, node.is_plain, node.at if node.text else None)
    if isinstance(node, Items):
        return (node.at, [without_places_of_nothing(each) for each in node.items])
    held = {key: without_places_of_nothing(each) for key, each in node.held.items()}
    return (node.at, held, node.keys)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.integers(0, 200))
def test_a_mapping_that_both_accept_is_the_same_tree(pieces, cut):
    text = "".join(pieces)[: cut or None]
    quick = nodes._of_a_sound_text(text, file="plan.yml")
    slow = told(text)
    if quick is not None and isinstance(slow, Keys):
        assert without_places_of_nothing(quick) == without_places_of_nothing(slow)


@pytest.mark.parametrize("text", PIECES[:11])
def test_what_is_sound_is_read_by_both(text):
    quick = nodes._of_a_sound_text(text, file="plan.yml")
    assert without_places_of_nothing(quick) == without_places_of_nothing(told(text))


def test_nothing_stands_behind_its_colon():
    root = nodes_of("a:\n\n\nb: c\n", file="plan.yml", mistakes=Mistakes())
    assert (root.held["a"].at.line, root.held["a"].at.column) == (1, 3)


def test_without_libyaml_all_is_read_as_well(monkeypatch):
    monkeypatch.setattr(nodes.yaml, "__with_libyaml__", False)
    root = nodes_of(PIECES[0], file="plan.yml", mistakes=Mistakes())
    assert without_places_of_nothing(root) == without_places_of_nothing(told(PIECES[0]))
