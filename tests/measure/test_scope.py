"""Whom a question is about, and what of the log it may read, on every engine."""

from __future__ import annotations

import pytest

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.measure.ask import ask, parse
from seachange.measure.questions.scope import Scope
from tests.story import moment, story

QUESTION = {"kind": "share", "of": "sign_up", "did": "buy", "within": "1 day"}


def entered(log, as_of="30d", **more):
    """Return how many entered, and of those judged how many did it."""
    answer = ask({**QUESTION, **more}, log, as_of=moment(as_of))
    return answer.people + answer.pending, answer.did


def test_what_one_must_have_done_before_must_lie_before_in_time(log_on):
    log = log_on(
        story("""
            ada:  visit@0 sign_up@1d
            ben:  visit@1d sign_up@1d
            cleo: sign_up@1d visit@2d
        """)
    )
    assert entered(log, population={"did": "visit"}) == (1, 0)
    assert entered(log, population={"not": "visit"}) == (2, 0)


def test_the_population_is_judged_at_the_first_entry_and_not_at_the_first_that_fits(log_on):
    log = log_on(story("ada: sign_up@0 visit@1d sign_up@2d"))
    assert entered(log, population={"did": "visit"}) == (0, 0)
    assert entered(log, population={"did": "visit"}, entry="every") == (1, 0)


def test_an_actor_is_what_the_latest_event_up_to_the_entry_said(log_on):
    log = log_on(
        story("""
            ada:  visit@0{plan=free} sign_up@1d            visit@2d{plan=pro}
            ben:  visit@0{plan=free} sign_up@1d{plan=pro}
            cleo: sign_up@1d visit@1d{plan=pro}
            dora: visit@0{plan=pro} visit@1h{plan=free} sign_up@1d
            eve:  visit@1d{plan=free} visit@1d{plan=pro} sign_up@1d
        """)
    )
    # Ben and Cleo at the entry's own instant; of two events at once the later arrived counts.
    assert entered(log, population={"where": {"plan": "pro"}}) == (3, 0)
    assert entered(log, population={"where": {"plan": {"not": "free"}}}) == (3, 0)
    assert entered(log, population={"where": {"plan": ["pro", "free"]}}) == (5, 0)


def test_an_account_is_what_the_latest_event_of_any_of_its_people_said(log_on):
    log = log_on(
        story("""
            ada/acme:  visit@0{seats=5}
            ben/acme:  sign_up@1d
            cleo/acme: visit@2d{seats=50}
            dora/bolt: sign_up@1d
            eve:       sign_up@1d{seats=5}
        """)
    )
    assert entered(log, population={"account_where": {"seats": {"<=": 5}}}) == (1, 0)
    assert entered(log, population={"account_where": {"seats": {"is_set": False}}}) == (2, 0)


def test_an_account_enters_once_and_any_of_its_people_may_follow(log_on):
    log = log_on(
        story("""
            ada/acme: sign_up@0
            ben/acme: sign_up@1h buy@2h
            eve:      sign_up@0 buy@1h
        """)
    )
    assert entered(log, unit="account") == (1, 1)
    assert entered(log, unit="account", population={"did": "sign_up"}, entry="every") == (1, 1)


def test_nothing_that_happened_or_arrived_later_is_read(log_on):
    log = log_on(
        story("""
            ada:  sign_up@0{received=0}   buy@1h{received=9d}
            ben:  sign_up@0{received=9d}  buy@1h{received=1h}
            cleo: sign_up@0{received=0}   buy@1h
            dora: sign_up@6d{received=6d}
        """)
    )
    assert entered(log, as_of="5d") == (2, 1)
    assert entered(log, as_of="9d") == (4, 3)


def test_the_moment_of_asking_is_the_newest_arrival_unless_said_otherwise(log_on):
    log = log_on(story("ada: sign_up@0{received=3d} buy@2d{received=2d}"))
    assert ask(QUESTION, log).as_of == "2024-01-04T00:00:00Z"
    assert ask(QUESTION, log_on(story("ada: sign_up@1d"))).as_of == "2024-01-02T00:00:00Z"


def test_from_is_inside_and_to_is_outside(log_on):
    log = log_on(story("ada: sign_up@1d\nben: sign_up@2d\ncleo: sign_up@3d"))
    assert entered(log, **{"from": "2024-01-02", "to": "2024-01-04"}) == (2, 0)


@pytest.mark.parametrize(
    ("wrong", "place", "words"),
    [
        ({"from": "2024-01-02", "to": "2024-01-02"}, "to", "the period is empty"),
        ({"from": "soon"}, "from", "is not a date"),
        ({"timezone": "../etc/passwd"}, "timezone", "is not a time zone"),
        ({"timezone": ""}, "timezone", "expected a text"),
        ({"unit": "team"}, "unit", "is not one of: actor, account"),
        ({"population": {"had": "x"}}, "population.had", "has no key"),
        ({"population": {"where": {"x": {">": "y"}}}}, "population.where.x.>", "a number"),
    ],
)
def test_what_is_no_scope_is_refused_with_its_place(wrong, place, words):
    with pytest.raises(BadQuestion) as caught:
        parse({**QUESTION, **wrong})
    assert caught.value.place == place
    assert words in str(caught.value)


def test_a_place_is_counted_from_the_document_that_the_question_stands_in():
    document = {**QUESTION, "from": "2024-02-01", "to": "2024-01-01"}
    with pytest.raises(BadQuestion) as caught:
        parse(Field(document, ("questions", 1)))
    assert caught.value.place == "questions[2].to"


def test_a_scope_needs_moments_with_a_zone():
    with pytest.raises(BadQuestion, match="with a zone"):
        Scope(start=moment("0").replace(tzinfo=None))
