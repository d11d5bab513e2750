"""By which properties a question's people can be parted, those that tell most apart first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from seachange.errors import BadQuestion
from seachange.measure.answering.description import MOST_HOLDERS
from seachange.measure.ask import parse

Json = dict[str, Any]

MOST_VALUES = 50
# Under which of these a question says whose property it is that parts people.
_ENTRIES = ("of", "survey", "active")


def properties_for(asked: Json, described: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the properties that may part the people of a question, by a description of the log.

    Those that hardly any or nearly every event has a value of its own of are left out, and so
    are those that no event has with which people enter. First come those that most of these
    events have; among equals, those with the fewest values. Where it is not known which events
    have a property (the log was described before that was told, or too many have it), it stays.
    """
    wanted = _entered_by(asked)
    sizes = {each["name"]: each["events"] for each in described.get("names", ())}
    entering = sum(events for name, events in sizes.items() if wanted is None or name in wanted)
    ranked = []
    for each in described.get("properties", ()):
        values, held = int(each.get("values", 0)), _held(each, wanted)
        if 1 < values <= MOST_VALUES and held != 0:
            share = 0.0 if held is None or not entering else held / entering
            ranked.append((-round(share, 2), values, str(each["name"])))
    return tuple(name for *_, name in sorted(ranked))


def _entered_by(asked: Json) -> frozenset[str] | None:
    """Return the names of the events with which a question's people enter; None: any."""
    try:
        rules = parse(asked).rules
    except BadQuestion:  # told where it is asked
        return None
    return next((rules[key].names for key in _ENTRIES if key in rules), None)


def _held(described: Mapping[str, Any], wanted: Iterable[str] | None) -> int | None:
    """Return how many of the wanted events have a property; None where that is not known."""
    holders = described.get("held_by")
    if holders is None or (wanted is not None and len(holders) >= MOST_HOLDERS):
        return None
    own = (each for each in holders if wanted is None or each["name"] in wanted)
    return sum(int(each["events"]) for each in own)
