"""Checks of outputs: what they are for, what they stand on, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import DEAD, Survey, percent, quoted, seen_on
from seachange.planning.rules.checks.weight import belief, confidence
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Contact, FeatureRequest, Idea
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Verdict
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.promises import Commitment, Deal
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.scoring import allowed_effort
from seachange.planning.rules.vocabulary import Finish, Origin, OutputKind

MAKING = frozenset({"building", "built", "released"})
_PLANNED = frozenset({"ready", *MAKING})
_FAILED = frozenset({Finish.REFUTED, Finish.HARMED})
_UPKEEP = frozenset({OutputKind.FIX, OutputKind.DOCUMENT, OutputKind.SCALING})


def _kept(survey: Survey) -> Iterator[Output]:
    return (output for output in survey.plan.outputs if output.state != "removed")


def _name(output: Output) -> tuple[str, ...]:
    return quoted(output.name or output.text)


def _open_items(survey: Survey, output: Output) -> list[RoadmapItem]:
    items = survey.plan.of(RoadmapItem, output.id)
    return [item for item in items if item.output == output.id and item.is_open]


def output_without_hypothesis(survey: Survey) -> Iterator[Hit]:
    """Find outputs planned or made that no living hypothesis stands behind."""
    for output in survey.plan.outputs:
        items = _open_items(survey, output)
        if output.state not in _PLANNED and not items:
            continue
        hypotheses = survey.hypotheses_of(output)
        if all(h.state in DEAD for h in hypotheses):
            told = [f"{h.id} is {h.state}" for h in hypotheses] or ["no hypothesis"]
            where = [item.id for item in items] or [f"state {output.state}"]
            yield Hit(output.id, (*told, *where), mend=_as_hypothesis(survey, output))


def _as_hypothesis(survey: Survey, output: Output) -> str:
    name = output.name or output.text
    if not name:
        return ""
    outcome = next((survey.plan.get(Outcome, each) for each in survey.outcomes_of(output)), None)
    what = f"“{outcome.text}”" if outcome else "<outcome>"
    return (
        f"We believe {what} will move by <predicted change> because of “{name}”; worth it from "
        f"<smallest change>; we stop below <change> by <date>."
    )


def output_that_skipped_discovery(survey: Survey) -> Iterator[Hit]:
    """Find outputs being made whose idea nobody validated and nobody waived."""
    for output in survey.plan.outputs:
        if output.state not in MAKING or survey.is_validated(output):
            continue
        if not survey.is_waived("I-8", output.id, output.idea):
            yield Hit(output.id, (_state_of_idea(survey, output), f"state {output.state}"))


def _state_of_idea(survey: Survey, output: Output) -> str:
    idea = survey.plan.get(Idea, output.idea)
    return f"{idea.id} is {idea.state}" if idea else "no idea"


def output_dated_on_weak_evidence(survey: Survey) -> Iterator[Hit]:
    """Find outputs still to come that have a date and little behind them."""
    for output in survey.plan.outputs:
        dates = [output.due, *(item.due for item in _open_items(survey, output))]
        due = min((day for day in dates if day is not None), default=None)
        if output.is_out or due is None:
            continue
        earned, believed = confidence(survey, output), belief(survey, output)
        limits = survey.thresholds
        is_unlikely = believed is not None and believed < limits.date_belief
        if earned < limits.date_confidence or is_unlikely:
            decided = [f"due {due}", f"confidence {earned:.2f}"]
            decided += [f"belief {percent(believed)}"] if believed is not None else []
            yield Hit(output.id, tuple(decided))


def release_without_measurement(survey: Survey) -> Iterator[Hit]:
    """Find outputs released long ago after which nothing was measured."""
    for output in survey.plan.outputs:
        since = output.released_on
        is_over = survey.is_over(survey.thresholds.measure_days, since=since)
        if since is None or not output.is_out or not is_over:
            continue
        if not _was_measured(survey, output, since):
            days = (survey.as_of - since).days
            decided = (f"released {since}, {days} days ago", *survey.outcomes_of(output))
            yield Hit(output.id, decided)


def _was_measured(survey: Survey, output: Output, since: date) -> bool:
    if any(m.output == output.id for m in survey.plan.of(Measurement, output.id)):
        return True
    if any(survey.plan.of(Verdict, h.id) for h in survey.hypotheses_of(output)):
        return True
    outcomes = (survey.plan.get(Outcome, each) for each in survey.outcomes_of(output))
    last = [survey.latest(o, o.metric) for o in outcomes if o is not None]
    return any((seen_on(m) or date.min) > since for m in last if m is not None)


def failure_without_decision(survey: Survey) -> Iterator[Hit]:
    """Find verdicts of refuted or harmed that nothing was decided on."""
    for hypothesis in survey.plan.hypotheses:
        verdict = survey.verdict_of(hypothesis.id)
        if verdict is None or verdict.finish not in _FAILED:
            continue
        since = verdict.decided_on
        if not survey.is_over(survey.thresholds.decide_days, since=since):
            continue
        output = survey.plan.get(Output, hypothesis.output)
        idea = hypothesis.idea or (output.idea if output else None)
        records = (hypothesis.id, verdict.id, output.id if output else None, idea)
        after = [d for d in survey.decisions_about(*records) if _is_after(d.decided_on, since)]
        if not after:
            decided = (f"{verdict.id}: {verdict.finish.value} on {since}", hypothesis.id)
            yield Hit(output.id if output else hypothesis.id, decided)


def _is_after(day: date | None, since: date | None) -> bool:
    return day is None or since is None or day >= since


def output_leading_nowhere(survey: Survey) -> Iterator[Hit]:
    """Find outputs from which no path leads to an impact."""
    for output in _kept(survey):
        outcomes = survey.outcomes_of(output)
        if not survey.outcomes_with_impact.intersection(outcomes):
            broken = [f"{each} drives no impact" for each in outcomes] or ["no outcome"]
            yield Hit(output.id, (*broken, *_name(output)))


def output_without_real_problem(survey: Survey) -> Iterator[Hit]:
    """Find outputs without a problem that customers were seen to have."""
    for output in _kept(survey):
        problem = survey.problem_of(output)
        if problem is None:
            yield Hit(output.id, ("no problem", *_name(output)))
            continue
        evidence = survey.evidence_about(problem.id)
        is_seen = any(e.is_from_customers for e in evidence) or survey.plan.of(Contact, problem.id)
        if not is_seen:
            yield Hit(output.id, (problem.id, "no evidence from customers"))


def output_built_unheard(survey: Survey) -> Iterator[Hit]:
    """Find outputs that nobody spoke with a customer about before they were built."""
    for output in survey.plan.outputs:
        if not output.has_started:
            continue
        contacts = survey.contacts_of(output)
        started = output.building_started_on
        before = [c for c in contacts if _is_before(c.held_on, started)]
        if not before:
            began = f"building since {started}" if started else f"state {output.state}"
            late = [f"{c.id} on {c.held_on}" for c in contacts]
            yield Hit(output.id, (began, *(late or ["no contact"])))


def _is_before(day: date | None, started: date | None) -> bool:
    return started is None or (day is not None and day < started)


def pet_project(survey: Survey) -> Iterator[Hit]:
    """Find outputs an executive wished for that have only opinions behind them."""
    for output in _kept(survey):
        if output.origin is not Origin.EXECUTIVE:
            continue
        earned = confidence(survey, output)
        if earned <= survey.thresholds.opinion_confidence + 1e-9:
            yield Hit(output.id, ("origin: exec", f"confidence {earned:.2f}"))


def contract_feature(survey: Survey) -> Iterator[Hit]:
    """Find outputs from a deal that serve one customer and nothing else."""
    for output in _kept(survey):
        serves = survey.serves_vision(output) or bool(survey.outcomes_of(output))
        if is_custom(survey, output) and not serves:
            customers = sorted(customers_of(survey, output))
            yield Hit(output.id, ("origin: deal", *customers, "no outcome, no milestone"))


def is_custom(survey: Survey, output: Output) -> bool:
    """Tell whether an output came from a deal and is for one customer."""
    return output.origin is Origin.DEAL and len(customers_of(survey, output)) == 1


def customers_of(survey: Survey, output: Output) -> set[str]:
    """Return the customers who asked for an output, or were promised it."""
    found = set(output.customers)
    for request in survey.plan.of(FeatureRequest, output.id):
        found |= set(request.customers)
    for commitment in survey.plan.of(Commitment, output.id):
        deal = survey.plan.get(Deal, commitment.deal)
        found |= {deal.customer} if deal else set()
    return found


def output_nobody_uses(survey: Survey) -> Iterator[Hit]:
    """Find outputs that nobody buys or hardly anybody uses long after their launch."""
    for output in _kept(survey):
        launched = survey.launched_on(output)
        if not survey.is_over(survey.thresholds.buying_days, since=launched):
            continue
        users, eligible = output.active_users, output.eligible_users
        used = users / eligible if users is not None and eligible else None
        if output.buyers == 0:
            yield Hit(output.id, (f"launched {launched}", "0 buyers"))
        elif used is not None and used < survey.thresholds.use_share:
            yield Hit(output.id, (f"launched {launched}", f"{users:,} of {eligible:,} use it"))


def effort_ahead_of_confidence(survey: Survey) -> Iterator[Hit]:
    """Find outputs on which more was spent than their confidence of that time allows."""
    for output in survey.plan.outputs:
        spent = output.effort_spent_weeks
        if spent is None and output.state in {"built", "released", "measured", "kept", "iterated"}:
            spent = output.effort_weeks  # built: all of it was spent
        if spent is None:
            continue
        then = output.built_on or output.released_on or survey.as_of
        earned = confidence(survey, output, on=min(then, survey.as_of))
        allowed = allowed_effort(earned)
        if allowed is not None and spent > allowed:
            decided = (f"{spent:g} person-weeks spent", f"confidence {earned:.2f} on {then}")
            told = f"A confidence of {earned:.2g} allows {allowed:g} person-weeks."
            yield Hit(output.id, decided, told=told)


def upkeep_without_outcome(survey: Survey) -> Iterator[Hit]:
    """Find fixes, documents and scaling work without an outcome."""
    for output in _kept(survey):
        if output.output_kind in _UPKEEP and not survey.outcomes_of(output):
            yield Hit(output.id, (f"kind: {word_for(output.output_kind)}", *_name(output)))


CHECKS = (
    Check(
        id="OU01",
        severity=Severity.ERROR,
        message="Output stands on the roadmap without a hypothesis.",
        condition="An output is planned or made and has no hypothesis that is still alive.",
        why=(
            "Nobody has said what it should change, so nobody will know whether it did. It is "
            "work for the sake of work until somebody does."
        ),
        mend="Write what it should change, by how much and how we will know, or take it off.",
        look=output_without_hypothesis,
    ),
    Check(
        id="OU02",
        severity=Severity.ERROR,
        message="Skipped discovery.",
        condition="An output is being built though its idea is not validated nor waived.",
        why=(
            "Most ideas fail, and building is the dearest way to find out. Discovery is where "
            "that is found out cheaply."
        ),
        mend="Look at the four risks first, or have somebody sign a waiver with an expiry.",
        look=output_that_skipped_discovery,
    ),
    Check(
        id="OU03",
        severity=Severity.WARNING,
        message="Date promised on weak evidence.",
        condition="An output has a date and confidence below 3 or belief below one half.",
        why=(
            "A date turns a guess into a promise. When the guess fails, the promise is kept "
            "anyway and builds the wrong thing on time."
        ),
        mend="Promise the answer to a question by that date instead.",
        look=output_dated_on_weak_evidence,
    ),
    Check(
        id="OU04",
        severity=Severity.ERROR,
        message="The release was not measured.",
        condition="An output was released more than 45 days ago and nothing was measured.",
        why=(
            "Whether it worked is the only thing that mattered about it, and nobody looked. The "
            "next decision will be made as blindly."
        ),
        mend="Measure the outcome's rate before and after the release, and give a verdict.",
        look=release_without_measurement,
    ),
    Check(
        id="OU05",
        severity=Severity.ERROR,
        message="It did not work and nothing was decided.",
        condition="A verdict of refuted or harmed is 45 days old and nothing was decided.",
        why=(
            "What does not work costs upkeep and confuses people every day it stays. A verdict "
            "without a decision is measuring for show."
        ),
        mend="Decide to remove it, to try otherwise, or to keep it for a reason you can write.",
        look=failure_without_decision,
    ),
    Check(
        id="OU06",
        severity=Severity.WARNING,
        message="Made for the sake of making.",
        condition="No path leads from an output to an impact.",
        why=(
            "Nobody can say which result would be missing without it. It takes the place of "
            "something that matters."
        ),
        mend="Find the outcome it serves, or stop it.",
        look=output_leading_nowhere,
    ),
    Check(
        id="OU07",
        severity=Severity.WARNING,
        message="Is this a real problem?",
        condition="An output has no problem, or its problem has no evidence from customers.",
        why=(
            "A solution to a problem nobody has is the most common waste there is. Only those "
            "who have the problem can show it."
        ),
        mend="Link the problem and what customers did or said that shows it.",
        look=output_without_real_problem,
    ),
    Check(
        id="OU08",
        severity=Severity.WARNING,
        message="Built without speaking to customers.",
        condition="No contact with a customer was linked to an output before it was built.",
        why=(
            "Those who build would be guessing at the lives of people they never met. Five "
            "conversations find most of what is wrong with an idea."
        ),
        mend="Speak to five people who have the problem before going on.",
        look=output_built_unheard,
    ),
    Check(
        id="OU09",
        severity=Severity.WARNING,
        message="Pet project: only opinions behind it.",
        condition="An output wished for by an executive has nothing behind it but opinions.",
        why=(
            "Rank is not evidence, and nobody below will test the idea of somebody above unasked. "
            "Such work is seldom stopped, whatever it does."
        ),
        mend="Ask its sponsor which behaviour it should change, and test that cheaply.",
        look=pet_project,
    ),
    Check(
        id="OU10",
        severity=Severity.WARNING,
        message="Contract feature for one customer.",
        condition="An output from a deal serves one customer and neither vision nor outcome.",
        why=(
            "Everybody else pays for its upkeep and gets nothing from it. A few of these and the "
            "product is an agency's."
        ),
        mend="Find the need behind it that others share, or price it as a service.",
        look=contract_feature,
    ),
    Check(
        id="OU11",
        severity=Severity.WARNING,
        message="Built but nobody buys or uses it.",
        condition="60 days after launch nobody bought it or under 1 % of those eligible use it.",
        why=(
            "Nothing in it has reached anybody, so it has no value yet. Either it is the wrong "
            "thing or nobody was enabled to sell and explain it."
        ),
        mend="Find out which of the two it is: ask sellers first, then those who saw it.",
        look=output_nobody_uses,
        needs_events=True,
    ),
    Check(
        id="OU12",
        severity=Severity.WARNING,
        message="Investment ahead of confidence.",
        condition="More effort was spent than the confidence of that time allows.",
        why=(
            "Money should follow evidence in steps. What is spent ahead of it is lost in most "
            "cases, since most ideas fail."
        ),
        mend="Stop spending until the next cheap test has raised the confidence.",
        look=effort_ahead_of_confidence,
    ),
    Check(
        id="OU13",
        severity=Severity.INFO,
        message="These change behaviour too; say whose.",
        condition="A fix, document or scaling work names no outcome.",
        why=(
            "Better documents and fewer faults change what people do, or there is no reason for "
            "them. Without naming it they lose against every feature."
        ),
        mend="Say who will do what differently: call support less, finish more often.",
        look=upkeep_without_outcome,
    ),
)
