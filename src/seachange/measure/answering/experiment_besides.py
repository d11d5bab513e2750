"""What else an experiment did: secondary metrics, and those that must not get worse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from seachange.measure.answering.experiment_counting import Counted, Exposed, Strata, together
from seachange.measure.answering.experiment_effects import Compared, Gauge
from seachange.measure.answering.experiment_fit import doubts
from seachange.measure.answering.experiment_parts import (
    FOUND_AT,
    HIDDEN,
    GuardrailEffect,
    SecondaryEffect,
)
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.questions.experiment import Guardrail
from seachange.measure.questions.metrics import Metric
from seachange.measure.statistics.critical import normal
from seachange.measure.statistics.experiments import always_valid
from seachange.measure.statistics.experiments.always_valid import Tuning
from seachange.measure.statistics.experiments.effects import Effect
from seachange.measure.statistics.experiments.guardrails import Guard, guard
from seachange.measure.statistics.multiplicity import benjamini_hochberg


@dataclass(frozen=True, slots=True)
class Standing:
    """How the experiment stands: at the end of which period, whether over, and whether, and
    why, its results must not be seen.
    """

    exposed: Exposed
    period: int
    is_over: bool
    hidden: Unknown | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """One more metric, counted as far as the first one is judged."""

    gauge: Gauge
    counted: Counted
    strata: Strata

    @classmethod
    def of(cls, metric: Metric, standing: Standing) -> _Beside:
        counted = standing.exposed.count(metric)
        return cls(Gauge(metric), counted, counted.until(standing.period))

    @property
    def units(self) -> int:
        return sum(sums.units for sums in self.strata.values())


def secondary(standing: Standing) -> Iterator[SecondaryEffect]:
    """Yield every effect on a secondary metric, p adjusted for all of them.

    Benjamini and Hochberg (1995): at q ≤ 0.1 a tenth of those found are false, at most.
    """
    rows = [
        row
        for metric in standing.exposed.question.secondary
        for row in _secondary(_Beside.of(metric, standing), standing)
    ]
    tested = [float("nan") if row.p is None else row.p for row in rows]
    adjusted = benjamini_hochberg(np.array(tested, dtype=np.float64))
    for row, q in zip(rows, adjusted.tolist(), strict=True):
        known = row.p is not None
        found = q <= FOUND_AT if known and standing.is_over else None
        yield replace(row, q=q if known else None, found=found)


def guardrails(standing: Standing) -> Iterator[GuardrailEffect]:
    """Yield whether each guardrail holds, by the interval of the effect on it."""
    for rail in standing.exposed.question.guardrails:
        yield from _guardrail(rail, _Beside.of(rail.metric, standing), standing)


def _secondary(beside: _Beside, standing: Standing) -> Iterator[SecondaryEffect]:
    alpha = standing.exposed.question.alpha
    for variant, name, compared, doubt in _compared(beside, standing):
        shown = standing.hidden is None and isinstance(compared.absolute, Effect)
        yield SecondaryEffect(
            metric=beside.gauge.metric.label,
            unit=beside.gauge.unit,
            variant=name,
            people=together(beside.strata, variant).units,
            pending=beside.counted.pending(variant),
            estimate=_level(beside, variant, standing),
            absolute=_interval(compared.absolute, normal(1 - alpha), standing),
            relative=_interval(compared.relative, normal(1 - alpha), standing),
            p=compared.absolute.p if shown and isinstance(compared.absolute, Effect) else None,
            q=None,
            found=None,
            doubt=doubt,
        )


def _guardrail(rail: Guardrail, beside: _Beside, standing: Standing) -> Iterator[GuardrailEffect]:
    question = standing.exposed.question
    critical = normal(1 - question.alpha)
    if not standing.is_over and beside.units:
        tuning = Tuning(units=question.narrowest, alpha=question.alpha)
        critical = always_valid.critical(beside.units, tuning=tuning)
    for variant, name, compared, doubt in _compared(beside, standing):
        absolute = _interval(compared.absolute, critical, standing)
        more = rail.metric.better == "more"
        verdict = str(Guard.UNSURE)
        if isinstance(absolute, Estimate):
            verdict = str(guard(absolute, margin=rail.margin, more_is_better=more))
        yield GuardrailEffect(
            metric=beside.gauge.metric.label,
            unit=beside.gauge.unit,
            variant=name,
            people=together(beside.strata, variant).units,
            pending=beside.counted.pending(variant),
            estimate=_level(beside, variant, standing),
            absolute=absolute,
            margin=rail.margin,
            verdict=HIDDEN if standing.hidden else verdict,
            doubt=doubt,
        )


def _compared(
    beside: _Beside, standing: Standing
) -> Iterator[tuple[int, str, Compared, str | None]]:
    """Yield each variant against the control, and why its figures are in doubt, if they are."""
    names = standing.exposed.variants
    found = [beside.gauge.compare(beside.strata, variant=v) for v in range(1, len(names))]
    why: list[str | None] = [None] * len(found)
    if standing.hidden is None and standing.period >= 0:
        why = doubts(
            standing.exposed,
            beside.gauge,
            beside.strata,
            period=standing.period,
            effects=[one.absolute for one in found],
        )
    for variant, (one, doubt) in enumerate(zip(found, why, strict=True), start=1):
        yield variant, names[variant], one, doubt


def _level(beside: _Beside, variant: int, standing: Standing) -> Reading:
    return standing.hidden or beside.gauge.estimate(together(beside.strata, variant))


def _interval(effect: Effect | Unknown, critical: float, standing: Standing) -> Reading:
    if standing.hidden is not None:
        return standing.hidden
    return effect if isinstance(effect, Unknown) else effect.within(critical)
