"""What really acts on success, and how strongly: the truth behind the log.

The log-odds are those of the walk-through's table of boosters and blockers. A behaviour that is
not named here has no effect, whatever it goes together with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seachange.demo.choosing import expit, intercept
from seachange.demo.days import NEVER, Floats, Mask
from seachange.demo.ledger import VOCABULARY
from seachange.demo.meetings import FirstMeetings
from seachange.demo.people import Clients
from seachange.demo.requests import Replies


@dataclass(frozen=True)
class Effect:
    """How much doing it adds to the log-odds of renewing, and of booking a second meeting."""

    kind: str
    behaviour: str  # as a person would say it
    event: str  # as the log says it
    renewing: float
    returning: float


EFFECTS = {
    "early": Effect("booster", "first meeting within 7 days", "meeting_held", 0.70, 0.60),
    "prompt": Effect("booster", "adviser replies within 24 h", "reply_received", 0.94, 0.50),
    "summary": Effect("booster", "adviser sends a summary", "summary_received", 0.70, 0.60),
    "no_show": Effect("blocker", "no-show at the first meeting", "meeting_missed", -1.60, -0.90),
    "moved_twice": Effect(
        "blocker", "rescheduled twice or more", "meeting_rescheduled", -1.43, -0.80
    ),
}
# One move is a nuisance, not yet a blocker; never meeting at all leaves little to renew.
MOVED_ONCE = -0.25
NEVER_MET = -0.15
# What the log does not show, or only as a property: the roots of all confounding.
INTENT = 0.30
TOPICS = {"pension": 0.25, "mortgage": -0.45, "tax": -0.10, "investing": 0.45}


def done(replies: Replies, meetings: FirstMeetings, summarised: Mask) -> dict[str, Mask]:
    """Say who did, or met with, each behaviour that has an effect."""
    return {
        "early": meetings.early,
        "prompt": replies.prompt,
        "summary": summarised,
        "no_show": meetings.no_show,
        "moved_twice": meetings.moved >= 2,
    }


def _hidden(clients: Clients) -> Floats:
    topics = np.array([TOPICS[name] for name in VOCABULARY["topic"]])
    hidden: Floats = INTENT * clients.intent + topics[clients.topic]
    return hidden


def odds_of_return(
    clients: Clients, replies: Replies, meetings: FirstMeetings, summarised: Mask
) -> Floats:
    """Return the log-odds of booking a second meeting, but for the intercept."""
    odds: Floats = _hidden(clients) + 0.5 * MOVED_ONCE * (meetings.moved == 1)
    for name, did in done(replies, meetings, summarised).items():
        odds += EFFECTS[name].returning * did
    return odds


def odds_of_renewal(
    clients: Clients, replies: Replies, meetings: FirstMeetings, summarised: Mask
) -> Floats:
    """Return the log-odds of renewing, but for the intercept."""
    odds: Floats = _hidden(clients) + MOVED_ONCE * (meetings.moved == 1)
    odds += NEVER_MET * (meetings.held >= NEVER)
    for name, did in done(replies, meetings, summarised).items():
        odds += EFFECTS[name].renewing * did
    return odds


def risk_difference(
    odds: Floats, did: Mask, *, effect: float, share: float, reached: Mask
) -> float:
    """Return by how much doing it changes the probability, all else the same, on average.

    `odds` holds the effect for those who did it; it is taken away and given to everybody who
    reached the point where it could be done. `share` of everybody in `odds` succeed.
    """
    level = intercept(odds, share)
    without = (odds - effect * did)[reached] + level
    return float((expit(without + effect) - expit(without)).mean())
