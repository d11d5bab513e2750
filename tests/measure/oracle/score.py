"""A score by the slow way: go through everybody's answers and keep the last that counts."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from tests.measure.oracle.calendar import day_of, is_whole, label, labels, limits
from tests.measure.oracle.entries import Entry, entries, groups
from tests.measure.oracle.reading import Event, asked_at, meets, number_of, read

RANGES = {"nps": (0, 10), "csat": (1, 5), "mean": (float("-inf"), float("inf"))}


def score(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return the counts of a score's answer."""
    at = asked_at(rows, as_of)
    length, zone = document.get("trend"), document.get("timezone", "UTC")
    given = last_answers(document, rows, at=at)
    _, end = limits(document)
    found: dict[str, Any] = {
        **tally(document, given),
        "response": response(document, rows, at=at),
        "left_out": left_out(document, rows, at=at),
        "series": [],
        "breakdown": [],
    }
    if length is not None:
        by_period = last_answers(document, rows, at=at, length=length)
        asked = sent_to(document, rows, at=at, length=length)
        seen = [e.event.t for e in (*by_period, *asked)]
        last = at if end is None else min(at, end - 1)
        names = labels(length, first=min(seen), last=last, zone=zone) if seen else []
        for name in names:
            own = [e for e in by_period if label(day_of(e.event.t, zone), length) == name]
            found["series"].append(
                {
                    "period": name,
                    **tally(document, own),
                    "response": response(document, rows, at=at, length=length, name=name),
                    "partial": not is_whole(name, document, length=length, at=at),
                }
            )
    if "by" in document:
        shown = groups(given, document["by"])
        found["breakdown"] = [{"value": v, **tally(document, own)} for v, own in shown.items()]
    return found


def tally(document: dict[str, Any], given: list[Entry]) -> dict[str, Any]:
    """Return how many gave which number."""
    numbers = Counter(number_of(e.event.properties[document["value"]]) for e in given)
    return {"people": len(given), "numbers": dict(numbers)}


def on_scale(event: Event, document: dict[str, Any]) -> bool:
    """Say whether an event holds a number that is an answer."""
    number = number_of(event.properties.get(document["value"]))
    lowest, highest = document.get("range") or RANGES[document["scale"]]
    if number is None or not lowest <= number <= highest:
        return False
    return document["scale"] == "mean" or number == int(number)


def last_answers(
    document: dict[str, Any], rows: list[dict[str, Any]], *, at: int, length: str | None = None
) -> list[Entry]:
    """Return each unit's last answer (of each period), if it was in the population then."""
    zone, unit = document.get("timezone", "UTC"), document.get("unit", "actor")
    start, end = limits(document)
    last = {}
    for who, history in read(rows, at=at, unit=unit).items():
        for event in history:
            inside = (start is None or event.t >= start) and (end is None or event.t < end)
            if inside and meets(event, document["survey"]) and on_scale(event, document):
                last[who, label(day_of(event.t, zone), length) if length else ""] = event.seq
    every = entries(document, rows, at=at, rule={"any_event": True}, of_each=None)
    return [e for e in every if e.event.seq in last.values()]


def sent_to(
    document: dict[str, Any], rows: list[dict[str, Any]], *, at: int, length: str | None = None
) -> list[Entry]:
    """Return the event by which each unit was asked first (in each period)."""
    if "sent" not in document:
        return []
    zone = document.get("timezone", "UTC")

    def period(event: Event) -> str:
        return label(day_of(event.t, zone), length) if length else ""

    return entries(document, rows, at=at, rule=document["sent"], of_each=period)


def response(
    document: dict[str, Any],
    rows: list[dict[str, Any]],
    *,
    at: int,
    length: str | None = None,
    name: str = "",
) -> tuple[int, int] | None:
    """Return how many answered of how many asked (in one period)."""
    if "sent" not in document:
        return None
    zone = document.get("timezone", "UTC")
    histories = read(rows, at=at, unit=document.get("unit", "actor"))
    start, end = limits(document)

    def there(event: Event) -> bool:
        inside = (start is None or event.t >= start) and (end is None or event.t < end)
        return inside and (not name or label(day_of(event.t, zone), length or "") == name)

    asked = [e.event for e in sent_to(document, rows, at=at, length=length) if there(e.event)]
    answered = [
        first
        for first in asked
        if any(
            there(e) and e.t >= first.t and meets(e, document["survey"]) and on_scale(e, document)
            for e in histories[first.unit]
        )
    ]
    return len(answered), len(asked)


def left_out(document: dict[str, Any], rows: list[dict[str, Any]], *, at: int) -> tuple[int, int]:
    """Return how many of the survey's events hold no answer, and how many there are."""
    start, end = limits(document)
    survey = [
        e
        for history in read(rows, at=at, unit=document.get("unit", "actor")).values()
        for e in history
        if meets(e, document["survey"])
        and (start is None or e.t >= start)
        and (end is None or e.t < end)
    ]
    return sum(not on_scale(e, document) for e in survey), len(survey)
