"""A frequency by the slow way: go through the periods, and through everybody in each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.measure.oracle.calendar import day_of, is_whole, label, labels, limits
from tests.measure.oracle.entries import Entry, entries, groups
from tests.measure.oracle.reading import Event, asked_at, meets, read


def frequency(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return the counts of a frequency's answer, and the sums its estimate is made of."""
    at = asked_at(rows, as_of)
    length, zone = document.get("period", "month"), document.get("timezone", "UTC")
    start, end = limits(document)

    def period(event: Event) -> str:
        return label(day_of(event.t, zone), length)

    deeds: dict[tuple[str, str], int] = {}
    for unit, history in read(rows, at=at, unit=document.get("unit", "actor")).items():
        for event in history:
            inside = (start is None or event.t >= start) and (end is None or event.t < end)
            if inside and meets(event, document["did"]):
                deeds[unit, period(event)] = deeds.get((unit, period(event)), 0) + 1

    active = document.get("active", {"any_event": True})
    found = entries(document, rows, at=at, rule=active, of_each=period)
    last = at if end is None else min(at, end - 1)
    shown = []
    if found:
        first = min(e.event.t for e in found)
        shown = labels(length, first=first, last=last, zone=zone)
    whole = {name for name in shown if is_whole(name, document, length=length, at=at)}

    def together(own: list[Entry]) -> dict[str, int]:
        judged = [(e.event.unit, period(e.event)) for e in own if period(e.event) in whole]
        people = {unit for unit, _ in judged}
        return {
            "people": len(people),
            "did": len({unit for unit, name in judged if deeds.get((unit, name))}),
            "events": sum(deeds.get(pair, 0) for pair in judged),
            "pending": len({e.event.unit for e in own} - people),
        }

    series = []
    for name in shown:
        units = [e.event.unit for e in found if period(e.event) == name]
        series.append(
            {
                "period": name,
                "people": len(units),
                "did": sum(1 for unit in units if deeds.get((unit, name))),
                "events": sum(deeds.get((unit, name), 0) for unit in units),
                "partial": name not in whole,
            }
        )
    by_group = groups(found, document["by"]) if "by" in document else {}
    return {
        **together(found),
        "active_periods": sum(period(e.event) in whole for e in found),
        "series": series,
        "breakdown": [{"value": v, **together(own)} for v, own in by_group.items()],
    }
