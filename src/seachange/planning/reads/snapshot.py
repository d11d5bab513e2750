"""The whole plan, or what a member may see of it: read once, and kept as long as it is so."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any
from weakref import WeakValueDictionary

from django.db import transaction

from seachange import clock
from seachange.people.access import Viewer
from seachange.planning.models.mapping import mappings, read_all
from seachange.planning.models.turns import Turn
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.plan import COLLECTIONS, Plan, plan_of
from seachange.planning.rules.seeing import hidden_from, without

# The database names the plan as it reads now by a stamp that never comes again; so a plan read
# under a stamp is the plan for as long as the stamp is that one, whoever wrote in between.
_KEPT: OrderedDict[str, Plan] = OrderedDict()
MOST_KEPT = 3
# Of how many that looked last it is remembered what they may see of a plan.
MOST_VIEWERS = 32
PATIENCE = 5


def whole_plan(*, as_of: date | None = None) -> Plan:
    """Return every record of the plan; for rules and actions, not to be shown to anybody.

    One question where the plan was read before and nobody has written since; else as many as
    there are kinds of records, however many records there are.
    """
    day = as_of or clock.now().date()
    for _ in range(PATIENCE):
        stamp = stamp_now()
        kept = _KEPT.get(stamp) if stamp else None
        if kept is not None:
            return _on(day, kept, stamp)
        plan = _read(day)
        # Somebody who wrote while we read would have been read by half.
        if stamp_now() == stamp:
            return _keep(stamp, plan)
    with transaction.atomic():
        list(Turn.objects.select_for_update().all())
        return _read(day)


def kept_plan(plan: Plan) -> Plan:
    """Keep a plan that was just written, as it would be read; return it so."""
    sorted_plan: dict[str, Any] = {
        name: tuple(sorted(getattr(plan, name), key=attrgetter("id")))
        for name in COLLECTIONS.values()
    }
    return _keep(stamp_now(), Plan(as_of=plan.as_of, **sorted_plan))


def stamp_now() -> str:
    """Return the name of the plan as it reads now; empty before anything was ever written."""
    return str(next(iter(_stamps().all()), ""))


@cache
def _stamps() -> Any:
    """Return the question for the stamp, put together once: that takes longer than asking it."""
    return Turn.objects.filter(id=1).values_list("stamp", flat=True)


def forget() -> None:
    """Forget every plan that was read, so that the next one is read from the database."""
    _KEPT.clear()


def snapshot(viewer: Viewer | None, *, as_of: date | None = None) -> Plan:
    """Return the plan as somebody may see it; `None` is a stranger, who sees what is public.

    `as_of` is the day it is judged at (today); for the plan as it stood on another day, see
    `reads.past.plan_on`.
    """
    plan = whole_plan(as_of=as_of)
    viewers, parts = _seen_of(plan)
    seen = viewers.get(viewer)
    if seen is None:
        hidden = hidden_from(plan, viewer)
        # Whoever sees the same has the same plan before them, with all that follows from it.
        seen = parts.get(hidden) or parts.setdefault(hidden, without(plan, hidden))
        viewers[viewer] = seen
        while len(viewers) > MOST_VIEWERS:
            viewers.popitem(last=False)
    return seen


@kept_per_plan
def _seen_of(
    _plan: Plan,
) -> tuple[OrderedDict[Viewer | None, Plan], WeakValueDictionary[frozenset[str], Plan]]:
    """Return who sees what of a plan, and what is seen where so much is hidden; to be filled."""
    return OrderedDict(), WeakValueDictionary()


def _read(day: date) -> Plan:
    records = [record for held in mappings() for record in read_all(held.kind)]
    return plan_of(records, as_of=day)


def _keep(stamp: str, plan: Plan) -> Plan:
    if stamp:
        _KEPT[stamp] = plan
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return plan


def _on(day: date, kept: Plan, stamp: str) -> Plan:
    return kept if kept.as_of == day else _keep(stamp, replace(kept, as_of=day))
