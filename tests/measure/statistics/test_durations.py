"""How long it takes: Freireich's and SAS's published curves, statsmodels, and laws."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.durations import curve, quartiles, share_within, time_until
from seachange.measure.statistics.proportions import share
from seachange.measure.statistics.quantiles import HALF, QUARTER, THREE_QUARTERS

WEEK, DAY, SECOND = 7 * 86_400 * 10**6, 86_400 * 10**6, 10**6

# Freireich et al. (1963), Blood 21, 699-716: weeks in remission, a minus for those still in it.
MP6 = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

# Klein and Moeschberger (2003), Survival Analysis, table D.1, group ALL: days without the
# disease after a marrow transplant, a minus for those still without.
ALL = [
    *(-2081, -1602, -1496, -1462, -1433, -1377, -1330, -996, -226, -1199, -1111, -530, -1182),
    *(-1167, 418, 383, 276, 104, 609, 172, 487, 662, 194, 230, 526, 122, 129, 74, 122, 86, 466),
    *(192, 109, 55, 1, 107, 110, 332),
]

lengths = st.lists(
    st.tuples(st.integers(0, 40), st.booleans()).map(lambda t: t[0] + 1 if t[1] else -t[0] - 1),
    min_size=1,
    max_size=60,
)


def curve_of(signed, *, unit=1):
    """The curve of one person for each length; a minus for those who still wait."""
    return curve(
        [abs(t) * unit for t in signed],
        did=[int(t > 0) for t in signed],
        waiting=[int(t < 0) for t in signed],
    )


def steps_of(signed):
    """The curve as slow and obvious fractions: (time, share left right after)."""
    left, steps = Fraction(1), []
    for t in sorted({t for t in signed if t > 0}):
        watched = sum(abs(s) >= t for s in signed)
        left *= Fraction(watched - signed.count(t), watched)
        steps.append((t, left))
    return steps


def theirs(signed):
    return SurvfuncRight(np.abs(signed).astype(float), (np.array(signed) > 0).astype(int))


# Venables and Ripley (2002), Modern Applied Statistics with S, 4th ed., section 13.1:
# summary(survfit(Surv(time, cens) ~ treat, data = gehan, conf.type = "log-log")).
@pytest.mark.parametrize(
    ("weeks", "left", "low", "high"),
    [
        (6, 0.857, 0.620, 0.952),
        (7, 0.807, 0.563, 0.923),
        (10, 0.753, 0.503, 0.889),
        (13, 0.690, 0.432, 0.849),
        (16, 0.627, 0.368, 0.805),
        (22, 0.538, 0.268, 0.747),
        (23, 0.448, 0.188, 0.680),
    ],
)
def test_freireichs_drug_keeps_the_printed_shares_in_remission(weeks, left, low, high):
    found = share_within(curve_of(MP6, unit=WEEK), cutoff=weeks * WEEK)
    printed = [1 - left, 1 - high, 1 - low]
    assert [found.value, found.low, found.high] == pytest.approx(printed, abs=0.6e-3)
    assert found.method == "log-log"


# Stata's `sts list` for the same data, at data.princeton.edu/pop509/gehan.html.
@pytest.mark.parametrize(
    ("weeks", "left", "low", "high"),
    [(1, 0.9048, 0.6700, 0.9753), (2, 0.8095, 0.5689, 0.9239)],
)
def test_freireichs_placebo_keeps_the_shares_that_stata_lists(weeks, left, low, high):
    found = share_within(curve_of(PLACEBO, unit=WEEK), cutoff=weeks * WEEK)
    printed = [1 - left, 1 - high, 1 - low]
    assert [found.value, found.low, found.high] == pytest.approx(printed, abs=0.6e-4)


def test_freireichs_drug_has_a_median_of_23_weeks_without_an_upper_limit():
    """As the printed table has it: a quarter at 13, where 0.690 are left; the limits pass 0.75
    between 0 and 6 (0.620) and between 16 and 22 (0.805, 0.747); and 0.5 never (0.680).
    """
    found = quartiles(curve_of(MP6, unit=WEEK))
    assert (found.q25.value, found.q25.low, found.q25.high) == tuple(
        week * 7 * 86_400 for week in (13, 6, 22)
    )
    assert found.median == Unknown(
        "half had done it after 161.0 days, but too few were watched for long enough to say "
        "how late it might be"
    )
    assert found.q75 == Unknown("fewer than three quarters have done it so far")


def test_freireichs_placebo_has_a_median_of_8_weeks():
    found = quartiles(curve_of(PLACEBO, unit=WEEK)).median
    assert found.value == 8 * 7 * 86_400


def test_the_first_quartile_of_the_transplants_has_the_limits_that_sas_prints():
    """SAS/STAT 14.1 User's Guide, LIFETEST, "Product-limit method": log-log, 86 to 230 days."""
    found = quartiles(curve_of(ALL, unit=DAY)).q25
    assert (found.low, found.high) == (86 * 86_400, 230 * 86_400)


