"""Where a list of features comes from, and what gives it away."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from pathlib import PurePath

from seachange.errors import BadPlan


class Source(StrEnum):
    """A kind of list."""

    CSV = "csv"
    MARKDOWN = "markdown"
    JIRA = "jira"
    LINEAR = "linear"


_MARKDOWN_ENDINGS = frozenset({".md", ".markdown"})
# What an export of each always has; of several names for one column, any.
_SIGNS: dict[Source, tuple[frozenset[str], ...]] = {
    Source.JIRA: (
        frozenset({"Summary"}),
        frozenset({"Issue key", "Work item key", "Key"}),
        frozenset({"Issue Type", "Work type", "Issue type"}),
    ),
    Source.LINEAR: (
        frozenset({"ID"}),
        frozenset({"Title"}),
        frozenset({"Status"}),
        frozenset({"Team", "Creator", "Cycle Name"}),
    ),
}
# What a column means in one source and nowhere else.
MEANS: dict[Source, dict[str, tuple[str, ...]]] = {
    Source.LINEAR: {"parent": ("parent issue",)},
    Source.JIRA: {"resolution": ("resolution",)},
}


def source_of(name: str, columns: Collection[str]) -> Source:
    """Guess what a list is by the ending of its name and by its columns."""
    if PurePath(name).suffix.lower() in _MARKDOWN_ENDINGS:
        return Source.MARKDOWN
    return next((each for each in _SIGNS if not _missing(each, columns)), Source.CSV)


def expected_of(source: Source, columns: Collection[str], *, file: str) -> None:
    """Refuse a list that is not what it was said to be. Raises BadPlan."""
    missing = _missing(source, columns)
    if missing:
        raise BadPlan(
            f"no export of {source.value.capitalize()}: there is no column {missing[0]!r}",
            place=file,
            remedy=f"Try --from csv. Columns: {', '.join(columns)}.",
        )


def _missing(source: Source, columns: Collection[str]) -> list[str]:
    there = set(columns)
    return [min(names) for names in _SIGNS.get(source, ()) if not names & there]
