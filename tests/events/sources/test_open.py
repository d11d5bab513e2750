"""Whether the same events come out of every kind of source, each accounted for."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.events.sources import open as opening
from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from tests.events.contents import adds_up, told
from tests.events.formats import FORMATS, WITHOUT_EMPTY, as_table, write
from tests.events.pace import examples
from tests.measure.logs import worlds
from tests.memory import peak
from tests.story import story

FEW = examples(5)


def _id(rows):
    """Name the column of ids: those of our random worlds repeat for different events."""
    return {"id": "message_id"} if any(row.get("id") for row in rows) else {}


def _without_empty(rows):
    """Return what is left of rows where an empty text means that there is none."""
    return [
        {**row, "properties": {k: v for k, v in (row.get("properties") or {}).items() if v != ""}}
        for row in rows
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_events_that_were_written(form, tmp_path):
    @FEW
    @given(worlds(least=1))
    def check(rows):
        expected = _without_empty(rows) if form in WITHOUT_EMPTY else rows
        log = open_log(write(tmp_path, rows, form), **_id(rows))
        assert _as_written(told(log)) == _as_written(told(from_rows(expected)))
        assert adds_up(log)
        log.close()

    check()


def _as_written(events):
    """Return events without what says nothing: a part that nobody had."""
    return [{key: part for key, part in event.items() if part is not None} for event in events]


@pytest.mark.parametrize("make", [as_table, lambda r: pl.from_arrow(as_table(r)), None])
def test_every_frame_gives_the_events_that_it_holds(make):
    @FEW
    @given(worlds(least=1))
    def check(rows):
        frame = pd.DataFrame(as_table(rows).to_pydict()) if make is None else make(rows)
        log = open_log(frame, **_id(rows))
        assert _as_written(told(log)) == _as_written(told(from_rows(rows)))
        assert adds_up(log)

    check()


def test_rows_as_a_story_tells_them_are_opened_as_they_are():
    rows = story("""
        ada/acme: visit@0 sign_up@1h{plan=pro, seats=3, trial=true}
        ben: visit@90s{id=m1} visit@90s{id=m1}
    """)
    log = open_log(rows)
    assert [(e["actor"], e["name"], e["account"], e["properties"]) for e in told(log)] == [
        ("ada", "visit", "acme", {}),
        ("ada", "sign_up", "acme", {"plan": "pro", "seats": "3", "trial": "true"}),
        ("ben", "visit", None, {}),
    ]
    assert (log.intake.rows, log.intake.duplicates) == (4, 1)


def test_files_are_taken_in_the_order_given_and_those_of_a_pattern_in_that_of_their_names(tmp_path):
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.csv").write_text(f"user,time,event\n{name},2024-01-01,visit\n")
    order = [tmp_path / "c.csv", tmp_path / "a.csv"]
    assert [event["actor"] for event in told(open_log(order))] == ["c", "a"]
    log = open_log(str(tmp_path / "*.csv"))
    assert [event["actor"] for event in told(log)] == ["a", "b", "c"]
    assert log.intake.names == tuple(str(tmp_path / f"{name}.csv") for name in "abc")
    assert [event["actor"] for event in told(open_log([str(tmp_path / "b.csv")]))] == ["b"]


def test_a_file_whose_name_looks_like_an_address_is_a_file(tmp_path):
    path = tmp_path / "odd::name.csv"
    path.write_text("user,time,event\nada,2024-01-01,visit\n")
    assert open_log(str(path)).actors == 1


def test_files_may_have_different_properties_and_times_of_different_kinds(tmp_path):
    (tmp_path / "a.csv").write_text("user,time,event,plan\nada,1704067200,visit,pro\n")
    (tmp_path / "b.ndjson").write_text(
        '{"user": "ben", "time": "2024-01-01T01:00:00Z", "event": "visit", "seats": 3}\n'
    )
    log = open_log([tmp_path / "a.csv", tmp_path / "b.ndjson"])
    assert [(e["t"], e["properties"]) for e in told(log)] == [
        (1704067200_000_000, {"plan": "pro"}),
        (1704070800_000_000, {"seats": "3"}),
    ]
    assert f"{tmp_path / 'a.csv'}: time: seconds since 1970 UTC" in log.intake.notes


@pytest.mark.parametrize("table", ["clicks", "other.clicks", "views"])
def test_a_table_of_any_schema_or_a_view_of_a_duckdb_file_is_opened(tmp_path, table):
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE SCHEMA other")
        for name in ("clicks", "other.clicks"):
            database.execute(
                f"CREATE TABLE {name} AS SELECT 'ada' AS user, n AS plan, 'visit' AS event, "
                "TIMESTAMPTZ '2024-01-01 00:00:00+00' AS time FROM range(5) t(n)"
            )
            database.execute(f"DELETE FROM {name} WHERE plan = 2")
        database.execute("CREATE VIEW views AS SELECT * FROM clicks ORDER BY plan")
    for source in (f"{path}::{table}", f"duckdb://{path}?table={table}"):
        log = open_log(source)
        assert [event["properties"]["plan"] for event in told(log)] == ["0", "1", "3", "4"]
        assert adds_up(log)
        log.close()
    with duckdb.connect(str(path)) as database:  # nobody holds it any more
        database.execute("INSERT INTO clicks SELECT * FROM clicks")


@pytest.mark.parametrize("form", ["csv", "ndjson.gz", "parquet", "xes"])
def test_one_import_in_several_files_is_the_same_log(form, tmp_path):
    @FEW
    @given(worlds(least=2), st.data())
    def check(rows, data):
        cut = data.draw(st.integers(1, len(rows) - 1))
        whole = open_log(write(tmp_path, rows, form), **_id(rows))
        first = write(tmp_path, rows[:cut], form, name="first")
        second = write(tmp_path, rows[cut:], form, name="second")
        parts = open_log([first, second], **_id(rows))
        assert _as_written(told(parts)) == _as_written(told(whole))
        assert (parts.names, parts.actors) == (whole.names, whole.actors)
        assert (parts.first, parts.last, parts.newest) == (whole.first, whole.last, whole.newest)
        assert parts.intake.duplicates == whole.intake.duplicates
        assert adds_up(parts)

    check()


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_staged_on_disk_is_the_same_log_as_in_memory(form, tmp_path, monkeypatch):
    rows = [
        {"actor": f"u{n % 7}", "time": 10**15 + n % 5 * 10**6, "event": f"e{n % 3}",
         "properties": {"n": n, "even": n % 2 == 0}, "id": f"m{n % 90}", "account": "acme"}
        for n in range(100)
    ]  # fmt: skip
    source = write(tmp_path, rows, form)
    small = open_log(source, id="message_id")
    for limit in ("_MUCH", "_MANY_ROWS"):
        monkeypatch.setattr(opening, limit, 0)
    monkeypatch.setenv("SEACHANGE_CACHE", str(tmp_path / "kept"))
    for _ in range(2):  # staged, then taken from where it was kept
        large = open_log(source, id="message_id")
        assert told(large) == told(small)
        assert large.intake == small.intake
        assert adds_up(large)
        large.close()


def test_progress_goes_forward_from_stage_to_stage(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "_MUCH", 0)
    rows = [{"actor": f"u{n}", "time": 10**15 + n, "event": "visit"} for n in range(5000)]
    heard = []
    path = write(tmp_path, rows, "csv")
    open_log(path, progress=lambda stage, done: heard.append((stage, done)), cache=False)
    stages = list(dict.fromkeys(stage for stage, _ in heard))
    assert stages == ["Checking", "Reading", "Sorting"]
    for stage in stages:
        shares = [done for each, done in heard if each == stage]
        assert all(0.0 <= share <= 1.0 for share in shares)
        assert shares == sorted(shares)
    assert heard[-1] == ("Sorting", 1.0)


MUCH = """
import sys
from seachange.events.sources.open import open_log
log = open_log(sys.argv[1], memory="300MB", cache=False)
assert log.intake.events == 3_000_000
print({peak} // 1024)
log.close()
"""


@pytest.mark.nightly
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_larger_than_the_memory_that_may_be_used_is_staged_all_the_same(tmp_path, form):
    path = tmp_path / f"events.{form}"
    duckdb.execute(
        f"""COPY (SELECT 'user number ' || (n * 7919 % 400000) AS user_id,
        make_timestamp(1700000000000000 + n * 1000003) AS timestamp, 'event ' || (n % 40) AS event,
        'a property of some length ' || n AS property FROM range(3000000) t(n)) TO '{path}'"""
    )
    done = subprocess.run(
        [sys.executable, "-c", MUCH.format(peak=peak()), str(path)],
        capture_output=True, text=True, check=False, env={"PYTHONPATH": "src"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 700
