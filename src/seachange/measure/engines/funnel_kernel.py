"""An ordered funnel over sorted columns: from every first step, as early as it can get on.

The kernel reads rows as they are staged, by actor and then by time. Where an event can be
one step only, the earliest next step is always the best one to take, so an attempt is one
walk from row to row, and the number of a step's rows before a row says which of them comes
next. First steps are many and second steps are few: all first steps between two second
steps go on to the same one, so that only the latest of them need be walked to see how far
any gets, and the earliest that gets as far is looked up at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seachange.measure.engines.engine import Columns

Ints = NDArray[np.int64]
Rows = NDArray[Any]

NOTHING = -1

# So many events are walked at a time: what is made of them stays near the processor.
_BITE = 100_000


@dataclass(frozen=True, slots=True)
class Course:
    """What the kernel must know of a question: steps, window, and bounds of first steps.

    All in microseconds, `end` outside. `kinds` says of each name's code which step its
    events are (from 0, negative: none); where that is not a matter of names alone it is
    None, and a column `step` says it of each row.
    """

    steps: int
    window: int
    start: int
    end: int
    kinds: Rows | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Journeys:
    """The first furthest attempt of everybody who entered.

    `entry` is when each entered and `depth` how many steps they got. `reached[k]` are the
    places, in these arrays, of those who got to step k + 2, and `waits[k]` their
    microseconds from the step before. `following` is the name of the next event after the
    last step reached, `NOTHING` where there is none, and of those who got through.
    """

    actor: Rows
    entry: Ints
    depth: Rows
    following: Rows
    reached: tuple[Ints, ...]
    waits: tuple[Ints, ...]


class OutOfOrder(Exception):
    """Rows that do not lie as they were staged, so that they cannot be walked."""


def joined(parts: list[Journeys], *, steps: int) -> Journeys:
    """Join the journeys of different actors."""
    offsets = np.cumsum([0, *(part.actor.size for part in parts)])
    gaps = range(steps - 1)
    return Journeys(
        _joined([part.actor for part in parts], np.int32),
        _joined([part.entry for part in parts], np.int64),
        _joined([part.depth for part in parts], np.int8),
        _joined([part.following for part in parts], np.int32),
        tuple(
            _joined(
                [p.reached[k] + offset for p, offset in zip(parts, offsets, strict=False)],
                np.int64,
            )
            for k in gaps
        ),
        tuple(_joined([part.waits[k] for part in parts], np.int64) for k in gaps),
    )


def bites(batches: Iterable[Columns]) -> Iterator[list[Columns]]:
    """Yield batches of sorted rows as bites that part no actor; raise `OutOfOrder`.

    What lies in one batch stays as it is in memory; only actors at the borders of batches,
    who may lie in two of them, are put together, all in one last bite.
    """
    held: list[Columns] = []
    borders: list[Columns] = []
    size, before = 0, np.int32(-1)
    for batch in batches:
        actor = batch["actor"]
        if not actor.size:
            continue
        if actor[0] < before:
            raise OutOfOrder
        first = int(np.searchsorted(actor, before, side="right"))
        before = actor[-1]  # of the column's own kind, or all of it would be cast to search
        last = max(first, int(np.searchsorted(actor, before)))
        borders += [_piece(batch, 0, first), _piece(batch, last, actor.size)]
        held.append(_piece(batch, first, last))
        size += last - first
        if size >= _BITE:
            yield held
            held, size = [], 0
    yield from (pieces for pieces in (held, borders) if pieces)


def _piece(batch: Columns, start: int, end: int) -> Columns:
    return {name: column[start:end] for name, column in batch.items()}


def walk(bite: list[Columns], course: Course) -> Journeys:
    """Walk sorted events of whole actors (columns actor, t, name, perhaps step), all in one.

    Raises `OutOfOrder` where they do not lie as they were staged.
    """
    columns = bite[0]
    if len(bite) > 1:
        columns = {name: np.concatenate([part[name] for part in bite]) for name in columns}
    rows = _matching(columns, course)
    actor, t = columns["actor"].take(rows), columns["t"].take(rows)
    step = _step(columns, rows, course)
    order = _untied(actor, t, step)
    if order is not None:
        rows, step = rows.take(order), step.take(order)
    is_start = (step == 0) & (t >= course.start) & (t < course.end)
    starts = np.flatnonzero(is_start)
    whose = actor.take(starts)
    enters = np.ones(starts.size, dtype=bool)
    np.not_equal(whose[1:], whose[:-1], out=enters[1:])
    first = np.flatnonzero(enters)
    depth = np.ones(first.size, dtype=np.int8)
    path: list[Rows] = [starts.take(first)]
    reached: list[Rows] = []
    if course.steps > 1:
        tracks = _Tracks(actor, t, step, is_start, starts, enters, first)
        path, reached = _furthest(tracks, depth, course)
    waits = tuple(
        t.take(path[k].take(places)) - t.take(path[k - 1].take(places))
        for k, places in enumerate(reached, start=1)
    )
    return Journeys(
        actor=whose.take(first),
        entry=t.take(starts.take(first)),
        depth=depth,
        following=_following(columns, depth, [rows.take(each) for each in path], course=course),
        reached=tuple(reached),
        waits=waits,
    )


def _matching(columns: Columns, course: Course) -> Ints:
    """Return the rows that are a step."""
    if course.kinds is None:
        return np.flatnonzero(columns["step"] >= 0)
    return np.flatnonzero((course.kinds >= 0).take(columns["name"]))


def _step(columns: Columns, rows: Rows, course: Course) -> Rows:
    """Return which step some rows are; below 0: none."""
    if course.kinds is None:
        return columns["step"].take(rows, mode="clip")
    return course.kinds.take(columns["name"].take(rows, mode="clip"))


@dataclass(frozen=True, slots=True, eq=False)
class _Tracks:
    """The rows of steps, in the order in which steps can be taken, and the first steps.

    `starts` are rows of first steps; `enters` says which starts are their actor's first,
    and `first` their places among the starts.
    """

    actor: Rows
    t: Ints
    step: Rows
    is_start: Rows
    starts: Ints
    enters: Rows
    first: Ints


def _untied(actor: Rows, t: Ints, step: Rows) -> Ints | None:
    """Return an order in which the events of one instant stand by their steps; None: they do.

    So an attempt can take several steps at one instant, whichever arrived first.
    """
    same = actor[1:] == actor[:-1]
    earlier = t[1:] < t[:-1]
    if bool((same & earlier).any()) or bool((actor[1:] < actor[:-1]).any()):
        raise OutOfOrder
    same &= t[1:] == t[:-1]
    if not bool((same & (step[1:] < step[:-1])).any()):
        return None
    tied = np.zeros(actor.size, dtype=bool)
    tied[1:] = same
    tied[:-1] |= same
    places = np.flatnonzero(tied)
    instant = np.cumsum(~np.concatenate(([False], same)))[places]
    order = np.arange(actor.size)
    order[places] = places[np.lexsort((step[places], instant))]
    return order


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Second steps (rows) to which first steps go on: those at the places `since` to before
    `until` among the starts, all by the actor with the place `owner` among the actors.
    """

    second: Rows
    since: Rows
    until: Rows
    owner: Rows

    def those(self, places: Rows) -> _Runs:
        """Return some of them."""
        columns = (self.second, self.since, self.until, self.owner)
        return _Runs(*(column.take(places) for column in columns))


