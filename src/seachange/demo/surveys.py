"""The question how likely they are to recommend Parley, asked three weeks after they came."""

from __future__ import annotations

import numpy as np

from seachange.demo.choosing import Exactly, choose
from seachange.demo.days import (
    AS_OF,
    DAY,
    HOUR,
    NEVER,
    START,
    TURN,
    Chance,
    Codes,
    Floats,
    Mask,
    Moments,
    awake,
    day,
    within,
)
from seachange.demo.effects import EFFECTS, done
from seachange.demo.figures import SURVEYS, Survey
from seachange.demo.meetings import FirstMeetings
from seachange.demo.requests import Replies
from seachange.demo.returning import Returns
from seachange.demo.stage import Stage

QUARTERS = {
    "2025-Q3": (START, day("2025-10-01")),
    "2025-Q4": (day("2025-10-01"), TURN),
    "2026-Q1": (TURN, day("2026-04-01")),
    "2026-Q2": (day("2026-04-01"), AS_OF),
}
# Scores within each band: few people give a 0.
PROMOTERS = ([9, 10], [0.55, 0.45])
PASSIVES = ([7, 8], [0.4, 0.6])
DETRACTORS = ([0, 1, 2, 3, 4, 5, 6], [0.04, 0.04, 0.07, 0.12, 0.18, 0.27, 0.28])


def survey(
    stage: Stage, replies: Replies, meetings: FirstMeetings, returns: Returns
) -> dict[str, int]:
    """Ask everybody at home once; return how many were asked, by quarter of the sending.

    What was met with moves the score by a latent satisfaction, and the happiest answer 9 or 10:
    as many as stated. A few change their mind some hours later; only the later answer counts.
    """
    chance, ledger, clients, scale = stage.chance, stage.ledger, stage.clients, stage.scale
    people = len(clients)
    sent = np.where(clients.at_home, clients.start + 21 * DAY, NEVER)
    answered = awake(chance, sent + HOUR + chance.exponential(1.1 * DAY, people).astype(np.int64))
    content = _satisfaction(stage, replies, meetings, returns)
    quotas = [
        Exactly(within(answered, period), SURVEYS[name].answers * scale)
        for name, period in QUARTERS.items()
    ]
    answers = choose(chance, 0.25 * clients.intent, quotas, eligible=clients.at_home)
    ledger.record("nps_sent", clients.actor, sent)
    score = np.zeros(people, dtype=np.int32)
    for name, period in QUARTERS.items():
        group = np.flatnonzero(answers & within(answered, period))
        score[group] = _scores(chance, content[group], SURVEYS[name], scale)
    ledger.record("nps_answered", clients.actor, answered, only=answers, score=score)
    _change_of_mind(stage, answers, answered, score)
    return {name: int(within(sent, period).sum()) for name, period in QUARTERS.items()}


def _satisfaction(
    stage: Stage, replies: Replies, meetings: FirstMeetings, returns: Returns
) -> Floats:
    clients = stage.clients
    content = 0.25 * clients.intent + stage.chance.logistic(size=len(clients))
    for name, did in done(replies, meetings, returns.summary < NEVER).items():
        content += EFFECTS[name].renewing * did
    return content


def _scores(chance: Chance, content: Floats, stated: Survey, scale: int) -> Codes:
    """Give the happiest a promoter's score and the unhappiest a detractor's."""
    rank = np.argsort(np.argsort(-content, kind="stable"), kind="stable")
    scores = np.empty(content.size, dtype=np.int32)
    happy = rank < stated.promoters * scale
    unhappy = rank >= (stated.promoters + stated.passives) * scale
    bands = ((happy, PROMOTERS), (~happy & ~unhappy, PASSIVES), (unhappy, DETRACTORS))
    for band, (values, shares) in bands:
        scores[band] = chance.choice(values, size=int(band.sum()), p=shares)
    return scores


def _change_of_mind(stage: Stage, answers: Mask, answered: Moments, score: Codes) -> None:
    """Give a few an earlier, different answer within the same morning or afternoon."""
    chance, clients = stage.chance, stage.clients
    earlier = answered - chance.integers(HOUR // 6, 2 * HOUR, size=len(clients))
    changed = answers & (chance.random(len(clients)) < 0.02)
    first = np.where(score >= 7, score - chance.integers(3, 7, size=len(clients)), score + 2)
    said = first.astype(np.int32)
    stage.ledger.record("nps_answered", clients.actor, earlier, only=changed, score=said)
