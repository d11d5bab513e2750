"""Whether a question about accounts or days that a log does not hold is told so."""

from __future__ import annotations

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from tests.story import moment, story

QUESTION = {"kind": "share", "of": "visit", "did": "buy", "within": "7 days"}


def caveats(text, **more):
    """Return the weight and the text of each caveat, by its code."""
    answer = ask({**QUESTION, **more}, from_rows(story(text)), as_of=moment("30d"))
    return {c.code: (c.weight, c.text) for c in answer.caveats}


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"unit": "account"}, "unit: "),
        ({"population": {"account_where": {"plan": "pro"}}}, "population.account_where: "),
        ({"by": {"account": "plan"}}, "by: "),
    ],
)
def test_accounts_asked_of_a_log_without_any_are_no_zero_but_to_be_mended(more, key):
    weight, text = caveats("ada: visit@0{plan=pro} buy@1", **more)["unseen_account"]
    assert weight == "wrong"
    assert text.startswith(key)
    assert "--account" in text


def test_accounts_that_people_are_compared_within_are_named_by_their_own_key():
    question = {"kind": "drivers", "step": "visit", "target": "buy", "within": "7 days"}
    log = from_rows(story("ada: visit@0{plan=pro} buy@1"))
    answer = ask({**question, "segments": [{"account": "plan"}]}, log, as_of=moment("30d"))
    (caveat,) = [c for c in answer.caveats if c.code == "unseen_account"]
    assert caveat.text.startswith("segments: the log does not say to which account")


def test_events_without_an_account_are_counted_when_accounts_are(log_on):
    log = log_on(story("ada/acme: visit@0 buy@1\nben: visit@0 help@1"))
    answer = ask({**QUESTION, "unit": "account"}, log, as_of=moment("30d"))
    told = {c.code: (c.weight, c.text) for c in answer.caveats}["without_account"]
    assert told[0] == "loud"
    assert told[1].startswith("1 of the 3 events asked about (33.3%) name no account")
    assert "without_account" not in caveats("ada/acme: visit@0\nben/bolt: visit@0", unit="account")


@pytest.mark.parametrize("period", [{"from": "2024-03-01"}, {"to": "2024-01-01"}])
def test_a_period_without_any_event_is_told_with_the_days_there_are(period):
    weight, text = caveats("ada: visit@0 buy@1d", **period)["outside"]
    assert weight == "loud"
    assert "from 2024-01-01T00:00:00Z to 2024-01-02T00:00:00Z" in text


def test_one_clock_in_the_future_is_told_where_no_moment_is_asked_of():
    log = from_rows(story("ada: visit@0 buy@1\nben: visit@2d\ncleo: help@2124-01-01"))
    assert [c.code for c in ask(QUESTION, log).caveats if c.weight == "loud"] == ["lonely_newest"]
    told = ask(QUESTION, log, as_of=moment("30d"))
    assert "lonely_newest" not in {c.code for c in told.caveats}
    late = from_rows(story("ada: visit@0\nben: visit@500d help@500d buy@501d"))
    assert "lonely_newest" not in {c.code for c in ask(QUESTION, late).caveats}


def test_a_moment_a_year_and_more_after_the_newest_event_is_told():
    log = from_rows(story("ada: visit@0"))

    def codes(as_of):
        return {c.code for c in ask(QUESTION, log, as_of=moment(as_of)).caveats}

    assert "beyond" in codes("2034-01-01")
    assert "beyond" not in codes("2025-01-01")


def test_a_moment_before_the_first_event_is_told():
    log = from_rows(story("ada: visit@0 buy@1"))
    (told,) = [
        c for c in ask(QUESTION, log, as_of=moment("2004-01-01")).caveats if c.code == "before"
    ]
    assert told.weight == "loud"
    assert told.text.startswith("as_of: the log begins on 2024-01-01, after 2004-01-01")
    first = ask(QUESTION, log, as_of=moment("2024-01-01")).caveats
    assert "before" not in {c.code for c in first}


def test_nothing_is_said_of_a_period_that_the_log_reaches_into():
    assert "outside" not in caveats("ada: visit@0 buy@1d", **{"from": "2024-01-02"})
