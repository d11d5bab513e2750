"""I-6, I-10, I-12, I-26, I-27 and I-29: hypotheses that can fail, evidence that is some."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from operator import attrgetter

from seachange.planning.rules.earned import hypotheses_of
from seachange.planning.rules.invariants.violation import Violation, listed
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.learning import (
    Assumption,
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    HypothesisVersion,
    Verdict,
)
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.vocabulary import Choice, EvidenceClass, Finish, Stage

REVIEW_PERIOD = timedelta(days=45)
# Moved, but less than was worth it: for the hypothesis that settles nothing yet.
ENDS = {Finish.SMALL: Finish.INCONCLUSIVE}
SETTLING = frozenset({"supported", "refuted", "harmed"})
FINISHED = SETTLING | {"inconclusive"}
ANSWERS = {Choice.ITERATE, Choice.REMOVE, Choice.KEEP, Choice.KILL, Choice.STOP}

# The classes a step of the AFTER ladder may earn (domain.md §4.6).
EARNED = {
    Stage.ASSESSMENT: {EvidenceClass.THEMATIC, EvidenceClass.REVIEW, EvidenceClass.ESTIMATE},
    Stage.FACT_FINDING: {
        EvidenceClass.ANECDOTAL,
        EvidenceClass.MARKET_DATA,
        EvidenceClass.USER_EVIDENCE,
    },
    Stage.TEST: {
        # A failed validity gate leaves an anecdote (§4.3).
        EvidenceClass.ANECDOTAL,
        EvidenceClass.MARKET_DATA,
        EvidenceClass.USER_EVIDENCE,
        EvidenceClass.TEST_RESULTS,
    },
    Stage.EXPERIMENT: {EvidenceClass.ANECDOTAL, EvidenceClass.TEST_RESULTS},
    Stage.RELEASE: {EvidenceClass.ANECDOTAL, EvidenceClass.LAUNCH_DATA},
}


def hypotheses_can_fail(plan: Plan) -> Iterator[Violation]:
    """I-6: a complete hypothesis says what changes what, by how much, and when it is dead."""
    for hypothesis in plan.hypotheses:
        if hypothesis.is_draft or hypothesis.state == "withdrawn":
            continue
        criteria = hypothesis.criteria
        told = {
            "an output or idea": bool(hypothesis.output or hypothesis.idea),
            "an outcome": bool(hypothesis.outcome),
            "a predicted change": criteria.predicted is not None,
            "a smallest worthwhile change": criteria.smallest_worthwhile is not None,
            "a date of success": criteria.success_on is not None,
            "a kill criterion with a state and a date": criteria.has_kill_criterion,
        }
        missing = [what for what, is_told in told.items() if not is_told]
        if missing:
            yield Violation(
                invariant="I-6",
                record=hypothesis.id,
                says=f"the hypothesis is {hypothesis.state} without {listed(missing)}",
                remedy="complete it, or take it back to a draft",
            )


def criteria_stay(plan: Plan) -> Iterator[Violation]:
    """I-10: once tested, criteria stay as they are or become a new version; verdicts name one."""
    kept = {(each.hypothesis, each.version): each.criteria for each in plan.hypothesis_versions}
    for hypothesis in plan.hypotheses:
        started = [t for t in plan.of(AssumptionTest, hypothesis.id) if t.state != "planned"]
        frozen = kept.get((hypothesis.id, hypothesis.version))
        if started and frozen is not None and frozen != hypothesis.criteria:
            yield Violation(
                invariant="I-10",
                record=hypothesis.id,
                says=f"its criteria changed after {started[0].id} had started",
                remedy="put them back, or raise its version",
            )
    for verdict in plan.verdicts:
        judged = plan.get(Hypothesis, verdict.hypothesis)
        if judged is not None and not 1 <= verdict.hypothesis_version <= judged.version:
            yield Violation(
                invariant="I-10",
                record=verdict.id,
                says=f"it judges version {verdict.hypothesis_version} of {judged.id}, "
                "which there is not",
                remedy=f"name a version from 1 to {judged.version}",
            )


def failures_are_decided(plan: Plan) -> Iterator[Violation]:
    """I-12: what was refuted or did harm is decided on: in the review period, and before it ends.

    An output is kept, iterated or removed by a decision, whatever the day.
    """
    failing = [v for v in current_verdicts(plan) if v.finish in {Finish.REFUTED, Finish.HARMED}]
    for verdict in failing:
        since = verdict.decided_on
        if since is None or plan.as_of <= since + REVIEW_PERIOD or _is_decided(plan, verdict):
            continue
        yield Violation(
            invariant="I-12",
            record=verdict.hypothesis,
            says=f"it was {word_for(verdict.finish)} on {since} and nothing was decided",
            remedy="decide: iterate, remove, or keep, with the reason",
        )
    failed = {verdict.hypothesis: verdict for verdict in failing}
    for output in plan.outputs if failed else ():
        if output.state not in {"kept", "iterated", "removed"}:
            continue
        for hypothesis in hypotheses_of(plan, output):
            told = failed.get(hypothesis.id)
            if told is not None and not _is_decided(plan, told, output.id):
                yield Violation(
                    invariant="I-12",
                    record=output.id,
                    says=f"it is {output.state}, but {hypothesis.id} was {word_for(told.finish)}"
                    " and nobody decided",
                    remedy="record the decision: iterate, remove, or keep, with the reason",
                )


def current_verdicts(plan: Plan) -> Iterator[Verdict]:
    """Walk the verdicts that no later one supersedes."""
    superseded = {verdict.supersedes for verdict in plan.verdicts}
    return (verdict for verdict in plan.verdicts if verdict.id not in superseded)


def _is_decided(plan: Plan, verdict: Verdict, *also: str) -> bool:
    hypothesis = plan.get(Hypothesis, verdict.hypothesis)
    subjects = [verdict.id, verdict.hypothesis, *also]
    if hypothesis is not None:
        subjects += [each for each in (hypothesis.output, hypothesis.idea) if each]
    decided = [each for subject in subjects for each in plan.of(Decision, subject)]
    since = verdict.decided_on
    return any(
        each.choice in ANSWERS
        and (each.decided_on is None or not since or each.decided_on >= since)
        for each in decided
    )


def evidence_is_some(plan: Plan) -> Iterator[Violation]:
    """I-26: evidence has a class, a direction, a date and a source; its test decides the class."""
    for evidence in plan.evidence:
        if evidence.is_draft or evidence.state == "retracted":
            continue
        told = {
            "a class": evidence.evidence_class is not None,
            "a direction": evidence.bearing is not None,
            "a date": evidence.observed_on is not None,
            "a source": bool(evidence.source),
        }
        missing = [what for what, is_told in told.items() if not is_told]
        if missing:
            yield Violation(
                invariant="I-26",
                record=evidence.id,
                says=f"it is no evidence without {listed(missing)}",
                remedy="say what was seen where, when, and which way it points",
            )
        tested = plan.get(AssumptionTest, evidence.assumption_test)
        earned = EARNED[tested.stage] if tested else set()
        if tested and evidence.evidence_class and evidence.evidence_class not in earned:
            yield Violation(
                invariant="I-26",
                record=evidence.id,
                says=f"a test at the stage {word_for(tested.stage)} does not give "
                f"{word_for(evidence.evidence_class)}",
                remedy=f"its class is {listed(sorted(map(word_for, earned)))}",
            )


def claims_are_claims(plan: Plan) -> Iterator[Violation]:
    """I-27: confidence is computed; what somebody typed is a claim, on the meter's scale."""
    typed = [(each.id, each.claimed_confidence) for each in plan.ideas]
    typed += [(each.id, each.claimed_confidence) for each in plan.hypotheses]
    typed += [(each.id, each.confidence) for each in plan.roadmap]
    for record, claim in typed:
        if claim is not None and not 0 <= claim <= 10:
            yield Violation(
                invariant="I-27",
                record=record,
                says=f"a claimed confidence of {claim:g} is not on the meter",
                remedy="give a number from 0 to 10, or none: confidence itself is computed",
            )


