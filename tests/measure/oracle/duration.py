"""A duration by the slow way: of each entry, how long until the deed, or how long watched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.measure.oracle.calendar import day_of, is_whole, label, labels, limits
from tests.measure.oracle.entries import Entry, entries, groups
from tests.measure.oracle.reading import Event, asked_at, may_match_both, meets, read, span

SECOND = 1_000_000


def duration(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return the counts of a duration's answer; `waits` are (seconds, did it) of everybody."""
    at = asked_at(rows, as_of)
    histories = read(rows, at=at, unit=document.get("unit", "actor"))
    found = entries(document, rows, at=at, rule=document["of"])

    def wait(entry: Event) -> tuple[int, bool, bool]:
        """Return seconds, whether it was done, and whether it may be done yet."""
        most = span(document["within"]) if "within" in document else None
        taken = [
            deed.t - entry.t
            for deed in histories[entry.unit]
            if meets(deed, document["did"])
            and deed.t >= entry.t
            and deed.seq != entry.seq
            and (deed.order > entry.order or not may_match_both(document["of"], document["did"]))
        ]
        if taken and (most is None or min(taken) <= most):
            return -(-min(taken) // SECOND), True, False
        watched = at - entry.t if most is None else min(at - entry.t, most)
        return watched // SECOND, False, most is None or at - entry.t < most

    def tally(own: list[Entry]) -> dict[str, Any]:
        waits = [wait(e.event) for e in own]
        return {
            "people": len(waits),
            "did": sum(done for _, done, _ in waits),
            "pending": sum(open_still for *_, open_still in waits),
        }

    length, zone = document.get("trend"), document.get("timezone", "UTC")
    series = []
    if length is not None and found:
        _, end = limits(document)
        last = at if end is None else min(at, end - 1)
        for name in labels(length, first=min(e.event.t for e in found), last=last, zone=zone):
            counts = tally([e for e in found if label(day_of(e.event.t, zone), length) == name])
            whole = is_whole(name, document, length=length, at=at)
            series.append({"period": name, **counts, "partial": counts["pending"] > 0 or not whole})
    by_group = groups(found, document["by"]) if "by" in document else {}
    return {
        **tally(found),
        "waits": sorted(wait(e.event)[:2] for e in found),
        "series": series,
        "breakdown": [{"value": v, **tally(own)} for v, own in by_group.items()],
    }
