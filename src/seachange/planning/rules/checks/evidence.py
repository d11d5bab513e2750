"""Checks of evidence: does it carry what is claimed on it, and is what speaks against heard?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import UNDECIDED, Survey, percent, quoted
from seachange.planning.rules.checks.weight import (
    chance_of_gain,
    confidence,
    evidence_on,
    for_and_against,
    half_life,
    weight_of,
    worth,
)
from seachange.planning.rules.driving import REFUTED, driving
from seachange.planning.rules.earned import Subject
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Evidence, Hypothesis
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.vocabulary import Choice, EvidenceClass, Function

_GOING_ON = frozenset({Choice.GO, Choice.BUILD, Choice.SCALE, Choice.KEEP})
_CLOSED_IDEAS = frozenset({"parked", "killed"})


def _subjects(survey: Survey) -> Iterator[Subject]:
    """Walk what evidence is weighed for: hypotheses, then ideas and outputs that have none."""
    told: set[str | None] = set()
    for hypothesis in survey.plan.hypotheses:
        output = survey.plan.get(Output, hypothesis.output)
        told |= {hypothesis.idea, hypothesis.output, output.idea if output else None}
        if hypothesis.state != "withdrawn":
            yield hypothesis
    for output in survey.plan.outputs:
        if output.id not in told and output.idea not in told - {None}:
            told.add(output.idea)
            if output.state != "removed":
                yield output
    for idea in survey.plan.ideas:
        if idea.id not in told and idea.state not in _CLOSED_IDEAS:
            yield idea


def claim_beyond_evidence(survey: Survey) -> Iterator[Hit]:
    """Find claims of confidence beyond what the evidence earns."""
    claimed: list[Hypothesis | Idea] = [*survey.plan.hypotheses, *survey.plan.ideas]
    for subject in claimed:
        if subject.claimed_confidence is None or subject.state in {"withdrawn", *_CLOSED_IDEAS}:
            continue
        computed = confidence(survey, subject)
        if subject.claimed_confidence > computed + survey.thresholds.claim_margin:
            decided = (f"claimed {subject.claimed_confidence:g}", f"computed {computed:.2f}")
            yield Hit(subject.id, decided)


def evidence_of_one_kind(survey: Survey) -> Iterator[Hit]:
    """Find subjects all of whose evidence is of one class, or from one source."""
    for subject in _subjects(survey):
        pieces = evidence_on(survey, subject)
        classes = {e.evidence_class for e in pieces if e.evidence_class is not None}
        sources = {e.source.strip().casefold() for e in pieces}
        ids = tuple(e.id for e in pieces)
        if pieces and len(classes) == 1 and all(e.evidence_class for e in pieces):
            yield Hit(subject.id, (f"class: {word_for(classes.pop())}", *ids))
        elif pieces and len(sources) == 1 and sources != {""}:
            yield Hit(subject.id, (f"source: {pieces[0].source}", *ids))


def stale_evidence(survey: Survey) -> Iterator[Hit]:
    """Find subjects whose weightiest piece of evidence has outlived two half-lives."""
    for subject in _subjects(survey):
        if subject.state not in UNDECIDED and isinstance(subject, Hypothesis):
            continue  # a verdict stands on what was known then
        dated = [e for e in evidence_on(survey, subject) if e.observed_on and half_life(e)]
        if not dated:
            continue
        weightiest = max(dated, key=lambda e: (weight_of(survey, e), e.observed_on, e.id))
        days = half_life(weightiest) or 0
        since = weightiest.observed_on
        if since is not None and survey.as_of - since > _half_lives(survey, days):
            decided = (f"{weightiest.id} of {since}", f"half-life {days} days")
            yield Hit(subject.id, decided)


def _half_lives(survey: Survey, days: int) -> timedelta:
    return timedelta(days=survey.thresholds.half_lives * days)


def evidence_that_cannot_be_traced(survey: Survey) -> Iterator[Hit]:
    """Find evidence without its date, source or direction."""
    for piece in survey.plan.evidence:
        if piece.state == "retracted":
            continue
        lacks = {
            "date": piece.observed_on is None,
            "source": not piece.source.strip(),
            "direction": piece.bearing is None,
        }
        missing = [f"no {name}" for name, is_missing in lacks.items() if is_missing]
        if missing:
            yield Hit(piece.id, (*missing, *quoted(piece.text)))


def contradiction_ignored(survey: Survey) -> Iterator[Hit]:
    """Find subjects gone on with against evidence that weighs as much as what is for them."""
    for subject in _subjects(survey):
        speaking_for, against = for_and_against(survey, evidence_on(survey, subject))
        if against == 0 or against < speaking_for:
            continue
        going = _goes_on(survey, subject)
        if going:
            decided = (f"for {speaking_for:.2f}, against {against:.2f}", going)
            yield Hit(subject.id, decided)
    yield from _refuted_links_gone_on_with(survey)


def _refuted_links_gone_on_with(survey: Survey) -> Iterator[Hit]:
    """Find links an experiment refuted whose outcome is still pursued, though it drives nothing."""
    for link in survey.plan.driver_links:
        outcome = survey.plan.get(Outcome, link.outcome)
        if link.state != REFUTED or outcome is None or outcome.state != "active":
            continue
        if outcome.id not in survey.outcomes_with_impact:
            tests = [each.test.id for each in driving(survey.plan, link).trials]
            yield Hit(link.id, (*tests, f"{outcome.id} is active, and leads to no impact"))


def _goes_on(survey: Survey, subject: Subject) -> str:
    """Return what says that a subject is gone on with; empty if nothing does."""
    outputs = _outputs_of(survey, subject)
    ids = (subject.id, *(o.id for o in outputs), *(o.idea for o in outputs))
    last = next(reversed(survey.decisions_about(*ids)), None)
    if last is not None:
        return f"{last.id}: {word_for(last.choice)}" if last.choice in _GOING_ON else ""
    for output in outputs:
        if output.state in {"ready", "building"}:
            return f"{output.id} is {output.state}"
    items = (item for each in ids if each for item in survey.plan.of(RoadmapItem, each))
    near = (item.id for item in items if item.state in {"now", "next"})
    return next(near, "")


def _outputs_of(survey: Survey, subject: Subject) -> list[Output]:
    if isinstance(subject, Output):
        return [subject]
    found = [survey.plan.get(Output, subject.output)] if isinstance(subject, Hypothesis) else []
    idea = subject.id if isinstance(subject, Idea) else subject.idea
    if idea is not None:
        found += [o for o in survey.plan.of(Output, idea) if o.idea == idea]
    return list({o.id: o for o in found if o is not None}.values())


def only_sales_requests(survey: Survey) -> Iterator[Hit]:
    """Find subjects for which nothing speaks but requests from sales."""
    for subject in _subjects(survey):
        pieces = evidence_on(survey, subject)
        if pieces and all(_is_sales_request(piece) for piece in pieces):
            yield Hit(subject.id, tuple(e.id for e in pieces))


def _is_sales_request(piece: Evidence) -> bool:
    is_anecdote = piece.evidence_class is EvidenceClass.ANECDOTAL
    return is_anecdote and piece.source_function is Function.SALES


def failure_that_raised_the_score(survey: Survey) -> Iterator[Hit]:
    """Find results more likely harmful than helpful that lift ICE as it is published.

    The confidence they add is multiplied with an effect score nobody lowered to zero.
    """
    for hypothesis in survey.plan.hypotheses:
        if not hypothesis.effect_score:
            continue
        pieces = evidence_on(survey, hypothesis)
        result = {e.id for e in pieces if e.estimate is not None or e.assumption_test}
        with_it, without = (
            worth(survey, pieces),
            worth(survey, (e for e in pieces if e.id not in result)),
        )
        likely = chance_of_gain(survey, hypothesis) if with_it > without else None
        if likely is not None and likely < 0.5:
            verdict = survey.verdict_of(hypothesis.id)
            told_by = (verdict.id,) if verdict else tuple(sorted(result))
            raised = f"confidence {without:.2f} → {with_it:.2f}, effect {hypothesis.effect_score:g}"
            yield Hit(hypothesis.id, (*told_by, f"P(θ>0) = {percent(likely)}", raised))


CHECKS = (
    Check(
        id="EV01",
        severity=Severity.WARNING,
        message="Confidence is higher than the evidence.",
        condition="The claimed confidence exceeds the computed one by more than 1.",
        why=(
            "Confidence is earned by evidence, not felt. Plans made on a feeling are surprised at "
            "the most expensive moment."
        ),
        mend="Bring the evidence the claim stands on, or lower the claim.",
        look=claim_beyond_evidence,
    ),
    Check(
        id="EV02",
        severity=Severity.WARNING,
        message="Not triangulated.",
        condition="All evidence is of one class or from one source.",
        why=(
            "Every method and every source errs in its own way, and repeating it repeats the "
            "error. Two kinds that agree are worth more than ten of one."
        ),
        mend="Look in another way: ask if you counted, count if you asked.",
        look=evidence_of_one_kind,
    ),
    Check(
        id="EV03",
        severity=Severity.WARNING,
        message="Evidence is stale.",
        condition="The piece that counts most is older than two half-lives of its kind.",
        why=(
            "People, product and market move on, and an old finding no longer speaks of them. "
            "After two half-lives three quarters of its weight is gone."
        ),
        mend="Repeat the cheapest part of that look, and date the new evidence.",
        look=stale_evidence,
    ),
    Check(
        id="EV04",
        severity=Severity.ERROR,
        message="Not evidence yet.",
        condition="A piece of evidence lacks its date, source or direction.",
        why=(
            "What nobody can trace cannot be weighed or doubted. It is a rumour with a place on "
            "the meter."
        ),
        mend="Write when it was seen, where, and whether it speaks for or against.",
        look=evidence_that_cannot_be_traced,
    ),
    Check(
        id="EV05",
        severity=Severity.WARNING,
        message="Contradicting evidence is being ignored.",
        condition="Evidence against weighs as much as evidence for, and the plan is to go on.",
        why=(
            "We look for what agrees with us and explain away the rest. A plan that goes on "
            "against its own evidence will be corrected by customers."
        ),
        mend="Say what the contradicting evidence would have to show to stop you, or stop.",
        look=contradiction_ignored,
    ),
    Check(
        id="EV06",
        severity=Severity.INFO,
        message="Many requests are still anecdotes.",
        condition="The only evidence is requests from sales, however many.",
        why=(
            "Requests tell what somebody thought of in a conversation, not what people do. Ten of "
            "them from one channel are one kind of evidence."
        ),
        mend="Visit two of the customers and watch how they do it today.",
        look=only_sales_requests,
    ),
    Check(
        id="EV07",
        severity=Severity.WARNING,
        message="Strong evidence against must not raise the score.",
        condition="A result that more likely harmed than helped raised the ICE score.",
        why=(
            "The meter tells how strong the evidence is, not which way it points. Multiplied as "
            "published, a test that failed lifts the idea it refuted."
        ),
        mend="Estimate the effect again from the result before ranking.",
        look=failure_that_raised_the_score,
    ),
)
