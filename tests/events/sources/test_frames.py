"""Whether what is in memory already is taken as it is meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from seachange.errors import UnreadableSource
from seachange.events.sources.open import open_log
from tests.events.contents import adds_up, told

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
MICROS = 1714564800_000_000


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "America/New_York"])
def test_times_of_any_unit_and_zone_are_the_same_moment(unit, zone):
    zoned = pa.array([NOON], pa.timestamp(unit, "UTC"))
    times = zoned.cast(pa.timestamp(unit, zone)) if zone else zoned.cast(pa.timestamp(unit))
    log = open_log(pa.table({"user": ["ada"], "time": times, "event": ["visit"]}))
    assert log.first == MICROS
    said = any("without zone, read as UTC" in note for note in log.intake.notes)
    assert said == (zone is None)


def test_days_and_local_times_are_read_in_the_zone_that_is_named():
    days = pa.array([NOON.date()], pa.date32())
    log = open_log(
        pa.table({"user": ["ada"], "time": days, "event": ["visit"]}), timezone="Asia/Tokyo"
    )
    assert log.first == MICROS - 21 * 3600 * 1_000_000


def test_a_pandas_frame_with_everything_that_pandas_has():
    frame = pd.DataFrame(
        {
            "user": pd.Categorical(["ada", "ben", None]),
            "time": pd.to_datetime(["2024-05-01T12:00Z", None, "2024-05-01T12:00Z"]),
            "event": ["visit", "visit", "visit"],
            "seats": [3, None, 4],
            "share": [0.5, np.nan, 2.0],
            "mixed": ["x", 7, None],
            "paid": [True, False, None],
            "when": pd.to_datetime(["2024-05-01 12:00", None, None]),
        },
        index=[5, 5, 9],
    )
    log = open_log(frame)
    (event,) = told(log)
    assert event["properties"] == {
        "seats": "3",
        "share": "0.5",
        "mixed": "x",
        "paid": "true",
        "when": "2024-05-01T12:00:00.000000",
    }
    assert [(a.row, a.reason) for a in log.list_set_aside()] == [(2, "no time"), (3, "no actor")]
    assert adds_up(log)


def test_polars_frames_may_be_lazy_and_have_structs():
    frame = pl.DataFrame(
        {
            "user": ["ada"],
            "time": [NOON],
            "event": ["visit"],
            "properties": [{"plan": "pro", "user": "inner", "tags": ["a", "b"]}],
        }
    )
    for each in (frame, frame.lazy()):
        (event,) = told(open_log(each))
        assert event["t"] == MICROS
        assert event["properties"] == {
            "plan": "pro",
            "properties.user": "inner",
            "tags": '["a","b"]',
        }


def test_a_duckdb_relation_is_a_frame_too():
    source = duckdb.sql(
        "SELECT 'ada' AS user, TIMESTAMPTZ '2024-05-01 12:00+00' AS time, 'visit' AS event, "
        "MAP {'plan': 'pro'} AS properties, 3 AS seats, 1.5::DECIMAL(4, 2) AS price"
    )
    (event,) = told(open_log(source))
    assert event["t"] == MICROS
    assert event["properties"] == {"plan": "pro", "seats": "3", "price": "1.50"}


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("SELECT 'ada' AS who, CAST(seats AS INT) AS n FROM (VALUES ('many')) t(seats)", "'many'"),
        ("FROM gone", "gone does not exist"),
    ],
)
def test_a_relation_whose_query_fails_is_refused_in_words(query, complaint):
    connection = duckdb.connect()
    connection.execute("CREATE TABLE gone (who TEXT)")
    source = connection.sql(query)
    connection.execute("DROP TABLE gone")
    with pytest.raises(UnreadableSource, match=complaint) as refused:
        open_log(source)
    assert refused.value.place == "DuckDB relation"
    assert "Mend the query" in refused.value.remedy


def test_rows_may_be_of_any_shape_that_a_table_may():
    rows = [
        {"user_id": 1, "ts": NOON, "action": "visit", "plan": "pro"},
        {"user_id": 2, "ts": NOON + timedelta(hours=1), "action": "visit", "seats": 3},
        {"user_id": None, "ts": NOON, "action": "visit"},
    ]
    log = open_log(iter(rows))
    assert [(e["actor"], e["properties"]) for e in told(log)] == [
        ("1", {"plan": "pro"}),
        ("2", {"seats": "3"}),
    ]
    assert [(a.row, a.reason) for a in log.list_set_aside()] == [(3, "no actor")]


def test_the_same_frame_has_the_same_fingerprint_however_it_is_cut():
    table = pa.table({"user": ["a", "b", "c"], "time": [NOON] * 3, "event": ["x"] * 3})
    pieces = pa.concat_tables([table.slice(0, 1), table.slice(1)])
    other = table.set_column(0, "user", pa.array(["a", "b", "d"]))
    prints = [open_log(each).intake.fingerprint for each in (table, pieces, other)]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("unit", [1, 1_000, 1_000_000, 1_000_000_000])
def test_whole_numbers_are_moments_to_the_microsecond(unit):
    number = 1714564800 * unit + (123_456_000 * unit // 1_000_000_000)
    log = open_log(pa.table({"user": ["ada"], "time": [number], "event": ["visit"]}))
    assert log.first == number * 1_000_000 // unit


def test_fractions_of_seconds_are_kept_and_what_is_not_finite_is_no_time():
    times = [1714564800.25, float("nan"), float("inf"), None]
    log = open_log(pa.table({"user": ["ada"] * 4, "time": times, "event": ["visit"] * 4}))
    assert (log.first, log.intake.events) == (MICROS + 250_000, 1)
    assert [a.reason for a in log.list_set_aside()] == [
        "a time that cannot be read",
        "a time that cannot be read",
        "no time",
    ]


def test_an_empty_frame_is_no_log():
    with pytest.raises(UnreadableSource, match="no rows"):
        open_log(pa.table({"user": pa.array([], pa.string())}))