@given(lengths)
def test_the_curve_agrees_with_statsmodels(signed):
    ours, other = curve_of(signed), theirs(signed)
    with_deeds = other.n_events > 0
    assert ours.times.tolist() == other.surv_times[with_deeds].tolist()
    assert ours.at_risk.tolist() == other.n_risk[with_deeds].tolist()
    assert ours.left == pytest.approx(other.surv_prob[with_deeds], abs=1e-12)
    some = ours.left > 0
    errors = ours.left[some] * np.sqrt(ours.spread[some])
    assert errors == pytest.approx(other.surv_prob_se[with_deeds][some], rel=1e-9)


@given(lengths, st.sampled_from([QUARTER, HALF, THREE_QUARTERS, Fraction(1, 10)]))
def test_times_until_are_those_of_fractions_and_their_limits_those_of_statsmodels(signed, part):
    found, steps = time_until(curve_of(signed, unit=SECOND), share=part), steps_of(signed)
    reached = [t for t, left in steps if left <= 1 - part]
    if isinstance(found, Unknown):
        assert "too few" in found.why if reached else "fewer than" in found.why
        return
    rests = (reached[0], 1 - part) in steps
    assert found.value == (sum(reached[:2]) / 2 if rests else reached[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = theirs(signed).quantile_ci(float(part))
    # At a step that rests on the share statsmodels decides by its last rounding, and it has
    # no limits where no step lies inside them.
    if not (rests or math.isnan(low)):
        assert found.low == low
    if not rests and math.isfinite(high):
        assert found.high == high


@given(lengths, st.integers(0, 45))
def test_a_share_within_is_one_minus_the_curve_of_slow_obvious_fractions(signed, cutoff):
    left = ([Fraction(1)] + [left for t, left in steps_of(signed) if t <= cutoff])[-1]
    found = share_within(curve_of(signed), cutoff=cutoff)
    if left and max(map(abs, signed)) < cutoff:
        assert found == Unknown("nobody has been watched for that long yet")
    else:
        assert found.value == pytest.approx(float(1 - left), abs=1e-12)
        assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.lists(st.integers(1, 10**9), min_size=20, max_size=60))
def test_with_nobody_waiting_the_median_is_the_ordinary_one(times):
    found = time_until(curve_of(times), share=HALF)
    assert found.value == pytest.approx(statistics.median(times) / SECOND, rel=1e-15)


def test_while_nobody_has_done_it_the_share_is_nobody_of_those_watched_that_long():
    found = share_within(curve_of([-3, -5, -9, -9, 12]), cutoff=5)
    assert found == share(0, people=4)


def test_once_all_have_done_it_the_share_is_one_but_not_certain():
    found = share_within(curve_of([7] * 40), cutoff=7)
    assert found.value == found.high == 1.0
    assert found.low == pytest.approx(share(40, people=40).low)
    assert share_within(curve_of([7] * 40), cutoff=10**12) == found


def test_the_last_who_do_it_are_no_surer_than_those_before_them_were():
    """The share left before the last ten, at its upper limit, times Wilson's for none of ten."""
    found = curve_of([1] * 10 + [2] * 10 + [3] * 10)
    left_before = 1 - share_within(found, cutoff=2).low
    expected = 1 - left_before * share(0, people=10).high
    assert share_within(found, cutoff=3).low == pytest.approx(expected)


@given(lengths)
def test_the_order_of_rows_and_their_splitting_change_nothing(signed):
    times = sorted({abs(t) for t in signed})
    pooled = curve(
        times,
        did=[signed.count(t) for t in times],
        waiting=[signed.count(-t) for t in times],
    )
    assert quartiles(pooled) == quartiles(curve_of(signed))
    assert quartiles(curve_of(signed[::-1])) == quartiles(curve_of(signed))


@given(lengths, st.integers(1, 10**9))
def test_a_longer_unit_stretches_every_time_alike(signed, unit):
    found, longer = quartiles(curve_of(signed)), quartiles(curve_of(signed, unit=unit))
    for ours, stretched in zip(
        (found.q25, found.median, found.q75), (longer.q25, longer.median, longer.q75), strict=True
    ):
        if isinstance(ours, Unknown):
            assert isinstance(stretched, Unknown)
        else:
            assert stretched.value == pytest.approx(ours.value * unit, rel=1e-12)
            assert (stretched.low, stretched.high) == pytest.approx(
                (ours.low * unit, ours.high * unit), rel=1e-12
            )


@given(lengths, st.integers(2, 50))
def test_more_people_of_the_same_lengths_never_widen_the_intervals(signed, times):
    few, many = curve_of(signed), curve_of(signed * times)
    for cutoff in (5, 20, 41):
        a, b = share_within(few, cutoff=cutoff), share_within(many, cutoff=cutoff)
        if not isinstance(a, Unknown):
            assert b.value == pytest.approx(a.value, abs=1e-9)
            assert b.high - b.low <= a.high - a.low + 1e-9


@given(lengths)
def test_those_who_can_never_do_it_never_bring_the_median_forward(signed):
    found = time_until(curve_of(signed), share=HALF)
    with_others = time_until(curve_of([*signed, *[-100] * 5]), share=HALF)
    if not isinstance(with_others, Unknown):
        assert isinstance(found, Unknown) or with_others.value >= found.value


def test_many_waits_at_different_moments_leave_the_curve_exact():
    """A hundred thousand by turns stop waiting and do it: Π (r−1)/r, added up in logarithms."""
    n = 100_000
    times = np.arange(n)
    found = curve(times, did=np.arange(n) % 2, waiting=1 - np.arange(n) % 2)
    logs = math.fsum(math.log1p(-1 / (n - t)) for t in range(1, n - 1, 2))
    assert float(found.left[-2]) == pytest.approx(math.exp(logs), rel=1e-10)


def test_nobody_is_unknown():
    nobody = curve([], did=[], waiting=[])
    assert nobody.people == curve([5], did=[0], waiting=[0]).people == 0
    assert time_until(nobody, share=HALF) == Unknown("nobody was there to do it")
    assert share_within(nobody, cutoff=1) == Unknown("nobody was there to do it")


@pytest.mark.parametrize(
    ("unit", "spoken"),
    [(1, "2e-06 seconds"), (SECOND, "2 seconds"), (60 * SECOND, "2.0 minutes"), (DAY, "2.0 days")],
)
def test_a_median_without_an_upper_limit_is_still_told(unit, spoken):
    found = time_until(curve_of([1, 2, -3], unit=unit), share=HALF)
    assert found.why.startswith(f"half had done it after {spoken}, but too few")
    assert time_until(curve_of([-1, -2], unit=unit), share=Fraction(1, 10)) == Unknown(
        "fewer than 10% have done it so far"
    )


@pytest.mark.parametrize(
    ("times", "did", "waiting", "why"),
    [
        ([-1], [1], [0], "-1 is less than no microseconds"),
        ([1], [-1], [0], "-1 is less than no people"),
        ([1.5], [1], [0], "does not hold whole numbers of microseconds"),
        ([1], [True], [0], "does not hold whole numbers of people"),
        ([1, 2], [1], [0], "do not stand in pairs"),
        ([[1]], [1], [0], "does not hold"),
    ],
)
def test_columns_that_cannot_be_are_refused(times, did, waiting, why):
    assert curve([1], did=[1], waiting=[0]).people == 1
    with pytest.raises(ImpossibleCounts, match=why):
        curve(times, did=did, waiting=waiting)


def test_impossible_cutoffs_and_shares_are_refused():
    found = curve_of([1, 2, 3])
    with pytest.raises(ImpossibleCounts, match="-1 is less than no microseconds"):
        share_within(found, cutoff=-1)
    with pytest.raises(BadQuestion, match="is not a share of the people"):
        time_until(found, share=Fraction(3, 2))
