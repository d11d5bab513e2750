"""Members: asked in, given a role and let go by an administrator; what was done, line by line."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection

from seachange.cli.verify import verify
from seachange.errors import Conflict, Tampered
from seachange.people.access import Role
from seachange.people.guard import writing
from seachange.planning.actions.audit import verify_audit
from seachange.planning.models.audit import AuditLine
from seachange.planning.models.refusals import standing
from seachange.planning.reads.members import head_of_audit
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.web import audited
from seachange.web.audited import Sent
from tests.web.ways import in_plan, ways

CLEO = {"name": "Cleo Marsh", "email": "cleo@parley.test", "role": "design"}


def test_an_invitation_is_made_shown_once_and_led_by(client_as):
    client = client_as(Role.ADMIN)
    told = client.post("/members/", CLEO).content.decode()
    way = re.search(r'value="http://testserver(/join/si_[^"]*)"', told)[1]
    assert "/join/si_" not in client.get("/members/").content.decode()
    assert client_as(None).get(way).status_code == 200
    assert whole_plan().get(Member, "cleo-marsh").role == Role.DESIGN


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"role": "god"}, {"name": ""}, {"name": "x" * 201}]
)
def test_an_invitation_that_cannot_be_says_why_and_keeps_what_was_typed(wrong, client_as):
    answer = client_as(Role.ADMIN).post("/members/", CLEO | wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert whole_plan().get(Member, "cleo-marsh") is None


def test_two_members_do_not_have_one_address(client_as):
    client = client_as(Role.ADMIN)
    client.post("/members/", CLEO)
    assert client.post("/members/", CLEO | {"email": "CLEO@parley.test"}).status_code == 422


def test_another_role_ends_the_sessions_begun_with_the_one_before(client_as):
    theirs = client_as(Role.PRODUCT)
    assert theirs.get("/strategy/").status_code == 200
    client_as(Role.ADMIN).post("/members/nadia/role", {"role": "support"})
    assert theirs.get("/strategy/").status_code == 302
    assert whole_plan().get(Member, "nadia").role == Role.SUPPORT


def test_whoever_is_let_go_is_out_and_may_be_taken_back(client_as):
    theirs, client = client_as(Role.PRODUCT), client_as(Role.ADMIN)
    assert theirs.get("/strategy/").status_code == 200
    client.post("/members/nadia/out")
    assert theirs.get("/strategy/").status_code == 302
    client.post("/members/nadia/in")
    assert client_as(Role.PRODUCT).get("/strategy/").status_code == 200


@pytest.fixture
def seen(client_as):
    """Give `seen(member)`: the version of a member that an administrator's list shows now."""

    def of(member):
        told = client_as(Role.ADMIN).get("/members/").content.decode()
        form = rf'action="/members/{member}/role">.*?name="seen" value="(\d+)"'
        return re.search(form, told, re.DOTALL)[1]

    return of


