"""A description by the slow way: go through the log again for each thing to be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.measure.logs import DAY, HOUR
from tests.measure.oracle.calendar import day_of
from tests.measure.oracle.reading import Event, asked_at, read

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def description(rows: list[dict[str, Any]], as_of: datetime | None) -> dict[str, Any]:
    """Return what a description must say, and the numbers its remarks are made of."""
    events = sorted(
        (e for history in read(rows, at=asked_at(rows, as_of)).values() for e in history),
        key=lambda e: e.order,
    )
    if not events:
        return {"events": 0, "people": 0, "names": [], "properties": [], "days": 0, "gaps": []}
    there = sorted({day_of(e.t, "UTC") for e in events})
    days = (there[-1] - there[0]).days + 1
    return {
        "events": len(events),
        "people": len({e.unit for e in events}),
        "first": written(events[0].t),
        "last": written(events[-1].t),
        "days": days,
        "names": [name_of(name, events, days=days) for name in by_frequency(events)],
        "properties": [
            property_of(name, events)
            for name in sorted({p for row in rows for p in row.get("properties") or ()})
        ],
        "gaps": [
            {
                "from": (before + timedelta(days=1)).isoformat(),
                "to": (after - timedelta(days=1)).isoformat(),
                "days": (after - before).days - 1,
            }
            for before, after in pairwise(there)
            if (after - before).days > 1
        ],
    }


def by_frequency(events: list[Event]) -> list[str]:
    """Return names, those with the most events first."""
    counts = Counter(e.name for e in events)
    return sorted(counts, key=lambda name: (-counts[name], name))


def name_of(name: str, events: list[Event], *, days: int) -> dict[str, Any]:
    """Return what is told of one name."""
    own = [e for e in events if e.name == name]
    lately = [e for e in own if e.t > events[-1].t - 7 * DAY]
    return {
        "name": name,
        "events": len(own),
        "people": len({e.unit for e in own}),
        "first": written(own[0].t),
        "last": written(own[-1].t),
        "per_day": len(own) / days,
        "lately": len(lately) / 7 if days > 7 else None,
        "before": (len(own) - len(lately)) / (days - 7) if days > 7 else None,
    }


def property_of(name: str, events: list[Event]) -> dict[str, Any]:
    """Return what is told of one property, its five commonest values last."""
    held = [e for e in events if name in e.properties]
    values: dict[str, list[Event]] = defaultdict(list)
    for e in held:
        values[e.properties[name]].append(e)

    def rank(value: str) -> tuple[int, int, int]:
        own = values[value]
        return -len(own), min(e.t for e in own), min(e.seq for e in own)

    kept = sorted(values, key=rank)[:5]
    return {
        "name": name,
        "events": len(held),
        "share": len(held) / len(events),
        "values": len(values),
        "top": [
            {"value": v, "events": len(values[v])}
            for v in sorted(kept, key=lambda v: (-len(values[v]), v))
        ],
        "held_by": [
            {"name": event, "events": sum(e.name == event for e in held)}
            for event in by_frequency(held)
        ],
    }


def repeats(rows: list[dict[str, Any]], as_of: datetime | None) -> int:
    """Return how many events repeat another of the same actor, name and moment."""
    histories = read(rows, at=asked_at(rows, as_of))
    seen = Counter((who, e.t, e.name) for who, h in histories.items() for e in h)
    return sum(n - 1 for n in seen.values())


def steps_back(rows: list[dict[str, Any]], as_of: datetime | None) -> tuple[int, int, int]:
    """Return steps between an actor's rows as they arrived, those back, and those by an hour."""
    steps = [
        after.t - before.t
        for history in read(rows, at=asked_at(rows, as_of)).values()
        for before, after in pairwise(sorted(history, key=lambda e: e.seq))
    ]
    return len(steps), sum(s < 0 for s in steps), sum(s <= -HOUR for s in steps)


def written(t: int) -> str:
    """Return a moment as it is written."""
    return (EPOCH + timedelta(microseconds=t)).isoformat().replace("+00:00", "Z")
