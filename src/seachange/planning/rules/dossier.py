"""What a verdict rests on, whole: the records that are weighed, and what they came to.

Sealed with the verdict, so that anybody can weigh the same records again and compare, byte for
byte, whatever has become of the plan since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from seachange.planning.rules.judgement import Judgement, judge
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.encoding import canonical, plain, record_from
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import (
    Assumption,
    AssumptionTest,
    Evidence,
    Hypothesis,
    HypothesisVersion,
    Verdict,
)
from seachange.planning.rules.plan.measuring import Metric, MetricBridge, MetricVersion
from seachange.planning.rules.plan.plan import Plan, plan_of
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind

Json = dict[str, Any]
# How judging goes; a later way of judging gets its own number, and this one stays as it is.
METHOD = 1
_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The records a verdict rests on, by kind and id, and the day they were weighed."""

    hypothesis: str
    as_of: date
    records: tuple[Record, ...]
    method: int = METHOD

    def judged(self) -> Json:
        """Weigh the records, these alone, and return what they come to."""
        plan = plan_of(self.records, as_of=self.as_of)
        hypothesis = plan.get(Hypothesis, self.hypothesis)
        return {} if hypothesis is None else settled(judge(plan, hypothesis))

    @property
    def text(self) -> str:
        """The dossier as the one text it has: with its records, and what they come to."""
        return canonical(
            {
                "method": self.method,
                "hypothesis": self.hypothesis,
                "as_of": self.as_of.isoformat(),
                "records": [[each.kind.value, plain(each)] for each in self.records],
                "judged": self.judged(),
            }
        )


def dossier_of(plan: Plan, verdict: Verdict) -> Dossier:
    """Return everything a verdict rests on as the plan has it, judged on the verdict's own day."""
    found = {each.id: each for each in _about(plan, verdict)}
    records = sorted(found.values(), key=lambda each: (each.kind, each.id))
    return Dossier(
        hypothesis=verdict.hypothesis,
        as_of=verdict.decided_on or plan.as_of,
        records=tuple(records),
    )


def dossier_from(told: Json) -> Dossier:
    """Return the dossier that was written as `Dossier.text`, from what that says in JSON."""
    records: Iterable[tuple[str, Json]] = told["records"]
    return Dossier(
        hypothesis=told["hypothesis"],
        as_of=date.fromisoformat(told["as_of"]),
        records=tuple(record_from(Kind(kind), held) for kind, held in records),
        method=told["method"],
    )


def _about(plan: Plan, verdict: Verdict) -> Iterable[Record]:
    hypothesis = plan.get(Hypothesis, verdict.hypothesis)
    if hypothesis is None:
        return
    outcome, output = plan.get(Outcome, hypothesis.outcome), plan.get(Output, hypothesis.output)
    tests = plan.of(AssumptionTest, hypothesis.id)
    assumptions = plan.of(Assumption, hypothesis.id)
    yield hypothesis
    yield from plan.of(HypothesisVersion, hypothesis.id)
    yield from (each for each in (outcome, output) if each is not None)
    yield from (*tests, *assumptions)
    measured_in = [each.metric for each in tests] + [outcome.metric if outcome else None]
    for metric in (held for each in measured_in if (held := plan.get(Metric, each)) is not None):
        yield metric
        yield from (*plan.of(MetricVersion, metric.id), *plan.of(MetricBridge, metric.id))
    about = [hypothesis.id, hypothesis.output, hypothesis.idea, output.idea if output else None]
    about += [each.id for each in (*tests, *assumptions)]
    yield from (each for one in about if one for each in plan.of(Evidence, one))
    yield from (each for one in verdict.evidence if (each := plan.get(Evidence, one)) is not None)


def settled(told: Judgement) -> Json:
    """Return what a judgement comes to, in twelve digits: what machines do alike."""
    belief = told.belief
    return {
        "finish": told.finish and told.finish.value,
        "is_negligible": told.is_negligible,
        "version": told.hypothesis.version,
        "before": _round(told.before),
        "mean": belief and _round(belief.mean),
        "spread": belief and _round(belief.spread),
        "worthwhile": belief and _round(belief.worthwhile),
        "positive": belief and _round(belief.positive),
        "confidence": _round(told.confidence),
        "speaking_for": _round(told.sides.speaking_for.value),
        "speaking_against": _round(told.sides.speaking_against.value),
        "meter": told.how.meter.name,
        "measured": [
            {
                "evidence": each.evidence.id,
                "change": _round(each.change),
                "low": _round(each.interval.low),
                "high": _round(each.interval.high),
                "standard_error": _round(each.standard_error),
            }
            for each in told.measured
        ],
        "judged": [[each.evidence.id, _round(each.left)] for each in told.judged],
        "set_aside": [[each.evidence.id, list(each.why)] for each in told.set_aside],
    }


def _round(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
