"""Boundaries of a group-sequential test: published ones, and chances that must add up."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import BadQuestion
from seachange.measure.statistics.experiments.boundaries import (
    FARTHEST,
    boundaries,
    obrien_fleming,
)

informations = st.lists(st.integers(1, 1000), min_size=1, max_size=7, unique=True).map(
    lambda ts: tuple(t / max(ts) for t in sorted(ts))
)


def pocock(information: float, alpha: float) -> float:
    """Lan and DeMets (1983): the other spending function with published tables."""
    return alpha * math.log(1 + (math.e - 1) * information)


@pytest.mark.parametrize(
    ("looks", "spend", "published"),
    [
        # Reboussin, DeMets, Kim and Lan (2000), Controlled Clinical Trials 21, 190–207 (ldbounds).
        (5, obrien_fleming, [4.8769, 3.3569, 2.6803, 2.2898, 2.0310]),
        (5, pocock, [2.4380, 2.4268, 2.4101, 2.3966, 2.3859]),
        (1, obrien_fleming, [1.959964]),
    ],
)
def test_boundaries_are_the_published_ones(looks, spend, published):
    found = boundaries([(k + 1) / looks for k in range(looks)], spend=spend).critical
    assert found == pytest.approx(published, abs=5e-4)


def test_two_looks_are_those_of_a_bivariate_normal():
    """Crossing at the first or the second look has 5 % in all; scipy integrates the plane."""
    first, second = boundaries([0.5, 1.0]).critical
    assert first == pytest.approx(stats.norm.isf(obrien_fleming(0.5, 0.05) / 2), rel=1e-9)
    plane = stats.multivariate_normal(cov=[[1, math.sqrt(0.5)], [math.sqrt(0.5), 1]])
    inside = plane.cdf([first, second], lower_limit=[-first, -second])
    assert 1 - inside == pytest.approx(0.05, abs=1e-6)


@given(informations, st.sampled_from([0.01, 0.05, 0.2]))
def test_all_looks_together_err_as_often_as_was_said(information, alpha):
    crossings = boundaries(information, alpha=alpha).crossings()
    assert sum(a + b for a, b in crossings) == pytest.approx(alpha, rel=1e-6)
    assert all(a == pytest.approx(b, rel=1e-9, abs=1e-300) for a, b in crossings)


@given(informations, st.floats(-4, 4))
def test_with_an_effect_the_chances_of_all_ends_add_up_to_one(information, drift):
    lines = boundaries(information)
    last, c = len(information) - 1, lines.critical[-1]
    ends = lines.crossings(drift)
    between = lines.above(last, z=-c, drift=drift) - lines.above(last, z=c, drift=drift)
    assert sum(a + b for a, b in ends) + between == pytest.approx(1, abs=1e-6)


def test_the_past_does_not_change_when_a_look_is_added():
    early = boundaries([0.2, 0.35]).critical
    assert boundaries([0.2, 0.35, 0.4, 1.1]).critical[:2] == early


def test_walks_cross_as_often_as_the_chances_say():
    information = (0.3, 0.55, 0.6, 1.0)
    lines, drift, draw = boundaries(information), 2.2, np.random.default_rng(2)
    steps = np.diff((0.0, *information))
    walks = np.cumsum(draw.normal(drift * steps, np.sqrt(steps), (200_000, 4)), axis=1)
    z = walks / np.sqrt(information)
    outside = np.abs(z) >= lines.critical
    first = np.where(outside.any(1), outside.argmax(1), -1)
    for k, (above, below) in enumerate(lines.crossings(drift)):
        here = first == k
        assert (here & (z[:, k] > 0)).mean() == pytest.approx(above, abs=0.005)
        assert (here & (z[:, k] < 0)).mean() == pytest.approx(below, abs=0.005)


def test_a_ramp_spends_by_units_and_compares_by_what_they_are_worth():
    """Four fifths of the units came while one in fifty was treated; walks of what is known."""
    units = np.array([0.2, 0.5, 0.8, 1.0])
    treated = np.array([0.02, 0.02, 0.02, 0.5])
    worth = np.cumsum(np.diff(units, prepend=0) * 4 * treated * (1 - treated))
    worth = worth / worth[-1]
    draw = np.random.default_rng(5)
    steps = draw.normal(0, np.sqrt(np.diff(worth, prepend=0)), (400_000, 4))
    z = np.abs(np.cumsum(steps, axis=1) / np.sqrt(worth))
    known = boundaries(worth, spent_at=units)
    assert (z >= known.critical).any(axis=1).mean() == pytest.approx(0.05, abs=0.0015)
    assert sum(map(sum, known.crossings())) == pytest.approx(0.05, rel=1e-6)
    # As if every unit were worth the same, as it is with a steady split, it errs more often.
    assert (z >= boundaries(units).critical).any(axis=1).mean() > 0.055


@given(informations, st.floats(0.01, 100))
def test_only_ratios_of_what_is_known_matter(information, unit):
    known = boundaries([unit * t for t in information], spent_at=information)
    assert known.critical == pytest.approx(boundaries(information).critical, rel=1e-6)


def test_hourly_looks_and_looks_close_together_keep_their_chance():
    close = (0.001, 0.0011, 0.5, 0.501, 0.9, 0.902, 1.2)
    assert sum(map(sum, boundaries(close).crossings())) == pytest.approx(0.05, abs=1e-4)
    assert boundaries(close).critical[0] == FARTHEST
    hourly = tuple((k + 1) / 168 for k in range(168))
    assert sum(map(sum, boundaries(hourly).crossings())) == pytest.approx(0.05, abs=1e-6)


@pytest.mark.parametrize(
    "information", [(), (0.0, 1.0), (0.5, 0.5), (0.5, 0.4), (1.0, 1.2), (-0.1,)]
)
def test_looks_that_cannot_be_are_refused(information):
    with pytest.raises(BadQuestion):
        boundaries(information)
    with pytest.raises(BadQuestion):
        boundaries([1.0], alpha=1.0)
