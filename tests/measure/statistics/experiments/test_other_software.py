"""GrowthBook's statistics and tea-tasting's agree with ours on ten thousand cases.

gbstats wants an old numpy and tea-tasting brings Ibis along: each runs in an environment of
its own, whose Python a variable names, SEACHANGE_GBSTATS (a venv with `pip install gbstats`)
and SEACHANGE_TEA_TASTING (with `pip install tea-tasting`).
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seachange.measure.answers import Unknown
from seachange.measure.statistics.experiments.always_valid import Tuning, critical
from seachange.measure.statistics.experiments.effects import difference, lift_by_delta
from seachange.measure.statistics.experiments.sides import mean_of, ratio_of
from tests.measure.statistics.experiments.worlds import sums_of, whole_columns

KINDS = ("mean", "ratio", "share")


def asked(seed: int):
    """Draw a case: what gbstats is told, and our two sides."""
    draw = np.random.default_rng(seed)
    kind = KINDS[seed % 3]
    told, sides = {"kind": kind, "sequential": 0, "difference": "absolute"}, []
    if seed % 2:
        told["difference"] = "relative"
    if seed % 5 == 0:
        told["sequential"] = int(draw.integers(10, 10_000))
    for name in ("treatment", "control"):
        table = whole_columns(draw, columns=2, least=20)
        if kind == "share":
            table = (table > np.median(table, axis=0) * draw.uniform(0.4, 1.2)).astype(np.int64)
        y, x = table.T
        told[name] = {
            "n": len(table),
            "y": int(y.sum()),
            "yy": int(y @ y),
            "x": int(x.sum()),
            "xx": int(x @ x),
            "xy": int(x @ y),
        }
        side = (ratio_of if kind == "ratio" else mean_of)(sums_of(table).arm())
        if kind == "share" and not isinstance(side, Unknown):
            # They divide p(1 − p) by n, we by n − 1.
            side = replace(side, variance=side.variance * side.freedom / len(table))
        sides.append(side)
    return told, sides


def python_of(variable: str) -> str:
    """Return the Python that a variable names, or skip before anything is drawn."""
    python = os.environ.get(variable)
    if not python:
        pytest.skip(f"{variable} names no Python of an environment with the other software")
    return python


def figures(python: str, script: str, cases):
    """Have the other software say effect, error, p and interval of every case."""
    done = subprocess.run(
        [python, str(Path(__file__).with_name(script))],
        input=json.dumps([told for told, _ in cases]),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def ten_thousand():
    """Draw the cases; where one variant never varies, or is 0, others give no answer."""
    cases = [asked(seed) for seed in range(10_000)]
    cases = [c for c in cases if not any(isinstance(s, Unknown) or s.value == 0 for s in c[1])]
    cases = [c for c in cases if min(side.variance for side in c[1]) > 0]
    assert len(cases) > 9000
    return cases


@pytest.mark.nightly
def test_growthbook_has_the_same_figures():
    python, cases = python_of("SEACHANGE_GBSTATS"), ten_thousand()
    answers = figures(python, "gbstats_says.py", cases)
    for (told, (treatment, control)), theirs in zip(cases, answers, strict=True):
        relative = told["difference"] == "relative"
        effect = (
            lift_by_delta(treatment, over=control)
            if relative
            else difference(treatment, minus=control)
        )
        if not told["sequential"]:
            alike(effect, theirs)
            continue
        units = told["treatment"]["n"] + told["control"]["n"]
        reach = effect.error * critical(units, tuning=Tuning(units=told["sequential"]))
        room = 1e-9 * (abs(theirs[0]) + theirs[1])
        ours = (effect.value - reach, effect.value + reach)
        assert ours == pytest.approx(theirs[3:], rel=1e-9, abs=room)


@pytest.mark.nightly
def test_tea_tasting_has_the_same_figures():
    python = python_of("SEACHANGE_TEA_TASTING")
    cases = [case for case in ten_thousand() if case[0]["kind"] != "share"]
    answers = figures(python, "tea_tasting_says.py", cases)
    for (_, (treatment, control)), theirs in zip(cases, answers, strict=True):
        alike(difference(treatment, minus=control), theirs)


def alike(effect, theirs):
    """Agree to 1e-9; p from a difference to 1 has no more digits than that leaves."""
    expected, error, p, low, high = theirs
    room = 1e-9 * (abs(expected) + error)
    assert effect.value == pytest.approx(expected, rel=1e-9, abs=room)
    assert effect.error == pytest.approx(error, rel=1e-9)
    assert effect.p == pytest.approx(p, rel=1e-9, abs=1e-12)
    found = effect.interval()
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9, abs=room)
