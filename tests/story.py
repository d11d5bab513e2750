"""A log of events written as a story, the way one would say it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

# What an event has of its own; all else in braces is a property.
OWN = ("id", "received")

# A Monday, so that the first week of a story is a whole one.
START = datetime(2024, 1, 1, tzinfo=UTC)

EVENT = re.compile(r'(?P<name>"[^"]+"|[^\s@{}"]+)@(?P<at>[^\s{}]+)(?P<properties>\{[^}]*\})?')
SPAN = re.compile(r"(\d+(?:\.\d+)?)(us|ms|s|m|h|d|w)?")
UNITS = {
    "us": timedelta(microseconds=1),
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
WORDS = {"true": True, "false": False, "null": None}


def story(text: str, start: datetime = START) -> list[dict[str, Any]]:
    """Read lines of `actor: event@when event@when{property=value}` into rows, in that order.

    The rows are what `seachange.open_log` takes. `when` counts from `start`: minutes (`@3`), or
    with units (`@90s`, `@2d`, `@1d12h`, `@-5m`); or it is a moment of its own
    (`@2024-03-31T01:30Z`). An actor may have an account (`ada/acme:`). A name with spaces stands
    in double quotes; so does a value that looks like a number but is text. `id` and `received`
    (a `when`) in braces are the event's own. What follows `#` is a remark.

    >>> story("ada/acme: visit@0 sign_up@1h{plan=pro, seats=3}")[1]["properties"]
    {'plan': 'pro', 'seats': 3}
    """
    events = []
    for line in text.splitlines():
        said = line.split("#")[0].strip()
        if said:
            who, _, deeds = said.partition(":")
            events.extend(_deeds(who.strip(), deeds, start))
    return events


def _deeds(who: str, deeds: str, start: datetime) -> list[dict[str, Any]]:
    rest = EVENT.sub("", deeds).strip()
    if rest or not who or "@" in who:
        raise ValueError(f"not a story: {rest or deeds!r} of {who or 'nobody'!r}")
    actor, _, account = who.partition("/")
    told = {"actor": actor, **({"account": account} if account else {})}
    return [{**told, **_event(found, start)} for found in EVENT.finditer(deeds)]


def _event(found: re.Match[str], start: datetime) -> dict[str, Any]:
    properties = _properties(found["properties"] or "{}")
    own = {key: properties.pop(key) for key in OWN if key in properties}
    if "received" in own:
        own["received"] = moment(str(own["received"]), start)
    event = {"time": moment(found["at"], start), "event": found["name"].strip('"'), **own}
    return {**event, "properties": properties}


def moment(at: str, start: datetime = START) -> datetime:
    """Return the UTC moment that `at` names, counted from `start` unless it is an ISO time."""
    if re.match(r"\d{4}-\d\d-\d\d", at):
        named = datetime.fromisoformat(at)
        return (named if named.tzinfo else named.replace(tzinfo=UTC)).astimezone(UTC)
    span = at.removeprefix("-")
    parts = SPAN.findall(span)
    if not parts or SPAN.sub("", span):
        raise ValueError(f"not a time: {at!r}")
    length = sum((float(n) * UNITS[unit or "m"] for n, unit in parts), timedelta())
    return start - length if at.startswith("-") else start + length


def _properties(braces: str) -> dict[str, Any]:
    found = {}
    for pair in filter(None, (part.strip() for part in braces.strip("{}").split(","))):
        key, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"not a property: {pair!r}")
        found[key.strip()] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    if text in WORDS:
        return WORDS[text]
    if text.startswith('"'):
        return text.strip('"')
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
