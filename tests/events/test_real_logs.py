"""Whether real logs open as they are, with the rows that their publishers count."""

from __future__ import annotations

import pytest

from seachange.events.sources.open import open_log
from tests.events.contents import told
from tests.shared import real_events


@pytest.mark.parametrize("name", ["events.csv.gz", "events.parquet"])
def test_a_university_course(name):
    log = open_log(str(real_events("moodle", name)))
    assert (log.intake.events, log.intake.set_aside, log.actors) == (95_626, 0, 130)
    assert "actor = user (guessed)" in log.intake.notes
    assert len(log.names) == 27
    log.close()
    actions = open_log(str(real_events("moodle", name)), event="action")
    assert len(actions.names) == 12
    query = "SELECT name, COUNT(*) FROM seachange_events GROUP BY name"
    counted = dict(actions.connection.execute(query).fetchall())
    group_work, course_view = (actions.names[name] for name in ("Group_work", "Course_view"))
    assert (counted[group_work], counted[course_view]) == (32_748, 25_293)


def test_a_university_course_is_the_same_log_as_csv_and_as_parquet():
    csv, parquet = (
        open_log(str(real_events("moodle", name)), event="action")
        for name in ("events.csv.gz", "events.parquet")
    )
    assert told(csv) == told(parquet)
    assert (csv.names, csv.first, csv.last) == (parquet.names, parquet.first, parquet.last)


def test_an_online_shop():
    log = open_log(str(real_events("ecom", "events.csv.gz")))
    assert (log.intake.events, log.actors, len(log.names)) == (31_106, 600, 19)
    assert set(log.intake.notes) == {
        "actor = user_id (guessed)",
        "time = timestamp (guessed)",
        "timestamp: times without zone, read as UTC",
    }
    sessions = {event["properties"]["session_id"] for event in told(log)}
    assert len(sessions) == 3_605
