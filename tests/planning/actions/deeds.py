"""Deeds that several tests begin with."""

from __future__ import annotations

from datetime import date

from seachange.planning.actions import records
from seachange.planning.rules.plan.learning import Decision
from seachange.planning.rules.vocabulary import Choice


def keep(output: str = "OU1", *, name: str = "DE1") -> None:
    """Decide to keep an output."""
    decision = Decision(
        id=name,
        choice=Choice.KEEP,
        output=output,
        reason="it works",
        decided_by="boss",
        decided_on=date(2026, 6, 1),
    )
    records.create(decision, by="boss")
