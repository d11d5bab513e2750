"""Figures over worlds: counted by hand, with intervals by worlds; and parts of a report."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bench import results
from bench.worlds import bars, figures
from bench.worlds.judging import OURS, Case, Judged
from bench.worlds.rivals import Verdicts

CLASSES = np.array(["boost", "block", "null", "follow"])
RIGHT = np.array([1.0, -1.0, 0.0, 0.0])


def world(shown, *, people=10_000, estimate=(0.1, -0.1, 0.0, 0.0), seed=0):
    """One world of four behaviours; `shown` are signs, 0 for what is not shown."""
    sign = np.array(shown, dtype=float)
    verdicts = Verdicts(shown=sign != 0, sign=sign)
    estimate = np.array(estimate)
    return Judged(
        case=Case(scenario="default", people=people, seed=seed),
        classes=CLASSES,
        right=RIGHT,
        truth=np.array([0.1, -0.1, 0.0, 0.0]),
        verdicts={OURS: verdicts, bars.NAIVE: verdicts},
        estimate=estimate,
        low=estimate - 0.05,
        high=estimate + 0.05,
    )


def test_false_share_is_the_mean_over_worlds_and_nothing_shown_is_nothing_false():
    worlds = [world([1, 0, 1, 0]), world([0, 0, 0, 0]), world([1, -1, 1, 1])]
    assert figures.false_share(worlds).value == pytest.approx((0.5 + 0 + 0.5) / 3)
    assert figures.any_shown(worlds).value == pytest.approx(2 / 3)


def test_power_counts_right_signs_and_wrong_ones_apart():
    worlds = [world([1, 1, 0, 0]), world([1, -1, 0, 0])]
    assert figures.power(worlds).value == 0.75
    assert figures.wrong_signs(worlds).value == 0.25


def test_coverage_leaves_out_what_has_no_estimate_and_what_nobody_can_know():
    worlds = [world([0] * 4, estimate=(0.2, -0.1, math.nan, 9.0))]
    assert figures.coverage(worlds, true=True).value == 0.5
    assert math.isnan(figures.coverage(worlds, true=False).value)
    worlds = [world([0] * 4, estimate=(0.1, -0.1, 0.02, 9.0))]
    assert figures.coverage(worlds, true=False).value == 1.0
    assert figures.size_of_nothing(worlds).value == pytest.approx(2.0)


def test_intervals_are_those_of_a_mean_of_worlds_where_each_weighs_the_same():
    worlds = [world([1, 0, s, 0]) for s in (0, 1, 1, 0, 0, 0, 1, 0)]
    share = np.array([0, 0.5, 0.5, 0, 0, 0, 0.5, 0])
    found = figures.false_share(worlds)
    assert found.high - found.value == pytest.approx(1.96 * share.std() / math.sqrt(8))


def test_a_class_is_reported_as_often_as_it_is_shown():
    assert figures.reported([world([0, 0, 1, 0]), world([0] * 4)], "null").value == 0.5


def test_a_bar_is_missed_where_its_figure_is_outside():
    found = {bar.says: bar.is_cleared for bar in bars.of_size([world([1, -1, 1, 0])] * 4)}
    assert found["power"]
    assert not found["false share"]
    assert not found["false share of the naive rule"]
    (null,) = bars.of_scenario("null", [world([0] * 4)])
    assert null.is_cleared


def test_a_part_of_the_results_replaces_its_own_and_no_other(tmp_path):
    file = tmp_path / "RESULTS.md"
    results.put("Speed", "## small\n\nfast", file=file)
    results.put("Truth", "told", file=file)
    results.put("Speed", "## small\n\nfaster", file=file)
    assert file.read_text() == "# Speed\n\n## small\n\nfaster\n\n# Truth\n\ntold\n"
