"""Differences, ratios and relative changes: other software's figures, and laws."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from seachange.errors import ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments.arms import Arm, Sums
from seachange.measure.statistics.experiments.effects import (
    Effect,
    Lift,
    difference,
    lift,
    lift_by_delta,
    share_difference,
)
from seachange.measure.statistics.experiments.sides import (
    Side,
    adjusted,
    mean_of,
    ratio_of,
    standardised,
)
from tests.measure.statistics.experiments.worlds import sums_of, whole_columns

CASES = [40, pytest.param(10_000, marks=pytest.mark.nightly)]
tables = st.lists(st.integers(-1000, 1000), min_size=2, max_size=40)
tallies = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def agree(ours, theirs):
    """To 1e-9 of the figure; to 1e-6 where a chance is too small to matter."""
    for a, b in zip(ours, theirs, strict=True):
        assert a == pytest.approx(b, rel=1e-6 if 0 < abs(b) < 1e-12 else 1e-9, abs=1e-300)


def mean_effect(a, b):
    a, b = (sums_of([[y] for y in ys]).arm() for ys in (a, b))
    return difference(mean_of(a), minus=mean_of(b))


def share_effect(a, b):
    return share_difference(did=a[0], units=a[1], did_control=b[0], units_control=b[1])


@pytest.mark.parametrize("cases", CASES)
def test_means_differ_as_scipy_and_statsmodels_say(cases):
    for seed in range(cases):
        draw = np.random.default_rng(seed)
        a, b = (whole_columns(draw)[:, 0] for _ in "ab")
        assume_varied = np.ptp(a) > 0 and np.ptp(b) > 0
        if not assume_varied:
            continue
        ours = mean_effect(a, b)
        theirs = stats.ttest_ind(a, b, equal_var=False)
        edges = theirs.confidence_interval()
        agree((ours.statistic, ours.p), (theirs.statistic, theirs.pvalue))
        found = ours.interval()
        room = abs(edges.high - edges.low)
        assert found.low == pytest.approx(edges.low, rel=1e-9, abs=1e-9 * room)
        assert found.high == pytest.approx(edges.high, rel=1e-9, abs=1e-9 * room)
        low, high = CompareMeans(
            DescrStatsW(a.astype(float)), DescrStatsW(b.astype(float))
        ).tconfint_diff(usevar="unequal")
        assert found.low == pytest.approx(low, rel=1e-9, abs=1e-9 * room)
        assert found.high == pytest.approx(high, rel=1e-9, abs=1e-9 * room)


@pytest.mark.parametrize("cases", CASES)
def test_shares_differ_as_scipy_and_statsmodels_say(cases):
    draw = np.random.default_rng(5)
    for _ in range(cases):
        n, m = (int(x) for x in draw.integers(1, 5000, 2))
        k, j = int(draw.binomial(n, draw.uniform())), int(draw.binomial(m, draw.uniform()))
        if k + j in (0, n + m):
            continue
        ours = share_effect((k, n), (j, m))
        z, p = proportions_ztest([k, j], [n, m])
        agree((ours.p,), (p,))
        assert ours.statistic == pytest.approx(z, rel=1e-9, abs=1e-9)
        chi = stats.chi2_contingency([[k, n - k], [j, m - j]], correction=False)
        assert ours.p == pytest.approx(chi.pvalue, rel=1e-6 if chi.pvalue < 1e-12 else 1e-9)
        found = ours.interval()
        low, high = confint_proportions_2indep(k, n, j, m, method="newcomb")
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("cases", CASES)
def test_a_relative_change_is_that_of_statsmodels(cases):
    """The log ratio of two shares, with variances n in place of n − 1."""
    draw = np.random.default_rng(6)
    for _ in range(cases):
        n, m = (int(x) for x in draw.integers(300, 5000, 2))
        k, j = int(draw.binomial(n, draw.uniform(0.2, 0.9))), int(draw.integers(90, 200))
        ours = lift(
            mean_of(Sums.tally(k, units=n).arm()), over=mean_of(Sums.tally(j, units=m).arm())
        )
        low, high = confint_proportions_2indep(k, n, j, m, method="log", compare="ratio")
        found = ours.within(1.959963984540054)
        narrowed = math.sqrt(1 / k - 1 / n + 1 / j - 1 / m) / ours.error
        normal = Lift(value=ours.value, error=ours.error * narrowed, freedom=math.inf, method="")
        assert found.value == pytest.approx(k / n / (j / m) - 1, rel=1e-9)
        assert narrowed == pytest.approx(1, abs=1 / min(n, m))
        assert (normal.interval().low, normal.interval().high) == pytest.approx(
            (low - 1, high - 1), rel=1e-9, abs=1e-9
        )


@pytest.mark.parametrize("cases", CASES)
def test_a_ratio_of_sums_has_the_delta_method_s_variance(cases):
    """Written out on covariances: (s_yy − 2R·s_xy + R²·s_xx)/(n·x̄²)."""
    for seed in range(cases):
        table = whole_columns(np.random.default_rng(seed), columns=2).astype(float)
        y, x = table.T
        if x.sum() == 0:
            continue
        ours = ratio_of(sums_of(table.astype(int)).arm())
        r = y.sum() / x.sum()
        variance = np.var((y - r * x) / x.mean(), ddof=1) / len(y)
        assert float(ours.value) == pytest.approx(r, rel=1e-12)
        assert ours.variance == pytest.approx(variance, rel=1e-9)


@pytest.mark.parametrize("cases", CASES)
def test_an_adjusted_difference_is_that_of_an_analysis_of_covariance(cases):
    for seed in range(cases):
        draw = np.random.default_rng(seed)
        a, b = (whole_columns(draw, columns=3, least=6) for _ in "ab")
        both = np.vstack([a, b]).astype(float)
        treated = np.r_[np.ones(len(a)), np.zeros(len(b))]
        scaled = (both[:, 1:] - both[:, 1:].mean(0)) / both[:, 1:].std(0)
        fit = sm.OLS(both[:, 0], np.column_stack([np.ones(len(both)), treated, scaled])).fit()
        sides = adjusted([sums_of(a).arm(), sums_of(b).arm()])
        ours = difference(sides[0], minus=sides[1])
        scale = both[:, 0].std()
        assert ours.value == pytest.approx(fit.params[1], rel=1e-9, abs=1e-9 * scale)
        theta = fit.params[2:] / both[:, 1:].std(0)
        for side, table in zip(sides, (a, b), strict=True):
            rest = table[:, 0] - table[:, 1:] @ theta
            expected = np.var(rest, ddof=1) / len(table)
            assert side.variance == pytest.approx(expected, rel=1e-8)


def test_adjusting_by_what_says_nothing_changes_nothing():
    ys, xs = [3, 1, 4, 1, 5, 9], [7, 7, 7, 7, 7, 7]
    arms = [sums_of(list(zip(ys[:3], xs[:3], strict=True))).arm()]
    arms += [sums_of(list(zip(ys[3:], xs[3:], strict=True))).arm()]
    sides = adjusted(arms)
    plain = mean_effect(ys[:3], ys[3:])
    effect = difference(sides[0], minus=sides[1])
    assert (effect.value, effect.error) == pytest.approx((plain.value, plain.error))


def test_strata_weigh_as_mantel_and_haenszel_have_it():
    """Written out: Σ w·(p₁ − p₀)/Σ w with w = n₁n₀/(n₁ + n₀)."""
    counts = [(12, 400, 150, 3600), (40, 800, 150, 3200), (170, 2000, 180, 2000)]
    strata = [
        (mean_of(Sums.tally(a, units=n).arm()), mean_of(Sums.tally(b, units=m).arm()))
        for a, n, b, m in counts
    ]
    units = [(n, m) for _, n, _, m in counts]
    effect = difference(
        *standardised(strata, units=units)[:1], minus=standardised(strata, units=units)[1]
    )
    w = np.array([n * m / (n + m) for _, n, _, m in counts])
    d = np.array([a / n - b / m for a, n, b, m in counts])
    v = [a / n * (1 - a / n) / (n - 1) + b / m * (1 - b / m) / (m - 1) for a, n, b, m in counts]
    assert effect.value == pytest.approx((w * d).sum() / w.sum(), rel=1e-12)
    assert effect.error == pytest.approx(math.sqrt((w**2 * v).sum()) / w.sum(), rel=1e-9)
    assert effect.method == "stratified"


def test_a_single_phase_is_no_strata():
    sides = tuple(mean_of(sums_of([[y] for y in ys]).arm()) for ys in ([1, 5, 2], [4, 4, 9, 1]))
    alone = standardised([sides], units=[(3, 4)])
    one, plain = difference(alone[0], minus=alone[1]), difference(sides[0], minus=sides[1])
    assert (one.value, one.method) == (plain.value, plain.method)
    assert (one.error, one.freedom) == pytest.approx((plain.error, plain.freedom))


@given(tables, tables)
def test_swapping_the_variants_flips_the_sign(a, b):
    assume(len(set(a)) > 1 or len(set(b)) > 1)
    ab, ba = mean_effect(a, b), mean_effect(b, a)
    assert (ab.value, ab.p, ab.z) == (-ba.value, ba.p, -ba.z)
    assert (ab.interval().low, ab.interval().high) == (-ba.interval().high, -ba.interval().low)


@given(tables, tables)
def test_negating_the_metric_flips_the_verdict(a, b):
    assume(len(set(a)) > 1 or len(set(b)) > 1)
    plain, negated = mean_effect(a, b), mean_effect([-y for y in a], [-y for y in b])
    assert (plain.value, plain.p) == (-negated.value, negated.p)


@given(tables, tables, st.sampled_from([10**4, 10**8, -(10**8), 10**15]))
def test_a_shift_of_everybody_changes_nothing(a, b, shift):
    assume(len(set(a)) > 1 or len(set(b)) > 1)
    assert mean_effect([y + shift for y in a], [y + shift for y in b]) == mean_effect(a, b)


@given(tables, tables, st.sampled_from([Fraction(1, 10**6), Fraction(10**6)]))
def test_another_unit_changes_the_effect_by_as_much_and_no_chance(a, b, scale):
    assume(len(set(a)) > 1 or len(set(b)) > 1)
    plain, scaled = mean_effect(a, b), mean_effect_of_fractions(a, b, scale)
    assert scaled.value == pytest.approx(plain.value * float(scale), rel=1e-9)
    assert (scaled.p, scaled.freedom) == pytest.approx((plain.p, plain.freedom), rel=1e-9)


def mean_effect_of_fractions(a, b, scale):
    a, b = (sums_of([[y * scale] for y in ys]).arm() for ys in (a, b))
    return difference(mean_of(a), minus=mean_of(b))


@given(tables, tables, st.randoms(use_true_random=False))
def test_the_order_of_units_and_of_days_changes_nothing(a, b, chance):
    assume(len(set(a)) > 1 or len(set(b)) > 1)
    shuffled = chance.sample(a, len(a))
    cut = chance.randint(1, len(a) - 1)
    first, rest = (sums_of([[y] for y in part]) for part in (shuffled[:cut], shuffled[cut:]))
    control = mean_of(sums_of([[y] for y in b]).arm())
    assert difference(mean_of((first + rest).arm()), minus=control) == mean_effect(a, b)


@given(tables, tables)
def test_twice_the_units_narrow_the_error_by_the_root_of_two(a, b):
    assume(len(set(a)) > 1 and len(set(b)) > 1)
    once, twice = mean_effect(a, b), mean_effect(a * 2, b * 2)
    assert twice.value == once.value
    n, m = len(a), len(b)
    parts = (np.var(a) / (2 * n - 1), np.var(b) / (2 * m - 1))
    assert twice.error == pytest.approx(math.sqrt(sum(parts)), rel=1e-9)
    assert twice.error < once.error


triples = st.lists(
    st.tuples(st.integers(0, 99), st.integers(1, 9), st.integers(0, 50)), min_size=4, max_size=30
)


def adjusted_effect(a, b):
    sides = adjusted([sums_of(table).arm() for table in (a, b)])
    return difference(sides[0], minus=sides[1])


@given(triples, triples, st.sampled_from([10**8, -(10**12)]))
def test_an_adjusted_difference_stands_shifts_of_the_metric_and_of_the_past(a, b, shift):
    plain = adjusted_effect(a, b)
    assume(not isinstance(plain, Unknown))
    moved = [[(y + shift, x - 2 * shift, w) for y, x, w in table] for table in (a, b)]
    assert adjusted_effect(*moved) == plain
    swapped = adjusted_effect(b, a)
    assert (swapped.value, swapped.p) == (-plain.value, pytest.approx(plain.p, rel=1e-9))


@given(triples, triples, st.sampled_from([Fraction(1, 10**6), Fraction(10**6)]))
def test_another_unit_of_numerator_or_denominator_changes_no_chance_of_a_ratio(a, b, scale):
    def effect_of(by_y, by_x):
        tables = ([(y * by_y, x * by_x) for y, x, _ in table] for table in (a, b))
        sides = [ratio_of(sums_of(table).arm()) for table in tables]
        return difference(sides[0], minus=sides[1])

    plain = effect_of(Fraction(1), Fraction(1))
    assume(not isinstance(plain, Unknown))
    for scaled, factor in ((effect_of(scale, 1), scale), (effect_of(1, scale), 1 / scale)):
        assert scaled.value == pytest.approx(plain.value * float(factor), rel=1e-9)
        assert scaled.p == pytest.approx(plain.p, rel=1e-9)


@given(st.lists(st.tuples(tallies, tallies), min_size=1, max_size=5), st.data())
def test_the_order_of_phases_changes_nothing_and_swapping_flips(phases, data):
    phases = [(a, b) for a, b in phases if min(a[1], b[1]) > 1]
    assume(phases)

    def effect_of(pairs):
        sides = [tuple(mean_of(Sums.tally(k, units=n).arm()) for k, n in pair) for pair in pairs]
        units = [(a[1], b[1]) for a, b in pairs]
        treatment, control = standardised(sides, units=units)
        return difference(treatment, minus=control)

    plain = effect_of(phases)
    assume(not isinstance(plain, Unknown))
    shuffled = effect_of(data.draw(st.permutations(phases)))
    assert shuffled.value == pytest.approx(plain.value, rel=1e-9, abs=1e-12)
    assert shuffled.p == pytest.approx(plain.p, rel=1e-9)
    swapped = effect_of([(b, a) for a, b in phases])
    assert (swapped.value, swapped.p) == (-plain.value, pytest.approx(plain.p, rel=1e-9))


@given(tallies, tallies)
def test_shares_swap_and_negate_exactly(a, b):
    assume(0 < a[0] + b[0] < a[1] + b[1])
    ab, ba = share_effect(a, b), share_effect(b, a)
    assert (ab.value, ab.error, ab.p) == (-ba.value, ba.error, ba.p)
    left = share_effect((a[1] - a[0], a[1]), (b[1] - b[0], b[1]))
    assert (left.value, left.p) == (pytest.approx(-ab.value, abs=1e-15), pytest.approx(ab.p))


@given(tallies, tallies)
def test_a_wider_reach_holds_a_narrower_one(a, b):
    assume(0 < a[0] + b[0] < a[1] + b[1])
    effect = share_effect(a, b)
    narrow, wide = effect.within(1.0), effect.within(9.5)
    assert wide.low <= narrow.low <= effect.value <= narrow.high <= wide.high
    assert wide.low >= -1
    assert wide.high <= 1


def test_measured_columns_stand_a_shift_that_plain_sums_do_not():
    draw = np.random.default_rng(3)
    ys = draw.normal(size=(10_000, 2))
    plain, moved = Arm.measured(ys), Arm.measured(ys + 1e8)
    assert moved.scatter[0][0] == pytest.approx(plain.scatter[0][0], rel=1e-7)
    assert Sums.values(2, total=3, squares=5).arm().scatter == ((Fraction(1, 2),),)


def test_a_billion_units_far_from_nothing_keep_their_digits():
    """Half 10⁸ and half 10⁸ + 2, against the same shifted by one hundredth."""
    n, low = 10**9, 10**8
    total, squares = n // 2 * (2 * low + 2), n // 2 * (low**2 + (low + 2) ** 2)
    control = mean_of(Sums.values(n, total=total, squares=squares).arm())
    hundredths = n // 100
    treated = mean_of(
        Sums.values(
            n,
            total=total + hundredths,
            squares=squares + hundredths // 2 * (2 * low + 1) + hundredths // 2 * (2 * low + 5),
        ).arm()
    )
    effect = difference(treated, minus=control)
    assert effect.value == pytest.approx(0.01, rel=1e-12)
    assert effect.error == pytest.approx(math.sqrt((1 + 1.0099) / n), rel=1e-8)


def test_z_is_the_statistic_where_the_normal_would_find_it_as_rare():
    for t, freedom in [(2.5, 7), (-1.0, 30), (12.0, 9), (0.0, 4), (30.0, 1e15)]:
        effect = Effect(value=t, error=1.0, freedom=freedom, method="welch")
        assert 2 * stats.norm.sf(abs(effect.z)) == pytest.approx(effect.p, rel=1e-9)
        assert math.copysign(1, effect.z) == math.copysign(1, t)


@given(tables, tables)
def test_the_interval_leaves_nothing_out_exactly_where_p_is_small(a, b):
    assume(len(set(a)) > 1 or len(set(b)) > 1)
    effect = mean_effect(a, b)
    assume(abs(effect.p - 0.05) > 1e-9)
    found = effect.interval()
    assert (found.low > 0 or found.high < 0) == (effect.p < 0.05)


def test_a_lift_may_not_pass_below_everything_lost():
    side = Side(value=0.4, variance=0.005, freedom=50, method="welch")
    base = Side(value=2.0, variance=0.1, freedom=50, method="welch")
    logs, delta = lift(side, over=base), lift_by_delta(side, over=base)
    assert logs.interval().value == pytest.approx(-0.8)
    assert delta.value == pytest.approx(-0.8)
    assert logs.within(12).low > -1 > delta.within(12).low
    back = lift(base, over=side)
    assert (back.value, back.p) == (-logs.value, logs.p)


def test_below_zero_a_lift_is_given_by_delta():
    base = Side(value=2.0, variance=0.01, freedom=50, method="welch")
    lost = Side(value=-1.0, variance=0.01, freedom=50, method="welch")
    assert lift(lost, over=base).method == "delta"
    assert lift(lost, over=base).value == -1.5


def test_what_cannot_be_compared_is_unknown():
    one, none, flat = Sums.tally(1, units=1), Sums.tally(0, units=0), Sums.tally(3, units=3)
    fine = mean_of(Sums.tally(3, units=9).arm())
    zero = mean_of(Sums.tally(0, units=9).arm())
    assert mean_of(one.arm()) == Unknown("one unit in a variant has no spread")
    assert mean_of(none.arm()) == Unknown("there are no units in a variant")
    assert isinstance(difference(mean_of(flat.arm()), minus=mean_of(flat.arm())), Unknown)
    assert difference(mean_of(one.arm()), minus=fine) == mean_of(one.arm())
    assert isinstance(lift(fine, over=zero), Unknown)
    assert isinstance(lift_by_delta(fine, over=zero), Unknown)
    assert isinstance(share_effect((0, 4), (0, 9)), Unknown)
    assert isinstance(share_effect((4, 4), (9, 9)), Unknown)
    assert isinstance(share_effect((0, 0), (3, 9)), Unknown)
    nothing = Sums.pairs(2, y=3, x=0, yy=5, xy=0, xx=0)
    assert isinstance(ratio_of(nothing.arm()), Unknown)
    assert isinstance(adjusted([one.arm(), flat.arm()]), Unknown)


def test_sums_that_no_units_can_have_are_refused():
    assert Sums.values(2, total=3, squares=5).units == 2
    for wrong in (
        lambda: Sums.values(3, total=9, squares=26),
        lambda: Sums.values(0, total=1, squares=1),
        lambda: Sums.values(1, total=2, squares=5),
        lambda: Sums.values(2, total=3.5, squares=7),
        lambda: Sums.pairs(2, y=3, x=3, yy=5, xy=6, xx=5),
        lambda: Sums.tally(4, units=3),
        lambda: Sums(units=2, totals=(1, 2), products=((1, 2),)),
        lambda: Sums.tally(1, units=3) + Sums.pairs(2, y=3, x=3, yy=5, xy=4, xx=5),
        lambda: Arm.measured([]),
        lambda: Arm.measured([1.0, math.nan]),
        lambda: Effect(value=1.0, error=0.0, freedom=3, method="welch"),
        lambda: standardised([], units=[]),
    ):
        with pytest.raises(ImpossibleCounts):
            wrong()
