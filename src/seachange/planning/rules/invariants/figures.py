"""I-27 for verdicts: their figures are computed from the evidence, and never typed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from seachange.planning.rules.invariants.violation import Violation
from seachange.planning.rules.judgement import Judgement, judge
from seachange.planning.rules.measured import Measured
from seachange.planning.rules.plan.learning import Hypothesis, Verdict
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.shape import label_of
from seachange.planning.rules.vocabulary import Finish

# How far a figure may be from the computed one and still be it, rounded: of probabilities the
# third place, of confidence the second, of changes the fourth.
_ROUNDED = {"belief": 5.1e-4, "belief_positive": 5.1e-4, "belief_before": 5.1e-4}
_OF_CONFIDENCE, _OF_CHANGES, _RELATIVE = 5.1e-3, 5.1e-5, 1e-3
FIGURES = (
    "measured",
    "low",
    "high",
    "expected_change",
    "belief",
    "belief_positive",
    "confidence",
    "belief_before",
)


def typed_figures(before: Plan, after: Plan) -> Iterator[Violation]:
    """Walk the new verdicts whose figures are not those that their evidence comes to."""
    for verdict in after.verdicts:
        if verdict.id in before.by_id:
            continue
        computed = figures_of(after, verdict)
        for name in FIGURES:
            stated = getattr(verdict, name)
            if stated is not None and not _is_same(name, stated, computed.get(name)):
                told = computed.get(name)
                found = "nothing tells it" if told is None else f"its evidence says {told:.4g}"
                yield Violation(
                    invariant="I-27",
                    record=verdict.id,
                    says=f"its {label_of(verdict.kind, name)} is {stated:g}, and {found}",
                    remedy="leave it out: it is computed",
                )


def with_figures(plan: Plan, verdict: Verdict) -> Verdict:
    """Return a verdict with the figures its evidence comes to, where it states none itself."""
    computed = figures_of(plan, verdict)
    silent: dict[str, Any] = {
        name: computed.get(name) for name in FIGURES if getattr(verdict, name) is None
    }
    return replace(verdict, **silent)


def called(plan: Plan, verdict: Verdict) -> Finish | None:
    """Return what the evidence on a verdict's hypothesis calls for on its day, if anything."""
    hypothesis = plan.get(Hypothesis, verdict.hypothesis)
    if hypothesis is None:
        return None
    return judge(plan, hypothesis, as_of=verdict.decided_on or plan.as_of).finish


def figures_of(plan: Plan, verdict: Verdict) -> dict[str, float]:
    """Return what the evidence on a verdict's hypothesis comes to on its day, by field."""
    hypothesis = plan.get(Hypothesis, verdict.hypothesis)
    if hypothesis is None:
        return {}
    told = judge(plan, hypothesis, as_of=verdict.decided_on or plan.as_of)
    found = {"confidence": told.confidence, "belief_before": told.before}
    if told.belief is not None:
        found["expected_change"] = told.belief.mean
        found["belief"] = told.belief.worthwhile
        found["belief_positive"] = told.belief.positive
    last = _last(told)
    if last is not None:
        interval = last.interval
        found |= {"measured": last.change, "low": interval.low, "high": interval.high}
    return {name: _round(value) for name, value in found.items()}


def _last(told: Judgement) -> Measured | None:
    return min(told.measured, key=lambda each: each.age_days, default=None)


def _is_same(name: str, stated: float, computed: float | None) -> bool:
    if computed is None:
        return False
    if name == "confidence":
        return abs(stated - computed) <= _OF_CONFIDENCE
    near = _ROUNDED.get(name, _OF_CHANGES + _RELATIVE * abs(computed))
    return abs(stated - computed) <= near


def _round(value: float) -> float:
    return float(f"{value:.6g}")
