"""What a goal asks of the events: as long as its baseline was, month by month, by a property."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from seachange.errors import SeachangeError
from seachange.events.documents import Field
from seachange.planning.rules.horizons import end_of
from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.record import document_in
from seachange.planning.rules.plan.values import Level

Json = dict[str, Any]

NOW, TREND, PARTED = "now", "trend", "parted"

# Whatever a question says of these, an outcome's own page says otherwise.
_OVER_TIME = {"share": "month", "score": "month", "duration": "month", "frequency": None}
_PARTS = frozenset({"share", "score", "duration", "frequency"})
MOST_PARTS = 8


def question_of(metric: Metric | None) -> Json | None:
    """Return the question a metric asks of a log; none where it asks none."""
    return document_in(metric.question) if metric else None


def questions(
    goal: Impact | Outcome, metric: Metric | None, *, until: date | None, by: str = ""
) -> dict[str, Json]:
    """Return what a goal's page asks of the events, which end on the day `until`."""
    asked = question_of(metric)
    if asked is None:
        return {}
    out = {NOW: _now(asked, goal.baseline, until)}
    kind = str(asked.get("kind", ""))
    if _OVER_TIME.get(kind):
        out[TREND] = asked | {"trend": _OVER_TIME[kind]}
    if by and kind in _PARTS:
        out[PARTED] = out[NOW] | {"by": {"event": by, "most": MOST_PARTS}}
    return out


def _now(asked: Json, base: Level | None, until: date | None) -> Json:
    """The question over the last days, as many as the baseline had, and none of the baseline's.

    Who came later than one can be judged is waited for, so that much earlier it begins. A
    question with a period of its own keeps it; one where it is null has none.
    """
    ends = base.ends if base else None
    has_its_own = asked.get("from") is not None or asked.get("to") is not None
    if base is None or ends is None or ends == date.max or has_its_own:
        return asked
    begins = ends + timedelta(days=1)
    if base.starts and until and until >= begins:
        later = _as_long(base.starts, begins, until) - begins - _patience(asked)
        begins += max(later, timedelta(0))
    return asked | {"from": begins.isoformat()}


def _as_long(starts: date, ends: date, until: date) -> date:
    """Return the first of as many last days as lie from `starts` until before `ends`."""
    beyond = until + timedelta(days=1)
    months = 12 * (ends.year - starts.year) + ends.month - starts.month
    if starts.day == ends.day == 1 and months:
        return end_of(-months, beyond)
    return beyond - (ends - starts)


def _patience(asked: Json) -> timedelta:
    """Return for how long whoever came is watched before they count."""
    with suppress(SeachangeError):  # what is wrong with it is told where it is asked
        if asked.get("within") is not None:
            return Field(asked["within"], ("within",)).duration()
    return timedelta(0)


def first_day(asked: Json) -> date | None:
    """Return the day from which a question counts, where it names one."""
    told = str(asked.get("from", ""))[:10]
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
