"""Three ways to watch an experiment: when each may speak, and how often it errs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seachange.errors import BadQuestion
from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments import always_valid, fixed_horizon, group_sequential
from seachange.measure.statistics.experiments.always_valid import Tuning, critical, p_always
from seachange.measure.statistics.experiments.boundaries import boundaries
from seachange.measure.statistics.experiments.effects import Effect, share_difference
from seachange.measure.statistics.experiments.group_sequential import Plan, stagewise_p
from seachange.measure.statistics.experiments.looks import Look

PLAN = Plan(units=1000)


def look(units: int, z: float) -> Look:
    """A look at which the effect stands z errors from nothing; errors shrink with units."""
    error = 1 / math.sqrt(units)
    return Look(
        units=units, effect=Effect(value=z * error, error=error, freedom=math.inf, method="m")
    )


def test_an_overwhelming_effect_ends_the_experiment_early():
    course = group_sequential.follow([look(250, 1.0), look(500, 3.5), look(750, 1.0)], plan=PLAN)
    assert (course.ended, course.crossed) == (1, True)
    assert [stage.tested for stage in course.stages] == [True, True, False]
    assert course.corrected.value < course.stages[1].interval.value
    assert 0 < course.corrected.low < course.corrected.value


def test_a_test_that_would_be_significant_alone_is_not_at_an_early_look():
    course = group_sequential.follow([look(250, 2.5), look(500, 2.5)], plan=PLAN)
    assert (course.ended, course.crossed, course.p) == (None, False, None)
    assert isinstance(course.corrected, Unknown)


def test_after_the_planned_units_nothing_is_tested_any_more():
    looks = [look(500, 0.1), look(1000, 1.5), look(1500, 9.0)]
    course = group_sequential.follow(looks, plan=PLAN)
    assert (course.ended, course.crossed) == (1, False)
    assert not course.stages[2].crossed
    assert course.p == pytest.approx(2 * stats.norm.sf(1.5), rel=0.05)


def test_a_look_without_units_more_tests_nothing():
    course = group_sequential.follow([look(500, 0.1), look(500, 9.0), look(600, 0.2)], plan=PLAN)
    assert [stage.tested for stage in course.stages] == [True, False, True]
    assert course.ended is None


def test_what_the_units_are_worth_sets_how_alike_looks_are():
    looks = [replace(look(500, 1.0), information=40.0), replace(look(1000, 1.0), information=400.0)]
    stages, ended = group_sequential.watch(looks, plan=PLAN)
    expected = boundaries([0.1, 1.0], spent_at=[0.5, 1.0]).critical
    assert [stage.critical for stage in stages] == pytest.approx(expected)
    assert ended == 1
    assert group_sequential.follow(looks, plan=PLAN).p == pytest.approx(0.317, abs=0.02)
    idle = [looks[0], replace(look(700, 9.0), information=40.0)]
    assert not group_sequential.watch(idle, plan=PLAN)[0][1].tested
    tuning = Tuning(units=100)
    assert always_valid.follow(looks, tuning=tuning).stages[0].critical == pytest.approx(
        critical(40, tuning=tuning)
    )
    with pytest.raises(BadQuestion):
        replace(look(5, 1.0), information=0.0)


def test_one_look_with_all_units_is_the_plain_test():
    for z in (0.3, 1.9, -2.5):
        course = group_sequential.follow([look(1000, z)], plan=PLAN)
        plain = look(1000, z).effect
        assert course.p == pytest.approx(plain.p, rel=1e-9)
        found = plain.interval()
        assert (course.corrected.value, course.corrected.low, course.corrected.high) == (
            pytest.approx((found.value, found.low, found.high), abs=1e-9)
        )


def test_one_look_at_shares_has_newcombes_interval():
    """The walk-through's H2: +7.00, -0.65 to 14.54."""
    effect = share_difference(did=117, units=300, did_control=96, units_control=300)
    course = group_sequential.follow([Look(units=600, effect=effect)], plan=Plan(units=600))
    found = course.corrected
    assert [round(100 * x, 2) for x in (found.value, found.low, found.high)] == [7.0, -0.65, 14.54]


