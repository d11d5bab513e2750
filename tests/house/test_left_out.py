"""Whether the fast part of the tests leaves out what it says, and nobody has to think of it."""

import runpy
import sys

import pytest
from click.testing import CliRunner
from django.test import Client

from seachange.demo import parley
from seachange.events.sources import clickhouse
from tests import left_out, servers, shared
from tests.cli.running import run
from tests.house.checkout import ROOT
from tests.measure import driver_worlds

# A function of each kind. They stand in a dictionary so that no test here comes to them.
COME_TO = {
    "PostgreSQL": (lambda: [*servers.postgres_server()], "engine"),
    "ClickHouse": (lambda: clickhouse.open_session().close, "engine"),
    "Python anew": (lambda: [sys.executable, "-c", "print()"], "process"),
    "a command": (lambda: CliRunner().invoke, "command"),
    "a command, by another function": (lambda: run(None, "ask"), "command"),
    "a page": (lambda: Client().get("/"), "page"),
    "a crowd": (lambda: driver_worlds.world(people=9), "crowd"),
    "the year": (lambda: [parley.generate(seed=n) for n in range(2)], "year"),
    "a real log": (lambda: shared.real_events("ecom"), "real"),
}


@pytest.mark.parametrize("kind", COME_TO)
def test_a_test_is_marked_by_what_it_comes_to(kind):
    function, mark = COME_TO[kind]
    assert left_out.come_to(function) == {mark}


def test_what_comes_to_nothing_dear_carries_no_mark():
    assert left_out.come_to(lambda: sorted(sys.argv)) == frozenset()


def test_whoever_asks_for_another_engine_carries_its_mark(request):
    asks = [
        test
        for test in request.session.items
        if "postgres" in test.fixturenames or left_out.OTHERS & {*left_out.parameters(test)}
    ]
    assert [test.nodeid for test in asks if test.get_closest_marker("engine") is None] == []


def test_fast_leaves_out_what_is_marked_and_nothing_else():
    command = runpy.run_path(str(ROOT / "run.py"))["LEFT_OUT"]
    assert set(command) == {"nightly", "browser", *left_out.MARKS, *left_out.BY_HAND}
