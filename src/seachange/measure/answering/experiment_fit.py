"""Whether a comparison's figures may be trusted at its number of units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from seachange.measure.answering.experiment_counting import Exposed, Strata, together
from seachange.measure.answering.experiment_effects import Gauge
from seachange.measure.answers import Unknown
from seachange.measure.counts import MetricSums
from seachange.measure.questions.metrics import Metric
from seachange.measure.sql.metrics import Centre
from seachange.measure.statistics.experiments.calibration import Shape, fit, share_fit
from seachange.measure.statistics.experiments.effects import Effect, ShareEffect

_ROOM = 10**24
"""Squares adding up to this leave the cubes room in a whole number of 128 bits."""
_FINE = 1_000_000


def doubts(
    exposed: Exposed,
    gauge: Gauge,
    strata: Strata,
    *,
    period: int,
    effects: Sequence[Effect | Unknown],
) -> list[str | None]:
    """Return, for every variant but the control, why its figures are in doubt, if they are.

    `effects` are theirs, `strata` the sums they come from, of the units judged by the end
    of the period.
    """
    if all(isinstance(effect, Unknown | ShareEffect) for effect in effects):
        return [share_fit(e).why if isinstance(e, ShareEffect) else None for e in effects]
    sums = [together(strata, variant) for variant in range(len(exposed.variants))]
    if any(one.units < 2 or (gauge.metric.is_ratio and one.x == 0) for one in sums):
        return [None for _ in effects]
    found = shapes(exposed, gauge.metric, sums, period=period)
    return [
        None if isinstance(effect, Unknown) else fit(shape, control=found[0]).why
        for effect, shape in zip(effects, found[1:], strict=True)
    ]


def shapes(
    exposed: Exposed, metric: Metric, sums: Sequence[MetricSums], *, period: int
) -> list[Shape]:
    """Return how each variant's units lie about their mean, or about their ratio."""
    squares = [_squares(metric, one) for one in sums]
    step = math.isqrt(math.ceil(max(squares)) // _ROOM) + 1
    centres = [_centre(metric, one, step=step) for one in sums]
    cubes = exposed.cubes(metric, centres, period=period)
    found = []
    for variant, (one, centre) in enumerate(zip(sums, centres, strict=True)):
        acted, cubed = cubes.get(variant, (0, 0))
        third = cubed * step**3 - (one.units - acted) * centre.mean**3
        size = one.x / one.units if metric.is_ratio else 1.0
        found.append(
            Shape(
                units=one.units,
                second=squares[variant] / size**2,
                third=third / size**3,
                effective=one.x**2 / one.xx if metric.is_ratio else one.units,
            )
        )
    return found


def _scale(metric: Metric) -> int:
    """Whole counts are put in millionths too, so that their mean can be a whole number."""
    in_millionths = metric.kind in ("total", "mean", "duration") or metric.scale == "mean"
    return 1 if in_millionths else _FINE


def _centre(metric: Metric, sums: MetricSums, *, step: int) -> Centre:
    scale = _scale(metric)
    if metric.is_ratio:
        return Centre(scale, ratio=round(scale * sums.y / sums.x), mean=0, step=step)
    return Centre(scale, ratio=0, mean=round(scale * sums.y / sums.units), step=step)


def _squares(metric: Metric, sums: MetricSums) -> float:
    """Return the squares of the units' distances from the centre, in its scale."""
    if metric.is_ratio:
        ratio = Fraction(sums.y, sums.x)
        squares = sums.yy - 2 * ratio * sums.xy + ratio**2 * sums.xx
    else:
        squares = Fraction(sums.units * sums.yy - sums.y**2, sums.units)
    return float(squares * _scale(metric) ** 2)
