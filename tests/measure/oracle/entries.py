"""Entries by the slow way: look at each event, and at all that its owner did before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.measure.oracle.calendar import limits
from tests.measure.oracle.reading import Event, holds, meets, read

OTHER, NONE = "(other)", "(not set)"


@dataclass(frozen=True)
class Entry:
    """An event with which a unit comes into a question; `value` is the breakdown's."""

    event: Event
    value: str | None = None


def entries(
    document: dict[str, Any],
    rows: list[dict[str, Any]],
    *,
    at: int,
    rule: Any,
    of_each: Callable[[Event], Any] | None = lambda _: None,
) -> list[Entry]:
    """Return the entries inside the population, in the order of units and time.

    The entry is a unit's first event that meets the rule for each value of `of_each`
    (by default: its first of all); None: every one.
    """
    unit = document.get("unit", "actor")
    everybody = [e for history in read(rows, at=at).values() for e in history]
    start, end = limits(document)
    found = []
    for history in read(rows, at=at, unit=unit).values():
        seen = set()
        for event in history:
            inside = (start is None or event.t >= start) and (end is None or event.t < end)
            if not inside or not meets(event, rule):
                continue
            if of_each is not None:
                if of_each(event) in seen:
                    continue
                seen.add(of_each(event))
            if _belongs(event, history, everybody, document.get("population", {})):
                found.append(Entry(event, _value(event, history, everybody, document.get("by"))))
    return found


def groups(found: list[Entry], by: Any) -> dict[str, list[Entry]]:
    """Return the entries of each group shown, by its label, in the order shown."""
    most = by.get("most", 20) if isinstance(by, dict) else 20
    sets: dict[str, list[Entry]] = {}
    for entry in found:
        if entry.value is not None:
            sets.setdefault(entry.value, []).append(entry)

    def rank(value: str) -> tuple[int, int, int]:
        own = sets[value]
        return -len(own), min(e.event.t for e in own), min(e.event.seq for e in own)

    kept = sorted(sets, key=rank)[:most]
    shown = {value: sets[value] for value in sorted(kept, key=lambda v: (-len(sets[v]), v))}
    shown[OTHER] = [e for e in found if e.value is not None and e.value not in kept]
    shown[NONE] = [e for e in found if e.value is None]
    return {label: own for label, own in shown.items() if own}


def _belongs(
    entry: Event, history: list[Event], everybody: list[Event], population: dict[str, Any]
) -> bool:
    before = [e for e in history if e.t < entry.t]
    if "did" in population and not any(meets(e, population["did"]) for e in before):
        return False
    if "not" in population and any(meets(e, population["not"]) for e in before):
        return False
    own = population.get("where", {}).items()
    theirs = population.get("account_where", {}).items()
    return all(holds(_latest(entry, history, name), wanted) for name, wanted in own) and all(
        holds(_latest(entry, _of_account(entry, everybody), name), wanted)
        for name, wanted in theirs
    )


def _value(entry: Event, history: list[Event], everybody: list[Event], by: Any) -> str | None:
    if by is None:
        return None
    if isinstance(by, str):
        by = {"event": by}
    if "event" in by:
        return entry.properties.get(by["event"])
    if "actor" in by:
        return _latest(entry, history, by["actor"])
    return _latest(entry, _of_account(entry, everybody), by["account"])


def _of_account(entry: Event, everybody: list[Event]) -> list[Event]:
    return [e for e in everybody if e.account is not None and e.account == entry.account]


def _latest(entry: Event, events: list[Event], name: str) -> str | None:
    known = [e for e in events if e.t <= entry.t and name in e.properties]
    return max(known, key=lambda e: e.order).properties[name] if known else None
