"""Summary statistics of published examples in, their published estimates out."""

from __future__ import annotations

import csv
import json
import math
from fractions import Fraction

import pytest

from seachange.measure.statistics.experiments.always_valid import Tuning, critical, p_always
from seachange.measure.statistics.experiments.arms import Arm, Sums
from seachange.measure.statistics.experiments.effects import (
    difference,
    lift_by_delta,
    share_difference,
)
from seachange.measure.statistics.experiments.sides import mean_of
from seachange.planning.rules.belief import Belief, value_of_certainty
from tests.shared import published, real_events


def case(name):
    cases = json.loads(published("experiment_cases.json").read_text())["cases"]
    return next(c for c in cases if c["id"] == name)


def side(variant):
    """Printed decimals as the exact numbers they are; a share's squares are its sum."""
    total = Fraction(str(variant["sum"]))
    squares = Fraction(str(variant.get("sum_squares", variant["sum"])))
    return mean_of(Sums.values(variant["n"], total=total, squares=squares).arm())


def sides(facts):
    return side(facts["treatment"]), side(facts["control"])


def to_printed(*numbers):
    """Agree with numbers printed to five decimals."""
    return pytest.approx(numbers, abs=5.1e-6)


def test_a_welch_difference_is_growthbooks():
    facts = case("gb-welch-absolute")
    treatment, control = sides(facts)
    effect, expect = difference(treatment, minus=control), facts["expect"]
    found = effect.interval()
    assert (effect.value, effect.error, effect.p) == to_printed(
        expect["effect"], expect["se"], expect["p"]
    )
    assert [found.low, found.high] == pytest.approx(expect["ci95"], abs=5.1e-6)


def test_a_relative_change_is_growthbooks():
    facts = case("gb-welch-relative")
    treatment, control = sides(facts)
    effect, expect = lift_by_delta(treatment, over=control), facts["expect"]
    found = effect.interval()
    assert (effect.value, effect.error, effect.p) == to_printed(
        expect["effect"], expect["se"], expect["p"]
    )
    assert [found.low, found.high] == pytest.approx(expect["ci95"], abs=5.1e-6)


def test_an_always_valid_interval_is_growthbooks():
    facts = case("gb-sequential")
    treatment, control = sides(facts)
    effect, expect = lift_by_delta(treatment, over=control), facts["expect"]
    units = facts["treatment"]["n"] + facts["control"]["n"]
    tuning = Tuning(units=1000)
    reach = effect.error * critical(units, tuning=tuning)
    assert (effect.value, effect.error) == to_printed(expect["effect"], expect["se"])
    assert [effect.value - reach, effect.value + reach] == pytest.approx(expect["ci95"], abs=5.1e-6)
    assert p_always(effect.statistic, units=units, tuning=tuning) == expect["p"]


@pytest.mark.parametrize("name", ["gb-bayes-proportion-flat", "gb-bayes-mean-flat"])
def test_with_a_flat_prior_the_posterior_is_the_estimate_and_its_error(name):
    """The published shares have the variance p(1 − p)/n, ours with n − 1: told apart here."""
    facts = case(name)
    treatment, control = sides(facts)
    effect, expect = lift_by_delta(treatment, over=control), facts["expect"]
    n = facts["control"]["n"]
    narrowed = math.sqrt((n - 1) / n) if facts["control"]["kind"] == "proportion" else 1.0
    error = effect.error * narrowed
    assert (effect.value, error) == to_printed(expect["effect"], expect["sd"])
    assert [effect.value + way * 1.959964 * error for way in (-1, 1)] == pytest.approx(
        expect["interval95"], abs=1e-5
    )
    belief = Belief(effect.value, error, smallest_worthwhile=0.0)
    assert belief.positive == pytest.approx(expect["chance_to_win"], abs=5.1e-6)
    # What choosing the better one risks is what certainty would be worth; the other, that more.
    risk = value_of_certainty(belief)
    assert [effect.value + risk, risk] == pytest.approx(expect["risk"], abs=1e-5)


@pytest.mark.parametrize("name", ["udacity-gross-conversion", "udacity-net-conversion"])
def test_a_difference_of_shares_has_the_pooled_error_of_the_free_trial_screener(name):
    facts = case(name)
    treatment, control = facts["treatment"], facts["control"]
    effect = share_difference(
        did=treatment["sum"],
        units=treatment["n"],
        did_control=control["sum"],
        units_control=control["n"],
    )
    low, high = facts["expect"]["ci95"]
    assert effect.value == pytest.approx(facts["expect"]["effect"], abs=5.1e-7)
    assert effect.value - 1.96 * effect.error == pytest.approx(low, abs=5.1e-7)
    assert effect.value + 1.96 * effect.error == pytest.approx(high, abs=5.1e-7)
    # Newcombe's, which we show, lies beside it in the fifth decimal at this size.
    assert effect.interval().low == pytest.approx(low, abs=5e-5)


def test_high_and_low_achievers_differ_as_in_the_book():
    """López-Pernas and Saqr (2024), ch. 5: events of each student, by group."""
    import pyarrow.parquet

    facts = case("lamethods-welch")
    table = pyarrow.parquet.read_table(real_events("moodle", "events.parquet"))
    counted = table["user"].value_counts().to_pylist()
    events = {row["values"]: row["counts"] for row in counted}
    with real_events("moodle", "students.csv").open() as students:
        groups = [(s["user"], s["achieving_group"]) for s in csv.DictReader(students)]
    arms = {
        kind: mean_of(
            Arm.measured([float(events[user]) for user, group in groups if group == kind])
        )
        for kind in ("High achiever", "Low achiever")
    }
    effect = difference(arms["High achiever"], minus=arms["Low achiever"])
    found, expect = effect.interval(), facts["expect"]
    assert effect.value == pytest.approx(expect["effect"], abs=5.1e-5)
    assert [found.low, found.high] == pytest.approx(expect["ci95"], abs=5.1e-5)
    assert effect.statistic == pytest.approx(expect["t"], abs=5.1e-5)
    assert effect.freedom == pytest.approx(expect["df"], abs=5.1e-4)
    assert effect.p == pytest.approx(expect["p"], abs=5.1e-9)
