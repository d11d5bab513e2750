"""What was counted of a plan's goals so far, as every page tells it: looked up, never counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from seachange import clock
from seachange.errors import SeachangeError
from seachange.evidence import kept
from seachange.evidence.models import AnswerState, EventSource, KeptAnswer
from seachange.evidence.reading_back import answer_from
from seachange.evidence.sources import last_day_of, source_in_use
from seachange.measure.answers import Answer, Estimate
from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.web import jobs
from seachange.web.goal_questions import NOW, question_of, questions

# A page asks of every goal; for so many seconds what was found for one holds for all.
HOLDS_FOR = 1.0


@dataclass(slots=True)
class _Held:
    """What was found of a plan's goals, and when: under which keys, of which events.

    `left` are the keys under which nothing was found yet, each with its goals.
    """

    at: float = float("-inf")
    events: str = ""
    left: dict[str, list[str]] = field(default_factory=dict)
    found: dict[str, Answer] = field(default_factory=dict)


def counted_of(plan: Plan) -> Mapping[str, Answer]:
    """Return the answers kept for the goals of a plan, by the goal's id; of a past day none.

    Those alone that tell a number. Nothing is counted for it.
    """
    if plan.as_of < clock.now().date():  # what is counted today says nothing of that day
        return {}
    held = _held(plan)
    if _goals(plan) and clock.seconds() - held.at >= HOLDS_FOR:
        held.at = clock.seconds()
        _look(plan, held)
    return held.found


@kept_per_plan
def _held(_: Plan) -> _Held:
    return _Held()


@kept_per_plan
def _goals(plan: Plan) -> tuple[tuple[Impact | Outcome, Metric], ...]:
    """Return the goals that a log can be asked of, each with its metric."""
    goals: tuple[Impact | Outcome, ...] = (*plan.outcomes, *plan.impacts)
    with_metrics = ((goal, plan.get(Metric, goal.metric)) for goal in goals)
    return tuple((goal, metric) for goal, metric in with_metrics if metric and question_of(metric))


def _look(plan: Plan, held: _Held) -> None:
    """Look for what was counted since the last look; an answer once kept does not change.

    What was not counted yet of these events, or of this plan, is begun beside the pages.
    """
    source = source_in_use()
    if source is None:
        held.events, held.left, held.found = "", {}, {}
        return
    day = clock.now().date() if source.address else ""
    events = f"{source.pk} {source.fingerprint} {day}"
    is_new = events != held.events
    if is_new:
        held.events, held.left, held.found = events, _keys(plan, source), {}
    ready = KeptAnswer.objects.filter(key__in=list(held.left), state=AnswerState.READY)
    for key, text in ready.values_list("key", "answer") if held.left else ():
        goals, told = held.left.pop(key, []), _read(text)
        if told is not None:
            held.found |= dict.fromkeys(goals, told)
    if is_new and held.left:
        jobs.enqueue("ahead", events)


def _keys(plan: Plan, source: EventSource) -> dict[str, list[str]]:
    """Return the names of the answers to what the goals ask of a source, each with its goals."""
    keys: dict[str, list[str]] = {}
    until = last_day_of(source)
    for goal, metric in _goals(plan):
        asked = questions(goal, metric, until=until)
        with suppress(SeachangeError):  # its own page says what is wrong with it
            key = kept.wanted(asked[NOW], source, kept.EVERYTHING).key
            keys.setdefault(key, []).append(goal.id)
    return keys


@lru_cache(maxsize=4096)
def _read(text: str) -> Answer | None:
    """Read a kept answer back, if it tells a number."""
    answer = answer_from(json.loads(text))
    return answer if isinstance(getattr(answer, "estimate", None), Estimate) else None
