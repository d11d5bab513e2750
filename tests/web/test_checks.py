"""The checks as a page: what is found stands beside its record, is mended there, or waived."""

from __future__ import annotations

import re

import pytest

from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.checks.run import check
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.shape import shape_of
from seachange.web.addresses import address_of_record
from seachange.web.pages import beside
from seachange.web.pages.checks import MENDED_IN, report_of


def test_findings_that_differ_stand_under_the_first_of_them(parley, client_as):
    for item in whole_plan().roadmap:
        records.remove(item.id, by="", why="begun anew")
    page = client_as(Role.PRODUCT).get("/checks/?check=RM02").content.decode()
    heading = re.search(r'<h2 id="RM02-title">(.+?)</h2>', page)[1]
    assert heading == "Nothing at 3 months. And the like."
    assert "the plan Nothing" not in " ".join(page.split())


def test_a_filter_that_means_nothing_is_named_and_the_others_hold(client_as):
    answer = client_as(Role.PRODUCT).get("/checks/?severity=zzz&words=SSO")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "zzz is not one of the available choices" in page
    assert "The rest of what the address asks for is shown." in page
    assert 'value="SSO"' in page


def test_the_page_says_what_the_command_says(client_as):
    told = client_as(Role.PRODUCT).get("/checks/").content.decode()
    report = check(whole_plan())
    for finding in report.findings:
        assert f'id="{finding.id}"' in told
    for severity, number in report.counts.items():
        assert f'<p class="number">{number}</p><p class="quiet">{severity.word}' in told


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("severity=ERROR", "KR01", "RM02"),
        ("record=OU7", "OU01", "KR01"),
        ("words=redesign", "KR01", "VI04"),
        ("team=Matching", "KR05", "VI04"),
    ],
)
def test_findings_are_asked_for_in_the_address(asked, shown, hidden, client_as):
    told = client_as(Role.PRODUCT).get(f"/checks/?{asked}").content.decode()
    assert f'id="{shown}"' in told
    assert f'id="{hidden}"' not in told


def test_every_field_to_mend_in_is_one_of_the_record(parley):
    for finding in report_of(whole_plan()).findings:
        record = whole_plan().by_id.get(finding.record)
        if record is not None and finding.id in MENDED_IN:
            assert shape_of(record.kind, MENDED_IN[finding.id]) is not None, finding


def test_what_is_mended_is_found_no_more(client_as):
    client = client_as(Role.PRODUCT)
    assert 'id="RQ01"' in client.get("/checks/?record=R5").content.decode()
    told = {"need": "I show the numbers to my board every month"}
    assert client.post("/records/R5/edit/?field=need", told).status_code in {200, 302}
    assert 'id="RQ01"' not in client.get("/checks/?record=R5").content.decode()


def test_a_leader_waives_a_finding_with_a_reason_until_a_day(client_as):
    client = client_as(Role.LEADER)
    form = {"reason": "the bank pays for it", "expires_on": "2026-09-30"}
    assert client.post("/checks/OU01/OU7/waive", form).status_code == 302
    told = client.get("/checks/?record=OU7").content.decode()
    assert 'id="OU01"' not in told
    assert "the bank pays for it" in told


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"reason": "", "expires_on": "2026-09-30"}, "This field is required"),
        ({"reason": "because", "expires_on": "2026-06-30"}, "still to come"),
        ({"reason": "because", "expires_on": "soon"}, "Write a day as"),
    ],
)
def test_leave_without_reason_or_end_is_none(form, says, client_as):
    answer = client_as(Role.LEADER).post("/checks/OU01/OU7/waive", form)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not whole_plan().waivers


@pytest.mark.parametrize("role", [Role.PRODUCT, Role.SALES, Role.REQUESTER])
def test_who_leads_nobody_waives_nothing(role, client_as):
    form = {"reason": "because", "expires_on": "2026-09-30"}
    assert client_as(role).post("/checks/OU01/OU7/waive", form).status_code == 403
    assert not whole_plan().waivers


def test_a_finding_at_nothing_is_not_waived(client_as):
    form = {"reason": "because", "expires_on": "2026-09-30"}
    for address in ("/checks/OU99/OU7/waive", "/checks/OU01/OU99/waive"):
        assert client_as(Role.LEADER).post(address, form).status_code == 404


def test_a_requester_and_a_stranger_see_no_findings(client_as):
    assert client_as(Role.REQUESTER).get("/checks/").status_code == 403
    assert client_as(None).get("/checks/").status_code == 302


@pytest.mark.parametrize("kind", [Outcome, Hypothesis, AssumptionTest])
def test_what_is_found_at_a_record_stands_folded_on_its_own_page(kind, client_as):
    plan = whole_plan()
    found = [each for each in report_of(plan).findings if plan.get(kind, each.record)]
    record = plan.by_id[found[0].record]
    mine = [each for each in found if each.record == record.id]
    page = address_of_record(record)
    told = client_as(Role.LEADER).get(page).content.decode()
    assert f"{len(mine)} finding{'s' if len(mine) > 1 else ''} at {record.id}</summary>" in told
    for each in mine:
        assert f'id="{each.id}"' in told
    assert "Waive" in told
    assert "Waive" not in client_as(Role.SALES).get(page).content.decode()


def test_a_page_waits_for_the_checks_of_no_large_plan(client_as, monkeypatch):
    monkeypatch.setattr(beside, "MOST_AT_ONCE", 10)
    records.edit("OC1", by="", name="A plan that nobody checked yet")
    client = client_as(Role.PRODUCT)
    told = client.get("/outcomes/OC1/").content.decode()
    assert 'href="/checks/?record=OC1"' in told
    assert "at OC1</summary>" not in told
    client.get("/checks/")
    assert "at OC1</summary>" in client.get("/outcomes/OC1/").content.decode()


def test_leave_that_one_may_not_see_takes_no_id_from_another(client_as):
    client = client_as(Role.LEADER)
    form = {"reason": "the bank pays for it", "expires_on": "2026-09-30"}
    client.post("/checks/OU01/OU7/waive", form)
    records.edit("W-OU01-OU7", by="", visibility=Visibility.PRIVATE, keeper="CFO")
    assert client.post("/checks/OU01/OU7/waive", form).status_code == 302
    assert [each.id for each in whole_plan().waivers] == ["W-OU01-OU7", "W-OU01-OU7-2"]
