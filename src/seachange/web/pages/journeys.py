"""The journeys at a glance, and the first one as the events propose it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.measuring import JourneyMap
from seachange.planning.rules.plan.plan import Plan
from seachange.web.answers import Shown, State, all_shown
from seachange.web.pages.journey import WINDOW, funnel_of, way_of

Json = dict[str, Any]

MOST_STEPS = 7


@dataclass(frozen=True, slots=True)
class JourneyCard:
    """A journey in the list: its steps by name, and its funnel in a sentence."""

    journey: JourneyMap
    steps: tuple[str, ...]
    funnel: Shown | None

    @property
    def is_waiting(self) -> bool:
        """Whether its funnel is still being counted."""
        return self.funnel is not None and self.funnel.state == State.WAITING


def journeys_shown(viewer: Viewer | None) -> list[JourneyCard]:
    """Return the journeys that are not archived, each with its funnel."""
    plan = snapshot(viewer)
    held = [each for each in plan.journeys if each.state != "archived"]
    ways = {each.id: way_of(plan, each.id) for each in held}
    asked = {name: funnel_of(way, WINDOW) for name, way in ways.items() if any(r for _, r in way)}
    shown = all_shown(asked, viewer)
    return [
        JourneyCard(each, tuple(s.name or s.id for s, _ in ways[each.id]), shown.get(each.id))
        for each in held
    ]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A step that the events propose: the event, and what it might be called."""

    event: str
    name: str
    people: int


def proposal(observed: Json) -> tuple[Proposed, ...]:
    """Return the way most people go, from the answer to a journey map.

    It begins with the event by which most cases begin, and follows the step taken most often to
    an event that mostly stands later, until there is none or seven are reached.
    """
    nodes = {each["name"]: each for each in observed["nodes"]}
    if not nodes:
        return ()
    here = max(nodes.values(), key=lambda n: (n["starts"], n["people"], n["name"]))["name"]
    way = [here]
    while len(way) < MOST_STEPS:
        onward = [
            edge
            for edge in observed["edges"]
            if edge["from"] == here and edge["to"] in nodes and edge["to"] not in way
        ]
        if not onward:
            break
        here = max(onward, key=lambda edge: (edge["people"], edge["to"]))["to"]
        way.append(here)
    return tuple(Proposed(e, _called(e), nodes[e]["people"]) for e in way)


def has_journeys(plan: Plan) -> bool:
    """Whether there is a journey with steps that events lead to."""
    return any(rule for each in plan.journeys for _, rule in way_of(plan, each.id))


def _called(event: str) -> str:
    words = event.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
