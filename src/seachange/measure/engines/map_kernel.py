"""A journey map counted in one pass over the staged events, which lie sorted by actor and time.

The same counts as `sql/journey_map.py`, ten times sooner: no engine makes use of the order
in which the rows lie, and a map needs little else. A pair of names in a row is one small
number; brought into the order of those numbers, cases and actors stay in order inside each
pair, so that distinct ones are counted where they change, and its times lie side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seachange.measure.counts import FollowCount, NameCount
from seachange.measure.engines.engine import Columns
from seachange.measure.sql.journey_map import STEPS

Ints = NDArray[np.int64]

MOST_NAMES = 254
"""So many names, all others, and the end of a case are told apart by a byte."""

_LOOKED_UP = 600
_BITE = 400_000


class NotSorted(Exception):
    """Events that do not lie as they are staged: by actor, and each actor's by time."""


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """Small numbers for what can follow what: names shown, all others, the end of a case.

    `recoded` maps the log's codes of names to them; a name shown has its place in `shown`.
    """

    shown: tuple[int, ...]
    recoded: NDArray[np.uint8]

    @classmethod
    def of(cls, shown: Sequence[int], *, names: int) -> Alphabet:
        """Number the names shown, of so many in the log."""
        recoded = np.full(names, len(shown), dtype=np.uint8)
        recoded[list(shown)] = np.arange(len(shown))
        return cls(tuple(shown), recoded)

    def of_codes(self, codes: NDArray[Any]) -> NDArray[np.uint8]:
        """Return the numbers of what the log's codes stand for."""
        if self.shown == tuple(range(self.recoded.size)):
            return codes.astype(np.uint8)  # ten times quicker than to look them up
        return self.recoded.take(codes)

    @property
    def size(self) -> int:
        """How many different things can follow."""
        return len(self.shown) + 2

    @property
    def end(self) -> int:
        """The end of a case."""
        return len(self.shown) + 1


@dataclass(slots=True, eq=False)
class Tally:
    """What was counted in some actors' events; tallies of different actors add up.

    `actors` and cases `opened` in all. By pair (before × size + after): `count`, `people`,
    and in `waits` the microseconds between, each pair's ending at its mark in `until`. By
    name shown: `known` (people), `cases`, `starts`, and `steps` (how many events stand
    where in their cases).
    """

    actors: int
    opened: int
    count: Ints
    people: Ints
    known: Ints
    cases: Ints
    starts: Ints
    steps: Ints
    waits: list[Ints]
    until: list[list[int]]

    @classmethod
    def nothing(cls, alphabet: Alphabet) -> Tally:
        """Return the tally of nobody."""
        names, pairs = len(alphabet.shown), alphabet.size * alphabet.size

        def none(size: int) -> Ints:
            return np.zeros(size, dtype=np.int64)

        by_name = (none(names), none(names), none(names), none(names * (STEPS + 1)))
        return cls(0, 0, none(pairs), none(pairs), *by_name, [], [])

    def add(self, other: Tally) -> None:
        """Take in what was counted for other actors."""
        self.actors += other.actors
        self.opened += other.opened
        self.count += other.count
        self.people += other.people
        self.known += other.known
        self.cases += other.cases
        self.starts += other.starts
        self.steps += other.steps
        self.waits += other.waits
        self.until += other.until


def count(
    reads: Iterable[Sequence[Columns]], alphabet: Alphabet, *, gap: int | None, threads: int
) -> Tally:
    """Count sorted events; each read holds whole actors, in batches that may part one.

    A silence longer than `gap` microseconds (None: no silence) parts cases, and so does
    the next actor. While one read is counted, the next is under way. Raises NotSorted.
    """
    total = Tally.nothing(alphabet)
    counted = partial(_count, alphabet=alphabet, gap=gap)
    with ThreadPoolExecutor(threads) as workers:
        under_way: Iterable[Tally] = ()
        for batches in reads:
            for tally in under_way:
                total.add(tally)
            under_way = workers.map(counted, _bites(batches))
        for tally in under_way:
            total.add(tally)
    return total


def names_of(tally: Tally, alphabet: Alphabet) -> list[NameCount]:
    """Return what was counted for each name shown that occurs."""
    pairs = tally.count.reshape(alphabet.size, alphabet.size)
    steps = tally.steps.reshape(len(alphabet.shown), STEPS + 1)
    return [
        NameCount(
            name,
            events=int(pairs[index].sum()),
            people=int(tally.known[index]),
            cases=int(tally.cases[index]),
            starts=int(tally.starts[index]),
            ends=int(pairs[index, alphabet.end]),
            steps={int(s): int(steps[index, s]) for s in np.flatnonzero(steps[index])},
        )
        for index, name in enumerate(alphabet.shown)
        if tally.cases[index]
    ]