def records_are_superseded(plan: Plan) -> Iterator[Violation]:
    """I-29: a verdict rests on evidence, ends its hypothesis, and stands until a later one.

    A verdict or decision is superseded once, by a later one on the same matter.
    """
    for records in (plan.verdicts, plan.decisions):
        replaced: dict[str, str] = {}
        stated: list[Verdict | Decision] = sorted(records, key=attrgetter("id"))
        for record in stated:
            before = record.supersedes
            if before is None:
                continue
            is_later = _is_later(record, plan.by_id.get(before))
            if before in replaced or not is_later:
                yield _unkept(
                    record.id,
                    f"it cannot supersede {before}",
                    "supersede the last one on the same matter, once, with a later one",
                )
            replaced[before] = record.id
    yield from _verdicts_without_evidence(plan)
    yield from _ends_without_verdict(plan)


def _verdicts_without_evidence(plan: Plan) -> Iterator[Violation]:
    standing: dict[str, str] = {}
    for verdict in sorted(current_verdicts(plan), key=lambda each: each.id):
        other = standing.setdefault(verdict.hypothesis, verdict.id)
        if other != verdict.id:
            yield _unkept(
                verdict.id,
                f"{other} stands on {verdict.hypothesis} as well",
                f"let it supersede {other}",
            )
    for verdict in plan.verdicts:
        if verdict.finish in SETTLING and not _rests_on_evidence(plan, verdict):
            yield _unkept(
                verdict.id,
                f"it calls {verdict.hypothesis} {verdict.finish} without any evidence",
                "add what was observed, or call it inconclusive",
            )


