"""Checks of the roadmap: what it holds at each horizon, how sure, from where, and for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, percent, quoted, spoken
from seachange.planning.rules.checks.weight import confidence
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import LearningQuestion, Problem
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.vocabulary import (
    HORIZONS,
    Function,
    Precision,
    RoadmapKind,
    Source,
)

_MOST_CONFIDENCE = 10.0
_FEWEST_ALIKE = 3  # of one or two items nothing can be said
_SELLERS = (Function.SALES, Function.CUSTOMER_SUCCESS)
_ASKED = frozenset({Source.REQUEST, Source.DEAL})


def open_items(survey: Survey) -> list[RoadmapItem]:
    """Return the items that still lie ahead."""
    return [item for item in survey.plan.roadmap if item.is_open]


def _title(item: RoadmapItem) -> tuple[str, ...]:
    return quoted(item.title or item.name) or ((item.subject,) if item.subject else ())


def roadmap_of_ninety_days(survey: Survey) -> Iterator[Hit]:
    """Find a roadmap that ends after the nearest horizon."""
    items = open_items(survey)
    furthest = max((item.horizon for item in items), default=None)
    if furthest is not None and furthest <= survey.thresholds.near_months:
        yield Hit("", (f"furthest horizon: {furthest} months", f"{len(items)} items"))


def empty_horizon(survey: Survey) -> Iterator[Hit]:
    """Find horizons that hold nothing."""
    held = {item.horizon for item in open_items(survey)}
    for horizon in HORIZONS:
        if horizon not in held:
            yield Hit("", (f"0 items at {horizon} months",), fills=(("horizon", str(horizon)),))


def roadmap_of_features(survey: Survey) -> Iterator[Hit]:
    """Find a roadmap that is mostly outputs."""
    items = open_items(survey)
    outputs = [item.id for item in items if item.item_kind is RoadmapKind.OUTPUT]
    if items and len(outputs) / len(items) > survey.thresholds.output_share:
        told = f"{len(outputs)} of {len(items)} items are outputs."
        yield Hit("", tuple(outputs), told=told)


def item_without_learning(survey: Survey) -> Iterator[Hit]:
    """Find items without question, hypothesis or outcome; a milestone of the vision needs none."""
    for item in open_items(survey):
        if item.item_kind is RoadmapKind.MILESTONE:
            continue
        if item.question or item.hypothesis or outcomes_of(survey, item):
            continue
        output = survey.plan.get(Output, item.output)
        if output is None or not survey.hypotheses_of(output):
            yield Hit(item.id, (f"kind: {word_for(item.item_kind)}", *_title(item)))


def outcomes_of(survey: Survey, item: RoadmapItem) -> list[str]:
    """Return the ids of the outcomes an item is about, told in whichever way."""
    question = survey.plan.get(LearningQuestion, item.question)
    hypothesis = survey.plan.get(Hypothesis, item.hypothesis)
    problem = survey.plan.get(Problem, item.problem)
    output = survey.plan.get(Output, item.output)
    told = [
        item.outcome,
        question.outcome if question else None,
        hypothesis.outcome if hypothesis else None,
        problem.outcome if problem else None,
        *(survey.outcomes_of(output) if output else ()),
    ]
    return list(dict.fromkeys(each for each in told if each))


def date_too_precise(survey: Survey) -> Iterator[Hit]:
    """Find dates finer than their distance allows; a day set by law is known."""
    limits = survey.thresholds
    finest = {
        Precision.DAY: limits.day_months,
        Precision.MONTH: limits.month_months,
        Precision.QUARTER: 12,
    }
    for item in open_items(survey):
        if item.due is None or item.is_legal_date:
            continue
        precision = item.precision or Precision.DAY
        months = finest.get(precision)
        if months is not None and item.due > in_months(survey.as_of, months):
            decided = (f"due {item.due}", f"precise to the {precision.value}")
            yield Hit(
                item.id, (*decided, *_title(item)), mend=_coarser(item.due, limits.month_months)
            )


def _coarser(due: date, months: int) -> str:
    quarter = f"Q{(due.month + 2) // 3} {due.year}"
    return f"Say “{quarter}” instead, or {due:%B %Y} once it is {months} months away."


def in_months(day: date, months: int) -> date:
    """Return the day so many months later, the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, 28))


def item_without_uncertainty(survey: Survey) -> Iterator[Hit]:
    """Find items that tell neither how sure they are nor within which range.

    How sure an output or a hypothesis is follows from the evidence on it, where there is any.
    """
    for item in open_items(survey):
        has_range = item.earliest is not None and item.latest is not None
        if item.confidence is None and not has_range and not _earned(survey, item):
            yield Hit(item.id, ("no evidence, no range", *_title(item)))


def _earned(survey: Survey, item: RoadmapItem) -> float:
    subject = survey.plan.by_id.get(item.subject or "")
    if isinstance(subject, Hypothesis | Output):
        return confidence(survey, subject)
    return 0.0


