"""Two months later: who renews, and what renewing brings about in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seachange.demo.choosing import Exactly, choose, expit, intercept
from seachange.demo.days import (
    DAY,
    MINUTE,
    NEVER,
    Floats,
    Mask,
    Moments,
    awake,
)
from seachange.demo.effects import odds_of_renewal
from seachange.demo.figures import RENEWED
from seachange.demo.meetings import FirstMeetings
from seachange.demo.requests import Replies
from seachange.demo.returning import Returns
from seachange.demo.stage import Stage

FIRST_TERM = (55 * DAY, 75 * DAY)


@dataclass(frozen=True)
class Renewals:
    """Who renews and when; `odds` are the log-odds it was drawn by, but for the intercept."""

    odds: Floats
    renews: Mask
    at: Moments


def renew(stage: Stage, replies: Replies, meetings: FirstMeetings, returns: Returns) -> Renewals:
    """Let clients renew: as many of the first half-year's as stated, the rest by the same odds.

    A summary counts only where it came before the renewal.
    """
    chance, ledger, clients = stage.chance, stage.ledger, stage.clients
    people = len(clients)
    term = chance.integers(*FIRST_TERM, size=people)
    at = awake(chance, clients.start + term)
    odds = odds_of_renewal(clients, replies, meetings, returns.summary < at)
    cohort = clients.of("home 2025-H2")
    level = intercept(odds[cohort], RENEWED.share)
    exact = choose(chance, odds, [Exactly(cohort, RENEWED.did * stage.scale)], eligible=cohort)
    drawn = chance.random(people) < expit(odds + level)
    renews = clients.signs_up & np.where(cohort, exact, drawn)
    moment = np.where(renews, at, NEVER)
    ledger.record("renewed", clients.actor, moment)
    receipt = moment + chance.uniform(1 * MINUTE, 2 * DAY, people).astype(np.int64)
    opens = renews & (chance.random(people) < 0.6)
    ledger.record("renewal_receipt_opened", clients.actor, receipt, only=opens)
    invited = awake(chance, moment + chance.uniform(1 * DAY, 20 * DAY, people).astype(np.int64))
    invites = renews & (chance.random(people) < 0.15)
    ledger.record("friend_invited", clients.actor, invited, only=invites)
    return Renewals(odds, renews, moment)
