"""I-23 to I-25: a roadmap as precise as anyone can know, at all horizons, with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seachange.planning.rules.invariants.violation import Violation, listed
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import HORIZONS, Precision, RoadmapKind

ROADMAP = "roadmap"  # what I-24 speaks of: no record, but all of them


def dates_are_as_precise_as_known(plan: Plan) -> Iterator[Violation]:
    """I-23: beyond 3 months no day, beyond 6 no output, unless promised or required by law."""
    for item in plan.roadmap:
        if not item.is_open:
            continue
        to_the_day = item.due is not None and item.precision in {None, Precision.DAY}
        if item.horizon > 3 and to_the_day:
            yield Violation(
                invariant="I-23",
                record=item.id,
                says=f"it has a day, {item.due}, at {item.horizon} months",
                remedy="say the month or quarter, and that it is no more precise",
            )
        is_output = item.item_kind == RoadmapKind.OUTPUT
        if item.horizon > 6 and is_output and not _is_bound(plan, item):
            yield Violation(
                invariant="I-23",
                record=item.id,
                says=f"it is an output at {item.horizon} months",
                remedy="put the outcome or the question there instead",
            )


def _is_bound(plan: Plan, item: RoadmapItem) -> bool:
    if item.is_legal_date:
        return True
    promised = plan.of(Commitment, item.output) if item.output else ()
    return any(commitment.is_approved for commitment in promised)


def every_horizon_holds_something(plan: Plan) -> Iterator[Violation]:
    """I-24: the roadmap holds something at each of 3, 6, 9 and 12 months.

    Said of the roadmap as a whole: one that is not whole yet may be filled in any order, one that
    is whole stays so.
    """
    held = {item.horizon for item in plan.roadmap if item.is_open}
    empty = [f"{horizon}" for horizon in HORIZONS if horizon not in held]
    if empty:
        yield Violation(
            invariant="I-24",
            record=ROADMAP,
            says=f"the roadmap holds nothing at {listed(empty)} months",
            remedy="put something else there first: a question, an outcome or a vision milestone",
        )


def emptied(says: str) -> tuple[int, ...]:
    """Return the months at which the roadmap holds nothing, from what is said of I-24.

    >>> emptied("the roadmap holds nothing at 9 and 12 months (I-24)"), emptied("it is empty")
    ((9, 12), ())
    """
    told = re.search(r"holds nothing at ([0-9, and]+) months", says)
    return tuple(map(int, re.findall(r"[0-9]+", told[1]))) if told else ()


def items_have_sources(plan: Plan) -> Iterator[Violation]:
    """I-25: every item says why it is there."""
    for item in plan.roadmap:
        if item.source is None:
            yield Violation(
                invariant="I-25",
                record=item.id,
                says="nobody said why it is on the roadmap",
                remedy="say where it comes from: vision, outcome, request, deal or obligation",
            )
