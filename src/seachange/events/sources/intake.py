"""What is said of a source besides its events: which bytes they were, and how they were read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from seachange.events.sources.columns import Columns

# Changes whenever the same source would be staged differently.
LAYOUT = 1

# So many of a hundred repeated ids may come with another event before we doubt that they are ids.
_MOST_DIFFERING = 1


def laid_out(columns: Columns) -> dict[str, str]:
    """Return the staged name of each property: p0, p1 … in the order of their own names.

    A guessed id is among them until it has proved to be one.
    """
    kept = {*columns.properties, *([columns.id] if columns.id and "id" in columns.guessed else [])}
    return {name: f"p{index}" for index, name in enumerate(sorted(kept))}


def doubt_about_ids(column: str, *, repeated: int, differing: int) -> tuple[str, ...]:
    """Return a note if a guessed id repeats for events that are not the same.

    An event that was sent twice is the same in actor, name and time. A column that
    repeats otherwise numbers something else, and to count it once would lose events.
    """
    if differing * 100 <= repeated * _MOST_DIFFERING:
        return ()
    return (
        f"id: {column} looked like one but repeats for different events ({differing:,} times), "
        f"so it is a property; say --id {column} to count each once",
    )


def fingerprint(digests: Iterable[str], columns: Columns, notes: Iterable[str]) -> str:
    """Return a SHA-256 over what was read and how it was understood."""
    said = [
        LAYOUT,
        list(digests),
        [columns.actor, columns.time, columns.event, columns.id, columns.account],
        [columns.received, sorted(columns.properties)],
        [note for note in notes if "guessed" not in note],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
