"""Whether NDJSON is read as senders write it, key by key and line by line."""

from __future__ import annotations

import gzip
import json

import pytest

from seachange.events.sources.open import open_log
from tests.events.contents import adds_up, told
from tests.events.sources.test_delimited import left_out, opened

ADA = {"user": "ada", "time": "2024-01-01T00:00:00Z", "event": "visit"}


def lines(*objects):
    return "".join(json.dumps(each) + "\n" for each in objects)


def test_an_event_as_segment_sends_it(tmp_path):
    sent = {
        "messageId": "m1",
        "anonymousId": "a1",
        "userId": "ada",
        "type": "track",
        "event": "Order Completed",
        "properties": {"total": 27.5, "products": [{"sku": "1"}], "first": True, "coupon": None},
        "context": {"ip": "127.0.0.1", "library": {"name": "analytics.js"}},
        "timestamp": "2024-02-01T10:00:00.123Z",
        "receivedAt": "2024-02-01T10:00:05Z",
    }
    log = opened(tmp_path / "a.ndjson", lines(sent, sent))
    (event,) = told(log)
    assert (event["actor"], event["name"]) == ("ada", "Order Completed")
    assert event["received"] - event["t"] == 4_877_000
    assert event["properties"] == {
        "anonymousId": "a1",
        "type": "track",
        "total": "27.5",
        "first": "true",
        "products": '[{"sku":"1"}]',
        "context": '{"ip":"127.0.0.1","library":{"name":"analytics.js"}}',
    }
    assert log.intake.duplicates == 1


def test_an_event_as_posthog_sends_it(tmp_path):
    sent = {
        "uuid": "u1",
        "distinct_id": "ada",
        "event": "$pageview",
        "timestamp": "2024-02-01T10:00:00+00:00",
        "properties": {"$browser": "Firefox", "event": "inner", "a.b/c~d'e\"f": 1},
    }
    (event,) = told(opened(tmp_path / "a.jsonl", lines(sent)))
    assert (event["actor"], event["name"]) == ("ada", "$pageview")
    assert event["properties"] == {
        "$browser": "Firefox",
        "properties.event": "inner",
        "a.b/c~d'e\"f": "1",
    }


@pytest.mark.parametrize("gzipped", [False, True])
def test_broken_lines_are_set_aside_and_blank_ones_are_no_rows(tmp_path, gzipped):
    text = (
        lines(ADA).encode()
        + b"\n  \n"
        + b'{"user": "ben", \n'
        + b"[1, 2]\n"
        + b'{"user": "caf\xe9"}\n'
        + b'{"user": "ben", "time": "2024-01-01T00:00:00Z"}\r\n'
        + lines({**ADA, "user": "ben"}).encode().strip()
    )
    name = "a.ndjson.gz" if gzipped else "a.ndjson"
    log = opened(tmp_path / name, gzip.compress(text) if gzipped else text)
    assert left_out(log) == [
        (4, "not JSON"),
        (5, "JSON, but not an object"),
        (6, "not JSON"),
        (7, "no event name"),
    ]
    assert [event["actor"] for event in told(log)] == ["ada", "ben"]


def test_keys_that_differ_only_in_case_are_two(tmp_path):
    (event,) = told(opened(tmp_path / "a.ndjson", lines({**ADA, "Plan": "x", "plan": "y"})))
    assert event["properties"] == {"Plan": "x", "plan": "y"}


def test_numbers_of_seconds_and_milliseconds_are_told_by_their_size(tmp_path):
    seconds = opened(tmp_path / "s.ndjson", lines({**ADA, "time": 1704067200.25}))
    millis = opened(tmp_path / "m.ndjson", lines({**ADA, "time": 1704067200250}))
    assert seconds.first == millis.first == 1704067200_250_000
    assert "time: seconds since 1970 UTC" in seconds.intake.notes
    assert "time: milliseconds since 1970 UTC" in millis.intake.notes


def test_keys_that_are_ids_do_not_become_a_million_columns(tmp_path):
    many = [{**ADA, f"k{n:04}": 1, "often": 1} for n in range(700)]
    log = opened(tmp_path / "a.ndjson", lines(*many))
    assert len(log.properties) == 500
    assert "often" in log.properties
    assert any("500 of 701" in note for note in log.intake.notes)
    chosen = open_log(str(tmp_path / "a.ndjson"), properties=["k0699"])
    assert list(chosen.properties) == ["k0699"]
    assert adds_up(chosen)


def test_a_file_without_an_ending_is_known_by_how_it_begins(tmp_path):
    assert opened(tmp_path / "export", lines(ADA)).actors == 1
