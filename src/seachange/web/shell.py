"""What stands around every page: who looks, where they may go, and whose eyes they borrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from seachange.people.access import Role, Viewer
from seachange.planning.rules.permissions import Deed
from seachange.planning.rules.vocabulary import Kind
from seachange.web.policies import ASKERS, INSIDE, MEMBERS, Policy, who_may
from seachange.web.who import member_of, viewer_of


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the navigation: what it is called, its route, whom it is for, its shortcut."""

    title: str
    route: str
    policy: Policy
    keys: str

    @property
    def address(self) -> str:
        """Where it is."""
        return str(reverse(self.route))


# In the order one works: where we stand, where people are, what comes, what we learnt.
PLACES = (
    Place("Home", "home", MEMBERS, "g h"),
    Place("Strategy", "strategy", INSIDE, "g s"),
    Place("Outcomes", "outcomes", INSIDE, "g o"),
    Place("Journey", "journeys", INSIDE, "g j"),
    Place("Roadmap", "roadmap", INSIDE, "g r"),
    Place("Roadmap", "roadmap_public", ASKERS, "g r"),
    Place("Objectives", "objectives", INSIDE, "g b"),
    Place("Hypotheses", "hypotheses", INSIDE, "g y"),
    Place("Evidence", "library", INSIDE, "g e"),
    Place("Checks", "checks", INSIDE, "g c"),
    Place("Review", "reviews", INSIDE, "g w"),
    Place("Events", "events", INSIDE, "g v"),
    Place("Settings", "settings", MEMBERS, "g n"),
)


# Whom an empty page may tell to state the first outcome.
may_state_outcomes = who_may(Deed.CREATE, Kind.OUTCOME)


def places(viewer: Viewer | None) -> list[Place]:
    """Return the places somebody may go to."""
    return [each for each in PLACES if each.policy.admits(viewer)]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of a page shows."""
    viewer = viewer_of(request)
    theirs = places(viewer)
    return {
        "may_state_outcomes": may_state_outcomes.admits(viewer),
        "me": member_of(request),
        "places": theirs,
        "here": _here(request, theirs),
        "is_demo": settings.DEMO,
        "roles": list(Role) if settings.DEMO else [],
    }


def _here(request: HttpRequest, theirs: list[Place]) -> str:
    """Return the address of the place a page belongs to: the longest that it begins with."""
    found = [p.address for p in theirs if _is_within(request.path, p.address)]
    return max(found, key=len, default="")


def _is_within(address: str, place: str) -> bool:
    return address == place or (place != "/" and address.startswith(f"{place.rstrip('/')}/"))


def address_of(name: str, *parts: str) -> str:
    """Return the address of a route, or nothing where there is none of this name."""
    try:
        return str(reverse(name, args=parts))
    except NoReverseMatch:
        return ""
