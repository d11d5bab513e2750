"""What tests of the plan may ask for: empty tables, in each kind of database."""

from __future__ import annotations

import os

import pytest

from tests.planning.databases import close, copied, kept_in
from tests.servers import database_of_its_own


@pytest.fixture(scope="session")
def postgres_tables(postgres, worker_id, django_db_blocker):
    """The address of a PostgreSQL for our tables alone, closed before it is dropped.

    Tests of logs leave theirs open, and PostgreSQL copies no database that anybody looks at.
    """
    with database_of_its_own(postgres, f"seachange_plan_{worker_id}_{os.getpid()}") as address:
        yield address
        with django_db_blocker.unblock():
            close(address)


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
