"""The first look at a table: its columns, what they could be, its first rows; none is counted."""

from __future__ import annotations

import duckdb
import pytest

from seachange.errors import UnreadableSource
from seachange.events.sources import addresses, clickhouse
from seachange.events.sources.peek import LONGEST, MOST_COLUMNS, ROWS, peek_table

ROWS_OF_IT = [("ada", f"2026-01-{day:02} 10:00:00", "sign_up", "x" * 300) for day in range(1, 13)]


def quiet(_stage, _done):
    pass


def in_duckdb(folder, table="clicks"):
    file = folder / "app.duckdb"
    with duckdb.connect(str(file)) as database:
        database.execute(
            'CREATE TABLE clicks (client text, "on" timestamptz, what text, "the plan" text)'
        )
        database.executemany("INSERT INTO clicks VALUES (?, ?, ?, ?)", ROWS_OF_IT)
        database.execute("CREATE VIEW seen AS SELECT * FROM clicks")
    return f"{file}::{table}"


def in_clickhouse(_folder):
    session = clickhouse.open_session()
    session.query("DROP TABLE IF EXISTS default.clicks SYNC")
    session.query(
        "CREATE TABLE default.clicks (client String, `on` DateTime('UTC'), what String, "
        "`the plan` Nullable(String)) ENGINE = MergeTree ORDER BY `on`"
    )
    told = ", ".join(str(row) for row in ROWS_OF_IT)
    session.query(f"INSERT INTO default.clicks VALUES {told}")
    return "chdb:///?table=default.clicks"


@pytest.fixture(
    params=["duckdb", pytest.param("clickhouse", marks=pytest.mark.engine)], ids=lambda each: each
)
def address(request, tmp_path, monkeypatch):
    """The address of a table whose columns have names of their own."""
    session = clickhouse.open_session() if request.param == "clickhouse" else None
    # A process has one session: the folder that an address names is this one.
    monkeypatch.setattr(clickhouse, "open_session", lambda _path="": session)
    return (in_clickhouse if session else in_duckdb)(tmp_path)


def test_a_table_shows_its_columns_what_they_could_be_and_its_first_rows(address):
    seen = peek_table(address, progress=quiet)
    assert seen.kind == ("ClickHouse" if address.startswith("chdb") else "DuckDB")
    assert seen.columns == ("client", "on", "what", "the plan")
    assert seen.likely["time"] == ("on",)
    assert seen.likely["actor"] == ("client",)
    assert len(seen.rows) == ROWS
    assert [row[0] for row in seen.rows] == ["ada"] * ROWS
    assert seen.rows[0][1].startswith("2026-01-01T10:00:00")
    assert max(len(cell) for row in seen.rows for cell in row) == LONGEST


def test_a_table_that_is_not_there_is_told_by_its_name(address):
    with pytest.raises(UnreadableSource) as told:
        peek_table(address.replace("clicks", "clocks"), progress=quiet)
    assert "clocks" in f"{told.value.what} {told.value.place}"


def test_a_view_is_looked_at_as_a_table_is(tmp_path):
    assert peek_table(in_duckdb(tmp_path, "seen"), progress=quiet).columns[0] == "client"


def test_of_many_columns_all_are_named_and_the_first_are_shown(tmp_path):
    names = [f"c{number}" for number in range(MOST_COLUMNS + 5)]
    with duckdb.connect(str(tmp_path / "wide.duckdb")) as database:
        database.execute(f"CREATE TABLE wide ({', '.join(f'{name} int' for name in names)})")
        database.execute(f"INSERT INTO wide VALUES ({', '.join('1' for _ in names)})")
    seen = peek_table(f"{tmp_path}/wide.duckdb::wide", progress=quiet)
    assert list(seen.columns) == names
    assert len(seen.rows[0]) == MOST_COLUMNS


@pytest.mark.engine
def test_a_server_that_is_not_there_is_told_without_the_password():
    address = addresses.address_of("clickhouse://me:canary77@127.0.0.1:1/d?table=clicks")
    with pytest.raises(UnreadableSource) as told:
        addresses.first_rows(address, rows=1, columns=1)
    assert "canary77" not in f"{told.value}"
