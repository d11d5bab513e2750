"""Whether each part of the method does what its source says."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from seachange.errors import ImpossibleCounts
from seachange.measure.driver_counts import Cells, Grid, quantile_cuts
from seachange.measure.statistics.drivers.associations import associations
from seachange.measure.statistics.drivers.calibration import FEWEST, UNCALIBRATED_TAU, calibrate
from seachange.measure.statistics.drivers.clumping import Together, clump, correlations
from seachange.measure.statistics.drivers.grid import LANDMARKS, grid, rungs
from seachange.measure.statistics.drivers.heterogeneity import differing
from seachange.measure.statistics.drivers.prognosis import STRATA, linear, logistic, strata
from seachange.measure.statistics.stratified import Arms

DAY = 86_400_000_000


# -- Landmarks


@given(
    within=st.integers(2, 400 * DAY),
    waits=st.dictionaries(st.integers(0, 80), st.integers(1, 500), max_size=30),
)
def test_landmarks_rise_to_half_the_window_whatever_the_waits(within, waits):
    laid = grid(waits, within=within)
    assert list(laid.landmarks) == sorted(set(laid.landmarks))
    assert laid.landmarks[-1] == (within // 2 or 1)
    assert len(laid.landmarks) <= LANDMARKS
    assert laid.gap >= 1_000_000


def test_landmarks_share_out_successes_so_that_no_interval_holds_many():
    within = 7 * DAY
    bounds = rungs(within)
    quick = {bounds.index(b): 1000 for b in bounds if 60_000_000 < b < 1_800_000_000}
    marks = grid(quick, within=within).landmarks
    total = sum(quick.values())
    reached = [sum(n for k, n in quick.items() if bounds[k] <= mark) for mark in marks]
    shares = np.diff([0, *reached]) / total
    assert shares.max() <= 1 / LANDMARKS / 0.6 + max(quick.values()) / total
    assert sum(mark < 3_600_000_000 for mark in marks) >= 6


def test_places_part_each_interval_by_how_lately():
    places = Grid((100, 200), 1).places
    assert places == (49, 74, 87, 100, 149, 174, 187)
    with pytest.raises(ImpossibleCounts):
        Grid((200, 100), 1)


def test_bins_put_nothing_apart_and_then_follow_the_counts():
    assert quantile_cuts([0, 1, 2, 3], [90, 4, 3, 3], lowest=0, levels=(0.4, 0.7)) == (0, 1, 2, 3)
    assert quantile_cuts([0], [5], lowest=0, levels=(0.5,)) == (0,)
    assert quantile_cuts([], [], lowest=1, levels=(0.5,)) == (1,)


# -- Who is alike


def factors(seed=1, cells=400):
    rng = np.random.default_rng(seed)
    levels = [3, 4, 2]
    held = [rng.integers(0, size, cells) for size in levels]
    n = rng.integers(5, 60, cells).astype(float)
    eta = 0.4 * held[0] - 0.3 * held[1] + 0.8 * held[2] - 1
    return held, levels, n, eta, rng


def columns(held, levels):
    parts = [(f == k).astype(float) for f, s in zip(held, levels, strict=True) for k in range(1, s)]
    return np.column_stack([np.ones(held[0].size), *parts])


def test_the_logistic_fit_is_that_of_statsmodels_but_for_its_ridge():
    held, levels, n, eta, rng = factors()
    y = rng.binomial(n.astype(int), 1 / (1 + np.exp(-eta))).astype(float)
    ours = logistic(held, levels, n=n, y=y)
    theirs = sm.GLM(np.column_stack([y, n - y]), columns(held, levels), sm.families.Binomial())
    flat = np.concatenate([ours[0], *(part[1:] for part in ours[1:])])
    assert flat == pytest.approx(theirs.fit().params, abs=1e-4)
    assert all(part[0] == 0 for part in ours[1:])


def test_the_linear_fit_is_that_of_statsmodels_but_for_its_ridge():
    held, levels, n, eta, rng = factors(2)
    mean = 5 + eta + rng.normal(0, 0.1, n.size)
    ours = linear(held, levels, n=n, y=n * mean)
    theirs = sm.WLS(mean, columns(held, levels), weights=n).fit().params
    flat = np.concatenate([ours[0], *(part[1:] for part in ours[1:])])
    assert flat == pytest.approx(theirs, abs=1e-4)


def test_strata_hold_about_equally_many_rows_of_about_equal_chances():
    rng = np.random.default_rng(3)
    table = np.column_stack(
        [
            np.repeat([1, 2], 600),
            *(rng.integers(0, size, 1200) for size in (5, 5, 5, 1, 1, 6, 4)),
            np.full(1200, 20),
            rng.integers(0, 20, 1200),
        ]
    )
    cells = Cells.of(table)
    told = strata(cells, sizes=(2, 5, 5, 1, 1, 6, 5, 4), segments=())
    names = ("before", "so_far", "progress", "segment", "cohort", "lately", "recency")
    score = np.array(told.interval)[cells.interval - 1]
    for name in names:
        score = score + np.array(getattr(told, name))[getattr(cells, name)]
    for j in (1, 2):
        own = score[cells.interval == j]
        place = np.searchsorted(told.borders[j - 1], own, side="right")
        rows = np.bincount(place, minlength=STRATA)
        assert rows.max() <= 2 * rows.min()
        assert [own[place == k].max() for k in range(STRATA)] == sorted(
            own[place == k].max() for k in range(STRATA)
        )


# -- What is left of confounding


def planted(*, behaviours=60, true=6, seed=5):
    """Make associations of which mu is .05 and kappa .5, with a few true effects."""
    rng = np.random.default_rng(seed)
    removed = rng.normal(0.2, 0.2, behaviours)
    effect = np.where(np.arange(behaviours) < true, 0.8, 0.0)
    se = rng.uniform(0.02, 0.05, behaviours)
    beta = 0.02 + 0.5 * removed + effect + rng.normal(0, se)
    base = associations(within=alike(behaviours), crude=flat(behaviours), compared=np.ones(1) > 0)
    return base, beta, removed, se, effect


def alike(behaviours):
    ones = np.ones((behaviours, 1, 20))
    return Arms(n1=50 * ones, y1=20 * ones, n0=50 * ones, y0=20 * ones)


def flat(behaviours):
    ones = np.ones((behaviours, 1))
    return Arms(n1=1000 * ones, y1=400 * ones, n0=1000 * ones, y0=400 * ones)


def with_(base, **fields):
    from dataclasses import replace

    return replace(base, **fields)


def test_calibration_takes_off_what_harmless_behaviours_show():
    base, beta, removed, se, effect = planted()
    found = with_(base, beta=beta, crude=beta + removed, se=se)
    known = calibrate(found)
    assert known.calibrated
    assert known.mu == pytest.approx(0.02, abs=0.02)
    assert known.kappa == pytest.approx(0.5, abs=0.06)
    assert np.abs(known.beta - effect).mean() < 0.05
    assert known.null[effect == 0].mean() > 0.9
    assert known.null[effect > 0].mean() < 0.1
    assert (known.se > found.se).all()


def test_calibration_depends_on_no_order():
    base, beta, removed, se, _ = planted()
    known = calibrate(with_(base, beta=beta, crude=beta + removed, se=se))
    back = slice(None, None, -1)
    turned = calibrate(with_(base, beta=beta[back], crude=(beta + removed)[back], se=se[back]))
    assert (turned.mu, turned.kappa, turned.tau) == pytest.approx(
        (known.mu, known.kappa, known.tau), abs=1e-9
    )


def test_too_few_behaviours_teach_nothing():
    base, beta, removed, se, _ = planted(behaviours=FEWEST - 1)
    known = calibrate(with_(base, beta=beta, crude=beta + removed, se=se))
    assert (known.mu, known.kappa, known.tau, known.calibrated) == (0, 0, UNCALIBRATED_TAU, False)
    assert known.beta == pytest.approx(beta)


# -- Entries of one actor


def test_actors_who_are_alike_in_what_happens_to_them_widen_every_error():
    rng = np.random.default_rng(7)
    n = np.full((6, 4, 20), 40.0)
    drawn = rng.beta(2, 2, (6, 1, 20))  # a bucket's people share their luck
    y1, y0 = (rng.binomial(40, np.broadcast_to(drawn, n.shape)).astype(float) for _ in range(2))
    luck = rng.beta(2, 2, (6, 1, 20))
    y1 = rng.binomial(40, np.broadcast_to(luck, n.shape)).astype(float)
    found = associations(
        within=Arms(n1=n, y1=y1, n0=n, y0=y0),
        crude=Arms(n1=n.sum(2), y1=y1.sum(2), n0=n.sum(2), y0=y0.sum(2)),
        compared=np.ones(6, dtype=bool),
    )
    assert found.design_effect > 5
    assert found.risk_design_effect > 5


# -- Which findings follow others


def follower(share):
    """Make rows in which 1 is done by a `share` of those who did 0, and 0 alone acts."""
    masks, rows, successes = [], [], []
    for did, followed in ((0, 0), (1, 0), (1, 1), (0, 1)):
        people = {(0, 0): 1000, (1, 0): 400 * (1 - share), (1, 1): 400 * share, (0, 1): 40}
        masks.append(did + 2 * followed)
        rows.append(int(people[did, followed]))
        successes.append(int(people[did, followed] * (0.6 if did else 0.3)))
    began = [(0, 1), (0, 3), (1, 3), (1, 2)]
    sums = {m: (r, s) for m, r, s in zip(masks, rows, successes, strict=True)}
    return Together(
        stratum=np.zeros(4, dtype=int),
        mask=np.array(masks),
        rows=np.array(rows),
        successes=np.array(successes),
        began=np.array([k for k, _ in began]),
        began_stratum=np.zeros(4, dtype=int),
        began_mask=np.array([m for _, m in began]),
        began_rows=np.array([sums[m][0] for _, m in began]),
        began_successes=np.array([sums[m][1] for _, m in began]),
    )


def test_what_only_follows_a_finding_is_its_proxy():
    together = follower(0.7)
    clumped = clump([0, 1], together, beta=np.array([1.2, 0.9]), design_effect=1.0)
    assert clumped.kept == (0,)
    assert clumped.proxies == {1: 0}


def test_one_that_stands_in_front_makes_room_for_what_really_acts():
    clumped = clump([1, 0], follower(0.7), beta=np.array([1.2, 0.9]), design_effect=1.0)
    assert clumped.kept == (0,)
    assert clumped.proxies == {1: 0}


def test_correlations_are_those_of_the_flags():
    together = follower(0.5)
    flags = [np.repeat((together.mask >> k) & 1, together.rows) for k in (0, 1)]
    expected = np.corrcoef(*flags)[0, 1]
    found = correlations(together.mask, together.rows, findings=2)
    assert found[0, 1] == pytest.approx(expected)


# -- Segments


def test_effects_that_differ_between_segments_are_told_by_cochrans_q():
    base, *_ = planted(behaviours=4)
    beta, se = np.array([0.1, 0.5, 0.3, 0.3]), np.array([0.1, 0.1, 0.2, 0.1])
    found = differing(with_(base, beta=beta, se=se, supported=np.ones(4, dtype=bool)), segments=2)
    q = (0.1 - 0.3) ** 2 / 0.01 + (0.5 - 0.3) ** 2 / 0.01
    assert found == pytest.approx([2 * chi2.sf(q, 1), 1.0])
