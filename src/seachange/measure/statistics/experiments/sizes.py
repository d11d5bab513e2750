"""How many units a test needs, what it can see, and how long that takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from scipy.optimize import brentq

from seachange.errors import BadQuestion
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.experiments.boundaries import Boundaries, boundaries
from seachange.measure.statistics.refusals import whole

_NORMAL = NormalDist()
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a test is to do: how often it may err, find a true change, and the split.

    `treated` is the share of the units that gets the change.
    """

    alpha: float = 0.05
    power: float = 0.8
    treated: float = 0.5

    def __post_init__(self) -> None:
        if not (0 < self.alpha < self.power < 1 and 0 < self.treated < 1):
            raise BadQuestion(
                f"no test can be made so: {self}",
                remedy="Give 0 < alpha < power < 1, and a share between 0 and 1 that is treated.",
            )

    @property
    def per_arm(self) -> tuple[float, float]:
        """How many units there are in all for each that is treated, and each that is not."""
        return 1 / self.treated, 1 / (1 - self.treated)


PLAIN = Aim()


def units_for_share(before: float, *, after: float, aim: Aim = PLAIN) -> float:
    """Return how many units, in both variants, tell one share (0..1) from another.

        N = (z_α/2·√(p̄q̄(1/f + 1/(1−f))) + z_β·√(p₁q₁/f + p₀q₀/(1−f)))² / (p₁ − p₀)²

    for a share f of them treated and p̄ the share over all; with halves the per-arm formula
    of Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd
    ed., eq. 4.14. Not rounded: whoever plans rounds up. Raises BadQuestion.
    """
    null, alternative = _share_spreads(before, after, aim)
    if before == after:
        raise BadQuestion(f"no number of units tells {before:g} from itself")
    reach = normal(1 - aim.alpha) * null + _NORMAL.inv_cdf(aim.power) * alternative
    return (reach / (after - before)) ** 2


def units_for_mean(change: float, *, deviation: float, aim: Aim = PLAIN) -> float:
    """Return how many units, in both variants, show a change of a mean.

    `deviation` is the standard deviation of one unit: of the metric itself, of what CUPED
    leaves of it, or of a ratio's linearised unit (√(n·variance) of a `Side`).

        N = (z_α/2 + z_β)²·σ²·(1/f + 1/(1−f)) / δ²
    """
    if change == 0 or not deviation > 0 or not math.isfinite(change * deviation):
        raise BadQuestion(f"no number of units shows a change of {change:g}")
    return sum(aim.per_arm) * (_reach(aim) * deviation / change) ** 2


def power_for_share(before: float, *, after: float, units: int, aim: Aim = PLAIN) -> float:
    """Return how often so many units, in both variants, tell one share from another."""
    null, alternative = _share_spreads(before, after, aim)
    n, z = math.sqrt(whole(units, of="units")), normal(1 - aim.alpha)
    change = after - before
    if alternative == 0:
        return float(abs(change) * n > z * null)
    return sum(_NORMAL.cdf((way * change * n - z * null) / alternative) for way in (1, -1))


def power_for_mean(change: float, *, deviation: float, units: int, aim: Aim = PLAIN) -> float:
    """Return how often so many units, in both variants, show a change of a mean."""
    if not deviation > 0:
        raise BadQuestion(f"a unit cannot deviate by {deviation!r}")
    error = deviation * math.sqrt(sum(aim.per_arm) / max(1, whole(units, of="units")))
    z = normal(1 - aim.alpha)
    return sum(_NORMAL.cdf(way * change / error - z) for way in (1, -1))


def smallest_seen(error: float, *, aim: Aim = PLAIN) -> float:
    """Return the smallest change found with the test's power, at this standard error.

    2.80 errors at 5 % and 80 %. Where the error is not known yet: that of a share p among n
    units is √(p(1−p)(1/f + 1/(1−f))/n).
    """
    if not (error > 0 and math.isfinite(error)):
        raise BadQuestion(f"a standard error is not {error!r}")
    return _reach(aim) * error


