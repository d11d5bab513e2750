"""Connections of a server of threads: none outlives the thread that opened it."""

from __future__ import annotations

import gc
import sqlite3
import threading
from queue import SimpleQueue

import psycopg
import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from seachange.server import connections
from tests.planning.databases import at
from tests.web.conftest import EITHER


@pytest.fixture
def as_served():
    """Connections as in the server, where waste is seldom looked for."""
    gc.disable()
    connections.end_with_their_threads()
    yield
    connection_created.disconnect(connections._ends_with_this_thread)
    gc.enable()


@EITHER
def test_a_connection_ends_with_the_thread_that_opened_it(
    tables, tmp_path, as_served, django_db_blocker
):
    opened, may_end = SimpleQueue(), threading.Event()

    def looks():
        with at(tables, tmp_path):
            connection.ensure_connection()
            opened.put(connection.connection)
            connection.connection = None  # nobody closes it on the way out
            may_end.wait()

    thread = threading.Thread(target=looks)
    with django_db_blocker.unblock():
        thread.start()
        one = opened.get(timeout=60)
    assert is_open(one)
    may_end.set()
    thread.join()
    assert not is_open(one)


def is_open(opened) -> bool:
    try:
        opened.execute("SELECT 1")
    except (sqlite3.ProgrammingError, psycopg.OperationalError):
        return False
    return True
