"""After the first meeting: the summary, the invoice, the rating, and who comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seachange.demo.choosing import About, Exactly, choose, everybody
from seachange.demo.days import (
    AS_OF,
    DAY,
    HOUR,
    MINUTE,
    NEVER,
    SECOND,
    Codes,
    Floats,
    Mask,
    Moments,
    awake,
    office,
    within,
)
from seachange.demo.effects import odds_of_return
from seachange.demo.experiments import first_come, record_exposures, split_as_stated
from seachange.demo.figures import OUTCOMES
from seachange.demo.meetings import HALVES, FirstMeetings
from seachange.demo.requests import Replies
from seachange.demo.stage import Stage

LONGEST_PAUSE = 29 * DAY + 8 * HOUR  # a second booking comes inside this time, or after 31 days
SUMMARIES = 0.242
RETURNS = 0.29  # where no count is stated
LATE_RETURNS = 0.08


@dataclass(frozen=True)
class Returns:
    """When each client got a summary of their first meeting, and who booked again."""

    summary: Moments
    in_time: Mask  # booked again within 30 days
    odds: Floats  # the log-odds it was drawn by, but for the intercept


def come_back(stage: Stage, replies: Replies, meetings: FirstMeetings) -> Returns:
    """Let clients get summaries and book again; OC5 and H6 come out as stated."""
    chance, clients, held = stage.chance, stage.clients, meetings.held
    adviser = stage.advisers.first + meetings.adviser
    summary = _summarise(stage, meetings)
    abroad = ~clients.at_home & (held <= AS_OF)
    entered = first_come("H6", held, abroad, scale=stage.scale)
    arms = split_as_stated(chance, "H6", entered, scale=stage.scale)
    record_exposures(stage.ledger, "H6", arms, actor=clients.actor, time=held - 20 * SECOND)
    stated = OUTCOMES["OC5"]
    quotas: list[Exactly | About] = [*arms.quotas("H6", scale=stage.scale)]
    quotas += [
        Exactly(clients.at_home & within(held, half), count.did * stage.scale)
        for half, count in zip(HALVES, (stated.baseline, stated.latest), strict=True)
    ]
    quotas.append(About(everybody(len(clients)), RETURNS))
    odds = odds_of_return(clients, replies, meetings, summary < NEVER)
    in_time = choose(chance, odds, quotas, eligible=held < NEVER)
    _follow_up(stage, adviser, held)
    _later_meetings(stage, adviser, _book_second(stage, held, summary, in_time=in_time))
    return Returns(summary, in_time, odds)


def _summarise(stage: Stage, meetings: FirstMeetings) -> Moments:
    """Let about a quarter of advisers write the summary, some always and most hardly ever."""
    chance, clients = stage.chance, stage.clients
    people = len(clients)
    diligence: Floats = stage.advisers.diligent[meetings.adviser]
    share = [About(everybody(people), SUMMARIES)]
    sends = choose(chance, diligence, share, eligible=meetings.held < NEVER)
    wait = chance.uniform(1 * HOUR, 30 * HOUR, people).astype(np.int64)
    sent = np.where(sends, meetings.held + wait, NEVER)
    adviser = stage.advisers.first + meetings.adviser
    stage.ledger.record("summary_sent", adviser, sent)
    stage.ledger.record("summary_received", clients.actor, sent + 3 * SECOND, adviser=adviser)
    return sent


def _book_second(stage: Stage, held: Moments, summary: Moments, *, in_time: Mask) -> Moments:
    """Draw when the second booking comes: after the summary, if there is one."""
    chance = stage.chance
    earliest = np.where(summary < NEVER, summary, held) + HOUR
    pause = held + LONGEST_PAUSE - earliest
    early = awake(chance, earliest + (chance.beta(1.1, 3.2, held.size) * pause).astype(np.int64))
    late = awake(chance, held + (chance.uniform(31, 55, held.size) * DAY).astype(np.int64))
    comes_late = (held < NEVER) & ~in_time & (chance.random(held.size) < LATE_RETURNS)
    return np.where(in_time, early, np.where(comes_late, late, NEVER))


def _later_meetings(stage: Stage, adviser: Codes, booked: Moments) -> None:
    """Let the second booking lead to a meeting, and each meeting perhaps to one more."""
    chance, ledger, actor = stage.chance, stage.ledger, stage.clients.actor
    first = np.ones(booked.size, dtype=np.int32)
    for nth in (2, 3, 4):
        number = nth * first
        ledger.record(
            "meeting_booked", actor, booked, adviser=adviser, meeting=number, attempt=first
        )
        comes = chance.random(booked.size) < 0.86
        due = office(chance, since=booked + 6 * HOUR, until=booked + 12 * DAY)
        missed = np.where(~comes & (booked < NEVER), due + 12 * MINUTE, NEVER)
        held = np.where(comes & (booked < NEVER), due, NEVER)
        by = (chance.random(booked.size) < 0.3).astype(np.int32)
        ledger.record(
            "meeting_missed", actor, missed, adviser=adviser, by=by, meeting=number, attempt=first
        )
        ledger.record("meeting_held", actor, held, adviser=adviser, meeting=number)
        _follow_up(stage, adviser, held)
        goes_on = (held < NEVER) & (chance.random(booked.size) < 0.35)
        pause = 2 * DAY + chance.exponential(16 * DAY, booked.size)
        booked = np.where(goes_on, awake(chance, held + pause.astype(np.int64)), NEVER)


def _follow_up(stage: Stage, adviser: Codes, held: Moments) -> None:
    """Write down what follows every meeting: the invoice, often a rating, rarely a review."""
    chance, ledger, actor = stage.chance, stage.ledger, stage.clients.actor
    people = held.size
    met = held < NEVER
    billed = held + chance.uniform(1 * HOUR, 60 * HOUR, people).astype(np.int64)
    ledger.record("invoice_opened", actor, billed, only=met & (chance.random(people) < 0.45))
    rated = held + chance.uniform(2 * MINUTE, 50 * MINUTE, people).astype(np.int64)
    rating = np.clip(np.round(chance.normal(4.25, 0.9, people)), 1, 5).astype(np.int32)
    rates = met & (chance.random(people) < 0.38)
    ledger.record("meeting_rated", actor, rated, only=rates, adviser=adviser, rating=rating)
    reviewed = awake(chance, held + chance.uniform(1 * DAY, 6 * DAY, people).astype(np.int64))
    writes = met & (chance.random(people) < 0.06)
    ledger.record("review_written", actor, reviewed, only=writes, adviser=adviser)