def confidence_like_fiction(survey: Survey) -> Iterator[Hit]:
    """Find roadmaps on which nearly everything is equally sure, or perfectly so."""
    items = open_items(survey)
    told = Counter(item.confidence for item in items if item.confidence is not None)
    if len(items) < _FEWEST_ALIKE or not told:
        return
    value, alike = told.most_common(1)[0]
    alike = max(alike, told[_MOST_CONFIDENCE])
    if alike / len(items) >= survey.thresholds.same_confidence_share:
        counted = f"{alike} of {len(items)} items carry {value:g}"
        yield Hit("", (counted, *(i.id for i in items if i.confidence == value)))


def item_with_third_date(survey: Survey) -> Iterator[Hit]:
    """Find items moved later twice or more."""
    for item in open_items(survey):
        dates = [*item.earlier_due, *([item.due] if item.due else [])]
        slips = sum(after > before for before, after in pairwise(dates))
        if slips >= survey.thresholds.slips:
            yield Hit(item.id, tuple(str(day) for day in dates))


def outcome_without_plan(survey: Survey) -> Iterator[Hit]:
    """Find active outcomes that no item of the roadmap is about."""
    planned = {outcome for item in open_items(survey) for outcome in outcomes_of(survey, item)}
    for outcome in survey.plan.outcomes:
        if outcome.state == "active" and outcome.id not in planned:
            yield Hit(outcome.id, quoted(outcome.text))


def _effort(survey: Survey, item: RoadmapItem) -> float:
    """Return an item's person-weeks: its own, or those of the output it is about."""
    if item.effort_weeks is not None:
        return item.effort_weeks
    hypothesis = survey.plan.get(Hypothesis, item.hypothesis)
    about = item.output or (hypothesis.output if hypothesis else None)
    output = survey.plan.get(Output, about)
    return (output.effort_weeks if output else None) or 0.0


def requests_over_budget(survey: Survey) -> Iterator[Hit]:
    """Find near-term work of which requests and deals take more than their budget."""
    near = [item for item in open_items(survey) if item.state in {"now", "next"}]
    asked = [item for item in near if item.source in _ASKED]
    total, taken = sum(_effort(survey, i) for i in near), sum(_effort(survey, i) for i in asked)
    if total > 0 and taken / total > survey.thresholds.request_budget:
        told = f"They take {taken:g} of {total:g} person-weeks ({percent(taken / total)})."
        yield Hit("", tuple(item.id for item in asked), told=told)


def vision_below_floor(survey: Survey) -> Iterator[Hit]:
    """Find roadmaps of which the vision gets less than its floor."""
    items = open_items(survey)
    total = sum(_effort(survey, item) for item in items)
    serving = [item for item in items if serves_vision(survey, item)]
    given = sum(_effort(survey, item) for item in serving)
    if total > 0 and given / total < survey.thresholds.vision_floor:
        told = f"It gets {given:g} of {total:g} person-weeks ({percent(given / total)})."
        yield Hit("", tuple(item.id for item in serving) or ("no item",), told=told)


def serves_vision(survey: Survey, item: RoadmapItem) -> bool:
    """Tell whether an item is tied to the vision or a milestone of it."""
    output = survey.plan.get(Output, item.output)
    is_tied = item.source is Source.VISION or item.milestone is not None
    return is_tied or (output is not None and survey.serves_vision(output))


def roadmap_hidden_from_sellers(survey: Survey) -> Iterator[Hit]:
    """Find a roadmap no view of which is for sales, or for customer success."""
    if not open_items(survey):
        return
    shown_to = {f for view in survey.plan.roadmap_views for f in view.audience}
    shown_to |= {f for item in open_items(survey) for f in item.audience}
    hidden = [function for function in _SELLERS if function not in shown_to]
    if hidden:
        audience = ", ".join(sorted(map(spoken, shown_to))) or "nobody"
        yield Hit("", (*(f"not for {spoken(f)}" for f in hidden), f"audience: {audience}"))


def answer_without_consequence(survey: Survey) -> Iterator[Hit]:
    """Find items whose question was answered and that were not changed since."""
    for item in open_items(survey):
        question = survey.plan.get(LearningQuestion, item.question)
        if question is None or question.state != "answered":
            continue
        changed, answered = item.changed_on, question.answered_on
        if changed is None or (answered is not None and changed < answered):
            decided = (f"{question.id} answered {answered or ''}".strip(), *quoted(question.answer))
            yield Hit(item.id, decided)


