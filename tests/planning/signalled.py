"""A journey on which a signal was found: what tests of signals begin with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
    SignalEstimate,
)
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import SignalStance

QUESTION = {
    "kind": "drivers",
    "journey": [
        {"event": ["sign_up"], "name": "Signs up"},
        {"event": ["meeting_held"], "name": "Holds it"},
    ],
    "step": 1,
    "target": [2],
    "within": "7 days",
    "entry": "first",
    "min_odds_ratio": 1.1,
}
JOURNEY = (
    JourneyMap(id="JM1", state="live"),
    JourneyStep(id="ST1", journey="JM1", position=1, entry_event="sign_up", name="Signs up"),
)
BEHAVIOUR = Behaviour(
    id="BE1", journey_step="ST1", actor="new clients", act="use instant slots", event_rule="slot"
)
SIGNAL = BehaviourSignal(
    id="SG1",
    behaviour="BE1",
    success_label="Holds it",
    question=json.dumps(QUESTION),
    owner="matching",
    stance=SignalStance.ENCOURAGE,
)
FOUND = SignalEstimate(
    id="SG1-1",
    signal="SG1",
    starts=date(2026, 1, 1),
    ends=date(2026, 1, 31),
    effect=0.10,
    low=0.06,
    high=0.14,
    without=0.20,
    reach=0.7,
    addressable=42.0,
    e_value=1.9,
    entries=1000,
    people=300,
    proof_per_arm=25117,
    doing=Level(did=300, people=1000, starts=date(2026, 1, 1), ends=date(2026, 1, 31)),
    succeeding=Level(did=230, people=1000, starts=date(2026, 1, 1), ends=date(2026, 1, 31)),
    definition="abc",
    log="def",
)

SIGNALLED = (*JOURNEY, BEHAVIOUR, SIGNAL, FOUND)


def later(number: int, effect: float | None, half: float = 0.04, **changed: Any) -> SignalEstimate:
    """Return what the cohort of a later month says: an effect, give or take half its interval."""
    told: dict[str, Any] = {
        "id": f"SG1-{number}",
        "starts": date(2026, number, 1),
        "ends": date(2026, number, 28),
    }
    if effect is None:
        told |= {"effect": None, "low": None, "high": None, "why": "too few did it"}
    else:
        told |= {"effect": effect, "low": effect - half, "high": effect + half}
    return replace(FOUND, **{**told, **changed})