@given(st.floats(-6, 6), st.floats(-6, 6))
def test_swapping_the_variants_mirrors_the_course(first, second):
    there, back = (
        group_sequential.follow([look(400, w * first), look(1000, w * second)], plan=PLAN)
        for w in (1, -1)
    )
    assert (there.ended, there.p) == (back.ended, pytest.approx(back.p, rel=1e-6, abs=1e-12))
    assert there.corrected.value == pytest.approx(-back.corrected.value, abs=1e-7)
    assert there.corrected.low == pytest.approx(-back.corrected.high, abs=1e-7)


@given(st.integers(0, 2), st.floats(0, 7), st.floats(0, 7))
def test_ending_more_strongly_is_rarer(at, a, b):
    lines = boundaries([0.3, 0.6, 1.0])
    floor = lines.critical[at] if at < 2 else 0.0
    weak, strong = floor + min(a, b), floor + max(a, b)
    assert stagewise_p(lines, look=at, z=strong) <= stagewise_p(lines, look=at, z=weak) + 1e-12


def test_ending_on_the_boundary_of_the_last_look_has_the_chance_of_the_plan():
    lines = boundaries([0.3, 0.6, 1.0])
    assert stagewise_p(lines, look=2, z=lines.critical[2]) == pytest.approx(0.05, rel=1e-6)


@given(
    st.floats(0, 12), st.integers(1, 10**7), st.integers(1, 10**6), st.sampled_from([0.01, 0.05])
)
def test_the_always_valid_p_falls_below_alpha_exactly_where_the_boundary_is_crossed(z, n, best, a):
    tuning = Tuning(units=best, alpha=a)
    p, limit = p_always(z, units=n, tuning=tuning), critical(n, tuning=tuning)
    assert p_always(limit, units=n, tuning=tuning) == pytest.approx(a, rel=1e-9)
    assert (p < a) == (z > limit) or abs(z - limit) < 1e-9


def test_the_always_valid_interval_is_narrowest_where_it_was_tuned():
    tuning = Tuning(units=5000)
    width = {n: critical(n, tuning=tuning) for n in (500, 4000, 5000, 6000, 50_000)}
    assert min(width, key=width.get) == 5000


def test_an_always_valid_p_never_rises_again():
    course = always_valid.follow([look(400, 2.9), look(800, 0.1)], tuning=Tuning(units=500))
    assert course.stages[1].p == course.stages[0].p < 1


def test_few_successes_are_no_look_yet():
    few = share_difference(did=60, units=400, did_control=9, units_control=400)
    enough = share_difference(did=60, units=400, did_control=10, units_control=400)
    for effect, tested in ((few, False), (enough, True)):
        course = always_valid.follow([Look(units=800, effect=effect)], tuning=Tuning(units=500))
        assert (course.stages[0].tested, course.crossed) == (tested, tested)


def test_a_fixed_horizon_says_nothing_before_its_size():
    early = fixed_horizon.follow([look(400, 5.0), look(999, 5.0)], plan=PLAN)
    assert (early.ended, early.p) == (None, None)
    assert early.corrected == Unknown("1 units more before this is judged")
    assert [stage.p for stage in early.stages] == [None, None]
    late = fixed_horizon.follow([look(400, 5.0), look(1001, 1.0), look(2000, 5.0)], plan=PLAN)
    assert (late.ended, late.crossed, late.p) == (1, False, pytest.approx(2 * stats.norm.sf(1.0)))


def test_looks_and_plans_that_cannot_be_are_refused():
    for wrong in (
        lambda: group_sequential.follow([], plan=PLAN),
        lambda: group_sequential.follow([look(500, 1), look(400, 1)], plan=PLAN),
        lambda: Look(units=0, effect=look(1, 1.0).effect),
        lambda: Plan(units=1),
        lambda: Plan(units=10, alpha=0.0),
        lambda: Tuning(units=0),
        lambda: Tuning(units=10, alpha=1.0),
    ):
        with pytest.raises(BadQuestion):
            wrong()


# ---------------------------------------------------------------------------------------------
# How often each errs: daily looks at experiments without an effect, and with one

PER_DAY, DAYS, BASE = 530, 28, 0.10
ALL = 2 * PER_DAY * DAYS


