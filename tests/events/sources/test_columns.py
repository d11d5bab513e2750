"""Whether columns are guessed only where there is one guess, and asked for where there is not."""

from __future__ import annotations

import pytest

from seachange.errors import BadMapping
from seachange.events.sources.columns import settle


def settled(*there, **named):
    return settle(there, named, place="log.csv")


def parts(columns):
    return (columns.actor, columns.time, columns.event, columns.id, columns.account)


# How exports of well-known senders and collections name their columns.
KNOWN = {
    "our own": (
        "id,actor,time,event,account,received,plan",
        ("actor", "time", "event", "id", "account"),
    ),
    "a web shop": (
        "user_id,session_id,event,timestamp,platform",
        ("user_id", "timestamp", "event", None, None),
    ),
    "a course": ("user,time,event_name,component", ("user", "time", "event_name", None, None)),
    "PostHog": (
        "uuid,event,properties,timestamp,distinct_id,elements_chain,created_at",
        ("distinct_id", "timestamp", "event", "uuid", None),
    ),
    "Segment": (
        "messageId,anonymousId,userId,event,type,context,timestamp,receivedAt,sentAt",
        ("userId", "timestamp", "event", "messageId", None),
    ),
    "Mixpanel": (
        "event,time,distinct_id,$insert_id,$city",
        ("distinct_id", "time", "event", "$insert_id", None),
    ),
    "XES": (
        "case:concept:name,concept:name,org:resource,time:timestamp,lifecycle:transition",
        ("case:concept:name", "time:timestamp", "concept:name", None, None),
    ),
    "a ticket system": (
        "Case ID,Activity,Start Timestamp,Company",
        ("Case ID", "Start Timestamp", "Activity", None, "Company"),
    ),
}


@pytest.mark.parametrize("sender", KNOWN)
def test_the_columns_of_known_senders_are_guessed(sender):
    header, expected = KNOWN[sender]
    assert parts(settled(*header.split(","))) == expected


def test_what_was_guessed_is_said_unless_it_goes_without_saying():
    columns = settled("actor", "ts", "event", "plan")
    assert columns.notes == ("time = ts (guessed)",)
    assert columns.guessed == {"actor", "time", "event"}


def test_two_equally_good_guesses_are_a_question():
    with pytest.raises(BadMapping, match="user_id, distinct_id") as told:
        settled("user_id", "distinct_id", "time", "event")
    assert "--actor user_id" in told.value.remedy
    columns = settled("user_id", "distinct_id", "time", "event", actor="distinct_id")
    assert columns.actor == "distinct_id"
    assert columns.properties == ("user_id",)


def test_two_accounts_are_no_reason_to_ask_for_there_need_be_none():
    assert settled("user", "time", "event", "org", "company").account is None


def test_a_named_column_is_taken_and_none_is_guessed_where_none_is_wanted():
    columns = settled("id", "user", "time", "event", id="", actor="id")
    assert parts(columns) == ("id", "time", "event", None, None)
    assert settled("id", "user", "time", "event", id=None).id == "id"


def test_one_column_may_play_two_parts_when_somebody_says_so():
    columns = settled("who", "time", "event", actor="who", account="who")
    assert (columns.actor, columns.account) == ("who", "who")


def test_a_column_of_times_is_found_by_what_is_in_it_when_its_name_says_nothing():
    columns = settle(("user", "wann", "event"), {}, place="log.csv", timed=lambda: ["wann"])
    assert columns.time == "wann"
    with pytest.raises(BadMapping, match="could be any of: a, b"):
        settle(("user", "a", "b", "event"), {}, place="log.csv", timed=lambda: ["a", "b"])


def test_a_file_whose_line_of_names_is_missing_is_told_so():
    with pytest.raises(BadMapping) as told:
        settled("ada", "2024-01-01T00:00:00Z", "visit")
    assert "The first line must name the columns" in told.value.remedy


@pytest.mark.parametrize("part", ["actor", "time", "event", "id", "account", "received", "case"])
def test_a_column_that_is_not_there_is_refused_with_the_nearest(part):
    with pytest.raises(BadMapping, match=f"'users' to be the {part}") as told:
        settled("user", "time", "event", **{part: "users"})
    assert "Did you mean user?" in told.value.remedy


def test_a_property_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(BadMapping, match="'plans' to be a property") as told:
        settled("user", "time", "event", "plan", properties=["plans"])
    assert "Did you mean plan?" in told.value.remedy


def test_a_message_shows_columns_so_that_a_terminal_survives_it():
    with pytest.raises(BadMapping) as told:
        settled("\x1b[31mred", "x" * 500, *map(str, range(100)))
    assert "\x1b" not in str(told.value)
    assert len(told.value.what) < 500
    assert "and 62 more" in told.value.what
