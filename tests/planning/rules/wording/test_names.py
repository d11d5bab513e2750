"""Whether the names a plan gives are found in a text, by an oracle that tries every one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.planning.rules.wording.names import Names, stem, stems_of
from seachange.planning.rules.wording.tokens import Kind, tokenise

NAMES = Names(["instant slots", "app", "CS manager", "reply by SMS", "ad", "", "instant slots",
               "hold a call"])  # fmt: skip


def named(text, names=NAMES):
    tokens = tokenise(text)
    return [text[tokens[a].start : tokens[b].end] for a, b in names.spans_in(stems_of(tokens))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Clients book with Instant Slots", ["Instant Slots"]),
        ("an instant slot for everybody", ["instant slot"]),
        ("instantly", []),
        ("two apps, and ads", ["apps", "ads"]),
        ("CS managers call", ["CS managers"]),
        ("replies by SMS", ["replies by SMS"]),
        ("they held a call", ["held a call"]),
        ("", []),
    ],
)
def test_a_name_is_found_in_whichever_form_it_stands(text, found):
    assert named(text) == found


def test_the_longest_of_the_names_that_stand_at_a_place_is_meant():
    names = Names(["reply", "reply by SMS", "reply by"])
    assert named("a reply by SMS", names) == ["reply by SMS"]


word = st.sampled_from(["slot", "slots", "client", "reply", "replies", "hold", "held", "2"])
phrase = st.lists(word, max_size=4).map(" ".join)


@given(phrase, st.lists(phrase, max_size=6))
def test_names_are_found_where_each_of_them_held_against_the_text_would_be(text, names):
    def stems(of):
        return [stem(t.norm) for t in tokenise(of) if t.kind is Kind.WORD]

    tokens = tokenise(text)
    said = [stem(t.norm) for t in tokens]
    slow = {}
    for name in names:
        words = stems(name)
        for at in range(len(said)):
            if words and said[at : at + len(words)] == words:
                slow[at] = max(slow.get(at, 0), at + len(words) - 1)
    assert Names(names).spans_in(tuple(said)) == tuple(sorted(slow.items()))
