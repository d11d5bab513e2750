"""The only reader of the wall clock, so that tests and replays own the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def seconds() -> float:
    """Return a steadily growing number of seconds, for measuring how long a thing took."""
    return time.monotonic()
