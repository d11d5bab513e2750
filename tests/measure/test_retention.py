"""Whether retention is counted as its page says."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.statistics.proportions import clustered_share, share
from tests.measure.logs import moments, worlds
from tests.measure.oracle.retention import retention as slow
from tests.measure.questions import retentions
from tests.shared import published
from tests.story import moment, story

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))


def steps(overall):
    return [{key: getattr(step, key) for key in ("k", "people", "kept")} for step in overall]


def counts(answer):
    """Return what the oracle counts, too."""
    return {
        "people": answer.people,
        "pending": answer.pending,
        "actors": answer.actors,
        "cohorts": [
            {"period": c.period, "people": c.people, "kept": list(c.kept), "partial": c.partial}
            for c in answer.cohorts
        ],
        "overall": steps(answer.overall),
        "breakdown": [{"value": g.value, "overall": steps(g.overall)} for g in answer.breakdown],
    }


@given(worlds(), retentions(), moments())
def test_retention_is_what_the_slow_count_says(rows, document, as_of):
    log = from_rows(rows)
    assert counts(ask(document, log, as_of=as_of)) == slow(document, rows, as_of)
    log.close()


@FEW
@given(rows=worlds(), document=retentions(), as_of=moments())
def test_every_engine_counts_the_same_retention(log_on, rows, document, as_of):
    assert counts(ask(document, log_on(rows), as_of=as_of)) == slow(document, rows, as_of)


VISITS = """
    ada:  sign_up@0  visit@1d visit@8d visit@15d
    ben:  sign_up@3d           visit@9d
    cleo: visit@0    sign_up@8d
"""
QUESTION = {"kind": "retention", "of": "sign_up", "did": "visit", "period": "week"}


def asked(text=VISITS, as_of="21d", **more):
    return ask({**QUESTION, **more}, from_rows(story(text)), as_of=moment(as_of))


def test_a_cohort_is_followed_from_period_to_period_until_they_are_not_over():
    answer = asked()
    assert [(c.period, c.people, c.kept) for c in answer.cohorts] == [
        ("2024-W01", 2, (1, 2, 1)),
        ("2024-W02", 1, (0, 0, None)),
        ("2024-W03", 0, (0, None, None)),
        ("2024-W04", 0, (None, None, None)),
    ]
    assert answer.cohorts[0].share[1] == share(2, people=2)
    assert answer.cohorts[1].share[2] is None
    assert answer.cohorts[2].share[0] == Unknown("nobody was there to do it")


def test_all_cohorts_whose_period_is_over_are_taken_together():
    answer = asked()
    assert steps(answer.overall) == [
        {"k": 0, "people": 3, "kept": 1},
        {"k": 1, "people": 3, "kept": 2},
        {"k": 2, "people": 2, "kept": 1},
    ]
    assert answer.overall[1].estimate == share(2, people=3)


def test_a_cohort_still_filling_is_pending():
    answer = asked(as_of="9d")
    assert (answer.people, answer.pending) == (2, 1)
    assert answer.cohorts[1].partial


def test_what_came_before_the_entry_keeps_nobody():
    assert asked("ada: visit@0 sign_up@1d", as_of="8d").cohorts[0].kept == (0,)


def test_the_entry_itself_counts_at_zero():
    answer = asked("ada: visit@0\nben: visit@1d visit@9d", of="visit", as_of="14d")
    assert answer.cohorts[0].kept == (2, 1)


def test_in_windows_of_days_everybody_has_their_own_calendar():
    answer = asked("ada: sign_up@6d visit@7d visit@13d", days=7, as_of="28d")
    # By the calendar both visits lie in the second week; for Ada one is in her first.
    assert answer.cohorts[0].kept == (1, 1, 0)
    assert asked("ada: sign_up@6d visit@7d visit@13d", as_of="14d").cohorts[0].kept == (0, 1)


def test_a_window_of_days_is_over_when_it_is_for_whoever_might_come_last():
    assert asked("ada: sign_up@0 visit@0", days=7, as_of="13d").cohorts[0].kept == ()
    assert asked("ada: sign_up@0 visit@0", days=7, as_of="14d").cohorts[0].kept == (1,)


def test_one_actor_may_be_in_several_recurring_cohorts():
    answer = asked("ada: visit@0 visit@8d\nben: visit@0", of="visit", mode="recurring")
    assert [(c.people, c.kept) for c in answer.cohorts[:2]] == [(2, (2, 1, 0)), (1, (1, 0, None))]
    assert (answer.people, answer.actors) == (3, 2)
    assert answer.overall[1].estimate == clustered_share(
        sum_did=1, sum_entries=3, actors=2, sum_did2=1, sum_did_entries=2, sum_entries2=5
    )


def test_no_more_periods_are_shown_than_wanted():
    assert [step.k for step in asked(as_of="300d", most=3).overall] == [0, 1, 2]
    assert len(asked(as_of="300d").overall) == 12


def test_a_published_case_comes_out():
    cases = json.loads(published("funnel_cases.json").read_text())["cases"]
    case = next(c for c in cases if c["kind"] == "retention")
    rows = [{**e, "time": datetime.fromisoformat(e["time"])} for e in case["events"]]
    document = {
        "kind": "retention",
        "of": case["target"],
        "did": case["returning"],
        "period": case["period"],
        "mode": case["mode"].split()[0],
        "from": case["cohorts_from"],
        "most": case["intervals"],
        "to": "2020-06-21",
    }
    answer = ask(document, from_rows(rows), as_of=datetime(2020, 6, 21, tzinfo=UTC))
    found = [[n for n in cohort.kept if n is not None] for cohort in answer.cohorts]
    assert found == case["expect"]["matrix"]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"period": "year"}, "period"),
        ({"mode": "last"}, "mode"),
        ({"days": 0}, "days"),
        ({"most": 0}, "most"),
        ({"most": 100_000}, "most"),
        ({"days": 7, "mode": "recurring"}, "days"),
        ({"weeks": 2}, "weeks"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(wrong, place):
    with pytest.raises(BadQuestion) as caught:
        parse({**QUESTION, **wrong})
    assert caught.value.place == place


@given(retentions())
def test_a_retention_reads_back_as_it_is_written(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question