def follows_of(tally: Tally, alphabet: Alphabet, *, threads: int) -> list[FollowCount]:
    """Return what was counted for each pair of names shown that occurs."""
    shown = range(len(alphabet.shown))
    pairs = [
        (a, b, a * alphabet.size + b)
        for a in shown
        for b in shown
        if tally.count[a * alphabet.size + b]
    ]
    # Handing over work costs more than most medians do, so each thread takes every n-th pair.
    middles = [0.0] * len(pairs)
    with ThreadPoolExecutor(threads) as workers:
        hands = [[pair for _, _, pair in pairs[hand::threads]] for hand in range(threads)]
        for hand, found in enumerate(workers.map(partial(_medians, tally), hands)):
            middles[hand::threads] = found
    return [
        FollowCount(
            alphabet.shown[a],
            alphabet.shown[b],
            count=int(tally.count[pair]),
            people=int(tally.people[pair]),
            micros=middle,
        )
        for (a, b, pair), middle in zip(pairs, middles, strict=True)
    ]


def _bites(batches: Sequence[Columns]) -> Iterator[list[Columns]]:
    """Yield the batches again in bites, each beginning with the first event of an actor.

    A bite is left in pieces: whoever counts it puts them together, while they are at hand.
    """
    bite: list[Columns] = []
    size, last = 0, np.int32(-1)
    for batch in batches:
        actor = batch["actor"]
        if not actor.size:
            continue
        if actor[0] < last:
            raise NotSorted
        if size < _BITE:
            bite.append(batch)
            size += actor.size
        else:
            finishing = int(np.searchsorted(actor, last, side="right"))
            bite.append({name: column[:finishing] for name, column in batch.items()})
            if finishing < actor.size:
                yield bite
                bite = [{name: column[finishing:] for name, column in batch.items()}]
                size = actor.size - finishing
        last = actor[-1]  # of the column's own kind, or all of it would be cast to search
    if bite:
        yield bite


def _count(bite: Sequence[Columns], *, alphabet: Alphabet, gap: int | None) -> Tally:
    actor, t = (_whole([columns[of] for columns in bite]) for of in ("actor", "t"))
    names = _whole([alphabet.of_codes(columns["name"]) for columns in bite])
    waits = np.empty_like(t)
    np.subtract(t[1:], t[:-1], out=waits[:-1])
    waits[-1] = 0  # after the last event nobody waits, nor
    opens = np.empty(t.size, dtype=bool)
    opens[0] = True
    np.not_equal(actor[1:], actor[:-1], out=opens[1:])
    arrives = np.flatnonzero(opens)
    waits[arrives[1:] - 1] = 0  # between two actors
    _refuse_disorder(actor.take(arrives), waits)
    if gap is not None:
        opens[1:] |= waits[:-1] > gap
    first = arrives if gap is None else np.flatnonzero(opens)
    sizes = np.diff(first, append=t.size)
    by_pair = _by_pair(_pairs(names, first, alphabet), first, waits, alphabet)
    until, of_case = by_pair.indptr[1:].astype(np.int64), by_pair.indices
    counted = np.diff(until, prepend=0)
    of_actor = of_case
    if gap is not None:
        of_actor = (np.cumsum(np.isin(first, arrives), dtype=np.int32) - 1).take(of_case)
    shown = len(alphabet.shown)
    name_until = until[alphabet.size - 1 :: alphabet.size][:shown]
    known = _distinct(of_actor, name_until)
    return Tally(
        actors=arrives.size,
        opened=first.size,
        count=counted,
        people=_changes(of_actor, until, counted),
        known=known,
        cases=known if gap is None else _distinct(of_case, name_until),
        starts=np.bincount(names.take(first), minlength=shown)[:shown],
        steps=_steps(names, first, sizes, shown=shown),
        # Where an event ends a case it has no wait, and its place is never looked at.
        waits=[by_pair.data],
        until=[until.tolist()],
    )


