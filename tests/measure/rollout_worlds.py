"""Made-up logs of a roll-out: segments whose people visit every day, and buy now and then."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.measure.logs import DAY, HOUR, ORIGIN
from tests.story import START

MINUTE = HOUR // 60
WEEK = (0.0, 0.02, 0.0, -0.02, 0.0, 0.06, 0.03)

Row = dict[str, Any]


def day(number: int) -> str:
    """Return the date of a day, from 0."""
    return (START.date() + timedelta(days=number)).isoformat()


def shop(
    *,
    days: int,
    segments: Sequence[str],
    people: int,
    released: Mapping[str, int],
    effect: float = 0.0,
    slope: float = 0.0,
    seed: int = 1,
) -> list[Row]:
    """Return visits, each by somebody else, and the purchases of about three in ten of them.

    All segments share the week's ups and downs; `slope` is how much more, a day, the
    segments of `released` buy anyway.
    """
    dice = random.Random(seed)
    rows: list[Row] = []
    for number in range(days):
        for place, segment in enumerate(segments):
            chance = 0.25 + WEEK[number % 7] + 0.01 * (place % 3)
            chance += slope * number if segment in released else 0.0
            chance += effect if number >= released.get(segment, days) else 0.0
            for person in range(people):
                when = ORIGIN + number * DAY + dice.randrange(1200) * MINUTE
                actor, held = f"{segment}-{number}-{person}", {"country": segment}
                rows.append({"actor": actor, "time": when, "event": "visit", "properties": held})
                if dice.random() < chance:
                    rows.append(
                        {
                            "actor": actor,
                            "time": when + 30 * MINUTE,
                            "event": "buy",
                            "properties": {"price": dice.choice((5, 10, 20))},
                        }
                    )
    last = ORIGIN + (days + 1) * DAY + 23 * HOUR
    rows.append({"actor": "clock", "time": last, "event": "end", "properties": {}})
    return rows


def bought(rows: Sequence[Row]) -> dict[tuple[str, int], tuple[int, int]]:
    """Return for each segment and day how many bought, of how many who visited."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for row in rows:
        if row["event"] not in ("visit", "buy"):
            continue
        segment, number, _ = row["actor"].split("-")
        did, of = found.get((segment, int(number)), (0, 0))
        is_visit = row["event"] == "visit"
        found[segment, int(number)] = (did + (not is_visit), of + is_visit)
    return found
