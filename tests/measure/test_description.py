"""Whether a log is described as it is, and what looks wrong in it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answering.tracking import Days
from seachange.measure.answers import plain
from seachange.measure.ask import ask, parse
from tests.measure.logs import moments, worlds
from tests.measure.oracle.description import description as slow
from tests.measure.oracle.description import repeats, steps_back
from tests.story import START, moment, story

FEW = settings(max_examples=max(2, settings.default.max_examples // 5))
QUESTION = {"kind": "description"}


def described(rows, as_of=None):
    return ask(QUESTION, from_rows(rows), as_of=as_of)


def counts(answer, expected):
    """Return of an answer what the oracle tells, too."""
    return {key: plain(getattr(answer, key)) for key in expected}


def remark(answer, code):
    """Return the text of the one caveat of that code, or nothing."""
    texts = [c.text for c in answer.caveats if c.code == code]
    assert len(texts) < 2
    return texts[0] if texts else None


def check(answer, rows, as_of):
    expected = slow(rows, as_of)
    assert counts(answer, expected) == expected
    assert sum(e.events for e in answer.series) == answer.events
    again = repeats(rows, as_of)
    said = remark(answer, "repeats") or "none"
    assert said.startswith(f"Repeated: {again:,} event" if again else "none")
    steps, back, jumps = steps_back(rows, as_of)
    assert (remark(answer, "newest_first") is not None) is (back * 2 > steps)
    if back * 2 <= steps:
        jumped = remark(answer, "clock_jumps") or "0 of"
        assert jumped.startswith(f"{jumps:,} of {steps:,}" if jumps else "0 of")


@given(worlds(), moments())
def test_a_description_is_what_the_slow_count_says(rows, as_of):
    check(described(rows, as_of), rows, as_of)


@FEW
@given(rows=worlds(), as_of=moments())
def test_every_engine_describes_alike(log_on, rows, as_of):
    answer = ask(QUESTION, log_on(rows), as_of=as_of)
    check(answer, rows, as_of)
    ours = described(rows, as_of)
    told = [c for c in answer.caveats if c.code not in ("naive_times", "set_aside")]
    assert told == list(ours.caveats)


# -- What looks wrong, in small worlds


def every(span, event, count, *, actor="ada", start=START, **more):
    """Return an actor's events at a steady pace."""
    return [
        {"actor": actor, "event": event, "time": start + span * n, **more} for n in range(count)
    ]


def test_an_empty_log_is_said_to_be_empty():
    answer = described([])
    assert (answer.events, answer.first, answer.per_day, answer.series) == (0, None, None, ())
    assert [(c.code, c.weight) for c in answer.caveats] == [("no_events", "wrong")]


def test_a_tidy_log_gives_no_cause_for_remarks():
    rows = story("ada: visit@0 buy@1h\nben: visit@1d buy@1d3h\ncleo: visit@2d")
    assert described(rows).caveats == ()


def test_ids_met_twice_are_told_as_the_source_counted_them():
    rows = story("ada: visit@0{id=m1} visit@0{id=m1} buy@1{id=m2}")
    assert remark(described(rows), "duplicates").startswith("1 of 3 rows (33.33%)")


def test_events_after_the_moment_of_asking_are_counted_and_not_read():
    answer = described(story("ada: a@0{received=0} b@1d{received=1d} c@900d{received=1d}"))
    assert answer.events == 2
    assert "Not read: 1 event after" in remark(answer, "future")
    assert "2026-06-19" in remark(answer, "future")


def test_events_received_before_they_happened_are_told_with_the_largest_lead():
    answer = described(story("ada: a@0{received=0} b@2h{received=10m} c@1d{received=1d}"))
    assert "1 event happened more than a minute after they were received, by up to" in remark(
        answer, "ahead_of_arrival"
    )


def test_times_far_from_all_others_are_told_and_where_the_others_end():
    rows = every(timedelta(hours=1), "a", 300) + story("ben: a@1970-01-01 a@2031-01-01")
    answer = described(rows, moment("2032-01-01"))
    early, late = (c.text for c in answer.caveats if c.code == "far_away")
    assert "Far before all the others, which begin on 2024-01-01: 1 event" in early
    assert "the furthest on 1970-01-01" in early
    assert "which end on 2024-01-13: 1 event, the furthest on 2031-01-01" in late


