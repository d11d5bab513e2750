"""Whether a journey map is counted as its page says, by its SQL and by the kernel alike."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answers import plain
from seachange.measure.ask import ask, parse
from seachange.measure.engines import map_kernel
from seachange.measure.engines.duckdb import DuckDB
from tests.measure.logs import moments, worlds
from tests.measure.oracle.journey_map import journey_map as slow
from tests.measure.questions import journey_maps
from tests.shared import real_events
from tests.story import moment, story

FEW = settings(max_examples=max(2, settings.default.max_examples // 5))


def counts(answer):
    """Return what the oracle counts, too."""
    found = {
        key: plain(getattr(answer, key))
        for key in ("cases", "people", "events", "nodes", "edges", "hidden")
    }
    for node in found["nodes"]:
        del node["layer"]
    return found


@given(worlds(), st.lists(journey_maps(), min_size=1, max_size=2), moments())
def test_a_map_is_what_the_slow_count_says(rows, documents, as_of):
    log = from_rows(rows)
    for document in documents:
        assert counts(ask(document, log, as_of=as_of)) == slow(document, rows, as_of)
    log.close()


@settings(max_examples=max(1, settings.default.max_examples // 2))
@given(rows=worlds(), document=journey_maps(), as_of=moments())
def test_the_canonical_sql_counts_what_the_kernel_does(monkeypatch, rows, document, as_of):
    monkeypatch.setattr(DuckDB, "feeds_kernels", False)
    log = from_rows(rows)
    assert counts(ask(document, log, as_of=as_of)) == slow(document, rows, as_of)
    log.close()


@FEW
@given(rows=worlds(), document=journey_maps(), as_of=moments())
def test_every_engine_counts_the_same_map(log_on, rows, document, as_of):
    assert counts(ask(document, log_on(rows), as_of=as_of)) == slow(document, rows, as_of)


# -- What its page says, in small worlds


def asked(text, as_of=None, **more):
    when = moment(as_of) if as_of else None
    return ask({"kind": "journey_map", **more}, from_rows(story(text)), as_of=when)


def edges(answer):
    return {(e.from_, e.to): (e.count, e.people, e.median_seconds) for e in answer.edges}


def test_a_silence_as_long_as_the_gap_does_not_part_a_session_and_a_longer_one_does():
    answer = asked("ada: a@0 b@30m c@60m1us", case={"session_gap": "30m"})
    assert (answer.cases, edges(answer)) == (2, {("a", "b"): (1, 1, 1800.0)})


def test_events_of_one_moment_follow_each_other_as_they_arrived():
    answer = asked("ada: b@1 a@1 c@1")
    assert set(edges(answer)) == {("b", "a"), ("a", "c")}


def test_a_name_may_follow_itself_and_its_people_are_counted_once():
    answer = asked("ada: a@0 a@1 a@3\nben: a@0 a@8", case="actor")
    assert edges(answer) == {("a", "a"): (3, 2, 120.0)}


def test_a_name_that_is_left_out_parts_its_neighbours():
    answer = asked("ada: a@0 x@1 b@2 a@3 b@4", keep=2)
    assert edges(answer) == {("b", "a"): (1, 1, 60.0), ("a", "b"): (1, 1, 60.0)}
    assert plain(answer.hidden) == {"names": 1, "events": 1, "follows": 2}
    (caveat,) = answer.caveats
    assert caveat.code == "trimmed"
    assert "1, with 1 of 5 events (20.0%), and the 2 follows" in caveat.text


def test_a_case_of_several_actors_is_one_order_and_the_later_event_has_the_person():
    told = """
        ada: open@0{ticket=t1} close@9{ticket=t1} open@1{ticket=t2}
        ben: answer@4{ticket=t1} answer@5
    """
    answer = asked(told, case={"property": "ticket"})
    assert answer.cases == 2
    assert set(edges(answer)) == {("open", "answer"), ("answer", "close")}
    assert [c.code for c in answer.caveats] == ["without_case", "shared_cases"]
    assert "1 of 5 events (20.0%) have no ticket" in answer.caveats[0].text


def test_a_property_that_nothing_has_is_a_mistake_to_mend():
    answer = asked("ada: a@0{session_id=1}", case={"property": "sesion_id"})
    assert (answer.cases, answer.nodes) == (0, ())
    (caveat,) = answer.caveats
    assert (caveat.code, caveat.weight) == ("unseen_property", "wrong")
    assert "session_id" in caveat.text


def test_a_session_cut_by_the_period_begins_with_its_first_event_inside():
    answer = asked("ada: a@1d b@1d1m c@1d2m", **{"from": "2024-01-02T00:01:00Z"})
    assert {n.name: n.starts for n in answer.nodes} == {"b": 1, "c": 0}


def test_names_stand_from_left_to_right_where_they_mostly_happen():
    answer = asked("ada: z@0 m@1 a@2\nben: z@0 m@1 m@2 a@3\ncleo: m@0", case="actor")
    placed = sorted(answer.nodes, key=lambda n: n.layer)
    assert [(n.name, n.position, n.layer) for n in placed] == [
        ("z", 0.0, 0),
        ("m", 0.5, 1),
        ("a", 1.0, 2),
    ]


def test_an_empty_period_is_said_and_not_drawn():
    answer = asked("ada: a@0", **{"from": "2025-01-01"})
    assert (answer.cases, answer.people, answer.nodes, answer.edges) == (0, 0, (), ())
    said = {(c.code, c.weight) for c in answer.caveats}
    assert said == {("outside", "loud"), ("no_entries", "wrong")}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"case": "session"}, "case: 'session' is not one of: actor"),
        ({"case": {}}, "case: a case needs exactly one of"),
        ({"case": {"session_gap": "0m"}}, "case.session_gap: a duration must be longer"),
        ({"keep": 0}, "keep: expected a whole number from 1 on"),
        ({"keeps": 3}, "keeps: a journey map has no key 'keeps'\nDid you mean keep?"),
    ],
)
def test_what_is_not_a_map_is_refused_by_its_key(document, words):
    with pytest.raises(BadQuestion) as caught:
        parse({"kind": "journey_map", **document})
    assert words in str(caught.value)


@given(journey_maps())
def test_a_map_written_out_reads_back_the_same(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question


# -- The kernel, where small worlds do not reach


def test_bites_part_no_actor_however_large(monkeypatch):
    monkeypatch.setattr(map_kernel, "_BITE", 3)
    rows = story("""
        ada: a@0 b@1 c@2 a@3 b@4 c@5 a@6 b@7
        ben: a@0
        cleo: b@0 a@1 a@2 b@3
        dan: c@0 c@1
    """)
    actor = np.repeat(np.arange(4), [8, 1, 4, 2])
    codes = {"a": 0, "b": 1, "c": 2}
    t = np.array([(row["time"] - datetime(2024, 1, 1, tzinfo=UTC)).seconds for row in rows])
    name = np.array([codes[row["event"]] for row in rows])
    alphabet = map_kernel.Alphabet.of(range(3), names=3)
    cuts = [range(15), range(2), range(2, 6), range(6, 9), range(9, 14), range(14, 15)]
    whole, cut = (
        map_kernel.count(
            [[{"actor": actor[r], "t": t[r], "name": name[r]} for r in part]],
            alphabet,
            gap=None,
            threads=2,
        )
        for part in (cuts[:1], cuts[1:])
    )
    for tally in (whole, cut):
        assert (tally.actors, tally.opened) == (4, 4)
    assert map_kernel.names_of(whole, alphabet) == map_kernel.names_of(cut, alphabet)
    follows = [map_kernel.follows_of(tally, alphabet, threads=2) for tally in (whole, cut)]
    assert follows[0] == follows[1]
    document = {"case": "actor", "keep": "all"}
    expected = {
        (e["from"], e["to"]): e["count"] for e in slow(document, rows_of(rows), None)["edges"]
    }
    assert {("abc"[f.before], "abc"[f.after]): f.count for f in follows[0]} == expected


def rows_of(rows):
    """Return a story's rows with times in microseconds, as the oracle takes them."""
    origin = datetime(1970, 1, 1, tzinfo=UTC)
    return [{**row, "time": int((row["time"] - origin).total_seconds() * 1e6)} for row in rows]


