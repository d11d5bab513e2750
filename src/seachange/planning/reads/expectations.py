"""What each party expects of the same thing, as far as somebody may see."""

from __future__ import annotations

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.expecting import Expected, expected_of


def expectations(viewer: Viewer | None) -> tuple[Expected, ...]:
    """Return what is expected of each record somebody may see, the widest gulf first."""
    return expected_of(snapshot(viewer))
