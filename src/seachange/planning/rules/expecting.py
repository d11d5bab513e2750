"""What each party expects of the same thing, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.planning.rules.plan.discovery import Expectation
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record


@dataclass(frozen=True, kw_only=True)
class Gulf:
    """Two parties that expect different things of one record, or the same on different days.

    `days` is how far apart they expect it; None where one of them named no day.
    """

    about: Record
    one: Expectation
    other: Expectation
    days: int | None
    is_other_thing: bool


@dataclass(frozen=True, kw_only=True)
class Expected:
    """All that is expected of one record, and where parties differ."""

    about: Record
    expectations: tuple[Expectation, ...]
    gulfs: tuple[Gulf, ...]


def expected_of(plan: Plan) -> tuple[Expected, ...]:
    """Return what is expected of each record of a plan, the widest gulf first."""
    grouped: dict[str, list[Expectation]] = {}
    for each in plan.expectations:
        if each.about is not None and each.about in plan.by_id:
            grouped.setdefault(each.about, []).append(each)
    found = [
        Expected(
            about=plan.by_id[about],
            expectations=tuple(group),
            gulfs=tuple(_gulfs(plan.by_id[about], group)),
        )
        for about, group in grouped.items()
    ]
    return tuple(sorted(found, key=_widest, reverse=True))


def _gulfs(about: Record, group: list[Expectation]) -> list[Gulf]:
    gulfs = []
    for at, one in enumerate(group):
        for other in group[at + 1 :]:
            days = None
            if one.expected_on and other.expected_on:
                days = abs((one.expected_on - other.expected_on).days)
            other_thing = one.expected.strip().casefold() != other.expected.strip().casefold()
            if one.party != other.party and (days or other_thing):
                gulfs.append(
                    Gulf(about=about, one=one, other=other, days=days, is_other_thing=other_thing)
                )
    return gulfs


def _widest(expected: Expected) -> tuple[int, int]:
    days = [gulf.days for gulf in expected.gulfs if gulf.days is not None]
    return max(days, default=-1), len(expected.gulfs)
