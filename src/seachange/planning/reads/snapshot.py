"""The whole plan, or what a member may see of it, in a fixed number of queries."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from seachange import clock
from seachange.people.access import Viewer
from seachange.planning.models.mapping import mappings, read_all
from seachange.planning.rules.plan.plan import Plan, plan_of
from seachange.planning.rules.seeing import seen_by


def whole_plan(*, as_of: date | None = None) -> Plan:
    """Return every record of the plan; for rules and actions, not to be shown to anybody."""
    with transaction.atomic():
        records = [record for held in mappings() for record in read_all(held.kind)]
    return plan_of(records, as_of=as_of or clock.now().date())


def snapshot(viewer: Viewer | None, *, as_of: date | None = None) -> Plan:
    """Return the plan as somebody may see it; `None` is a stranger, who sees what is public.

    `as_of` is the day it is judged at (today); for the plan as it stood on another day, see
    `reads.past.plan_on`.
    """
    return seen_by(whole_plan(as_of=as_of), viewer)
