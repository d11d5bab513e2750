"""The only reader of the wall clock, so that tests and replays own the time."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

# The demonstration company lives on a day of its own: SEACHANGE_TODAY=2026-06-30 holds the
# calendar there, while the hours go by. It is asked every time: the demonstration begins after
# this file was read, and what it starts may have read it already.
HELD = "SEACHANGE_TODAY"


def now() -> datetime:
    """Return the present moment in UTC."""
    moment = datetime.now(UTC)
    held = os.environ.get(HELD)
    if not held:
        return moment
    day = date.fromisoformat(held)
    return moment.replace(year=day.year, month=day.month, day=day.day)


def seconds() -> float:
    """Return a steadily growing number of seconds, for measuring how long a thing took."""
    return time.monotonic()
