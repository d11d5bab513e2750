"""I-3 among drafts: outcomes that drive one another round a circle are told with the circle."""

from datetime import date

import pytest

from seachange.planning.rules.invariants.intent import outcomes_drive_impacts
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.plan import Plan


def drafts(*links):
    """A plan of outcomes nobody pursues yet; each link is written `OC1 > OC2`."""
    ends = [each.split(" > ") for each in links]
    outcomes = [Outcome(id=each) for each in sorted({end for pair in ends for end in pair})]
    drives = [
        DriverLink(id=f"DL{n}", outcome=pair[0], driven_outcome=pair[1])
        for n, pair in enumerate(ends, start=1)
    ]
    return Plan(as_of=date(2026, 6, 30)).changed(put=[*outcomes, *drives])


def told(plan):
    return {each.record: (each.says, each.remedy) for each in outcomes_drive_impacts(plan)}


def test_drafts_may_lead_to_one_another_as_long_as_none_leads_back():
    assert told(drafts("OC1 > OC2", "OC2 > OC3", "OC1 > OC3")) == {}


def test_a_draft_that_drives_itself_is_told():
    says, remedy = told(drafts("OC1 > OC1"))["OC1"]
    assert says.endswith("OC1 → OC1")
    assert remedy.endswith("DL1")


def test_the_circle_is_named_by_its_outcomes_and_its_links():
    found = told(drafts("OC1 > OC2", "OC2 > OC3", "OC3 > OC1", "OC4 > OC1"))
    assert set(found) == {"OC1", "OC2", "OC3"}
    assert found["OC2"][0].endswith("OC2 → OC3 → OC1 → OC2")
    assert found["OC2"][1].endswith("DL2, DL3, DL1")


def test_of_two_circles_the_shorter_one_is_told():
    found = told(drafts("OC1 > OC2", "OC2 > OC3", "OC3 > OC1", "OC2 > OC1"))
    assert found["OC1"][0].endswith("OC1 → OC2 → OC1")


def test_a_long_circle_is_told_by_its_first_few():
    names = [f"OC{n}" for n in range(40)]
    found = told(drafts(*(f"{a} > {b}" for a, b in zip(names, names[1:] + names[:1], strict=True))))
    assert found["OC0"][0].endswith("OC6 → OC7 → … (41 in all)")


@pytest.mark.parametrize("state", ["claimed", "supported"])
def test_a_refuted_link_closes_no_circle(state):
    plan = drafts("OC1 > OC2", "OC2 > OC1")
    link = DriverLink(id="DL2", outcome="OC2", driven_outcome="OC1", state="refuted")
    assert told(plan.changed(put=[link])) == {}
    again = DriverLink(id="DL2", outcome="OC2", driven_outcome="OC1", state=state)
    assert set(told(plan.changed(put=[again]))) == {"OC1", "OC2"}
