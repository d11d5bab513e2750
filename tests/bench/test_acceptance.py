"""The bars of drivers on planted truth, on seeds that nothing was tuned on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.drivers import REPORTING, SIZES, STRESS, STRESSED, judge_all, workers
from bench.worlds import bars
from bench.worlds.judging import cases
from bench.worlds.keeping import folder_of_this_code

# Worlds judged before are not judged again while the code that judges stands as it did: they take
# longer than all other tests of a night. Another folder may be named, or fewer worlds.
KEPT = os.environ.get("SEACHANGE_KEPT_WORLDS") or folder_of_this_code()
WORLDS = int(os.environ.get("SEACHANGE_WORLDS", "200"))


def missed(found):
    return [str(bar) for bar in found if not bar.is_cleared]


def judged(scenario, people, worlds):
    wanted = cases(scenario, people=people, seeds=range(REPORTING, REPORTING + worlds))
    with workers(2) as pool:
        return judge_all(wanted, pool, kept_in=Path(KEPT))


@pytest.mark.nightly
@pytest.mark.parametrize("people", SIZES)
def test_what_is_shown_is_mostly_true_and_what_is_true_is_mostly_shown(people):
    assert missed(bars.of_size(judged("default", people, WORLDS))) == []


@pytest.mark.nightly
@pytest.mark.parametrize("scenario", STRESS)
def test_stress_does_not_make_it_lie(scenario):
    worlds = judged(scenario, STRESSED, max(9, WORLDS * 3 // 10))
    assert missed(bars.of_scenario(scenario, worlds)) == []
