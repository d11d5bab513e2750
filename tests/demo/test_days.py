"""The calendar: who sleeps does nothing, and bounds hold."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seachange.demo.days import DAY, HOUR, START, arrivals, awake, midnights, moment, office
from seachange.demo.people import in_turn

SEEDS = st.integers(0, 2**32 - 1)


def test_a_moment_is_read_as_utc() -> None:
    assert moment("1970-01-02T00:00:01") == DAY + 1_000_000


@given(st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=50), SEEDS)
def test_sleepers_act_next_morning_and_the_rest_at_once(waits: list[int], seed: int) -> None:
    before = START + np.array(waits, dtype=np.int64)
    after = awake(np.random.default_rng(seed), before)
    clock = after % DAY
    assert np.all((clock >= 7 * HOUR) & (clock < 22 * HOUR))
    moved = after != before
    assert np.all((after - before)[moved] <= 11 * HOUR)
    assert np.all((before % DAY < 7 * HOUR)[moved] | (before % DAY >= 22 * HOUR)[moved])


@given(st.lists(st.tuples(st.integers(0, 300 * DAY), st.integers(1, 20 * DAY)), min_size=1), SEEDS)
def test_a_meeting_lies_between_its_bounds(spans: list[tuple[int, int]], seed: int) -> None:
    since = START + np.array([first for first, _ in spans], dtype=np.int64)
    until = since + np.array([length for _, length in spans], dtype=np.int64)
    drawn = office(np.random.default_rng(seed), since=since, until=until)
    assert np.all((since <= drawn) & (drawn <= until))


@given(st.integers(0, 400), st.integers(1, 60), SEEDS)
def test_advisers_take_turns(requests: int, advisers: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    times = chance.permutation(np.arange(requests, dtype=np.int64))
    assigned = in_turn(chance, times, np.arange(advisers, dtype=np.int32))
    in_time = assigned[np.argsort(times)]
    shares = np.bincount(in_time, minlength=advisers)
    assert shares.max() - shares.min() <= 1
    for adviser in range(advisers):
        gaps = np.diff(np.flatnonzero(in_time == adviser))
        assert np.all(gaps >= 0.8 * advisers - max(3, 0.15 * advisers))


@given(st.integers(0, 200), SEEDS)
def test_as_many_arrive_as_are_expected_on_the_days_given(people: int, seed: int) -> None:
    days = midnights(START, START + 10 * DAY)
    drawn = arrivals(np.random.default_rng(seed), people, days=days, weights=np.ones(10))
    assert drawn.size == people
    assert np.all(np.diff(drawn) >= 0)
    assert np.all((drawn >= START) & (drawn < START + 10 * DAY))
