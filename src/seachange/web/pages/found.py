"""What is found for some words: places, deeds, records and terms; for the page and the palette."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from seachange.people.access import Viewer
from seachange.planning.reads.search import Hit, find
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.field_shown import may_change
from seachange.web.pages.glossary import Term, terms_with
from seachange.web.pages.making import address_to_state
from seachange.web.pages.record_lists import may_state
from seachange.web.pages.record_page import many, moves_of
from seachange.web.shell import Place, places

MOST_ON_A_PAGE, MOST_IN_THE_PALETTE = 100, 12

# What one states most often comes first; the others are found by their name.
STATED_OFTEN = (
    Kind.OUTCOME,
    Kind.HYPOTHESIS,
    Kind.QUESTION,
    Kind.ROADMAP_ITEM,
    Kind.PROBLEM,
    Kind.IDEA,
    Kind.FEATURE_REQUEST,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something one can do: what it is called, and where it leads or which state it moves to."""

    title: str
    address: str = ""
    to: str = ""
    keys: str = ""
    switches: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that fits some words, best first; `count` is of all records that fit."""

    words: str
    places: tuple[Place, ...]
    deeds: tuple[Deed, ...]
    hits: tuple[Hit, ...]
    count: int
    kinds: tuple[tuple[Kind, str, int], ...]
    terms: tuple[Term, ...]
    on: str = ""

    @property
    def is_for_doing(self) -> bool:
        """Whether the words are those of something to do, so that deeds come before records."""
        told = self.words.strip().casefold()
        return bool(told) and any(each.title.casefold().startswith(told) for each in self.deeds)

    @property
    def is_empty(self) -> bool:
        """Whether nothing fits."""
        return not (self.places or self.deeds or self.hits or self.terms)


def found_for(
    viewer: Viewer | None, words: str, *, kind: Kind | None = None, on: str = "", most: int
) -> Found:
    """Return what fits words; `on` is the id of the record somebody looks at, for its deeds."""
    everything = find(viewer, words)
    record = snapshot(viewer).by_id.get(on) if on else None
    hits = [each for each in everything if kind is None or each.record.kind == kind]
    counts: dict[Kind, int] = {}
    for each in everything:
        counts[each.record.kind] = counts.get(each.record.kind, 0) + 1
    return Found(
        words=words,
        places=tuple(each for each in places(viewer) if _fits(words, each.title, "go to")),
        deeds=tuple(_deeds(viewer, words, record)),
        hits=tuple(hits[:most]),
        count=len(hits),
        kinds=tuple((each, many(each), number) for each, number in counts.items()),
        terms=tuple(terms_with(words)[:5]),
        on=record.id if record else "",
    )


def _fits(words: str, title: str, also: str = "") -> bool:
    told = f"{title} {also}".casefold()
    return all(word in told for word in words.casefold().split())


def _deeds(viewer: Viewer | None, words: str, record: Record | None) -> list[Deed]:
    all_deeds = [*_of_record(viewer, record), *_of_stating(viewer, words), *_of_the_page()]
    return [each for each in all_deeds if _fits(words, each.title)]


def _of_record(viewer: Viewer | None, record: Record | None) -> list[Deed]:
    if record is None:
        return []
    on = record.id
    out = [
        Deed(title=f"Move {on} to {move.to}", to=move.to)
        for move in moves_of(record, viewer)
        if not move.why_not
    ]
    if may_change(viewer, record):
        out.append(Deed(title=f"Edit {on}", address=reverse("record_edit", args=[on]), keys="e"))
    return [*out, Deed(title=f"History of {on}", address=f"{reverse('record', args=[on])}#history")]


def _of_stating(viewer: Viewer | None, words: str) -> list[Deed]:
    others = [each for each in Kind if each not in STATED_OFTEN] if words.strip() else []
    return [
        Deed(
            title=f"New {each.value.replace('_', ' ')}",
            address=address_to_state(each),
        )
        for each in (*STATED_OFTEN, *others)
        if may_state(viewer, each)
    ]


def _of_the_page() -> list[Deed]:
    return [
        Deed(title="All records", address=reverse("records")),
        Deed(title="Light or dark", switches="theme"),
        Deed(title="Keyboard shortcuts", switches="shortcuts", keys="?"),
    ]
