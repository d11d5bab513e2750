"""What the tables themselves hold to: known states, possible counts, and the invariants."""

from __future__ import annotations

from typing import Any

from django.db.models import CheckConstraint, F, Q

from seachange.people.records import named
from seachange.planning.rules.states import DRAFTS, MOVES
from seachange.planning.rules.vocabulary import Kind


def stated(kind: Kind) -> list[Any]:
    """Return what holds for every table of this kind: its id, visibility, and known states."""
    states = list(MOVES.get(kind, {"": ()}))
    known = CheckConstraint(condition=Q(state__in=states), name=f"{kind}_state_known")
    return [*named(str(kind)), known]


def holds(name: str, invariant: str, condition: Q) -> Any:
    """Return an invariant as a constraint: it holds, or the row is a draft or a known breach.

    A breach is something of the past that was written down as it was found: the row says so
    itself, and every check repeats it.
    """
    exempt = Q(state__in=sorted(DRAFTS)) | Q(breaches__contains=f"|{invariant}|")
    short = invariant.replace("-", "_").lower()
    return CheckConstraint(condition=condition | exempt, name=f"{name}_{short}")


def possible(name: str, column: str) -> list[Any]:
    """Return the constraints of a level: nobody did it who was not there, no count below zero."""
    did, people = f"{column}_did", f"{column}_people"
    counted = Q(**{f"{did}__isnull": True}) | Q(**{f"{did}__gte": 0, f"{did}__lte": F(people)})
    period = Q(**{f"{column}_starts__lte": F(f"{column}_ends")})
    open_ended = Q(**{f"{column}_starts__isnull": True}) | Q(**{f"{column}_ends__isnull": True})
    return [
        CheckConstraint(condition=counted, name=f"{name}_{column}_possible"),
        CheckConstraint(condition=period | open_ended, name=f"{name}_{column}_period"),
    ]


def known(*columns: str) -> Q:
    """Return the condition that none of these columns is empty."""
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__isnull": False})
    return condition


def said(*columns: str) -> Q:
    """Return the condition that each of these texts says something."""
    condition = Q()
    for column in columns:
        condition &= ~Q(**{column: ""})
    return condition


def exactly_one(name: str, *columns: str) -> Any:
    """Return the constraint that one of these links is given, and only one."""
    condition = Q()
    for column in columns:
        others = {f"{other}__isnull": other != column for other in columns}
        condition |= Q(**others)
    return CheckConstraint(condition=condition, name=f"{name}_leads_to_one")
