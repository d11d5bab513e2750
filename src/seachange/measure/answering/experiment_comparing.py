"""Comparing the variants of an experiment: from counts to what may be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from seachange.events.documents import spoken
from seachange.measure.answering.experiment_besides import Standing, guardrails, secondary
from seachange.measure.answering.experiment_checks import caveats, check_split
from seachange.measure.answering.experiment_counting import Counted, Exposed, together
from seachange.measure.answering.experiment_course import (
    Watched,
    alpha_of,
    effect,
    looks,
    watch,
    withheld,
)
from seachange.measure.answering.experiment_effects import Gauge
from seachange.measure.answering.experiment_fit import doubts
from seachange.measure.answering.experiment_medians import medians_of
from seachange.measure.answering.experiment_parts import (
    BETTER,
    HIDDEN,
    INCONCLUSIVE,
    NO_MEANINGFUL_EFFECT,
    TOO_EARLY,
    WORSE,
    EffectLook,
    ExperimentAnswer,
    GuardrailEffect,
    SecondaryEffect,
    VariantEffect,
    VariantShown,
)
from seachange.measure.answers import Caveat, Unknown
from seachange.measure.questions.experiment import Experiment
from seachange.measure.questions.metrics import Metric
from seachange.measure.sql.experiment import SEVERAL, UNLISTED

BROKEN = Unknown("the variants did not get their shares of the units")


def compared(shown: Exposed) -> ExperimentAnswer:
    """Compare every variant with the control, and say whether that may be believed."""
    question, names = shown.question, shown.variants
    counted = shown.count(question.metric)
    gauge = Gauge(question.metric, has_covariate=question.covariate is not None)
    watched = _watched(shown, counted, gauge)
    is_over = bool(watched) and all(w.has_ended for w in watched)
    check = check_split(shown, is_over=is_over)
    if not check.ok:
        # Not even that it was over may show: what stopped it was a difference.
        watched, is_over = [replace(w, course=None) for w in watched], False
    standing = Standing(
        shown, _last(watched), is_over, withheld(question, watched) if check.ok else BROKEN
    )
    pending = sum(counted.pending(v) for v in range(len(names)))
    effects = _effects(shown, watched, is_broken=not check.ok, is_pending=pending > 0)
    verdict = _verdict(effects)
    stop = verdict == NO_MEANINGFUL_EFFECT or (is_over and check.ok)
    people = sum(sums.units for sums in counted.until(standing.period).values())
    beside = [*secondary(standing)], [*guardrails(standing)]
    effects = _doubted(standing, counted, gauge, watched, effects)
    told = caveats(shown, counted, check, people=people, pending=pending, is_over=is_over)
    return ExperimentAnswer(
        **shown.asked.frame(question),
        people=people,
        pending=pending,
        metric=question.metric.label,
        unit=gauge.unit,
        units=shown.units(),
        set_aside=shown.set_aside(SEVERAL) + shown.set_aside(UNLISTED),
        verdict=verdict,
        stop=stop,
        sentence=_sentence(question, effects, verdict=verdict, people=people, stop=stop),
        variants=tuple(_variants(standing, counted, gauge)),
        effects=effects,
        sample_ratio=check,
        looks=() if standing.hidden else tuple(_looks(shown, watched)),
        secondary=tuple(beside[0]),
        guardrails=tuple(beside[1]),
        medians=medians_of(standing, counted, effects),
        caveats=(*told, *_doubts(effects, *beside)),
        derivation=tuple(_derivation(question)),
    )


def _watched(shown: Exposed, counted: Counted, gauge: Gauge) -> list[Watched]:
    if len(shown.variants) < 2:
        return []
    alpha = alpha_of(shown).each
    treatments = range(1, len(shown.variants))
    return [watch(shown, counted, gauge, variant=v, alpha=alpha) for v in treatments]


def _last(watched: Sequence[Watched]) -> int:
    """Return the period at whose end things are shown: where the last variant ended, or now."""
    return max((w.periods[w.at] for w in watched if w.periods), default=-1)


def _effects(
    shown: Exposed, watched: Sequence[Watched], *, is_broken: bool, is_pending: bool
) -> tuple[VariantEffect, ...]:
    names = shown.variants
    if is_broken:
        return tuple(
            VariantEffect(names[w.variant], BROKEN, BROKEN, None, None, None, HIDDEN)
            for w in watched
        )
    return tuple(
        effect(
            shown.question,
            w,
            name=names[w.variant],
            alpha=alpha_of(shown),
            is_pending=is_pending,
        )
        for w in watched
    )


def _doubted(
    standing: Standing,
    counted: Counted,
    gauge: Gauge,
    watched: Sequence[Watched],
    effects: Sequence[VariantEffect],
) -> tuple[VariantEffect, ...]:
    """Say of each effect why its figures are in doubt, if they are and may be seen."""
    if standing.hidden or standing.period < 0:
        return tuple(effects)
    found = doubts(
        standing.exposed,
        gauge,
        counted.until(standing.period),
        period=standing.period,
        effects=[w.compared[w.at].absolute if w.compared else w.why for w in watched],
    )
    return tuple(replace(e, doubt=why) for e, why in zip(effects, found, strict=True))


def _doubts(
    effects: Sequence[VariantEffect],
    beside: Sequence[SecondaryEffect],
    rails: Sequence[GuardrailEffect],
) -> Iterator[Caveat]:
    named = [("the metric", e.variant, e.doubt) for e in effects]
    named += [(row.metric, row.variant, row.doubt) for row in beside]
    named += [(row.metric, row.variant, row.doubt) for row in rails]
    for metric, variant, why in named:
        if why:
            yield Caveat("doubt", f"Do not lean on {metric} of {variant}: {why}.", "loud")


def _looks(shown: Exposed, watched: Sequence[Watched]) -> Iterator[EffectLook]:
    for w in watched:
        yield from looks(shown, w, name=shown.variants[w.variant])


def _variants(standing: Standing, counted: Counted, gauge: Gauge) -> Iterator[VariantShown]:
    shown, strata = standing.exposed, counted.until(standing.period)
    for variant, name in enumerate(shown.variants):
        sums = together(strata, variant)
        yield VariantShown(
            name=name,
            share=shown.phases[-1].get(name, 1.0),
            units=shown.units(variant=variant),
            people=sums.units,
            pending=counted.pending(variant),
            estimate=standing.hidden or gauge.estimate(sums),
        )


def _verdict(effects: Sequence[VariantEffect]) -> str:
    """Return the reading of all variants: one that is better outweighs those that are not."""
    found = {e.reading for e in effects}
    order = (HIDDEN, BETTER, TOO_EARLY, INCONCLUSIVE, NO_MEANINGFUL_EFFECT, WORSE)
    return next((reading for reading in order if reading in found), TOO_EARLY)


def _sentence(
    question: Experiment, effects: Sequence[VariantEffect], *, verdict: str, people: int, stop: bool
) -> str:
    if verdict == HIDDEN:
        return "Nothing may be read off: the variants did not get their shares of the units."
    if not effects:
        return "There is nothing to compare yet."
    said = "; ".join(f"{e.variant} {_SAID[e.reading]}" for e in effects)
    if stop:
        return f"The experiment is over: {said}."
    if question.plan is None:
        return f"So far {said}; without a plan it may go on for as long as it is worth it."
    return f"It goes on: {people:,} of {question.plan.units:,} units are judged; {said}."


_SAID = {
    BETTER: "is better than the control",
    WORSE: "is worse than the control",
    NO_MEANINGFUL_EFFECT: "makes no difference that is worthwhile",
    TOO_EARLY: "is not shown to differ yet",
    INCONCLUSIVE: "is not shown to differ from the control",
}


def _derivation(question: Experiment) -> Iterator[str]:
    unit = question.scope.unit
    yield (
        f"Exposure: each {unit}’s first event matching “{question.assigned.label}”; the variant "
        f"stands in {question.variant}. Who was shown several variants counts nowhere."
    )
    yield _measured(question.metric)
    if question.covariate:
        yield (
            f"Adjusted (CUPED) by the same in the {spoken(question.covariate)} before the exposure."
        )
    if question.phases:
        yield "Variants are compared within each phase of the allocation, never across."
    yield _METHODS[question.metric.kind]
    if question.plan is None:
        yield (
            "Looked at always: an asymptotic confidence sequence, narrowest at "
            f"{question.narrowest:,} units."
        )
    elif question.plan.looks == "once":
        yield f"Looked at once, when {question.plan.units:,} units are judged; nothing before."
    else:
        yield (
            f"Looked at by the end of each {question.plan.looks} until {question.plan.units:,} "
            "units are judged: Lan and DeMets’ boundaries of O’Brien and Fleming’s kind."
        )
    yield (
        "Split: the planned shares against the units of each day (a Bayes factor of 100 for "
        "other shares fails), and at the end chi-square (p below 0.001 fails)."
    )


def _measured(metric: Metric) -> str:
    start = f"the first event matching “{metric.of.label}” from then on" if metric.of else "then on"
    return (
        f"Metric: {metric.label}, counted from {start}, the edge of the window included; the "
        "event it starts with does not count. Judged: units whose window is over."
    )


_METHODS = {
    "share": "Interval of a difference of shares: Newcombe; within phases, Welch.",
    "frequency": "Interval of a difference of means over units: Welch.",
    "total": "Interval of a difference of means over units: Welch.",
    "mean": "Events of one unit are alike: the difference is linearised over units (delta).",
    "ratio": "Events of one unit are alike: the difference is linearised over units (delta).",
    "duration": "The mean time, of which no more than the window counts; interval: Welch. Beside "
    "it the median, which the window cuts no tail off: Price and Bonett.",
    "score": "Who answered is part of the chance: the difference is linearised over units (delta).",
}
