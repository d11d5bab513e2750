"""The calendar of the story: its year, its holidays and shocks, and the hours people are awake."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

# Moments are microseconds since 1970 in UTC, everywhere in this package.
Moments = NDArray[np.int64]
Mask = NDArray[np.bool_]
Codes = NDArray[np.int32]
Whole = NDArray[np.integer]
Floats = NDArray[np.float64]
Chance = np.random.Generator

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def moment(text: str) -> int:
    """Return an ISO date or time, read as UTC, in microseconds since 1970."""
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp()) * SECOND


def day(text: str) -> int:
    """Return midnight of an ISO date."""
    return moment(f"{text}T00:00:00")


START = day("2025-07-01")
TURN = day("2026-01-01")  # the baseline half-year ends, the latest begins
AS_OF = moment("2026-06-30T23:59:59")  # nothing is known after it
NEVER = AS_OF + 10_000 * DAY

OUTAGE = (moment("2025-11-18T09:00:00"), moment("2025-11-19T15:00:00"))
HOLIDAYS = (day("2025-12-22"), day("2026-01-02"))
VIRAL = (day("2026-03-10"), day("2026-03-13"))
INSTANT_SLOTS = day("2026-04-01")
SMS_REPLIES = day("2026-04-10")
REMINDERS = day("2026-05-20")

WEEKDAYS = np.array([1.12, 1.10, 1.08, 1.05, 0.95, 0.75, 0.88])  # Monday first
HOURS = np.array(  # sign-ups by hour; nobody does anything that counts by night (see `awake`)
    [0, 0, 0, 0, 0, 0, 0, 2, 4, 6, 7, 8, 10, 9, 7, 6, 6, 7, 9, 11, 12, 9, 0, 0], dtype=float
)
MORNING, NIGHT = 7 * HOUR, 22 * HOUR


def within(moments: Moments, period: tuple[int, int]) -> Mask:
    """Say which moments lie in the half-open period."""
    return (moments >= period[0]) & (moments < period[1])


def day_weights(days: Moments, *, viral: float) -> Floats:
    """Weigh midnights by how many people sign up: week, holidays, the outage, the viral days."""
    weights: Floats = WEEKDAYS[(days // DAY + 3) % 7].copy()  # 1970 began on a Thursday
    weights[within(days, HOLIDAYS)] *= 0.45
    weights[within(days, (day("2025-11-18"), day("2025-11-20")))] *= 0.45
    weights[within(days, VIRAL)] *= viral
    return weights


def arrivals(chance: Chance, people: int, *, days: Moments, weights: Floats) -> Moments:
    """Draw one waking moment each for `people` arrivals, in order of time."""
    drawn = chance.choice(days, size=people, p=weights / weights.sum())
    hours = chance.choice(24, size=people, p=HOURS / HOURS.sum())
    moments = drawn + hours * HOUR + chance.integers(0, HOUR, size=people)
    return np.sort(moments.astype(np.int64))


def midnights(since: int, until: int) -> Moments:
    """Return the midnights in the half-open period."""
    return np.arange(since, until, DAY, dtype=np.int64)


def awake(chance: Chance, moments: Moments) -> Moments:
    """Move what would happen by night to the next morning.

    Nothing that a question counts by happens between 22:00 and 07:00 UTC, so that no count
    hangs on whether a half-year is cut in London or in UTC, or on the last second before `AS_OF`.
    """
    clock = moments % DAY
    late, early = clock >= NIGHT, clock < MORNING
    morning = moments - clock + MORNING + late * DAY + chance.integers(0, 2 * HOUR, moments.size)
    return np.where(late | early, morning, moments)


def office(chance: Chance, *, since: Moments, until: Moments, tries: int = 16) -> Moments:
    """Draw a moment between two others, in office hours where the draw finds one.

    Falls back on any waking moment, and then on any at all: the bounds hold always.
    """
    spread = chance.random((since.size, tries))
    drawn = since[:, None] + (spread * (until - since)[:, None]).astype(np.int64)
    clock = drawn % DAY
    weekend = (drawn // DAY + 3) % 7 >= 5
    fit = np.where((clock >= MORNING) & (clock < NIGHT), 1, 0)
    fit += (clock >= 8 * HOUR) & (clock < 19 * HOUR) & ~weekend
    best = np.argmax(fit, axis=1)
    chosen: Moments = drawn[np.arange(since.size), best]
    return chosen
