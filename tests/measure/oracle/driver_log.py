"""A log as drivers see it: entries with their waits, and each event beside its entry."""

from __future__ import annotations

from typing import Any

import numpy as np

from seachange.measure.answering.driver_parts import Design
from tests.measure.oracle.drivers import SECOND, Choices, Journey

PRIMES = (999_983, 1_000_003)


def choices_of(design: Design) -> Choices:
    """Return what an answer says it decided by the log's quantiles, in microseconds."""
    places = 1
    for shown in design.segments:
        places *= len(shown) + 2
    start = np.datetime64(design.first_cohort.removesuffix("Z").removesuffix("+00:00"), "us")
    return Choices(
        landmarks=np.array([round(mark * SECOND) for mark in design.landmarks]),
        gap=round(design.gap * SECOND),
        before=np.array(design.before),
        so_far=np.array(design.so_far),
        lately=np.array(design.lately),
        first_cohort=int(start.astype(int)),
        cohort_weeks=design.cohort_weeks,
        busiest=design.busiest,
        segments=places,
        cohorts=design.cohorts,
    )


def journey_of(
    rows: list[tuple[str, int, str, str | None]],
    *,
    entry: str,
    success: str,
    within: int,
    history: int,
    design: Design,
) -> tuple[Journey, list[str]]:
    """Read (actor, microseconds, event, segment) rows; return the journey and its behaviours.

    Everybody enters once, with their first entry; everybody's time is over.
    """
    ordered = sorted(range(len(rows)), key=lambda k: (rows[k][1], k))
    entered: dict[str, tuple[int, str | None]] = {}
    for k in ordered:
        actor, t, name, segment = rows[k]
        if name == entry and actor not in entered:
            entered[actor] = (t, segment)
    actors = {actor: n for n, actor in enumerate(entered)}
    t0 = np.array([t for t, _ in entered.values()])
    wait = np.full(t0.size, np.inf)
    names = sorted({name for _, _, name, _ in rows} - {entry, success})
    place = {name: n for n, name in enumerate(names)}
    found: list[tuple[int, int, int]] = []
    for k in ordered:
        actor, t, name, _ = rows[k]
        if actor not in actors:
            continue
        who = actors[actor]
        after = t - int(t0[who])
        if name == success and 0 <= after <= within and not np.isfinite(wait[who]):
            wait[who] = after
        elif name in place:
            found.append((who, after, place[name]))
    first = choices_of(design).first_cohort
    events = np.array(found, dtype=np.int64).reshape(-1, 3)
    journey = Journey(
        entered=t0,
        wait=wait,
        segment=np.array([_segment(value, design) for _, value in entered.values()]),
        bucket=np.array([_bucket(int(t) - first) for t in t0]),
        entry=events[:, 0],
        after=events[:, 1],
        behaviour=events[:, 2],
        behaviours=len(names),
        history=history,
    )
    return journey, names


def _segment(value: str | None, design: Design) -> int:
    """Return the number of a segment: in the order shown, then all others, then none."""
    if not design.segments:
        return 0
    (shown,) = design.segments
    if value is None:
        return len(shown) + 1
    return shown.index(value) if value in shown else len(shown)


def _bucket(since: int) -> int:
    """Draw a bucket from the time of the entry, so that no name has a say in it."""
    one, other = PRIMES
    return (since % one * 7919 + since // one % one * 104729) % other % 20


def rows_of(table: Any) -> list[tuple[str, int, str, str | None]]:
    """Return the rows of an Arrow table of actor, time, event and segment."""
    times = table["time"].to_numpy().astype("datetime64[us]").astype(int)
    columns = [table[name].to_pylist() for name in ("actor", "event", "segment")]
    return list(zip(columns[0], times.tolist(), *columns[1:], strict=True))
