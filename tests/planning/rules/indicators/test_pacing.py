"""Whether a goal is on its way: by what it has come, beside the time that has passed."""

from __future__ import annotations

from datetime import date

import pytest

from seachange.planning.rules.indicators.pacing import Course, pacing
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.standings import Standing
from seachange.planning.rules.vocabulary import Scale

BEGAN, HALF_WAY, DUE = date(2026, 1, 1), date(2026, 4, 1), date(2026, 6, 30)


def came(now: int, *, target: float | None = 0.5, before: int = 300):
    """A share of 1,000 people that began at 30 % and is to be at 50 %."""
    return Standing(
        record="OC1",
        title="",
        scale=Scale.RATE,
        before=Level(did=before, people=1000, starts=date(2025, 7, 1), ends=BEGAN),
        now=Level(did=now, people=1000),
        target=target,
    )


@pytest.mark.parametrize(
    ("now", "course"),
    [
        (400, Course.ON_PACE),
        (399, Course.BEHIND),
        (500, Course.REACHED),
        (299, Course.BEHIND),  # nobody could say that this is the wrong way
        (200, Course.AWAY),
    ],
)
def test_half_of_the_time_asks_for_half_of_the_way(now, course):
    assert pacing(came(now), by=DUE, as_of=HALF_WAY).course is course


def test_how_far_behind_is_told_in_the_metric_s_own_unit():
    told = pacing(came(350), by=DUE, as_of=HALF_WAY)
    assert told.elapsed == pytest.approx(0.5)
    assert told.behind == pytest.approx(0.40 - 0.35)


def test_less_of_it_is_behind_where_it_has_not_fallen_enough():
    falling = came(280, target=0.1)
    told = pacing(falling, by=DUE, as_of=HALF_WAY)
    assert (told.course, told.behind) == (Course.BEHIND, pytest.approx(0.28 - 0.20))


@pytest.mark.parametrize(
    ("standing", "by", "why"),
    [
        (came(400, target=None), DUE, "no target is set"),
        (came(400, target=0.3), DUE, "its target is its baseline"),
        (came(400), None, "nobody said from when to when"),
        (came(400), BEGAN, "nobody said from when to when"),
    ],
)
def test_a_pace_that_cannot_be_known_says_why(standing, by, why):
    told = pacing(standing, by=by, as_of=HALF_WAY)
    assert (told.course, told.why) == (Course.UNKNOWN, why)


def test_on_its_first_day_nothing_is_late():
    assert pacing(came(300), by=DUE, as_of=BEGAN).why == "no time has passed yet"
