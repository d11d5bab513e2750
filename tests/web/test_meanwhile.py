"""What others change while somebody reads a page or fills in a form: told, never written over."""

from __future__ import annotations

import re

import pytest

from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import version_of, version_of_plan
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import JourneyStep
from seachange.web.pages import outcome, record_page, roadmap
from seachange.web.views import outcomes_state, records_edit
from seachange.web.views import records as of_records


def seen_on(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'name="seen" value="(\d+)"', page)]


@pytest.fixture
def step(parley):
    """A step of the first journey."""
    return next(iter(whole_plan().all(JourneyStep)))


@pytest.fixture
def draft(parley):
    """An outcome without a baseline."""
    records.create(Outcome(id="OC9", actor="clients", behaviour="book", metric="M-OC1"), by="")
    return "OC9"


@pytest.mark.parametrize(
    ("record", "address", "mistyped", "mended"),
    [
        (
            "OC1",
            "/records/OC1/edit/",
            {"name": "Mine", "target": "lots"},
            {"name": "Mine", "target": "0.5"},
        ),
        (
            "KR3",
            "/objectives/OB1/results/KR3/",
            {"outcome": "OC3", "target": "lots"},
            {"outcome": "OC3", "target": "0.16"},
        ),
        (
            "OC9",
            "/outcomes/OC9/baseline/",
            {"did": "3", "people": "2"},
            {"did": "3", "people": "20", "starts": "2026-01-01", "ends": "2026-01-31"},
        ),
    ],
)
def test_who_mistypes_is_told_all_the_same_what_another_changed_meanwhile(
    record, address, mistyped, mended, draft, client_as
):
    client, seen = client_as(Role.PRODUCT), version_of(record)
    records.edit(record, by="ines", name="Theirs")
    page = client.post(address, mistyped | {"seen": seen}).content.decode()
    assert seen_on(page) == [seen]
    answer = client.post(address, mended | {"seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert seen_on(page) == [version_of(record)]
    assert whole_plan().by_id[record].name == "Theirs"


def test_who_mistypes_a_step_s_rule_is_told_what_another_changed_meanwhile(step, client_as):
    client, seen = client_as(Role.PRODUCT), version_of(step.id)
    records.edit(step.id, by="ines", name="Theirs")
    at = f"/journeys/{step.journey}/steps/{step.id}/change"
    told = {"name": "Mine", "rule": "sign_up where", "seen": seen}
    assert seen in seen_on(client.post(at, told).content.decode())
    assert client.post(at, told | {"rule": "sign_up"}).status_code == 409
    assert whole_plan().get(JourneyStep, step.id).name == "Theirs"


@pytest.mark.parametrize(
    ("at", "of"),
    [
        ("/records/OC1/", record_page),
        ("/records/OC1/edit/", records_edit),
        ("/records/OC1/remove/", of_records),
        ("/outcomes/OC1/", outcome),
        ("/outcomes/OC1/baseline/", outcomes_state),
        ("/roadmap/", roadmap),
    ],
)
def test_what_changes_while_a_page_is_made_is_not_taken_for_seen(at, of, client_as, monkeypatch):
    client, before, read = client_as(Role.ADMIN), version_of_plan(), of.snapshot

    def slowly(viewer):
        plan = read(viewer)
        monkeypatch.setattr(of, "snapshot", read)
        for record in ("OC1", "RM1"):
            records.edit(record, by="", name="Theirs")
        return plan

    monkeypatch.setattr(of, "snapshot", slowly)
    page = client.get(at).content.decode()
    assert version_of_plan() == before + 2
    assert seen_on(page)
    assert max(seen_on(page)) <= before
