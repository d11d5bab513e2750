"""A question put to a log, as plain values to keep."""

from __future__ import annotations

from typing import Any

from seachange.events.log import EventLog
from seachange.measure.ask import ask

Json = dict[str, Any]


def answered(question: Json, log: EventLog) -> Json:
    """Return the answer to a question as the values that JSON can hold."""
    return ask(question, log).to_dict()