def share_error(share: float, *, units: int, aim: Aim = PLAIN) -> float:
    """Return the standard error of a difference of shares near `share`, with so many units."""
    if not 0 < share < 1 or whole(units, of="units") == 0:
        raise BadQuestion(f"nothing can be said of a share of {share!r} among {units} units")
    return math.sqrt(share * (1 - share) * sum(aim.per_arm) / units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """What it costs to look several times, and what it saves.

    `inflation` is by how much the plan's units exceed those of a single look; `expected`
    the share of the plan's units that are used up on average, if the change is there.
    """

    inflation: float
    expected: float
    boundaries: Boundaries


def watching(looks: int, *, aim: Aim = PLAIN) -> Watching:
    """Plan a group-sequential test with evenly spaced looks at the power of a single one.

    Jennison and Turnbull (2000), Group Sequential Methods, section 7.2.
    """
    if whole(looks, of="looks") == 0:
        raise BadQuestion("a test needs at least one look")
    lines = boundaries([(k + 1) / looks for k in range(looks)], alpha=aim.alpha)

    def surplus(drift: float) -> float:
        return sum(a + b for a, b in lines.crossings(drift)) - aim.power

    drift = float(brentq(surplus, 0.0, 12.0, xtol=1e-9))
    ends = [a + b for a, b in lines.crossings(drift)]
    early = zip(lines.information, ends, strict=True)
    expected = sum(t * p for t, p in early) + 1 - sum(ends)
    return Watching(inflation=(drift / _reach(aim)) ** 2, expected=expected, boundaries=lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Who comes: new units a day, the share of them that takes part, and their window in days."""

    per_day: float
    taking_part: float = 1.0
    window_days: float = 0.0

    def __post_init__(self) -> None:
        if not (
            self.per_day > 0
            and 0 < self.taking_part <= 1
            and 0 <= self.window_days < math.inf
            and math.isfinite(self.per_day)
        ):
            raise BadQuestion(f"nobody would come to a test like this: {self}")

    def days_for(self, units: float) -> int:
        """Return the days until so many units are judged: whole weeks of entry, and a window.

        Whole weeks, at least one, because people of weekends differ from those of weekdays.
        """
        days = math.ceil(units / (self.per_day * self.taking_part))
        return _WEEK * max(1, math.ceil(days / _WEEK)) + math.ceil(self.window_days)

    def units_in(self, days: int) -> int:
        """Return how many units are judged once so many days have passed."""
        entered = max(0.0, whole(days, of="days") - self.window_days)
        return math.floor(entered * self.per_day * self.taking_part)


def seen_by_day(
    traffic: Traffic, *, deviation: float, days: int, aim: Aim = PLAIN
) -> list[tuple[int, float]]:
    """Return the smallest change that is found, after each day on which units are judged.

    Points of a curve: it falls by the root of time, and shows when waiting stops paying.
    `deviation` is that of one unit, √(p(1−p)) for a share.
    """
    points = []
    for day in range(1, whole(days, of="days") + 1):
        units = traffic.units_in(day)
        if units >= 2:
            error = deviation * math.sqrt(sum(aim.per_arm) / units)
            points.append((day, smallest_seen(error, aim=aim)))
    return points


def power_by_change(
    changes: Sequence[float], *, deviation: float, units: int, aim: Aim = PLAIN
) -> list[tuple[float, float]]:
    """Return how often so many units show each of several changes: points of a curve."""
    return [
        (change, power_for_mean(change, deviation=deviation, units=units, aim=aim))
        for change in changes
    ]


def _share_spreads(before: float, after: float, aim: Aim) -> tuple[float, float]:
    """Return √N times the error of the difference with no change, and with this one."""
    if not (0 <= before <= 1 and 0 <= after <= 1):
        raise BadQuestion(f"{before!r} and {after!r} are not shares", remedy="Give 0.2 for 20 %.")
    treated, control = aim.per_arm
    middle = aim.treated * after + (1 - aim.treated) * before
    null = math.sqrt(middle * (1 - middle) * (treated + control))
    return null, math.sqrt(after * (1 - after) * treated + before * (1 - before) * control)


def _reach(aim: Aim) -> float:
    return normal(1 - aim.alpha) + _NORMAL.inv_cdf(aim.power)