def daily(*, lift: float, runs: int, seed: int, per_day: int = PER_DAY, base: float = BASE):
    """Yield each run's looks, a day each: shares among as many new units per variant."""
    draw = np.random.default_rng(seed)
    control = np.cumsum(draw.binomial(per_day, base, (runs, DAYS)), axis=1).tolist()
    treated = np.cumsum(draw.binomial(per_day, base * (1 + lift), (runs, DAYS)), axis=1).tolist()
    for c, t in zip(control, treated, strict=True):
        yield [
            Look(units=2 * n, effect=effect)
            for day in range(DAYS)
            for n in [per_day * (day + 1)]
            for effect in [
                share_difference(did=t[day], units=n, did_control=c[day], units_control=n)
            ]
            if not isinstance(effect, Unknown)
        ]


@pytest.mark.nightly
@pytest.mark.parametrize(("per_day", "base"), [(530, 0.10), (100, 0.02)])
def test_twenty_thousand_idle_experiments_watched_daily_err_as_stated(per_day, base):
    """Acceptance E1: group sequential .04–.06, always valid at most .05."""
    plan = Plan(units=2 * per_day * DAYS)
    tuning = Tuning(units=plan.units // 2)
    runs, planned, always = 20_000, 0, 0
    for looks in daily(lift=0, runs=runs, seed=3, per_day=per_day, base=base):
        stages, ended = group_sequential.watch(looks, plan=plan)
        planned += ended is not None and stages[ended].crossed
        always += always_valid.follow(looks, tuning=tuning).crossed
    print(f"E1 {base=}: group sequential {planned / runs:.4f}, always valid {always / runs:.4f}")
    assert 0.04 <= planned / runs <= 0.06
    assert always / runs <= 0.05


@pytest.mark.nightly
def test_a_plan_finds_what_it_was_made_to_find_and_its_corrected_estimate_is_fair():
    """Acceptance E2: power ≥ .77 where one look has .80. Corrected: median and interval."""
    runs, found, above, held, plain, fixed = 4000, 0, 0, 0, 0.0, 0
    truth = BASE * 0.1
    for looks in daily(lift=0.10, runs=runs, seed=4):
        course = group_sequential.follow(looks, plan=Plan(units=ALL))
        found += course.crossed
        fixed += fixed_horizon.follow(looks, plan=Plan(units=ALL)).crossed
        above += course.corrected.value > truth
        held += course.corrected.low <= truth <= course.corrected.high
        plain += looks[course.ended].effect.value > truth
    print(f"E2 power {found / runs:.4f} (one look {fixed / runs:.4f}); corrected above the truth")
    print(f"   {above / runs:.4f}, plain {plain / runs:.4f}; interval holds {held / runs:.4f}")
    assert found / runs >= 0.77
    # Three and a half standard errors of 4,000 runs.
    assert above / runs == pytest.approx(0.5, abs=0.028)
    assert held / runs == pytest.approx(0.95, abs=0.012)


@pytest.mark.nightly
def test_always_valid_intervals_hold_the_effect_at_all_looks_together():
    """Acceptance E3: ≥ .95. Repeated intervals of a plan too."""
    runs, truth = 5000, BASE * 0.1
    always = repeated = 0
    for looks in daily(lift=0.10, runs=runs, seed=9):
        course = always_valid.follow(looks, tuning=Tuning(units=ALL // 2))
        always += all(s.interval.low <= truth <= s.interval.high for s in course.stages)
        stages, _ = group_sequential.watch(looks, plan=Plan(units=ALL))
        repeated += all(s.interval.low <= truth <= s.interval.high for s in stages)
    print(f"E3 simultaneous: always valid {always / runs:.4f}, repeated {repeated / runs:.4f}")
    assert always / runs >= 0.95


@pytest.mark.nightly
def test_looking_after_every_unit_to_four_times_the_plan_is_safe_without_one():
    """C2: normal values, a look after each pair of units."""
    draw = np.random.default_rng(12)
    runs, most, planned = 5000, 2000, 500
    tuning = Tuning(units=planned)
    limits = np.array([critical(2 * k, tuning=tuning) for k in range(1, most + 1)])
    k = np.arange(1, most + 1)
    crossed = 0
    for _ in range(runs):
        walk = np.cumsum(draw.normal(size=most) - draw.normal(size=most))
        crossed += bool((np.abs(walk / np.sqrt(2 * k)) > limits).any())
    print(f"C2 always valid after every pair, to 4 x the plan: {crossed / runs:.4f}")
    assert crossed / runs <= 0.05 + 0.0072
