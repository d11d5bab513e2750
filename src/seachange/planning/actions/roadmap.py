"""Moving things on the roadmap: every slip is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from seachange import clock
from seachange.planning.actions import records
from seachange.planning.actions.turns import in_turn
from seachange.planning.rules.horizons import FINEST, coarser, end_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import Precision


def place(item: RoadmapItem, *, by: str, why: str = "") -> Plan:
    """Put an item on the roadmap, with why it is there (I-25)."""
    return records.create(item, by=by, why=why)


@in_turn
def reschedule(
    item: str, *, due: date, precision: Precision, horizon: int, by: str, why: str
) -> Plan:
    """Give an item another date; the one it had is kept among those it slipped from."""
    found = records.find(RoadmapItem, item)
    earlier = (*found.earlier_due, found.due) if found.due else found.earlier_due
    return records.edit(
        item,
        by=by,
        why=why,
        due=due,
        precision=precision,
        horizon=horizon,
        earlier_due=earlier,
        changed_on=clock.now().date(),
    )


@in_turn
def move_to(item: str, *, horizon: int, by: str, why: str = "", seen: int | None = None) -> Plan:
    """Move an item to another horizon; a date it has goes with it, as precise as is known there.

    The date it had is kept among those it slipped from. `seen` is as in `records.edit`.
    """
    found = records.find(RoadmapItem, item)
    today = clock.now().date()
    changes: dict[str, Any] = {"horizon": horizon, "changed_on": today}
    if found.due is not None:
        changes |= {
            "due": end_of(horizon, today),
            "precision": coarser(found.precision, FINEST[horizon]),
            "earlier_due": (*found.earlier_due, found.due),
            "earliest": None,
            "latest": None,
        }
    return records.edit(item, by=by, why=why, seen=seen, **changes)
