"""Retention by the slow way: go through cohorts, their members and each period after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.measure.oracle.calendar import bounds, day_of, is_whole, label, labels, limits
from tests.measure.oracle.entries import Entry, entries, groups
from tests.measure.oracle.reading import Event, asked_at, meets, read

DAY = 86_400_000_000


def retention(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return the counts of a retention's answer."""
    at = asked_at(rows, as_of)
    length, zone = document.get("period", "month"), document.get("timezone", "UTC")
    most, days = document.get("most", 12), document.get("days")
    histories = read(rows, at=at, unit=document.get("unit", "actor"))

    def period(event: Event) -> str:
        return label(day_of(event.t, zone), length)

    each = {"of_each": period} if document.get("mode") == "recurring" else {}
    found = entries(document, rows, at=at, rule=document["of"], **each)
    if not found:
        return {
            "people": 0,
            "pending": 0,
            "actors": 0,
            "cohorts": [],
            "overall": [],
            "breakdown": [],
        }
    first = min(e.event.t for e in found)
    _, end = limits(document)
    names = labels(length, first=first, last=at, zone=zone)
    held = labels(length, first=first, last=at if end is None else min(at, end - 1), zone=zone)
    after = {name: bounds(name, length, near=first, zone=zone)[1] for name in names}

    def is_over(cohort: str, k: int) -> bool:
        if days is not None:
            return after[cohort] + (k + 1) * days * DAY <= at
        index = names.index(cohort) + k
        return index < len(names) and after[names[index]] <= at

    def came_back(entry: Event, k: int) -> bool:
        deeds = [e for e in histories[entry.unit] if meets(e, document["did"]) and e.t >= entry.t]
        if days is not None:
            return any((e.t - entry.t) // (days * DAY) == k for e in deeds)
        return any(names.index(period(e)) - names.index(period(entry)) == k for e in deeds)

    def together(own: list[Entry]) -> list[dict[str, int]]:
        steps = []
        for k in range(most):
            if not any(is_over(name, k) for name in held):
                break
            judged = [e.event for e in own if is_over(period(e.event), k)]
            kept = sum(came_back(e, k) for e in judged)
            steps.append({"k": k, "people": len(judged), "kept": kept})
        return steps

    columns = len(together([]))
    cohorts = []
    for name in held:
        own = [e.event for e in found if period(e.event) == name]
        cohorts.append(
            {
                "period": name,
                "people": len(own),
                "kept": [
                    sum(came_back(e, k) for e in own) if is_over(name, k) else None
                    for k in range(columns)
                ],
                "partial": not is_whole(name, document, length=length, at=at),
            }
        )
    judged = [e.event.unit for e in found if is_over(period(e.event), 0)]
    by_group = groups(found, document["by"]) if "by" in document else {}
    return {
        "people": len(judged),
        "pending": len(found) - len(judged),
        "actors": len(set(judged)),
        "cohorts": cohorts,
        "overall": together(found),
        "breakdown": [{"value": v, "overall": together(own)} for v, own in by_group.items()],
    }
