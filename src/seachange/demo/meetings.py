"""From a booking to the first meeting: moved, missed, booked again, held at last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seachange.demo.bookings import Bookings, book
from seachange.demo.choosing import About, Exactly, choose, everybody
from seachange.demo.days import (
    AS_OF,
    DAY,
    HOUR,
    MINUTE,
    NEVER,
    START,
    TURN,
    Codes,
    Mask,
    Moments,
    Whole,
    awake,
    office,
    within,
)
from seachange.demo.figures import OUTCOMES
from seachange.demo.requests import Replies
from seachange.demo.stage import Stage

WEEK = 7 * DAY
# A first booking leads to a meeting, held or missed, well inside OC3's ten days.
LONGEST_WAIT = 9 * DAY + 12 * HOUR
# First meetings whose thirty days are over by AS_OF, by half-year: what OC5 counts.
HALVES = ((START, TURN), (TURN, AS_OF - 30 * DAY))
BOOKS_AGAIN = 0.42  # of those who missed, where no count is stated


@dataclass(frozen=True)
class FirstMeetings:
    """What became of every client's first meeting; `held` is NEVER where there was none."""

    adviser: Codes  # counted from 0
    booked: Mask
    moved: Whole
    no_show: Mask  # missed the first booking
    early: Mask  # held within 7 days of signing up
    held: Moments


def meet(stage: Stage, replies: Replies) -> FirstMeetings:
    """Let clients book and meet; OC1, OC3 and the entries of OC5 come out as stated."""
    clients, advisers = stage.clients, stage.advisers
    known = stage.chance.choice(advisers.pool(at_home=True, stands_in=False), len(clients))
    adviser = np.where(clients.signs_up, replies.adviser, known).astype(np.int32)
    bookings = book(stage, replies)
    planned = _plan(stage, bookings)
    booked_again, held_later = _book_again(stage, bookings, planned)
    held = np.where(bookings.booked & ~bookings.no_show, planned, held_later)
    missed = np.where(bookings.no_show, planned + 12 * MINUTE, NEVER)
    _record_bookings(stage, bookings, planned, advisers.first + adviser)
    _record_meetings(stage, missed, booked_again, held, advisers.first + adviser)
    return FirstMeetings(
        adviser, bookings.booked, bookings.moved, bookings.no_show, bookings.early, held
    )


def _plan(stage: Stage, bookings: Bookings) -> Moments:
    """Draw when the first booking is due: a clear hour to either side of the seventh day."""
    due = stage.clients.start + WEEK
    soonest = bookings.at + 2 * HOUR
    since = np.where(bookings.no_show | bookings.early, soonest, np.maximum(soonest, due + HOUR))
    until = np.where(
        bookings.early,
        np.minimum(due - HOUR, bookings.at + 5 * DAY),
        bookings.at + LONGEST_WAIT,
    )
    return np.where(bookings.booked, office(stage.chance, since=since, until=until), NEVER)


def _book_again(stage: Stage, bookings: Bookings, planned: Moments) -> tuple[Moments, Moments]:
    """Let some who missed book again and meet: as many as OC5 needs first meetings."""
    chance, clients = stage.chance, stage.clients
    wait = HOUR + chance.exponential(1.5 * DAY, len(clients))
    at = awake(chance, planned + wait.astype(np.int64))
    since = np.maximum(at + 6 * HOUR, clients.start + WEEK + HOUR)
    held = office(chance, since=since, until=since + WEEK)
    stated = OUTCOMES["OC5"]
    met = bookings.booked & ~bookings.no_show
    quotas: list[Exactly | About] = []
    for half, count in zip(HALVES, (stated.baseline, stated.latest), strict=True):
        already = int((clients.at_home & met & within(planned, half)).sum())
        left = count.people * stage.scale - already
        quotas.append(Exactly(clients.at_home & within(held, half), left))
    quotas.append(About(everybody(len(clients)), BOOKS_AGAIN))
    chosen = choose(chance, 0.4 * clients.intent, quotas, eligible=bookings.no_show)
    return np.where(chosen, at, NEVER), np.where(chosen, held, NEVER)


def _record_bookings(stage: Stage, bookings: Bookings, planned: Moments, adviser: Codes) -> None:
    chance, ledger, actor = stage.chance, stage.ledger, stage.clients.actor
    people = actor.size
    first = np.ones(people, dtype=np.int32)
    ledger.record(
        "meeting_booked", actor, bookings.at, adviser=adviser, meeting=first, attempt=first
    )
    moments = np.sort(chance.uniform(0.02, 0.85, (people, 3)), axis=1)
    for nth in range(3):
        at = bookings.at + (moments[:, nth] * (planned - bookings.at)).astype(np.int64)
        by = (chance.random(people) < 0.35).astype(np.int32)
        moved = bookings.moved > nth
        ledger.record(
            "meeting_rescheduled", actor, at, only=moved, adviser=adviser, by=by, meeting=first
        )
    reminded = planned - chance.uniform(2 * HOUR, 26 * HOUR, people).astype(np.int64)
    opens = (reminded > bookings.at) & (chance.random(people) < 0.42)
    ledger.record("reminder_opened", actor, reminded, only=opens, meeting=first)


def _record_meetings(
    stage: Stage, missed: Moments, booked_again: Moments, held: Moments, adviser: Codes
) -> None:
    ledger, actor = stage.ledger, stage.clients.actor
    first = np.ones(actor.size, dtype=np.int32)
    by = (stage.chance.random(actor.size) < 0.3).astype(np.int32)
    ledger.record(
        "meeting_missed", actor, missed, adviser=adviser, by=by, meeting=first, attempt=first
    )
    ledger.record(
        "meeting_booked", actor, booked_again, adviser=adviser, meeting=first, attempt=2 * first
    )
    ledger.record("meeting_held", actor, held, adviser=adviser, meeting=first)
