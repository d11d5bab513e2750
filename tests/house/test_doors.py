"""Whether clock, databases and network are reached through the one door each has."""

import ast

import pytest

from tests.house.checkout import calls, imports, sources, tree

CLOCK = "src/seachange/clock.py"
READS_THE_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter"}
CLOCKS = {"datetime", "date", "time", "datetime.datetime", "datetime.date", "dt.datetime"}
DRIVERS = {"duckdb", "psycopg", "chdb", "clickhouse_connect"}
HOLD_DRIVERS = ("src/seachange/measure/engines/", "src/seachange/events/sources/")
# What sets up the refusals of the plan's own database, and asks whether they stand.
SETS_UP = "src/seachange/planning/models/refusals.py"
RUN_SQL = {"execute", "executemany", "fetchone", "fetchall", "fetchnumpy", "to_arrow_table"}
NETWORK = {"requests", "httpx", "urllib.request", "urllib3", "aiohttp", "socket"}


@pytest.mark.parametrize("path", sources("src"), ids=str)
def test_only_the_clock_reads_the_clock(path):
    if path.as_posix() == CLOCK:
        return
    read = [f"{path}:{line}" for line, name in calls(path) if _reads_the_clock(name)]
    assert not read, "ask seachange.clock instead"


@pytest.mark.parametrize("path", sources("src"), ids=str)
def test_only_engines_and_sources_hold_database_drivers(path):
    if path.as_posix().startswith(HOLD_DRIVERS):
        return
    held = [f"{path}:{line}" for line, name in imports(path) if name.split(".")[0] in DRIVERS]
    assert not held


@pytest.mark.parametrize("path", sources("src"), ids=str)
def test_only_engines_and_sources_run_sql(path):
    if path.as_posix().startswith((*HOLD_DRIVERS, SETS_UP)):
        return
    ran = [f"{path}:{line}" for line, name in calls(path) if name.split(".")[-1] in RUN_SQL]
    assert not ran


def test_questions_are_put_to_an_engine_in_one_place():
    # Engine.run is what each adapter gives, Engine.rows what everybody calls.
    engines = [p for p in sources("src") if "measure/engines" in p.as_posix()]
    runs = [f"{p}:{line}" for p in engines for line, name in calls(p) if name == "self.run"]
    assert len(runs) == 1
    outside = [
        f"{p}:{line}"
        for p in sources("src")
        if "measure/engines" not in p.as_posix()
        for line, name in calls(p)
        if name.endswith("engine.run")
    ]
    assert outside == []


@pytest.mark.parametrize("path", sources("src"), ids=str)
def test_nothing_reaches_for_the_network_by_itself(path):
    reached = [f"{path}:{line}" for line, name in imports(path) if name in NETWORK]
    assert not reached


def test_no_error_is_swallowed_whole():
    swallowed = [
        f"{path}:{node.lineno}"
        for path in sources("src", "run.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]
    assert swallowed == []


def _reads_the_clock(name: str) -> bool:
    whose, _, what = name.rpartition(".")
    return what in READS_THE_CLOCK and whose in CLOCKS
