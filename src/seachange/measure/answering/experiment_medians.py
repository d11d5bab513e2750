"""Where an experiment compares how long things take: each variant's median, and how far apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from seachange.events.documents import micros
from seachange.measure.answering.experiment_besides import Standing
from seachange.measure.answering.experiment_counting import Counted, together
from seachange.measure.answering.experiment_parts import MedianShown, VariantEffect
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.experiments import medians
from seachange.measure.statistics.experiments.medians import Median

_SECOND = 1_000_000
_PHASES = Unknown("the shares changed on the way, and medians of phases cannot be put together")


def medians_of(
    standing: Standing, counted: Counted, effects: Sequence[VariantEffect]
) -> tuple[MedianShown, ...]:
    """Return each variant's median time where that is what the metric measures, else nothing.

    The interval of a difference reaches as far as that of the effect it stands beside: to the
    boundary that holds at this look.
    """
    shown = standing.exposed
    if shown.question.metric.kind != "duration" or standing.period < 0:
        return ()
    if standing.hidden:
        return tuple(MedianShown(name, standing.hidden, None) for name in shown.variants)
    found = list(_medians(standing, counted))
    reach = {effect.variant: effect.boundary for effect in effects}
    return tuple(
        MedianShown(
            variant=name,
            median=_alone(found[n]),
            difference=_apart(found[n], found[0], reach.get(name)) if n else None,
        )
        for n, name in enumerate(shown.variants)
    )


def _medians(standing: Standing, counted: Counted) -> Iterator[Median | Unknown]:
    shown, strata = standing.exposed, counted.until(standing.period)
    if len(shown.phases) > 1:
        yield from (_PHASES for _ in shown.variants)
        return
    units = [together(strata, variant).units for variant in range(len(shown.variants))]
    wanted = {n: found.all for n, many in enumerate(units) if (found := medians.spots(many))}
    at = shown.ranked(shown.question.metric, wanted, period=standing.period) if wanted else {}
    window = micros(shown.question.metric.within)
    for variant, many in enumerate(units):
        used = {rank: window - left for rank, left in at.get(variant, {}).items()}
        yield medians.median(many, at=used)


def _alone(found: Median | Unknown) -> Reading:
    if isinstance(found, Unknown):
        return found
    value, half = _seconds(found.value), normal(0.95) * found.error / _SECOND
    return Estimate(value, max(0.0, value - half), value + half, "price_bonett")


def _apart(
    treatment: Median | Unknown, control: Median | Unknown, critical: float | None
) -> Reading:
    if isinstance(treatment, Unknown):
        return treatment
    if isinstance(control, Unknown):
        return control
    if critical is None:
        return Unknown("it is too early to compare")
    return medians.difference(_in_seconds(treatment), minus=_in_seconds(control), critical=critical)


def _in_seconds(found: Median) -> Median:
    return Median(found.value / _SECOND, found.error / _SECOND)


def _seconds(value: Fraction) -> float:
    return float(value / _SECOND)
