"""What a link may lead to: records of its kinds, by what they are called, to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.unnamed import called as words_for
from seachange.planning.rules.vocabulary import Kind

MOST_OFFERED = 30


def records_of(plan: Plan, kinds: Iterable[Kind]) -> list[Record]:
    """Return the records of some kinds, kind by kind."""
    return [each for kind in kinds for each in getattr(plan, COLLECTIONS[kind])]


def called(record: Record) -> str:
    """Return how a record stands in a list to choose from: OC1 · Clients book a first session."""
    title = words_for(record)
    return f"{record.id} · {title}" if title and title != record.id else record.id


def offered(plan: Plan, kinds: Iterable[Kind], words: str) -> list[Record]:
    """Return the first records of some kinds in whose id or title all words stand."""
    wanted = words.casefold().split()
    fitting = (
        each
        for each in records_of(plan, kinds)
        if all(word in called(each).casefold() for word in wanted)
    )
    return [each for each, _ in zip(fitting, range(MOST_OFFERED), strict=False)]
