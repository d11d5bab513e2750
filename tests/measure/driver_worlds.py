"""A small world with one booster and one blocker in it, as rows of events."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.measure.logs import ORIGIN

HOUR = 3_600_000_000
DAY = 24 * HOUR
HARMLESS = ("browse", "search", "help", "settings", "share", "export", "filter", "invite")
RATES = {**dict.fromkeys(HARMLESS, 0.05), "helps": 0.03, "harms": 0.03}
WITHIN = "4 days"
QUESTION = {"kind": "drivers", "step": "enter", "target": "succeed", "within": WITHIN}
LATE = ORIGIN + 60 * DAY

Row = dict[str, Any]


def world(*, people: int = 600, seed: int = 1, platforms: bool = False) -> list[Row]:
    """Live 48 hours of people who enter over three weeks; `helps` helps and `harms` harms.

    Everybody is active by a temper of their own; an hour's events come at odd minutes.
    """
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for person in range(people):
        temper = float(np.exp(rng.normal(0, 0.5)))
        entered = ORIGIN + int(rng.integers(0, 21 * DAY // 1000)) * 1000
        platform = "mobile" if rng.random() < 0.4 else "desktop"
        properties = {"platform": platform} if platforms else {}
        rows.append(_row(person, entered, "enter", properties))
        done: set[str] = set()
        hits = rng.random((48, len(RATES))) < np.array(list(RATES.values())) * temper
        for hour in range(48):
            for which in np.flatnonzero(hits[hour]).tolist():
                name = tuple(RATES)[which]
                at = entered + hour * HOUR + int(rng.integers(1, HOUR // 2))
                rows.append(_row(person, at, name, properties))
                done.add(name)
            odds = 0.02 * (3.5 if "helps" in done else 1) * (0.2 if "harms" in done else 1)
            if rng.random() < odds:
                at = entered + hour * HOUR + int(rng.integers(HOUR // 2 + 1, HOUR))
                rows.append(_row(person, at, "succeed", properties))
                break
            if rng.random() < 0.02:
                break
    return rows


def _row(person: int, time: int, event: str, properties: dict[str, Any]) -> Row:
    return {"actor": f"p{person}", "time": time, "event": event, "properties": properties}


def surveyed(*, people: int = 600, seed: int = 1) -> list[Row]:
    """Live two days of people who all are asked on the third; `helps` adds two points of ten,
    `harms` takes two off, and six of ten answer.
    """
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for person in range(people):
        temper = float(np.exp(rng.normal(0, 0.5)))
        entered = ORIGIN + int(rng.integers(0, 21 * DAY // 1000)) * 1000
        rows.append(_row(person, entered, "enter", {}))
        score = 5 + rng.normal(0, 1.5) + 0.5 * np.log(temper)
        for name, rate in (*((n, 0.06) for n in HARMLESS), ("helps", 0.006), ("harms", 0.006)):
            hours = np.flatnonzero(rng.random(48) < rate * temper)
            score += {"helps": 2, "harms": -2}.get(name, 0) * (hours.size > 0)
            for hour in hours.tolist():
                at = entered + hour * HOUR + int(rng.integers(1, HOUR))
                rows.append(_row(person, at, name, {}))
        rows.append(_row(person, entered + 3 * DAY, "asked", {}))
        if rng.random() < 0.6:
            given = {"stars": round(min(max(score, 0), 10))}
            rows.append(_row(person, entered + 3 * DAY + HOUR, "rated", given))
    return rows


def parted(*, people: int = 1600, seed: int = 1) -> list[Row]:
    """Live the world of `world` twice: `helps` does nothing at all for those on mobile."""
    there = world(people=people // 2, seed=seed)
    idle = [
        {**row, "actor": f"m{row['actor']}", "event": HELPLESS.get(row["event"], row["event"])}
        for row in world(people=people // 2, seed=seed + 1)
    ]
    return [
        {**row, "properties": {"platform": platform}}
        for platform, rows in (("desktop", there), ("mobile", idle))
        for row in rows
    ]


# What helps and what is idle change places.
HELPLESS = {"helps": "search", "search": "helps"}
