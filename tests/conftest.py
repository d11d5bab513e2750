"""What every test may ask for: how hard Hypothesis looks, and a PostgreSQL to ask."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.engines import log_on
from tests.servers import NoServer, database_of_its_own, postgres_server

__all__ = ["log_on", "postgres"]

# Times are never asserted; and our fixtures hand out openers, which keep nothing between examples.
LENIENT = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
settings.register_profile("fast", max_examples=25, derandomize="CI" in os.environ, **LENIENT)
settings.register_profile("nightly", max_examples=2000, **LENIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


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
