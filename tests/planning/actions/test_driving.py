"""Whether a driver link gets its state from experiments, and from nobody else."""

from __future__ import annotations

import pytest

from seachange.errors import Refused
from seachange.planning.actions import hypotheses, records
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from tests.planning.parley import parley
from tests.planning.rules.test_driving import seen


@pytest.fixture
def kept(empty_plan):
    """Keep the worked example, in which nothing is known of its links."""
    take_in(parley().records(), by="", why="a world", as_found=True)


def state_of(link="OC1-IM1"):
    return whole_plan().get(DriverLink, link).state


def test_adding_what_an_experiment_showed_refutes_the_link(kept):
    hypotheses.add_evidence(seen(-3.0, 1.0), by="")
    assert state_of() == "refuted"


def test_what_was_refuted_is_not_for_good(kept):
    hypotheses.add_evidence(seen(-3.0, 1.0), by="")
    records.move("E-link", to="retracted", by="", why="the survey was sent twice")
    assert state_of() == "claimed"


def test_nobody_types_what_a_link_is(kept):
    for state in ("refuted", "supported"):
        with pytest.raises(Refused, match=f"is called {state}, and by its experiments it is claim"):
            records.move("OC1-IM1", to=state, by="")
    hypotheses.add_evidence(seen(3.0, 1.0), by="")
    assert state_of() == "supported"
    with pytest.raises(Refused, match="I-27"):
        records.move("OC1-IM1", to="refuted", by="")


def test_no_file_types_it_either(kept):
    with pytest.raises(Refused, match="is called refuted"):
        take_in(
            [DriverLink(id="OC1-IM1", outcome="OC1", impact="IM1", state="refuted")],
            by="",
            why="an import",
        )


def test_what_is_taken_in_as_it_was_found_keeps_what_was_said_of_it(kept):
    found = DriverLink(id="OC1-IM1", outcome="OC1", impact="IM1", state="refuted")
    take_in([found], by="", why="what the old tool said", as_found=True)
    assert state_of() == "refuted"
    hypotheses.add_evidence(seen(3.0, 1.0), by="")
    assert state_of() == "supported"


def test_evidence_is_not_refused_for_what_it_does_to_the_plan(kept):
    others = [each.id for each in whole_plan().driver_links if each.outcome == "OC1"]
    for link in others:
        if link != "OC1-IM1":
            records.remove(link, by="", why="one is enough")
    assert whole_plan().get(Outcome, "OC1").state == "active"
    hypotheses.add_evidence(seen(-3.0, 1.0), by="")
    assert state_of() == "refuted"
    assert "I-3" in whole_plan().get(Outcome, "OC1").breaches
    records.move("E-link", to="retracted", by="", why="the survey was sent twice")
    assert "I-3" not in whole_plan().get(Outcome, "OC1").breaches
