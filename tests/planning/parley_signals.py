"""Parley's signals: what goes with renewing, by two cohorts of those who signed up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
    SignalEstimate,
)
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.values import Lane, Level
from seachange.planning.rules.vocabulary import ActorKind, SignalStance, Stance

SIGNS_UP = {"event": "sign_up", "where": {"market": "home"}}
JOURNEY = JourneyMap(
    id="JM1",
    name="A client's year",
    state="live",
    lanes=(Lane(actor="client"), Lane(actor="adviser", actor_kind=ActorKind.EMPLOYEE)),
)
STEPS = (
    JourneyStep(id="ST1", name="Signs up", journey="JM1", entry_event=json.dumps(SIGNS_UP)),
    JourneyStep(id="ST2", name="Renews", journey="JM1", position=2, entry_event="renewed"),
)
QUESTION = {
    "kind": "drivers",
    "journey": [
        {"event": "sign_up", "where": {"market": {"equals": "home"}}, "name": "Signs up"},
        {"event": "renewed", "name": "Renews"},
    ],
    "step": 1,
    "target": [2],
    "within": "90 days",
    "entry": "first",
    "segments": [{"event": "topic", "most": 4}],
    "properties": ["by", "channel", "platform", "via"],
}
# What clients do, the event, and who is to do what about it.
KEPT = {
    "1": ("hold a meeting", "meeting_held", "Matching", SignalStance.ENCOURAGE),
    "2": ("miss a booked meeting", "meeting_missed", "Calendar", SignalStance.ELIMINATE),
    "3": ("save advisers to a shortlist", "save_to_shortlist", None, SignalStance.LEAVE),
    "4": ("get a reply from an adviser", "reply_received", "AdviserOps", SignalStance.ENCOURAGE),
    "5": ("reschedule a meeting", "meeting_rescheduled", "Calendar", SignalStance.ELIMINATE),
}
OF_BEHAVIOURS = {
    SignalStance.ENCOURAGE: Stance.ENCOURAGE,
    SignalStance.ELIMINATE: Stance.ELIMINATE,
    SignalStance.LEAVE: Stance.NEUTRAL,
}
# From, to, how many signed up and how many of them renewed; then of each signal the effect with
# its interval, success without it, reach, at most a month, E-value, those compared, people an arm,
# and how many did it.
COHORTS = (
    (date(2025, 7, 1), date(2025, 12, 31), 2900, 1300, {
        "1": (0.235417, 0.136563, 0.33427, 0.323766, 0.326777, 21.453, 2.1962, 1584, 6202, 1952),
        "2": (-0.293124, -0.418921, -0.167326, 0.524765, 0.21118, 16.9871, 2.29714, 345, 4557, 637),
        "3": (0.0644862, 0.0142689, 0.114703, 0.442798, 0.524155, 3.59544,
              1.21461, 1081, 93138, 1380),
        "4": (0.102585, 0.0466391, 0.15853, 0.388287, 0.122843, 2.75425,
              1.48692, 2185, 35431, 2544),
        "5": (-0.0897991, -0.159871, -0.0197269, 0.48946, 0.244306, 2.31684,
              1.25118, 313, 48646, 708),
    }),
    (date(2026, 1, 1), date(2026, 4, 1), 1933, 911, {
        "1": (0.209278, 0.115089, 0.303466, 0.36168, 0.281056, 21.0178, 1.96587, 1108, 8275, 1390),
        "2": (-0.297869, -0.432564, -0.163175, 0.527432, 0.199793, 21.1833,
              2.25335, 221, 4410, 400),
        "3": (0.0101168, -0.0459843, 0.0662179, 0.472479, None, None, 1.0, 703, None, 923),
        "4": (0.113925, 0.0461341, 0.181715, 0.396656, 0.131988, 3.95654,
              1.47663, 1469, 28946, 1678),
        "5": (-0.0997476, -0.183306, -0.0161888, 0.507674, 0.256729, 2.70053,
              1.21739, 237, 39434, 496),
    }),
)  # fmt: skip


def signals() -> tuple[BehaviourSignal, ...]:
    """Return what is kept of what goes with renewing."""
    return tuple(
        BehaviourSignal(
            id=f"SG{number}",
            state="observed",
            behaviour=f"BE{number}",
            success_label="Renews",
            question=json.dumps(QUESTION),
            owner=owner,
            stance=stance,
        )
        for number, (_, _, owner, stance) in KEPT.items()
    )


def behaviours() -> tuple[Behaviour, ...]:
    """Return what clients do after signing up."""
    return tuple(
        Behaviour(
            id=f"BE{number}",
            journey_step="ST1",
            actor="clients",
            act=act,
            event_rule=event,
            stance=OF_BEHAVIOURS[stance],
        )
        for number, (act, event, _, stance) in KEPT.items()
    )


def signal_estimates() -> Iterator[SignalEstimate]:
    """Walk what the two cohorts say, the older first."""
    for starts, ends, people, renewed, told in COHORTS:
        for number, (effect, low, high, without, reach, most, e, did, arm, doing) in told.items():
            yield SignalEstimate(
                id=f"SG{number}-{ends}",
                signal=f"SG{number}",
                starts=starts,
                ends=ends,
                effect=effect,
                low=low,
                high=high,
                without=without,
                reach=reach,
                addressable=most,
                e_value=e,
                entries=people,
                people=did,
                proof_per_arm=arm,
                doing=Level(did=doing, people=people, starts=starts, ends=ends, version=1),
                succeeding=Level(did=renewed, people=people, starts=starts, ends=ends, version=1),
                definition="a14c2fe50de154ed",
                log="events.parquet (ea069ac5197c)",
            )


def on_the_journey() -> dict[str, tuple[Record, ...]]:
    """Return the client's journey and what goes with renewing on it, by the plan's names."""
    return {
        "journeys": (JOURNEY,),
        "journey_steps": STEPS,
        "behaviours": behaviours(),
        "signals": signals(),
        "signal_estimates": tuple(signal_estimates()),
    }