def _runs(tracks: _Tracks, course: Course) -> _Runs:
    """Find the second steps that at least the latest first step before them reaches in time."""
    second = np.flatnonzero(tracks.step == 1)
    # So many first steps lie before each second one.
    until = np.cumsum(tracks.is_start, dtype=np.int32).take(second)
    since = np.zeros_like(until)
    since[1:] = until[:-1]
    owner = np.cumsum(tracks.enters, dtype=np.int32) - 1
    runs = _Runs(second, since, until, owner.take(until - 1, mode="clip") if owner.size else until)
    runs = runs.those(np.flatnonzero(until > since))
    latest = tracks.starts.take(runs.until - 1)
    same = tracks.actor.take(latest) == tracks.actor.take(runs.second)
    in_time = tracks.t.take(runs.second) - tracks.t.take(latest) <= course.window
    return runs.those(np.flatnonzero(same & in_time))


def _furthest(tracks: _Tracks, depth: Rows, course: Course) -> tuple[list[Rows], list[Rows]]:
    """Find everybody's first furthest attempt; write how far it gets into `depth`.

    Returns the row of each step of it, step by step, the row before where it is not
    reached; and for each step but the first the places of those who reach it.
    """
    t, starts, first = tracks.t, tracks.starts, tracks.first
    runs = _runs(tracks, course)
    got, visited = _onward(tracks, runs, course)
    turns = np.flatnonzero(np.diff(runs.owner, prepend=-1))
    if turns.size:
        depth[runs.owner.take(turns)] = np.maximum.reduceat(got, turns)
    best = np.flatnonzero(got == depth.take(runs.owner))
    best = best.take(np.flatnonzero(np.diff(runs.owner.take(best), prepend=-1)))
    runs = runs.those(best)
    owner = runs.owner.astype(np.int64)

    path: list[Rows] = [starts.take(first), starts.take(first)]
    path[1][owner] = runs.second
    reached: list[Rows] = [owner]
    for k, (who, where) in enumerate(visited, start=3):
        path.append(path[-1].copy())
        there = np.flatnonzero(depth.take(owner) >= k)
        path[-1][owner.take(there)] = where.take(np.searchsorted(who, best.take(there)))
        reached.append(owner.take(there))
    since = np.maximum(runs.since, first.take(owner))
    in_time = t.take(path[-1].take(owner)) - course.window
    path[0][owner] = starts.take(
        _earliest(t, starts, low=since, high=runs.until - 1, bound=in_time)
    )
    return path, reached


