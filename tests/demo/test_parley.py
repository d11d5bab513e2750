"""A year of Parley is a log like any other: ordered, complete, and the same each time."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

from seachange.demo.days import AS_OF, START
from seachange.demo.parley import Parley, generate, write
from seachange.errors import ImpossibleCounts
from tests.demo.counting import rows_of

STUDY = Path(__file__).parents[2] / "src" / "seachange" / "demo" / "study.yml"


def test_the_same_seed_writes_the_same_bytes(parley: Parley, tmp_path: Path) -> None:
    again = generate(seed=parley.seed, scale=parley.scale)
    for year, folder in ((parley, "first"), (again, "second")):
        write(year, tmp_path / folder)
        write(part(year), tmp_path / folder / "part", with_csv=True, blemished=True)
    written = [file for file in (tmp_path / "first").rglob("*") if file.is_file()]
    assert len(written) == 3 + 5
    for file in written:
        twin = tmp_path / "second" / file.relative_to(tmp_path / "first")
        assert file.read_bytes() == twin.read_bytes(), file.name


def part(year: Parley) -> Parley:
    """Keep every fortieth event: enough to see how they are written."""
    places = np.arange(0, len(year.log), 40)
    return replace(year, log=year.log.take(places, received=year.log.received[places]))


def test_a_year_has_about_three_hundred_thousand_events_of_some_forty_kinds(
    parley: Parley,
) -> None:
    assert 270_000 <= len(parley.log) <= 330_000
    assert 30 <= len(parley.log.event.names) <= 45


def test_a_scale_below_one_leaves_nobody() -> None:
    with pytest.raises(ImpossibleCounts, match="scale of 0"):
        generate(scale=0)


def test_ids_are_unique_but_for_retries_which_repeat_the_event(parley: Parley) -> None:
    log = parley.log
    ids, first, times = np.unique(log.id.numbers, return_index=True, return_counts=True)
    retries = int((times - 1).sum())
    assert 0 < retries == parley.truth["blemishes"]["events_sent_twice"] < 0.003 * len(log)
    twice = first[times == 2]
    places = np.concatenate([twice, twice + 1])
    rows = log.take(places, received=log.received[places]).rows()
    for one, other in zip(rows[: twice.size], rows[twice.size :], strict=True):
        assert one["received"] <= other["received"]
        assert {**one, "received": 0} == {**other, "received": 0}
    assert ids.size == parley.truth["events"]["distinct"]


def test_events_stand_in_order_inside_the_year_and_arrive_after_they_happened(
    parley: Parley,
) -> None:
    log = parley.log
    assert np.all(np.diff(log.time) >= 0)
    assert log.time[0] >= START
    assert np.all(log.received >= log.time)
    assert log.received.max() == AS_OF  # so that the default as_of is the story's own


def test_every_event_has_an_actor_a_name_and_a_market(parley: Parley) -> None:
    log = parley.log
    assert log.actor.codes.min() >= 0
    assert log.event.codes.min() >= 0
    assert set(log.properties["market"].tolist()) == {"home", "benelux", "ireland", "nordics"}


def test_clients_advisers_cs_managers_and_one_robot_act(parley: Parley) -> None:
    kinds = {name.split("_")[0] for name in parley.log.actor.names}
    assert {"client", "adviser", "cs", "buyer", "member", "visitor", "crawler"} <= kinds
    robot = [row for row in rows_of(parley.log, "visit") if row["actor"].startswith("crawler")]
    assert len({row["actor"] for row in robot}) == 1
    assert len(robot) > 500


def test_what_a_question_counts_by_happens_in_waking_hours(parley: Parley) -> None:
    entries = ("sign_up", "request_sent", "meeting_booked", "meeting_held", "account_opened")
    hours = {
        datetime.fromtimestamp(row["time"] / 1e6, UTC).hour for row in rows_of(parley.log, *entries)
    }
    assert hours <= set(range(7, 22))


def test_a_requests_reply_comes_before_the_next_request_to_that_adviser(parley: Parley) -> None:
    """Otherwise a late reply to one would count as a prompt reply to the next."""
    waiting: dict[str, int] = {}
    for row in rows_of(parley.log, "request_received", "adviser_replied"):
        if row["event"] == "request_received":
            assert row["time"] > waiting.get(row["actor"], 0) + 24 * 3_600_000_000
            waiting[row["actor"]] = row["time"]
        else:
            assert row["time"] - waiting[row["actor"]] < 96 * 3_600_000_000


def test_parquet_and_csv_hold_the_same_rows(parley: Parley, tmp_path: Path) -> None:
    some = part(parley)
    parquet, *_, packed = write(some, tmp_path, with_csv=True)
    written = pq.read_table(parquet).to_pylist()
    with gzip.open(packed, "rt", encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == len(written) == len(some.log)
    for one, other in zip(written, rows, strict=True):
        for name in ("time", "received"):
            assert datetime.fromisoformat(other.pop(name)) == one.pop(name)
        assert other == {name: "" if value is None else str(value) for name, value in one.items()}


def test_a_third_of_the_blemished_rows_cannot_be_read(parley: Parley, tmp_path: Path) -> None:
    *_, blemished = write(parley, tmp_path, blemished=True)
    with gzip.open(blemished, "rt", encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    broken = [row for row in rows if not (row["actor"] and row["event"] and _is_time(row["time"]))]
    assert (len(broken), len(rows)) == (20, 60)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def test_the_truth_stands_beside_the_events(parley: Parley, tmp_path: Path) -> None:
    _, truth, clients = write(parley, tmp_path)
    assert json.loads(truth.read_text(encoding="utf-8")) == parley.truth
    table = pq.read_table(clients)
    assert table.num_rows == len(parley.hidden.actor)
    assert {"intent", "early", "no_show", "renews"} <= set(table.column_names)


def test_the_study_asks_what_the_truth_says(parley: Parley) -> None:
    study = YAML(typ="safe", pure=True).load(STUDY)
    asked = {item["id"]: item["question"] for item in study["questions"]}
    told = {name: outcome["question"] for name, outcome in parley.truth["outcomes"].items()}
    told |= {"IM1": parley.truth["nps"]["question"], "renewal": parley.truth["renewal"]["question"]}
    for name, question in told.items():
        same = {key: asked[name][key] for key in question if key not in {"from", "to"}}
        assert same == {key: question[key] for key in same}


def test_the_study_names_only_events_that_happen(parley: Parley) -> None:
    study = YAML(typ="safe", pure=True).load(STUDY)

    def named(part: object) -> set[str]:
        if isinstance(part, dict):
            own = {part["event"]} if "event" in part else set()
            return own.union(*(named(value) for value in part.values()))
        return set().union(*(named(item) for item in part)) if isinstance(part, list) else set()

    assert named(study) <= set(parley.log.event.names)
