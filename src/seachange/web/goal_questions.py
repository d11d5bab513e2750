"""What a goal asks of the events: since its baseline, month by month, and by a property."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.record import document_in

Json = dict[str, Any]

NOW, TREND, PARTED = "now", "trend", "parted"

# Whatever a question says of these, an outcome's own page says otherwise.
_OVER_TIME = {"share": "month", "score": "month", "duration": "month", "frequency": None}
_PARTS = frozenset({"share", "score", "duration", "frequency"})
MOST_PARTS = 8


def question_of(metric: Metric | None) -> Json | None:
    """Return the question a metric asks of a log; none where it asks none."""
    return document_in(metric.question) if metric else None


def questions(goal: Impact | Outcome, metric: Metric | None, *, by: str = "") -> dict[str, Json]:
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


def _since(asked: Json, goal: Impact | Outcome) -> Json:
    """The question over all that came after the baseline; one with a period of its own keeps it."""
    ends = goal.baseline.ends if goal.baseline else None
    if ends is None or ends == date.max or "from" in asked or "to" in asked:
        return asked
    return asked | {"from": (ends + timedelta(days=1)).isoformat()}


def first_day(asked: Json) -> date | None:
    """Return the day from which a question counts, where it names one."""
    told = str(asked.get("from", ""))[:10]
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
