"""Are people's behaviours changing because of what we build, and did it reach them?

`import seachange as sea`, then `log = sea.open_log("events.csv")` and `log.ask({…})`.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"


# What the door offers: `seachange.notebook.__all__`.
_DOOR = frozenset(
    {
        *("ANY_EVENT", "Estimate", "Log", "OpenPlan", "Rule", "Unknown"),
        *("change", "event", "open_log", "open_plan"),
    }
)


def __getattr__(name: str) -> Any:
    """Load the library's door when it is first used, so that the command line starts at once."""
    if name not in _DOOR:  # `from seachange import clock` asks here first
        raise AttributeError(f"module 'seachange' has no attribute {name!r}")
    return getattr(importlib.import_module("seachange.notebook"), name)
