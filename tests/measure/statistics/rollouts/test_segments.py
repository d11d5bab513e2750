"""Roll-outs by segment: staggered ones and single ones, written out, and idle ones."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.rollouts.staggered import staggered
from seachange.measure.statistics.rollouts.synthetic import synthetic
from tests.measure.statistics.rollouts.worlds import panel

PERIODS = 24
STARTS = np.array([8] * 3 + [12] * 3 + [16] * 3 + [99] * 3)
TOLD = [None if start == 99 else int(start) for start in STARTS]
seeds = st.integers(0, 2**32 - 1)


def grown(since):
    """The effect grows by .4 points a week."""
    return 0.004 * (since + 1)


def written_out(rates, starts):
    """ATT(g, t) against the not yet treated, base the last four periods, the slow way."""
    total, cells = 0.0, 0
    periods = rates.shape[1]
    for segment, start in enumerate(starts):
        for period in range(start, periods):
            others = [s for s, other in enumerate(starts) if other > period]
            if others:
                base = list(range(max(0, start - 4), start))
                own = rates[segment, period] - rates[segment, base].mean()
                rest = [rates[s, period] - rates[s, base].mean() for s in others]
                total, cells = total + own - np.mean(rest), cells + 1
    return total / cells


def two_way_fixed_effects(rates, starts):
    """The usual regression, to see what it does."""

    def within(table):
        return table - table.mean(1, keepdims=True) - table.mean(0, keepdims=True) + table.mean()

    treated = (np.arange(rates.shape[1])[None, :] >= starts[:, None]).astype(float)
    d, y = within(treated), within(rates)
    return float((d * y).sum() / (d * d).sum())


@given(seeds)
def test_the_effect_is_that_written_out(seed):
    draw = np.random.default_rng(seed)
    starts = draw.integers(1, 14, 7)
    rates = draw.normal(size=(7, 12))
    found = staggered(rates, starts=[int(s) if s < 12 else None for s in starts])
    if isinstance(found, Unknown):
        assert len(set(np.minimum(starts, 12))) == 1
        return
    value = found.effect.value if not isinstance(found.effect, Unknown) else None
    if value is not None:
        assert value == pytest.approx(written_out(rates, np.minimum(starts, 12)), abs=1e-9)


def test_an_effect_without_noise_is_found_whole():
    starts = np.array([3, 5, 7, 99, 99])
    t = np.arange(12)
    rates = 0.2 + 0.01 * t[None, :] + np.array([[0.1], [0.0], [0.3], [0.2], [0.05]])
    rates = rates + 0.05 * (t[None, :] >= starts[:, None])
    found = staggered(rates, starts=[3, 5, 7, None, None])
    assert written_out(rates, starts) == pytest.approx(0.05)
    assert found.compared == found.treated == 9 + 7 + 5
    # Five segments can be dealt out in sixty ways: one of them is 1/60.
    assert found.p == pytest.approx(1 / 60, abs=0.012)


def test_the_chance_is_that_of_all_orders_counted():
    draw = np.random.default_rng(4)
    starts, rates = np.array([2, 4, 99, 99, 6]), draw.normal(size=(5, 9))
    told = [2, 4, None, None, 6]
    every = [
        abs(written_out(rates, starts[list(order)])) for order in itertools.permutations(range(5))
    ]
    exact = np.mean([value >= every[0] - 1e-12 for value in every])
    assert staggered(rates, starts=told).p == pytest.approx(exact, abs=0.04)


@given(seeds, st.floats(-3, 3))
def test_shifting_treated_cells_shifts_effect_and_interval(seed, shift):
    rates, _ = panel(np.random.default_rng(seed), starts=STARTS, periods=PERIODS)
    treated = np.arange(PERIODS)[None, :] >= STARTS[:, None]
    plain = staggered(rates, starts=TOLD).effect
    moved = staggered(rates + shift * treated, starts=TOLD).effect
    for a, b in ((plain.value, moved.value), (plain.low, moved.low), (plain.high, moved.high)):
        assert b == pytest.approx(a + shift, abs=1e-6)


def test_the_interval_leaves_out_nothing_exactly_where_p_is_small():
    for seed in range(25):
        rates, _ = panel(np.random.default_rng(seed), starts=STARTS, periods=PERIODS)
        found = staggered(rates, starts=TOLD)
        assert (found.effect.low > 0 or found.effect.high < 0) == (found.p <= 0.05)


def test_what_cannot_be_compared_is_unknown_or_refused():
    rates = np.random.default_rng(1).normal(size=(4, 9))
    assert isinstance(staggered(rates, starts=[3, 3, 3, 3]), Unknown)
    assert isinstance(staggered(rates, starts=[None] * 4), Unknown)
    tiny = staggered(rates[:2], starts=[3, None])
    assert (tiny.p > 0.4, isinstance(tiny.effect, Unknown)) == (True, True)
    with pytest.raises(BadQuestion):
        staggered(rates, starts=[0, 3, None, None])
    with pytest.raises(BadQuestion):
        staggered(rates, starts=[2, 3, None, None], alpha=0)
    for wrong in ([1, 2], [1, 2, 3, None, None]):
        with pytest.raises(ImpossibleCounts):
            staggered(rates, starts=wrong)


def test_the_mix_is_the_nearest_of_all_convex_ones():
    """Karush, Kuhn and Tucker: no donor's share could be moved to another with less misfit."""
    rates, _ = panel(np.random.default_rng(5), starts=np.full(21, 99), periods=30)
    found = synthetic(rates[0], donors=rates[1:], before=20)
    slopes = -2 * rates[1:, :20] @ (rates[0, :20] - found.weights @ rates[1:, :20])
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights.min() >= 0
    used = found.weights > 1e-9
    assert slopes[used] == pytest.approx(np.full(used.sum(), slopes.min()), abs=1e-6)


