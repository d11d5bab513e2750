"""What the fast part of the tests leaves out: told from what a test comes to, not from a list."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from seachange.cli import main
from seachange.demo import parley
from seachange.events.sources import clickhouse
from tests import servers, shared
from tests.measure import driver_worlds, rollout_worlds

# A test gets these by itself …
MARKS = {
    "engine": "runs on a database engine other than the default one",
    "process": "starts Python anew",
    "command": "goes through the command line",
    "page": "walks pages of the web application",
    "crowd": "asks about a made crowd of hundreds",
    "year": "makes the demonstration company's whole year",
    "real": "reads real logs, which stand beside the checkout",
}
# … and this one by hand, where it costs seconds to be thorough.
BY_HAND = {"broad": "says a great many times over, or of a great log, what others say in small"}

# Who comes to one of these, through functions of the tests or fixtures, carries the mark.
COMES_TO: dict[Any, str] = {
    servers.postgres_server: "engine",
    clickhouse.open_session: "engine",
    sys.executable: "process",
    main.main: "command",
    CliRunner: "command",
    Client: "page",
    driver_worlds.world: "crowd",
    driver_worlds.surveyed: "crowd",
    driver_worlds.parted: "crowd",
    rollout_worlds.shop: "crowd",
    parley.generate: "year",
    shared.real_events: "real",
}

# Who is run once for each of several engines carries the mark on the others only.
DEFAULT, OTHERS = {"duckdb", "sqlite"}, {"postgres", "postgresql", "clickhouse"}


def marks(test: pytest.Function) -> set[str]:
    """Return which of `MARKS` a test deserves."""
    asked = (each[-1].func for each in test._fixtureinfo.name2fixturedefs.values() if each)
    found = {mark for function in (test.function, *asked) for mark in come_to(function)}
    chosen = set(parameters(test))
    if chosen & DEFAULT:
        found.discard("engine")
    return found | ({"engine"} if chosen & OTHERS else set())


@cache
def come_to(function: Any) -> frozenset[str]:
    """Return the marks of what a function of the tests comes to, itself or by those it calls."""
    found, seen, ahead = set(), set(), [function]
    while ahead:
        this = ahead.pop()
        if this in seen:
            continue
        seen.add(this)
        for named in _named(this):
            if not isinstance(named, Hashable) or not (callable(named) or isinstance(named, str)):
                continue
            if named in COMES_TO:
                found.add(COMES_TO[named])
            elif str(getattr(named, "__module__", "")).startswith("tests."):
                ahead.append(named)
    return frozenset(found)


def parameters(test: pytest.Function) -> list[str]:
    """Return, as text, the values that a test is run with this time."""
    return [str(p) for p in test.callspec.params.values()] if hasattr(test, "callspec") else []


def _named(thing: Any) -> Iterator[Any]:
    """Walk what a function, or each method of a class, names of its module or of others."""
    if isinstance(thing, type):
        for method in vars(thing).values():
            if isinstance(method, FunctionType):
                yield from _named(method)
        return
    thing = getattr(thing, "__wrapped__", thing)
    code = getattr(thing, "__code__", None)
    if code is None:
        return
    names = set(_names(code))
    for name in names:
        value = thing.__globals__.get(name)
        yield value
        if isinstance(value, ModuleType):
            yield from (vars(value).get(other) for other in names)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _names(part)
