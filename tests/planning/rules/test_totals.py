"""Whether the luck of winners is taken off as Lee and Shen (2018) say."""

from __future__ import annotations

import numpy
import pytest

from seachange.planning.rules.belief import Bars, Result, call, prior, updated
from seachange.planning.rules.totals import Contest, effect_to_win, pooled, total
from seachange.planning.rules.vocabulary import Finish


def contest(effect, *, won, error=1.0, bar=2.0):
    return Contest(effect=effect, standard_error=error, bar=bar, has_won=won)


def test_losers_near_the_bar_show_that_winners_were_lucky():
    # φ(0) = 0.3989 for each that lies on the bar, whichever side it fell
    told = total([contest(2.0, won=True), contest(2.0, won=False)])
    assert told.measured == 2.0
    assert told.luck == pytest.approx(2 * 0.398942)
    assert told.effect == pytest.approx(2.0 - 2 * 0.398942)
    assert (told.won, told.of) == (1, 2)


def test_a_winner_far_above_the_bar_was_not_lucky():
    assert total([contest(12.0, won=True)]).luck < 1e-20


def test_where_nobody_won_there_is_no_total():
    assert total([contest(0.0, won=False)]) is None
    assert total([]) is None


def test_over_many_programmes_the_total_is_nearer_to_the_truth_than_the_sum_of_winners():
    chance = numpy.random.default_rng(20260630)
    raw, mended = [], []
    for _ in range(150):
        truth = chance.normal(0.0, 1.0, 200)
        seen = truth + chance.normal(0.0, 1.0, 200)
        found = total(contest(x, won=bool(x > 1.96), bar=1.96) for x in seen)
        won = truth[seen > 1.96].sum()
        raw.append(found.measured - won)
        mended.append(found.effect - won)
    assert numpy.mean(raw) > 5
    assert abs(numpy.mean(mended)) < 0.45 * numpy.mean(raw)


@pytest.mark.parametrize("judged", [0.1, 0.2, 0.45])
@pytest.mark.parametrize("error", [0.004, 0.012, 0.05])
def test_the_effect_to_win_is_where_the_verdict_turns(judged, error):
    before = prior(judged, smallest_worthwhile=0.03)
    bar = effect_to_win(before, standard_error=error, bars=Bars())

    def called(effect):
        return call(updated(before, [Result(change=effect, standard_error=error)]))

    assert called(bar + 1e-9) is Finish.SUPPORTED
    assert called(bar - 1e-9) is not Finish.SUPPORTED


def test_two_measurements_of_one_thing_weigh_by_their_precision():
    # weights 4 and 1: (4 · 1 + 1 · 6) / 5 = 2, error 1/√5
    assert pooled([(1.0, 0.5), (6.0, 1.0)]) == pytest.approx((2.0, 5**-0.5))
    assert pooled([]) is None
