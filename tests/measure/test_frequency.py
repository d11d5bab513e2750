"""Whether a frequency is counted as its page says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.statistics.means import mean, ratio
from seachange.measure.statistics.proportions import clustered_share, share
from tests.measure.logs import moments, worlds
from tests.measure.oracle.frequency import frequency as slow
from tests.measure.questions import frequencies
from tests.story import moment, story

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))
OF_PERIOD = ("period", "people", "did", "events", "partial")
OF_GROUP = ("value", "people", "did", "events", "pending")


def counts(answer):
    """Return what the oracle counts, too."""
    whole = ("people", "did", "events", "pending", "active_periods")
    return {
        **{key: getattr(answer, key) for key in whole},
        "series": [{key: getattr(p, key) for key in OF_PERIOD} for p in answer.series],
        "breakdown": [{key: getattr(g, key) for key in OF_GROUP} for g in answer.breakdown],
    }


@given(worlds(), frequencies(), moments())
def test_a_frequency_is_what_the_slow_count_says(rows, document, as_of):
    log = from_rows(rows)
    assert counts(ask(document, log, as_of=as_of)) == slow(document, rows, as_of)
    log.close()


@FEW
@given(rows=worlds(), document=frequencies(), as_of=moments())
def test_every_engine_counts_the_same_frequency(log_on, rows, document, as_of):
    assert counts(ask(document, log_on(rows), as_of=as_of)) == slow(document, rows, as_of)


CALLS = """
    ada:  login@0 call@1d call@2d  login@8d  login@15d call@15d
    ben:  login@1d                 login@9d call@9d
    cleo: call@3d
    dan:  login@16d
"""
QUESTION = {"kind": "frequency", "did": "call", "active": "login", "period": "week"}


def asked(as_of="17d", text=CALLS, **more):
    return ask({**QUESTION, **more}, from_rows(story(text)), as_of=moment(as_of))


def test_events_are_counted_for_each_active_person_and_those_of_others_are_not():
    answer = asked()
    assert [(p.people, p.did, p.events) for p in answer.series] == [(2, 1, 2), (2, 1, 1), (2, 1, 1)]
    assert [p.partial for p in answer.series] == [False, False, True]
    assert answer.series[0].estimate == mean(2, total=2, total_squares=4, least=0.0)


def test_the_estimate_is_over_whole_periods_with_people_as_the_sample():
    answer = asked()
    assert (answer.people, answer.pending, answer.events, answer.active_periods) == (2, 1, 3, 4)
    # Ada 2 calls in 2 weeks, Ben 1 in 2.
    assert answer.estimate == ratio(2, sum_y=3, sum_x=4, sum_yy=5, sum_xx=8, sum_xy=6, least=0.0)


def test_the_share_of_active_people_counts_each_once_a_period():
    answer = asked(measure="share_active")
    assert answer.series[0].estimate == share(1, people=2)
    assert answer.estimate == clustered_share(
        sum_did=2, sum_entries=4, actors=2, sum_did2=2, sum_did_entries=4, sum_entries2=8
    )


def test_active_is_who_did_anything_unless_said_otherwise():
    answer = ask(
        {"kind": "frequency", "did": "call", "period": "week"},
        from_rows(story(CALLS)),
        as_of=moment("17d"),
    )
    assert answer.series[0].people == 3
    assert answer.question["active"] == {"any_event": True}


def test_a_period_that_the_question_cuts_is_left_out_of_the_estimate():
    cut = asked(**{"from": "2024-01-03", "to": "2024-01-15"})
    assert [(p.period, p.partial) for p in cut.series] == [("2024-W02", False)]
    early = asked(**{"from": "2024-01-02", "to": "2024-01-15"})
    assert [(p.period, p.people, p.partial) for p in early.series] == [
        ("2024-W01", 1, True),
        ("2024-W02", 2, False),
    ]
    assert early.active_periods == 2


def test_a_period_in_which_nobody_was_active_is_unknown():
    answer = asked(text="ada: login@0 call@1\nben: login@15d", as_of="30d")
    assert answer.series[1].estimate == Unknown("nobody was active")


def test_nothing_is_known_before_a_period_is_over():
    answer = asked(as_of="5d")
    assert answer.estimate == Unknown("no week is over and whole yet")
    assert (answer.people, answer.pending) == (0, 2)


def test_an_empty_log_is_unknown():
    answer = asked(text="")
    assert (answer.people, answer.series) == (0, ())
    assert answer.estimate == Unknown("nobody was active")


def test_an_account_is_active_once_whoever_of_its_people_is():
    answer = asked(text="ada/acme: login@0 call@1\nben/acme: login@2 call@3", unit="account")
    assert (answer.series[0].people, answer.series[0].events) == (1, 2)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"period": "year"}, "period"),
        ({"measure": "per_day"}, "measure"),
        ({"activ": "login"}, "activ"),
        ({"did": {"any": []}}, "did.any"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(wrong, place):
    with pytest.raises(BadQuestion) as caught:
        parse({**QUESTION, **wrong})
    assert caught.value.place == place


def test_a_frequency_needs_a_deed():
    with pytest.raises(BadQuestion, match="a frequency needs `did`"):
        parse({"kind": "frequency"})


@given(frequencies())
def test_a_frequency_reads_back_as_it_is_written(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question
