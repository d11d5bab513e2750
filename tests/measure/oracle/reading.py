"""The log as the specification reads it, in plain Python: what counts, for whom, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from seachange.events.sources.rows import text_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """One event that counts; `unit` is the actor, or the account where accounts are counted."""

    unit: str
    t: int
    seq: int
    name: str
    actor: str
    account: str | None
    properties: Mapping[str, str]

    @property
    def order(self) -> tuple[int, int]:
        """Time, and arrival where times are the same."""
        return self.t, self.seq


def micros(moment: datetime) -> int:
    """Return a moment in microseconds since 1970 UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def asked_at(rows: list[dict[str, Any]], as_of: datetime | None) -> int:
    """Return the moment of asking: the one given, else the newest arrival."""
    if as_of is not None:
        return micros(as_of)
    kept = once(rows)
    received = [row["received"] for _, row in kept if row.get("received") is not None]
    return max(received or [row["time"] for _, row in kept], default=0)


def once(rows: Iterable[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """Return rows with their arrival; of those that share an id only the first."""
    seen: set[str] = set()
    kept = []
    for seq, row in enumerate(rows):
        key = row.get("id")
        if key is None or key not in seen:
            kept.append((seq, row))
        if key is not None:
            seen.add(key)
    return kept


def read(rows: list[dict[str, Any]], *, at: int, unit: str = "actor") -> dict[str, list[Event]]:
    """Return each unit's events that may be read at a moment, in order."""
    histories: dict[str, list[Event]] = {}
    for seq, row in once(rows):
        late = row.get("received") is not None and row["received"] > at
        counted = row["actor"] if unit == "actor" else row.get("account")
        if late or row["time"] > at or counted is None:
            continue
        held = {k: text_of(v) for k, v in (row.get("properties") or {}).items() if v is not None}
        event = Event(
            counted, row["time"], seq, row["event"], row["actor"], row.get("account"), held
        )
        histories.setdefault(counted, []).append(event)
    return {who: sorted(events, key=lambda e: e.order) for who, events in histories.items()}


def meets(event: Event, rule: Any) -> bool:
    """Say whether a rule, as it is written in a question, picks an event."""
    if isinstance(rule, str):
        return event.name == rule
    if "any" in rule:
        return any(meets(event, each) for each in rule["any"])
    if "event" in rule:
        names = [rule["event"]] if isinstance(rule["event"], str) else rule["event"]
        if event.name not in names:
            return False
    wanted = rule.get("where", {})
    return all(holds(event.properties.get(name), value) for name, value in wanted.items())


def holds(held: str | None, wanted: Any) -> bool:
    """Say whether a property's text (None: missing) is what a condition wants."""
    if isinstance(wanted, dict):
        return all(_demand(held, operator, value) for operator, value in wanted.items())
    if isinstance(wanted, list):
        return any(_equals(held, each) for each in wanted)
    return _equals(held, wanted)


def _demand(held: str | None, operator: str, value: Any) -> bool:
    if operator == "is_set":
        return (held is not None) is value
    if operator == "not":
        return not any(_equals(held, v) for v in (value if isinstance(value, list) else [value]))
    if operator in ("equals", "one_of"):
        return any(_equals(held, v) for v in (value if isinstance(value, list) else [value]))
    if operator == "contains":
        return held is not None and str(value) in held
    number = number_of(held)
    compare = {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }
    return number is not None and compare[operator](number, float(value))


def _equals(held: str | None, value: Any) -> bool:
    if held is None:
        return False
    if isinstance(value, bool):
        return held == ("true" if value else "false")
    if isinstance(value, str):
        return held == value
    return number_of(held) == float(value)


def number_of(held: str | None) -> float | None:
    """Return the number a text is, if it is one: digits, perhaps a sign, point and exponent.

    More than 200 digits are no number: nobody counts so far, and engines would differ.
    """
    digits = "[0-9]{1,200}"
    if held is None or not re.fullmatch(rf"-?{digits}(\.{digits})?([eE][-+]?[0-9]{{1,2}})?", held):
        return None
    return float(held)


def may_match_both(one: Any, other: Any) -> bool:
    """Say whether an event of one name could meet both rules; conditions are not compared."""
    mine, theirs = _names(one), _names(other)
    return mine is None or theirs is None or bool(mine & theirs)


def _names(rule: Any) -> set[str] | None:
    """Return the names of events that a rule can pick; None: every name."""
    if isinstance(rule, str):
        return {rule}
    if "any" in rule:
        each = [_names(one) for one in rule["any"]]
        return None if None in each else set().union(*(names for names in each if names))
    if "any_event" in rule:
        return None
    return {rule["event"]} if isinstance(rule["event"], str) else set(rule["event"])


def span(written: str) -> int:
    """Return a duration, as questions write it, in microseconds."""
    number, unit = written.split()
    sizes = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
    return int(number) * sizes[unit.rstrip("s")] * 1_000_000
