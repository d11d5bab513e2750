"""Whether a table that stays where it is makes the same log as one that was exported."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given

from seachange.errors import BadMapping, EngineFailed, UnreadableSource
from seachange.events.sources import clickhouse, postgres
from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from tests.events.contents import adds_up, told
from tests.events.pace import examples
from tests.measure.logs import worlds

pytestmark = pytest.mark.engine

# One table of texts as people keep them; the last column says what becomes of the row.
TABLE = [
    ("1", "ada", "2024-05-01 12:00:00", "visit", "pro", None),
    ("2", "ben", "2024-05-01 12:00:00", "visit", "", None),
    ("2", "ben", "2024-05-01 12:00:00", "visit", "again", "duplicate"),
    ("3", None, "2024-05-01 12:00:00", "visit", None, "no actor"),
    ("4", " \t", "2024-05-01 12:00:00", "visit", None, "no actor"),
    ("5", "ben", None, "visit", None, "no time"),
    ("6", "ben", "2024-02-30", "visit", None, "a time that cannot be read"),
    ("7", "ben", "2024-05-01", None, None, "no event name"),
    (None, "Ben", "2024-05-01", "Visit", "it's\\'", None),
    (None, "ábel", "2024-05-01", "visit", None, None),
]
TEXTS = {"id": "text", "user": "text", "time": "text", "event": "text", "plan": "text"}


POSTGRES_TYPES = {
    "moment": "timestamptz",
    "day": "date",
    "whole": "bigint",
    "double": "double precision",
}
CLICKHOUSE_TYPES = {
    "text": "Nullable(String)",
    "moment": "Nullable(DateTime64(6))",
    "day": "Nullable(Date32)",
    "whole": "Nullable(Int64)",
    "double": "Nullable(Float64)",
}


class Postgres:
    """A user's tables in PostgreSQL."""

    def __init__(self, address):
        self.address = address
        self.connection = postgres.connect(address)

    def table(self, columns, rows):
        name = "clicks"
        self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        spelt = ", ".join(f'"{c}" {POSTGRES_TYPES.get(k, k)}' for c, k in columns.items())
        self.connection.execute(f"CREATE TABLE {name} ({spelt})")
        marks = ", ".join(["%s"] * len(columns))
        for row in rows:
            self.connection.execute(f"INSERT INTO {name} VALUES ({marks})", row)
        return name

    def open(self, table, **named):
        timezone = named.pop("timezone", None)
        return postgres.open_table(self.connection, table, named=named, timezone=timezone)


class ClickHouse:
    """A user's tables in ClickHouse."""

    def __init__(self):
        self.session = clickhouse.open_session()

    def table(self, columns, rows):
        self.session.query("DROP TABLE IF EXISTS default.clicks SYNC")
        spelt = ", ".join(f"`{c}` {CLICKHOUSE_TYPES.get(k, k)}" for c, k in columns.items())
        self.session.query(f"CREATE TABLE default.clicks ({spelt}) ENGINE = Memory")
        for row in rows:
            values = ", ".join(map(self._value, row))
            self.session.query(f"INSERT INTO default.clicks VALUES ({values})")
        return "default.clicks"

    def open(self, table, **named):
        timezone = named.pop("timezone", None)
        return clickhouse.open_table(self.session, table, named=named, timezone=timezone)

    def _value(self, value):
        if value is None or isinstance(value, int | float):
            return "NULL" if value is None else str(value)
        text = value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@pytest.fixture(params=["postgres", "clickhouse"])
def database(request):
    if request.param == "postgres":
        return Postgres(request.getfixturevalue("postgres"))
    return ClickHouse()


def test_what_is_no_event_is_set_aside_there_too(database):
    log = database.open(database.table(TEXTS, [row[:-1] for row in TABLE]))
    assert adds_up(log)
    assert [(a.row, a.reason) for a in log.list_set_aside()] == [
        (n, why) for n, (*_, why) in enumerate(TABLE, start=1) if why and why != "duplicate"
    ]
    assert log.intake.duplicates == 1
    assert [(e["actor"], e["properties"]) for e in told(log)] == [
        ("ada", {"plan": "pro"}),
        ("ben", {"plan": ""}),
        ("Ben", {"plan": "it's\\'"}),
        ("ábel", {}),
    ]
    # Codes follow the bytes of the texts, whatever the database sorts like.
    assert log.names == {"Visit": 0, "visit": 1}
    log.close()


