"""Outcomes whose number is counted from the events themselves, without anybody waiting for it."""

from __future__ import annotations

import pytest
from django.conf import settings

from seachange.evidence.sources import add_file, read_in
from seachange.people.access import Role
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Outcome
from seachange.web import jobs
from tests.web.test_outcomes import STATED, told

# Of forty who signed up in 2026, every other held a meeting within two days; those from the web
# all did. Two signed up before the year began, and count for the baseline's time alone.
SIGNED = [("old", "2025-12-03"), ("older", "2025-12-04")]
SIGNED += [(f"p{i:02}", f"2026-0{1 + i % 4}-0{1 + i % 9}") for i in range(40)]


def log() -> str:
    rows = ["actor,time,event,market,platform"]
    for number, (who, day) in enumerate(SIGNED):
        platform = "web" if number % 2 == 0 else "phone"
        rows.append(f"{who},{day}T10:00:00Z,sign_up,home,{platform}")
        if number % 2 == 0:
            rows.append(f"{who},{day}T20:00:00Z,meeting_held,home,{platform}")
    rows.append("somebody,2026-06-29T10:00:00Z,looked_around,home,web")
    return "\n".join(rows) + "\n"


@pytest.fixture
def events(parley, monkeypatch):
    """The log as the source in use; jobs are done at once."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(log())
    return read_in(add_file("Forty", place="events.csv"))


def test_the_number_is_counted_from_the_events_since_the_baseline(client_as, events):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    number = page[page.index('id="number"') : page.index("Month by month")]
    assert "20 of 40 people" in number
    assert "Counted from the events" in number
    # 50 % after 31 % of 2,900: Newcombe's interval of the difference leaves nothing.
    assert "towards its target" in number


def test_its_months_and_how_it_was_counted_stand_below(client_as, events):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    for said in ("2026-01", "2026-04", "baseline 31.0", "target 45.0", "How this was counted"):
        assert said in page


def test_its_people_are_parted_by_a_property_of_the_events(client_as, events):
    client = client_as(Role.PRODUCT)
    assert "<option>platform</option>" in told(client.get("/outcomes/OC1/"))
    page = told(client.get("/outcomes/OC1/?by=platform"))
    parted = page[page.index("By platform") :]
    assert "web" in parted
    assert "phone" in parted


@pytest.mark.parametrize("by", ["never_seen", "%00", "a" * 300, "%F0%9F%90%8C", "event; DROP"])
def test_a_property_that_is_not_there_breaks_nothing(by, client_as, events):
    assert client_as(Role.PRODUCT).get(f"/outcomes/OC1/?by={by}").status_code == 200


def test_while_it_is_counted_the_plan_s_own_number_stands_there(client_as, events, monkeypatch):
    monkeypatch.setattr(jobs, "enqueue", lambda *_, **__: None)
    client = client_as(Role.PRODUCT)
    page = told(client.get("/outcomes/OC1/"))
    assert "Being counted from the events" in page
    assert "1,197 of 3,100 people" in page
    number = client.get("/outcomes/OC1/", headers={"HX-Request": "true", "HX-Target": "number"})
    assert "every 2s" in told(number)
    assert "<html" not in told(number)


def test_a_baseline_is_counted_rather_than_typed(client_as, events):
    new = {
        "metric": "",
        "of_event": "sign_up",
        "did_event": "meeting_held",
        "within_days": "7",
        "measure": "on",
        "did": "",
        "people": "",
        "starts": "2026-01-01",
        "ends": "2026-04-30",
        "target": "75 %",
    }
    client = client_as(Role.PRODUCT)
    asked = {**STATED, **new}
    seen = client.get(
        "/outcomes/new/", asked, headers={"HX-Request": "true", "HX-Target": "counted"}
    )
    assert "20 of 40 people" in told(seen)
    # A measure that is not kept yet is stated first; its baseline is counted with it.
    answer = client.post("/outcomes/new/", asked | {"goes_to": "active"})
    assert answer.status_code == 302, told(answer)
    base = whole_plan().get(Outcome, "OC9").baseline
    assert (base.did, base.people) == (20, 40)


def test_what_is_still_being_counted_loses_nothing_that_was_written(client_as, events, monkeypatch):
    monkeypatch.setattr(jobs, "enqueue", lambda *_, **__: None)
    asked = STATED | {"metric": "M-OC1", "measure": "on", "did": "", "people": ""}
    answer = client_as(Role.PRODUCT).post("/outcomes/new/", asked | {"goes_to": "active"})
    assert answer.status_code == 422
    assert "still being counted" in told(answer)
    assert "books a second meeting within 14 days" in told(answer)
    assert whole_plan().get(Outcome, "OC9") is None
