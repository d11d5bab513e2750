"""Whether a signal is told of what it was found to go with: success, or a score."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.step_signals import at_steps
from seachange.report.signals.text import listed
from tests.planning.signalled import BEHAVIOUR, FOUND, JOURNEY, QUESTION, SIGNAL


@pytest.mark.parametrize(
    ("more", "of", "gain"),
    [
        ({}, "of success", "42 successes"),
        (
            {"score": {"survey": "rated", "value": "stars"}, "target": None},
            "of the score",
            "points",
        ),
        # A property that is called so makes no score of a step.
        ({"exclude": {"event": "rated", "where": {"score": {">": 8}}}}, "of success", "successes"),
    ],
)
def test_what_a_signal_goes_with_is_told_by_its_question(more, of, gain):
    signal = replace(SIGNAL, question=json.dumps({**QUESTION, **more}))
    plan = plan_of([*JOURNEY, BEHAVIOUR, signal, FOUND], as_of=date(2026, 6, 30))
    told = " ".join(listed(list(at_steps(plan))).split())
    assert of in told
    assert f"{gain} a month" in told
