"""Why a record exists, and what hangs on it: the ways up and down through a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record, linked
from seachange.planning.rules.vocabulary import Kind

# From → field → whether the record it points at is what it exists for. Links that are not here
# say who, where or with what, not why.
UP: dict[Kind, tuple[str, ...]] = {
    Kind.MILESTONE: ("vision",),
    Kind.TREND: ("vision",),
    Kind.IMPACT: ("vision",),
    Kind.DRIVER_LINK: ("impact", "driven_outcome"),
    Kind.STEP: ("journey",),
    Kind.BEHAVIOUR: ("journey_step",),
    Kind.SIGNAL: ("behaviour",),
    Kind.SIGNAL_ESTIMATE: ("signal",),
    Kind.MEASUREMENT: ("outcome", "impact", "problem", "output", "deal"),
    Kind.PROBLEM: ("outcome",),
    Kind.IDEA: ("outcome", "problem", "milestone"),
    Kind.RISK_FINDING: ("idea", "output"),
    Kind.QUESTION: ("outcome",),
    Kind.OUTPUT: ("outcome", "idea", "problem", "milestone"),
    Kind.HYPOTHESIS: ("outcome",),
    Kind.HYPOTHESIS_VERSION: ("hypothesis",),
    Kind.ASSUMPTION: ("hypothesis",),
    Kind.ASSUMPTION_TEST: ("hypothesis", "assumptions"),
    Kind.EVIDENCE: ("hypothesis", "assumption", "idea", "output", "problem", "driver_link"),
    Kind.VERDICT: ("hypothesis",),
    Kind.DECISION: ("hypothesis", "verdict", "idea", "output", "problem", "feature_request"),
    Kind.RELEASE: ("output",),
    Kind.ENABLEMENT: ("output",),
    Kind.CHAIN_STEP: ("output",),
    Kind.POSITIONING: ("output", "problem"),
    Kind.OBJECTION: ("output",),
    Kind.ROADMAP_ITEM: (
        "outcome",
        "question",
        "problem",
        "milestone",
        "hypothesis",
        "output",
        "feature_request",
        "deal",
    ),
    Kind.KEY_RESULT: ("outcome", "objective"),
    Kind.FEATURE_REQUEST: ("outcome", "problem", "idea", "output"),
    Kind.EXPECTATION: ("output", "outcome", "commitment", "roadmap_item", "deal"),
    Kind.DEAL: ("customer",),
    Kind.COMMITMENT: ("deal", "output", "outcome"),
    Kind.SIGN_OFF: ("commitment",),
    Kind.CONTACT: ("problems", "ideas", "outputs", "deals"),
}

# These stand between two others: a walk up goes on from them, and comes to them, by these.
BETWEEN: dict[Kind, str] = {Kind.DRIVER_LINK: "outcome", Kind.HYPOTHESIS: "output"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A record on a walk: how far from the start, and from which record it was reached."""

    record: Record
    depth: int
    via: str


def reasons(plan: Plan, record_id: str) -> list[Step]:
    """Return what a record exists for, nearest first: up to outcomes, impacts and the vision."""
    return _walk(plan, record_id, lambda record: _above(plan, record))


def consequences(plan: Plan, record_id: str) -> list[Step]:
    """Return what hangs on a record, nearest first: what would lose its reason without it."""
    below: dict[str, list[Record]] = {}
    for record in plan.records():
        for upper in _above(plan, record):
            below.setdefault(upper.id, []).append(record)
    return _walk(plan, record_id, lambda record: below.get(record.id, []))


def _above(plan: Plan, record: Record) -> list[Record]:
    ids = [to for name, to in linked(record) if name in UP.get(record.kind, ())]
    # An outcome exists for what its driver links lead to, an output or idea for its hypotheses.
    pointing = plan.linked_to(record.id)
    for between, name in BETWEEN.items():
        for each in pointing:
            # What an experiment refuted is no reason any more.
            if each.kind == Kind.DRIVER_LINK and each.state == "refuted":
                continue
            starts_here = getattr(each, name, None) == record.id
            if each.kind == between and (starts_here or getattr(each, "idea", None) == record.id):
                ids.append(each.id)
    return [plan.by_id[each] for each in dict.fromkeys(ids) if each in plan.by_id]


def _walk(plan: Plan, start: str, onward: Callable[[Record], Iterable[Record]]) -> list[Step]:
    if start not in plan.by_id:
        return []
    seen, steps = {start}, []
    at = [Step(record=plan.by_id[start], depth=0, via="")]
    while at:
        here = at.pop(0)
        for record in onward(here.record):
            if record.id not in seen:
                seen.add(record.id)
                step = Step(record=record, depth=here.depth + 1, via=here.record.id)
                steps.append(step)
                at.append(step)
    return steps
