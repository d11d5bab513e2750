"""Drawing journeys: steps put in, put in order, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from seachange.errors import BadPlan
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import check_seen
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.conversion.answers import free_id
from seachange.planning.rules.plan.measuring import JourneyMap, JourneyStep
from seachange.planning.rules.plan.plan import Plan


@in_turn
def draw(
    name: str, *, steps: Sequence[tuple[str, str]], by: str, why: str = ""
) -> tuple[Plan, JourneyMap]:
    """Draw a journey of steps: each its name and the rule of the event people come to it by."""
    plan = whole_plan()
    journey = JourneyMap(id=free_id(plan, "JM"), name=name, state="draft")
    first = int(free_id(plan, "ST").removeprefix("ST"))
    made = [
        JourneyStep(
            id=f"ST{first + at}", journey=journey.id, name=called, position=at + 1, entry_event=rule
        )
        for at, (called, rule) in enumerate(steps)
    ]
    return put(journey, *made, by=by, deed="draw", why=why), journey


@in_turn
def add_step(journey: str, *, name: str, entry_event: str, by: str) -> tuple[Plan, JourneyStep]:
    """Add a step at the end of a journey."""
    records.find(JourneyMap, journey)
    plan = whole_plan()
    last = max((each.position for each in plan.of(JourneyStep, journey)), default=0)
    step = JourneyStep(
        id=free_id(plan, "ST"),
        journey=journey,
        name=name,
        position=last + 1,
        entry_event=entry_event,
    )
    return records.create(step, by=by), step


@in_turn
def move_step(step: str, *, places: int, by: str, seen: int | None = None) -> Plan:
    """Move a step so many places to the right, or to the left below zero."""
    found = records.find(JourneyStep, step)
    check_seen(step, seen)
    way = sorted(whole_plan().of(JourneyStep, found.journey), key=attrgetter("position", "id"))
    at = next(n for n, each in enumerate(way) if each.id == step)
    to = at + places
    if not 0 <= to < len(way):
        raise BadPlan("there is no further place to move it to", place=step)
    way.insert(to, way.pop(at))
    moved = [
        replace(each, position=position)
        for position, each in enumerate(way, start=1)
        if each.position != position
    ]
    return put(*moved, by=by, deed="reorder") if moved else whole_plan()
