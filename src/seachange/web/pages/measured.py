"""Where an outcome or impact stands by the events themselves: what was counted, without waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from seachange.evidence.reading_back import answer_from
from seachange.evidence.sources import last_day_of, source_in_use
from seachange.measure.answering.groups import NONE
from seachange.measure.answers import Answer, Estimate, Unknown
from seachange.people.access import Viewer
from seachange.planning.rules.plan.plan import Plan
from seachange.report import words
from seachange.report.headline import waiting
from seachange.report.pictures.trend import Mark
from seachange.web.answers import Look, Shown, State, all_shown
from seachange.web.goal_questions import NOW, PARTED, TREND, first_day, question_of, questions
from seachange.web.pages.parting import Json, properties_for
from seachange.web.pages.standings import Goal, Stand, by_events, stand_of, unit_of

NAMES = "names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What events say of a goal: as long as its baseline was, month by month, by a property.

    `stand` is by the events where they were counted, else by the plan's measurements; `since` is
    the first day that was counted; `pending` says who is too new to judge; `unknown` why the
    events give no number, though they were asked; `unparted` why a
    property parts nobody; while it `is_naming`, the `properties` people can be parted by are still
    being counted. Nothing is there for a metric that no log can be asked.
    """

    stand: Stand
    is_live: bool = False
    since: date | None = None
    pending: str = ""
    unknown: str = ""
    now: Shown | None = None
    trend: Shown | None = None
    parted: Shown | None = None
    unparted: str = ""
    properties: tuple[str, ...] = ()
    is_naming: bool = False


def measured(plan: Plan, goal: Goal, viewer: Viewer | None, *, by: str = "") -> Measured:
    """Return where a goal stands by the events, as far as they were counted already."""
    stand = stand_of(plan, goal)
    source = source_in_use()
    asked = questions(goal, stand.metric, until=last_day_of(source) if source else None, by=by)
    if not asked:
        return Measured(stand=stand)
    marks = goal_marks(goal, stand)
    looks = {
        TREND: Look("Month by month, since the first event", marks),
        NOW: Look("Where it stands now", ()),
    }
    asked[NAMES] = {"kind": "description"}
    parting = asked.pop(PARTED, None)
    held = all_shown(asked, viewer, looks=looks)
    answer = _answer(held[NOW])
    if parting is not None:
        day = first_day(asked[NOW])
        since = f"By {by}, since {day.day} {day:%B %Y}" if day else f"By {by}"
        if held[NOW].is_ready and answer is None:  # of those who came since, nobody can be judged
            since = f"By {by}, of all who ever came"
            parting = (question_of(stand.metric) or {}) | {"by": parting["by"]}
        held |= all_shown({PARTED: parting}, viewer, looks={PARTED: Look(since, ())})
    return Measured(
        stand=by_events(plan, stand, answer) if answer else stand,
        is_live=answer is not None,
        since=first_day(asked[NOW]),
        pending=waiting(answer) if answer else "",
        unknown=_unknown(held[NOW]),
        now=held[NOW],
        trend=held.get(TREND),
        parted=held.get(PARTED),
        unparted=_unparted(held.get(PARTED), by),
        properties=_properties(asked[NOW], held[NAMES]),
        is_naming=held[NAMES].state == State.WAITING,
    )


def _answer(shown: Shown) -> Answer | None:
    if not shown.is_ready:
        return None
    answer = answer_from(shown.answer)
    return answer if isinstance(getattr(answer, "estimate", None), Estimate) else None


def _unknown(shown: Shown) -> str:
    estimate = getattr(answer_from(shown.answer), "estimate", None) if shown.is_ready else None
    return estimate.why if isinstance(estimate, Unknown) else ""


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


def _unparted(shown: Shown | None, by: str) -> str:
    """Say why a property parts nobody: all have the same of it, or none has it."""
    parts = list(shown.answer.get("breakdown", ())) if shown and shown.is_ready else []
    if len(parts) != 1:
        return ""
    value = str(parts[0]["value"])
    if value == NONE:
        return f"Nobody who was counted came with “{by}”: it is told of other events alone."
    return f"Everybody who was counted came with the same “{by}”: {value}."


def _properties(asked: Json, described: Shown) -> tuple[str, ...]:
    return properties_for(asked, described.answer) if described.is_ready else ()
