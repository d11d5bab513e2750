"""Scores and times as sides of an experiment: their own questions' intervals, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.measure.answers import Unknown
from seachange.measure.statistics.durations import curve, share_within
from seachange.measure.statistics.experiments.effects import difference
from seachange.measure.statistics.experiments.scores import score_of
from seachange.measure.statistics.experiments.waits import (
    done_within,
    mean_within,
    median_difference,
)
from seachange.measure.statistics.scores import Wave, nps_difference

SECOND = 1_000_000
counts = st.integers(10, 400)
waves = st.builds(Wave, promoters=counts, passives=counts, detractors=counts)


def waits_of(done, waiting=()):
    """A curve of seconds, one row a person."""
    rows = [(t, 1, 0) for t in done] + [(t, 0, 1) for t in waiting]
    times, did, still = zip(*rows, strict=True)
    return curve([t * SECOND for t in times], did=list(did), waiting=list(still))


@given(waves, waves)
def test_two_scores_differ_as_the_score_question_has_it(a, b):
    effect = difference(score_of(a), minus=score_of(b))
    found, theirs = effect.interval(), nps_difference(a, minus=b)
    assert (found.value, found.low, found.high) == pytest.approx(
        (theirs.value, theirs.low, theirs.high), abs=1e-9
    )


def test_too_few_answers_are_no_side():
    assert isinstance(score_of(Wave(promoters=10, passives=9, detractors=10)), Unknown)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=40))
def test_with_nobody_waiting_the_mean_time_is_the_mean(times):
    side = mean_within(waits_of(times), cutoff=50 * SECOND)
    if isinstance(side, Unknown):
        assert min(times) == 50
        return
    assert side.value == pytest.approx(np.mean(times))
    assert side.variance == pytest.approx(np.var(times) / len(times), abs=1e-9)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=40), st.integers(5, 45))
def test_time_beyond_the_cut_off_counts_as_the_cut_off(times, cutoff):
    side = mean_within(waits_of(times), cutoff=cutoff * SECOND)
    if isinstance(side, Unknown):
        assert min(times) >= cutoff
        return
    clipped = np.minimum(times, cutoff)
    assert side.value == pytest.approx(clipped.mean())
    assert side.variance == pytest.approx(np.var(clipped) / len(times), abs=1e-9)


def test_with_some_waiting_the_mean_time_is_that_written_out():
    """Deeds at 2, 4 and 8 of 5, 3 and 1 people; by hand after Klein and Moeschberger 4.5."""
    side = mean_within(waits_of([2, 4, 8], waiting=[3, 5]), cutoff=10 * SECOND)
    left = [0.8, 0.8 * 2 / 3, 0.0]
    area = 2 + 0.8 * 2 + left[1] * 4
    variance = (0.8 * 2 + left[1] * 4) ** 2 / (5 * 4) + (left[1] * 4) ** 2 / (3 * 2)
    assert (side.value, side.variance) == (pytest.approx(area), pytest.approx(variance))


def test_a_share_in_time_is_that_of_the_duration_question():
    waits = waits_of([1, 2, 2, 7, 9], waiting=[3, 3, 8, 10, 10])
    side, theirs = done_within(waits, cutoff=7 * SECOND), share_within(waits, cutoff=7 * SECOND)
    assert side.value == pytest.approx(theirs.value)
    # Greenwood: 1/(10·9) + 2/(9·7) + 1/(5·4), three having left or waited at 3.
    spread = 1 / 90 + 2 / 63 + 1 / 20
    assert side.variance == pytest.approx((1 - side.value) ** 2 * spread)


def test_two_medians_differ_by_both_their_doubts():
    slow, fast = waits_of(range(20, 60)), waits_of(range(1, 41))
    found = median_difference(slow, minus=fast, critical=1.96)
    assert found.value == 19.0
    assert found.low < 19.0 < found.high
    wide = median_difference(slow, minus=fast, critical=3.0)
    assert wide.low <= found.low <= found.high <= wide.high
    back = median_difference(fast, minus=slow, critical=1.96)
    assert (back.value, back.low, back.high) == (-found.value, -found.high, -found.low)


def test_what_nobody_was_watched_for_is_unknown():
    early = waits_of([1], waiting=[2, 2, 2])
    for asked in (done_within, mean_within):
        assert isinstance(asked(early, cutoff=5 * SECOND), Unknown)
        assert isinstance(asked(curve([], did=[], waiting=[]), cutoff=1), Unknown)
        assert isinstance(asked(early, cutoff=0), Unknown)
    assert isinstance(done_within(waits_of([1, 2]), cutoff=2 * SECOND), Unknown)
    assert isinstance(median_difference(early, minus=waits_of([1, 2]), critical=1.96), Unknown)


@pytest.mark.nightly
def test_mean_times_of_idle_experiments_err_in_five_percent():
    draw, runs, called = np.random.default_rng(4), 4000, 0
    for _ in range(runs):
        sides = []
        for _ in "ab":
            wait, gone = draw.exponential(30, 200), draw.uniform(20, 120, 200)
            done = wait <= gone
            row = [math.ceil(t) for t in np.minimum(wait, gone)]
            waits = curve(
                [t * SECOND for t in row], did=done.astype(int), waiting=(~done).astype(int)
            )
            sides.append(mean_within(waits, cutoff=60 * SECOND))
        called += difference(sides[0], minus=sides[1]).p < 0.05
    print(f"restricted mean, idle: {called / runs:.4f}")
    assert called / runs == pytest.approx(0.05, abs=0.0115)
