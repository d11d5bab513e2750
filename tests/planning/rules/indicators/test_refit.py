"""Whether beliefs are refitted to their verdicts as maximum likelihood would have it."""

from math import log

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, logit

from seachange.errors import ImpossibleCounts
from seachange.planning.rules.indicators import delivery
from seachange.planning.rules.indicators.delivery import Shipping
from seachange.planning.rules.indicators.learning import Forecast, Refit, refit
from seachange.planning.rules.indicators.tallies import Tally, Unknown

beliefs = st.sampled_from([0.05, 0.1, 0.2, 0.35, 0.5, 0.6, 0.8, 0.95])
many = st.lists(st.builds(Forecast, beliefs, st.booleans()), min_size=20, max_size=60)


def unlikelihood(line, x, y):
    p = np.clip(expit(line[0] + line[1] * x), 1e-12, 1 - 1e-12)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@given(many)
def test_no_other_line_makes_the_verdicts_likelier(forecasts):
    told = refit(forecasts)
    assume(isinstance(told, Refit))
    x = logit(np.array([each.belief for each in forecasts]))
    y = np.array([float(each.came_true) for each in forecasts])
    best = minimize(unlikelihood, [0.0, 1.0], args=(x, y)).fun
    assert unlikelihood((told.alpha, told.beta), x, y) <= best + 1e-6


def test_with_two_beliefs_the_line_goes_through_both_shares():
    # 3 of 10 came true of what was believed at 0.2, 6 of 10 of what was believed at 0.8.
    ours = [(0.2, 3), (0.8, 6)]
    forecasts = [Forecast(p, n < true) for p, true in ours for n in range(10)]
    told = refit(forecasts)
    assert told.mended(0.2) == pytest.approx(0.3)
    assert told.mended(0.8) == pytest.approx(0.6)
    assert told.beta == pytest.approx((log(6 / 4) - log(3 / 7)) / (log(4) - log(1 / 4)))


def test_judgements_that_meet_their_verdicts_are_left_as_they_are():
    forecasts = [Forecast(p / 10, n < p) for p in (2, 5, 8) for n in range(10)]
    told = refit(forecasts)
    assert (told.alpha, told.beta) == (pytest.approx(0, abs=1e-9), pytest.approx(1))


@pytest.mark.parametrize(
    ("forecasts", "why"),
    [
        ([Forecast(0.3, True)] * 19, "needs 20 verdicts"),
        ([Forecast(p, True) for p in (0.2, 0.8)] * 10, "came out alike"),
        ([Forecast(0.3, came_true) for came_true in (True, False)] * 10, "believed in alike"),
        ([Forecast(0.2, False), Forecast(0.8, True)] * 10, "part what came true"),
        ([Forecast(0.2, True), Forecast(0.8, False)] * 10, "part what came true"),
    ],
)
def test_what_no_line_fits_best_is_unknown(forecasts, why):
    told = refit(forecasts)
    assert isinstance(told, Unknown)
    assert why in told.because


def test_delivery_is_averaged_by_what_its_hours_are_typical_of():
    busy = Shipping(days=7, deployments=30, failed=3, lead_time_hours=10, recovery_hours=1)
    slow = Shipping(days=7, deployments=10, failed=1, lead_time_hours=50, recovery_hours=9)
    told = delivery.context([busy, slow])
    assert told.deployments_a_week == 20
    assert told.lead_time_hours == 20  # (30 · 10 + 10 · 50) / 40
    assert told.failures == Tally(4, 40)
    assert told.recovery_hours == 3  # (3 · 1 + 1 · 9) / 4


def test_no_deliveries_are_unknown_and_impossible_ones_refused():
    assert isinstance(delivery.context([]).deployments_a_week, Unknown)
    for wrong in ({"days": 0, "deployments": 1}, {"days": 1, "deployments": 1, "failed": 2}):
        with pytest.raises(ImpossibleCounts):
            Shipping(**wrong)
