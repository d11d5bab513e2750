"""Where a test keeps its plan: SQLite in memory, or a PostgreSQL of its own."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg
from django import conf
from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import load_backend

from seachange.server.settings import database
from tests.house.checkout import PACKAGE, ROOT, text

# Tables made before, and for how many states of the checkout they are kept.
MADE, KEPT = ROOT / ".pytest_cache" / "tables", 4
# Copies on a server of PostgreSQL are told apart by a number.
COPIES = count()


@contextmanager
def kept_in(address: str) -> Iterator[None]:
    """Keep the plan in a database with empty tables; an empty address is SQLite in memory.

    What is written inside is undone at the end, so that one database serves all tests.
    """
    usual = connections["default"]
    connections["default"] = _opened(address)
    try:
        if "planning_outcome" not in connections["default"].introspection.table_names():
            (_make_in_postgresql if address else _make_in_sqlite)()
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


def _make_in_postgresql() -> None:
    call_command("migrate", verbosity=0)


def _make_in_sqlite() -> None:
    """Make empty tables, or copy those that another process or another run has made.

    Django takes seconds to think its way through the migrations; whoever changes anything they
    may hang on makes them anew.
    """
    made = MADE / f"{_what_tables_hang_on()}.sqlite3"
    connection = connections["default"]
    connection.ensure_connection()
    if made.exists():
        with closing(sqlite3.connect(made)) as kept:
            kept.backup(connection.connection)
        return
    call_command("migrate", verbosity=0)
    MADE.mkdir(parents=True, exist_ok=True)
    own = made.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(own)) as kept:
        connection.connection.backup(kept)
    own.replace(made)
    newest = sorted(MADE.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)
    for old in newest[:-KEPT]:
        old.unlink(missing_ok=True)


def rooms() -> list[Path]:
    """Return the rooms whose files tables are made from: the settings', and each app's of ours."""
    apps = [each.split(".")[1] for each in conf.settings.INSTALLED_APPS if "seachange." in each]
    return [PACKAGE / room for room in sorted({"server", *apps})]


@cache
def _what_tables_hang_on() -> str:
    """Return a fingerprint of the rooms and the packages that the tables are made from."""
    told = [django.__version__, sqlite3.sqlite_version, *conf.settings.INSTALLED_APPS]
    told += [text(Path("requirements-dev.lock"))]
    told += [text(path) for room in rooms() for path in sorted(room.rglob("*.py"))]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


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
        _back_up(_opened(address).connection, folder)
        yield ""
        return
    close(address)  # PostgreSQL copies what nobody looks at
    with copy_of(address) as copy:
        yield copy


@contextmanager
def copied_as_written(house: tuple[str, Path], folder: Path) -> Iterator[str]:
    """Copy a database that was written to, told by its address and its folder, as `copied` does."""
    address, written = house
    if address:
        with copy_of(address) as copy:
            yield copy
        return
    with closing(sqlite3.connect(written / "plan.sqlite3")) as made:
        _back_up(made, folder)
    yield ""


def _back_up(made: sqlite3.Connection, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "plan.sqlite3")) as copy:
        made.backup(copy)


@contextmanager
def copy_of(address: str) -> Iterator[str]:
    """Copy a database of PostgreSQL that nobody looks at, yield the copy's address, and drop it."""
    name = urlsplit(address).path[1:]
    copy = f"{name}_{next(COPIES)}"
    with psycopg.connect(_beside(address, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"'.encode())
        try:
            yield _beside(address, copy)
        finally:
            server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)'.encode())


def _beside(address: str, name: str) -> str:
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def close(address: str) -> None:
    """Close a database for good."""
    _opened(address).close()
