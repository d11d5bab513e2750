"""A roll-out's days by the slow way: everybody's first event of each day, and what came of it."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from tests.measure.oracle.calendar import bounds, day_of, is_whole
from tests.measure.oracle.entries import entries
from tests.measure.oracle.reading import (
    Event,
    asked_at,
    may_match_both,
    meets,
    number_of,
    read,
    span,
)

Days = dict[tuple[str | None, str], tuple[int, int, int]]

MILLION, LARGEST = 1_000_000, 1e9


def days(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Days:
    """Return for each segment's judged day how many came, Σy, and Σx."""
    at, zone = asked_at(rows, as_of), document.get("timezone", "UTC")
    metric = document["metric"]
    of, window = metric.get("of", {"any_event": True}), span(metric["within"])
    histories = read(rows, at=at, unit=document.get("unit", "actor"))

    def label(event: Event) -> str:
        return day_of(event.t, zone).isoformat()

    asked = document | ({"by": document["segment"]} if "segment" in document else {})
    found: Days = {}
    for entry in entries(asked, rows, at=at, rule=of, of_each=label):
        day = label(entry.event)
        _, end = bounds(day, "day", near=entry.event.t, zone=zone)
        if not is_whole(day, document, length="day", at=at) or end + window > at + 1:
            continue
        y, x = _values(metric, entry.event, histories[entry.event.unit], of, window)
        people, all_y, all_x = found.get((entry.value, day), (0, 0, 0))
        found[entry.value, day] = (people + 1, all_y + y, all_x + x)
    return found


def movers(
    document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None, wanted: set[str]
) -> tuple[int, int]:
    """Return how many units were in the segments at all, and how many on both sides."""
    at, zone = asked_at(rows, as_of), document.get("timezone", "UTC")
    of = document["metric"].get("of", {"any_event": True})

    def label(event: Event) -> str:
        return day_of(event.t, zone).isoformat()

    been: dict[str, set[bool]] = {}
    asked = document | {"by": document["segment"]}
    for entry in entries(asked, rows, at=at, rule=of, of_each=label):
        if entry.value in wanted:
            been.setdefault(entry.event.unit, set()).add(entry.value in document["released"])
    return len(been), sum(len(sides) == 2 for sides in been.values())


def _values(
    metric: dict[str, Any], start: Event, history: list[Event], of: Any, window: int
) -> tuple[int, int]:
    """Return what one unit did in its window, as (y, x)."""
    may_be_itself = may_match_both(of, metric["did"])
    amounts = []
    for event in history:
        if not (start.t <= event.t <= start.t + window and meets(event, metric["did"])):
            continue
        if may_be_itself and event.order <= start.order:
            continue
        if "value" not in metric:
            amounts.append(1)
            continue
        number = number_of(event.properties.get(metric["value"]))
        if number is not None and abs(number) <= LARGEST:
            amounts.append(math.floor(number * MILLION + 0.5))
    if metric["kind"] == "share":
        return int(bool(amounts)), 0
    return sum(amounts), len(amounts) if metric["kind"] == "mean" else 0
