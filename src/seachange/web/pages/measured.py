"""Where an outcome or impact stands by the events themselves: what was counted, without waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from seachange.evidence.reading_back import answer_from
from seachange.evidence.readings import level_of
from seachange.measure.answers import Answer, Estimate
from seachange.measure.statistics.proportions import difference_of
from seachange.people.access import Viewer
from seachange.planning.rules.indicators.pacing import pacing
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import document_in
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.standings import Standing
from seachange.report import words
from seachange.report.headline import waiting
from seachange.report.pictures.trend import Mark
from seachange.web.answers import Look, Shown, all_shown
from seachange.web.pages.standings import Goal, Stand, stand_of, sureness, unit_of

Json = dict[str, Any]

NOW, TREND, PARTED, NAMES = "now", "trend", "parted", "names"

# Whatever a question says of these, an outcome's own page says otherwise.
_OVER_TIME = {"share": "month", "score": "month", "duration": "month", "frequency": None}
_PARTS = frozenset({"share", "score", "duration", "frequency"})
MOST_PARTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What events say of a goal: since its baseline, month by month, and by a property.

    `stand` is by the events where they were counted, else by the plan's measurements; `pending`
    says who is too new to judge. Nothing is there for a metric that no log can be asked.
    """

    stand: Stand
    is_live: bool = False
    pending: str = ""
    now: Shown | None = None
    trend: Shown | None = None
    parted: Shown | None = None
    properties: tuple[str, ...] = ()


def question_of(metric: Metric | None) -> Json | None:
    """Return the question a metric asks of a log; none where it asks none."""
    return document_in(metric.question) if metric else None


def questions(goal: Goal, metric: Metric | None, *, by: str = "") -> dict[str, Json]:
    """Return what a goal's page asks of the events."""
    asked = question_of(metric)
    if asked is None:
        return {}
    out = {NOW: _since(asked, goal)}
    kind = str(asked.get("kind", ""))
    if _OVER_TIME.get(kind):
        out[TREND] = asked | {"trend": _OVER_TIME[kind]}
    if by and kind in _PARTS:
        out[PARTED] = out[NOW] | {"by": {"event": by, "most": MOST_PARTS}}
    return out


def _since(asked: Json, goal: Goal) -> Json:
    """The question over all that came after the baseline; one with a period of its own keeps it."""
    ends = goal.baseline.ends if goal.baseline else None
    if ends is None or ends == date.max or "from" in asked or "to" in asked:
        return asked
    return asked | {"from": (ends + timedelta(days=1)).isoformat()}


def measured(plan: Plan, goal: Goal, viewer: Viewer | None, *, by: str = "") -> Measured:
    """Return where a goal stands by the events, as far as they were counted already."""
    stand = stand_of(plan, goal)
    asked = questions(goal, stand.metric, by=by)
    if not asked:
        return Measured(stand=stand)
    marks = goal_marks(goal, stand)
    looks = {
        TREND: Look("Month by month", marks),
        PARTED: Look(f"By {by}", ()),
        NOW: Look("Since the baseline", ()),
    }
    asked[NAMES] = {"kind": "description"}
    held = all_shown(asked, viewer, looks=looks)
    answer = _answer(held[NOW])
    return Measured(
        stand=_by_events(plan, stand, answer) if answer else stand,
        is_live=answer is not None,
        pending=waiting(answer) if answer else "",
        now=held[NOW],
        trend=held.get(TREND),
        parted=held.get(PARTED),
        properties=tuple(_properties(held[NAMES])),
    )


def _answer(shown: Shown) -> Answer | None:
    if not shown.is_ready:
        return None
    answer = answer_from(shown.answer)
    return answer if isinstance(getattr(answer, "estimate", None), Estimate) else None


def _by_events(plan: Plan, stand: Stand, answer: Answer) -> Stand:
    """Put what was counted in the place of the last measurement, with the answer's own interval."""
    goal, estimate = stand.goal, getattr(answer, "estimate", None)
    ends = date.fromisoformat(answer.as_of[:10])
    starts = _first_day(answer, ends)
    version = stand.metric.version if stand.metric else 1
    level = level_of(answer, starts=starts, ends=ends, version=version)
    if not isinstance(level, Level) or not isinstance(estimate, Estimate):
        return stand
    standing = Standing(
        record=goal.id,
        title=title_of(goal),
        scale=stand.standing.scale if stand.standing else _scale(stand),
        before=goal.baseline,
        now=level,
        target=goal.target,
    )
    before = sureness(goal.baseline) if goal.baseline else None
    reading = Measurement(id="measured", metric=goal.metric or "-", level=level, measured_on=ends)
    return replace(
        stand,
        last=reading,
        standing=standing,
        pacing=pacing(standing, by=goal.by, as_of=plan.as_of),
        estimate=estimate,
        difference=difference_of(estimate, minus=before) if before else None,
    )


def _scale(stand: Stand) -> Any:
    return stand.metric.scale if stand.metric else None


def _first_day(answer: Answer, ends: date) -> date:
    told = answer.question.get("from")
    return min(date.fromisoformat(str(told)[:10]), ends) if told else ends


def goal_marks(goal: Goal, stand: Stand) -> tuple[Mark, ...]:
    """Return where a goal was and shall be, as marks on a picture over time."""
    return tuple(_marks(goal, stand))


def _marks(goal: Goal, stand: Stand) -> Iterator[Mark]:
    unit = unit_of(stand.metric)
    base = goal.baseline.level if goal.baseline else None
    if base is not None:
        yield Mark(base, f"baseline {words.quantity(base, unit)}", "base")
    if goal.target is not None:
        yield Mark(goal.target, f"target {words.quantity(goal.target, unit)}", "goal")


def _properties(shown: Shown) -> Iterator[str]:
    """Walk the properties one may part people by: those with few enough values."""
    for each in shown.answer.get("properties", ()) if shown.is_ready else ():
        if 1 < each.get("values", 0) <= MOST_VALUES:
            yield str(each["name"])


MOST_VALUES = 50