def _onward(tracks: _Tracks, runs: _Runs, course: Course) -> tuple[Rows, list[tuple[Rows, Rows]]]:
    """Take all second steps as far as they get: (depths, for each further step who is where).

    "Who" are places among the second steps, in order, "where" are rows.
    """
    actor, t = tracks.actor, tracks.t
    ends = t.take(tracks.starts.take(runs.until - 1)) + course.window
    got = np.full(runs.second.size, 2, dtype=np.int8)
    visited: list[tuple[Rows, Rows]] = []
    who: Rows = np.arange(runs.second.size)
    where = runs.second
    for k in range(2, course.steps):
        there = np.flatnonzero(tracks.step == k)
        passed = np.searchsorted(there, where)
        on = passed < there.size
        if there.size:
            following = there.take(passed, mode="clip")
            on &= actor.take(following) == actor.take(where)
            on &= t.take(following) <= ends.take(who)
            where = following
        kept = np.flatnonzero(on)
        who, where = who.take(kept), where.take(kept)
        got[who] = k + 1
        visited.append((who, where))
    return got, visited


def _earliest(t: Rows, starts: Rows, *, low: Rows, high: Rows, bound: Rows) -> Rows:
    """Return the earliest of the starts from `low` to `high` that is not before `bound`."""
    low, high = low.copy(), high.copy()
    open_ = np.flatnonzero(low < high)
    while open_.size:
        middle = (low[open_] + high[open_]) // 2
        fits = t.take(starts.take(middle)) >= bound[open_]
        high[open_[fits]] = middle[fits]
        low[open_[~fits]] = middle[~fits] + 1
        open_ = open_[low[open_] < high[open_]]
    return low


def _following(columns: Columns, depth: Rows, path: list[Rows], *, course: Course) -> Rows:
    """Return the name of the next event of those who left, past the attempt's own ones.

    `path` are rows of `columns`. Events of the last step's instant that match a step
    reached at it are the attempt's own.
    """
    actor, t = columns["actor"], columns["t"]
    last = path[-1]
    place = last + 1
    here = place < actor.size
    here &= actor.take(place, mode="clip") == actor.take(last)
    here &= depth < course.steps
    # Few: those whose last step shares its instant with the event after it, a step too.
    tied = np.flatnonzero(here & (_step(columns, place, course) >= 0))
    tied = tied[t.take(place[tied]) == t.take(last[tied])]
    while tied.size:
        now, kind = t.take(last[tied]), _step(columns, place[tied], course)
        own = np.zeros(tied.size, dtype=bool)
        for k, rows in enumerate(path):
            own |= (kind == k) & (depth[tied] > k) & (t.take(rows[tied]) == now)
        tied = tied[own]
        place[tied] += 1
        here[tied] = place[tied] < actor.size
        here[tied] &= actor.take(place[tied], mode="clip") == actor.take(last[tied])
        tied = tied[here[tied]]
        tied = tied[t.take(place[tied]) == t.take(last[tied])]
    following = columns["name"].take(place, mode="clip").astype(np.int32)
    following[~here] = NOTHING
    return following


def _joined(parts: list[Rows], kind: type) -> Rows:
    return np.concatenate(parts) if parts else np.empty(0, dtype=kind)
