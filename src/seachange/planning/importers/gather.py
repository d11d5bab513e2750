"""Lists of features gathered into a plan: ideas and outputs without an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seachange.errors import BadPlan
from seachange.events.documents import nearest
from seachange.planning.importers.entries import Listing, Remark
from seachange.planning.importers.features import Features
from seachange.planning.importers.mapping import Columns, columns_of
from seachange.planning.importers.markdown import read_notes
from seachange.planning.importers.sources import Source, expected_of, source_of
from seachange.planning.importers.states import kind_of, plain_word
from seachange.planning.importers.tables import decoded, read_table
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Kind

_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How lists are to be read: which source (guessed if none), columns, words and dates."""

    source: Source | None = None
    columns: Mapping[str, str] | None = None  # field → column
    states: Mapping[str, str] | None = None  # a word of the list → a state of an idea or output
    is_day_first: bool | None = None
    encoding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One list as it was read: what it was taken for, and which column said what."""

    name: str
    source: Source
    told: str
    columns: Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What came of lists: new records, how each list was read, and what was not taken.

    `there` are the ids of entries that the plan has already; they are left as they are.
    """

    records: tuple[Record, ...]
    lists: tuple[Read, ...]
    remarks: tuple[Remark, ...]
    lost: tuple[str, ...]
    there: tuple[str, ...]

    def count(self, kind: Kind) -> int:
        """Return how many records of a kind there are."""
        return sum(record.kind == kind for record in self.records)

    @property
    def set_aside(self) -> tuple[Remark, ...]:
        """The entries of which nothing was taken, and why."""
        return tuple(each for each in self.remarks if each.is_set_aside)


def gather(contents: Mapping[str, bytes], asked: Asked, *, known: Plan | None = None) -> Gathered:
    """Gather lists, given by the names of their files, beside the plan they are to go into.

    Every entry becomes an idea or an output, or is told of as set aside. Raises BadPlan where a
    list cannot be read, with its place.
    """
    known = known or Plan(as_of=date.min)
    lists = _lists(contents, asked)
    reads: list[Read] = []
    remarks: list[Remark] = []
    reserved: set[str] = set()
    for name, source, listing in lists:
        columns = Columns(of={}, guessed=frozenset(), left=())
        if listing.columns:  # none where every note is broken
            columns = columns_of(listing, asked.columns or {}, source=source, file=name)
        reads.append(Read(name=name, source=source, told=listing.told, columns=columns))
        remarks += listing.remarks
        ids = columns.of.get("id", "")
        reserved.update(each for entry in listing.entries for each in entry.cells.get(ids, ())[:1])
    features = Features(
        known=known,
        states=_states(asked.states or {}),
        is_day_first=asked.is_day_first,
        reserved=frozenset(reserved),
    )
    for read, (_, _, listing) in zip(reads, lists, strict=True):
        for entry in listing.entries:
            features.take(entry, read.columns)
        features.count_left(listing, read.columns)
    return Gathered(
        records=(*features.people.added.values(), *features.records.values()),
        lists=tuple(reads),
        remarks=tuple(sorted([*remarks, *features.remarks], key=_order)),
        lost=tuple(features.told_lost()),
        there=tuple(features.there),
    )


def _lists(contents: Mapping[str, bytes], asked: Asked) -> list[tuple[str, Source, Listing]]:
    notes: dict[str, str] = {}
    lists = []
    size = sum(len(content) for content in contents.values())
    if size > _MOST_BYTES:
        told = f"{size:,} bytes; more than {_MOST_BYTES:,} are no list of features"
        raise BadPlan(told, place=", ".join(contents), remedy="Is this a file of events?")
    for name, content in contents.items():
        if source_of(name, ()) is Source.MARKDOWN and asked.source in (None, Source.MARKDOWN):
            notes[name] = decoded(content, file=name, encoding=asked.encoding)
            continue
        listing = read_table(content, file=name, encoding=asked.encoding)
        source = asked.source or source_of(name, listing.columns)
        expected_of(source, listing.columns, file=name)
        lists.append((name, source, listing))
    if notes:
        name = next(iter(notes)) if len(notes) == 1 else f"{len(notes)} files"
        lists.append((name, Source.MARKDOWN, read_notes(notes)))
    return lists


def _states(said: Mapping[str, str]) -> dict[str, str]:
    """Check that words are said to mean states that there are."""
    states = [*MOVES[Kind.IDEA], *MOVES[Kind.OUTPUT]]
    for word, state in said.items():
        if kind_of(state) is None:
            near = nearest(state, states)
            hint = f"Did you mean {near[0]}? " if near else ""
            told = f"{word!r} cannot mean {state!r}"
            remedy = f"{hint}One of: {', '.join(states)}."
            raise BadPlan(told, place="--state", remedy=remedy)
    return {plain_word(word): state for word, state in said.items()}


def _order(remark: Remark) -> tuple[str, int]:
    return remark.spot.file, remark.spot.line
