"""What tests of the plan may ask for: empty tables, in each kind of database."""

from __future__ import annotations

import pytest

from tests.planning.databases import copied, kept_in


@pytest.fixture
def empty_plan(django_db_blocker):
    """An empty plan in SQLite."""
    with django_db_blocker.unblock(), kept_in(""):
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.engine)])
def each_database(request, django_db_blocker):
    """An empty plan in SQLite, and then one in PostgreSQL; give the name of which it is."""
    is_postgres = request.param == "postgresql"
    address = request.getfixturevalue("postgres_tables") if is_postgres else ""
    with django_db_blocker.unblock(), kept_in(address):
        yield request.param


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.engine)]
)
def committed(request, tmp_path_factory, django_db_blocker):
    """An empty plan that is really written to, in SQLite and then in PostgreSQL.

    Give its address and its folder, for `databases.at`.
    """
    folder = tmp_path_factory.mktemp("plan")
    is_postgres = request.param == "postgresql"
    address = request.getfixturevalue("postgres_tables") if is_postgres else ""
    with django_db_blocker.unblock(), copied(address, folder) as there:
        yield there, folder
