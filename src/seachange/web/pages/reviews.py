"""The pack of a review: what moved, what was learnt, what to decide, how healthy the work is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from seachange.errors import NotThere
from seachange.people.access import Viewer
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.agenda import Item, agenda
from seachange.planning.rules.indicators.build_trap import Sign
from seachange.planning.rules.indicators.health import PlanHealth, health
from seachange.planning.rules.indicators.of_plan import has_begun
from seachange.planning.rules.indicators.work import Window
from seachange.planning.rules.library import Lesson
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.discovery import Review
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.learning import Decision
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Kind
from seachange.report.health import told
from seachange.report.library import telling
from seachange.web.pages.checks import report_of
from seachange.web.pages.hypotheses import judged
from seachange.web.pages.library import programme_of
from seachange.web.pages.standings import Stand, stand_of

HALF_A_YEAR = timedelta(days=181)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days a review looks back on, and what they are called."""

    name: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The pack of a review; `review` is the one that is being held or was, if any.

    `seen` is the version of it that is shown, to be given back when it is closed.
    """

    review: Review | None
    seen: int
    span: Span
    spans: tuple[Span, ...]
    moved: tuple[Stand, ...]
    unmoved: tuple[Stand, ...]
    unknown: tuple[Stand, ...]
    impacts: tuple[Stand, ...]
    learnt: tuple[tuple[Lesson, str], ...]
    items: tuple[Item, ...]
    decided: tuple[Decision, ...]
    health: PlanHealth
    has_begun: bool
    figures: tuple[tuple[str, str, str], ...]
    most_signs: int
    held: tuple[Review, ...]
    may_hold: bool
    few: int = 20

    @property
    def is_cut(self) -> bool:
        """Whether more outcomes moved, or did not, than are shown."""
        return max(map(len, (self.moved, self.unmoved, self.unknown))) > self.few


def review_page(viewer: Viewer | None, *, cycle: str = "", record: str = "") -> ReviewPage:
    """Return the pack for a cycle, or for a review that is held or was held."""
    seen = version_of(record) if record else 0
    plan = snapshot(viewer)
    review = plan.get(Review, record) if record else None
    if record and review is None:
        raise NotThere(f"there is no review {record}"[:120])
    spans = _spans(plan)
    wanted = review.cycle if review else cycle
    span = next((each for each in spans if each.name == wanted), spans[0])
    stands = [stand_of(plan, each) for each in plan.outcomes if each.state != "draft"]
    until = min(span.ends, plan.as_of)
    counted = _health_in(plan)(until, (until - span.starts).days + 1)
    lessons = programme_of(plan).lessons
    return ReviewPage(
        review=review,
        seen=seen,
        span=span,
        spans=spans,
        moved=tuple(s for s in stands if s.moved.startswith(("towards", "away"))),
        unmoved=tuple(s for s in stands if s.moved == "not shown to have moved"),
        unknown=tuple(s for s in stands if not s.moved),
        impacts=tuple(stand_of(plan, each) for each in plan.impacts),
        learnt=tuple((e, _seen(e)) for e in lessons if _is_in(e.verdict.decided_on, span)),
        items=_agenda_of(plan),
        decided=plan.of(Decision, review.id) if review else (),
        health=counted,
        has_begun=has_begun(plan),
        figures=tuple((each.id, each.says, told(each)) for each in counted.figures),
        most_signs=len(Sign),
        held=plan.reviews,
        may_hold=viewer is not None and may(viewer.role, deed=Deed.CREATE, kind=Kind.REVIEW),
    )


def _seen(lesson: Lesson) -> str:
    """What was measured, and when: its verdict stands beside it already."""
    return telling.came_of(lesson)


@kept_per_plan
def _agenda_of(plan: Plan) -> tuple[Item, ...]:
    return agenda(plan, judged(plan), report_of(plan).findings)


@kept_per_plan
def _health_in(plan: Plan) -> Callable[[date, int], PlanHealth]:
    """Return what tells the health of a plan in so many days up to one, once for each such span."""
    return lru_cache(maxsize=16)(lambda ends, days: health(plan, Window(ends, days=days)))


def _spans(plan: Plan) -> tuple[Span, ...]:
    """Return the cycles that have begun, the latest first, and after them the last half year."""
    found = {
        each.cycle: Span(name=each.cycle, starts=each.cycle_starts, ends=each.cycle_ends)
        for each in plan.objectives
        if each.cycle and each.cycle_starts and each.cycle_ends
        # Nobody looks back on what is still to come.
        if each.cycle_starts <= plan.as_of
    }
    usual = Span(name="the last half year", starts=plan.as_of - HALF_A_YEAR, ends=plan.as_of)
    return (*sorted(found.values(), key=lambda span: span.ends, reverse=True), usual)


def _is_in(day: date | None, span: Span) -> bool:
    return day is not None and span.starts <= day <= span.ends
