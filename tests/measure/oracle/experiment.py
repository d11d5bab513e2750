"""An experiment by the slow way: go through every unit's events, and write its value down."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.measure.oracle.calendar import day_of, label
from tests.measure.oracle.entries import Entry, entries
from tests.measure.oracle.reading import (
    Event,
    asked_at,
    may_match_both,
    meets,
    micros,
    number_of,
    read,
    span,
)
from tests.measure.oracle.score import on_scale

SEVERAL, UNLISTED = "(several)", "(unlisted)"
LARGEST = 1e9

Value = tuple[int, int]


def exposed(
    document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None
) -> list[tuple[Entry, str]]:
    """Return each unit's first exposure and its variant."""
    at = asked_at(rows, as_of)
    every = entries_of_assigned(document, rows, at=at)
    known = set(document.get("shares") or {document["control"]})
    if "shares" not in document:
        known |= {v for shown in every.values() for v in shown if v is not None}
    found = []
    for entry in entries(document, rows, at=at, rule=document["assigned"]):
        shown = {v if v in known else UNLISTED for v in every[entry.event.unit]}
        found.append((entry, shown.pop() if len(shown) == 1 else SEVERAL))
    return found


def entries_of_assigned(
    document: dict[str, Any], rows: list[dict[str, Any]], *, at: int
) -> dict[str, list[str | None]]:
    """Return every variant that each unit was shown in the period, in or out of the population."""
    anybody = {key: value for key, value in document.items() if key != "population"}
    shown: dict[str, list[str | None]] = {}
    for entry in entries(anybody, rows, at=at, rule=document["assigned"], of_each=None):
        held = entry.event.properties.get(document["variant"])
        shown.setdefault(entry.event.unit, []).append(held)
    return shown


def units(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return how many units were shown which variant."""
    return Counter(variant for _, variant in exposed(document, rows, as_of))


def values(
    document: dict[str, Any],
    metric: dict[str, Any],
    rows: list[dict[str, Any]],
    as_of: datetime | None,
    *,
    until: int,
    length: str = "day",
) -> dict[tuple[str, int, str], list[Value]]:
    """Return every unit's y and x, by variant, phase and the period in which its window was
    over; "" stands for those whose was not over at `until`.
    """
    at = asked_at(rows, as_of)
    histories = read(rows, at=at, unit=document.get("unit", "actor"))
    zone = document.get("timezone", "UTC")
    found: dict[tuple[str, int, str], list[Value]] = {}
    for entry, variant in exposed(document, rows, as_of):
        history = histories[entry.event.unit]
        start = _start(metric, entry.event, history)
        if variant in (SEVERAL, UNLISTED) or start is None:
            continue
        end = start.t + span(metric["within"])
        period = "" if end > until else label(day_of(end, zone), length)
        phase = sum(entry.event.t >= _moment(p["from"], zone) for p in document.get("phases", ()))
        before = document.get("covariate") if metric is document["metric"] else None
        value = _value(metric, start, _rule_of_start(document, metric), history)
        if before is not None:
            value = value[0], _before(metric, entry.event, span(before), history)
        found.setdefault((variant, phase, period), []).append(value)
    return found


def _start(metric: dict[str, Any], exposure: Event, history: list[Event]) -> Event | None:
    if "of" not in metric:
        return exposure
    return next((e for e in history if e.t >= exposure.t and meets(e, metric["of"])), None)


def _rule_of_start(document: dict[str, Any], metric: dict[str, Any]) -> Any:
    return metric.get("of", document["assigned"])


def _value(metric: dict[str, Any], start: Event, of: Any, history: list[Event]) -> Value:
    window = span(metric["within"])
    measured = [
        metric.get("survey", metric.get("did")),
        *([metric["over"]] if "over" in metric else []),
    ]
    one_event_may_be_both = any(may_match_both(of, rule) for rule in measured)
    inside = [
        e
        for e in history
        if start.t <= e.t <= start.t + window
        and e.seq != start.seq
        and (e.order > start.order or not one_event_may_be_both)
    ]
    did = [e for e in inside if meets(e, measured[0])]
    if metric["kind"] == "duration":
        return window - min((e.t - start.t for e in did), default=window), 0
    if metric["kind"] == "ratio":
        return len(did), sum(meets(e, metric["over"]) for e in inside)
    if metric["kind"] == "score":
        return _answer(metric, did)
    return _of_deeds(metric, did)


def _before(metric: dict[str, Any], exposure: Event, back: int, history: list[Event]) -> int:
    earlier = [e for e in history if exposure.t - back <= e.t < exposure.t]
    return _of_deeds(metric, [e for e in earlier if meets(e, metric["did"])])[0]


def _of_deeds(metric: dict[str, Any], did: list[Event]) -> Value:
    if metric["kind"] == "share":
        return int(bool(did)), 0
    if metric["kind"] == "frequency":
        return len(did), 0
    numbers = [number_of(e.properties.get(metric["value"])) for e in did]
    read_ = [_millionths(n) for n in numbers if n is not None and -LARGEST <= n <= LARGEST]
    return sum(read_), len(read_) if metric["kind"] == "mean" else 0


def _answer(metric: dict[str, Any], did: list[Event]) -> Value:
    given = [e for e in did if on_scale(e, metric) and abs(_number(e, metric)) <= LARGEST]
    if not given:
        return 0, 0
    number = _number(given[-1], metric)
    if metric["scale"] == "nps":
        return (number >= 9) - (number <= 6), 1
    if metric["scale"] == "csat":
        return int(number >= 4), 1
    return _millionths(number), 1


def _number(event: Event, metric: dict[str, Any]) -> float:
    return number_of(event.properties.get(metric["value"])) or 0.0


def _millionths(number: float) -> int:
    return math.floor(number * 1_000_000 + 0.5)


def _moment(day: str, zone: str) -> int:
    return micros(datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)))
