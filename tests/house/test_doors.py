"""Whether clock, databases and network are reached through the one door each has."""

import ast

from tests.house.checkout import calls, imports, nodes, sources

CLOCK = "src/seachange/clock.py"
READS_THE_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter"}
CLOCKS = {"datetime", "date", "time", "datetime.datetime", "datetime.date", "dt.datetime"}
DRIVERS = {"duckdb", "psycopg", "chdb", "clickhouse_connect"}
HOLD_DRIVERS = ("src/seachange/measure/engines/", "src/seachange/events/sources/")
# What sets up the refusals of the plan's own database, and asks whether they stand.
SETS_UP = "src/seachange/planning/models/refusals.py"
# What has that database written anew, once secrets lay open in it.
WRITES_ANEW = "src/seachange/web/sealed.py"
# What listens, and looks first whether anybody does at its port: of that a socket alone can tell.
LISTENS = "src/seachange/cli/serve.py"
RUN_SQL = {"execute", "executemany", "fetchone", "fetchall", "fetchnumpy", "to_arrow_table"}
NETWORK = {"requests", "httpx", "urllib.request", "urllib3", "aiohttp", "socket"}


def test_only_the_clock_reads_the_clock():
    read = _called(_reads_the_clock, but=CLOCK)
    assert read == [], "ask seachange.clock instead"


def test_only_engines_and_sources_hold_database_drivers():
    assert _imported(lambda name: name.split(".")[0] in DRIVERS, but=HOLD_DRIVERS) == []


def test_only_engines_and_sources_run_sql():
    ran = _called(
        lambda name: name.split(".")[-1] in RUN_SQL, but=(*HOLD_DRIVERS, SETS_UP, WRITES_ANEW)
    )
    assert ran == []


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


def test_nothing_reaches_for_the_network_by_itself():
    assert _imported(NETWORK.__contains__, but=LISTENS) == []


def test_no_error_is_swallowed_whole():
    swallowed = [
        f"{path}:{node.lineno}"
        for path in sources("src", "run.py")
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]
    assert swallowed == []


def _reads_the_clock(name: str) -> bool:
    whose, _, what = name.rpartition(".")
    return what in READS_THE_CLOCK and whose in CLOCKS


def _called(is_meant, *, but):
    return _places(calls, is_meant, but=but)


def _imported(is_meant, *, but):
    return _places(imports, is_meant, but=but)


def _places(named, is_meant, *, but):
    """Return where, outside some files, what is meant stands."""
    return [
        f"{path}:{line}"
        for path in sources("src")
        if not path.as_posix().startswith(but)
        for line, name in named(path)
        if is_meant(name)
    ]