def test_of_two_administrators_the_second_sees_both_choices_and_writes_over_by_choosing_again(
    client_as, seen
):
    before = seen("nadia")
    client_as(Role.ADMIN).post("/members/ines/role", {"role": "admin"})
    first, second = client_as(Role.ADMIN), client_as(Role.ENGINEERING)
    told = {"role": "support", "seen": before}
    assert first.post("/members/nadia/role", told).status_code == 302
    answer = second.post("/members/nadia/role", told | {"role": "sales"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>sales</td><td>support</td>" in page
    assert re.search(r"/members/nadia/role.*?<option value=.sales. selected>", page, re.DOTALL)
    assert whole_plan().get(Member, "nadia").role == Role.SUPPORT
    again = second.post("/members/nadia/role", {"role": "sales", "seen": seen("nadia")})
    assert again.status_code == 302
    assert whole_plan().get(Member, "nadia").role == Role.SALES


def test_nobody_is_let_go_or_in_upon_what_is_no_longer_so(client_as, seen):
    client, before = client_as(Role.ADMIN), seen("nadia")
    client.post("/members/nadia/role", {"role": "support"})
    assert client.post("/members/nadia/out", {"seen": before}).status_code == 409
    assert whole_plan().get(Member, "nadia").is_active
    client.post("/members/nadia/out", {"seen": seen("nadia")})
    assert client.post("/members/nadia/in", {"seen": before}).status_code == 409
    assert not whole_plan().get(Member, "nadia").is_active


def test_an_administrator_cannot_lock_the_door_behind_themselves(client_as):
    client = client_as(Role.ADMIN)
    assert client.post("/members/priya/role", {"role": "sales"}).status_code == 403
    assert client.post("/members/priya/out").status_code == 422
    assert whole_plan().get(Member, "priya").role == Role.ADMIN


@pytest.mark.parametrize("role", [None, Role.PRODUCT, Role.LEADER, Role.REQUESTER])
def test_nobody_else_sees_or_changes_who_is_here(role, client_as):
    client = client_as(role)
    for way in ("/members/", "/settings/audit/"):
        assert client.get(way).status_code in {302, 403}
    for way in ("/members/", "/members/nadia/role", "/members/nadia/out", "/members/nadia/ask"):
        assert client.post(way, {"role": "admin"}).status_code in {401, 403}
    assert whole_plan().get(Member, "nadia").role == Role.PRODUCT


def test_everybody_sees_who_they_are_and_who_may_do_what(client_as):
    for role in (Role.ADMIN, Role.SALES, Role.REQUESTER):
        client = client_as(role)
        assert client.get("/settings/").status_code == 200
        assert "roadmap item" in client.get("/settings/who-may/").content.decode()


def test_every_form_that_is_sent_leaves_a_line_and_nothing_that_was_typed(client_as):
    client, plan = client_as(Role.ADMIN), whole_plan()
    sent = 0
    for way in ways():
        if "POST" not in way.route.methods or "accounts/" in way.address:
            continue
        fields = way.route.form.base_fields if way.route.form else {}
        client.post(in_plan(way, plan), dict.fromkeys(list(fields)[:3], "yellowfinch"))
        sent += 1
        if not client.session.get("_auth_user_id"):
            client = client_as(Role.ADMIN)
    lines = list(AuditLine.objects.values())
    assert len(lines) == sent
    assert {line["by"] for line in lines} == {"priya"}
    assert "yellowfinch" not in str(lines)
    assert list(verify_audit()) == []
    assert client.get("/settings/audit/").status_code == 200


def test_a_deed_and_its_line_in_the_audit_log_stand_together_or_not_at_all(client_as, monkeypatch):
    def gone(*_, **__):
        raise Conflict("the audit log is written to by many at once", remedy="try again")

    client = client_as(Role.ADMIN)
    was = whole_plan().by_id["RM1"].horizon
    with monkeypatch.context() as patch:
        patch.setattr(audited, "write_down", gone)
        with pytest.raises(Conflict):  # the line of the refusal cannot be written either
            client.post("/roadmap/RM1/move", {"to": "12"})
    assert whole_plan().by_id["RM1"].horizon == was, "what nobody can tell of does not stand"
    with monkeypatch.context() as patch:
        patch.setattr(Sent, "ends", gone)  # as if the process had died after the deed
        with pytest.raises(Conflict):
            client.post("/roadmap/RM1/move", {"to": "12"})
    assert whole_plan().by_id["RM1"].horizon != was
    lines = list(AuditLine.objects.values_list("by", "route", "record", "status"))
    assert lines == [("priya", "roadmap_move", "RM1", 200)]
    client.post("/members/", CLEO | {"role": "god"})
    lines = list(AuditLine.objects.values_list("route", "status"))
    assert lines == [("roadmap_move", 200), ("members", 422)]
    assert list(verify_audit()) == []


def test_a_stranger_s_wrong_password_leaves_a_line_but_knocking_does_not(client_as):
    client = client_as(None)
    client.post("/accounts/login/", {"login": "product@parley.test", "password": "a guess"})
    for at in ("/roadmap/RM1/move", "/join/si_x/", "/start/", "/look-through"):
        client.post(at, {"to": "3"})
    client.handler.enforce_csrf_checks = True
    client.post("/accounts/login/", {"login": "product@parley.test", "password": "a guess"})
    lines = list(AuditLine.objects.values_list("by", "route"))
    assert lines == [("", "account_login")]


@pytest.fixture
def three_lines(client_as):
    """An audit log of three lines."""
    client = client_as(Role.ADMIN)
    for to in ("3", "6", "9"):
        client.post("/roadmap/RM1/move", {"to": to})
    assert AuditLine.objects.count() == 3


@pytest.mark.parametrize(
    "touch",
    [
        "UPDATE planning_auditline SET status = 403 WHERE sequence = 2",
        "DELETE FROM planning_auditline WHERE sequence = 2",
    ],
)
def test_the_audit_log_is_not_changed_and_where_it_was_it_is_found(touch, three_lines):
    with writing(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError):
            cursor.execute(touch)
        for name in standing("default"):
            if "auditline_" in name:
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(touch.replace("= 200", "= 299"))
    assert [each.record for each in verify_audit()] == ["the audit log"]


def test_lines_cut_off_at_the_end_are_found_by_whoever_kept_the_fingerprint(
    three_lines, client_as, monkeypatch
):
    monkeypatch.setattr("seachange.cli.verify.open_kept_plan", lambda: None)
    kept, runner = head_of_audit(), CliRunner()
    assert kept in client_as(Role.ADMIN).get("/settings/audit/").content.decode()
    whole = runner.invoke(verify, ["--head", kept])
    assert whole.exit_code == 0
    assert kept in whole.output
    with writing(), connection.cursor() as cursor:
        refuses = [name for name in standing("default") if "auditline_" in name]
        for name in refuses:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DELETE FROM planning_auditline WHERE sequence = 3")
    assert list(verify_audit()) == []
    monkeypatch.setattr("seachange.planning.actions.seals.fallen", list)
    assert runner.invoke(verify).exit_code == 0
    found = runner.invoke(verify, ["--head", head_of_audit(), "--head", kept])
    assert isinstance(found.exception, Tampered)
    assert kept in found.exception.remedy
    assert head_of_audit() not in found.exception.remedy


def test_a_member_s_record_is_an_administrator_s_to_edit(client_as):
    client_as(Role.PRODUCT).post("/records/nadia/edit/", {"role": "admin"})
    assert whole_plan().get(Member, "nadia").role == Role.PRODUCT
