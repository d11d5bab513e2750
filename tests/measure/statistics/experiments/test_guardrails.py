"""Guardrails: kept, harmed, or unsure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.measure.answers import Estimate
from seachange.measure.statistics.experiments.guardrails import Guard, guard

ends = st.tuples(st.floats(-5, 5), st.floats(-5, 5)).map(sorted)


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [
        (-0.9, 0.4, Guard.KEPT),
        (-0.9, -0.1, Guard.KEPT),
        (-1.1, 0.4, Guard.UNSURE),
        (-1.0, 0.4, Guard.UNSURE),
        (-1.1, -0.1, Guard.HARMED),
        (-3.0, -2.0, Guard.HARMED),
        (2.0, 3.0, Guard.KEPT),
    ],
)
def test_a_guardrail_is_judged_by_its_whole_interval(low, high, state):
    found = guard(Estimate((low + high) / 2, low, high, "m"), margin=1.0, more_is_better=True)
    assert found is state


@given(ends, st.floats(0.01, 3))
def test_less_is_better_is_the_mirror_image(interval, margin):
    low, high = interval
    plain = guard(Estimate(low, low, high, "m"), margin=margin, more_is_better=True)
    mirrored = guard(Estimate(-low, -high, -low, "m"), margin=margin, more_is_better=False)
    assert plain is mirrored


def test_no_margin_leaves_nothing_to_show():
    for margin in (0.0, -1.0, float("inf")):
        with pytest.raises(BadQuestion, match="margin"):
            guard(Estimate(0, -1, 1, "m"), margin=margin, more_is_better=True)
