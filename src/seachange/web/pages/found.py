"""What is found for some words: places, deeds, records and terms; for the page and the palette."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seachange.people.access import Viewer
from seachange.planning.reads.search import Hit, find, meant
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.deeds import Deed, deeds_for, fits
from seachange.web.pages.glossary import Term, terms_with
from seachange.web.pages.record_page import many
from seachange.web.shell import Place, places

MOST_ON_A_PAGE, MOST_IN_THE_PALETTE = 100, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that fits some words, best first; `count` is of all records that fit.

    Where nothing does, it is what fits the words that were `meant`.
    """

    words: str
    places: tuple[Place, ...]
    deeds: tuple[Deed, ...]
    hits: tuple[Hit, ...]
    count: int
    kinds: tuple[tuple[Kind, str, int], ...]
    terms: tuple[Term, ...]
    on: str = ""
    meant: str = ""

    @property
    def is_for_doing(self) -> bool:
        """Whether the words are those of something to do, so that deeds come before records."""
        told = self.words.strip().casefold()
        return bool(told) and any(each.title.casefold().startswith(told) for each in self.deeds)

    @property
    def is_for_going(self) -> bool:
        """Whether the words begin the name of a place, so that it comes before records."""
        told = self.words.strip().casefold()
        return len(told) > 2 and any(each.title.casefold().startswith(told) for each in self.places)

    @property
    def is_empty(self) -> bool:
        """Whether nothing fits."""
        return not (self.places or self.deeds or self.hits or self.terms)


def found_for(
    viewer: Viewer | None, words: str, *, kind: Kind | None = None, on: str = "", most: int
) -> Found:
    """Return what fits words; `on` is the id of the record somebody looks at, for its deeds."""
    found = _found(viewer, words, kind=kind, on=on, most=most)
    instead = meant(viewer, words) if found.is_empty else ""
    if not instead:
        return found
    others = _found(viewer, instead, kind=kind, on=on, most=most)
    return replace(others, words=words, meant="" if others.is_empty else instead)


def _found(viewer: Viewer | None, words: str, *, kind: Kind | None, on: str, most: int) -> Found:
    everything = find(viewer, words)
    plan = snapshot(viewer)
    record = plan.by_id.get(on) if on else None
    hits = [each for each in everything if kind is None or each.record.kind == kind]
    counts: dict[Kind, int] = {}
    for each in everything:
        counts[each.record.kind] = counts.get(each.record.kind, 0) + 1
    return Found(
        words=words,
        places=tuple(each for each in places(viewer) if fits(words, each.title, "go to")),
        deeds=tuple(deeds_for(viewer, words, plan=plan, on=record)),
        hits=tuple(hits[:most]),
        count=len(hits),
        kinds=tuple((each, many(each), number) for each, number in counts.items()),
        terms=tuple(terms_with(words)[:5]),
        on=record.id if record else "",
    )
