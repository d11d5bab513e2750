"""Where a test keeps its plan: SQLite in memory, or a PostgreSQL of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import load_backend

from seachange.server.settings import database


@contextmanager
def kept_in(address: str) -> Iterator[None]:
    """Keep the plan in a database with empty tables; an empty address is SQLite in memory.

    What is written inside is undone at the end, so that one database serves all tests.
    """
    usual = connections["default"]
    connections["default"] = _opened(address)
    try:
        if "planning_outcome" not in connections["default"].introspection.table_names():
            call_command("migrate", verbosity=0)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        connections["default"] = usual


@cache
def _opened(address: str) -> Any:
    settings = {**connections.databases["default"], "OPTIONS": {}, **database(address)}
    if not address:
        settings |= {"NAME": ":memory:", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    return load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias="default")


def close(address: str) -> None:
    """Close a database for good."""
    _opened(address).close()
