"""Retention by the slow way: go through cohorts, their members and each period after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.measure.oracle.calendar import bounds, day_of, is_whole, label, labels, limits
from tests.measure.oracle.entries import Entry, entries, groups
from tests.measure.oracle.reading import Event, asked_at, meets, read

DAY = 86_400_000_000


def retention(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return the counts of a retention's answer."""
    at = asked_at(rows, as_of)
    looking = Looking(document, read(rows, at=at, unit=document.get("unit", "actor")), at)
    each = {"of_each": looking.period} if document.get("mode") == "recurring" else {}
    found = entries(document, rows, at=at, rule=document["of"], **each)
    first = min((e.event.t for e in found), default=at + 1)
    _, end = limits(document)
    held = looking.periods(first, at if end is None else min(at, end - 1)) if found else []
    judged = [e.event.unit for e in found if looking.is_over(looking.period(e.event), 0)]
    by_group = groups(found, document["by"]) if "by" in document else {}
    columns = looking.columns(held)
    return {
        "people": len(judged),
        "pending": len(found) - len(judged),
        "actors": len(set(judged)),
        "cohorts": [looking.cohort(name, found, columns) for name in held],
        "overall": [looking.step(k, found) for k in range(columns)],
        "breakdown": [
            {"value": value, "overall": [looking.step(k, own) for k in range(columns)]}
            for value, own in by_group.items()
        ],
    }


@dataclass(frozen=True)
class Looking:
    """A question, everybody's events, and the moment they are looked at."""

    document: dict[str, Any]
    histories: dict[str, list[Event]]
    at: int

    @property
    def length(self) -> str:
        return self.document.get("period", "month")

    @property
    def zone(self) -> str:
        return self.document.get("timezone", "UTC")

    @property
    def window(self) -> int | None:
        days = self.document.get("days")
        return None if days is None else days * DAY

    def period(self, event: Event) -> str:
        return label(day_of(event.t, self.zone), self.length)

    def periods(self, first: int, last: int) -> list[str]:
        return labels(self.length, first=first, last=last, zone=self.zone)

    def end(self, name: str) -> int:
        return bounds(name, self.length, near=self.at, zone=self.zone)[1]

    def is_over(self, cohort: str, k: int) -> bool:
        """Say whether a cohort's k-th period is over for everybody who could be in it."""
        if self.window is not None:
            return self.end(cohort) + (k + 1) * self.window <= self.at
        after = self.periods(self.end(cohort) - 1, self.at)
        return k < len(after) and self.end(after[k]) <= self.at

    def came_back(self, entry: Event, k: int) -> bool:
        did = self.document["did"]
        deeds = [e for e in self.histories[entry.unit] if meets(e, did) and e.t >= entry.t]
        if self.window is not None:
            return any((e.t - entry.t) // self.window == k for e in deeds)
        return any(len(self.periods(entry.t, e.t)) == k + 1 for e in deeds)

    def columns(self, held: list[str]) -> int:
        """Return how many k are over for any cohort."""
        most = self.document.get("most", 12)
        return sum(any(self.is_over(name, k) for name in held) for k in range(most))

    def cohort(self, name: str, found: list[Entry], columns: int) -> dict[str, Any]:
        own = [e.event for e in found if self.period(e.event) == name]
        kept = [
            sum(self.came_back(e, k) for e in own) if self.is_over(name, k) else None
            for k in range(columns)
        ]
        whole = is_whole(name, self.document, length=self.length, at=self.at)
        return {"period": name, "people": len(own), "kept": kept, "partial": not whole}

    def step(self, k: int, found: list[Entry]) -> dict[str, int]:
        judged = [e.event for e in found if self.is_over(self.period(e.event), k)]
        return {"k": k, "people": len(judged), "kept": sum(self.came_back(e, k) for e in judged)}
