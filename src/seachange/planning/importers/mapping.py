"""Which column of a list says what: as said by the person, else guessed by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seachange.errors import BadPlan
from seachange.events.documents import nearest
from seachange.planning.importers.entries import Listing
from seachange.planning.importers.sources import MEANS, Source

# Field → the names that columns with it go by, the surest first.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("issue key", "work item key", "key", "id", "identifier", "feature id"),
    "title": ("summary", "title", "name", "feature", "feature name", "idea", "headline", "item"),
    "text": ("description", "text", "details", "notes", "body"),
    "status": ("status", "state", "stage", "progress"),
    "resolution": (),
    "type": ("issue type", "work type", "type", "kind", "category", "tracker"),
    "parent": (),  # what something is a part of, where that makes it no feature
    "keeper": ("assignee", "owner", "responsible", "lead", "product manager", "pm"),
    "originator": ("reporter", "creator", "requested by", "requester", "author", "submitted by"),
    "team": ("team", "squad", "owning team"),
    "customers": ("customer", "customers", "account", "company", "client"),
    "origin": ("origin", "source"),
    "effort": ("effort (weeks)", "effort weeks", "effort in weeks", "person-weeks", "weeks"),
    "captured_on": ("created", "created at", "date created", "captured", "submitted"),
    "due": ("due date", "due", "deadline", "target date", "eta"),
    "started_on": ("started", "start date", "started at"),
    "built_on": ("resolved", "completed", "completed at", "finished", "closed", "done on"),
    "released_on": ("released", "release date", "released on", "shipped", "launched", "live since"),
    "closed_on": ("canceled", "cancelled", "rejected on"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Field → column, which of them were guessed, and the columns that say nothing we keep."""

    of: Mapping[str, str]
    guessed: frozenset[str]
    left: tuple[str, ...]

    def told(self) -> list[str]:
        """Return a line for each field."""
        return [
            f"{name} ← {column}{' (guessed)' if name in self.guessed else ''}"
            for name, column in self.of.items()
        ]


def columns_of(listing: Listing, said: Mapping[str, str], *, source: Source, file: str) -> Columns:
    """Return which column says what. Raises BadPlan for what is not there.

    `said` is field → column, or field → nothing for a field that is not to be taken.
    """
    of: dict[str, str] = {}
    for name, column in said.items():
        if name not in NAMES:
            near = nearest(name, NAMES)
            hint = f"Did you mean {near[0]}? " if near else ""
            remedy = f"{hint}Fields: {', '.join(NAMES)}."
            raise BadPlan(f"no feature has a field {name!r}", place="--map", remedy=remedy)
        if column:
            of[name] = _found(column, listing, file=file)
    taken = set(of.values())
    guessed = {}
    for name, names in (NAMES | MEANS.get(source, {})).items():
        if name not in said:
            guess = _guess(names, [each for each in listing.columns if each not in taken])
            if guess:
                guessed[name] = guess
                taken.add(guess)
    if "title" not in of and "title" not in guessed:
        raise BadPlan(
            "no column that names the features",
            place=file,
            remedy=f"Say which: --map title=COLUMN. Columns: {', '.join(listing.columns)}.",
        )
    both = of | guessed
    return Columns(
        of={name: both[name] for name in NAMES if name in both},
        guessed=frozenset(guessed),
        left=tuple(each for each in listing.columns if each not in taken),
    )


def _found(column: str, listing: Listing, *, file: str) -> str:
    if column in listing.columns:
        return column
    for each in listing.columns:
        if _bare(each) == _bare(column):
            return each
    near = nearest(column, listing.columns)
    hint = f"Did you mean {', '.join(near)}? " if near else ""
    remedy = f"{hint}Columns: {', '.join(listing.columns)}."
    raise BadPlan(f"there is no column {column!r}", place=file, remedy=remedy)


def _guess(names: tuple[str, ...], columns: list[str]) -> str:
    by_name = {_bare(each): each for each in reversed(columns)}
    return next((by_name[name] for name in names if name in by_name), "")


def _bare(column: str) -> str:
    """*Custom field (Effort weeks)*, *effort_weeks* and *Effort weeks* are one name."""
    name = " ".join(column.replace("_", " ").casefold().split())
    if name.startswith("custom field (") and name.endswith(")"):
        name = name.removeprefix("custom field (").removesuffix(")")
    return name
