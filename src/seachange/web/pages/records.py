"""A record that somebody asked for by its id, as far as they may see it."""

from __future__ import annotations

from typing import TypeVar

from seachange.errors import NotThere
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import word_for

R = TypeVar("R", bound=Record)


def found(plan: Plan, record_id: str) -> Record:
    """Return a record; one that is hidden is not there, in the same words as one that is not."""
    record = plan.by_id.get(record_id)
    if record is None:
        raise NotThere(f"there is no record {record_id}", remedy="give the id of one there is")
    return record


def found_of(plan: Plan, of: type[R], record_id: str) -> R:
    """Return a record of a kind; one of another kind is not there."""
    record = found(plan, record_id)
    if not isinstance(record, of):
        raise NotThere(
            f"there is no {word_for(of.kind)} {record_id}", remedy="give the id of one there is"
        )
    return record
