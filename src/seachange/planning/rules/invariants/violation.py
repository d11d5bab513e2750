"""What it says when a plan breaks one of its invariants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seachange.planning.rules.plan.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """An invariant a record breaks: which, in words, and what to do about it."""

    invariant: str
    record: str
    says: str
    remedy: str


Find = Callable[[Plan], Iterator[Violation]]


def listed(words: list[str]) -> str:
    """Join words as one says them: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
