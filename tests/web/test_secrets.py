"""Secrets: each installation has its own, and none is told in a page, a file or a log."""

from __future__ import annotations

import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from seachange.errors import SeachangeError
from seachange.people.access import Role
from seachange.people.secret import keep_secret, secret_of
from seachange.planning.actions import first_admin, invitations, share_links
from seachange.planning.actions.accounts import give_account
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.sharing import Shared
from tests.web.ways import in_plan, ways

PASSWORD = "a tern over grey water"


def test_two_installations_share_no_secret_and_each_keeps_its_own(tmp_path):
    kept = []
    for name in ("one", "two"):
        keep_secret(tmp_path / name)
        keep_secret(tmp_path / name)  # once more, as with every start
        kept.append(secret_of(tmp_path / name, given=""))
        assert (tmp_path / name / "secret").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700
        assert [each.name for each in (tmp_path / name).iterdir()] == ["secret"]
    assert kept[0] != kept[1]
    assert min(map(len, kept)) >= 64
    assert secret_of(tmp_path / "one", given="") == kept[0]


@pytest.mark.parametrize("guessed", ["changeme", "secret", "a" * 64, "abc" * 20])
def test_a_secret_that_is_guessed_is_refused(guessed, tmp_path):
    with pytest.raises(SeachangeError, match="guessed too easily"):
        secret_of(tmp_path, given=guessed)


def test_without_any_secret_none_lasts(tmp_path):
    assert secret_of(tmp_path, given="") != secret_of(tmp_path, given="")


def test_no_secret_is_told_by_any_page_file_or_log(client_as, caplog):
    """The secret of sessions, tokens, codes and passwords, as long as they are good."""
    caplog.set_level(logging.DEBUG)
    account = get_user_model().objects.get(username="product")
    account.set_password(PASSWORD)
    account.save()
    asked = invitations.ask_in(name="Cleo", email="cleo@parley.test", role=Role.SALES, by="priya")
    shared = share_links.share(Shared.ROADMAP, days=3, by="nadia")
    give_account("priya", None)
    code = first_admin.fresh_code()
    client_as(None).post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    client_as(None).post("/start/", {"code": "WRONG", "password": PASSWORD})
    secrets = [settings.SECRET_KEY, asked, shared, code, code.replace("-", ""), PASSWORD]
    secrets.append(account.password.rsplit("$", 1)[-1])
    account = get_user_model().objects.get(username="admin")
    give_account("priya", account.pk)
    client = client_as(Role.ADMIN)
    for way in ways():
        if "GET" in way.route.methods and not way.is_a_library_s:
            answer = client.get(in_plan(way, whole_plan()))
            told = (answer.getvalue() if answer.streaming else answer.content).decode("latin-1")
            assert [each for each in secrets if each in told] == [], way.address
    assert [each for each in secrets if each in caplog.text] == []


def test_what_opens_a_door_is_kept_as_a_digest_alone(parley):
    asked = invitations.ask_in(name="Cleo", email="cleo@parley.test", role=Role.SALES, by="priya")
    shared = share_links.share(Shared.ROADMAP, days=3, by="nadia")
    give_account("priya", None)
    code = first_admin.fresh_code()
    kept = "\n".join(connection.connection.iterdump())
    for secret in (asked, shared, code, code.replace("-", "")):
        assert secret not in kept
    assert re.search(r"INSERT INTO \"planning_invitation\"", kept)
