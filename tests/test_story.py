"""Whether a story says what it means."""

from datetime import UTC, datetime

import pytest

from tests.story import START, moment, story


def test_a_story_becomes_events_in_the_order_they_are_told():
    events = story("""
        ada/acme: visit@0 "Add to cart"@1h30m{plan=pro, seats=3, trial=true, code="007"}
        ben: sign_up@2   # nobody's account
    """)
    assert [(e["actor"], e["event"]) for e in events] == [
        ("ada", "visit"),
        ("ada", "Add to cart"),
        ("ben", "sign_up"),
    ]
    assert events[1] == {
        "actor": "ada",
        "account": "acme",
        "time": datetime(2024, 1, 1, 1, 30, tzinfo=UTC),
        "event": "Add to cart",
        "properties": {"plan": "pro", "seats": 3, "trial": True, "code": "007"},
    }


def test_an_event_may_have_an_id_and_a_time_of_arrival():
    (event,) = story("ada: visit@0{id=m1, received=2h, page=home}")
    assert event["id"] == "m1"
    assert event["received"] == datetime(2024, 1, 1, 2, tzinfo=UTC)
    assert event["properties"] == {"page": "home"}


def test_times_may_have_units_a_sign_or_a_zone():
    assert (moment("1d12h") - START).total_seconds() == 36 * 3600
    assert (moment("-90s") - START).total_seconds() == -90
    assert moment("2024-03-31T03:30+02:00") == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("told", ["ada: visit", "ada visit@1", "ada: visit@soon", "ada: a@1{b}"])
def test_what_is_not_a_story_is_refused(told):
    with pytest.raises(ValueError):
        story(told)