def test_the_same_texts_in_a_file_make_the_same_log(database, tmp_path):
    rows = [row[:-1] for row in TABLE if row[4] != ""]  # an empty cell of CSV is a missing one
    here = database.open(database.table(TEXTS, rows))
    lines = [",".join(TEXTS), *(",".join(cell or "" for cell in row) for row in rows)]
    (tmp_path / "clicks.csv").write_text("\n".join(lines))
    there = open_log(str(tmp_path / "clicks.csv"))
    assert told(here) == told(there)
    assert (here.names, here.first, here.last, here.actors) == (
        there.names,
        there.first,
        there.last,
        there.actors,
    )
    assert here.intake.reasons == there.intake.reasons
    assert here.intake.notes == there.intake.notes
    here.close()


@pytest.mark.parametrize(
    ("kind", "value", "micros"),
    [
        ("moment", datetime.fromisoformat("2024-05-01T12:00:00.123456Z"), 123_456),
        ("whole", 1714564800, 0),
        ("whole", 1714564800123, 123_000),
        ("whole", 1714564800123456, 123_456),
        ("double", 1714564800.25, 250_000),
        ("text", "1714564800.25", 250_000),
        ("text", "2024-05-01T14:00:00.5+02:00", 500_000),
    ],
)
def test_times_are_read_from_whatever_they_are_kept_in(database, kind, value, micros):
    columns = {"user": "text", "time": kind, "event": "text"}
    log = database.open(database.table(columns, [("ada", value, "visit")]))
    assert log.first == 1714564800_000_000 + micros
    log.close()


@pytest.mark.parametrize(("kind", "of"), [("text", str), ("whole", int), ("double", float)])
def test_numbers_of_two_units_are_refused_there_too(database, kind, of):
    rows = [("ada", of(1_704_067_200), "visit"), ("ben", of(1_704_067_300_000), "buy")]
    table = database.table({"user": "text", "time": kind, "event": "text"}, rows)
    with pytest.raises(UnreadableSource) as refused:
        database.open(table)
    assert "time mixes seconds ('1704067200" in refused.value.what
    assert "and milliseconds ('1704067300000" in refused.value.what
    assert (refused.value.what.count("in row 1"), refused.value.what.count("in row 2")) == (1, 1)


def test_days_and_local_times_are_read_in_the_zone_that_is_named(database):
    columns = {"user": "text", "time": "day", "event": "text"}
    table = database.table(columns, [("ada", "2024-05-01", "visit")])
    log = database.open(table, timezone="Asia/Tokyo")
    assert log.first == 1714564800_000_000 - 21 * 3600 * 1_000_000
    log.close()


def test_names_of_columns_are_never_sql_and_may_be_those_of_staging(database):
    own = ["seq", "file", "line", "actor", "name", "t", "reason", "said", "nth", "held", "p0"]
    own += ['it\'s "x" `y` \\ ; DROP']
    if isinstance(database, Postgres):
        columns = {"who": "text", "at": "text", "did": "text"}
        columns |= dict.fromkeys([name.replace('"', '""') for name in own], "text")
    else:
        columns = {"who": "text", "at": "text", "did": "text"}
        columns |= {n.replace("\\", "\\\\").replace("`", "\\`"): "text" for n in own}
    table = database.table(columns, [("ada", "2024-05-01", "visit", *own)])
    log = database.open(table, actor="who", time="at", event="did")
    assert told(log)[0]["properties"] == {name: name for name in own}
    log.close()


def test_a_column_called_id_that_numbers_something_else_loses_no_events(database):
    columns = {"id": "text", "user": "text", "time": "text", "event": "text"}
    rows = [("1", "ada", f"2024-05-0{n}", "visit") for n in range(1, 6)]
    log = database.open(database.table(columns, rows))
    assert (log.intake.events, log.intake.duplicates) == (5, 0)
    assert told(log)[0]["properties"] == {"id": "1"}
    assert any("say --id id" in note for note in log.intake.notes)
    log.close()
    once = database.open(database.table(columns, rows), id="id")
    assert (once.intake.events, once.intake.duplicates) == (1, 4)
    assert once.properties == {}
    once.close()


