"""From what a metric adds up to in each variant to the effect of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from seachange.events.documents import micros
from seachange.measure.answering.experiment_counting import Strata, together
from seachange.measure.answers import Reading, Unknown
from seachange.measure.counts import MetricSums
from seachange.measure.questions.metrics import Metric
from seachange.measure.sql.metrics import MILLION
from seachange.measure.statistics import means, proportions
from seachange.measure.statistics.experiments.arms import Arm, Sums
from seachange.measure.statistics.experiments.effects import (
    Effect,
    difference,
    lift,
    share_difference,
)
from seachange.measure.statistics.experiments.sides import (
    NO_UNITS,
    Side,
    adjusted,
    mean_of,
    ratio_of,
    standardised,
)
from seachange.measure.statistics.scores import FEW

_NO_PHASE = Unknown("no phase has units of both variants to compare")


@dataclass(frozen=True, slots=True)
class Compared:
    """A variant against the control: the difference, and the change relative to it."""

    absolute: Effect | Unknown
    relative: Effect | Unknown


@dataclass(frozen=True, slots=True)
class Gauge:
    """Reads a metric off its sums: in which unit, and beside which covariate."""

    metric: Metric
    has_covariate: bool = False

    @property
    def unit(self) -> str:
        """The unit of the estimates: share, number, seconds or points."""
        if self.metric.kind == "share" or self.metric.scale == "csat":
            return "share"
        if self.metric.kind == "duration":
            return "seconds"
        return "points" if self.metric.scale == "nps" else "number"

    def sums(self, counted: MetricSums) -> Sums:
        """Return the exact sums over units in the metric's own unit."""
        n, y, yy = counted.units, Fraction(counted.y), Fraction(counted.yy)
        if self.metric.kind == "duration":
            # What was left of the window, turned round into what was used of it.
            window = micros(self.metric.within)
            y, yy = n * window - y, n * window**2 - 2 * window * y + yy
        scale = self._scale
        y, yy = y * scale, yy * scale**2
        if self.metric.is_ratio:
            return Sums.pairs(n, y=y, x=counted.x, yy=yy, xy=counted.xy * scale, xx=counted.xx)
        if self.has_covariate:
            xy, xx = counted.xy * scale**2, counted.xx * scale**2
            return Sums.pairs(n, y=y, x=counted.x * scale, yy=yy, xy=xy, xx=xx)
        return Sums.values(n, total=y, squares=yy)

    def estimate(self, counted: MetricSums) -> Reading:
        """Estimate one variant's own level, with a 95 % interval."""
        if counted.units == 0:
            return NO_UNITS
        if self.metric.kind == "share":
            return proportions.share(counted.y, people=counted.units)
        sums = self.sums(counted)
        y, yy = sums.totals[0], sums.products[0][0]
        if not self.metric.is_ratio:
            return means.mean(counted.units, total=y, total_squares=yy, least=self._least)
        return means.ratio(
            counted.units,
            sum_y=y,
            sum_x=counted.x,
            sum_yy=yy,
            sum_xx=counted.xx,
            sum_xy=sums.products[0][1],
        )

    def compare(self, strata: Strata, *, variant: int) -> Compared:
        """Compare a variant with the control (variant 0), within phases where there are several."""
        phases = sorted({phase for _, phase in strata})
        if self.metric.kind == "share" and not self.has_covariate and len(phases) == 1:
            return self._of_shares(strata, variant)
        pairs, units = [], []
        for phase in phases:
            sides = self._sides(strata, phase, variant)
            if isinstance(sides, Unknown):
                unknown = sides
                continue
            pairs.append(sides)
            units.append((strata[variant, phase].units, strata[0, phase].units))
        if not pairs:
            why = unknown if phases else NO_UNITS
            return Compared(why, why)
        treatment, control = pairs[0] if len(phases) == 1 else standardised(pairs, units=units)
        return Compared(difference(treatment, minus=control), lift(treatment, over=control))

    def _of_shares(self, strata: Strata, variant: int) -> Compared:
        treatment, control = together(strata, variant), together(strata, 0)
        absolute = share_difference(
            did=treatment.y,
            units=treatment.units,
            did_control=control.y,
            units_control=control.units,
        )
        sides = [mean_of(self.sums(counted).arm()) for counted in (treatment, control)]
        return Compared(absolute, lift(sides[0], over=sides[1]))

    def _sides(self, strata: Strata, phase: int, variant: int) -> tuple[Side, Side] | Unknown:
        """Return treatment and control in one phase."""
        if (variant, phase) not in strata or (0, phase) not in strata:
            return _NO_PHASE
        counted = [strata[variant, phase], strata[0, phase]]
        arms = [self.sums(one).arm() for one in counted]
        if self.has_covariate:
            return self._adjusted(strata, phase, variant)
        if self.metric.kind == "score" and min(one.x for one in counted) < FEW:
            return Unknown(f"fewer than {FEW} answers in a variant are too few to compare")
        read = ratio_of if self.metric.is_ratio else mean_of
        treatment, control = read(arms[0]), read(arms[1])
        if isinstance(treatment, Unknown):
            return treatment
        return control if isinstance(control, Unknown) else (treatment, control)

    def _adjusted(self, strata: Strata, phase: int, variant: int) -> tuple[Side, Side] | Unknown:
        """Adjust by what units did before; all variants of the phase tell how much that is."""
        others = sorted(v for v, p in strata if p == phase and v not in (0, variant))
        arms = [self.sums(strata[v, phase]).arm() for v in (variant, 0, *others)]
        known: Sequence[Arm] = [arm for arm in arms if arm is not None]
        if len(known) < len(arms):
            return NO_UNITS
        sides = adjusted(known)
        return sides if isinstance(sides, Unknown) else (sides[0], sides[1])

    @property
    def _scale(self) -> Fraction:
        """What one whole number of the sums is worth."""
        if self.metric.kind in ("total", "mean", "duration") or self.metric.scale == "mean":
            return Fraction(1, MILLION)
        return Fraction(100 if self.metric.scale == "nps" else 1)

    @property
    def _least(self) -> float:
        return 0.0 if self.metric.kind in ("frequency", "duration") else float("-inf")
