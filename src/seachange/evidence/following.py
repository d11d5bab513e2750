"""What followed at the end of a driver link where an experiment in the log measured that too."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.evidence.recount import Recount
from seachange.measure.answering.experiment_parts import ExperimentAnswer, SecondaryEffect
from seachange.measure.answers import Estimate
from seachange.planning.rules.driving import end_of, links_of
from seachange.planning.rules.plan.learning import Evidence, Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.power import reach
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass, Stage


def followed_from(plan: Plan, found: Recount) -> Iterator[Evidence]:
    """Yield evidence on every link whose end's metric a test measured besides, named by its id.

    What somebody wrote of that test and link stays as it is; a test without a result tells none.
    """
    answer, test = found.answer, found.after
    hypothesis = plan.get(Hypothesis, test.hypothesis)
    if found.why or not isinstance(answer, ExperimentAnswer) or hypothesis is None:
        return
    if not answer.stop:  # what is measured besides may be looked at once, at the end
        return
    told = {piece.driver_link for piece in plan.of(Evidence, test.id)}
    for link in links_of(plan, hypothesis.outcome or ""):
        end = end_of(plan, link)
        for effect in answer.secondary:
            if end is not None and effect.metric == end.metric and link.id not in told:
                yield from _evidence(found, link.id, effect, plan=plan)


def _evidence(
    found: Recount, link: str, effect: SecondaryEffect, *, plan: Plan
) -> Iterator[Evidence]:
    test, moved = found.after, effect.absolute
    if not isinstance(moved, Estimate) or effect.doubt:
        return
    released = test.stage is Stage.RELEASE
    yield Evidence(
        id=f"{test.id}-asked-{link}",
        driver_link=link,
        assumption_test=test.id,
        evidence_class=EvidenceClass.LAUNCH_DATA if released else EvidenceClass.TEST_RESULTS,
        bearing=Bearing.NEITHER,
        design=test.design,
        estimate=moved.value,
        standard_error=(moved.high - moved.low) / 2 / reach(),
        observed_on=test.analysed_on or test.finished_on or plan.as_of,
        source=found.source,
        state="fresh",
    )
