"""Pages to walk: Parley's plan in a database of its own, and browsers signed in as anybody."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from seachange import clock
from seachange.cli.house import take_parley_in
from seachange.people.access import Role
from seachange.planning.actions.accounts import give_account
from tests.planning.databases import at, copied, copied_as_written

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


# Marks tests that are asked of a plan in PostgreSQL too, by night.
EITHER = pytest.mark.parametrize(
    "tables",
    ["sqlite", pytest.param("postgresql", marks=[pytest.mark.nightly])],
    indirect=True,
)


@pytest.fixture
def tables(request):
    """The address of the empty tables that a test's plan is kept in: SQLite's, if not told."""
    is_postgres = getattr(request, "param", "sqlite") == "postgresql"
    return request.getfixturevalue("postgres_tables") if is_postgres else ""


@pytest.fixture(scope="session")
def parley_in_sqlite(tmp_path_factory, django_db_blocker):
    """Parley's house, to be copied: the address and the folder of what it keeps."""
    with django_db_blocker.unblock(), parley_made("", tmp_path_factory.mktemp("parley")) as house:
        yield house


@pytest.fixture(scope="session")
def parley_in_postgresql(postgres_tables, tmp_path_factory, django_db_blocker):
    """Parley's house with its plan in PostgreSQL, to be copied."""
    folder = tmp_path_factory.mktemp("parley")
    with django_db_blocker.unblock(), parley_made(postgres_tables, folder) as house:
        yield house


@contextmanager
def parley_made(tables, folder):
    """Take Parley's plan in, with an account for one member of every role."""
    with copied(tables, folder) as address:
        with at(address, folder):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(clock, "now", lambda: NOW)
                take_parley_in()
            give_accounts()
        yield address, folder


def give_accounts():
    """Give an account to one member of every role."""
    for role, member in CAST.items():
        account = get_user_model().objects.create_user(role.value, f"{role.value}@parley.test")
        give_account(member, account.pk)


@contextmanager
def lived_in(house, folder, monkeypatch):
    """Be in a copy of a house, on the day Parley lives on."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(settings, "FOLDER", folder)
    copy = copied_as_written(house, folder)
    with copy as address, at(address, folder), quick_to_sign_in(folder):
        yield folder


@pytest.fixture
def parley(request, tables, tmp_path, django_db_blocker, monkeypatch):
    """Parley's installation for one test: its own copy, on the day Parley lives on."""
    house = request.getfixturevalue("parley_in_postgresql" if tables else "parley_in_sqlite")
    with django_db_blocker.unblock(), lived_in(house, tmp_path, monkeypatch) as folder:
        yield folder


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
