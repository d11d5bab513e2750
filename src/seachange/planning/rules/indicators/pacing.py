"""Whether an outcome or impact will reach its target by its day, as it has moved so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from seachange.planning.rules.indicators.tallies import Unknown
from seachange.planning.rules.standings import Standing


class Course(StrEnum):
    """How something goes, beside how it should have gone by today."""

    REACHED = "target reached"
    ON_PACE = "on pace"
    BEHIND = "behind"
    AWAY = "moving the wrong way"
    UNKNOWN = "pace unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """The course of a goal; `behind` is how far it is from where it should be, in its unit.

    `elapsed` is the share of the time from its baseline to its day that has passed; `why` says
    why the course is unknown.
    """

    course: Course
    elapsed: float | None = None
    behind: float | None = None
    why: str = ""


def elapsed_of(*, since: date | None, by: date | None, as_of: date) -> float | Unknown:
    """Return the share of the time from one day to another that has passed, 0..1."""
    if since is None or by is None or by <= since:
        return Unknown("nobody said from when to when")
    return min(1.0, max(0.0, (as_of - since).days / (by - since).days))


def pacing(standing: Standing, *, by: date | None, as_of: date) -> Pacing:
    """Return the course of a goal: on pace is progress no less than the time passed (H21, H39).

    It moves the wrong way only where that is shown: its interval excludes no change.
    """
    since = standing.before.ends if standing.before else None
    elapsed = elapsed_of(since=since, by=by, as_of=as_of)
    progress = standing.progress
    if progress is None:
        return Pacing(course=Course.UNKNOWN, why=_why(standing))
    if progress >= 1:
        known = elapsed if isinstance(elapsed, float) else None
        return Pacing(course=Course.REACHED, elapsed=known)
    if isinstance(elapsed, Unknown):
        return Pacing(course=Course.UNKNOWN, why=elapsed.because)
    if progress < 0 and standing.has_moved:
        return Pacing(course=Course.AWAY, elapsed=elapsed, behind=_behind(standing, elapsed))
    if elapsed == 0:
        return Pacing(course=Course.UNKNOWN, elapsed=0.0, why="no time has passed yet")
    if progress >= elapsed:
        return Pacing(course=Course.ON_PACE, elapsed=elapsed)
    return Pacing(course=Course.BEHIND, elapsed=elapsed, behind=_behind(standing, elapsed))


def _behind(standing: Standing, elapsed: float) -> float:
    before = standing.before.level if standing.before else None
    way = (standing.target or 0.0) - (before or 0.0)
    return abs((elapsed - (standing.progress or 0.0)) * way)


def _why(standing: Standing) -> str:
    if standing.target is None:
        return "no target is set"
    if standing.before is None or standing.before.level is None:
        return "there is no baseline"
    return "its target is its baseline"
