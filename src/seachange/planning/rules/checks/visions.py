"""Checks of the vision: is there one, is it worked on, and can it be told?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.roadmap import (
    in_months,
    open_items,
    outcomes_of,
    serves_vision,
)
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, percent, quoted
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.intent import VisionMilestone
from seachange.planning.rules.plan.organisation import Department, FluencyCheck, Member
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import Function, Origin, Role, Source

_MONTHS_PER_HORIZON = 3
_ASKED = frozenset({Origin.CUSTOMER, Origin.DEAL, Origin.SALES, Origin.CUSTOMER_SUCCESS})


def no_vision(survey: Survey) -> Iterator[Hit]:
    """Find a plan without a live vision."""
    if not any(vision.state == "live" for vision in survey.plan.visions):
        drafts = tuple(f"{v.id} is {v.state}" for v in survey.plan.visions)
        yield Hit("", drafts or ("no vision",))


def item_serving_nothing(survey: Survey) -> Iterator[Hit]:
    """Find items that serve neither the vision nor a need of today that somebody justified."""
    for item in open_items(survey):
        if not serves_vision(survey, item) and not _serves_today(survey, item):
            source = f"source: {item.source.value}" if item.source else "no source"
            yield Hit(item.id, (source, *quoted(item.title or item.name)))


def _serves_today(survey: Survey, item: RoadmapItem) -> bool:
    if item.near_term_reason.strip() or item.is_legal_date or item.source is Source.OBLIGATION:
        return True
    request = survey.plan.get(FeatureRequest, item.feature_request)
    if request is not None and request.need.strip():
        return True
    return bool(survey.outcomes_with_impact.intersection(outcomes_of(survey, item)))


def drifting(survey: Survey) -> Iterator[Hit]:
    """Find a share of requested work that grew period after period.

    A period is as long as that between reviews, the last one ending on the day of the check;
    work belongs to the period in which it was begun. A period without work tells nothing.
    """
    rises = survey.thresholds.rising_periods
    shares = [_asked_share(survey, back) for back in range(rises, -1, -1)]
    known = [share for share in shares if share is not None]
    if len(known) == len(shares) and all(b > a + 1e-12 for a, b in pairwise(known)):
        yield Hit("", tuple(percent(share) for share in known))


def _asked_share(survey: Survey, back: int) -> float | None:
    length = timedelta(days=survey.thresholds.review_days)
    ends = survey.as_of - back * length
    begun = [
        output
        for output in survey.plan.outputs
        if output.building_started_on and ends - length < output.building_started_on <= ends
    ]
    total = sum(output.effort_weeks or 0.0 for output in begun)
    asked = sum(output.effort_weeks or 0.0 for output in begun if output.origin in _ASKED)
    return asked / total if total else None


def sellers_not_fluent(survey: Survey) -> Iterator[Hit]:
    """Find a sales force too few of whom hold a valid pass."""
    sellers = [m for m in survey.plan.members if m.is_active and _sells(survey, m)]
    fluent = {m.id for m in sellers if _is_fluent(survey, m)}
    if sellers and len(fluent) / len(sellers) < survey.thresholds.fluent_share:
        missing = [m.id for m in sellers if m.id not in fluent]
        told = f"{len(fluent)} of {len(sellers)} can."
        yield Hit("", tuple(missing), told=told)


def _sells(survey: Survey, member: Member) -> bool:
    department = survey.plan.get(Department, member.department)
    return member.role is Role.SALES or (
        department is not None and department.function is Function.SALES
    )


def _is_fluent(survey: Survey, member: Member) -> bool:
    checks = [c for c in survey.plan.of(FluencyCheck, member.id) if c.member == member.id]
    seen = [c for c in checks if c.checked_on is None or c.checked_on <= survey.as_of]
    if not seen:
        return False
    last = max(seen, key=lambda c: (c.checked_on is not None, c.checked_on, c.id))
    return last.standing(survey.as_of) == "pass"


def claim_without_label(survey: Survey) -> Iterator[Hit]:
    """Find published claims that do not say whether what they speak of exists."""
    for positioning in survey.plan.positionings:
        bare = [
            claim.text
            for claim in positioning.claims
            if claim.maturity is None and (claim.published_on or positioning.state == "live")
        ]
        if bare:
            yield Hit(positioning.id, quoted(*bare))


def milestone_slipped(survey: Survey) -> Iterator[Hit]:
    """Find milestones not reached whose date moved, or passed, by a horizon or more."""
    for milestone in survey.plan.milestones:
        first = min((d for d in (*milestone.earlier_due, milestone.due) if d), default=None)
        if milestone.reached_on is not None or first is None:
            continue
        now = max(
            milestone.due or survey.as_of, survey.as_of if _is_past(survey, milestone) else first
        )
        if now >= in_months(first, _MONTHS_PER_HORIZON):
            decided = (f"first due {first}", f"now {now}", *quoted(milestone.text))
            yield Hit(milestone.id, decided)


def _is_past(survey: Survey, milestone: VisionMilestone) -> bool:
    return milestone.due is not None and milestone.due < survey.as_of


CHECKS = (
    Check(
        id="VI01",
        severity=Severity.WARNING,
        message="No vision to serve.",
        condition="There is no live vision.",
        why=(
            "Without a place to go, every request is as good as any other. Teams optimise what "
            "happens to be there."
        ),
        mend="Write from what to what the world of your customers changes, and why now.",
        look=no_vision,
    ),
    Check(
        id="VI02",
        severity=Severity.WARNING,
        message="Serves neither today nor tomorrow.",
        condition="An item has neither a link to the vision nor a justified need of today.",
        why=(
            "It neither helps somebody now nor builds what is to come. Work like that is there "
            "because it was always there."
        ),
        mend="Name the outcome, need or obligation it serves, or drop it.",
        look=item_serving_nothing,
    ),
    Check(
        id="VI03",
        severity=Severity.WARNING,
        message="Drifting from vision to today's asks.",
        condition="The share of requests in the effort rose three periods running.",
        why=(
            "Each step is small and nobody decided it. After a few of them the vision is a poster."
        ),
        mend="Set next period's budget for requests before hearing them.",
        look=drifting,
    ),
    Check(
        id="VI04",
        severity=Severity.WARNING,
        message="Sales cannot yet tell the story.",
        condition="Fewer than 80 % of the sellers hold a valid pass.",
        why=(
            "Customers hear the vision from sellers or not at all. A seller who cannot tell it "
            "sells on price and promises."
        ),
        mend="Train and check those without a pass.",
        look=sellers_not_fluent,
    ),
    Check(
        id="VI05",
        severity=Severity.ERROR,
        message="Say whether it exists.",
        condition="A published claim has no maturity label.",
        why=(
            "A reader takes every claim for something they can have today. The first who cannot "
            "will call it a lie."
        ),
        mend="Label each claim: available, committed, in discovery, or vision.",
        look=claim_without_label,
    ),
    Check(
        id="VI06",
        severity=Severity.WARNING,
        message="Tempo lost.",
        condition="A milestone of the vision slipped by a horizon or more.",
        why=(
            "Milestones set the pace at which the organisation changes. When they slip by a "
            "quarter, today's work has won."
        ),
        mend="Find what displaced it, and decide openly which of the two matters more.",
        look=milestone_slipped,
    ),
)
