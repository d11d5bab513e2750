"""Whether events stand in their order, count once, and carry their codes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from seachange.errors import UnreadableSource
from seachange.events.log import EVENTS
from seachange.events.sources import open as opening
from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows, text_of
from tests.events.contents import adds_up, told
from tests.events.pace import examples
from tests.measure.logs import worlds

HEADER = "id,user,time,event,plan\n"


def log_of(path, text, **named):
    path.write_text(HEADER + text)
    log = open_log(str(path), **named)
    assert adds_up(log)
    return log


def test_of_events_with_one_id_the_first_to_arrive_counts(tmp_path):
    log = log_of(
        tmp_path / "a.csv",
        "1,ada,2024-01-02,visit,first\n"
        "1,ada,2024-01-02,visit,second\n"
        "2,ada,2024-01-01,visit,\n"
        ",ada,2024-01-01,visit,\n"
        ",ada,2024-01-01,visit,\n"
        "1,ada,2024-01-02,visit,third\n",
    )
    assert [e["properties"].get("plan") for e in told(log)] == ["first", None, None, None]
    assert log.intake.duplicates == 2


def test_an_event_sent_twice_counts_once_over_several_files_too(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(HEADER + f"1,ada,2024-01-02,visit,{name}\n")
    log = open_log([tmp_path / "b.csv", tmp_path / "a.csv"])
    assert [event["properties"] for event in told(log)] == [{"plan": "b.csv"}]


def test_a_row_that_is_no_event_takes_no_id_from_one_that_is(tmp_path):
    log = log_of(tmp_path / "a.csv", "1,,2024-01-01,visit,\n1,ada,2024-01-01,visit,\n")
    assert (log.intake.events, log.intake.set_aside, log.intake.duplicates) == (1, 1, 0)


def test_a_column_called_id_that_numbers_something_else_loses_no_events(tmp_path):
    rows = "".join(f"order 7,ada,2024-01-0{n},visit,\n" for n in range(1, 6))
    log = log_of(tmp_path / "a.csv", rows)
    assert (log.intake.events, log.intake.duplicates) == (5, 0)
    assert told(log)[0]["properties"] == {"id": "order 7"}
    assert any("say --id id" in note for note in log.intake.notes)
    assert log_of(tmp_path / "a.csv", rows, id="id").intake.events == 1


def test_an_actor_and_a_name_met_only_in_what_was_left_out_are_not_in_the_log(tmp_path):
    log = log_of(
        tmp_path / "a.csv",
        "1,ada,2024-01-01,visit,\n1,ben,2024-01-01,buy,\n2,cleo,soon,sell,\n", id="id"
    )  # fmt: skip
    assert (log.actors, log.names) == (1, {"visit": 0})


@pytest.mark.parametrize("large", [False, True])
def test_events_stand_by_actor_time_and_arrival(tmp_path, monkeypatch, large):
    monkeypatch.setattr(opening, "_MUCH", 0 if large else 1 << 30)
    times = [f"2024-01-{1 + n * 7 % 28:02}" for n in range(3000)]
    rows = "".join(f",u{n * 13 % 50},{time},e{n % 3},{n}\n" for n, time in enumerate(times))
    log = log_of(tmp_path / "a.csv", rows, cache=False)
    held = log.connection.execute(f"SELECT actor, t, seq FROM {EVENTS}").fetchall()
    assert held == sorted(held)
    assert [event["properties"]["plan"] for event in told(log)] == [str(n) for n in range(3000)]
    assert {code for code, _, _ in held} == set(range(50))
    log.close()


@examples(15)
@given(worlds())
def test_rows_given_in_python_are_told_back(rows):
    log = from_rows(rows)
    seen, expected = set(), []
    for row in rows:
        if row.get("id") is None or row["id"] not in seen:
            seen.add(row.get("id"))
            expected.append(
                {
                    "actor": row["actor"],
                    "t": row["time"],
                    "name": row["event"],
                    "account": row.get("account"),
                    "properties": {k: text_of(v) for k, v in (row["properties"] or {}).items()},
                    **({"received": row.get("received")} if log.has_received else {}),
                }
            )
    assert told(log) == expected
    assert adds_up(log)
    log.close()


@pytest.mark.parametrize(
    "row",
    [
        {"actor": "ada", "event": "visit"},
        {"actor": "", "event": "visit", "time": 0},
        {"actor": "ada", "event": None, "time": 0},
        {"actor": "ada", "event": "visit", "time": "2024-01-01"},
        {
            "actor": "ada",
            "event": "visit",
            "time": datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None),
        },
        {"actor": "ada", "event": "visit", "time": 0, "colour": "red"},
    ],
)
def test_a_row_in_python_that_is_no_event_is_refused_by_its_number(row):
    good = {"actor": "ada", "event": "visit", "time": 0}
    with pytest.raises(UnreadableSource) as told_:
        from_rows([good, row])
    assert told_.value.place == "row 2"


def test_no_rows_are_an_empty_log():
    log = from_rows([])
    assert (log.actors, log.names, log.first, log.newest) == (0, {}, None, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (3, "3"),
        (9.5, "9.5"),
        ("", ""),
        (None, None),
        (float("nan"), None),
        ({"b": 1, "a": "é"}, '{"a": "é", "b": 1}'),
        (datetime(2024, 1, 1, tzinfo=UTC), "2024-01-01T00:00:00+00:00"),
    ],
)
def test_a_value_is_compared_as_the_text_that_json_makes_of_it(value, text):
    assert text_of(value) == text


def test_a_log_nobody_holds_any_more_gives_its_memory_back():
    import gc

    from seachange.events.sources import workshop

    def attached():
        rows = workshop.small_workshop().connection.execute(
            "SELECT database_name FROM duckdb_databases()"
        )
        return sum(name.startswith(workshop.LOG) for (name,) in rows.fetchall())

    gc.collect()
    before = attached()
    for _ in range(5):
        from_rows([{"actor": "ada", "event": "visit", "time": 0}])
    gc.collect()
    assert attached() <= before + 1
