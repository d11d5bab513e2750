"""The demonstration's past: Parley's plan put in day by day, as it came to be."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from seachange.clock import HELD
from seachange.demo.past import Moment
from seachange.planning.rules.plan.encoding import plain, record_from
from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind

# What is written down once bears the day it was written, and is put in by the next moment.
WRITTEN_ON = {
    Kind.EVIDENCE: "observed_on",
    Kind.VERDICT: "decided_on",
    Kind.DECISION: "decided_on",
    Kind.CONTACT: "held_on",
    Kind.FLUENCY_CHECK: "checked_on",
    Kind.SIGNAL_ESTIMATE: "ends",
}
# Who writes it down, once they are there: who takes in what is not whole is an administrator.
KEEPS_THE_PLAN = "priya"


def live_through(moment: Moment, today: Plan) -> None:
    """Put a moment of the past into the plan, on its own day, faults and all.

    `today` is the plan as it stands in the end; the days before must have been lived through.
    """
    from seachange.planning.actions.bulk import take_in
    from seachange.planning.actions.comments import say
    from seachange.planning.reads.snapshot import whole_plan

    with on_day(moment.day):
        there = whole_plan().by_id
        by = KEEPS_THE_PLAN if KEEPS_THE_PLAN in there else ""
        put = [e for e in told_on(moment, today) if e.id not in there or e.kind not in WRITTEN_ON]
        take_in(put, by=by, why=moment.why, without=moment.takes_away, as_found=True)
        for who, record, text in moment.said:
            say(record, text, by=who)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Hold the calendar at a day, and let it go again."""
    before = os.environ.get(HELD)
    os.environ[HELD] = day.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ[HELD]
        else:
            os.environ[HELD] = before


def told_on(moment: Moment, today: Plan) -> Iterator[Record]:
    """Walk the records that a moment puts, as they read then."""
    named = set(moment.brings)
    for record in today.records():
        is_named = record.id in named or COLLECTIONS[record.kind] in named
        if is_named or _is_written_by(record, moment.day):
            yield _as_then(record, moment.then.get(record.id, {}))
    for name, then in moment.then.items():
        if name not in today.by_id:
            told = {key: held for key, held in then.items() if key != "kind"}
            yield record_from(Kind(then["kind"]), {"id": name, **told})


def _as_then(record: Record, then: Mapping[str, Any]) -> Record:
    told = {**plain(record), **then}
    return record_from(record.kind, {key: held for key, held in told.items() if held is not None})


def _is_written_by(record: Record, day: date) -> bool:
    name = WRITTEN_ON.get(record.kind)
    written: date | None = getattr(record, name) if name else None
    return written is not None and written <= day
