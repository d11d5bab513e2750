"""A second factor that was lost: an administrator takes it off, and its member hears of it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from seachange.cli import kept as kept_plans
from seachange.cli.second_factor import second_factor
from seachange.errors import NotThere
from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.models.audit import AuditLine
from seachange.web import second_factors
from seachange.web.session_store import kept

PASSWORD = "a long word with hills"
HERS = "/members/nadia/second-factor"


@pytest.fixture
def nadia(client_as):
    """Nadia's account, with a password, an app and recovery codes, and signed in somewhere."""
    account = get_user_model().objects.get(username=Role.PRODUCT.value)
    account.set_password(PASSWORD)
    account.save()
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    return account


def signed_in(client):
    return client.post("/accounts/login/", {"login": "product@parley.test", "password": PASSWORD})


def test_a_lost_second_factor_is_taken_off_and_its_member_hears_of_it(nadia, client_as):
    admin, hers, unnoted = client_as(Role.ADMIN), client_as(Role.PRODUCT), client_as(Role.PRODUCT)
    hers.get("/strategy/")
    UserSession.objects.filter(session_key=kept(unnoted.session.session_key)).delete()
    get_user_model().objects.filter(pk=nadia.pk).update(last_login=None)
    assert "They lost it" in admin.get("/members/").content.decode()
    assert "Take off the second factor of" in admin.get(HERS).content.decode()
    assert Authenticator.objects.filter(user=nadia).count() == 2, "asking takes nothing off"

    assert admin.post(HERS)["Location"] == "/members/"
    assert not Authenticator.objects.filter(user=nadia).exists()
    assert "They lost it" not in admin.get("/members/").content.decode()
    assert [each.get("/strategy/").status_code for each in (hers, unnoted)] == [302, 302]
    (letter,) = [each for each in mail.outbox if "second factor" in each.subject]
    assert letter.to == ["product@parley.test"]
    assert "change your password" in letter.body
    line = AuditLine.objects.order_by("-sequence").first()
    assert (line.by, line.route, line.record) == ("priya", "member_second_factor", "nadia")

    anew = Client()
    assert signed_in(anew)["Location"] == "/"
    assert "took off your second factor" in anew.get("/").content.decode()
    again = Client()
    signed_in(again)
    assert "took off your second factor" not in again.get("/").content.decode(), "told once"


def test_a_letter_that_cannot_be_sent_keeps_nobody_locked_out(nadia, client_as, monkeypatch):
    def refuses(*_, **__):
        raise OSError("no such host")

    monkeypatch.setattr(second_factors, "send_mail", refuses)
    assert client_as(Role.ADMIN).post(HERS).status_code == 302
    assert not Authenticator.objects.filter(user=nadia).exists()


@pytest.mark.parametrize("role", [None, *(each for each in Role if each is not Role.ADMIN)])
def test_nobody_else_takes_off_anybody_s_second_factor(role, nadia, client_as):
    client = client_as(role)
    assert client.get(HERS).status_code in {302, 403}
    assert client.post(HERS).status_code in {401, 403}
    assert Authenticator.objects.filter(user=nadia).count() == 2


def test_there_is_nothing_to_take_off_of_oneself_or_of_whoever_has_none(nadia, client_as):
    admin = client_as(Role.ADMIN)
    TOTP.activate(get_user_model().objects.get(username=Role.ADMIN.value), generate_totp_secret())
    for address, status in (("priya", 422), ("ines", 404), ("nobody", 404), ("OC1", 404)):
        assert admin.post(f"/members/{address}/second-factor").status_code == status
    assert "under Settings" in admin.get("/members/priya/second-factor").content.decode()
    assert Authenticator.objects.count() == 3


def test_the_only_administrator_gets_theirs_taken_off_at_the_machine(client_as, monkeypatch):
    account = get_user_model().objects.get(username=Role.ADMIN.value)
    TOTP.activate(account, generate_totp_secret())
    hers = client_as(Role.ADMIN)
    hers.get("/strategy/")
    monkeypatch.setattr(kept_plans, "open_pages", lambda: None)  # they are open
    run = CliRunner().invoke
    for email in ("nobody@parley.test", "priya@parley.test"):
        with pytest.raises(NotThere, match="no members have the address"):
            run(second_factor, [email], catch_exceptions=False)
    records.edit("priya", by="priya", email="Priya@parley.test")
    told = run(second_factor, ["priya@parley.test"], catch_exceptions=False).output
    assert told == "Priya Raman signs in without a second factor, and is told so.\n"
    assert not Authenticator.objects.filter(user=account).exists()
    assert hers.get("/strategy/").status_code == 302
    lines = AuditLine.objects.values_list("by", "route", "record")
    assert list(lines) == [("", "member_second_factor", "priya")], "one deed, one line"
    with pytest.raises(NotThere, match="no second factor"):
        run(second_factor, ["priya@parley.test"], catch_exceptions=False)


def test_a_deed_leaves_one_line(nadia, client_as):
    client_as(Role.ADMIN).post(HERS)
    assert AuditLine.objects.count() == 1
