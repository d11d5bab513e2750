"""How the groups of a breakdown are called where they are not one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

OTHER, NONE = "(other)", "(not set)"


def labelled(groups: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield every group's index, as SQL counts them, and its label: the values, then the rest."""
    yield from enumerate((*groups, OTHER, NONE))