def _rests_on_evidence(plan: Plan, verdict: Verdict) -> bool:
    """Tell whether anything was observed; what was retracted since was there at the time."""
    hypothesis = plan.get(Hypothesis, verdict.hypothesis)
    if verdict.evidence or hypothesis is None:
        return True
    output = plan.get(Output, hypothesis.output)
    about = [hypothesis.id, hypothesis.output, hypothesis.idea, output.idea if output else None]
    about += [each.id for each in plan.of(Assumption, hypothesis.id)]
    about += [each.id for each in plan.of(AssumptionTest, hypothesis.id)]
    return any(not e.is_draft for each in about if each for e in plan.of(Evidence, each))


def _ends_without_verdict(plan: Plan) -> Iterator[Violation]:
    ends: dict[str, set[str]] = {}
    for verdict in current_verdicts(plan):
        end = ENDS.get(verdict.finish, verdict.finish)
        ends.setdefault(verdict.hypothesis, set()).add(end.value)
    for hypothesis in plan.hypotheses:
        told = ends.get(hypothesis.id, set())
        if hypothesis.state in FINISHED and hypothesis.state not in told:
            yield _unkept(
                hypothesis.id,
                f"it is {hypothesis.state}, but no verdict that stands says so",
                "record the verdict with the numbers it rests on",
            )
        elif hypothesis.state != "withdrawn" and (told & SETTLING) - {hypothesis.state}:
            yield _unkept(
                hypothesis.id,
                f"a verdict calls it {listed(sorted(told & SETTLING))}, and it is "
                f"{hypothesis.state}",
                "let the verdict end it: test it first, then conclude",
            )


def _unkept(record: str, says: str, remedy: str) -> Violation:
    return Violation(invariant="I-29", record=record, says=says, remedy=remedy)


def _is_later(record: Verdict | Decision, earlier: Record | None) -> bool:
    if not isinstance(earlier, type(record)) or earlier.id == record.id:
        return False
    if earlier.hypothesis != record.hypothesis:
        return False
    dates = (earlier.decided_on, record.decided_on)
    return dates[0] is None or dates[1] is None or dates[0] <= dates[1]


def frozen_version(plan: Plan, hypothesis: Hypothesis) -> HypothesisVersion | None:
    """Return the criteria kept for the version in force, if they are."""
    kept = plan.of(HypothesisVersion, hypothesis.id)
    return next((each for each in kept if each.version == hypothesis.version), None)
