"""Where a test keeps its plan: SQLite in memory, or a PostgreSQL of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
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


@contextmanager
def at(address: str, folder: Path, *, patience: str = "") -> Iterator[None]:
    """Be somebody with a connection of their own, who waits for `patience` milliseconds."""
    settings = {**connections.databases["default"], "OPTIONS": {}, **database(address)}
    if not address:
        settings["NAME"] = str(folder / "plan.sqlite3")
        # A test is not asked to survive the power going.
        commands = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        settings["OPTIONS"] = {**settings["OPTIONS"], "init_command": commands}
        if patience:
            settings["OPTIONS"]["timeout"] = int(patience) / 1000
    elif patience:
        settings["OPTIONS"] = {"options": f"-c lock_timeout={patience}"}
    usual = connections["default"]
    mine = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias="default")
    connections["default"] = mine
    try:
        yield
    finally:
        mine.close()
        connections["default"] = usual


@contextmanager
def copied(address: str, folder: Path) -> Iterator[str]:
    """Copy a database with empty tables into one that is really written to, and yield its address.

    An empty address is a file of SQLite in the folder; making the tables anew takes much longer.
    """
    with kept_in(address):
        pass
    if not address:
        made = _opened(address)
        with closing(sqlite3.connect(folder / "plan.sqlite3")) as copy:
            made.connection.backup(copy)
        yield ""
        return
    close(address)  # PostgreSQL copies what nobody looks at
    name = urlsplit(address).path[1:]
    with psycopg.connect(_beside(address, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"'.encode())
        yield _beside(address, f"{name}_copy")
        server.execute(f'DROP DATABASE "{name}_copy" WITH (FORCE)'.encode())


def _beside(address: str, name: str) -> str:
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def close(address: str) -> None:
    """Close a database for good."""
    _opened(address).close()