def test_a_table_that_is_not_there_and_one_without_our_columns_are_refused(database):
    there = database.table(TEXTS, [TABLE[0][:-1]])
    with pytest.raises(UnreadableSource, match="no_such_table") as told:
        database.open(
            "default.no_such_table" if isinstance(database, ClickHouse) else "no_such_table"
        )
    assert ".table" in told.value.remedy
    if isinstance(database, Postgres):
        with pytest.raises(UnreadableSource) as told:
            database.open(f"{there}s")
        assert there in told.value.remedy
    with pytest.raises(BadMapping, match="actor"):
        database.open(database.table({"a": "text"}, [("x",)]))


def test_a_view_that_fails_is_not_told_to_be_another_table(postgres):
    database = Postgres(postgres)
    there = database.table(TEXTS, [TABLE[0][:-1]])
    database.connection.execute(
        f'CREATE OR REPLACE VIEW torn AS SELECT "user", "time", event, 1 / (1 - id::int) AS part '
        f"FROM {there}"
    )
    with pytest.raises(UnreadableSource, match="division by zero") as told:
        database.open("torn")
    assert "schema.table" not in told.value.remedy
    assert "SELECT * FROM torn" in told.value.remedy
    database.connection.execute("DROP VIEW torn")


def test_closing_a_log_leaves_nothing_behind(database):
    log = database.open(database.table(TEXTS, [TABLE[0][:-1]]))
    log.close()
    if isinstance(database, Postgres):
        left = database.connection.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'seachange%%'"
        ).fetchall()
    else:
        left = str(database.session.query("SHOW DATABASES LIKE 'seachange%'"))
    assert not left


def test_postgres_keeps_properties_as_json(postgres):
    database = Postgres(postgres)
    columns = {"user": "text", "time": "text", "event": "text", "properties": "jsonb"}
    held = '{"plan": "pro", "seats": 3, "it\'s": true, "user": "inner", "none": null}'
    table = database.table(columns, [("ada", "2024-05-01", "visit", held)])
    log = database.open(table)
    assert told(log)[0]["properties"] == {
        "plan": "pro",
        "seats": "3",
        "it's": "true",
        "properties.user": "inner",
    }
    log.close()


def test_clickhouse_keeps_properties_as_a_map():
    database = ClickHouse()
    columns = {"user": "text", "time": "moment", "event": "LowCardinality(String)"}
    columns["properties"] = "Map(String, String)"
    database.table(columns, [])
    database.session.query(
        "INSERT INTO default.clicks VALUES "
        "('ada', '2024-05-01 12:00:00', 'visit', {'a\\'b': '1'}), "
        "('ben', '2024-05-01 12:00:00', 'visit', {})"
    )
    log = database.open("default.clicks")
    assert [event["properties"] for event in told(log)] == [{"a'b": "1"}, {}]
    log.close()


def test_an_address_with_a_table_opens_it(postgres):
    database = Postgres(postgres)
    name = database.table(TEXTS, [row[:-1] for row in TABLE])
    log = open_log(f"{postgres}?table=public.{name}")
    assert (log.engine, log.intake.names, log.intake.events) == ("postgres", (f"public.{name}",), 4)
    log.close()
    assert log.connection.closed


def test_a_database_that_is_not_there_is_named_without_the_password():
    with pytest.raises(EngineFailed, match="cannot be reached") as told_:
        open_log("postgresql://me:secret@127.0.0.1:1/nothing?table=clicks&connect_timeout=2")
    assert "secret" not in str(told_.value)


@pytest.mark.parametrize(
    "address", ["postgresql://me:secret@here/db", "mysql://me:secret@here/db?table=x"]
)
def test_an_address_that_is_not_understood_is_explained_without_the_password(address):
    with pytest.raises(UnreadableSource) as told_:
        open_log(address)
    assert "secret" not in str(told_.value)
    assert "://" in told_.value.remedy


@examples(10)
@given(worlds())
def test_random_tables_make_the_same_log_on_every_engine(log_on, rows):
    here, there = log_on(rows), from_rows(rows)
    assert told(here) == told(there)
    assert here.names == there.names
    parts = ("first", "last", "newest", "actors", "has_accounts", "has_received")
    assert [getattr(here, p) for p in parts] == [getattr(there, p) for p in parts]
    assert here.intake.duplicates == there.intake.duplicates
    assert adds_up(here)
