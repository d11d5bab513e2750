"""A long list leaf by leaf: everything on it stands on exactly one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(Generic[T]):
    """The things on one leaf of a list: its number, of how many, and which of all they are."""

    things: tuple[T, ...]
    number: int
    leaves: int
    first: int
    of: int

    def made(self, things: tuple[S, ...]) -> Leaf[S]:
        """Return this leaf with something made of each of its things in its place."""
        return Leaf(
            things=things, number=self.number, leaves=self.leaves, first=self.first, of=self.of
        )

    @property
    def last(self) -> int:
        """The place of its last thing among all, counted from 1."""
        return self.first + len(self.things) - 1

    @property
    def before(self) -> int | None:
        """The number of the leaf before it."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the leaf after it."""
        return self.number + 1 if self.number < self.leaves else None


def leaf_of(
    things: Sequence[T],
    number: int,
    *,
    size: int,
    weight: Callable[[T], int] = lambda _: 1,
) -> Leaf[T]:
    """Return a leaf of a list, counted from 1; one beyond the last is the last.

    A leaf takes things until they weigh more than `size` together; what weighs more by itself
    has a leaf of its own.
    """
    ends = [*_ends([weight(each) for each in things], size), len(things)]
    at = min(max(number, 1), len(ends))
    first = ends[at - 2] if at > 1 else 0
    return Leaf(
        things=tuple(things[first : ends[at - 1]]),
        number=at,
        leaves=len(ends),
        first=first + 1,
        of=len(things),
    )


def _ends(weights: Sequence[int], size: int) -> Iterator[int]:
    """Walk the places at which a leaf but the last is full."""
    held = 0
    for place, each in enumerate(weights):
        if held and held + each > size:
            yield place
            held = 0
        held += each
