"""Whether a sentence of somebody and what they do is one that people would say."""

from __future__ import annotations

import pytest

from seachange.planning.rules.wording.agreement import agreeing, are_many


@pytest.mark.parametrize(
    ("actor", "behaviour", "said"),
    [
        ("shoppers", "buys within 7 days", "buy within 7 days"),
        ("users", "has a plan", "have a plan"),
        ("advisers in Norway", "replies the same day", "reply the same day"),
        ("people who pay", "misses nothing", "miss nothing"),
        ("a client and an adviser", "meets", "meet"),
        ("new client", "hold a first meeting", "holds a first meeting"),
        ("client or adviser", "misses a booked meeting", "misses a booked meeting"),
        ("CS", "completes the call", "completes the call"),
        ("teams", "organizes a trip", "organize a trip"),
        ("teams", "organises a trip", "organise a trip"),
    ],
)
def test_a_verb_is_bent_to_how_many_do_it(actor, behaviour, said):
    assert agreeing(actor, behaviour) == said


@pytest.mark.parametrize(
    ("actor", "behaviour"),
    [
        ("clients", "sessions a week"),
        ("clients", "never come back"),
        ("clients", "“Signs up” again"),
        ("clients", ""),
        ("", "buys"),
        ("clients", "met an adviser"),
    ],
)
def test_what_is_no_verb_for_sure_stays_as_it_was_typed(actor, behaviour):
    assert agreeing(actor, behaviour) == behaviour


@pytest.mark.parametrize("actor", ["shoppers", "new client", "people who pay", "staff"])
def test_what_agrees_already_stays_as_it_is(actor):
    behaviour = "buy again" if are_many(actor) else "buys again"
    assert agreeing(actor, behaviour) == behaviour
    assert agreeing(actor, agreeing(actor, "buys again")) == behaviour