def test_rows_from_new_to_old_are_told_since_ties_follow_their_order():
    assert "100% of steps" in remark(described(story("ada: c@3 b@2 a@1")), "newest_first")


def test_a_clock_set_back_is_told():
    answer = described(story("ada: a@0 b@1d c@2d d@1d2h e@3d"))
    assert remark(answer, "clock_jumps").startswith("1 of 4 times")
    assert "by up to 22 hours, for 1 actor." in remark(answer, "clock_jumps")


def test_ids_that_stand_for_anybody_are_told():
    rows = story("ada: a@0\nNULL: a@0 a@1\nundefined: a@2")
    said = remark(described(rows), "nobody")
    assert "3 events (75.0%) by 'NULL' (2), 'undefined' (1)" in said


def test_somebody_may_be_number_0_but_not_with_ten_times_the_events_of_others():
    others = [row for n in range(1, 30) for row in every(timedelta(hours=n), "a", 2, actor=str(n))]
    assert (
        remark(described(others + every(timedelta(hours=2), "a", 9, actor="0")), "nobody") is None
    )
    many = others + every(timedelta(hours=2), "a", 40, actor="0")
    assert "40 events (40.8%) by '0' (40)" in remark(described(many), "nobody")


def columns_read(*, actors, events, names):
    """Return events whose actors and names come again as often as they have to."""
    return [
        {"actor": f"a{n % actors}", "time": START + timedelta(hours=n), "event": f"n{n % names}"}
        for n in range(events)
    ]


@pytest.mark.parametrize(
    ("world", "code", "said"),
    [
        ({"actors": 5, "events": 600, "names": 7}, "few_actors", "5 actors made 600 events, 120"),
        ({"actors": 1, "events": 100, "names": 7}, "few_actors", "1 actor made 100 events"),
        ({"actors": 600, "events": 600, "names": 7}, "an_actor_each", "nearly each of somebody"),
        ({"actors": 60, "events": 600, "names": 1}, "one_name", "All 600 events are called"),
        ({"actors": 60, "events": 600, "names": 400}, "many_names", "600 events have 400 diff"),
    ],
)
def test_columns_that_are_hardly_who_or_what_are_told_with_what_to_take_instead(world, code, said):
    told = remark(described(columns_read(**world)), code)
    assert said in told
    assert "is this really" in told
    assert "the column" in told or "belongs in a property" in told


def test_the_few_actors_are_named():
    told = remark(described(columns_read(actors=3, events=300, names=4)), "few_actors")
    assert "'a0' (100), 'a1' (100), 'a2' (100)" in told


@pytest.mark.parametrize(
    "world",
    [
        {"actors": 60, "events": 600, "names": 7},
        {"actors": 5, "events": 99, "names": 1},
        {"actors": 11, "events": 1_200, "names": 12},
    ],
)
def test_columns_that_may_well_be_who_and_what_are_not_doubted(world):
    doubts = {"few_actors", "an_actor_each", "one_name", "many_names"}
    assert not doubts & {each.code for each in described(columns_read(**world)).caveats}


def test_an_actor_with_more_than_a_hundredth_of_all_events_is_told_among_many():
    crowd = [row for n in range(1001) for row in every(timedelta(days=1), "a", 1, actor=f"p{n}")]
    rows = crowd + every(timedelta(minutes=7.7), "a", 50, actor="robot")
    assert "comes from one of 1,002 actors: 'robot' (50)" in remark(described(rows), "large_share")
    few = crowd[:900] + rows[-50:]
    assert remark(described(few), "large_share") is None


def test_more_than_a_thousand_events_in_a_day_are_told():
    rows = [
        {"actor": "robot", "event": "a", "time": START + timedelta(seconds=n * n % 80_000)}
        for n in range(1001)
    ]
    assert "1 actor had more than 1,000 events in one day, the busiest 'robot' (1,001)" in remark(
        described(rows), "busy_days"
    )
    assert remark(described(rows[:1000]), "busy_days") is None


