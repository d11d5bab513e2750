"""A share by the slow way: of each entry, look for somebody's deed in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.measure.oracle.calendar import day_of, is_whole, label, labels, limits
from tests.measure.oracle.entries import Entry, entries, groups
from tests.measure.oracle.reading import Event, asked_at, may_match_both, meets, read, span


def share(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return the counts of a share's answer."""
    at = asked_at(rows, as_of)
    histories = read(rows, at=at, unit=document.get("unit", "actor"))
    each = {"of_each": None} if document.get("entry") == "every" else {}
    found = entries(document, rows, at=at, rule=document["of"], **each)

    def tally(own: list[Entry]) -> dict[str, int]:
        mature = [e for e in own if e.event.t + span(document["within"]) <= at]
        pending = [e for e in own if e not in mature]
        did = [e for e in mature if followed(e.event, histories[e.event.unit], document)]
        return {"people": len(mature), "did": len(did), "pending": len(pending)}

    return {
        **tally(found),
        "did_pending": sum(
            followed(e.event, histories[e.event.unit], document)
            for e in found
            if e.event.t + span(document["within"]) > at
        ),
        "actors": len({e.event.unit for e in found if e.event.t + span(document["within"]) <= at}),
        "series": series(document, found, at=at, tally=tally),
        "breakdown": breakdown(document, found, tally),
    }


def followed(entry: Event, history: list[Event], document: dict[str, Any]) -> bool:
    """Say whether the entry was followed by a deed in time, the edge included."""
    return any(
        meets(deed, document["did"])
        and entry.t <= deed.t <= entry.t + span(document["within"])
        and deed.seq != entry.seq
        and (deed.order > entry.order or not may_match_both(document["of"], document["did"]))
        for deed in history
    )


def series(document: dict[str, Any], found: list[Entry], *, at: int, tally: Any) -> list[Any]:
    """Return the counts of each period from the first entry's on."""
    length, zone = document.get("trend"), document.get("timezone", "UTC")
    if length is None or not found:
        return []
    _, end = limits(document)
    last = at if end is None else min(at, end - 1)
    shown = []
    for name in labels(length, first=min(e.event.t for e in found), last=last, zone=zone):
        counts = tally([e for e in found if label(day_of(e.event.t, zone), length) == name])
        whole = is_whole(name, document, length=length, at=at)
        shown.append({"period": name, **counts, "partial": counts["pending"] > 0 or not whole})
    return shown


def breakdown(document: dict[str, Any], found: list[Entry], tally: Any) -> list[Any]:
    """Return the counts of each group."""
    if "by" not in document:
        return []
    return [{"value": v, **tally(own)} for v, own in groups(found, document["by"]).items()]