@pytest.mark.parametrize(
    "columns",
    [
        {"actor": [1, 0], "t": [0, 0], "name": [0, 0]},
        {"actor": [0, 0], "t": [1, 0], "name": [0, 0]},
        {"actor": [0, 1, 0], "t": [0, 0, 0], "name": [0, 0, 0]},
    ],
)
def test_the_kernel_refuses_events_that_do_not_lie_sorted(columns):
    batch = {of: np.array(values) for of, values in columns.items()}
    alphabet = map_kernel.Alphabet.of([0], names=1)
    with pytest.raises(map_kernel.NotSorted):
        map_kernel.count([[batch]], alphabet, gap=None, threads=1)


def test_a_log_that_does_not_lie_sorted_is_counted_all_the_same():
    log = from_rows(story("ada: a@0 b@1 c@2\nben: a@0 c@9"))
    expected = ask({"kind": "journey_map"}, log)
    run = log.connection.execute
    run("CREATE TABLE shuffled AS SELECT * FROM seachange_events ORDER BY seq DESC").fetchall()
    run("DROP TABLE seachange_events").fetchall()
    run("ALTER TABLE shuffled RENAME TO seachange_events").fetchall()
    assert ask({"kind": "journey_map"}, log).to_json() == expected.to_json()


def test_a_life_of_more_events_than_the_table_of_steps_has_the_same_steps():
    size = 1500
    names = np.zeros(size, dtype=np.uint8)
    first, sizes = np.array([0]), np.array([size])
    steps = map_kernel._steps(names, first, sizes, shown=1)
    expected = np.bincount([place * 100 // (size - 1) for place in range(size)], minlength=101)
    assert steps.tolist() == expected.tolist()


@pytest.mark.parametrize("names", [14, 15, 254, 255])
def test_many_names_are_counted_alike_by_kernel_and_sql(monkeypatch, names):
    rows = [
        {"actor": f"p{n % 7}", "event": f"e{(n * n) % names:03d}", "time": n * 1_000_000}
        for n in range(1000)
    ]
    log = from_rows(rows)
    question = {"kind": "journey_map", "keep": "all", "case": "actor"}
    fast = ask(question, log).to_json()
    monkeypatch.setattr(DuckDB, "feeds_kernels", False)
    assert ask(question, log).to_json() == fast


# -- Published figures


def read(file, *, actor, time, event, **properties):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [
            {
                "actor": row[actor],
                "time": datetime.fromisoformat(row[time]).replace(tzinfo=UTC),
                "event": row[event],
                "properties": {name: row[column] for name, column in properties.items()},
            }
            for row in csv.DictReader(lines)
        ]


@pytest.fixture(scope="module")
def moodle():
    file = real_events("moodle", "events.csv.gz")
    log = from_rows(read(file, actor="user", time="time", event="action"))
    return ask({"kind": "journey_map", "case": {"session_gap": "900s"}}, log)


def test_the_course_of_lopez_pernas_and_saqr_has_its_published_sessions(moodle):
    """López-Pernas & Saqr (eds), Learning Analytics Methods and Tutorials, Springer 2024."""
    assert (moodle.cases, len(moodle.nodes), moodle.hidden.names) == (9560, 12, 0)
    nodes = {node.name: node for node in moodle.nodes}
    assert nodes["Course_view"].starts == 4612
    assert (nodes["Group_work"].events, nodes["Course_view"].events) == (32748, 25293)
    shares = {name: round(100 * node.cases / moodle.cases, 1) for name, node in nodes.items()}
    assert shares["Course_view"] == 85.8
    assert shares["Group_work"] == 54.6
    assert shares["Practicals"] == 25.7
    assert shares["Instructions"] == 25.2
    assert shares["Assignment"] == 23.2


def test_the_course_s_follows_are_as_published_but_for_ties_in_time(moodle):
    follows = {(e.from_, e.to): e.count for e in moodle.edges}
    assert follows["Course_view", "Group_work"] == pytest.approx(6416, abs=15)
    assert follows["Group_work", "Group_work"] == pytest.approx(22060, abs=15)


def test_the_shop_s_sessions_with_a_purchase_are_as_published():
    """Retentioneering's ecom log: 470 of 3,605 sessions with a purchase."""
    file = real_events("ecom", "events.csv.gz")
    rows = read(file, actor="user_id", time="timestamp", event="event", session="session_id")
    answer = ask(
        {"kind": "journey_map", "case": {"property": "session"}, "keep": "all"}, from_rows(rows)
    )
    assert answer.cases == 3605
    assert {n.name: n.cases for n in answer.nodes}["purchase"] == 470
