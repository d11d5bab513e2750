"""I-7 to I-9, I-11 and I-19 to I-22: what is built was found out first, and reaches people."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.earned import earned, evidence_on, hypotheses_of
from seachange.planning.rules.invariants.violation import Violation, listed
from seachange.planning.rules.plan.delivery import (
    JUDGED,
    ChainStep,
    EnablementItem,
    Output,
    Release,
)
from seachange.planning.rules.plan.discovery import Idea, Problem, RiskFinding
from seachange.planning.rules.plan.learning import Verdict
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.scoring import required_confidence
from seachange.planning.rules.vocabulary import FOUR_RISKS, Bearing, RoadmapKind

VALIDATED = frozenset({"validated", "in delivery"})
DEAD = frozenset({"refuted", "harmed", "withdrawn"})


def roadmap_outputs_have_hypotheses(plan: Plan) -> Iterator[Violation]:
    """I-7: an output on the roadmap has a hypothesis that is still alive."""
    for item in plan.roadmap:
        output = plan.get(Output, item.output)
        if item.item_kind != RoadmapKind.OUTPUT or not item.is_open or output is None:
            continue
        if all(hypothesis.state in DEAD for hypothesis in hypotheses_of(plan, output)):
            yield Violation(
                invariant="I-7",
                record=item.id,
                says=f"{output.id} stands on the roadmap without a live hypothesis",
                remedy="say what it is to change, for whom, and how we shall know",
            )


def building_follows_discovery(plan: Plan) -> Iterator[Violation]:
    """I-8: an output is built once its idea is validated, or with a waiver that still held."""
    for output in plan.outputs:
        idea = plan.get(Idea, output.idea)
        is_begun = output.has_started or _has_reached_somebody(plan, output)
        if not is_begun or (idea is not None and idea.state in VALIDATED):
            continue
        begun = output.building_started_on or plan.as_of
        if any(w.holds(rule="I-8", record=output.id, as_of=begun) for w in plan.waivers):
            continue
        yield Violation(
            invariant="I-8",
            record=output.id,
            says=f"the output is {output.state if output.has_started else 'released to somebody'}"
            " but its idea was never validated",
            remedy="validate the idea first, or record a waiver of I-8 with reason and end",
        )


def validation_looks_at_risks(plan: Plan) -> Iterator[Violation]:
    """I-9: a validated idea has a finding on each of four risks, and the confidence it costs."""
    for idea in plan.ideas:
        if idea.state not in VALIDATED:
            continue
        outputs = [each.id for each in plan.of(Output, idea.id)]
        found = {f.risk for each in (idea.id, *outputs) for f in plan.of(RiskFinding, each)}
        unseen = [str(risk) for risk in FOUR_RISKS if risk not in found]
        if unseen:
            yield Violation(
                invariant="I-9",
                record=idea.id,
                says=f"nobody looked at its {listed(unseen)}",
                remedy="record a finding on each of value, usability, feasibility, viability",
            )
        if idea.effort_weeks is None:
            yield Violation(
                invariant="I-9",
                record=idea.id,
                says="it is validated, but nobody said what it costs",
                remedy="estimate how many weeks it takes: what is enough evidence depends on it",
            )
            continue
        # What speaks against it, or nobody has yet stated, allows nothing.
        pieces = (e for e in evidence_on(plan, idea) if e.state == "fresh")
        has = earned(e for e in pieces if e.bearing is Bearing.FOR)
        needs = required_confidence(
            idea.effort_weeks, is_revertible=idea.is_reversible, is_risky=idea.is_risky
        )
        if has < needs:
            yield Violation(
                invariant="I-9",
                record=idea.id,
                says=f"its evidence earns a confidence of {has:g}; its cost and risk ask {needs:g}",
                remedy="test its riskiest assumption, or make it smaller",
            )


def releases_are_measured(plan: Plan) -> Iterator[Violation]:
    """I-11: what is released has a plan of measurement; what is called measured has a verdict."""
    for output in plan.outputs:
        if _has_reached_somebody(plan, output) and not output.measurement_plan.is_complete:
            yield Violation(
                invariant="I-11",
                record=output.id,
                says="it was released without a plan to measure it",
                remedy="say what you hope will happen, by which metric, and how it is instrumented",
            )
        judged = any(plan.of(Verdict, each.id) for each in hypotheses_of(plan, output))
        if output.state in JUDGED and not judged:
            yield Violation(
                invariant="I-11",
                record=output.id,
                says=f"it is {output.state}, but there is no verdict on any of its hypotheses",
                remedy="record the verdict with the numbers it rests on",
            )


def _has_reached_somebody(plan: Plan, output: Output) -> bool:
    """Tell whether it was released, as a whole or to a few, whatever its own state says."""
    if output.is_out or output.launched_on is not None:
        return True
    return any(release.state in {"partial", "full"} for release in plan.of(Release, output.id))


def launches_are_ready(plan: Plan) -> Iterator[Violation]:
    """I-19: a launch has every required item verified by who receives it, or waived with reason."""
    for output in plan.outputs:
        if output.launched_on is None:
            continue
        for item in plan.of(EnablementItem, output.id):
            if item.is_required and item.state not in {"verified", "waived"}:
                yield Violation(
                    invariant="I-19",
                    record=item.id,
                    says=f"{output.id} was launched while {item.department} was not ready",
                    remedy="let the department verify it, or waive it with a reason",
                )
    for item in plan.enablement:
        verifier = plan.get(Member, item.verified_by)
        if item.state == "verified" and (
            item.verified_by is None
            or (verifier is not None and verifier.department != item.department)
        ):
            yield Violation(
                invariant="I-19",
                record=item.id,
                says=f"it was not verified by somebody of {item.department}",
                remedy="who receives it decides what ready means: let one of them verify it",
            )
        if item.state == "waived" and not item.waiver_reason:
            yield Violation(
                invariant="I-19",
                record=item.id,
                says="it was waived without a reason",
                remedy="say why it was",
            )


def chain_steps_wait(plan: Plan) -> Iterator[Violation]:
    """I-20: a chain step is ready only when its preconditions are done."""
    for step in plan.chain_steps:
        if step.state not in {"ready", "done"}:
            continue
        before = [plan.get(ChainStep, each) for each in step.preconditions]
        open_ones = [each.id for each in before if each is not None and each.state != "done"]
        if open_ones:
            yield Violation(
                invariant="I-20",
                record=step.id,
                says=f"it is {step.state} before {listed(open_ones)} is done",
                remedy="finish what must come first",
            )


def solved_is_measured(plan: Plan) -> Iterator[Violation]:
    """I-21: a problem is solved once its pain was measured after a release to those who had it."""
    for problem in plan.problems:
        if problem.state == "solved" and not _was_measured(plan, problem):
            yield Violation(
                invariant="I-21",
                record=problem.id,
                says="it is called solved, but its pain was not measured after a release",
                remedy="measure its pain metric again, after the output is out",
            )


def _was_measured(plan: Plan, problem: Problem) -> bool:
    outputs = [o for o in plan.outputs if o.problem == problem.id or _through(plan, o, problem)]
    released = [output.released_on for output in outputs if output.released_on]
    if not released or problem.pain_metric is None:
        return False
    days = [
        measured.level.ends or measured.measured_on
        for measured in plan.of(Measurement, problem.id)
        if measured.metric == problem.pain_metric
    ]
    return any(day is not None and day > min(released) for day in days)


def _through(plan: Plan, output: Output, problem: Problem) -> bool:
    idea = plan.get(Idea, output.idea)
    return idea is not None and idea.problem == problem.id


def requests_are_answered(plan: Plan) -> Iterator[Violation]:
    """I-22: a request ends with a reply that states the decision and the reason."""
    for asked in plan.feature_requests:
        if asked.state not in {"replied", "closed"}:
            continue
        told = {
            "a decision": asked.choice is not None,
            "a reason": bool(asked.reason),
            "a reply": bool(asked.reply),
            "the day of the reply": asked.replied_on is not None,
        }
        missing = [what for what, is_told in told.items() if not is_told]
        if missing:
            yield Violation(
                invariant="I-22",
                record=asked.id,
                says=f"the request is {asked.state} without {listed(missing)}",
                remedy="tell whoever asked what was decided, and why",
            )