def _whole(pieces: list[NDArray[Any]]) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _by_pair(pair: NDArray[Any], first: Ints, waits: Ints, alphabet: Alphabet) -> Any:
    """Bring waits, and the cases they are in, into the order of their pairs.

    Events in the order of cases are a sparse matrix of pairs by cases, column after column;
    row after row is the order wanted, cases staying in order inside each pair. To turn it
    takes one pass, several times less than a sort and what is moved by it.
    """
    from scipy import sparse  # a tenth of a second that no other question needs

    columns = np.append(first, pair.size).astype(np.int32)
    shape = (alphabet.size * alphabet.size, first.size)
    return sparse.csc_array((waits, pair, columns), shape=shape).tocsr()


def _refuse_disorder(actors: NDArray[Any], waits: Ints) -> None:
    if (actors[1:] <= actors[:-1]).any() or (waits.size and waits.min() < 0):
        raise NotSorted


def _pairs(names: NDArray[Any], first: Ints, alphabet: Alphabet) -> NDArray[np.int32]:
    """Number what each event is and what follows it in its case."""
    after = np.empty_like(names)
    after[:-1] = names[1:]
    after[first - 1] = alphabet.end  # before a first event lies a last one (first[0] − 1: the end)
    pair = names.astype(np.int32)
    pair *= alphabet.size
    pair += after
    return pair


def _changes(of_actor: NDArray[Any], until: Ints, counted: Ints) -> Ints:
    """Count distinct actors inside each pair, where they stand in order."""
    there = np.flatnonzero(counted)
    starts = until[there] - counted[there]
    changes = np.empty(of_actor.size, dtype=bool)
    np.not_equal(of_actor[1:], of_actor[:-1], out=changes[1:])
    changes[starts] = True
    found = np.zeros(counted.size, dtype=np.int64)
    found[there] = np.add.reduceat(changes.view(np.uint8), starts, dtype=np.int32)
    return found


def _distinct(owners: NDArray[Any], until: Ints) -> Ints:
    """Count distinct owners inside each name, where they stand in order only by pair."""
    seen = np.zeros(int(owners.max()) + 1, dtype=bool)
    found = np.zeros(until.size, dtype=np.int64)
    start = 0
    for index, end in enumerate(until.tolist()):
        seen[:] = False
        seen[owners[start:end]] = True
        found[index] = np.count_nonzero(seen)
        start = end
    return found


def _steps(names: NDArray[Any], first: Ints, sizes: Ints, *, shown: int) -> Ints:
    """Count for each name how many events stand where between first and last of their case."""
    largest = int(sizes.max())
    if largest <= _LOOKED_UP:
        # One look into a table does what would take a division and six passes.
        spot = np.repeat((_triangle(sizes) - first).astype(np.int32), sizes)
        spot += np.arange(names.size, dtype=np.int32)
        step = _step_table().take(spot)
    else:
        place = np.arange(names.size) - np.repeat(first, sizes)
        step = (place * STEPS // np.repeat(np.maximum(sizes - 1, 1), sizes)).astype(np.uint8)
    spot = names * np.uint16(STEPS + 1)
    spot += step
    counted = np.bincount(spot, minlength=(shown + 2) * (STEPS + 1))
    alone = np.bincount(names.take(first[sizes == 1]), minlength=shown + 2)
    counted[:: STEPS + 1] -= alone
    return counted[: shown * (STEPS + 1)]


@cache
def _step_table() -> NDArray[np.uint8]:
    """Return the step of every place in every case of up to so many events, one after the other."""
    sizes = np.arange(1, _LOOKED_UP + 1)
    place = np.arange(_triangle(_LOOKED_UP + 1)) - np.repeat(_triangle(sizes), sizes)
    step: NDArray[np.uint8] = place * STEPS // np.repeat(np.maximum(sizes - 1, 1), sizes)
    return step.astype(np.uint8)


def _triangle(size: Any) -> Any:
    """Return where a case of so many events begins among cases of 1, 2, 3 … events."""
    return size * (size - 1) // 2


def _medians(tally: Tally, pairs: Sequence[int]) -> list[float]:
    return [_median(tally, pair) for pair in pairs]


def _median(tally: Tally, pair: int) -> float:
    """Return the exact median of a pair's waits: a whole or a half."""
    bites = zip(tally.waits, tally.until, strict=True)
    waits = np.concatenate(
        [w[(until[pair - 1] if pair else 0) : until[pair]] for w, until in bites]
    )
    middle = waits.size // 2
    waits.partition(middle)
    if waits.size % 2:
        return float(waits[middle])
    return (int(waits[:middle].max()) + int(waits[middle])) / 2
