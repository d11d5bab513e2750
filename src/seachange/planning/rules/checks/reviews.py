"""Checks of reviews: are they held together, and do they ever stop anything?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.plan.discovery import Review
from seachange.planning.rules.plan.learning import Decision
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.vocabulary import Choice

_STOPPING = frozenset({Choice.STOP, Choice.KILL, Choice.REMOVE})


def _held(survey: Survey) -> list[Review]:
    """Return the reviews held, the latest first."""
    held = [review for review in survey.plan.reviews if review.state == "held"]
    return sorted(held, key=lambda r: (r.held_on or date.min, r.id), reverse=True)


def review_not_held_together(survey: Survey) -> Iterator[Hit]:
    """Find cycles under way without a review, and shared outcomes seen by one owner alone."""
    yield from _cycles_without_review(survey)
    latest: dict[str, Review] = {}
    for review in _held(survey):
        for each in review.outcomes:
            latest.setdefault(each, review)
    for outcome in survey.plan.outcomes:
        seen_in = latest.get(outcome.id)
        if seen_in is None or len(outcome.owners) < 2:
            continue
        there = _teams_at(survey, seen_in).intersection(outcome.owners)
        if len(there) < 2:
            missing = [f"{owner} was not there" for owner in outcome.owners if owner not in there]
            yield Hit(outcome.id, (seen_in.id, *missing))


def _cycles_without_review(survey: Survey) -> Iterator[Hit]:
    reviewed = {review.cycle for review in _held(survey)}
    begun: dict[str, str] = {}
    for objective in survey.plan.objectives:
        starts = objective.cycle_starts
        is_time = starts is None or survey.is_over(survey.thresholds.review_days, since=starts)
        if objective.cycle and objective.state == "committed" and is_time:
            begun.setdefault(objective.cycle, objective.id)
    for cycle, objective_id in sorted(begun.items()):
        if cycle not in reviewed:
            yield Hit(objective_id, (f"cycle {cycle}", "no review held"))


def _teams_at(survey: Survey, review: Review) -> set[str]:
    members = (survey.plan.get(Member, each) for each in review.participants)
    return set(review.teams) | {team for m in members if m is not None for team in m.teams}


def nothing_ever_stopped(survey: Survey) -> Iterator[Hit]:
    """Find a long row of reviews none of which decided to stop anything."""
    last = _held(survey)[: survey.thresholds.reviews_without_stop]
    if len(last) < survey.thresholds.reviews_without_stop:
        return
    decisions = [d for review in last for d in survey.plan.of(Decision, review.id)]
    if not any(decision.choice in _STOPPING for decision in decisions):
        told = f"{len(last)} reviews, {len(decisions)} decisions, none to stop"
        yield Hit("", (told, last[-1].id, last[0].id))


CHECKS = (
    Check(
        id="RV01",
        severity=Severity.WARNING,
        message="Hold the review together.",
        condition="A cycle has no review, or a shared outcome was reviewed by one owner only.",
        why=(
            "A plan nobody looks at together is several plans. What one owner learns the others "
            "do not."
        ),
        mend="Invite every owner, and look at the same numbers in one room.",
        look=review_not_held_together,
    ),
    Check(
        id="RV02",
        severity=Severity.INFO,
        message="Nothing is ever stopped.",
        condition="The last 10 reviews decided to stop nothing.",
        why=(
            "Most ideas fail, so reviews that stop nothing are not looking. What should have been "
            "stopped still takes people."
        ),
        mend="Ask in the next review: which of these would we not start again today?",
        look=nothing_ever_stopped,
    ),
)