def test_an_actor_who_never_sleeps_is_told():
    robot = [row for n in range(20) for row in every(timedelta(minutes=60 + n % 2), "a", 24)]
    for n, row in enumerate(robot):
        row["time"] += timedelta(days=n // 24)
    assert "1 actor never slept" in remark(described(robot), "sleepless")
    assert "'ada' (480)" in remark(described(robot), "sleepless")
    assert remark(described(robot[:239]), "sleepless") is None
    person = [row for row in robot if 6 < row["time"].hour < 23]
    assert len(person) > 240
    assert remark(described(person), "sleepless") is None


def test_pauses_all_alike_are_told():
    answer = described(every(timedelta(minutes=5), "ping", 50))
    assert "1 actor acted like clockwork" in remark(answer, "clockwork")
    assert "'ada' every 5 minutes" in remark(answer, "clockwork")
    assert remark(described(every(timedelta(minutes=5), "ping", 49)), "clockwork") is None


def test_a_person_of_habits_is_no_clockwork():
    rows = [
        {"actor": "ada", "event": "a", "time": START + timedelta(minutes=5 * n + n * n % 3)}
        for n in range(80)
    ]
    assert remark(described(rows), "clockwork") is None


def test_names_that_differ_in_spelling_only_are_told():
    answer = described(story('ada: "Sign Up"@0 sign_up@1 "sign-up"@2 signed_up@3'))
    said = remark(answer, "spelt_alike")
    assert "'Sign Up' (1), 'sign-up' (1), 'sign_up' (1)" in said
    assert "signed" not in said


def test_names_that_always_come_together_are_told():
    both = [
        {"actor": f"p{n}", "event": name, "time": START + timedelta(hours=n)}
        for n in range(25)
        for name in ("buy", "order_placed", "visit")[: 3 if n % 20 == 0 else 2]
    ]
    alone = every(timedelta(hours=1.7), "order_placed", 30, actor="else")
    assert remark(described(both + alone), "twins") is None  # 23 of 25 moments are theirs alone
    both = [row for row in both if row["event"] != "visit"]
    said = remark(described(both + alone), "twins")
    assert "'buy' and 'order_placed' happen at the same moment 25 times" in said
    assert "'buy' (25 events)" in said


def test_a_name_that_ends_when_another_begins_is_told_as_a_change_of_tracking():
    steady = [
        {"actor": f"p{n % 7}", "event": "visit", "time": START + timedelta(minutes=31 * n)}
        for n in range(1250)
    ]
    old = every(timedelta(minutes=97), "signup", 200, actor="x")
    new = every(
        timedelta(minutes=97), "sign up now", 200, start=START + timedelta(days=14, hours=3)
    )
    answer = described(steady + old + new)
    assert "'signup' ended on 2024-01-14 after 14.3 events a day; 'sign up now' began then" in (
        remark(answer, "vanished")
    )
    assert "'sign up now' on 2024-01-15" in remark(answer, "appeared")


def test_a_day_with_hardly_any_events_is_told_by_what_is_usual_on_its_weekday():
    weekdays = [day for day in range(60) if day % 7 < 5]
    rows = [
        {"actor": f"p{n % 11}", "event": "a", "time": START + timedelta(days=day, minutes=13 * n)}
        for day in weekdays
        for n in range(2 if day == 30 else 60)
    ]
    answer = described(rows)
    assert "1 day has hardly any events: 2024-01-31 (2, usually 60)" in remark(answer, "hardly_any")
    assert len(answer.gaps) == 8  # the weekends, of which nobody complains


def test_days_are_shown_up_to_ninety_two_and_weeks_beyond():
    short = described(story("ada: a@0 a@91d"))
    assert (short.series[0].period, len(short.series)) == ("2024-01-01", 92)
    long = described(story("ada: a@0 a@92d"))
    assert (long.series[0].period, len(long.series)) == ("2024-W01", 14)


def test_a_log_of_centuries_is_described_without_a_row_for_every_week():
    answer = described(story("ada: a@1900-01-01 a@2024-01-01"))
    assert [e.events for e in answer.series] == [1, 1]
    assert answer.days == 45291


def test_the_bulk_of_a_log_that_grows_is_all_of_it():
    assert Days({day: day * day + 1 for day in range(700)}).bulk() == (0, 699)


def test_what_is_not_a_description_is_refused_by_its_key():
    with pytest.raises(BadQuestion, match="from: a description has no key 'from'"):
        parse({**QUESTION, "from": "2024-01-01"})


def test_a_description_written_out_reads_back_the_same():
    assert parse(parse(QUESTION).to_dict()) == parse(QUESTION)


def test_the_moment_of_asking_bounds_a_description():
    answer = described(story("ada: a@0 b@10d"), datetime(2024, 1, 2, tzinfo=UTC))
    assert [n.name for n in answer.names] == ["a"]
