"""Pages to walk: Parley's plan in a database of its own, and browsers signed in as anybody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from seachange import clock
from seachange.cli.house import take_parley_in
from seachange.people.access import Role
from seachange.planning.actions.accounts import give_account
from tests.planning.databases import at, copied

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)

# Who of Parley looks through which eyes.
CAST = {
    Role.ADMIN: "priya",
    Role.PRODUCT: "nadia",
    Role.ENGINEERING: "ines",
    Role.DESIGN: "tomasz",
    Role.SALES: "seller1",
    Role.CUSTOMER_SUCCESS: "rosa",
    Role.SUPPORT: "yusuf",
    Role.MARKETING: "lena",
    Role.LEADER: "CEO",
    Role.REQUESTER: "oliver",
}


@pytest.fixture(scope="session")
def parley_folder(tmp_path_factory, django_db_blocker):
    """A folder with Parley's plan in SQLite, and an account for one member of every role."""
    folder = tmp_path_factory.mktemp("parley")
    with django_db_blocker.unblock(), copied("", folder), at("", folder):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda: NOW)
            take_parley_in()
        for role, member in CAST.items():
            account = get_user_model().objects.create_user(role.value, f"{role.value}@parley.test")
            give_account(member, account.pk)
    return folder


@pytest.fixture
def parley(parley_folder, tmp_path, django_db_blocker, monkeypatch):
    """Parley's installation for one test: its own copy, on the day Parley lives on."""
    places = [folder / "plan.sqlite3" for folder in (parley_folder, tmp_path)]
    with closing(sqlite3.connect(places[0])) as made, closing(sqlite3.connect(places[1])) as copy:
        made.backup(copy)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(settings, "FOLDER", tmp_path)
    with django_db_blocker.unblock(), at("", tmp_path), quick_to_sign_in(tmp_path):
        yield tmp_path


def quick_to_sign_in(folder):
    """Count wrong passwords for this test alone, and spend no time on guarding right ones."""
    counted = {**settings.CACHES["default"], "LOCATION": folder / "counted"}
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return override_settings(CACHES={"default": counted}, PASSWORD_HASHERS=quick)


@pytest.fixture
def client_as(parley):
    """Give a browser signed in as somebody of a role; None is a stranger's."""

    def signed_in(role: Role | None) -> Client:
        client = Client()
        if role is not None:
            client.force_login(get_user_model().objects.get(username=role.value))
        return client

    return signed_in


@pytest.fixture(autouse=True)
def plain_static_files(monkeypatch):
    """Serve styles under their plain names: nothing is laid out for a test."""
    from django.contrib.staticfiles import storage

    plain = storage.StaticFilesStorage()
    monkeypatch.setattr(storage.staticfiles_storage, "_wrapped", plain)