def test_a_segment_that_is_a_mix_of_others_has_its_effect_found():
    rates, _ = panel(np.random.default_rng(6), starts=np.full(20, 99), periods=30)
    own = 0.25 * rates[3] + 0.75 * rates[7]
    own[20:] += 0.03
    found = synthetic(own, donors=rates, before=20)
    assert found.value == pytest.approx(0.03, abs=1e-3)
    assert found.p == pytest.approx(1 / 21)
    scaled = synthetic(1e6 * own, donors=1e6 * rates, before=20)
    assert scaled.value == pytest.approx(1e6 * found.value, rel=1e-6)


def test_the_interval_of_a_mix_ends_where_its_rank_stops_being_rare():
    """Firpo and Possebom (2018): an effect taken off the gap is ruled out by its own p."""
    rates, _ = panel(np.random.default_rng(6), starts=np.full(40, 99), periods=30)
    rates[0, 20:] += 0.05
    interval = synthetic(rates[0], donors=rates[1:], before=20).interval(0.1)

    def chance(effect: float) -> float:
        own = rates[0] - effect * (np.arange(30) >= 20)
        return synthetic(own, donors=rates[1:], before=20).p

    wide = interval.high - interval.low
    for end, way in ((interval.low, -1), (interval.high, 1)):
        assert chance(end + way * 1e-6 * wide) <= 0.1 < chance(end - way * 1e-6 * wide)


def test_the_interval_of_a_mix_is_unknown_where_nothing_can_be_ruled_out():
    rates, _ = panel(np.random.default_rng(6), starts=np.full(20, 99), periods=30)
    found = synthetic(rates[0], donors=rates[1:], before=20)
    assert isinstance(found.interval(0.01), Unknown)
    rates[0, 20:] += np.where(np.arange(10) % 2, 9.0, -9.0)
    uneven = synthetic(rates[0], donors=rates[1:], before=20)
    assert uneven.interval() == Unknown("what was there after the change was no constant effect")
    with pytest.raises(BadQuestion):
        found.interval(1.0)


def test_too_few_donors_can_prove_nothing():
    rates = np.random.default_rng(1).normal(size=(20, 30))
    assert isinstance(synthetic(rates[0], donors=rates[1:19], before=20), Unknown)
    assert isinstance(synthetic(rates[0], donors=rates[1:], before=7), Unknown)
    same = np.zeros((20, 30))
    assert synthetic(same[0], donors=same[1:], before=20).p == 1.0
    for wrong in (
        lambda: synthetic(rates[0], donors=rates[1:, :9], before=5),
        lambda: synthetic(rates[0], donors=rates[1:], before=30),
        lambda: synthetic(rates[0] * np.nan, donors=rates[1:], before=9),
    ):
        with pytest.raises(ImpossibleCounts):
            wrong()


@pytest.mark.nightly
def test_a_growing_effect_is_not_underrated_and_an_idle_one_seldom_found():
    """Acceptance E7: bias at most .1 points, chance .03 to .06 by the order of segments."""
    draw, runs = np.random.default_rng(5), 1000
    errors, usual, held, called = [], [], 0, 0
    for _ in range(runs):
        rates, effect = panel(draw, starts=STARTS, periods=PERIODS, growth=grown)
        truth = effect[effect > 0].mean()
        found = staggered(rates, starts=TOLD)
        errors.append(found.effect.value - truth)
        usual.append(two_way_fixed_effects(rates, STARTS) - truth)
        idle = staggered(panel(draw, starts=STARTS, periods=PERIODS)[0], starts=TOLD)
        called += idle.p <= 0.05
        held += idle.effect.low <= 0 <= idle.effect.high
    print(
        f"E7 bias {100 * np.mean(errors):+.3f} points (fixed effects {100 * np.mean(usual):+.2f} "
        f"of {100 * truth:.2f}); idle {called / runs:.4f}"
    )
    assert abs(np.mean(errors)) <= 0.001
    assert np.mean(usual) < -0.005
    assert 0.03 <= called / runs <= 0.06


@pytest.mark.nightly
def test_one_idle_segment_of_twenty_is_found_in_one_of_twenty():
    draw, runs = np.random.default_rng(6), 400
    figures = {}
    for effect in (0.0, 0.015, 0.03):
        called = 0
        for _ in range(runs):
            starts = np.r_[28, np.full(19, 99)]
            rates, _ = panel(draw, starts=starts, periods=40, growth=lambda k, e=effect: e + 0 * k)
            called += synthetic(rates[0], donors=rates[1:], before=28).p <= 0.05
        figures[effect] = called / runs
    print(f"synthetic control, found at 0, 1.5 and 3 points: {figures}")
    assert figures[0.0] <= 0.08
    assert figures[0.03] >= 0.7
