"""Whether those who asked are told what came of it, and nothing that was not decided."""

from __future__ import annotations

from datetime import date

from seachange.planning.rules.cases import cases
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.learning import Decision
from seachange.planning.rules.replies import reply_to
from seachange.planning.rules.vocabulary import Choice
from tests.planning.parley import parley

ASKED = FeatureRequest(
    id="R9",
    asked_by="a client",
    asked="a summary after each meeting",
    need="I forget what we said",
    output="OU6",
    received_on=date(2026, 3, 1),
)


def drafted(name, *changes):
    """Return the drafts to those who asked for what a hypothesis is about."""
    (case,) = cases(parley().changed(put=[ASKED, *changes]), [name])
    return {each.id: reply_to(each, case) for each in case.requests}


def test_who_asked_is_told_what_was_tried_what_came_and_why_it_stops():
    told = drafted("H6")["R9"]
    for words in (
        "You asked for “a summary after each meeting” on 2026-03-01.",
        "Behind it stands: “I forget what we said”.",
        "It did not do what we hoped, among 4,000 people.",
        "We do not go on with it: moved nothing.",
    ):
        assert words in told


def test_what_is_not_decided_is_not_promised():
    told = drafted("H4")["R1"]
    assert "We cannot tell yet, among 4,000 people." in told
    assert told.endswith("We have not decided what follows; we shall write again when we have.")


def test_a_rerun_is_told_as_one():
    again = Decision(
        id="D9", choice=Choice.RERUN, hypothesis="H4", reason="2,841 people in each group"
    )
    assert (
        "We try it again with more people: 2,841 people in each group."
        in (drafted("H4", again)["R1"])
    )


def test_only_those_who_asked_for_it_are_told():
    assert set(drafted("H6")) == {"R9"}
    assert drafted("H1") == {}
