"""What goes with satisfaction, where it is known what pleases and what annoys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bench.drivers import REPORTING
from bench.worlds.surveys import ANSWERED, ASKED, EFFECTS, ENTRY, VALUE, WITHIN_DAYS, survey
from seachange.events.sources.open import open_log
from seachange.measure.answers import Estimate
from seachange.measure.ask import ask

QUESTION = {
    "kind": "drivers",
    "step": ENTRY,
    "score": {"survey": ANSWERED, "value": VALUE, "sent": ASKED},
    "within": f"{WITHIN_DAYS} days",
    "properties": [],
}


def told(seed, people):
    drawn = survey(people=people, seed=seed)
    log = open_log(drawn.log, actor="actor", time="time", event="event")
    try:
        as_of = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=drawn.as_of)
        return ask(QUESTION, log, as_of=as_of)
    finally:
        log.close()


@pytest.mark.nightly
def test_what_pleases_is_found_and_what_active_people_do_is_not():
    false, found, held, crude = [], [], [], []
    for seed in range(REPORTING, REPORTING + 40):
        answer = told(seed, 6000)
        shown = {f.behaviour.event: f for f in answer.findings}
        false.append(len(set(shown) - set(EFFECTS)) / max(1, len(shown)))
        for name, effect in EFFECTS.items():
            right = name in shown and (shown[name].effect.value > 0) == (effect > 0)
            found.append(right)
        for tested in answer.tested:
            if isinstance(tested.effect, Estimate) and tested.behaviour.event not in EFFECTS:
                held.append(tested.effect.low <= 0 <= tested.effect.high)
                crude.append(abs(tested.crude))
    assert np.mean(false) <= 0.10
    assert np.mean(found) >= 0.80
    assert np.mean(held) >= 0.93
