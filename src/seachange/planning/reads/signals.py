"""What predicts success and failure at each step of the journeys, as far as somebody may see."""

from __future__ import annotations

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.step_signals import StepSignals, at_steps


def signals_by_step(
    viewer: Viewer | None, *, journey: str | None = None
) -> tuple[StepSignals, ...]:
    """Return every step of the journeys, or of one of them, in order, with its signals."""
    return tuple(at_steps(snapshot(viewer), journey=journey))
