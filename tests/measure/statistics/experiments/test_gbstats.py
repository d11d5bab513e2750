"""GrowthBook's statistics agree with ours on ten thousand cases.

gbstats wants an old numpy: it runs in an environment of its own, whose Python the variable
SEACHANGE_GBSTATS names (a venv with `pip install gbstats`).
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

SCRIPT = Path(__file__).with_name("gbstats_says.py")
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


@pytest.mark.nightly
def test_growthbook_has_the_same_figures():
    python = os.environ.get("SEACHANGE_GBSTATS")
    if not python:
        pytest.skip("SEACHANGE_GBSTATS names no Python that has gbstats")
    cases = [asked(seed) for seed in range(10_000)]
    cases = [c for c in cases if not any(isinstance(s, Unknown) or s.value == 0 for s in c[1])]
    # Where one variant never varies they give no answer.
    cases = [c for c in cases if min(side.variance for side in c[1]) > 0]
    assert len(cases) > 9000
    done = subprocess.run(
        [python, str(SCRIPT)],
        input=json.dumps([told for told, _ in cases]),
        capture_output=True,
        text=True,
        check=True,
    )
    for (told, (treatment, control)), theirs in zip(cases, json.loads(done.stdout), strict=True):
        relative = told["difference"] == "relative"
        effect = (
            lift_by_delta(treatment, over=control)
            if relative
            else difference(treatment, minus=control)
        )
        expected, error, p, low, high = theirs
        # Their variance is what is left of two nearly equal floats: as many digits are lost.
        assert effect.error == pytest.approx(error, rel=1e-9)
        room = 1e-9 * (abs(expected) + error)
        assert effect.value == pytest.approx(expected, rel=1e-9, abs=room)
        if told["sequential"]:
            units = told["treatment"]["n"] + told["control"]["n"]
            reach = effect.error * critical(units, tuning=Tuning(units=told["sequential"]))
            ours = (effect.value - reach, effect.value + reach)
        else:
            ours = (effect.interval().low, effect.interval().high)
            assert effect.p == pytest.approx(p, rel=1e-9, abs=1e-12)
        assert ours == pytest.approx((low, high), rel=1e-9, abs=room)
