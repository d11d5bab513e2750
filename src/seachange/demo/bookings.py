"""Who books a first meeting, moves it, misses it, or holds it within a week of signing up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seachange.demo.choosing import About, Exactly, choose, everybody
from seachange.demo.days import (
    AS_OF,
    DAY,
    HOLIDAYS,
    HOUR,
    INSTANT_SLOTS,
    MINUTE,
    NEVER,
    OUTAGE,
    REMINDERS,
    SECOND,
    START,
    TURN,
    Floats,
    Mask,
    Moments,
    Whole,
    awake,
    within,
)
from seachange.demo.experiments import (
    BEGINS,
    Arms,
    first_come,
    record_exposures,
    size,
    split,
    split_as_stated,
)
from seachange.demo.figures import OUTCOMES
from seachange.demo.people import END, LAST_WEEK, days_since
from seachange.demo.requests import Replies
from seachange.demo.stage import Stage

# First bookings whose ten days are over by AS_OF, by half-year: what OC3 counts.
HALVES = ((START, TURN), (TURN, AS_OF - 10 * DAY))
# Shares that are nobody's stated count: of those who could, outside the groups with a quota.
BOOKS_AT_HOME, BOOKS_ABROAD = 0.92, 0.95
MISSES = 0.215
EARLY, EARLY_AFTER_A_CALL = 0.54, 0.60
PILOT = 0.2  # of new clients abroad are in H2's pilot


@dataclass(frozen=True)
class Bookings:
    """Every client's first booking; `at` is NEVER where there is none."""

    at: Moments
    moved: Whole  # how often it was rescheduled
    no_show: Mask
    early: Mask  # to be held within 7 days of signing up

    @property
    def booked(self) -> Mask:
        made: Mask = self.at < NEVER
        return made


def book(stage: Stage, replies: Replies) -> Bookings:
    """Let clients book; OC1, OC3 and the arms of H1, H2 and H4 come out as stated."""
    chance = stage.chance
    at = _book(stage, replies)
    moves = chance.choice(4, at.size, p=[0.69, 0.165, 0.105, 0.04])
    moved = np.where(at < NEVER, moves, 0)
    no_show = _miss(stage, at, moved)
    will_meet = (at < NEVER) & ~no_show
    return Bookings(at, moved, no_show, _early(stage, replies, at, moved, will_meet=will_meet))


def _book(stage: Stage, replies: Replies) -> Moments:
    """Draw when each client would book, and choose who does."""
    chance, clients = stage.chance, stage.clients
    people = len(clients)
    soon = chance.uniform(4 * MINUTE, 90 * MINUTE, people)
    later = chance.exponential(14 * HOUR, people) + HOUR
    wait = np.where(chance.random(people) < 0.6, soon, later).astype(np.int64)
    answered = replies.at < NEVER
    at = np.where(answered, awake(chance, replies.at + wait), NEVER)
    at = np.where(clients.signs_up, at, clients.start)
    stated = OUTCOMES["OC3"]
    quotas: list[Exactly | About] = [
        Exactly(clients.at_home & within(at, half), count.people * stage.scale)
        for half, count in zip(HALVES, (stated.baseline, stated.latest), strict=True)
    ]
    quotas += [About(clients.at_home, BOOKS_AT_HOME), About(everybody(people), BOOKS_ABROAD)]
    odds = 0.5 * clients.intent + 0.3 * replies.prompt
    return np.where(choose(chance, odds, quotas, eligible=at < NEVER), at, NEVER)


def _miss(stage: Stage, at: Moments, moved: Whole) -> Mask:
    """Choose whose first booking is missed, in H4's arms and at home as stated."""
    chance, clients = stage.chance, stage.clients
    entered = first_come("H4", at, ~clients.at_home & (at <= AS_OF), scale=stage.scale)
    arms = split_as_stated(chance, "H4", entered, scale=stage.scale)
    record_exposures(stage.ledger, "H4", arms, actor=clients.actor, time=at - 20 * SECOND)
    stated = OUTCOMES["OC3"]
    quotas: list[Exactly | About] = [*arms.quotas("H4", scale=stage.scale)]
    quotas += [
        Exactly(clients.at_home & within(at, half), count.did * stage.scale)
        for half, count in zip(HALVES, (stated.baseline, stated.latest), strict=True)
    ]
    quotas.append(About(everybody(at.size), MISSES))
    odds = 0.35 * (moved > 0) - 0.1 * clients.intent
    odds += 1.6 * within(at, (OUTAGE[0] - 3 * DAY, OUTAGE[1]))
    odds -= 0.06 * (at >= REMINDERS)
    return choose(chance, odds, quotas, eligible=at < NEVER)


def _early(stage: Stage, replies: Replies, at: Moments, moved: Whole, *, will_meet: Mask) -> Mask:
    """Choose who meets within 7 days of signing up, in both halves and in H1's and H2's arms."""
    clients, scale = stage.clients, stage.scale
    abroad = clients.signs_up & ~clients.at_home
    entered = first_come("H1", clients.start, abroad, scale=scale)
    slots = split_as_stated(stage.chance, "H1", entered, scale=scale)
    calls, pending = _concierge(stage, abroad)
    before = clients.start - 20 * SECOND
    for experiment, arms in (("H1", slots), ("H2", calls), ("H2", pending)):
        record_exposures(stage.ledger, experiment, arms, actor=clients.actor, time=before)
    stated = OUTCOMES["OC1"]
    quotas: list[Exactly | About] = [
        Exactly(clients.of("home 2025-H2"), stated.baseline.did * scale),
        Exactly(clients.of("home 2026-H1"), stated.latest.did * scale),
        *slots.quotas("H1", scale=scale),
        *calls.quotas("H2", scale=scale),
        About(pending.treatment, EARLY_AFTER_A_CALL),
        About(everybody(at.size), EARLY),
    ]
    eligible = will_meet & (at <= clients.start + 6 * DAY)
    return choose(stage.chance, _odds_of_early(stage, replies, moved), quotas, eligible=eligible)


def _concierge(stage: Stage, abroad: Mask) -> tuple[Arms, Arms]:
    """Draw H2's pilot: as many as stated whose week is over, and those who still wait."""
    chance, start, scale = stage.chance, stage.clients.start, stage.scale
    mature = abroad & within(start, (BEGINS["H2"], LAST_WEEK))
    lots = np.zeros(start.size)
    units = choose(chance, lots, [Exactly(mature, size("H2", scale=scale))], eligible=mature)
    late = abroad & within(start, (LAST_WEEK, END)) & (chance.random(start.size) < PILOT)
    return (
        split_as_stated(chance, "H2", units, scale=scale),
        split(chance, late, control=int(late.sum()) // 2),
    )


def _odds_of_early(stage: Stage, replies: Replies, moved: Whole) -> Floats:
    clients = stage.clients
    start = clients.start
    odds = 0.9 * replies.prompt + 0.3 * clients.intent
    odds -= 0.3 * (moved == 1) + 0.8 * (moved >= 2)
    odds -= 0.8 * within(start, HOLIDAYS) + 0.8 * within(start, (OUTAGE[0] - 3 * DAY, OUTAGE[1]))
    odds += clients.at_home * 0.45 * np.minimum(days_since(start, TURN) / 100, 1.0)
    # What H1 shows abroad is also what happens at home from the day of release.
    odds += clients.at_home * 0.3 * (start >= INSTANT_SLOTS)
    return odds
