"""How often is enough, on planted thresholds: what is told of one world holds in another."""

from __future__ import annotations

import numpy as np
import pytest

from bench.drivers import REPORTING
from bench.worlds.judging import asked
from bench.worlds.simulation import DAY, ENTRY, SUCCESS, WITHIN, live_through, simulate
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.dose import DoseCounts, Leftover, held_out
from tests.measure.oracle.driver_log import choices_of, journey_of, rows_of
from tests.measure.oracle.drivers import compare, doses


def compared(log, design):
    """Compare another world's people, cut as in the first; return rows and behaviours."""
    journey, names = journey_of(
        rows_of(log), entry=ENTRY, success=SUCCESS, within=WITHIN, history=28 * DAY, design=design
    )
    return compare(journey, choices_of(design)), names


def counts_of(rows, behaviour, mark):
    landmark, _, stratum, times, outcome = np.array(doses(rows, behaviour, [mark])).T
    return DoseCounts(
        landmark=landmark,
        searching=np.zeros(times.size, dtype=bool),
        stratum=stratum,
        crude=stratum // 12,
        times=times,
        people=np.ones(times.size),
        successes=outcome * 1.0,
    )


def pairs(scenario, seed, people=10_000):
    """Yield the effect told of each best threshold, and the one that other people have."""
    world = simulate(scenario, people=people, seed=seed)
    answer = asked(world)
    if not answer.findings:
        return
    other = live_through(world.world, people, np.random.default_rng(seed + 50_000))
    rows, names = compared(other.log(), answer.design)
    known = answer.calibration
    leftover = Leftover(mu=known.mu, kappa=0.0, tau=known.tau)
    for finding in answer.findings:
        if isinstance(finding.how_often, Unknown):
            continue
        best = finding.how_often.plateau[0]
        mark = 1 + answer.design.landmarks.index(best.seconds)
        counts = counts_of(rows, names.index(finding.behaviour.event), mark)
        elsewhere = held_out(counts, at_least=best.times, landmark=mark, leftover=leftover)
        if isinstance(best.effect, Estimate) and isinstance(elsewhere, Estimate):
            sign = 1 if finding.kind == "booster" else -1
            yield sign * best.effect.value, sign * elsewhere.value


@pytest.mark.nightly
def test_the_effect_held_out_is_the_effect_elsewhere():
    told = [pair for seed in range(REPORTING, REPORTING + 12) for pair in pairs("default", seed)]
    here, elsewhere = np.array(told).T
    assert here.size >= 20
    assert here.mean() == pytest.approx(elsewhere.mean(), rel=0.15)
