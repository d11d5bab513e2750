"""Who may come to a page: every route names one of these, or is not let in at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from seachange.people.access import Role, Viewer
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom a route lets in, as a name for the matrix and a judgement of who looks.

    It opens the door and no more: what somebody sees behind it is what reads give them, and
    what they do there is judged once more by the action.
    """

    name: str
    admits: Callable[[Viewer | None], bool]


def _is_here(viewer: Viewer | None) -> bool:
    return viewer is not None and viewer.is_active


def _is_inside(viewer: Viewer | None) -> bool:
    return viewer is not None and viewer.is_active and viewer.role != Role.REQUESTER


def _only_asks(viewer: Viewer | None) -> bool:
    return viewer is not None and viewer.is_active and viewer.role == Role.REQUESTER


def _runs_the_place(viewer: Viewer | None) -> bool:
    return viewer is not None and viewer.is_active and viewer.role == Role.ADMIN


ANYBODY = Policy("anybody", lambda _: True)
MEMBERS = Policy("members", _is_here)
INSIDE = Policy("inside", _is_inside)  # all but those who only ask for things
ASKERS = Policy("askers", _only_asks)
ADMINISTRATORS = Policy("administrators", _runs_the_place)


def who_may(deed: Deed, kind: Kind) -> Policy:
    """Return the policy of a page that does one deed to one kind of record."""

    def admits(viewer: Viewer | None) -> bool:
        return viewer is not None and viewer.is_active and may(viewer.role, deed=deed, kind=kind)

    return Policy(f"{deed} {kind}", admits)


# Who brings events, and says how they are read: those who know where they come from.
BRINGERS_OF_EVENTS = Policy(
    "bringers of events",
    lambda viewer: (
        viewer is not None
        and viewer.is_active
        and viewer.role in {Role.ADMIN, Role.PRODUCT, Role.ENGINEERING}
    ),
)
