"""Drivers beside the array reference: the same to the last digits, on every engine."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest

from bench.worlds.judging import question
from bench.worlds.simulation import DAY, ENTRY, SUCCESS, WITHIN, simulate
from seachange.events.sources.open import open_log
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask
from seachange.measure.statistics.dose import DoseCounts, Leftover, dose_response
from tests.measure.oracle import driver_effects as effects
from tests.measure.oracle import drivers as slow
from tests.measure.oracle.driver_log import choices_of, journey_of, rows_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EXACT = 1e-9


@cache
def world(scenario, people, seed):
    return simulate(scenario, people=people, seed=seed)


@cache
def compared(scenario, people, seed, design):
    """Return the rows that the reference compares, and what it finds of each behaviour."""
    journey, names = journey_of(
        rows_of(world(scenario, people, seed).log()),
        entry=ENTRY,
        success=SUCCESS,
        within=WITHIN,
        history=28 * DAY,
        design=design,
    )
    rows = slow.compare(journey, choices_of(design))
    return rows, {name: slow.one(rows, place) for place, name in enumerate(names)}


def as_of(world):
    return EPOCH + timedelta(microseconds=world.as_of)


def plain_rows(world):
    return [
        {
            "actor": actor,
            "time": t,
            "event": name,
            "properties": {} if segment is None else {"segment": segment},
        }
        for actor, t, name, segment in rows_of(world.log())
    ]


def asked(world):
    log = open_log(world.log(), actor="actor", time="time", event="event")
    try:
        return ask(question(), log, as_of=as_of(world))
    finally:
        log.close()


def agree_on_comparisons(answer, key):
    rows, found = compared(*key, answer.design)
    assert answer.design.rows == rows.rows.entry.size
    judged = [t for t in answer.tested if t.log_odds_ratio is not None]
    assert len(judged) > 10
    for tested in judged:
        slowly = found[tested.behaviour.event]
        assert (tested.people, tested.successes) == (slowly.people, slowly.successes)
        assert tested.log_odds_ratio == pytest.approx(slowly.beta, abs=EXACT)
        assert tested.crude == pytest.approx(slowly.crude, abs=EXACT)
        assert tested.risk_difference == pytest.approx(slowly.difference, abs=EXACT)
        assert tested.risk_without == pytest.approx(slowly.control, abs=EXACT)


def tried(answer, found):
    """Return the behaviours that were compared, in a fixed order, with what the reference found."""
    judged = [t for t in answer.tested if t.verdict in ("finding", "proxy", "not_shown")]
    judged.sort(key=lambda t: t.behaviour.event)
    return judged, [found[t.behaviour.event] for t in judged]


def leftover_of(calibration):
    return effects.Leftover(
        mu=calibration.mu,
        kappa=calibration.kappa,
        tau=calibration.tau,
        null_share=calibration.null_share,
        spread=calibration.spread,
        calibrated=calibration.calibrated,
    )


def agree_on_calibration(answer, key):
    _, found = compared(*key, answer.design)
    _, slowly = tried(answer, found)
    of_odds, of_risks = slow.design_effects(slowly)
    assert answer.calibration.design_effect == pytest.approx(of_odds, abs=EXACT)
    assert answer.calibration.risk_design_effect == pytest.approx(of_risks, abs=EXACT)
    errors = [math.sqrt(of_odds / o.v) for o in slowly]
    best = leftover_of(answer.calibration)
    height = effects.log_posterior(slowly, errors, best)
    for name, by in itertools.product(
        ("mu", "kappa", "tau", "null_share", "spread"), (-1e-1, -1e-3, 1e-3, 1e-1)
    ):
        value = getattr(best, name)
        nearby = replace(
            best, **{name: value + by if name in ("mu", "kappa") else value * (1 + by)}
        )
        if 0 < nearby.null_share < 1 and nearby.tau >= 0.003 and -0.3 <= nearby.kappa <= 1.5:
            assert effects.log_posterior(slowly, errors, nearby) <= height + 1e-9


def agree_on_worth(answer, key):
    rows, found = compared(*key, answer.design)
    judged, slowly = tried(answer, found)
    design = slow.design_effects(slowly)
    told = effects.worth(slowly, design, leftover_of(answer.calibration), smallest=1.1)
    for tested, worth in zip(judged, told, strict=True):
        assert tested.p == pytest.approx(worth.p, abs=EXACT)
        assert tested.effect.value == pytest.approx(worth.value, abs=EXACT)
        assert tested.effect.high == pytest.approx(worth.value + effects.Z * worth.error, abs=EXACT)
        assert math.log(tested.odds_ratio.value) == pytest.approx(worth.beta, abs=EXACT)
        low = worth.beta - effects.Z * worth.se
        assert math.log(tested.odds_ratio.low) == pytest.approx(low, abs=EXACT)
    flagged = effects.benjamini_hochberg([w.p for w in told], q=0.10)
    names = sorted(found)
    place = [names.index(t.behaviour.event) for t in judged]
    kept, proxies = effects.clumped(
        rows,
        [found[name] for name in names],
        _placed(told, place, len(names)),
        [place[k] for k in flagged],
        design[0],
    )
    said = {t.behaviour.event: t.verdict for t in judged}
    assert {n for n, v in said.items() if v == "finding"} == {names[k] for k in kept}
    assert {n for n, v in said.items() if v == "proxy"} == {names[k] for k in proxies}
    for tested in judged:
        if tested.proxy_of is not None:
            leader = proxies[names.index(tested.behaviour.event)]
            assert tested.proxy_of == names[leader]


def agree_on_how_often(answer, key):
    rows, found = compared(*key, answer.design)
    marks = list(range(len(answer.design.landmarks), 0, -2))
    seconds = answer.design.landmarks
    for finding in answer.findings:
        told = slow.doses(rows, sorted(found).index(finding.behaviour.event), marks)
        landmark, half, stratum, times, outcome = np.array(told).T
        counts = DoseCounts(
            landmark=landmark,
            searching=half == 1,
            stratum=stratum,
            crude=stratum // 12,
            times=np.minimum(times, 8),
            people=np.ones(times.size),
            successes=outcome * 1.0,
        )
        # Nothing is calibrated away here, so that the crude strata have no say.
        plain = dose_response(
            counts,
            direction=1 if finding.kind == "booster" else -1,
            leftover=Leftover(mu=0.0, kappa=0.0, tau=0.0),
        )
        if isinstance(finding.how_often, Unknown):
            assert isinstance(plain, Unknown)
            continue
        assert [(t.at_least, seconds[t.landmark - 1], t.people) for t in plain.plateau] == [
            (t.times, t.seconds, t.people) for t in finding.how_often.plateau
        ]
        assert [d.people for d in plain.curve] == [d.people for d in finding.how_often.curve]
        assert plain.never == finding.how_often.never


def _placed(told, place, size):
    whole = [None] * size
    for worth, k in zip(told, place, strict=True):
        whole[k] = worth
    return whole


SMALL = ("dense", 600, 5)


def test_every_engine_compares_as_the_reference_does(log_on):
    answer = ask(question(), log_on(plain_rows(world(*SMALL))), as_of=as_of(world(*SMALL)))
    agree_on_comparisons(answer, SMALL)


def test_calibration_findings_and_effects_are_those_of_the_reference():
    answer = asked(world(*SMALL))
    agree_on_calibration(answer, SMALL)
    agree_on_worth(answer, SMALL)
    agree_on_how_often(answer, SMALL)


@pytest.mark.nightly
@pytest.mark.parametrize(
    "key",
    [
        ("default", 3000, 11),
        ("default", 3000, 12),
        ("default", 6000, 13),
        ("dense", 4000, 14),
        ("few", 4000, 15),
        ("newusers", 3000, 16),
        ("null", 3000, 17),
        ("skill", 3000, 18),
    ],
)
def test_larger_and_stranger_worlds_agree_with_the_reference_too(key):
    answer = asked(world(*key))
    agree_on_comparisons(answer, key)
    agree_on_calibration(answer, key)
    agree_on_worth(answer, key)
    agree_on_how_often(answer, key)
