"""A hypothesis with everything about it that a verdict is read beside: its outcome, what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from seachange.errors import BadPlan
from seachange.planning.rules.advice import Advice, advise
from seachange.planning.rules.checklist import Checklist, checklists
from seachange.planning.rules.driving import Driving, driving, links_of
from seachange.planning.rules.invariants.learning import current_verdicts
from seachange.planning.rules.judgement import How, Judgement, judge
from seachange.planning.rules.next_test import NextTest, next_test
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Decision, Hypothesis, Verdict
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.sizes import Size, size_for_predicted, size_for_worthwhile
from seachange.planning.rules.vocabulary import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hypothesis judged anew, beside the verdict on record and what was decided.

    `standing` is the verdict that no later one supersedes; `decisions` are those on the
    hypothesis, its verdicts, its output or its idea, the oldest first. `requests` asked for its
    output or idea, or for something that its outcome is about. `links` are what its outcome is
    said to drive, as experiments have it. `further` is what another test would be worth,
    `checklists` are of its tests that have not started. `worthwhile` and `predicted` are the sizes
    of tests that show the smallest change worth it, and the one predicted.
    """

    told: Judgement
    advice: Advice
    outcome: Outcome | None
    metric: Metric | None
    tests: tuple[AssumptionTest, ...]
    standing: Verdict | None
    decisions: tuple[Decision, ...]
    requests: tuple[FeatureRequest, ...] = ()
    links: tuple[Driving, ...] = ()
    further: NextTest | None = None
    checklists: tuple[Checklist, ...] = ()
    worthwhile: Size | None = None
    predicted: Size | None = None

    @property
    def hypothesis(self) -> Hypothesis:
        """The hypothesis it is about."""
        return self.told.hypothesis

    @property
    def scale(self) -> Scale:
        """What sort of number its changes are of."""
        return self.metric.scale if self.metric else Scale.RATE

    @property
    def agrees(self) -> bool | None:
        """Whether the evidence says today what the verdict on record says; none without one."""
        if self.standing is None or self.told.finish is None:
            return None
        return self.standing.finish is self.told.finish


def cases(
    plan: Plan,
    named: Iterable[str] = (),
    *,
    as_of: date | None = None,
    how: How | None = None,
    harmed: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Case]:
    """Judge the named hypotheses, or all that are not withdrawn; raise where there is none.

    `harmed` holds the guardrail that a log showed to be harmed, by the hypothesis's id.
    """
    ids = list(named)
    unknown = [each for each in ids if plan.get(Hypothesis, each) is None]
    if unknown:
        there = ", ".join(each.id for each in plan.hypotheses) or "none"
        raise BadPlan(f"there is no hypothesis {unknown[0]}", remedy=f"There are: {there}.")
    chosen = [each for each in plan.hypotheses if each.id in ids] if ids else plan.hypotheses
    standing = {each.hypothesis: each for each in current_verdicts(plan)}
    for hypothesis in chosen:
        if not ids and hypothesis.state == "withdrawn":
            continue
        own = harmed.get(hypothesis.id, "")
        told = judge(plan, hypothesis, as_of=as_of, how=how, harmed=own)
        outcome = plan.get(Outcome, hypothesis.outcome)
        yield Case(
            told=told,
            advice=advise(told),
            outcome=outcome,
            metric=plan.get(Metric, outcome.metric) if outcome else None,
            tests=plan.of(AssumptionTest, hypothesis.id),
            standing=standing.get(hypothesis.id),
            decisions=decisions_on(plan, hypothesis),
            requests=_requests(plan, hypothesis),
            further=next_test(plan, told),
            checklists=checklists(plan, hypothesis),
            worthwhile=size_for_worthwhile(plan, hypothesis),
            predicted=size_for_predicted(plan, hypothesis),
            links=tuple(driving(plan, each) for each in links_of(plan, hypothesis.outcome or "")),
        )


def decisions_on(plan: Plan, hypothesis: Hypothesis) -> tuple[Decision, ...]:
    """Return what was decided on a hypothesis, its verdicts, its output or idea, oldest first."""
    about = [hypothesis.id, hypothesis.output, hypothesis.idea]
    about += [each.id for each in plan.of(Verdict, hypothesis.id)]
    found = {each.id: each for one in about if one for each in plan.of(Decision, one)}
    return tuple(sorted(found.values(), key=lambda each: (each.decided_on or date.min, each.id)))


def _requests(plan: Plan, hypothesis: Hypothesis) -> tuple[FeatureRequest, ...]:
    about = (hypothesis.output, hypothesis.idea, hypothesis.outcome)
    return tuple(
        {each.id: each for one in about if one for each in plan.of(FeatureRequest, one)}.values()
    )
