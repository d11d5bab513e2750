"""The narrow waist: all that comes back from an engine, as sums that cannot be nonsense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seachange.errors import ImpossibleCounts


@dataclass(frozen=True, slots=True)
class ShareSums:
    """Sums over actors of their entries n and successes k: Σ1, Σn, Σk, Σk², Σkn, Σn²."""

    actors: int = 0
    entries: int = 0
    did: int = 0
    did_did: int = 0
    did_entries: int = 0
    entries_entries: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.did <= self.entries or self.actors > self.entries:
            raise ImpossibleCounts(f"{self.did} of {self.entries} entries of {self.actors} actors")

    def __add__(self, other: ShareSums) -> ShareSums:
        """Add sums over different actors (or, for `every`, over the same in other periods)."""
        return ShareSums(
            self.actors + other.actors,
            self.entries + other.entries,
            self.did + other.did,
            self.did_did + other.did_did,
            self.did_entries + other.did_entries,
            self.entries_entries + other.entries_entries,
        )


@dataclass(frozen=True, slots=True)
class ShareCount:
    """One cell of a share: entries of a period and group, `mature` ones or pending ones."""

    period: int
    group: int
    mature: bool
    sums: ShareSums


def share_counts(rows: Iterable[tuple[int, ...]]) -> list[ShareCount]:
    """Read the rows of `sql.share.query`."""
    return [ShareCount(row[0], row[1], bool(row[2]), ShareSums(*map(int, row[3:]))) for row in rows]
