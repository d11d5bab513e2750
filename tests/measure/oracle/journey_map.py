"""A journey map, slowly: put events into cases, walk each case, look at every pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

from tests.measure.oracle.calendar import limits
from tests.measure.oracle.entries import entries
from tests.measure.oracle.reading import Event, asked_at, read, span

Case = list[Event]


def journey_map(
    document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None
) -> dict[str, Any]:
    """Return what a journey map's answer says, but for its layers."""
    case = document.get("case", {"session_gap": "30 minutes"})
    keep = document.get("keep", 12)
    at = asked_at(rows, as_of)
    found = entries(document, rows, at=at, rule={"any_event": True})
    belonging = {e.event.unit for e in found}
    start, end = limits(document)
    events = [
        e
        for who, history in read(rows, at=at, unit=document.get("unit", "actor")).items()
        for e in history
        if who in belonging and (start is None or e.t >= start) and (end is None or e.t < end)
    ]
    cases = in_cases(events, case)
    named = Counter(e.name for c in cases for e in c)
    shown = sorted(named, key=lambda name: (-named[name], name))
    shown = shown if keep == "all" else shown[:keep]
    pairs = defaultdict(list)
    for c in cases:
        for before, after in pairwise(c):
            pairs[before.name, after.name].append((after.unit, after.t - before.t))
    kept = {pair: found for pair, found in pairs.items() if set(pair) <= set(shown)}
    follows = sum(map(len, pairs.values()))
    return {
        "cases": len(cases),
        "people": len({e.unit for c in cases for e in c}),
        "events": sum(named.values()),
        "nodes": [node(name, cases) for name in shown],
        "edges": [
            {
                "from": before,
                "to": after,
                "count": len(found),
                "people": len({who for who, _ in found}),
                "median_seconds": float(Fraction(median(Fraction(w) for _, w in found)) / 10**6),
            }
            for (before, after), found in sorted(
                kept.items(), key=lambda pair: (-len(pair[1]), pair[0])
            )
        ],
        "hidden": {
            "names": len(named) - len(shown),
            "events": sum(named.values()) - sum(named[name] for name in shown),
            "follows": follows - sum(map(len, kept.values())),
        },
    }


def in_cases(events: list[Event], case: Any) -> list[Case]:
    """Put events into cases, each in order."""
    held: dict[Hashable, Case] = defaultdict(list)
    for event in sorted(events, key=lambda e: e.order):
        if case == "actor" or "session_gap" in case:
            held[event.unit].append(event)
        elif event.properties.get(case["property"]) is not None:
            held[event.properties[case["property"]]].append(event)
    if case == "actor" or "property" in case:
        return list(held.values())
    cases: list[Case] = []
    for history in held.values():
        cases.append([history[0]])
        for before, after in pairwise(history):
            if after.t - before.t > span(case["session_gap"]):
                cases.append([])
            cases[-1].append(after)
    return cases


def node(name: str, cases: list[Case]) -> dict[str, Any]:
    """Return what a map says of one name."""
    there = [c for c in cases if any(e.name == name for e in c)]
    own = [e for c in there for e in c if e.name == name]
    # How far through its case each one stands, in hundredths, cut and not rounded.
    places = [
        place * 100 // (len(c) - 1)
        for c in there
        if len(c) > 1
        for place, e in enumerate(c)
        if e.name == name
    ]
    return {
        "name": name,
        "events": len(own),
        "people": len({e.unit for e in own}),
        "cases": len(there),
        "starts": sum(c[0].name == name for c in there),
        "ends": sum(c[-1].name == name for c in there),
        "position": median(places) / 100 if places else 0.5,
    }
