"""What a log holds, told back in texts, on whichever engine it was staged."""

from __future__ import annotations

from typing import Any

from seachange.events.log import ACCOUNTS, ACTORS, EVENTS, EventLog
from seachange.measure.engines.choose import engine_for
from seachange.measure.sql.query import Query


def told(log: EventLog) -> list[dict[str, Any]]:
    """Return every event of a log in the order of arrival, its codes turned into texts.

    `properties` holds those that the event has.
    """
    held = sorted(log.properties)
    received = ", e.received AS received" if log.has_received else ""
    properties = "".join(f", e.{log.properties[name]}" for name in held)
    rows = engine_for(log).rows(
        Query(
            f"""SELECT a.actor, e.t, e.name, c.account{received}{properties} FROM {EVENTS} e
            JOIN {ACTORS} a ON a.code = e.actor LEFT JOIN {ACCOUNTS} c ON c.code = e.account
            ORDER BY e.seq"""
        )
    )
    names = {code: name for name, code in log.names.items()}
    events = []
    for actor, t, name, account, *rest in rows:
        event = {"actor": actor, "t": t, "name": names[name], "account": account}
        if log.has_received:
            event["received"] = rest.pop(0)
        own = {key: value for key, value in zip(held, rest, strict=True) if value is not None}
        events.append({**event, "properties": own})
    return events


def adds_up(log: EventLog) -> bool:
    """Say whether every row is an event, set aside or a duplicate, and each of these once."""
    intake = log.intake
    return (
        intake.rows == intake.events + intake.set_aside + intake.duplicates
        and sum(intake.reasons.values()) == intake.set_aside == len(log.list_set_aside())
        and len(told(log)) == intake.events
    )
