"""The only reader of the wall clock, so that tests and replays own the time."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

# The demonstration company lives on a day of its own: SEACHANGE_TODAY=2026-06-30 holds the
# calendar there, while the hours go by.
_HELD = os.environ.get("SEACHANGE_TODAY", "")
_DAY = date.fromisoformat(_HELD) if _HELD else None


def now() -> datetime:
    """Return the present moment in UTC."""
    moment = datetime.now(UTC)
    if _DAY is None:
        return moment
    return moment.replace(year=_DAY.year, month=_DAY.month, day=_DAY.day)


def seconds() -> float:
    """Return a steadily growing number of seconds, for measuring how long a thing took."""
    return time.monotonic()