CHECKS = (
    Check(
        id="RM01",
        severity=Severity.WARNING,
        message="Roadmap only covers 90 days.",
        condition="Nothing on the roadmap lies beyond 3 months.",
        why=(
            "Who plans only the next quarter leaves the year to whoever asks loudest. Sellers and "
            "customers have nothing to believe in."
        ),
        mend="Add outcomes and questions at 6 and 9, and a milestone of the vision at 12 months.",
        look=roadmap_of_ninety_days,
    ),
    Check(
        id="RM02",
        severity=Severity.WARNING,
        message="Nothing at {horizon} months.",
        condition="One of 3, 6, 9 and 12 months holds nothing.",
        why=(
            "A gap in the horizons is a time nobody has thought about. It will be filled with "
            "requests."
        ),
        mend="Put the question there that must be answered by then, or the outcome to reach.",
        look=empty_horizon,
    ),
    Check(
        id="RM03",
        severity=Severity.ERROR,
        message="A list of features.",
        condition="More than half of the items are outputs.",
        why=(
            "A list of features promises solutions before the problems are understood. It can "
            "only be delivered or slip; it cannot be learned from."
        ),
        mend="Replace outputs by the outcomes they serve or the questions they should answer.",
        look=roadmap_of_features,
    ),
    Check(
        id="RM04",
        severity=Severity.WARNING,
        message="Nothing to learn here.",
        condition="An item has neither a question nor a hypothesis nor an outcome.",
        why=(
            "An item from which nothing can be learned is a chore or a promise. Nobody will know "
            "whether it was worth its place."
        ),
        mend="Write beside it the question it answers or the outcome it should move.",
        look=item_without_learning,
    ),
    Check(
        id="RM05",
        severity=Severity.WARNING,
        message="More precise than anyone can know.",
        condition="A date is finer than its horizon allows: day, then month, then quarter.",
        why=(
            "A day named for next winter is invented. Others will plan on it as if it were known."
        ),
        mend="Name a month up to six months ahead, and a quarter beyond.",
        look=date_too_precise,
    ),
    Check(
        id="RM06",
        severity=Severity.WARNING,
        message="Uncertainty is hidden.",
        condition="An item has neither a range nor evidence on what it is about.",
        why=(
            "Some items are nearly sure and some are guesses, and the reader cannot tell them "
            "apart. They will trust the wrong ones."
        ),
        mend="Give the range in which it may come; how sure it is follows from the evidence.",
        look=item_without_uncertainty,
    ),
    Check(
        id="RM07",
        severity=Severity.WARNING,
        message="Looks like fiction.",
        condition="80 % of the items claim the same confidence, or the highest there is.",
        why=(
            "Nobody is equally sure of everything. Such figures were filled in because the form "
            "asked for them."
        ),
        mend="Let the evidence say it: compute the confidence instead of typing it.",
        look=confidence_like_fiction,
    ),
    Check(
        id="RM08",
        severity=Severity.INFO,
        message="Third date; stop promising, start asking.",
        condition="An item slipped at least twice.",
        why=(
            "What slips twice is not late; it is not understood. A third date will be no better "
            "than the first two."
        ),
        mend="Put the question in its place that keeps it from being finished.",
        look=item_with_third_date,
    ),
    Check(
        id="RM09",
        severity=Severity.WARNING,
        message="Outcome has no plan.",
        condition="An active outcome has no item on the roadmap.",
        why=(
            "An outcome without a place on the roadmap is a wish. The time of the teams goes to "
            "what is on it."
        ),
        mend="Put the outcome on the roadmap, or what must be learned to move it.",
        look=outcome_without_plan,
    ),
    Check(
        id="RM10",
        severity=Severity.WARNING,
        message="Customer and prospect requests crowd out the rest.",
        condition="Near-term requests take more than 25 % of the effort.",
        why=(
            "Each request is reasonable; together they are somebody else's plan. What no "
            "customer asks for yet is never built."
        ),
        mend="Keep the most critical few, and tell the others why not.",
        look=requests_over_budget,
    ),
    Check(
        id="RM11",
        severity=Severity.WARNING,
        message="The category is not being built.",
        condition="Work for the vision takes less than 20 % of the effort.",
        why=(
            "The future that sets you apart comes only if somebody works on it. Below a fifth of "
            "the effort it never arrives."
        ),
        mend="Give the next milestone of the vision people of its own.",
        look=vision_below_floor,
    ),
    Check(
        id="RM12",
        severity=Severity.ERROR,
        message="Hiding the roadmap from sellers is the tell-tale sign.",
        condition="Sales or customer success is in the audience of no view of the roadmap.",
        why=(
            "Who hides the roadmap from those who sell knows that it would be sold as a promise. "
            "Sellers who know nothing of what is coming invent it."
        ),
        mend="Give sales and customer success a view with maturity labels.",
        look=roadmap_hidden_from_sellers,
    ),
    Check(
        id="RM13",
        severity=Severity.INFO,
        message="You know the answer; update the plan.",
        condition="A question is answered and the item that asked it did not change.",
        why=(
            "An answer that changes nothing was not worth asking for. The plan still waits for "
            "what is already known."
        ),
        mend="Close the item, or replace it by what the answer asks for.",
        look=answer_without_consequence,
    ),
)
