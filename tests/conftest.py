"""What every test may ask for: how hard Hypothesis looks, what is left out, and a PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import left_out
from tests.engines import log_on
from tests.planning.databases import close
from tests.servers import NoServer, database_of_its_own, postgres_server

__all__ = ["log_on", "postgres"]

# A browser at work leaves a loop running, in which Django would refuse to ask its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Times are never asserted; and our fixtures hand out openers, which keep nothing between examples.
LENIENT = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
settings.register_profile("fast", max_examples=5, **LENIENT)
settings.register_profile("commit", max_examples=25, derandomize="CI" in os.environ, **LENIENT)
settings.register_profile("nightly", max_examples=2000, **LENIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "commit"))


def pytest_configure(config: pytest.Config) -> None:
    for mark, meaning in (left_out.MARKS | left_out.BY_HAND).items():
        config.addinivalue_line("markers", f"{mark}: {meaning}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it comes to, before anybody chooses by marks."""
    for test in items:
        for mark in sorted(left_out.marks(test)):
            test.add_marker(mark)


@pytest.fixture(scope="session")
def postgres(worker_id: str) -> Iterator[str]:
    """Give the address of an empty PostgreSQL database, this test process's own.

    The server is the one SEACHANGE_TEST_POSTGRES names (a `postgresql://` address of one who may
    create databases), else one started here; where neither can be, the test is skipped.
    """
    name = f"seachange_{worker_id}_{os.getpid()}"
    given = os.environ.get("SEACHANGE_TEST_POSTGRES")
    if given:
        with database_of_its_own(given, name) as address:
            yield address
        return
    try:
        with postgres_server() as server, database_of_its_own(server, name) as address:
            yield address
    except NoServer as why:
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {why}")


@pytest.fixture(scope="session")
def postgres_tables(postgres, worker_id, django_db_blocker):
    """The address of a PostgreSQL for our tables alone, closed before it is dropped.

    Tests of logs leave theirs open, and PostgreSQL copies no database that anybody looks at.
    """
    with database_of_its_own(postgres, f"seachange_plan_{worker_id}_{os.getpid()}") as address:
        yield address
        with django_db_blocker.unblock():
            close(address)
