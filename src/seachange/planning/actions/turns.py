"""Taking turns: one action at work at a time, and none ends before the plan is whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from seachange.errors import Conflict, Refused
from seachange.people.guard import writing
from seachange.planning.models.roadmap import OPEN, RoadmapItem
from seachange.planning.models.turns import NOWHERE, Turn
from seachange.planning.rules.vocabulary import HORIZONS

_mine: ContextVar[bool] = ContextVar("turn", default=False)

TOOK_TOO_LONG = ("locked", "lock timeout", "deadlock", "could not serialize")
TOLD = re.compile(r"\b(I-\d+|move|id|seal|turn): ([^\n]+)")
CONSTRAINT = re.compile(r"\b(\w+)_i_(\d+)\b")

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def turn() -> Iterator[None]:
    """Hold the plan for the length of a deed: what is read in it is what is written upon.

    A turn within a turn is part of it. At its end the database judges the whole plan; whatever it
    refuses, nothing of the turn is kept. Whoever waits too long for theirs gets a `Conflict`.
    """
    if _mine.get():
        with transaction.atomic():
            yield
        return
    token = _mine.set(True)
    try:
        with _plainly_told(), transaction.atomic(), writing():
            _take()
            yield
            _end()
    finally:
        _mine.reset(token)


def in_turn(deed: Callable[P, R]) -> Callable[P, R]:
    """Have an action read and write in one turn, so that nobody comes between the two."""

    @wraps(deed)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with turn():
            return deed(*args, **kwargs)

    return done


def _take() -> None:
    # An update, not a read: it waits for whoever holds the row, and then sees what they wrote.
    if not Turn.objects.filter(id=1).update(held_id=NOWHERE):
        Turn.objects.create(id=1, held_id=NOWHERE)


def _end() -> None:
    ahead = RoadmapItem.objects.filter(state__in=OPEN).values("horizon").distinct().count()
    Turn.objects.filter(id=1).update(held_id=None, is_roadmap_whole=ahead == len(HORIZONS))


def forget_the_whole_roadmap() -> None:
    """Let the roadmap be found with an empty horizon, though it held something at each before."""
    Turn.objects.filter(id=1).update(is_roadmap_whole=False)


@contextmanager
def _plainly_told() -> Iterator[None]:
    """Say what the database says in our words: whose turn it is, or what it refuses."""
    try:
        yield
    except OperationalError as error:
        if not any(sign in str(error) for sign in TOOK_TOO_LONG):
            raise
        raise Conflict(
            "somebody else is at work on the plan",
            remedy="try again in a moment; nothing of yours was written",
        ) from error
    except IntegrityError as error:
        raise _refused(str(error).strip()) from error


def _refused(said: str) -> Refused:
    """Return what a database said as a refusal, by the invariant it names or its constraint has."""
    judged, checked = TOLD.search(said), CONSTRAINT.search(said)
    invariant, says = "table", said
    if judged:
        invariant, says = judged[1], judged[2]
    elif checked:
        invariant, says = f"I-{checked[2]}", f"the {checked[1].replace('_', ' ')} would break it"
    return Refused(
        f"{says} ({invariant})",
        remedy="nothing was written; mend it and try again",
        invariant=invariant,
    )
