"""Finding records by words, best first: by id, by what they are called, by what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import stamp_now, whole_plan
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import Shape, Sort, shapes
from seachange.planning.rules.plan.unnamed import called
from seachange.planning.rules.seeing import alone, sight
from seachange.planning.rules.vocabulary import Kind

# What people look for most stands before what hangs on it, where both fit as well.
OFTEN = (
    Kind.OUTCOME,
    Kind.HYPOTHESIS,
    Kind.ROADMAP_ITEM,
    Kind.QUESTION,
    Kind.JOURNEY,
    Kind.STEP,
    Kind.IMPACT,
    Kind.OBJECTIVE,
    Kind.OUTPUT,
    Kind.IDEA,
    Kind.FEATURE_REQUEST,
)
# So alike is a word that was mistyped to the one that was meant (Ratcliff and Obershelp's ratio).
ALIKE, SHORTEST, MOST_MISTYPED = 0.75, 4, 6
TEXTS = frozenset({Sort.LINE, Sort.PROSE})
AROUND = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that fits: how well (0 is best), and where its words stand if not in its name."""

    record: Record
    place: int
    before: str = ""
    match: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record as it is looked up: its id, name and all its words, in small letters."""

    record: Record
    id: str
    title: str
    text: str
    rank: int


# The words of the plan that was looked through last, under its stamp.
_INDEX: list[tuple[str, Plan, tuple[Entry, ...]]] = []


def find(viewer: Viewer | None, words: str, *, kind: Kind | None = None) -> list[Hit]:
    """Return the records somebody may see in which every word stands, best first.

    An id beats a name and a name beats what a record says; a word that begins one beats a word
    within one. No words find nothing.
    """
    wanted = words.casefold().split()
    if not wanted:
        return []
    plan, entries = _index()
    is_seen = sight(plan, viewer)
    found = [
        (place, entry)
        for entry in entries
        if (kind is None or entry.record.kind == kind)
        and (place := _place(entry, wanted)) is not None
        and is_seen(entry.record)
    ]
    found.sort(key=lambda each: (each[0], each[1].rank, each[1].id))
    return [_hit(entry, place, wanted) for place, entry in found]


def meant(viewer: Viewer | None, words: str) -> str:
    """Return words that were mistyped as they stand in names somebody may see; empty if in none."""
    wanted = words.casefold().split()
    if not wanted or len(wanted) > MOST_MISTYPED:
        return ""
    plan, entries = _index()
    is_seen = sight(plan, viewer)
    known = {word for entry in entries if is_seen(entry.record) for word in entry.title.split()}
    out = []
    for word in wanted:
        is_there = len(word) < SHORTEST or word in known
        near = [word] if is_there else get_close_matches(word, known, 1, ALIKE)
        if not near:
            return ""
        out.extend(near)
    return " ".join(out) if out != wanted else ""


def _index() -> tuple[Plan, tuple[Entry, ...]]:
    stamp = stamp_now()
    if _INDEX and _INDEX[0][0] == stamp and stamp:
        return _INDEX[0][1], _INDEX[0][2]
    plan = whole_plan()
    entries = tuple(_entry(record) for record in plan.records())
    # Only if nobody wrote meanwhile is it the plan of that stamp.
    if stamp and stamp_now() == stamp:
        _INDEX[:] = [(stamp, plan, entries)]
    return plan, entries


def _entry(record: Record) -> Entry:
    rank = OFTEN.index(record.kind) if record.kind in OFTEN else len(OFTEN)
    return Entry(
        record=record,
        id=record.id.casefold(),
        # One without a name is called by what it says; of whom it speaks, others may not see.
        title=called(alone(record)).casefold(),
        text="\n".join(_texts(record)).casefold(),
        rank=rank,
    )


def _texts(record: Record) -> Iterator[str]:
    for shape in shapes(record.kind):
        held = getattr(record, shape.name)
        if held:
            yield from _words(shape, held)


def _words(shape: Shape, held: Any) -> Iterator[str]:
    if shape.sort in TEXTS:
        yield held
    elif shape.sort is Sort.LINES:
        yield from held
    elif shape.sort in {Sort.PARTS, Sort.ROWS}:
        for each in held if isinstance(held, tuple) else (held,):
            for part in shape.parts:
                if part.sort in TEXTS and getattr(each, part.name):
                    yield getattr(each, part.name)


def _place(entry: Entry, wanted: list[str]) -> int | None:
    whole = " ".join(wanted)
    if entry.id == whole:
        return 0
    if entry.id.startswith(whole):
        return 1
    if entry.title.startswith(whole):
        return 2
    if all(_begins_a_word(word, entry.title) for word in wanted):
        return 3
    named = f"{entry.id} {entry.title}"
    if all(word in named for word in wanted):
        return 4
    return 5 if all(word in named or word in entry.text for word in wanted) else None


def _begins_a_word(word: str, text: str) -> bool:
    return any(each.startswith(word) for each in text.split())


def _hit(entry: Entry, place: int, wanted: list[str]) -> Hit:
    if place < 5:
        return Hit(record=entry.record, place=place)
    for text in _texts(entry.record):
        folded = text.casefold()
        word = next((each for each in wanted if each in folded), "")
        # Where small letters are as long as the others, places are the same in both.
        if word and len(folded) == len(text):
            at = folded.index(word)
            end = at + len(word)
            start, stop = max(0, at - AROUND), end + AROUND
            before = ("…" if start else "") + text[start:at]
            after = text[end:stop] + ("…" if stop < len(text) else "")
            return Hit(
                record=entry.record, place=place, before=before, match=text[at:end], after=after
            )
    return Hit(record=entry.record, place=place)
