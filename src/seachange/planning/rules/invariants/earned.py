"""How much confidence an idea has earned, and how much its cost and risk demand."""

from __future__ import annotations

from collections.abc import Iterable

from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.learning import Assumption, Evidence, Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Bearing
from seachange.planning.rules.vocabulary import EvidenceClass as Class

# The published calculator (domain.md §4.1): group → its cap and the weight of each class in it.
GROUPS = (
    (0.1, {Class.SELF_CONVICTION: 0.01, Class.PITCH: 0.02, Class.THEMATIC: 0.05}),
    (0.5, {Class.REVIEW: 0.1, Class.ESTIMATE: 0.3}),
    (1.0, {Class.ANECDOTAL: 0.5}),
    (3.0, {Class.MARKET_DATA: 1.0, Class.USER_EVIDENCE: 2.0}),
    (5.0, {Class.TEST_RESULTS: 3.0}),
    (10.0, {Class.LAUNCH_DATA: 5.0}),
)


def earned(evidence: Iterable[Evidence]) -> float:
    """Return the confidence, 0..10, that evidence in favour earns by the published calculator.

    What was retracted, points the other way or has no direction earns nothing.
    """
    pieces = [
        each.evidence_class
        for each in evidence
        if each.bearing == Bearing.FOR and each.state == "fresh" and each.evidence_class
    ]
    total = 0.0
    for cap, weights in GROUPS:
        total += min(cap, sum(weights.get(piece, 0.0) for piece in pieces))
    return min(10.0, total)


def confidence_in(plan: Plan, idea: Idea) -> float:
    """Return the confidence that all evidence on an idea, its outputs and hypotheses earns."""
    outputs = [each.id for each in plan.of(Output, idea.id)]
    about = dict.fromkeys([idea.id, *outputs])
    hypotheses = [h.id for subject in about for h in plan.of(Hypothesis, subject)]
    assumptions = [a.id for h in hypotheses for a in plan.of(Assumption, h)]
    subjects = dict.fromkeys([*about, *hypotheses, *assumptions])
    pieces = {e.id: e for subject in subjects for e in plan.of(Evidence, subject)}
    return earned(pieces.values())


def demanded(*, effort_weeks: float, is_reversible: bool, is_risky: bool) -> float:
    """Return the confidence that a cost and its risk demand before building (domain.md §4.5)."""
    if effort_weeks > 12 or is_risky:
        return 5.0
    if effort_weeks > 4 or not is_reversible:
        return 3.0
    return 0.5 if effort_weeks <= 1 else 1.0
