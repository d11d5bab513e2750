"""How delivery goes (H40): context for the outcomes, never a goal of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seachange.errors import ImpossibleCounts
from seachange.planning.rules.indicators.tallies import Tally, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """A period of a team: its days, deployments, those that failed, and two typical durations.

    `lead_time_hours` runs from commit to production, `recovery_hours` from failure to mended;
    nothing where nobody measured it.
    """

    days: int
    deployments: int
    failed: int = 0
    lead_time_hours: float | None = None
    recovery_hours: float | None = None

    def __post_init__(self) -> None:
        if self.days < 1 or not 0 <= self.failed <= self.deployments:
            raise ImpossibleCounts(
                f"{self.failed} of {self.deployments} deployments in {self.days} days"
            )
        if min(self.lead_time_hours or 0.0, self.recovery_hours or 0.0) < 0:
            raise ImpossibleCounts("nothing takes fewer than 0 hours")


@dataclass(frozen=True, slots=True)
class Context:
    """Deployments a week, hours to production, deployments that failed, hours to recover."""

    deployments_a_week: float | Unknown
    lead_time_hours: float | Unknown
    failures: Tally
    recovery_hours: float | Unknown


def context(periods: Iterable[Shipping]) -> Context:
    """H40: the four measures of delivery over several periods (Forsgren, Humble, Kim 2018).

    Durations are averaged with the deployments, or the failures, they are typical of.
    """
    told = list(periods)
    days = sum(each.days for each in told)
    deployed = sum(each.deployments for each in told)
    lead = [(each.lead_time_hours, each.deployments) for each in told]
    recovery = [(each.recovery_hours, each.failed) for each in told]
    return Context(
        deployments_a_week=7 * deployed / days if days else Unknown("no period was told"),
        lead_time_hours=_average(lead, of="lead time"),
        failures=Tally(sum(each.failed for each in told), deployed),
        recovery_hours=_average(recovery, of="recovery"),
    )


def _average(told: Sequence[tuple[float | None, int]], *, of: str) -> float | Unknown:
    known = [(hours, weight) for hours, weight in told if hours is not None and weight]
    total = sum(weight for _, weight in known)
    if not total:
        return Unknown(f"no {of} was measured")
    return sum(hours * weight for hours, weight in known) / total
