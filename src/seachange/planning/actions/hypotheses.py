"""Testing what we believe: start, conclude with a verdict, decide what follows."""

from __future__ import annotations

from dataclasses import replace

from seachange import clock
from seachange.errors import Refused
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import check_seen
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.earned import as_its_test_earns
from seachange.planning.rules.invariants.figures import called, with_figures
from seachange.planning.rules.invariants.learning import ENDS
from seachange.planning.rules.plan.learning import (
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    Verdict,
)
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.states import may_move
from seachange.planning.rules.vocabulary import Kind


def complete(hypothesis: str, *, by: str, why: str = "") -> Plan:
    """Call a hypothesis complete: it says what would make it right, and what dead (I-6)."""
    return records.move(hypothesis, to="complete", by=by, why=why)


@in_turn
def start_test(
    assumption_test: str,
    *,
    by: str,
    why: str = "",
    seen: int | None = None,
    hypothesis_seen: int | None = None,
) -> Plan:
    """Start a test; its hypothesis is under test from here, its criteria frozen (I-10).

    `seen` is as in `records.edit`, of the test; `hypothesis_seen` of what it tests: whoever starts
    it has seen what freezes.
    """
    test = records.find(AssumptionTest, assumption_test)
    check_seen(test.id, seen)
    check_seen(test.hypothesis or "", hypothesis_seen)
    changes: list[Record] = [replace(test, state="running")]
    hypothesis = whole_plan().get(Hypothesis, test.hypothesis)
    if hypothesis is not None and hypothesis.state == "complete":
        changes.append(replace(hypothesis, state="testing"))
    return put(*changes, by=by, deed="start test", why=why)


@in_turn
def add_evidence(evidence: Evidence, *, by: str, why: str = "") -> Plan:
    """Add a dated, sourced observation for or against something (I-26).

    Its class follows from the method of its test, where it says none.
    """
    records.check_free(evidence.id)
    if evidence.evidence_class is None:
        evidence = as_its_test_earns(whole_plan(), evidence)
    return put(replace(evidence, state="fresh"), by=by, deed="add evidence", why=why)


@in_turn
def conclude(verdict: Verdict, *, by: str, why: str = "") -> Plan:
    """Give a verdict, sealed with the evidence as it stands, and end the hypothesis with it.

    Its figures are computed from the evidence; who concludes otherwise than that says, says why.
    """
    dated = replace(
        verdict,
        decided_by=verdict.decided_by or by or None,
        decided_on=verdict.decided_on or clock.now().date(),
    )
    plan = whole_plan()
    asked_for = called(plan, dated)
    if asked_for not in {None, dated.finish} and not (dated.reason or why):
        raise Refused(
            f"its evidence says {asked_for}, not {dated.finish}".replace("_", " "),
            place=dated.id,
            remedy="conclude what it says; or give the reason for another verdict",
            invariant="I-29",
        )
    changes: list[Record] = [with_figures(plan, dated)]
    hypothesis = records.find(Hypothesis, verdict.hypothesis)
    end = ENDS.get(verdict.finish, verdict.finish).value
    if may_move(Kind.HYPOTHESIS, before=hypothesis.state, after=end):
        changes.append(replace(hypothesis, state=end))
    return put(*changes, by=by, deed="conclude", why=why or verdict.reason)


def decide(decision: Decision, *, by: str) -> Plan:
    """Record a choice with its reason, sealed with the evidence seen."""
    settled = replace(
        decision,
        decided_by=decision.decided_by or by or None,
        decided_on=decision.decided_on or clock.now().date(),
    )
    return put(settled, by=by, deed="decide", why=decision.reason)
